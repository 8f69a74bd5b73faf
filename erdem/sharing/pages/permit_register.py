"""What the public register of permits shows, the page on which a permit is checked, and the pages of drafts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment, long_date, number
from erdem.knowledge.choices import Purpose
from erdem.sharing.forms.permits import CheckForm
from erdem.sharing.ircc.drafts import Draft, Filled
from erdem.sharing.models import PublicPermit
from erdem.sharing.permit_check import Question, Verdict
from erdem.sharing.permit_choices import PermitStatus
from erdem.sharing.permit_drafts import GAP, LEGAL, NOT_FILED, SECTIONS, TITLES, field_name
from erdem.sharing.permit_paper import KEPT, named
from erdem.sharing.permit_workflow import SHAPES
from erdem.sharing.queries import permits as reads
from erdem.sharing.queries.permit_check import WORDS, check_permit

PER_PAGE: Final = 50
KINDS: Final = {"done": "good", "due": "warn", "over": "warn", "stop": "bad"}
SENTENCES: Final = {
    PermitStatus.ISSUED: _lazy("This permit is in force."),
    PermitStatus.SUSPENDED: _lazy("This permit is suspended since %(day)s: nothing may be done upon it."),
    PermitStatus.AMENDED: _lazy("This permit is void since %(day)s. A newer one took its place."),
    PermitStatus.REVOKED: _lazy("This permit was revoked on %(day)s: nothing may be done upon it."),
    PermitStatus.EXPIRED: _lazy("This permit has expired: nothing new may be done upon it."),
}
VERDICTS: Final = {
    Verdict.YES: ("good", _lazy("Yes, today")),
    Verdict.NO: ("bad", pgettext_lazy("check", "No")),
    Verdict.UNKNOWN: ("warn", _lazy("Cannot be said from here")),
}


@dataclass(frozen=True)
class RegisterPage:
    """The public list."""

    title: str
    words: str
    columns: tuple[dict[str, Any], ...]
    page: Page[PublicPermit]

    @property
    def rows(self) -> Iterator[dict[str, str]]:
        """The rows of this page."""
        return (_row(one) for one in self.page)


@dataclass(frozen=True)
class PermitPage:
    """One permit as the register shows it."""

    shown: PublicPermit
    title: str
    state: str
    shape: str
    kind: str
    sentence: str
    newer: str
    facts: tuple[dict[str, Any], ...]
    proof: tuple[dict[str, Any], ...]
    acts: tuple[dict[str, Any], ...]
    own: str
    trail: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class CheckPage:
    """The question, and its answer once it was asked."""

    form: CheckForm
    answer: str = ""
    kind: str = ""
    as_of: str = ""
    reasons: tuple[str, ...] = ()
    newer: str = ""
    permit: str = ""


@dataclass(frozen=True)
class DraftPage:
    """A draft with its gaps."""

    title: str
    basis: str
    back: str
    notice: str
    law: str
    gaps: tuple[str, ...]
    sections: tuple[dict[str, Any], ...]
    files: tuple[dict[str, str], ...]


def _row(one: PublicPermit) -> dict[str, str]:
    state = reads.standing_today(one)
    return {
        "number": one.number,
        "url": reverse("permits:permit", args=[one.number]),
        "subject": one.subject or str(KEPT),
        "holder": one.holder_name or str(KEPT),
        "office": one.office_name,
        "issued": iso_date(one.issued_on),
        "expires": iso_date(one.expires_on),
        "state": str(state.label),
        "shape": SHAPES[state],
    }


def register_page(actor: Actor, data: QueryDict) -> RegisterPage:
    """Build the public list."""
    words = data.get("q", "")[:100]
    found = reads.register(actor, data.get("sort", ""), words)
    count = found.count()
    title = ngettext("%(count)s permit", "%(count)s permits", count) % {"count": number(count)}
    return RegisterPage(
        title=title if count else _("No permit found") if words else _("No permit was issued yet"),
        words=words,
        columns=(
            {"key": "number", "label": _("Number")},
            {"label": _("Subject-matter")},
            {"key": "holder", "label": _("Granted to")},
            {"key": "issued", "label": _("Issued on")},
            {"key": "expires", "label": _("Last day")},
            {"key": "status", "label": _("Status")},
        ),
        page=Paginator(found, PER_PAGE).get_page(data.get("page")),
    )


def permit_page(actor: Actor, shown: PublicPermit) -> PermitPage:
    """Build the page to which the code on the paper leads."""
    state = reads.standing_today(shown)
    acts = reads.public_acts(shown.number)
    own = reads.get_permit(actor, shown.number)
    first = next((one for one in acts if one["position"] is not None), None)
    proof: list[dict[str, Any]] = [
        {"term": _("SHA-256 of the certificate"), "value": shown.sha256, "code": True},
        {"term": _("SHA-256 of the paper"), "value": shown.pdf_sha256, "code": True},
        {
            "term": _("Entry in the public log"),
            "value": number(first["position"] + 1) if first else _("not taken up yet; within a minute"),
        },
    ]
    return PermitPage(
        shown=shown,
        title=_("Permit %(number)s") % {"number": shown.number},
        state=str(state.label),
        shape=SHAPES[state],
        kind=KINDS[SHAPES[state]],
        sentence=str(SENTENCES[state]) % {"day": long_date(shown.status_on)}
        if "%(day)s" in str(SENTENCES[state])
        else str(SENTENCES[state]),
        newer=reverse("permits:permit", args=[shown.replaced_by]) if shown.replaced_by else "",
        facts=tuple(_facts(shown)),
        proof=tuple(proof),
        acts=tuple({"time": iso_moment(one["at"]), "text": str(one["act"])} for one in acts),
        own=reverse("permitting:request-permit", args=[own.request.number]) if own else "",
        trail=(
            {"label": _("Register of permits"), "url": reverse("permits:register")},
            {"label": shown.number, "url": ""},
        ),
    )


def _facts(shown: PublicPermit) -> Iterator[dict[str, Any]]:
    document, names = shown.document, dict(Purpose.choices)
    uses = "，".join(str(names[one]) for one in shown.purposes)
    yield {"term": _("Issued by"), "value": shown.office_name}
    yield _kept(_("Granted to"), named(document.get("entitiesToWhomPICGranted")))
    yield _kept(_("Provided by"), named(document.get("providers")))
    yield _kept(_("Subject-matter"), shown.subject)
    yield _kept(_("Permitted uses"), uses)
    yield {"term": _("Third parties"), "value": _said(document.get("thirdPartyTransferCondition", {}))}
    yield {"term": _("Valid"), "value": f"{iso_date(shown.valid_from)} — {iso_date(shown.expires_on)}"}
    yield {"term": _("Issued on"), "value": iso_date(shown.issued_on)}
    yield {"term": _("Consent of the holders (PIC)"), "value": _("obtained")}
    yield {"term": _("Mutually agreed terms (MAT)"), "value": _("established")}
    if shown.replaces:
        yield {"term": _("Replaces"), "value": shown.replaces, "url": reverse("permits:permit", args=[shown.replaces])}


def _kept(term: str, value: str) -> dict[str, Any]:
    return {"term": term, "value": value} if value else {"term": term, "value": str(KEPT), "lock": True}


def _said(words: Mapping[str, str]) -> str:
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    return words.get(language) or words.get("zh", "")


def check_page(actor: Actor, data: QueryDict) -> CheckPage:
    """Build the page of the question; it is asked by its address, so that the answer can be linked to."""
    if not data.get("permit"):
        return CheckPage(CheckForm(initial=data.dict()))
    form = CheckForm(data)
    if not form.is_valid():
        return CheckPage(form)
    given = form.cleaned_data
    question = Question(given["purpose"], given["party"], given["place"], given["third_party"], given["record"])
    told = check_permit(actor, given["permit"], question)
    kind, words = VERDICTS[told.answered.verdict]
    known = reads.get_public(actor, told.number)
    return CheckPage(
        form=form,
        answer=str(words),
        kind=kind,
        as_of=iso_date(timezone.localdate()),
        reasons=tuple(str(WORDS[reason]) for reason in told.answered.reasons),
        newer=reverse("permits:permit", args=[told.newer]) if told.newer else "",
        permit=reverse("permits:permit", args=[known.number]) if known else "",
    )


def draft_page(draft: Draft, back: str, files: Mapping[str, str]) -> DraftPage:
    """Build the page of a draft; ``files`` are its addresses by kind."""
    sections = dict.fromkeys(line.blank.section for line in draft.lines)
    return DraftPage(
        title=str(TITLES[draft.form]),
        basis=draft.basis,
        back=back,
        notice=str(NOT_FILED),
        law=str(LEGAL[draft.form]),
        gaps=tuple(field_name(line.blank.code) for line in draft.gaps()),
        sections=tuple(
            {
                "title": str(SECTIONS[section]),
                "lines": tuple(_line(line) for line in draft.lines if line.blank.section == section),
            }
            for section in sections
        ),
        files=tuple({"label": kind.upper(), "url": url} for kind, url in files.items()),
    )


def _line(line: Filled) -> dict[str, Any]:
    value = _("yes") if line.value == "true" else line.value
    return {
        "name": field_name(line.blank.code),
        "value": value or (str(GAP) if line.is_gap else "—"),
        "is_gap": line.is_gap,
        "required": line.blank.required,
        "unsure": line.blank.unsure,
    }
