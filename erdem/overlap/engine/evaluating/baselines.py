"""Plain measures over sets of substances, to stand beside the engine in one and the same run.

Each side is the set of its substances with other names folded into one, nothing more: no grades, no amounts, no text,
no opened mixtures. `information` of a substance is log(1 + N/n) for N records of which n hold it. Measures as in
the literature on similarity of prescriptions: Jaccard (1901), Tversky (1977), cosine, BM25 (Robertson, 1994).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from erdem.overlap.engine.claims.parse import ParsedPatent
from erdem.overlap.engine.pool import Pool

Floats = npt.NDArray[np.float64]

SATURATION, LENGTH_SHARE = 1.2, 0.75  # k1 and b of BM25, the usual values


@dataclass(frozen=True, slots=True)
class Overlap:
    """One claim against every record: numbers and information of what is shared, of each record, of the claim."""

    shared: Floats
    matched: Floats
    squared: Floats
    record_size: Floats
    record_information: Floats
    record_squared: Floats
    claim_size: float
    claim_information: float
    claim_squared: float


Measure = Callable[[Overlap], Floats]


def _divided(above: Floats, below: Floats) -> Floats:
    result: Floats = np.divide(above, np.maximum(below, 1e-12))
    return result


def _jaccard(found: Overlap) -> Floats:
    return _divided(found.shared, found.record_size + found.claim_size - found.shared)


def _information_jaccard(found: Overlap) -> Floats:
    return _divided(found.matched, found.record_information + found.claim_information - found.matched)


def _information_cosine(found: Overlap) -> Floats:
    return _divided(found.squared, np.sqrt(found.record_squared * found.claim_squared))


def _containment(found: Overlap) -> Floats:
    return _divided(found.shared, found.record_size)


def _linear(found: Overlap) -> Floats:
    missing = found.record_information - found.matched
    added = found.claim_information - found.matched
    score: Floats = found.matched - 0.5 * missing - 0.12 * added
    return score


def _tversky(found: Overlap) -> Floats:
    missing = found.record_information - found.matched
    added = found.claim_information - found.matched
    return _divided(found.matched, found.matched + 0.8 * missing + 0.2 * added)


def _bm25(found: Overlap) -> Floats:
    mean = max(float(found.record_size.mean()), 1.0)
    length = 1 - LENGTH_SHARE + LENGTH_SHARE * found.record_size / mean
    score: Floats = found.matched * (SATURATION + 1) / (1 + SATURATION * length)
    return score


MEASURES: Mapping[str, Measure] = {
    "idf-jaccard": _information_jaccard,
    "jaccard": _jaccard,
    "idf-cosine": _information_cosine,
    "containment": _containment,
    "linear": _linear,
    "tversky-idf": _tversky,
    "bm25": _bm25,
}


class PlainSets:
    """The records of a pool as sets of folded names, with postings."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        sets = [frozenset(self.folded(one.name for one in record.ingredients)) for record in pool.records]
        holders: dict[str, list[int]] = defaultdict(list)
        for position, found in enumerate(sets):
            for name in sorted(found):
                holders[name].append(position)
        self.size = len(sets)
        self.information = {name: math.log(1 + self.size / len(at)) for name, at in holders.items()}
        self.postings = {name: np.asarray(at, dtype=np.int64) for name, at in holders.items()}
        self.record_size = np.asarray([len(found) for found in sets], dtype=np.float64)
        self.record_information = self._sums(sets, 1)
        self.record_squared = self._sums(sets, 2)

    def _sums(self, sets: Iterable[frozenset[str]], power: int) -> Floats:
        return np.asarray([sum(self.information[name] ** power for name in sorted(found)) for found in sets])

    def folded(self, names: Iterable[str]) -> set[str]:
        """Ids of the written names: two names of one substance are one."""
        return {self.pool.canonicalise(name).id for name in names}

    def overlap(self, names: Iterable[str]) -> Overlap:
        """The claim's written names against every record."""
        claimed = sorted(self.folded(names))
        shared, matched, squared = (np.zeros(self.size) for _ in range(3))
        known = [self.information.get(name, math.log(1 + self.size)) for name in claimed]
        for name, value in zip(claimed, known, strict=True):
            at = self.postings.get(name)
            if at is not None:
                shared[at] += 1
                matched[at] += value
                squared[at] += value * value
        return Overlap(
            shared,
            matched,
            squared,
            self.record_size,
            self.record_information,
            self.record_squared,
            float(len(claimed)),
            sum(known),
            sum(value * value for value in known),
        )

    def clusters(self, parsed: ParsedPatent, measure: str, depth: int) -> list[tuple[str, float, int]]:
        """The first `depth` clusters as (cluster, score, position of its best record); ties by position."""
        found = self.overlap(one.name for one in parsed.ingredients)
        scores = MEASURES[measure](found)
        scores[found.shared == 0] = -np.inf
        best: dict[str, tuple[str, float, int]] = {}
        for position in np.argsort(-scores, kind="stable"):
            if scores[position] == -np.inf or len(best) == depth:
                break
            cluster = self.pool.cluster_of[position]
            best.setdefault(cluster, (cluster, float(scores[position]), int(position)))
        return list(best.values())
