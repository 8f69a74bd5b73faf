"""Lines of a use report, what may be wrong with them, and what each adds to the base of a royalty."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from erdem.sharing.terms.choices import Base, Currency, Deduction
from erdem.sharing.terms.faults import TermsProblem
from erdem.sharing.terms.model import LARGEST, MILLION, MoneyLine, Royalty
from erdem.sharing.terms.steps import Step, half_up


@dataclass(frozen=True)
class Exchange:
    """A rate of exchange: one smallest unit sold gives ``numerator / denominator`` smallest units of the currency of the terms.

    ``source`` and ``day`` say whose rate it is, and of which day.
    """

    numerator: int
    denominator: int
    source: str
    day: dt.date


@dataclass(frozen=True)
class ReportLine:
    """One product of a use report: sales before deductions in smallest units of ``currency``, and the quantity in whole units.

    Below zero only as a correction (goods that came back): ``corrects`` names the earlier period and line.
    Deductions have the sign of the sales.
    """

    key: str
    product: str
    currency: Currency
    sales: int = 0
    quantity: int = 0
    deductions: tuple[tuple[Deduction, int], ...] = ()
    corrects: str = ""
    exchange: Exchange | None = None


def report_faults(line: MoneyLine, sales: Sequence[ReportLine]) -> list[TermsProblem]:
    """Every fault of the report lines, measured by the line of the terms that they are reported for."""
    rule = line.rule
    if not isinstance(rule, Royalty):
        return [TermsProblem("no_royalty", f"money/{line.key}/kind")]
    found = [fault for sale in sales for fault in _faults(line, rule, sale)]
    twice = [key for key, count in Counter(sale.key for sale in sales).items() if count > 1]
    return found + [TermsProblem("report_line_twice", f"money/{line.key}", {"line": key}) for key in twice]


def sale_steps(rule: Royalty, sale: ReportLine, currency: Currency) -> list[Step]:
    """How one report line adds to the base: the step that ``counts`` is what it adds."""
    if rule.base is Base.QUANTITY:
        return [Step.of("quantity", sale.quantity, **_named(sale), unit=rule.unit).counted()]
    steps = [Step.of("sales", sale.sales, **_named(sale), currency=str(sale.currency))]
    net = sale.sales
    if rule.base is Base.NET_SALES:
        taken = [_deducted(rule, sale, kind, amount) for kind, amount in sale.deductions]
        net -= sum(step.result for step in taken)
        steps += taken
    if sale.exchange is None:
        return [*steps, Step.of("counted", net, line=sale.key).counted()]
    rate = sale.exchange
    changed = half_up(net * rate.numerator, rate.denominator)
    named = {"rate": f"{rate.numerator}/{rate.denominator}", "source": rate.source, "day": rate.day.isoformat()}
    return [*steps, Step.of("exchanged", changed, line=sale.key, amount=net, to=str(currency), **named).counted()]


def _named(sale: ReportLine) -> dict[str, str]:
    named = {"line": sale.key, "product": sale.product}
    return named | ({"corrects": sale.corrects} if sale.corrects else {})


def _deducted(rule: Royalty, sale: ReportLine, kind: Deduction, amount: int) -> Step:
    """What is taken off: at most the agreed part of the sales, cut to a whole unit."""
    most = next(allowed.most for allowed in rule.deductions if allowed.kind is kind)
    size = min(abs(amount), abs(sale.sales) * most // MILLION)
    taken = size if amount >= 0 else -size
    limited = {"claimed": amount, "most": most} if taken != amount else {}
    return Step.of("deducted", taken, line=sale.key, kind=str(kind), **limited)


def _faults(line: MoneyLine, rule: Royalty, sale: ReportLine) -> Iterator[TermsProblem]:
    where, named = f"money/{line.key}/report", {"line": sale.key}
    counted = sale.quantity if rule.base is Base.QUANTITY else sale.sales
    if min(sale.sales, sale.quantity) < 0 and not sale.corrects.strip():
        yield TermsProblem("negative_sales", where, named)
    if max(abs(counted), *(abs(amount) for _kind, amount in sale.deductions), 0) > LARGEST:
        yield TermsProblem("number_too_large", where)
    if rule.base is not Base.QUANTITY:
        yield from _exchange_faults(line, sale, where)
    if rule.base is Base.NET_SALES:
        yield from _deduction_faults(rule, sale, where)


def _exchange_faults(line: MoneyLine, sale: ReportLine, where: str) -> Iterator[TermsProblem]:
    rate, named = sale.exchange, {"line": sale.key}
    if rate is None:
        if sale.currency is not line.currency:
            told = {**named, "currency": str(sale.currency), "expected": str(line.currency)}
            yield TermsProblem("currency_without_rate", where, told)
    elif sale.currency is line.currency:
        yield TermsProblem("rate_needless", where, named)
    elif rate.numerator <= 0 or rate.denominator <= 0:
        yield TermsProblem("bad_rate", where, named)


def _deduction_faults(rule: Royalty, sale: ReportLine, where: str) -> Iterator[TermsProblem]:
    agreed = {allowed.kind for allowed in rule.deductions}
    seen: set[Deduction] = set()
    for kind, amount in sale.deductions:
        if kind not in agreed:
            yield TermsProblem("deduction_not_agreed", where, {"line": sale.key, "value": str(kind)})
        if kind in seen:
            yield TermsProblem("deduction_twice", where, {"line": sale.key, "value": str(kind)})
        if amount and (amount < 0) != (sale.sales < 0):
            yield TermsProblem("negative_deduction", where, {"line": sale.key})
        seen.add(kind)
    if sum(abs(amount) for _kind, amount in sale.deductions) > abs(sale.sales):
        yield TermsProblem("deductions_over_sales", where, {"line": sale.key})
