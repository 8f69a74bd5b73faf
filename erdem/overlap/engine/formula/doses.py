"""Dose agreement: do the shared substances stand in the same ratio on both sides?

Absolute weights are never compared, since old units changed with the dynasty. Each claimed amount is an
interval; one common scale is sought that brings as many old amounts as possible inside or near their
intervals.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from erdem.lib.quantity import Convention, Dimension, Kind, Quantity, convention_of
from erdem.overlap.engine.weights import DOSES

Amount = tuple[float, float]
_TOLERANCE = 0.45  # natural logarithm: a factor of about 1.6 costs 1/e
_COMPARABLE = frozenset({Dimension.MASS, Dimension.OLD_MASS, Dimension.SHARE, Dimension.EQUAL})


@dataclass(frozen=True, slots=True)
class DosePair:
    """Amounts of one shared substance."""

    substance: str
    tk: Quantity
    claim: Quantity


@dataclass(frozen=True, slots=True)
class DoseAgreement:
    """`agreement` is 0..1 over `compared` substances, None when fewer than two could be compared.

    `weight` (0..1) says how much it can tell: narrow intervals and many substances tell more. `evidence` is the natural
    logarithm of how much likelier the claimed amounts are when they come from the old ones than when they do not; 0 when
    nothing can be said. `ratio`
    names the claimed ratio in the order of `substances` ("3:2:2:2"), `tk_ratio` the old one, with — where an amount was counted
    or free. `left_out` maps substances to the slug of the reason.
    """

    agreement: float | None = None
    weight: float = 0.0
    compared: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    claim_amounts: tuple[Amount | None, ...] = ()
    tk_amounts: tuple[Amount | None, ...] = ()
    evidence: float = 0.0

    @property
    def ratio(self) -> str:
        """The claimed ratio, "3:2:2:2"."""
        return ratio_text(self.claim_amounts)

    @property
    def tk_ratio(self) -> str:
        """The old ratio, "3:2:2:—" where an amount was counted or free."""
        return ratio_text(self.tk_amounts)


def compare_doses(pairs: Sequence[DosePair], tk_quantities: Sequence[Quantity]) -> DoseAgreement:
    """Agreement of the amounts of the shared substances; `tk_quantities` are all amounts of the TK record."""
    if not pairs:
        return DoseAgreement()
    convention = convention_of(tk_quantities)
    tk_dimension = _main_dimension([pair.tk for pair in pairs])
    claim_dimension = _main_dimension([pair.claim for pair in pairs])
    usable: list[tuple[str, tuple[float, float], tuple[float, float]]] = []
    left_out: list[tuple[str, str]] = []
    for pair in pairs:
        old, new = pair.tk.interval(convention), pair.claim.interval(convention)
        reason = _unusable(pair, tk_dimension, claim_dimension)
        if reason or old is None or new is None or min(old[1], new[1]) <= 0:
            left_out.append((pair.substance, reason or "dose_not_written"))
        else:
            usable.append((pair.substance, old, new))
    agreement, weight = _agreement(usable)
    return DoseAgreement(
        agreement,
        weight,
        tuple(name for name, _, _ in usable),
        tuple(pair.substance for pair in pairs),
        tuple(left_out),
        tuple([_shown(pair.claim, claim_dimension, convention) for pair in pairs]),
        tuple([_shown(pair.tk, tk_dimension, convention) for pair in pairs]),
        evidence_of([(old, new) for _, old, new in usable]),
    )


def _main_dimension(quantities: Sequence[Quantity]) -> Dimension | None:
    dimensions = [q.dimension for q in quantities if q.lo is not None]
    if len(set(dimensions)) < 2:
        return dimensions[0] if dimensions else None
    ranked = sorted(Counter(dimensions).items(), key=lambda pair: (pair[0] not in _COMPARABLE, -pair[1], pair[0]))
    return ranked[0][0]


def _unusable(pair: DosePair, tk_dimension: Dimension | None, claim_dimension: Dimension | None) -> str:
    for quantity, dimension in ((pair.tk, tk_dimension), (pair.claim, claim_dimension)):
        if quantity.kind is Kind.SOME:
            return "dose_free"
        if quantity.kind is Kind.UNKNOWN:
            return "dose_unreadable"
        if quantity.kind is Kind.NONE:
            return "dose_not_written"
        if quantity.dimension is not dimension:
            counted = quantity.dimension in (Dimension.COUNT, Dimension.OTHER)
            return "counted_dose_not_converted" if counted else "other_unit_not_converted"
    return ""


def _agreement(
    usable: Sequence[tuple[str, tuple[float, float], tuple[float, float]]],
) -> tuple[float | None, float]:
    if len(usable) < 2:
        return None, 0.0
    bounds = [_log_bounds(old, new) for _, old, new in usable]
    scales = {edge for low, high in bounds for edge in (low, high, (low + high) / 2)}
    best = max(
        sum(math.exp(-max(low - scale, scale - high, 0.0) / _TOLERANCE) for low, high in bounds) for scale in scales
    )
    narrow = sum(1 / (1 + high - low) for low, high in bounds) / len(bounds)
    # A single scale always fits one substance: only the others are evidence.
    return (best - 1) / (len(bounds) - 1), narrow * (1 - 1 / len(bounds))


def evidence_of(amounts: Sequence[tuple[Amount, Amount]]) -> float:
    """Natural logarithm of the likelihood ratio of kept against unrelated amounts; `amounts` are (old, claimed) pairs.

    One common scale is free on both sides. Kept amounts scatter little around it (rounded, or converted with some change),
    unrelated ones as widely as amounts of any two formulas do; a claimed range adds its own width to both. Some sources
    keep the substances and not their amounts, so that the evidence against is bounded.
    """
    if len(amounts) < 2:
        return 0.0
    bounds = [_log_bounds(old, new) for old, new in amounts]
    points = [((low + high) / 2, (high - low) ** 2 / 12) for low, high in bounds]
    unrelated = _log_likelihood(points, DOSES.scatter_unrelated)
    kept = ((DOSES.kept_closely, DOSES.scatter_closely), (DOSES.kept_loosely, DOSES.scatter_loosely))
    ratios = [share * math.exp(min(_log_likelihood(points, scatter) - unrelated, 60.0)) for share, scatter in kept]
    return math.log(sum(ratios) + 1 - sum(share for share, _ in kept))


def _log_likelihood(points: Sequence[tuple[float, float]], scatter: float) -> float:
    """Of log ratios around their best common scale; the degree of freedom that the scale takes is not counted."""
    variances = [scatter * scatter + width for _, width in points]
    scale = sum(at / variance for (at, _), variance in zip(points, variances, strict=True))
    scale /= sum(1 / variance for variance in variances)
    total = sum(
        -0.5 * math.log(variance) - 0.5 * (at - scale) ** 2 / variance
        for (at, _), variance in zip(points, variances, strict=True)
    )
    return total + 0.5 * sum(map(math.log, variances)) / len(points)


def _log_bounds(old: tuple[float, float], new: tuple[float, float]) -> tuple[float, float]:
    """Interval of the logarithm of the scale (claimed over old) that fits this substance."""
    low = max(new[0], new[1] * 0.02)
    return math.log(low / old[1]), math.log(new[1] / max(old[0], old[1] * 0.02))


def _shown(quantity: Quantity, dimension: Dimension | None, convention: Convention) -> tuple[float, float] | None:
    if quantity.dimension is not dimension:
        return None
    return quantity.interval(convention)


def ratio_text(amounts: Sequence[tuple[float, float] | None]) -> str:
    """Amounts as a ratio of small whole numbers: "3:2:2:—"; ranges as "2-4:5-7"; empty without two amounts."""
    known = [amount for amount in amounts if amount is not None and amount[1] > 0]
    if len(known) < 2:
        return ""
    unit = _common_unit([edge for low, high in known for edge in (low, high) if edge > 0])
    return ":".join("—" if amount is None else _show(amount, unit) for amount in amounts)


def _common_unit(values: Sequence[float]) -> float:
    """Largest value that divides all of them into whole numbers up to 200, or 1."""
    fractions = [Fraction(value).limit_denominator(96) for value in values]
    denominator = math.lcm(*(fraction.denominator for fraction in fractions))
    whole = [int(fraction * denominator) for fraction in fractions]
    divisor = math.gcd(*whole)
    if divisor == 0 or max(whole) // divisor > 200:
        return 1.0
    return divisor / denominator


def _show(amount: tuple[float, float], unit: float) -> str:
    low, high = (f"{edge / unit:.4g}" for edge in amount)
    return low if low == high else f"{low}-{high}"
