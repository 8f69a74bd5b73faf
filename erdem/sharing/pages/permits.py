"""What the pages of permits show: the list, the permit of a request with its conditions and steps."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment, number
from erdem.knowledge.choices import AccessLevel, Purpose
from erdem.knowledge.queries import titles
from erdem.sharing.forms.permits import MatterForm, PublicationForm, TermForm
from erdem.sharing.ircc.drafts import Form
from erdem.sharing.models import AccessRequest, Permit, PermitMatter
from erdem.sharing.pages.links import Link, trail_of
from erdem.sharing.permit_choices import Part, PermitStatus
from erdem.sharing.permit_drafts import TITLES
from erdem.sharing.permit_workflow import PERMIT, SHAPES
from erdem.sharing.policies import can_issue, can_publish, can_withdraw_consent
from erdem.sharing.queries import permits as reads

PER_PAGE: Final = 50
EXPORTS: Final = ("csv", "xlsx")
LEAD: Final = _lazy(
    "A permit says who may use what, for what and until when. It rests on the holders' consent and on signed terms, and opens"
    " exactly what the holders agreed to."
)
CONFIRM: Final = {
    "suspend": _lazy("Access is closed at once, and the register shows it. It can be put in force again."),
    "resume": _lazy("Access is opened again as the holders decided, if their consents and the labels still allow it."),
    "revoke": _lazy("Access is closed for good, and the register shows it. It cannot be undone."),
}


@dataclass(frozen=True)
class Row:
    """One permit of the list."""

    number: str
    url: str
    request: str
    title: str
    holder: str
    office: str
    issued: str
    expires: str
    state: str
    shape: str


@dataclass(frozen=True)
class ListPage:
    """The permits that somebody sees."""

    title: str
    lead: str
    columns: tuple[dict[str, Any], ...]
    page: Page[Permit]
    exports: tuple[dict[str, str], ...]

    @property
    def rows(self) -> Iterator[Row]:
        """The rows of this page."""
        return (_row(one) for one in self.page)


@dataclass(frozen=True)
class Party:
    """What one party lets the register show, with its form when the reader decides for it."""

    name: str
    words: str
    form: PublicationForm | None


@dataclass(frozen=True)
class Standing:
    """One permit of a request, with what can be done."""

    permit: Permit
    state: str
    shape: str
    facts: tuple[dict[str, Any], ...]
    records: tuple[dict[str, Any], ...]
    acts: tuple[dict[str, Any], ...]
    steps: tuple[dict[str, Any], ...]
    drafts: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class RequestPage:
    """The permit of a request: conditions, what is published, the permits."""

    request: AccessRequest
    title: str
    trail: tuple[Link, ...]
    conditions: tuple[reads.Condition, ...]
    may_issue: bool
    is_ready: bool
    form: TermForm
    matter: PermitMatter | None
    matter_form: MatterForm | None
    parties: tuple[Party, ...]
    permits: tuple[Standing, ...]
    withdrawals: tuple[dict[str, Any], ...]
    withdraw: tuple[dict[str, str], ...]


def _row(one: Permit) -> Row:
    return Row(
        number=one.number,
        url=reverse("permitting:request-permit", args=[one.request.number]),
        request=one.request.number,
        title=one.request.title,
        holder=one.request.applicant_name,
        office=one.office_name,
        issued=iso_date(one.issued_on),
        expires=iso_date(one.expires_on),
        state=str(PermitStatus(one.status).label),
        shape=SHAPES[PermitStatus(one.status)],
    )


def list_page(actor: Actor, data: QueryDict) -> ListPage:
    """Build the list."""
    sort = data.get("sort", "")
    found = list(reads.permit_list(actor, sort))
    tail = f"?sort={sort}" if sort.removeprefix("-") in reads.SORTS else ""
    exports = tuple(
        {"label": kind.upper(), "url": reverse("permitting:permit-export", args=[kind]) + tail} for kind in EXPORTS
    )
    title = ngettext("%(count)s permit", "%(count)s permits", len(found)) % {"count": number(len(found))}
    return ListPage(
        title=title if found else _("No permit was issued yet"),
        lead=str(LEAD),
        columns=(
            {"key": "number", "label": _("Number")},
            {"label": _("Subject-matter")},
            {"label": _("Granted to")},
            {"key": "issued", "label": _("Issued on")},
            {"key": "expires", "label": _("Last day")},
            {"key": "status", "label": _("Status")},
        ),
        page=Paginator(found, PER_PAGE).get_page(data.get("page")),
        exports=exports if found else (),
    )


def export_heads() -> list[str]:
    """Return the heads of the exported table."""
    return [
        _("Number"),
        _("Request"),
        _("Subject-matter"),
        _("Granted to"),
        _("Issued by"),
        _("Issued on"),
        _("Last day"),
        _("Status"),
    ]


def export_rows(found: Iterable[Permit]) -> Iterator[list[Any]]:
    """Yield the rows of the exported table."""
    for row in map(_row, found):
        yield [row.number, row.request, row.title, row.holder, row.office, row.issued, row.expires, row.state]


def first_days(request: AccessRequest) -> dict[str, dt.date]:
    """Return the days that an issue begins with: as the terms say, else as was asked for."""
    version, today = reads.signed_version(request), timezone.localdate()
    term = version.terms.term if version else None
    begins = term.begins if term else request.use_from
    return {
        "valid_from": max(begins, today),
        "expires_on": (term.ends if term and term.ends else None) or request.use_until,
    }


def request_page(actor: Actor, request: AccessRequest, **bound: Any) -> RequestPage:
    """Build the page; ``bound`` holds forms that came back with faults."""
    found, matter = reads.permits_of(actor, request), reads.matter_of(request)
    conditions = tuple(reads.conditions(request))
    may_issue = bool(can_issue(actor, request))
    return RequestPage(
        request=request,
        title=_("Permit of request %(number)s") % {"number": request.number},
        trail=trail_of(request.number, pgettext("part of a request", "Permit")),
        conditions=() if found else conditions,
        may_issue=may_issue and not found,
        is_ready=all(one.is_met for one in conditions),
        form=bound.get("form") or TermForm(initial=first_days(request)),
        matter=matter,
        matter_form=bound.get("matter_form") or (MatterForm(initial=_initial(request, matter)) if may_issue else None),
        parties=tuple(_parties(actor, request, matter)),
        permits=tuple(_standing(actor, one) for one in found),
        withdrawals=tuple(
            {"term": one.community.name, "value": iso_moment(one.withdrawn_at)}
            for one in reads.withdrawals_of(actor, request)
        ),
        withdraw=tuple(_withdraw(actor, found)),
    )


def _initial(request: AccessRequest, matter: PermitMatter | None) -> dict[str, Any]:
    if matter is None:
        return {"subject": request.title}
    return {
        "subject": matter.subject,
        "keywords": "\n".join(matter.keywords),
        "taxonomies": "\n".join(f"{each['url']} {each.get('name', '')}".strip() for each in matter.taxonomies),
        "geography": json.dumps(matter.geography, ensure_ascii=False) if matter.geography else "",
    }


def _parties(actor: Actor, request: AccessRequest, matter: PermitMatter | None) -> Iterator[Party]:
    labels = dict(Part.choices)
    for each in reads.parties_choices(request):
        shown = [part for part in Part.values if each.choice is not None and getattr(each.choice, part)]
        is_stale = (
            each.choice is not None
            and each.choice.subject
            and (matter is None or each.choice.matter_sha256 != matter.sha256)
        )
        words = "，".join(str(labels[part]) for part in shown) or _("nothing but number, office, days and state")
        form = None
        if can_publish(actor, request, each.community):
            initial = {"parts": shown, "seen": matter.sha256 if matter else "", "community": each.community}
            form = PublicationForm(initial=initial, auto_id=f"id_{each.community or 'own'}_%s")
        yield Party(each.name, words + (_(" (the words have changed since)") if is_stale else ""), form)


def _standing(actor: Actor, permit: Permit) -> Standing:
    names = dict(Purpose.choices)
    link = reverse("permits:permit", args=[permit.number])
    facts: list[dict[str, Any]] = [
        {"term": _("Granted to"), "value": permit.request.applicant_name},
        {"term": _("Issued by"), "value": permit.office_name},
        {"term": _("Issued on"), "value": iso_date(permit.issued_on)},
        {"term": _("Valid"), "value": f"{iso_date(permit.valid_from)} — {iso_date(permit.expires_on)}"},
        {"term": _("Permitted uses"), "value": "，".join(str(names[one]) for one in permit.purposes)},
        {"term": _("In the public register"), "value": permit.number, "url": link},
    ]
    if permit.replaces is not None:
        facts.append({"term": _("Replaces"), "value": permit.replaces.number})
    if permit.amended_because:
        facts.append({"term": _("Why it is amended"), "value": permit.amended_because})
    if permit.status_reason:
        facts.append({"term": _("Reason"), "value": permit.status_reason})
    return Standing(
        permit=permit,
        state=str(PermitStatus(permit.status).label),
        shape=SHAPES[PermitStatus(permit.status)],
        facts=tuple(facts),
        records=tuple(_records(actor, permit)),
        acts=tuple({"time": iso_moment(act.made_at), "text": str(act.get_act_display())} for act in permit.acts.all()),
        steps=tuple(
            {
                "label": step.label,
                "url": reverse("permitting:permit-step", args=[permit.number, step.name]),
                "kind": "" if step.emphasis == "plain" else step.emphasis,
            }
            for step in PERMIT.available(actor, permit)
            if step.name != "expire"
        ),
        drafts=tuple(
            {"label": str(TITLES[form]), "url": reverse("permitting:permit-draft", args=[permit.number, str(form)])}
            for form in Form
        ),
    )


def _records(actor: Actor, permit: Permit) -> Iterator[dict[str, Any]]:
    """A record is named to who may know of it; to others it is one of so many."""
    rows = list(permit.records.all())
    known = titles(actor, [row.record_id for row in rows])
    for row in rows:
        number, name, _mongolian = known.get(row.record_id, ("", "", ""))
        yield {
            "name": name or _("a record that you may not know of"),
            "number": number,
            "url": reverse("knowledge:record-detail", args=[number]) if number else "",
            "level": str(AccessLevel(row.level).label),
        }


def _withdraw(actor: Actor, found: list[Permit]) -> Iterator[dict[str, str]]:
    standing = next((one for one in found if one.status in reads.IN_FORCE), None)
    if standing is None:
        return
    gone = {one.community_id for one in reads.withdrawals_of(actor, standing.request)}
    own = {one for row in standing.records.all() for one in row.communities} - gone
    names = reads.names_of(sorted(own))
    for community in sorted(own):
        if can_withdraw_consent(actor, standing, community):
            url = reverse("permitting:permit-withdraw", args=[standing.number, community])
            yield {"label": names.get(community, ""), "url": url}


@dataclass(frozen=True)
class StepPage:
    """The question before a step."""

    title: str
    words: str
    button: str
    kind: str
    stays: str
    trail: tuple[dict[str, str], ...]
    back: str


def step_page(permit: Permit, step: str) -> StepPage:
    """Build the question before a permit is amended, suspended, put in force again or revoked."""
    words = str(CONFIRM.get(step, AMEND))
    label = str(PERMIT.step(step).label)
    return _question(permit, label, words, "stop" if step == "revoke" else "main")


def withdraw_page(permit: Permit) -> StepPage:
    """Build the question before a community takes its consent back."""
    return _question(permit, _("Take the consent back"), str(WITHDRAW), "stop")


def _question(permit: Permit, label: str, words: str, kind: str) -> StepPage:
    back = reverse("permitting:request-permit", args=[permit.request.number])
    trail = (
        {"label": _("Permits"), "url": reverse("permitting:permit-list")},
        {"label": permit.number, "url": back},
        {"label": label, "url": ""},
    )
    return StepPage(label, words, label, kind, _("Leave it as it is"), trail, back)


AMEND: Final = _lazy(
    "A new permit with a number of its own takes its place, and the old one is void. Use reports and payments that were due"
    " under the old one stay due under it."
)
WITHDRAW: Final = _lazy(
    "What your community opened is closed at once, and no new use is allowed. What was done lawfully before stands, and what is"
    " due for it stays due. If too few consents are left the permit is suspended."
)
