"""The calendar of a permit: reports that are expected and what is due, laid out when it is issued, ended when it ends.

A period stays under the terms in force on its first day. When a permit is amended, the running period ends by the old terms and
the calendar of the new permit begins after it; what was due before the amendment stays due.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from erdem.base import audit
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import require
from erdem.ledger import services as ledger
from erdem.ledger.choices import Unit
from erdem.ledger.models import Entry
from erdem.ledger.services import Document
from erdem.sharing.models import Obligation, Permit, UseReport
from erdem.sharing.policies.reports import can_tend_reports
from erdem.sharing.queries.permit_days import holds_from, last_day
from erdem.sharing.report_choices import BEING_WRITTEN, ObligationKind, ObligationState, ReportStatus
from erdem.sharing.services.owing import (
    USER_KEY,
    book_of,
    kind_parts,
    one_at_a_time,
    open_day,
    owe,
    payees_of,
    tie_payees,
)
from erdem.sharing.terms import Due, Period, Terms, milestones, obligations, periods, report_due
from erdem.sharing.terms.model import KindLine, Milestone

OBLIGATION = "sharing.obligation"
BEYOND = dt.timedelta(days=366)


@transaction.atomic
def open_calendar(*, actor: Actor, permit: Permit) -> int:
    """Lay out the calendar of a permit: payees, expected reports, obligations, promises in kind. Repeating it changes nothing.

    Returns the number of reports and obligations that were added.

    Raises:
        PermissionRefused: the actor is not the system.
        RuleBroken: the permit names no office.
    """
    require(can_tend_reports(actor))
    with acting_as(SYSTEM):
        one_at_a_time(permit.version.agreement)
        terms = permit.version.terms
        tie_payees(permit, terms)
        first = _first_period(permit, terms)
        if permit.replaces is not None:
            _hand_over(permit.replaces, permit, first)
        added = _expect_reports(permit, terms, first) + _lay_obligations(permit, terms, first)
    if added:
        detail = {"permit": permit.number, "added": added}
        audit.record(actor, action="sharing.open_calendar", target=permit, detail=detail)
    return added


@transaction.atomic
def close_calendar(*, actor: Actor, permit: Permit) -> int:
    """End what a permit that is over no longer makes due: reports on later days, sums and promises of later days.

    Returns how many ended. What was due before stays due.

    Raises:
        PermissionRefused: the actor is not the system.
    """
    require(can_tend_reports(actor))
    with acting_as(SYSTEM):
        one_at_a_time(permit.version.agreement)
        ended = _end_after(permit, last_day(permit) + dt.timedelta(days=1), milestones_too=True)
    if ended:
        detail = {"permit": permit.number, "ended": ended}
        audit.record(actor, action="sharing.close_calendar", target=permit, detail=detail)
    return ended


@transaction.atomic
def enter_obligation(*, actor: Actor, obligation: Obligation) -> Entry | None:
    """Enter a fixed sum or a milestone whose day has come; one that stands in the ledger already, or is not due, is left alone.

    Raises:
        PermissionRefused: the actor is not the system.
        RuleBroken: the ledger refuses the entry.
    """
    require(can_tend_reports(actor))
    current = Obligation.objects.select_for_update(of=("self",)).select_related("permit__version").get(pk=obligation.pk)
    line = current.terms_version.terms.money_line(current.line)
    if line is None or current.amount is None or not _is_due(current, timezone.localdate()):
        return None
    permit = current.permit
    entry = owe(
        actor=actor,
        permit=permit,
        line=line,
        amount=current.amount,
        day=open_day(book_of(permit), current.due_on or timezone.localdate()),
        memo=f"{permit.number} {current.label}",
        document=Document(OBLIGATION, str(current.pk)),
    )
    current.entry, current.state = entry, ObligationState.ENTERED
    current.save(update_fields=["entry", "state", "updated_at"])
    return entry


def due_obligations(day: dt.date) -> list[Obligation]:
    """Return the fixed sums and milestones that are to be entered on a day."""
    kinds = (ObligationKind.FIXED, ObligationKind.MILESTONE)
    found = Obligation.objects.filter(kind__in=kinds, state=ObligationState.PLANNED, due_on__lte=day)
    return [each for each in found.order_by("due_on", "pk") if _is_due(each, day)]


def _is_due(obligation: Obligation, day: dt.date) -> bool:
    if obligation.state != ObligationState.PLANNED or obligation.due_on is None or obligation.due_on > day:
        return False
    return obligation.kind == ObligationKind.FIXED or obligation.reached_on is not None


def _first_period(permit: Permit, terms: Terms) -> Period | None:
    """The first period that this permit's terms govern: of a successor the first that begins once it is valid."""
    since = holds_from(permit)
    every = periods(terms, terms.term.begins, _last(permit, terms))
    if permit.replaces is not None:
        every = tuple(each for each in every if each.starts >= since)
    return every[0] if every else None


def _last(permit: Permit, terms: Terms) -> dt.date:
    return min(permit.expires_on, terms.term.ends) if terms.term.ends else permit.expires_on


def _kept_until(permit: Permit) -> dt.date | None:
    """The last day that reports of earlier permits of the agreement cover."""
    kept = UseReport.objects.filter(agreement=permit.version.agreement).exclude(permit=permit)
    last: dt.date | None = kept.exclude(status=ReportStatus.CANCELLED).aggregate(last=Max("period_until"))["last"]
    return last


def _governed(permit: Permit, terms: Terms, first: Period | None) -> list[Period]:
    if first is None:
        return []
    kept = _kept_until(permit)
    every = periods(terms, first.starts, _last(permit, terms))
    return [each for each in every if each.starts >= first.starts and (kept is None or each.starts > kept)]


def _expect_reports(permit: Permit, terms: Terms, first: Period | None) -> int:
    known = set(UseReport.objects.filter(permit=permit).values_list("period", flat=True))
    rows = [each for each in _governed(permit, terms, first) if each.label not in known]
    for period in rows:
        UseReport(
            permit=permit,
            agreement=permit.version.agreement,
            terms_version=permit.version,
            period=period.label,
            period_from=period.starts,
            period_until=period.ends,
            due_on=report_due(terms, period),
        ).save(force_insert=True)
    return len(rows)


def _lay_obligations(permit: Permit, terms: Terms, first: Period | None) -> int:
    governed = Obligation.objects.filter(agreement=permit.version.agreement)
    known = set(governed.exclude(state=ObligationState.ENDED).values_list("key", flat=True))
    known |= set(governed.filter(permit=permit).values_list("key", flat=True))
    added = 0
    for due in _dues(permit, terms, first):
        if due.key not in known:
            _lay(permit, terms, due)
            added += 1
    return added


def _dues(permit: Permit, terms: Terms, first: Period | None) -> Iterator[Due]:
    since = holds_from(permit) if permit.replaces is not None else dt.date.min
    last = _last(permit, terms)
    lasting = {each.label for each in _governed(permit, terms, first)}
    seen: set[str] = set()
    for due in obligations(terms, terms.term.begins, last + BEYOND):
        if due.kind == "report" or (due.period is not None and due.period.label not in lasting):
            continue
        if due.kind in ("fixed", "in_kind") and not since <= due.day <= last:
            continue
        seen.add(due.line)
        yield due
    for line in milestones(terms):  # those without an expected day, or expected after the last one
        if line.key not in seen and isinstance(line.rule, Milestone):
            yield Due(f"{line.key}/1", "milestone", line.key, dt.date.max, line.currency, line.rule.amount)


def _lay(permit: Permit, terms: Terms, due: Due) -> None:
    line = next(each for each in terms.lines() if each.key == due.line)
    obligation = Obligation(
        permit=permit,
        agreement=permit.version.agreement,
        terms_version=permit.version,
        key=due.key,
        line=due.line,
        kind=due.kind,
        label=line.label,
        period=due.period.label if due.period else "",
        due_on=None if due.day == dt.date.max else due.day,
        unit=due.unit,
        amount=due.amount,
    )
    obligation.save(force_insert=True)
    if isinstance(line, KindLine):
        _promise(obligation, line)


def _promise(obligation: Obligation, line: KindLine) -> None:
    permit = obligation.permit
    book, debtor = book_of(permit), payees_of(permit)[USER_KEY].payee
    for tied, part in kind_parts(permit, line):
        ledger.record_promise(
            actor=SYSTEM,
            book=book,
            day=timezone.localdate(),
            memo=f"{permit.number} {obligation.label}（{_due_words(obligation)}）",
            by=debtor,
            to=tied.payee,
            unit=Unit(obligation.unit),
            amount=part,
            document=Document(OBLIGATION, f"{obligation.pk}/{tied.pk}"),
        )
    obligation.state = ObligationState.ENTERED
    obligation.save(update_fields=["state", "updated_at"])


def _due_words(obligation: Obligation) -> str:
    """The day, as the books say it: they are written in the language of the office."""
    return f"{obligation.due_on:%Y-%m-%d}到期" if obligation.due_on else "达到时到期"


def _hand_over(old: Permit, new: Permit, first: Period | None) -> None:
    """End what the old permit makes due from where the new one begins."""
    starts = first.starts if first else holds_from(new)
    labels = _strike_reports(old, starts)
    _end_obligations(old, holds_from(new), labels, milestones_too=True)


def _end_after(permit: Permit, day: dt.date, *, milestones_too: bool) -> int:
    labels = _strike_reports(permit, day)
    return len(labels) + _end_obligations(permit, day, labels, milestones_too=milestones_too)


def _strike_reports(permit: Permit, day: dt.date) -> set[str]:
    later = UseReport.objects.filter(permit=permit, period_from__gte=day, status__in=BEING_WRITTEN, version=1)
    labels = set(later.values_list("period", flat=True))
    later.update(status=ReportStatus.CANCELLED, updated_at=timezone.now())
    return labels


def _end_obligations(permit: Permit, day: dt.date, labels: set[str], *, milestones_too: bool) -> int:
    ended = 0
    for each in Obligation.objects.filter(permit=permit).exclude(state=ObligationState.ENDED).select_for_update():
        if not _ends(each, day, labels, milestones_too=milestones_too):
            continue
        if each.kind == ObligationKind.IN_KIND:
            _take_back_promise(each)
        each.state = ObligationState.ENDED
        each.save(update_fields=["state", "updated_at"])
        ended += 1
    return ended


def _ends(each: Obligation, day: dt.date, labels: set[str], *, milestones_too: bool) -> bool:
    if each.kind == ObligationKind.ROYALTY:
        return each.state == ObligationState.PLANNED and each.period in labels
    if each.kind == ObligationKind.MILESTONE:
        return each.state == ObligationState.PLANNED and each.reached_on is None and milestones_too
    if each.due_on is None or each.due_on < day:
        return False
    if each.kind == ObligationKind.FIXED:
        return each.state == ObligationState.PLANNED
    return not each.deliveries.exclude(status="refused").exists()


def _take_back_promise(obligation: Obligation) -> None:
    promises = Entry.objects.filter(
        document_type=OBLIGATION, document_id__startswith=f"{obligation.pk}/", reversal_of=None, reversal=None
    )
    for entry in promises.select_related("book"):
        ledger.reverse(
            actor=SYSTEM,
            entry=entry,
            memo=f"{obligation.permit.number} {obligation.label}随许可终止（{_due_words(obligation)}）",
        )
