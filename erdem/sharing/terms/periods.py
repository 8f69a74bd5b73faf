"""The calendar of terms: periods of reports, and what is due when.

Periods are those of the calendar (months, quarters, halves of years, years), cut by the first and the last day of the terms.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from erdem.lib.periods import after_months
from erdem.sharing.terms.choices import MONTHS, Every
from erdem.sharing.terms.faults import refuse
from erdem.sharing.terms.model import Fixed, KindLine, Milestone, MoneyLine, Terms

ONE_DAY = dt.timedelta(days=1)
DueKind = Literal["fixed", "milestone", "royalty", "in_kind", "report"]


@dataclass(frozen=True)
class Period:
    """A period of reports. ``starts`` to ``ends`` is the part of it in which the terms hold; ``of_days`` is its whole length."""

    label: str
    starts: dt.date
    ends: dt.date
    of_days: int

    @property
    def days(self) -> int:
        """Days of the period in which the terms hold."""
        return (self.ends - self.starts).days + 1

    @property
    def is_cut(self) -> bool:
        """Whether the terms begin or end within it."""
        return self.days < self.of_days


@dataclass(frozen=True)
class Due:
    """One thing that is due. ``key`` names it for ever: ``fee/2``, ``r1/2027Q1``, ``report/2027Q1``.

    ``unit``: a currency, a unit of benefits in kind, or empty for reports. ``amount``: smallest units; None where a report says
    how much. ``conditional``: due only once the milestone is reached; ``day`` is when both expect that, with the days to pay.
    """

    key: str
    kind: DueKind
    line: str
    day: dt.date
    unit: str = ""
    amount: int | None = None
    period: Period | None = None
    conditional: bool = False


def period_of(terms: Terms, day: dt.date) -> Period:
    """Return the period of reports in which a day lies.

    Raises:
        TermsRefused: the terms do not hold on that day.
    """
    begins, ends = terms.term.begins, terms.term.ends
    if day < begins or (ends is not None and day > ends):
        raise refuse("no_period", "reports", **{"from": day.isoformat(), "until": day.isoformat()})
    months = MONTHS[terms.reports.every]
    first = dt.date(day.year, (day.month - 1) // months * months + 1, 1)
    last = after_months(first, months) - ONE_DAY
    starts, until = max(first, begins), last if ends is None else min(last, ends)
    return Period(_label(first, terms.reports.every), starts, until, (last - first).days + 1)


def periods(terms: Terms, begins: dt.date, ends: dt.date) -> tuple[Period, ...]:
    """Return the periods that have at least one day between two days, the first and the last day included."""
    day = max(begins, terms.term.begins)
    last = ends if terms.term.ends is None else min(ends, terms.term.ends)
    found: list[Period] = []
    while day <= last:
        found.append(period_of(terms, day))
        day = found[-1].ends + ONE_DAY
    return tuple(found)


def report_due(terms: Terms, period: Period) -> dt.date:
    """Return the last day for the report on a period."""
    return period.ends + dt.timedelta(days=terms.reports.days)


def royalty_due(terms: Terms, period: Period) -> dt.date:
    """Return the last day to pay what the report on a period gives."""
    return report_due(terms, period) + dt.timedelta(days=terms.payment.days)


def milestone_due(terms: Terms, reached: dt.date) -> dt.date:
    """Return the last day to pay for a milestone reached on a day."""
    return reached + dt.timedelta(days=terms.payment.days)


def obligations(terms: Terms, begins: dt.date, ends: dt.date) -> tuple[Due, ...]:
    """Return all that is due between two days, the first and the last included, by day, then by key.

    A milestone without an expected day is in no calendar; ``milestones`` lists them all.
    """
    every = [
        *(due for line in terms.money for due in _money(terms, line, ends)),
        *(due for line in terms.in_kind for due in _in_kind(line)),
        *_reports(terms, ends),
    ]
    return tuple(sorted((due for due in every if begins <= due.day <= ends), key=lambda due: (due.day, due.key)))


def milestones(terms: Terms) -> tuple[MoneyLine, ...]:
    """Return the lines that are due once something is reached."""
    return tuple(line for line in terms.money if isinstance(line.rule, Milestone))


def _money(terms: Terms, line: MoneyLine, ends: dt.date) -> Iterator[Due]:
    if isinstance(line.rule, Fixed):
        for number, day in enumerate(_fixed_days(terms, line.rule, ends), 1):
            yield Due(f"{line.key}/{number}", "fixed", line.key, day, line.currency, line.rule.amount)
    elif isinstance(line.rule, Milestone):
        if line.rule.expected is not None:
            day = milestone_due(terms, line.rule.expected)
            yield Due(f"{line.key}/1", "milestone", line.key, day, line.currency, line.rule.amount, conditional=True)
    else:
        for period in periods(terms, terms.term.begins, ends):
            key, day = f"{line.key}/{period.label}", royalty_due(terms, period)
            yield Due(key, "royalty", line.key, day, line.currency, None, period)


def _fixed_days(terms: Terms, rule: Fixed, ends: dt.date) -> Iterator[dt.date]:
    yield rule.first_due
    if rule.every is None:
        return
    last = ends if terms.term.ends is None else min(ends, terms.term.ends)
    number = 1
    while (day := after_months(rule.first_due, MONTHS[rule.every] * number)) <= last:
        yield day
        number += 1


def _in_kind(line: KindLine) -> Iterator[Due]:
    for number, day in enumerate(line.due, 1):
        yield Due(f"{line.key}/{number}", "in_kind", line.key, day, line.unit, line.quantity)


def _reports(terms: Terms, ends: dt.date) -> Iterator[Due]:
    for period in periods(terms, terms.term.begins, ends):
        yield Due(f"report/{period.label}", "report", "report", report_due(terms, period), "", None, period)


def _label(first: dt.date, every: Every) -> str:
    if every is Every.YEAR:
        return f"{first.year}"
    if every is Every.HALF_YEAR:
        return f"{first.year}H{first.month // 6 + 1}"
    if every is Every.QUARTER:
        return f"{first.year}Q{first.month // 3 + 1}"
    return f"{first.year}-{first.month:02d}"
