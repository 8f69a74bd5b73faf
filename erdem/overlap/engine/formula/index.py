"""Inverted index over the formulas of a pool: which records hold a substance, and what a substance tells."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from erdem.overlap.engine.formula.items import Item
from erdem.overlap.engine.grades import GradeTable
from erdem.overlap.engine.weights import FORMULA

if TYPE_CHECKING:
    from erdem.overlap.engine.kernel.graded import Claim

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FormulaIndex:
    """Postings (positions of records) with the weight of the substance there; `total` sums each record's information.

    `numbers`, `starts`, `records` and `values` are the postings once more, in a row, as the compiled code reads them.
    """

    size: int
    information: Mapping[str, float]
    postings: Mapping[str, tuple[Integers, Floats]]
    total: Floats
    rare: float
    numbers: Mapping[str, int]
    starts: Longs
    records: Integers
    values: Floats

    def weight_of(self, substance_id: str) -> float:
        """Information of a substance, scaled so that one seen once in the pool has 1."""
        return self.information.get(substance_id, self.rare)


def build_index(compositions: Sequence[Sequence[Item]]) -> FormulaIndex:
    """Index of the canonical items of each record, in order."""
    size = len(compositions)
    counts = Counter(item.id for items in compositions for item in items)
    top = math.log(1 + max(size, 1))
    information = {key: math.log(1 + size / count) / top for key, count in counts.items()}
    numbers = {key: number for number, key in enumerate(information)}
    owners = np.repeat(np.arange(size, dtype=np.int32), [len(items) for items in compositions])
    terms = np.array([numbers[item.id] for items in compositions for item in items], dtype=np.int64)
    worth = np.array([information[item.id] * item.weight for items in compositions for item in items])
    order = np.argsort(terms, kind="stable")
    starts = np.searchsorted(terms[order], np.arange(len(numbers) + 1))
    records, values = owners[order], worth[order].astype(np.float32)
    postings = {
        key: (records[starts[number] : starts[number + 1]], values[starts[number] : starts[number + 1]])
        for key, number in numbers.items()
    }
    total = np.bincount(owners, worth, size).astype(np.float32)
    return FormulaIndex(size, information, postings, total, 1.0, numbers, starts, records, values)


@dataclass(frozen=True, slots=True)
class Approximation:
    """For each record: graded information matched, information of its matched substances, and the first score."""

    matched: Floats
    covered: Floats
    score: Floats


def approximate(index: FormulaIndex, claimed: Sequence[Item], grades: GradeTable) -> Approximation:
    """First score of every record against the claimed items, without treatments and doses."""
    matched = np.zeros(index.size, dtype=np.float32)
    covered = np.zeros(index.size, dtype=np.float32)
    asked = 0.0
    answered = np.zeros(index.size, dtype=np.float32)
    for item in claimed:
        own = index.weight_of(item.id) * item_weight(item)
        asked += own
        best = _best_for(index, item, grades)
        for records, weights, grade in best:
            matched[records] += weights * grade
            covered[records] += weights
            answered[records] += own
    np.minimum(covered, index.total, out=covered)
    added = np.maximum(asked - answered, 0)
    return Approximation(matched, covered, base_score(matched, index.total - covered, added, asked))


def _best_for(index: FormulaIndex, item: Item, grades: GradeTable) -> list[tuple[Integers, Floats, float]]:
    near = sorted(grades.neighbours(item.id).items(), key=lambda pair: -pair[1].value)
    groups: list[tuple[Integers, Floats, float]] = []
    seen: Integers | None = None
    for identifier, value in [(item.id, 1.0), *((key, grade.value) for key, grade in near)]:
        posting = index.postings.get(identifier)
        if posting is None:
            continue
        records, weights = posting
        if seen is not None:
            fresh = ~np.isin(records, seen)
            records, weights = records[fresh], weights[fresh]
        groups.append((records, weights, value))
        seen = records if seen is None else np.concatenate((seen, records))
    return groups


def best_candidates(
    index: FormulaIndex, claimed: Sequence[Item], grades: GradeTable, count: int, *, exhaustive: bool = False
) -> tuple[Longs, Doubles]:
    """Positions and first scores of the `count` best records, best first, equal ones by position.

    The scores are those of `approximate`. Records that share nothing are left out, unless `exhaustive`: then every record
    of the pool is there.
    """
    from erdem.overlap.engine.kernel.graded import Postings, best_graded  # compiled code: loaded when it is needed

    postings = Postings(index.starts, index.records, index.values, index.total)
    positions, scores = best_graded(postings, _claim(index, claimed, grades), index.size if exhaustive else count)
    if not exhaustive:
        return positions, scores
    others = np.setdiff1d(np.arange(index.size), positions)
    return np.concatenate((positions, others)), np.concatenate((scores, np.zeros(others.size)))


def _claim(index: FormulaIndex, claimed: Sequence[Item], grades: GradeTable) -> Claim:
    from erdem.overlap.engine.kernel.graded import Claim

    near: list[int] = []
    values: list[float] = []
    starts = [0]
    for item in claimed:
        relatives = sorted(grades.neighbours(item.id).items(), key=lambda pair: -pair[1].value)
        for key, value in [(item.id, 1.0), *((key, grade.value) for key, grade in relatives)]:
            if key in index.numbers:
                near.append(index.numbers[key])
                values.append(value)
        starts.append(len(near))
    own = np.array([index.weight_of(item.id) * item_weight(item) for item in claimed], dtype=np.float64)
    return Claim(
        np.array(starts, dtype=np.int64),
        np.array(near, dtype=np.int32),
        np.array(values, dtype=np.float64),
        own,
        max(float(own.sum()), 1e-9),
    )


def item_weight(item: Item) -> float:
    """Weight of a claimed item: full, or less when the claim makes it optional or its name is unknown."""
    return item.weight * (FORMULA.optional if item.source.optional else 1.0)


def base_score(matched: Floats, missing: Floats, added: Floats, asked: float) -> Floats:
    """Fusion of linear evidence, Tversky and Jaccard, each 0..1. `asked` is the claim's whole information."""
    weights = FORMULA
    linear = (matched - weights.linear_missing * missing - weights.linear_added * added) / max(asked, 1e-9)
    tversky = matched / np.maximum(matched + weights.tversky_missing * missing + weights.tversky_added * added, 1e-9)
    jaccard = matched / np.maximum(matched + missing + added, 1e-9)
    score: Floats = (
        weights.linear * np.clip(linear, 0, 1) + weights.tversky * tversky + weights.jaccard * jaccard
    ).astype(np.float32)
    return score
