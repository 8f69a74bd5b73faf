"""Figures of fairness for the assessment of a county: I18, I50, I51 (reference, indicators of goals 2 and 5).

* I50, decided on time: requests decided within their day ÷ requests decided or overdue in the period.
* I51, delivered against due: paid ÷ due in money, done ÷ promised in kind. Currencies and units are never added up or netted.
* I18, share of holders: what was paid to holders ÷ income of the products that rest on their knowledge. What goes to the
  enterprise itself or to its own people is no share of holders, whatever the terms call it: it is left out and listed.

Each figure carries the records from which it is computed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q, Sum
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.ledger.choices import AccountKind, PayeeKind
from erdem.ledger.models import Payee, Posting
from erdem.ledger.policies import visible_in_accounts, visible_payees
from erdem.people.models import Membership
from erdem.sharing.choices import RequestStatus
from erdem.sharing.models import (
    AccessRequest,
    Delivery,
    HolderQuestion,
    Obligation,
    TermsPayee,
    UseReport,
    UseReportLine,
)
from erdem.sharing.policies import visible_requests
from erdem.sharing.policies.reports import visible_in_reports, visible_with_agreement
from erdem.sharing.queries.settling import PAID, Reached, reached
from erdem.sharing.report_choices import DeliveryStatus, ObligationKind, ObligationState, ReportStatus

HOLDERS = (PayeeKind.COMMUNITY, PayeeKind.PERSON, PayeeKind.HEIRS, PayeeKind.FUND)


@dataclass(frozen=True)
class Span:
    """A county (digits of its code, empty for all that the actor serves) and a period, both days counted."""

    since: dt.date
    until: dt.date
    place: str = ""


@dataclass(frozen=True)
class Decided:
    """One request, by when something was to be done and when it was."""

    request: AccessRequest
    due_on: dt.date | None
    decided_on: dt.date | None

    @property
    def is_on_time(self) -> bool:
        """Decided, and not after its day; without a day whatever was decided is on time."""
        return self.decided_on is not None and (self.due_on is None or self.decided_on <= self.due_on)


@dataclass(frozen=True)
class OnTime:
    """I50."""

    requests: tuple[Decided, ...]

    @property
    def on_time(self) -> int:
        """Decided on time."""
        return sum(each.is_on_time for each in self.requests)

    @property
    def share(self) -> Fraction | None:
        """On time ÷ all; None where there was none."""
        return Fraction(self.on_time, len(self.requests)) if self.requests else None


@dataclass(frozen=True)
class Delivered:
    """I51 for one currency or one unit in kind. ``reconciled`` is the part that stands on a bank statement, or was confirmed."""

    unit: str
    in_kind: bool
    due: int
    delivered: int
    reconciled: int
    obligations: tuple[Obligation, ...]

    @property
    def share(self) -> Fraction | None:
        """Delivered ÷ due; None where nothing was due."""
        return Fraction(self.delivered, self.due) if self.due else None


@dataclass(frozen=True)
class Paid:
    """What one payee was paid in the period."""

    payee: Payee
    amount: int


@dataclass(frozen=True)
class HoldersShare:
    """I18 for one currency. ``left_out`` are payees who are the enterprise itself or its own people."""

    unit: str
    income: int
    to_holders: int
    paid: tuple[Paid, ...]
    left_out: tuple[Paid, ...]
    reports: tuple[UseReport, ...]

    @property
    def share(self) -> Fraction | None:
        """To holders ÷ income; None where there was no income."""
        return Fraction(self.to_holders, self.income) if self.income > 0 else None


def decided_on_time(actor: Actor, span: Span) -> OnTime:
    """Return I50: requests that were decided in the period, and those whose day passed in it without a decision."""
    closed = (RequestStatus.WITHDRAWN, RequestStatus.DRAFT, RequestStatus.VETOED)
    found = AccessRequest.objects.filter(visible_requests(actor), _at(span)).exclude(status__in=closed)
    asked = dict(
        HolderQuestion.objects.filter(request__in=found).order_by("due_on").values_list("request_id", "due_on")
    )
    rows = []
    for request in found.order_by("pk"):
        decided = timezone.localdate(request.decided_at) if request.decided_at else None
        due = request.due_on or asked.get(request.pk)
        counted = decided if decided is not None else due
        overdue = decided is None and due is not None and due < timezone.localdate()
        if counted is not None and span.since <= counted <= span.until and (decided is not None or overdue):
            rows.append(Decided(request, due, decided))
    return OnTime(tuple(rows))


def delivered_against_due(actor: Actor, span: Span) -> tuple[Delivered, ...]:
    """Return I51, one figure for each currency and each unit in kind: what was due in the period, and what came of it."""
    found = Obligation.objects.filter(visible_with_agreement(actor), _at(span, "agreement__request__"))
    found = found.filter(due_on__gte=span.since, due_on__lte=span.until).exclude(state=ObligationState.ENDED)
    found = found.exclude(kind=ObligationKind.MILESTONE, reached_on=None)  # only expected, not due
    by_unit: dict[tuple[str, bool], list[Obligation]] = defaultdict(list)
    for each in found.select_related("permit__request"):
        if each.amount:
            by_unit[each.unit, each.kind == ObligationKind.IN_KIND].append(each)
    return tuple(
        _in_kind(unit, rows) if in_kind else _in_money(actor, unit, rows)
        for (unit, in_kind), rows in sorted(by_unit.items())
    )


def holders_share_of_income(actor: Actor, span: Span) -> tuple[HoldersShare, ...]:
    """Return I18, one figure for each currency in which products were sold or holders paid."""
    reports = UseReport.objects.filter(visible_with_agreement(actor), _at(span, "agreement__request__"))
    reports = reports.filter(status=ReportStatus.ACCEPTED, period_until__gte=span.since, period_until__lte=span.until)
    income: dict[str, int] = defaultdict(int)
    used: dict[str, dict[int, UseReport]] = defaultdict(dict)
    lines = UseReportLine.objects.filter(visible_in_reports(actor), report__in=reports)
    for line in lines.select_related("report__permit__request"):
        income[line.currency] += line.net
        used[line.currency][line.report_id] = line.report
    paid = _paid(actor, span)
    return tuple(
        _share(unit, income[unit], paid.get(unit, []), tuple(used[unit].values())) for unit in sorted({*income, *paid})
    )


def _at(span: Span, through: str = "") -> Q:
    return Q(**{f"{through}place_search__contains": f" {span.place}"}) if span.place else Q()


def _in_kind(unit: str, rows: list[Obligation]) -> Delivered:
    done = Delivery.objects.filter(obligation__in=rows, status=DeliveryStatus.CONFIRMED)
    total = int(done.aggregate(total=Sum("amount"))["total"] or 0)
    return Delivered(unit, in_kind=True, due=_sum(rows), delivered=total, reconciled=total, obligations=tuple(rows))


def _in_money(actor: Actor, unit: str, rows: list[Obligation]) -> Delivered:
    sums = reached(actor, rows)
    found = [sums.get(each.pk, Reached()) for each in rows]
    return Delivered(
        unit,
        in_kind=False,
        due=_sum(rows),
        delivered=sum(each.paid for each in found),
        reconciled=sum(each.reconciled for each in found),
        obligations=tuple(rows),
    )


def _rests_on(*documents: str) -> Q:
    return Q(entry__document_type__in=documents) | Q(entry__reversal_of__document_type__in=documents)


def _paid(actor: Actor, span: Span) -> dict[str, list[Paid]]:
    """What holders were paid in the period out of their accounts, by currency; what was returned by the bank is taken off."""
    tied = TermsPayee.objects.filter(visible_with_agreement(actor), _at(span, "agreement__request__")).exclude(
        key="user"
    )
    payees = Payee.objects.filter(visible_payees(actor), pk__in=tied.values("payee_id"), kind__in=HOLDERS)
    rows = Posting.objects.filter(
        visible_in_accounts(actor),
        _rests_on(PAID), account__payee__in=payees.values("pk"), account__kind=AccountKind.OWED,
        day__gte=span.since, day__lte=span.until,
    )  # fmt: skip
    sums = rows.values_list("account__payee_id", "account__unit").annotate(total=Sum("amount")).order_by()
    named = {each.pk: each for each in payees}
    found: dict[str, list[Paid]] = defaultdict(list)
    for payee, unit, total in sums:
        if total:
            found[unit].append(Paid(named[payee], int(total)))
    return found


def _share(unit: str, income: int, paid: Iterable[Paid], reports: tuple[UseReport, ...]) -> HoldersShare:
    own = _enterprise_people()
    holders = [each for each in paid if not _is_of(each.payee, own)]
    left_out = tuple(each for each in paid if _is_of(each.payee, own))
    total = sum(each.amount for each in holders)
    return HoldersShare(unit, income, total, tuple(holders), left_out, reports)


@dataclass(frozen=True)
class _Own:
    """The users of permits: their organisations, and the people who belong to them."""

    organisations: frozenset[int]
    people: frozenset[int]


def _enterprise_people() -> _Own:
    """Who belongs to an enterprise is not for officers to read; whether a payee does is asked as the system, and only that."""
    with acting_as(SYSTEM):
        users = AccessRequest.objects.filter(permits__isnull=False)
        organisations = frozenset(users.exclude(applicant=None).values_list("applicant_id", flat=True))
        people = set(users.values_list("applicant_user_id", flat=True))
        people |= set(Membership.objects.filter(organisation__in=organisations).values_list("user_id", flat=True))
    return _Own(organisations, frozenset(people))


def _is_of(payee: Payee, own: _Own) -> bool:
    return payee.organisation_id in own.organisations or payee.user_id in own.people


def _sum(rows: Iterable[Obligation]) -> int:
    return sum(each.amount or 0 for each in rows)
