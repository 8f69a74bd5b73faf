"""From a use report to what is due: whole numbers only, and every step kept as a line.

Rounding: once, at the end of a line of the terms for a period, to the nearest smallest unit; half a unit is rounded up in size.
Once, because the result may not depend on how a seller cuts the list of sales into lines. By size, so that taking back a sale
takes back exactly what it gave. The only other rounding is an exchange into the currency of the terms, once for each report line,
because that amount stands on a paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from erdem.sharing.terms.bands import band_steps
from erdem.sharing.terms.choices import Currency
from erdem.sharing.terms.faults import TermsProblem, TermsRefused, refuse
from erdem.sharing.terms.model import LARGEST, MILLION, MoneyLine, Royalty, Terms
from erdem.sharing.terms.periods import Period, period_of
from erdem.sharing.terms.reported import ReportLine, report_faults, sale_steps
from erdem.sharing.terms.steps import Step, half_up


@dataclass(frozen=True)
class History:
    """What earlier periods carry over: the base since the beginning, what was due in all, and a credit of the user."""

    base: int = 0
    due: int = 0
    credit: int = 0


NOTHING_BEFORE = History()


@dataclass(frozen=True)
class Calculation:
    """What is due for one line and period, and how that came about. Smallest units of ``currency``.

    ``base`` is what the rate was applied to (smallest units, or whole units of the quantity); ``royalty`` what it gave, below
    zero when returns outweigh sales; ``due`` what is to be paid, never below zero. ``after`` is the history for the next period.
    """

    line: str
    period: str
    currency: Currency
    base: int
    royalty: int
    due: int
    steps: tuple[Step, ...]
    after: History

    def lines(self) -> list[str]:
        """Each step as text: ``band above=0 up_to=1000000 of=400000 rate=30000 millionths=12000000000``."""
        return [step.text for step in self.steps]


def compute(
    terms: Terms, line: str, report_lines: Sequence[ReportLine], period: Period, history: History = NOTHING_BEFORE
) -> Calculation:
    """Return what a royalty line gives for a period.

    ``line`` is the key of the line, ``report_lines`` what was reported for it, ``history`` the ``after`` of the period before.

    The order: base → rate or bands → rounding → at least the floor → at most the cap → at most what is left of the cap in all →
    less a credit of earlier periods, as far as the floor allows. A royalty below zero becomes a credit.

    Raises:
        TermsRefused: the line is no royalty, the period is none of these terms, or the report cannot be computed.
    """
    agreed = terms.money_line(line)
    if agreed is None or not isinstance(agreed.rule, Royalty):
        raise refuse("no_royalty", f"money/{line}/kind")
    _require(terms, agreed, report_lines, period, history)
    rule = agreed.rule
    steps: list[Step] = []
    for sale in report_lines:
        steps += sale_steps(rule, sale, agreed.currency)
    base = sum(step.result for step in steps if step.counts)
    steps.append(Step.of("base", base, before=history.base, lines=len(report_lines)))
    bands = band_steps(rule, base, history.base)
    exact = sum(step.result for step in bands)
    royalty = half_up(exact, MILLION)
    steps += [*bands, Step.of("rounded", royalty, millionths=exact)]
    bounded = _bounds(rule, royalty, period, history)
    amount = bounded[-1].result if bounded else max(royalty, 0)
    credits_ = _credit(rule, royalty, amount, period, history)
    used = sum(step.result for step in credits_ if step.code == "credit_used")
    credit = history.credit + max(-royalty, 0) - used
    steps += [*bounded, *credits_, Step.of("due", amount - used, credit=credit)]
    if max(abs(base), abs(royalty), abs(history.base + base)) > LARGEST:
        raise refuse("number_too_large", f"money/{line}/due")
    after = History(history.base + base, history.due + amount - used, credit)
    return Calculation(line, period.label, agreed.currency, base, royalty, amount - used, tuple(steps), after)


def part_of(amount: int, period: Period) -> int:
    """A floor or cap for a period that the terms cut: by its days, half up."""
    return half_up(amount * period.days, period.of_days) if period.is_cut else amount


def _bounds(rule: Royalty, royalty: int, period: Period, history: History) -> list[Step]:
    """The steps that lift or lower the royalty; the result of the last is what the period gives before credits."""
    steps: list[Step] = []
    amount = max(royalty, 0)
    cut = {"days": period.days, "of_days": period.of_days} if period.is_cut else {}
    if rule.floor is not None and amount < (floor := part_of(rule.floor, period)):
        steps.append(Step.of("floor", floor, royalty=royalty, agreed=rule.floor, **cut))
        amount = floor
    if rule.cap is not None and amount > (cap := part_of(rule.cap, period)):
        steps.append(Step.of("cap", cap, before=amount, agreed=rule.cap, **cut))
        amount = cap
    if rule.cap_total is not None and amount > (room := max(rule.cap_total - history.due, 0)):
        steps.append(Step.of("cap_total", room, before=amount, agreed=rule.cap_total, due_so_far=history.due))
    return steps


def _credit(rule: Royalty, royalty: int, amount: int, period: Period, history: History) -> list[Step]:
    """A royalty below zero is kept for the user; an earlier credit is used as far as the floor of the period allows."""
    steps: list[Step] = []
    floor = 0 if rule.floor is None else part_of(rule.floor, period)
    if used := min(history.credit, max(amount - floor, 0)):
        steps.append(Step.of("credit_used", used, credit=history.credit, before=amount))
    if royalty < 0:
        steps.append(Step.of("credit_kept", -royalty))
    return steps


def _require(terms: Terms, line: MoneyLine, sales: Sequence[ReportLine], period: Period, history: History) -> None:
    where = f"money/{line.key}"
    if min(history.due, history.credit) < 0 or max(map(abs, (history.base, history.due, history.credit))) > LARGEST:
        raise refuse("bad_history", where)
    if period_of(terms, period.starts) != period:
        days = {"from": period.starts.isoformat(), "until": period.ends.isoformat()}
        raise TermsRefused([TermsProblem("no_period", where, days)])
    if problems := report_faults(line, sales):
        raise TermsRefused(problems)


__all__ = ["Calculation", "History", "ReportLine", "compute", "part_of"]
