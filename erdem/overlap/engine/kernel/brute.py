"""Every formula scored for every composition, in numpy: the answer that the kernel must give."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from erdem.overlap.engine.kernel.compositions import Compositions
from erdem.overlap.engine.kernel.layout import KernelIndex
from erdem.overlap.engine.kernel.search import Found
from erdem.overlap.engine.kernel.similarity import Doubles, similarities


def brute_force(index: KernelIndex, compositions: Compositions, k: int) -> Found:
    """The k best formulas of each composition by scoring all; ties go to the lower position. Slow on purpose."""
    pool = index.pool
    size = len(pool)
    weights = index.weights.astype(np.float64)
    owner = np.repeat(np.arange(size), np.diff(pool.starts))
    total = _sums(owner, weights[pool.terms], size)
    positions = np.full((len(compositions), k), -1, dtype=np.int32)
    scores = np.zeros((len(compositions), k))
    for row, (terms, unknown) in enumerate(zip(compositions, compositions.unknown, strict=True)):
        held = np.zeros(weights.size)
        held[terms] = weights[terms]
        matched = _sums(owner, held[pool.terms], size)
        asked = float(held.sum() + unknown * index.rare)
        shared = np.flatnonzero(matched > 0)
        found = similarities(index.metric, matched[shared], asked, total[shared])
        best = np.lexsort((shared, -found))[:k]
        positions[row, : best.size] = shared[best]
        scores[row, : best.size] = found[best]
    return Found(positions, scores)


def _sums(owner: npt.NDArray[np.int64], values: Doubles, size: int) -> Doubles:
    return np.asarray(np.bincount(owner, values, size), dtype=np.float64)
