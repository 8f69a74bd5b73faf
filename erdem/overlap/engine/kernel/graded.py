"""The first stage of the screening, compiled: a claimed substance also meets its near relatives, at their grade.

It gives what `formula.index.approximate` gives with the best records picked out, but looks only at records that share
something, keeps no array for what does not, and picks with a heap instead of a partition of mostly zeros. Nothing is
pruned, so nothing is lost.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from erdem.overlap.engine.kernel.compiling import compiled, inlined
from erdem.overlap.engine.kernel.similarity import Doubles, fusion, shares

Integers = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


class Postings(NamedTuple):
    """Records that hold each substance, in a row: those of substance `i` are `records[starts[i]:starts[i + 1]]`."""

    starts: Longs
    records: Integers
    values: Floats  # information of the substance there
    total: Floats  # information of each record


class Claim(NamedTuple):
    """Claimed items in a row; item `i` meets the substances `near[starts[i]:starts[i + 1]]`, the closest first."""

    starts: Longs
    near: Integers
    grades: Doubles
    own: Doubles  # information of each item
    asked: float


def best_graded(postings: Postings, claim: Claim, count: int) -> tuple[Longs, Doubles]:
    """Positions and first scores of the `count` best records that share something, best first, ties by position."""
    if count < 1:
        return np.empty(0, dtype=np.int64), np.empty(0)
    positions, scores = _pick(postings, claim, min(count, postings.total.size), shares())
    order = np.lexsort((positions, -scores))
    return positions[order], scores[order]


@compiled
def _pick(postings: Postings, claim: Claim, count: int, share: Doubles) -> tuple[Longs, Doubles]:
    size = postings.total.size
    matched, covered, answered = np.zeros(size), np.zeros(size), np.zeros(size)
    seen = np.zeros(size, np.int32)
    touched = np.empty(size, np.int64)
    found = 0
    for item in range(claim.own.size):
        for place in range(claim.starts[item], claim.starts[item + 1]):
            near, grade = claim.near[place], claim.grades[place]
            for at in range(postings.starts[near], postings.starts[near + 1]):
                record = postings.records[at]
                if seen[record] == item + 1:
                    continue  # a closer relative of this item is there
                if seen[record] == 0:
                    touched[found] = record
                    found += 1
                seen[record] = item + 1
                matched[record] += postings.values[at] * grade
                covered[record] += postings.values[at]
                answered[record] += claim.own[item]
    heap_scores, heap_positions = np.empty(count), np.empty(count, np.int64)
    kept = 0
    for place in range(found):
        record = touched[place]
        missing = max(postings.total[record] - covered[record], 0.0)
        added = max(claim.asked - answered[record], 0.0)
        score = fusion(matched[record], missing, added, claim.asked, share)
        kept = _push(heap_scores, heap_positions, kept, score, record)
    return heap_positions[:kept], heap_scores[:kept]


@inlined
def _worse(score: float, position: int, other: float, other_position: int) -> bool:
    return score < other or (score == other and position > other_position)


@inlined
def _push(scores: Doubles, positions: Longs, kept: int, score: float, position: int) -> int:
    """Keeps the best in a heap whose root is the worst of them; returns how many are kept."""
    if score <= 0.0:
        return kept
    if kept < scores.size:
        place = kept
        while place > 0 and _worse(score, position, scores[(place - 1) // 2], positions[(place - 1) // 2]):
            scores[place], positions[place] = scores[(place - 1) // 2], positions[(place - 1) // 2]
            place = (place - 1) // 2
        scores[place], positions[place] = score, position
        return kept + 1
    if _worse(scores[0], positions[0], score, position):
        _replace_root(scores, positions, score, position)
    return kept


@inlined
def _replace_root(scores: Doubles, positions: Longs, score: float, position: int) -> None:
    place, size = 0, scores.size
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size and _worse(scores[child + 1], positions[child + 1], scores[child], positions[child]):
            child += 1
        if not _worse(scores[child], positions[child], score, position):
            break
        scores[place], positions[place] = scores[child], positions[child]
        place = child
    scores[place], positions[place] = score, position
