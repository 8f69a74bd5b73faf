"""Agreement of two annotators who labelled the same pairs: Cohen's kappa, plain and linearly weighted, with its interval.

Kappa is the share of agreement beyond what two annotators with these habits would reach by chance: J. Cohen, "A coefficient of
agreement for nominal scales", Educ. Psychol. Meas. 20 (1960); with weights for ordered grades: J. Cohen, "Weighted kappa",
Psychol. Bull. 70 (1968). The standard error is that of J. L. Fleiss, J. Cohen and B. S. Everitt, "Large sample standard errors of
kappa and weighted kappa", Psychol. Bull. 72 (1969). It vanishes when nobody disagreed; then the lower bound comes from the exact
binomial bound of C. J. Clopper and E. S. Pearson, Biometrika 26 (1934), for a share of agreement of one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Z_95 = 1.959963984540054
TAIL_95 = 0.025
FEW = 30

Matrix = tuple[tuple[float, ...], ...]


class Undefined(StrEnum):
    """Why there is no kappa: nothing was labelled by both, or both used one and the same label throughout."""

    NO_PAIRS = "no_pairs"
    ONE_LABEL = "one_label"


class Strength(StrEnum):
    """How a kappa is called: J. R. Landis and G. G. Koch, Biometrics 33 (1977). A convention, not a law."""

    POOR = "poor"
    SLIGHT = "slight"
    FAIR = "fair"
    MODERATE = "moderate"
    SUBSTANTIAL = "substantial"
    ALMOST_PERFECT = "almost_perfect"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two annotators agreed on.

    ``table[i][j]`` counts the pairs that the first called ``labels[i]`` and the second ``labels[j]``. ``agreed`` counts the pairs
    with one and the same label, weighted or not. ``observed`` and ``expected`` are shares in 0..1, weighted when the kappa is;
    ``kappa``, ``low`` and ``high`` (95 %) lie in -1..1 and are None when ``why`` says that there is none.
    """

    labels: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]
    count: int
    agreed: int
    observed: float | None
    expected: float | None
    kappa: float | None
    low: float | None
    high: float | None
    why: Undefined | None

    @property
    def is_few(self) -> bool:
        """True below thirty pairs, where the interval is only a rough guide."""
        return self.count < FEW

    @property
    def strength(self) -> Strength | None:
        """The usual word for the kappa, or None when there is none."""
        return None if self.kappa is None else strength_of(self.kappa)


def strength_of(kappa: float) -> Strength:
    """Return the word of Landis and Koch for a kappa."""
    if kappa < 0:
        return Strength.POOR
    limits = (
        (0.20, Strength.SLIGHT),
        (0.40, Strength.FAIR),
        (0.60, Strength.MODERATE),
        (0.80, Strength.SUBSTANTIAL),
    )
    return next((word for limit, word in limits if kappa <= limit), Strength.ALMOST_PERFECT)


def nominal_weights(size: int) -> Matrix:
    """Weights for labels without order: only the same label counts as agreement."""
    return tuple(tuple(float(row == column) for column in range(size)) for row in range(size))


def linear_weights(size: int) -> Matrix:
    """Weights for ordered labels: one step apart is half an agreement among three, and so on in proportion."""
    widest = max(1, size - 1)
    return tuple(tuple(1 - abs(row - column) / widest for column in range(size)) for row in range(size))


def cohen_kappa(
    first: Sequence[str], second: Sequence[str], labels: Sequence[str], *, weights: Matrix | None = None
) -> Agreement:
    """Return the agreement of two annotators.

    Args:
        first: labels of the first annotator, one for each pair.
        second: labels of the second annotator for the same pairs in the same order.
        labels: every label there is, in the order of the table; for weights in the order of the grades.
        weights: agreement of each two labels in 0..1; without them only the same label agrees.

    Raises:
        ValueError: the annotators labelled different numbers of pairs, a label is unknown, or the weights do not fit.
    """
    table = _table(first, second, labels)
    size = len(labels)
    weights = weights or nominal_weights(size)
    if len(weights) != size or any(len(row) != size for row in weights):
        message = f"The weights are not {size} by {size}."
        raise ValueError(message)
    count = len(first)
    agreed = sum(table[place][place] for place in range(size))
    known = (tuple(labels), table, count, agreed)
    if not count:
        return Agreement(*known, None, None, None, None, None, Undefined.NO_PAIRS)
    shares = [[cell / count for cell in row] for row in table]
    observed, expected = _observed(shares, weights), _expected(shares, weights)
    if math.isclose(expected, 1.0):
        return Agreement(*known, observed, expected, None, None, None, Undefined.ONE_LABEL)
    kappa = (observed - expected) / (1 - expected)
    low, high = _interval(shares, weights, count, kappa)
    return Agreement(*known, observed, expected, kappa, low, high, None)


def _table(first: Sequence[str], second: Sequence[str], labels: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    if len(first) != len(second):
        message = f"{len(first)} labels of the first annotator against {len(second)} of the second."
        raise ValueError(message)
    unknown = sorted({*first, *second} - set(labels))
    if unknown:
        message = f"unknown labels: {', '.join(unknown)}"
        raise ValueError(message)
    places = {label: place for place, label in enumerate(labels)}
    cells = [[0] * len(labels) for _ in labels]
    for one, other in zip(first, second, strict=True):
        cells[places[one]][places[other]] += 1
    return tuple(tuple(row) for row in cells)


def _margins(shares: Sequence[Sequence[float]]) -> tuple[list[float], list[float]]:
    return [sum(row) for row in shares], [sum(column) for column in zip(*shares, strict=True)]


def _observed(shares: Sequence[Sequence[float]], weights: Matrix) -> float:
    return sum(
        weight * share
        for weighing, row in zip(weights, shares, strict=True)
        for weight, share in zip(weighing, row, strict=True)
    )


def _expected(shares: Sequence[Sequence[float]], weights: Matrix) -> float:
    rows, columns = _margins(shares)
    return sum(weights[i][j] * rows[i] * columns[j] for i in range(len(rows)) for j in range(len(columns)))


def _interval(shares: Sequence[Sequence[float]], weights: Matrix, count: int, kappa: float) -> tuple[float, float]:
    expected = _expected(shares, weights)
    if math.isclose(kappa, 1.0):
        least = TAIL_95 ** (1 / count)
        return max(-1.0, (least - expected) / (1 - expected)), 1.0
    spread = Z_95 * _standard_error(shares, weights, count, kappa)
    return max(-1.0, kappa - spread), min(1.0, kappa + spread)


def _standard_error(shares: Sequence[Sequence[float]], weights: Matrix, count: int, kappa: float) -> float:
    """Formula 13 of Fleiss, Cohen and Everitt."""
    rows, columns = _margins(shares)
    places = range(len(rows))
    by_row = [sum(columns[j] * weights[i][j] for j in places) for i in places]
    by_column = [sum(rows[i] * weights[i][j] for i in places) for j in places]
    expected = _expected(shares, weights)
    mean = sum(
        shares[i][j] * (weights[i][j] - (by_row[i] + by_column[j]) * (1 - kappa)) ** 2 for i in places for j in places
    )
    variance = mean - (kappa - expected * (1 - kappa)) ** 2
    return math.sqrt(max(0.0, variance) / count) / (1 - expected)
