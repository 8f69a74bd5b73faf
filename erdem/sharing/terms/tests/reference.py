"""The royalty once more, slow and written otherwise: exact fractions, integrals of the rate, no steps."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from erdem.sharing.terms import History, Period, ReportLine
from erdem.sharing.terms.choices import Base, StepScope
from erdem.sharing.terms.model import Royalty


def rounded(exact: Fraction) -> int:
    """To the nearest whole number, halves away from nothing: the decimal library's rounding, not ours."""
    with localcontext() as context:
        context.prec = 200
        doubled = Decimal(int(exact * 2)) if (exact * 2).denominator == 1 else None
        if doubled is not None:  # a half or a whole: the decimal is exact
            return int((doubled / 2).quantize(Decimal(1), ROUND_HALF_UP))
        return int((Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal(1), ROUND_HALF_UP))


def worth(rule: Royalty, amount: int) -> Fraction:
    """What a base gives from nothing up to an amount: the first rate on all, each step's difference on what lies above."""
    total, rate = Fraction(amount * rule.rate, 1_000_000), rule.rate
    for step in rule.steps:
        total += Fraction(max(0, amount - step.above) * (step.rate - rate), 1_000_000)
        rate = step.rate
    return total


def counted(rule: Royalty, sale: ReportLine) -> int:
    """What one report line adds to the base."""
    if rule.base is Base.QUANTITY:
        return sale.quantity
    sign = -1 if sale.sales < 0 else 1
    size = sign * sale.sales
    if rule.base is Base.NET_SALES:
        most = {allowed.kind: Fraction(allowed.most, 1_000_000) for allowed in rule.deductions}
        size -= sum(int(min(Fraction(sign * part), most[kind] * abs(sale.sales))) for kind, part in sale.deductions)
    if sale.exchange is None:
        return sign * size
    return rounded(Fraction(sign * size * sale.exchange.numerator, sale.exchange.denominator))


def slow(rule: Royalty, sales: Sequence[ReportLine], period: Period, history: History) -> tuple[int, int, int, int]:
    """Base, royalty, due and the credit that is left."""
    base = sum(counted(rule, sale) for sale in sales)
    start = history.base if rule.step_scope is StepScope.CUMULATIVE else 0
    royalty = rounded(worth(rule, start + base) - worth(rule, start))
    share = Fraction(period.days, period.of_days)
    floor = rounded((rule.floor or 0) * share)
    ceiling = [rounded(rule.cap * share)] if rule.cap is not None else []
    ceiling += [max(0, rule.cap_total - history.due)] if rule.cap_total is not None else []
    amount = min([max(0, floor, royalty), *ceiling])
    spared = min(history.credit, max(0, amount - floor))
    return base, royalty, amount - spared, history.credit - spared + max(0, -royalty)
