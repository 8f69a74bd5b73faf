"""Inverted index over the formulas of a pool: which records hold a substance, and what a substance tells."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from erdem.overlap.engine.formula.items import Item
from erdem.overlap.engine.grades import GradeTable
from erdem.overlap.engine.weights import FORMULA

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class FormulaIndex:
    """Postings (positions of records) with the weight of the substance there; `total` sums each record's information."""

    size: int
    information: Mapping[str, float]
    postings: Mapping[str, tuple[Integers, Floats]]
    total: Floats
    rare: float

    def weight_of(self, substance_id: str) -> float:
        """Information of a substance, scaled so that one seen once in the pool has 1."""
        return self.information.get(substance_id, self.rare)


def build_index(compositions: Sequence[Sequence[Item]]) -> FormulaIndex:
    """Index of the canonical items of each record, in order."""
    size = len(compositions)
    counts = Counter(item.id for items in compositions for item in items)
    top = math.log(1 + max(size, 1))
    information = {key: math.log(1 + size / count) / top for key, count in counts.items()}
    rows: dict[str, list[int]] = defaultdict(list)
    weights: dict[str, list[float]] = defaultdict(list)
    total = np.zeros(size, dtype=np.float32)
    for position, items in enumerate(compositions):
        for item in items:
            value = information[item.id] * item.weight
            rows[item.id].append(position)
            weights[item.id].append(value)
            total[position] += value
    postings = {
        key: (np.asarray(rows[key], dtype=np.int32), np.asarray(weights[key], dtype=np.float32)) for key in rows
    }
    return FormulaIndex(size, information, postings, total, 1.0)


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
