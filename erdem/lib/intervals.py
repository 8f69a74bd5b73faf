"""Intervals of confidence for measured shares and means. Deterministic: the bootstrap takes its seed.

Sources: E. B. Wilson, "Probable inference", J. Am. Stat. Assoc. 22 (1927), for shares; B. Efron, "Bootstrap methods",
Ann. Statist. 7 (1979), percentile method, for means.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from erdem.lib.chance import repeatable

Interval = tuple[float, float]

Z_95 = 1.959963984540054
RESAMPLES = 2_000
EVERYTHING: Interval = (0.0, 1.0)


def wilson(hits: int, count: int, z: float = Z_95) -> Interval:
    """Interval of a share `hits / count`; (0, 1), which says nothing, for no observation."""
    if count <= 0:
        return EVERYTHING
    share = hits / count
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    middle = share + z * z / (2 * count)
    scale = 1 + z * z / count
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def bootstrap_mean(values: Sequence[float], seed: int, resamples: int = RESAMPLES, level: float = 0.95) -> Interval:
    """Percentile interval of the mean of `values`, each in 0..1; (0, 1) for no observation."""
    size = len(values)
    if not size:
        return EVERYTHING
    chance = repeatable(seed)
    means = sorted(sum(chance.choices(values, k=size)) / size for _ in range(resamples))
    cut = (1 - level) / 2
    return means[int(cut * resamples)], means[min(resamples - 1, int((1 - cut) * resamples))]
