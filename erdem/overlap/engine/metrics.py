"""How close two compositions are, in several ways that can be chosen and compared.

The best measure differs from one tradition of formulas to another (Wijaya et al., BMC Bioinformatics 2016, tried 79), so the
measure is a named part that can be exchanged: `erdem eval overlap --metric graded-NAME`. Each one reads the same four amounts of
information and the evidence of the doses and answers 0..1; single numbers and arrays are taken alike.

Information of a substance is the logarithm of how rarely it is used, scaled so that one seen once in the pool has 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from erdem.overlap.engine.weights import FORMULA

Doubles: TypeAlias = npt.NDArray[np.float64]
Values: TypeAlias = "float | Doubles"


@dataclass(frozen=True, slots=True)
class Compared:
    """Information of what both sides hold (`matched`, times its grade), of what only the record holds (`missing`), of what only
    the claim holds (`added`), of the whole claim (`asked`); `dose` is the evidence of the amounts on the same scale, below
    zero when they speak against.
    """

    matched: Values
    missing: Values
    added: Values
    asked: float
    dose: Values = 0.0


Metric: TypeAlias = Callable[[Compared], Values]


def _at_least(value: Values, floor: float) -> Values:
    if not isinstance(value, np.ndarray):
        return max(value, floor)
    lifted: Doubles = np.maximum(value, floor)
    return lifted


def _bounded(value: Values) -> Values:
    if not isinstance(value, np.ndarray):
        return min(max(value, 0.0), 1.0)
    bounded: Doubles = np.clip(value, 0.0, 1.0)
    return bounded


def linear(found: Compared) -> Values:
    """Evidence for less evidence against, as a share of what is claimed; the doses count here."""
    against = FORMULA.linear_missing * found.missing + FORMULA.linear_added * found.added
    gained = found.matched - against + FORMULA.dose_evidence * found.dose
    return _bounded(gained / max(found.asked, 1e-9))


def tversky(found: Compared) -> Values:
    """Tversky's index with weights that forgive what a claim adds (Psychological Review 84, 1977)."""
    against = FORMULA.tversky_missing * found.missing + FORMULA.tversky_added * found.added
    return found.matched / _at_least(found.matched + against, 1e-9)


def jaccard(found: Compared) -> Values:
    """Information shared over information of both together."""
    return found.matched / _at_least(found.matched + found.missing + found.added, 1e-9)


def containment(found: Compared) -> Values:
    """Share of the record that the claim holds. Two herbs are inside everything: shown to be no use alone."""
    return found.matched / _at_least(found.matched + found.missing, 1e-9)


def cosine(found: Compared) -> Values:
    """Cosine of the two sides with the square root of the information as coordinates."""
    record = found.matched + found.missing
    return found.matched / _at_least((record * max(found.asked, 1e-9)) ** 0.5, 1e-9)


def fusion(found: Compared) -> Values:
    """The engine's own: linear evidence with doses, Tversky and Jaccard together."""
    return FORMULA.linear * linear(found) + FORMULA.tversky * tversky(found) + FORMULA.jaccard * jaccard(found)


METRICS: dict[str, Metric] = {
    "fusion": fusion,
    "linear": linear,
    "tversky": tversky,
    "jaccard": jaccard,
    "cosine": cosine,
    "containment": containment,
}
DEFAULT = "fusion"


def metric(name: str = DEFAULT) -> Metric:
    """The measure of this name.

    Raises:
        ValueError: no measure has the name; the message lists those there are.
    """
    found = METRICS.get(name)
    if found is None:
        raise ValueError(f"no metric {name!r}; there are {', '.join(METRICS)}")
    return found
