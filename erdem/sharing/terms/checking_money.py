"""Whether a line of benefits can stand: amounts, rates, floors and caps, steps, shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from erdem.sharing.terms.choices import Base
from erdem.sharing.terms.faults import TermsProblem
from erdem.sharing.terms.model import MILLION, Fixed, KindLine, Milestone, MoneyLine, Royalty, Split


def line_faults(line: MoneyLine | KindLine) -> Iterator[TermsProblem]:
    """Every fault of one line, named with its key."""
    if isinstance(line, KindLine):
        where = f"in_kind/{line.key}"
        yield from _kind_line(line, where)
    else:
        where = f"money/{line.key}"
        yield from _rule(line.rule, where)
    yield from _split(line.split, f"{where}/split")


def percent(rate: int) -> str:
    """A rate in parts per million as a percentage, exactly: 1200000 is 120, 12500 is 1.25."""
    whole, rest = divmod(abs(rate), MILLION // 100)
    fraction = f".{rest:04d}".rstrip("0") if rest else ""
    return f"{'-' if rate < 0 else ''}{whole}{fraction}"


def _kind_line(line: KindLine, where: str) -> Iterator[TermsProblem]:
    if line.quantity <= 0:
        yield TermsProblem("nothing", f"{where}/quantity")
    if not line.due:
        yield TermsProblem("no_due_day", f"{where}/due")
    if any(later <= earlier for earlier, later in pairwise(line.due)):
        yield TermsProblem("days_out_of_order", f"{where}/due")


def _rule(rule: Fixed | Milestone | Royalty, where: str) -> Iterator[TermsProblem]:
    if isinstance(rule, Royalty):
        yield from _royalty(rule, where)
        return
    if rule.amount <= 0:
        yield TermsProblem("nothing", f"{where}/amount")
    if isinstance(rule, Milestone) and not rule.reached_when.strip():
        yield TermsProblem("empty", f"{where}/reached_when")


def _royalty(rule: Royalty, where: str) -> Iterator[TermsProblem]:
    quantity = rule.base is Base.QUANTITY
    if quantity and not rule.unit.strip():
        yield TermsProblem("quantity_without_unit", f"{where}/unit")
    if rule.unit.strip() and not quantity:
        yield TermsProblem("unit_without_quantity", f"{where}/unit")
    yield from _rate(rule.rate, f"{where}/rate", quantity=quantity)
    yield from _steps(rule, where, quantity=quantity)
    yield from _bounds(rule, where)
    yield from _deductions(rule, where)


def _rate(rate: int, where: str, *, quantity: bool) -> Iterator[TermsProblem]:
    if rate < 0:
        yield TermsProblem("negative", where)
    elif rate > MILLION and not quantity:
        yield TermsProblem("rate_over_whole", where, {"percent": percent(rate)})


def _steps(rule: Royalty, where: str, *, quantity: bool) -> Iterator[TermsProblem]:
    reached = 0
    for at, step in enumerate(rule.steps, 1):
        yield from _rate(step.rate, f"{where}/steps/{at}/rate", quantity=quantity)
        if step.above < 0:
            yield TermsProblem("negative", f"{where}/steps/{at}/above")
        elif step.above <= reached:
            yield TermsProblem("steps_overlap", f"{where}/steps/{at}/above", {"value": step.above})
        reached = max(reached, step.above)


def _bounds(rule: Royalty, where: str) -> Iterator[TermsProblem]:
    named = {"floor": rule.floor, "cap": rule.cap, "cap_total": rule.cap_total}
    for name, amount in named.items():
        if amount is not None and amount < 0:
            yield TermsProblem("negative", f"{where}/{name}")
        elif amount == 0 and name != "floor":
            yield TermsProblem("nothing", f"{where}/{name}")
    floor, cap, total = rule.floor, rule.cap, rule.cap_total
    if floor is not None and cap is not None and cap < floor:
        yield TermsProblem("cap_below_floor", f"{where}/cap", {"cap": cap, "floor": floor})
    if cap is not None and total is not None and total < cap:
        yield TermsProblem("total_below_cap", f"{where}/cap_total", {"total": total, "cap": cap})
    if floor is not None and total is not None and total < floor:
        yield TermsProblem("total_below_floor", f"{where}/cap_total", {"total": total, "floor": floor})


def _deductions(rule: Royalty, where: str) -> Iterator[TermsProblem]:
    if rule.deductions and rule.base is not Base.NET_SALES:
        yield TermsProblem("deductions_without_net", f"{where}/deductions")
    for kind, count in Counter(allowed.kind for allowed in rule.deductions).items():
        if count > 1:
            yield TermsProblem("deduction_twice", f"{where}/deductions", {"value": str(kind)})
    for allowed in rule.deductions:
        named = {"value": str(allowed.kind), "percent": percent(allowed.most)}
        if allowed.most > MILLION:
            yield TermsProblem("deduction_over_whole", f"{where}/deductions", named)
        elif allowed.most < 0:
            yield TermsProblem("negative", f"{where}/deductions/{allowed.kind}")


def _split(split: Split, where: str) -> Iterator[TermsProblem]:
    if not split.shares:
        yield TermsProblem("shares_nobody", where)
        return
    for at, share in enumerate(split.shares, 1):
        if share.part <= 0:
            yield TermsProblem("negative" if share.part < 0 else "nothing", f"{where}/{at}/part")
        if not share.payee.name.strip():
            yield TermsProblem("empty", f"{where}/{at}/name")
    names = {share.payee.key: share.payee.name for share in split.shares}
    for key, count in Counter(share.payee.key for share in split.shares).items():
        if count > 1:
            yield TermsProblem("shares_twice", where, {"name": names[key]})
    whole = sum(share.part for share in split.shares)
    if whole != split.of or split.of <= 0:
        yield TermsProblem("shares_not_whole", where, {"sum": whole, "of": split.of})
