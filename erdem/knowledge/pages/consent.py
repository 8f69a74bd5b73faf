"""What the pages of consents show: lists, the state of a record, the question being prepared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, long_date
from erdem.knowledge import queries
from erdem.knowledge.consent_choices import (
    PERSONAL_SUBJECTS,
    USES_OF,
    AuthorityBasis,
    ConsentStatus,
    ConsentSubject,
    ConsentUse,
    Phase,
)
from erdem.knowledge.forms import ConsentForm
from erdem.knowledge.models import Consent, Record
from erdem.knowledge.pages.links import Link, Option, options
from erdem.knowledge.pages.records import address
from erdem.knowledge.policies import (
    KEEPERS,
    can_answer_checklist,
    can_decide_disclosure,
    can_prepare,
    can_report_leak,
    is_holder,
)
from erdem.knowledge.services import consent_content_of
from erdem.knowledge.workflow import CONSENT


@dataclass(frozen=True)
class ConsentRow:
    """One consent in a list."""

    consent: Consent
    url: str
    shape: str
    party: str
    uses: str
    until: str


@dataclass(frozen=True)
class ConsentListPage:
    """Every consent the reader sees."""

    title: str
    rows: tuple[ConsentRow, ...]
    reminders: tuple[dict[str, Any], ...]
    statuses: tuple[Option, ...]
    status: str
    alarms: int


@dataclass(frozen=True)
class RecordConsentsPage:
    """Where the holding communities stand with one record."""

    record: Record
    title: str
    trail: tuple[Link, ...]
    state: queries.ConsentState
    communities: tuple[dict[str, Any], ...]
    missing: tuple[str, ...]
    rows: tuple[ConsentRow, ...]
    phases: tuple[dict[str, Any], ...]
    disclosure: tuple[dict[str, Any], ...]
    undecided: str
    alarms: tuple[queries.Alarm, ...]
    check: str
    may_prepare: bool
    may_answer: bool
    may_decide: bool
    may_report: bool


@dataclass(frozen=True)
class SubjectPage:
    """What the consent is about."""

    record: Record
    trail: tuple[Link, ...]
    community: tuple[dict[str, Any], ...]
    personal: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class QuestionPage:
    """The question being prepared."""

    title: str
    lead: str
    trail: tuple[Link, ...]
    form: ConsentForm
    error: str
    back: str
    renews: str


def party_of(consent: Consent) -> str:
    """Return who consents."""
    if consent.community is not None:
        return consent.community.name
    if consent.guardian_name:
        return _("%(person)s, through %(guardian)s") % {
            "person": consent.person_name,
            "guardian": consent.guardian_name,
        }
    return consent.person_name


def use_words(uses: list[str] | tuple[str, ...]) -> str:
    """Return uses in words."""
    return pgettext("list", ", ").join(str(ConsentUse(use).label) for use in uses)


def row_of(consent: Consent) -> ConsentRow:
    """Return a consent as lists show it."""
    ends = queries.last_day(consent)
    until = iso_date(ends) if ends else (_("until taken back") if consent.status == ConsentStatus.GIVEN else "–")
    url = reverse("knowledge:consent-detail", args=[consent.number])
    return ConsentRow(consent, url, CONSENT.shapes[consent.status], party_of(consent), use_words(consent.uses), until)


def consent_list_page(actor: Actor, status: str) -> ConsentListPage:
    """Build the list; what runs out or waits stands first."""
    status = status if status in ConsentStatus.values else ""
    found = queries.consents(actor)
    rows = tuple(row_of(each) for each in (found.filter(status=status) if status else found)[:500])
    notes = tuple(reminder_of(each) for each in queries.reminders(actor))
    title = ngettext("%(n)s consent needs somebody", "%(n)s consents need somebody", len(notes)) % {"n": len(notes)}
    return ConsentListPage(
        title=title if notes else _("No consent needs anybody today"),
        rows=rows,
        reminders=notes,
        statuses=options(ConsentStatus.choices, _("All states")),
        status=status,
        alarms=len(queries.alarms(actor)),
    )


def reminder_of(reminder: queries.Reminder) -> dict[str, Any]:
    """Return a reminder as a clock shows it."""
    renewing = reminder.kind == "renew"
    words = _("Talk about renewing: %(party)s") if renewing else _("Ask again: %(party)s has not answered")
    start = reminder.consent.effective_on if renewing else _day(reminder.consent.asked_at)
    return {
        "title": words % {"party": party_of(reminder.consent)},
        "url": reverse("knowledge:consent-detail", args=[reminder.consent.number]),
        "state": "over" if reminder.days_left < 0 else ("due" if reminder.days_left <= 14 else "work"),
        "left": days_left(reminder.days_left),
        "elapsed": _elapsed(start, reminder.day),
        "due": long_date(reminder.day),
        "basis": reminder.period.basis,
        "unconfirmed": not reminder.period.is_confirmed,
    }


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None


def _elapsed(start: dt.date | None, end: dt.date) -> int:
    if start is None or end <= start:
        return 100
    return max(0, min(100, round(100 * (timezone.localdate() - start).days / (end - start).days)))


def days_left(days: int) -> str:
    """Return the days left in words."""
    if days < 0:
        return ngettext("%(n)s day over", "%(n)s days over", -days) % {"n": -days}
    if days == 0:
        return _("due today")
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}


def trail_of(record: Record, *links: Link) -> tuple[Link, ...]:
    """Return the path of a page beside a record."""
    own = Link(_("Consents and disclosure"), reverse("knowledge:record-consents", args=[record.number]))
    start = Link(_("Traditional knowledge"), reverse("knowledge:record-list"))
    return (start, Link(record.name, address(record)), *((own, *links) if links else (Link(own.label),)))


def record_consents_page(actor: Actor, record: Record) -> RecordConsentsPage:
    """Build the page that says what a record still lacks."""
    state = queries.consent_state(actor, record)
    missing = tuple(map(str, queries.missing_consents(record)))
    check = queries.check_of(actor, record)
    return RecordConsentsPage(
        record=record,
        title=_state_title(state, len(missing)),
        trail=trail_of(record),
        state=state,
        communities=tuple(_community(each) for each in state.communities),
        missing=missing,
        rows=tuple(row_of(each) for each in queries.consents_of(actor, record)),
        phases=tuple(_phases(record)),
        disclosure=tuple(decision_row(each) for each in queries.decisions_of(actor, record)),
        undecided=queries.undecided(record),
        alarms=tuple(each for each in queries.alarms(actor) if each.leak.record_id == record.pk),
        check=_signed(check) if check else "",
        may_prepare=bool(can_prepare(actor, record)),
        may_answer=bool(can_answer_checklist(actor, record)),
        may_decide=bool(can_decide_disclosure(actor, record)),
        may_report=bool(can_report_leak(actor, record)),
    )


def _state_title(state: queries.ConsentState, missing: int) -> str:
    if not state.communities:
        return _("No community holds this record: no consent of one is needed")
    if missing:
        return _("Consent is still missing")
    return _("Every holding community has agreed to keeping and registering this record")


def _signed(check: Any) -> str:
    return _("Checked for state secrets by %(name)s on %(day)s.") % {
        "name": check.signed_name,
        "day": iso_date(check.answered_at),
    }


def _community(state: queries.CommunityState) -> dict[str, Any]:
    shape = "done" if state.is_in_force else "wait"
    words = _("in force") if state.is_in_force else _("not in force")
    until = iso_date(state.until) if state.until else (_("until taken back") if state.is_in_force else "–")
    url = reverse("knowledge:consent-detail", args=[state.consent.number]) if state.consent else ""
    return {
        "name": state.community.name,
        "shape": shape,
        "words": words,
        "uses": use_words(state.uses) or "–",
        "until": until,
        "url": url,
        "number": state.consent.number if state.consent else "",
    }


def _phases(record: Record) -> list[dict[str, Any]]:
    found = []
    for phase in Phase:
        gaps = queries.checklist_gaps(record, phase)
        words = ngettext("%(n)s point open", "%(n)s points open", len(gaps)) % {"n": len(gaps)}
        found.append(
            {"label": phase.label, "words": words if gaps else _("all done"), "shape": "wait" if gaps else "done"}
        )
    return found


def decision_row(decision: Any) -> dict[str, Any]:
    """Return a decision about disclosure as lists show it."""
    return {
        "choice": decision.get_choice_display(),
        "notice": decision.get_notice_level_display(),
        "community": decision.community.name,
        "day": iso_date(decision.decided_on),
        "signed": decision.signed_name,
        "reason": decision.reason,
        "url": reverse("knowledge:consent-detail", args=[decision.consent.number]),
        "number": decision.consent.number,
    }


def subject_page(actor: Actor, record: Record) -> SubjectPage:
    """Build the choice of the subject; the two families stand apart."""
    rows = [
        {"value": subject.value, "label": subject.label, "uses": use_words(USES_OF[subject])}
        for subject in ConsentSubject
    ]
    personal = [row for row in rows if row["value"] in PERSONAL_SUBJECTS] if actor.has_role(*KEEPERS) else []
    community = [row for row in rows if row["value"] not in PERSONAL_SUBJECTS] if record.holders else []
    return SubjectPage(record, trail_of(record, Link(_("New consent"))), tuple(community), tuple(personal))


def question_form(actor: Actor, record: Record, subject: str, data: QueryDict | None) -> ConsentForm:
    """Return the form of a new question, filled in as far as it follows from the record."""
    communities = queries.communities_of(record)
    own = next(
        (each for each in communities if each.pk in actor.organisation_ids), communities[0] if communities else None
    )
    wait = queries.period_of("consent_answer").amount
    initial = {
        "community": own.pk if own else None,
        "holder_type": record.holder_type,
        "authority_basis": _basis(record.holder_type),
        "territory": "region",
        "withdrawal_way": _(
            "In person, by telephone, or on the page of this consent. It needs no reason and costs nothing."
        ),
        "contact_name": actor.label if is_holder(actor, record) else "",
        "answer_by": timezone.localdate() + dt.timedelta(days=wait),
    }
    return ConsentForm(data, subject=subject, communities=communities, initial=initial)


def _basis(holder_type: str) -> str:
    return {
        "V": AuthorityBasis.RESOLUTION,
        "T": AuthorityBasis.RESOLUTION,
        "F": AuthorityBasis.FAMILY,
        "P": AuthorityBasis.HOLDER,
        "C": AuthorityBasis.MEMBERS,
        "B": AuthorityBasis.CUSTOM,
        "G": AuthorityBasis.TRUSTEE,
    }.get(holder_type, "")


def stored_form(actor: Actor, consent: Consent, data: QueryDict | None) -> ConsentForm:
    """Return the form of a stored question."""
    content = consent_content_of(consent)
    initial = {name: getattr(content, name) for name in ConsentForm.base_fields if hasattr(content, name)}
    initial |= {"community": consent.community_id, "version": consent.version}
    communities = [consent.community] if consent.community else []
    for record in queries.records_of(actor, consent):
        communities += [each for each in queries.communities_of(record) if each not in communities]
    return ConsentForm(data, subject=consent.subject, communities=communities, initial=initial)


def new_question_page(record: Record, form: ConsentForm, error: str) -> QuestionPage:
    """Build the form of a new question."""
    label = ConsentSubject(form.subject).label
    return QuestionPage(
        title=str(label),
        lead=_("About %(name)s (%(number)s)") % {"name": record.name, "number": record.number},
        trail=trail_of(record, Link(_("New consent"))),
        form=form,
        error=error,
        back=reverse("knowledge:record-consents", args=[record.number]),
        renews="",
    )


def question_page(actor: Actor, consent: Consent, form: ConsentForm, error: str) -> QuestionPage:
    """Build the form of a stored question."""

    names = [f"{record.name} ({record.number})" for record in queries.records_of(actor, consent)]
    return QuestionPage(
        title=f"{consent.number} · {consent.get_subject_display()}",
        lead=_("About %(names)s") % {"names": pgettext("list", ", ").join(names)} if names else "",
        trail=consent_trail(consent, Link(_("Prepare"))),
        form=form,
        error=error,
        back=reverse("knowledge:consent-detail", args=[consent.number]),
        renews=consent.supersedes.number if consent.supersedes else "",
    )


def consent_trail(consent: Consent, *links: Link) -> tuple[Link, ...]:
    """Return the path of a page of a consent."""
    own = reverse("knowledge:consent-detail", args=[consent.number])
    first = Link(_("Consents"), reverse("knowledge:consent-list"))
    return (first, Link(consent.number, own), *links) if links else (first, Link(consent.number))
