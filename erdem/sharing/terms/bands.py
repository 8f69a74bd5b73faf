"""Rates with steps: each part of the base at the rate of the band in which it lies."""

from __future__ import annotations

from erdem.sharing.terms.choices import StepScope
from erdem.sharing.terms.model import Royalty
from erdem.sharing.terms.steps import Step


def band_steps(rule: Royalty, base: int, before: int) -> list[Step]:
    """One step for each band that the base touches; results are millionths of a smallest unit, not rounded.

    Steps that count from the beginning go on from ``before``. A base below zero leaves the bands by the way it came: what was
    sold last is taken back first, at its rate. Below nothing the first rate holds.
    """
    if not rule.steps:
        return [Step.of("rate", base * rule.rate, base=base, rate=rule.rate)]
    start = before if rule.step_scope is StepScope.CUMULATIVE else 0
    low, high = min(start, start + base), max(start, start + base)
    edges = [step.above for step in rule.steps]
    rates = [rule.rate, *(step.rate for step in rule.steps)]
    found: list[Step] = []
    for at, rate in enumerate(rates):
        lower = low if at == 0 else max(low, edges[at - 1])
        upper = high if at == len(edges) else min(high, edges[at])
        if upper > lower:
            part = upper - lower if base > 0 else lower - upper
            named = {"above": edges[at - 1] if at else 0, "up_to": edges[at] if at < len(edges) else ""}
            found.append(Step.of("band", part * rate, **named, part=part, rate=rate))
    return found
