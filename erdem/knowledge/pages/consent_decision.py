"""What the pages of one consent show: all of it, the answer, the elder's page, taking back, files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base import blobs
from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment, long_date
from erdem.base.policy import RuleBroken
from erdem.knowledge import queries, services
from erdem.knowledge.consent_choices import (
    ConsentFamily,
    ConsentLanguage,
    ConsentStatus,
    EvidenceKind,
    Explained,
    Signing,
)
from erdem.knowledge.consent_content import ConsentAnswer
from erdem.knowledge.forms import ConsentAnswerForm, EvidenceForm, WithdrawForm
from erdem.knowledge.models import Consent, ConsentEvidence
from erdem.knowledge.pages.consent import consent_trail, days_left, party_of, use_words
from erdem.knowledge.pages.links import Link
from erdem.knowledge.pages.records import address
from erdem.knowledge.policies import can_answer_consent, can_edit_consent, can_withdraw_consent, is_party
from erdem.knowledge.workflow import CONSENT


@dataclass(frozen=True)
class ConsentPage:
    """One consent."""

    consent: Consent
    title: str
    trail: tuple[Link, ...]
    shape: str
    party_facts: tuple[dict[str, Any], ...]
    scope_facts: tuple[dict[str, Any], ...]
    answer_facts: tuple[dict[str, Any], ...]
    explained: tuple[dict[str, Any], ...]
    records: tuple[Link, ...]
    files: tuple[dict[str, Any], ...]
    acts: tuple[Any, ...]
    actions: tuple[str, ...]
    needs: str
    renewals: tuple[Link, ...]
    proofs: tuple[Link, ...]


@dataclass(frozen=True)
class AnswerPage:
    """Entering an answer."""

    consent: Consent
    trail: tuple[Link, ...]
    form: ConsentAnswerForm
    error: str
    party: str
    is_own: bool


@dataclass(frozen=True)
class DecidePage:
    """The elder's page."""

    consent: Consent
    title: str
    facts: tuple[dict[str, str], ...]
    listen: str
    listen_note: str
    choices: tuple[dict[str, str], ...]
    left: str
    until: str
    error: str
    talks: bool
    is_asked: bool
    may_decide: bool
    outcome: str
    may_withdraw: bool


@dataclass(frozen=True)
class WithdrawPage:
    """Taking a consent back."""

    consent: Consent
    trail: tuple[Link, ...]
    form: WithdrawForm
    acts: tuple[Any, ...]
    party: str
    uses: str


@dataclass(frozen=True)
class AttachPage:
    """Adding a file."""

    consent: Consent
    trail: tuple[Link, ...]
    form: EvidenceForm


def _fact(term: Any, value: Any) -> dict[str, Any]:
    return {"term": term, "value": value if value not in ("", None) else "–"}


def consent_page(actor: Actor, consent: Consent) -> ConsentPage:
    """Build the page of one consent."""
    renewals = consent.renewals.order_by("pk") if consent.pk else []
    return ConsentPage(
        consent=consent,
        title=_title(consent),
        trail=consent_trail(consent),
        shape=CONSENT.shapes[consent.status],
        party_facts=tuple(_party_facts(consent)),
        scope_facts=tuple(scope_facts(consent)),
        answer_facts=tuple(_answer_facts(consent)),
        explained=tuple({"label": point.label, "done": point in consent.explained} for point in Explained),
        records=tuple(Link(f"{each.name} {each.number}", address(each)) for each in queries.records_of(actor, consent)),
        files=tuple(_file(each) for each in queries.evidence_of(actor, consent)),
        acts=tuple(queries.acts_of(actor, consent)),
        actions=_actions(actor, consent),
        needs=_needs(actor, consent),
        proofs=tuple(
            Link(each.get_act_display(), reverse("knowledge:consent-evidence", args=[consent.number, each.act]))
            for each in queries.consent_proofs(actor, consent)
        ),
        renewals=tuple(Link(each.number, reverse("knowledge:consent-detail", args=[each.number])) for each in renewals),
    )


def _title(consent: Consent) -> str:
    words = {
        ConsentStatus.DRAFT: _("%(party)s will be asked"),
        ConsentStatus.ASKED: _("%(party)s is asked and has not answered"),
        ConsentStatus.GIVEN: _("%(party)s has agreed"),
        ConsentStatus.REFUSED: _("%(party)s has not agreed"),
        ConsentStatus.WITHDRAWN: _("%(party)s has taken the consent back"),
        ConsentStatus.EXPIRED: _("The consent of %(party)s has run out"),
        ConsentStatus.SUPERSEDED: _("The consent of %(party)s was renewed"),
    }
    return words[ConsentStatus(consent.status)] % {"party": party_of(consent)}


def _party_facts(consent: Consent) -> list[dict[str, Any]]:
    if consent.family == ConsentFamily.PERSON:
        facts = [_fact(_("Person"), consent.person_name)]
        if consent.is_minor:
            facts.append(_fact(_("Parent or guardian"), f"{consent.guardian_name} {consent.guardian_relation}".strip()))
        return [*facts, _fact(_("Kept by"), consent.kept_by)]
    return [
        _fact(_("Community"), consent.community),
        _fact(_("Type of holder"), consent.get_holder_type_display()),
        _fact(_("Right to speak for it"), consent.get_authority_basis_display()),
        _fact(_("Asked and kept by"), consent.kept_by),
    ]


def scope_facts(consent: Consent) -> list[dict[str, Any]]:
    """Return what is asked for, as terms and values."""
    return [
        _fact(_("Subject"), consent.get_subject_display()),
        _fact(pgettext("consent", "What it is for"), consent.purpose),
        _fact(_("Uses"), use_words(consent.uses)),
        _fact(_("Where"), consent.get_territory_display()),
        _fact(pgettext("consent", "Until"), iso_date(consent.expires_on) or _("until taken back")),
        _fact(_("What the community or the person gets"), consent.benefits),
        _fact(_("Conditions"), consent.conditions),
        _fact(
            _("May be passed on"),
            _("yes, under the same conditions") if consent.sublicence else pgettext("permit", "no"),
        ),
        _fact(_("How it is taken back"), consent.withdrawal_way),
        _fact(_("Whom to call"), f"{consent.contact_name} {consent.contact_phone}".strip()),
    ]


def _answer_facts(consent: Consent) -> list[dict[str, Any]]:
    languages = pgettext("list", ", ").join(str(ConsentLanguage(each).label) for each in consent.languages)
    facts = [
        _fact(_("Explained in"), languages),
        _fact(_("Asked"), iso_moment(consent.asked_at)),
        _fact(_("Answered"), iso_moment(consent.answered_at)),
        _fact(_("Manner of signing"), consent.get_signing_display()),
        _fact(_("Signed by"), consent.signed_name),
        _fact(_("Witnesses"), consent.witnesses),
        _fact(_("In force from"), iso_date(consent.effective_on)),
    ]
    if consent.family == ConsentFamily.COMMUNITY and consent.present is not None:
        numbers = _("%(agreeing)s of %(present)s") % {"agreeing": consent.agreeing, "present": consent.present}
        facts.append(_fact(_("Agreed, of those present"), numbers))
    if consent.ended_at:
        facts.append(_fact(_("Ended"), iso_moment(consent.ended_at)))
    return facts


def _file(evidence: ConsentEvidence) -> dict[str, Any]:
    return {
        "kind": evidence.get_kind_display(),
        "name": evidence.file_name,
        "note": evidence.note,
        "day": iso_date(evidence.uploaded_at),
        "sha256": evidence.blob.sha256,
        "url": reverse("knowledge:consent-file", args=[evidence.consent.number, evidence.pk]),
    }


def _actions(actor: Actor, consent: Consent) -> tuple[str, ...]:
    """Return the names of what this reader may do now; the template says them."""
    asked, draft = consent.status == ConsentStatus.ASKED, consent.status == ConsentStatus.DRAFT
    may_edit = bool(can_edit_consent(actor, consent))
    wanted = {
        "edit": draft and may_edit,
        "ask": draft and may_edit,
        "decide": asked and is_party(actor, consent),
        "answer": asked and bool(can_answer_consent(actor, consent)),
        "attach": (draft or asked) and may_edit,
        "print": consent.status in (ConsentStatus.DRAFT, ConsentStatus.ASKED, ConsentStatus.GIVEN),
        "rewrite": asked and may_edit,
        "renew": consent.status in (ConsentStatus.GIVEN, ConsentStatus.EXPIRED, ConsentStatus.WITHDRAWN) and may_edit,
        "withdraw": consent.status == ConsentStatus.GIVEN and bool(can_withdraw_consent(actor, consent)),
        "receipt": consent.status == ConsentStatus.WITHDRAWN,
    }
    return tuple(name for name, offered in wanted.items() if offered)


def _needs(actor: Actor, consent: Consent) -> str:
    if consent.status not in (ConsentStatus.DRAFT, ConsentStatus.ASKED):
        return ""
    kinds = {each.kind for each in queries.evidence_of(actor, consent)}
    if services.needs_resolution(consent) and EvidenceKind.RESOLUTION not in kinds:
        return _("The resolution of the meeting has to be attached before the answer is entered.")
    return ""


def answer_page(actor: Actor, consent: Consent, form: ConsentAnswerForm, error: str) -> AnswerPage:
    """Build the form of the answer."""
    trail = consent_trail(consent, Link(_("Enter the answer")))
    return AnswerPage(consent, trail, form, error, party_of(consent), is_party(actor, consent))


def decide(actor: Actor, consent: Consent, chosen: str, version: str) -> None:
    """Enter what was pressed on the elder's page, signed with the own account.

    Raises:
        RuleBroken: nothing was chosen, the page is old, or somebody else has pressed meanwhile.
    """
    seen = int(version) if version.isdigit() else None
    if not is_party(actor, consent):
        raise RuleBroken(_("Only who is asked answers. Nobody consents in another's place."))
    if chosen == "give":
        answer = ConsentAnswer(signing=Signing.ELECTRONIC, signed_name=actor.label, spoken_by=actor.label)
        services.give_consent(actor=actor, consent=consent, answer=answer, version=seen)
    elif chosen == "refuse":
        services.refuse_consent(actor=actor, consent=consent, version=seen)
    else:
        raise RuleBroken(_("Press one of the three answers."))


def decide_page(actor: Actor, consent: Consent, error: str, *, talks: bool) -> DecidePage:
    """Build the elder's page: one question, five facts, three equal choices."""
    asked = consent.status == ConsentStatus.ASKED
    left = (consent.answer_by - timezone.localdate()).days if consent.answer_by else None
    spoken = next((each for each in queries.evidence_of(actor, consent) if each.kind == EvidenceKind.EXPLANATION), None)
    return DecidePage(
        consent=consent,
        title=_question(actor, consent),
        facts=tuple(_five_facts(actor, consent)),
        listen=reverse("knowledge:consent-file", args=[consent.number, spoken.pk]) if spoken else "",
        listen_note=spoken.note if spoken else "",
        choices=(
            {"value": "give", "label": pgettext("consent", "I agree"), "sign": "yes"},
            {"value": "refuse", "label": pgettext("consent", "I do not agree"), "sign": "no"},
            {"value": "later", "label": _("First talk it over at home"), "sign": ""},
        ),
        left=days_left(left) if left is not None else "",
        until=long_date(consent.answer_by),
        error=error,
        talks=talks,
        is_asked=asked,
        may_decide=asked and is_party(actor, consent),
        outcome="" if asked else _title(consent),
        may_withdraw=consent.status == ConsentStatus.GIVEN and bool(can_withdraw_consent(actor, consent)),
    )


def _question(actor: Actor, consent: Consent) -> str:
    names = pgettext("list", ", ").join(each.name for each in queries.records_of(actor, consent)) or consent.number
    if consent.family == ConsentFamily.PERSON:
        return _("May your data about %(names)s be used? Please decide") % {"names": names}
    return _("About %(names)s: please decide") % {"names": names}


def _five_facts(actor: Actor, consent: Consent) -> list[dict[str, str]]:
    names = pgettext("list", ", ").join(each.name for each in queries.records_of(actor, consent)) or consent.number
    until = long_date(consent.expires_on) if consent.expires_on else _("until you take it back")
    return [
        {"term": _("Who asks"), "value": str(consent.kept_by or "–")},
        {"term": _("About what"), "value": names},
        {"term": pgettext("consent", "What for"), "value": f"{consent.purpose}\n{use_words(consent.uses)}".strip()},
        {"term": _("How long, and where"), "value": f"{until}\n{consent.get_territory_display()}".strip()},
        {"term": _("What you get"), "value": consent.benefits or _("Nothing was promised.")},
    ]


def withdraw_page(actor: Actor, consent: Consent, form: WithdrawForm) -> WithdrawPage:
    """Build the page of taking back, with what stays valid."""
    trail = consent_trail(consent, Link(_("Take the consent back")))
    acts = tuple(queries.acts_of(actor, consent))
    return WithdrawPage(consent, trail, form, acts, party_of(consent), use_words(consent.uses))


def attach_page(consent: Consent, form: EvidenceForm) -> AttachPage:
    """Build the form of a file."""
    return AttachPage(consent, consent_trail(consent, Link(_("Add a file"))), form)


def evidence_stream(evidence: ConsentEvidence) -> IO[bytes]:
    """Open a file beside a consent; the caller has found it through the policy."""
    return blobs.open_blob(evidence.blob)
