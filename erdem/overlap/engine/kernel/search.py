"""`top_k`: the compiled search. The tricks and their proofs are in the package's own text; numbers below refer to it."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from erdem.overlap.engine.kernel.compiling import compiled, inlined
from erdem.overlap.engine.kernel.compositions import Compositions
from erdem.overlap.engine.kernel.layout import Bytes, Doubles, Floats, KernelIndex, Tables
from erdem.overlap.engine.kernel.similarity import shares, similarity

Integers = npt.NDArray[np.int32]
CROWDED = 100  # terms of a composition from which a byte holds too few levels
LEVELS = 255
NARROWER = 1 - 1e-8  # bounds are taken down by this factor
CHUNK = 2_000  # compositions a thread takes at a time


@dataclass(frozen=True, slots=True)
class Found:
    """Positions and scores, a row for each composition, best first; -1 and 0 where fewer formulas share something."""

    positions: Integers
    scores: Doubles


class Work(NamedTuple):
    """Working memory of one thread."""

    levels: Bytes  # the counters, one for each slot
    blocks: Bytes  # highest level of each block, by column
    fields: Bytes  # highest level of each field
    asked_of: Floats  # weight of each substance of the composition, 0 elsewhere
    best: Doubles  # the k best scores so far, falling
    at: Integers  # their positions
    first_values: Doubles  # how promising the most promising fields are, falling
    first_fields: Integers  # and their fields


class Question(NamedTuple):
    """One composition on its way: `scale` turns a sum into a level, `root` is that of `asked`."""

    metric: int
    share: Doubles
    asked: float
    scale: float
    root: float


def top_k(index: KernelIndex, compositions: Compositions, k: int, threads: int = 1) -> Found:
    """The `k` best formulas for each composition; equal scores go to the lower position.

    A formula that shares nothing is not found. The interpreter lock is free while the compiled code runs.

    Raises:
        ValueError: `k` or `threads` is below 1, or a composition names a substance outside the vocabulary.
    """
    if k < 1 or threads < 1:
        raise ValueError("k and threads must be at least 1")
    if compositions.terms.size and not 0 <= compositions.terms.min() <= compositions.terms.max() < index.weights.size:
        raise ValueError("a composition names a substance outside the vocabulary; count it as unknown")
    count = len(compositions)
    found = Found(np.full((count, k), -1, dtype=np.int32), np.zeros((count, k)))
    foreign = np.asarray(compositions.unknown * index.rare, dtype=np.float64)
    share, tables = shares(), index.tables

    def part(first: int) -> None:
        last = min(first + CHUNK, count)
        search_part(
            int(index.metric),
            share,
            tables,
            compositions.starts,
            compositions.terms,
            foreign,
            first,
            last,
            found.positions,
            found.scores,
        )

    if threads == 1:
        for first in range(0, count, CHUNK):
            part(first)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(part, range(0, count, CHUNK)))
    return found


@compiled
def search_part(
    metric: int,
    share: Doubles,
    tables: Tables,
    starts: npt.NDArray[np.int64],
    terms: Integers,
    foreign: Doubles,
    first: int,
    last: int,
    positions: Integers,
    scores: Doubles,
) -> None:
    """Fills the rows `first` up to `last` of `positions` and `scores`."""
    k = positions.shape[1]
    work = Work(
        np.zeros(tables.totals.size, np.uint8),
        np.zeros(tables.block_low.size, np.uint8),
        np.zeros(tables.field_low.size, np.uint8),
        np.zeros(tables.weights.size, np.float32),
        np.zeros(k, np.float64),
        np.zeros(k, np.int32),
        np.zeros(min(k + k // 2 + 1, tables.field_low.size), np.float64),
        np.zeros(min(k + k // 2 + 1, tables.field_low.size), np.int32),
    )
    for row in range(first, last):
        own = terms[starts[row] : starts[row + 1]]
        for place in range(k):
            work.best[place] = -1.0
            work.at[place] = -1
        asked = foreign[row]
        for term in own:
            asked += tables.weights[term]
        if own.size and tables.groups[0]:
            _search(metric, share, tables, work, own, asked)
        for place in range(k):
            positions[row, place] = work.at[place]
            scores[row, place] = max(work.best[place], 0.0)


@inlined
def _search(metric: int, share: Doubles, tables: Tables, work: Work, own: Integers, asked: float) -> None:
    for term in own:
        work.asked_of[term] = tables.weights[term]
    scale = (LEVELS - own.size) / asked
    question = Question(metric, share, asked, scale, math.sqrt(asked))
    if own.size > CROWDED:
        for group in range(tables.groups[0]):
            _score(tables, work, question, group)
    else:
        _count(tables, work, own, scale)
        _fold(work.levels, work.blocks)
        _fold(work.blocks, work.fields)
        _score_champions(tables, work, question)
        _score_rest(tables, work, question)
    for term in own:
        work.asked_of[term] = 0.0


@inlined
def _count(tables: Tables, work: Work, own: Integers, scale: float) -> None:
    """Tricks 3 and 4: the levels of all groups."""
    levels = work.levels
    levels[:] = 0
    for term in own:
        addend = np.uint8(int(tables.weights[term] * scale) + 1)
        row = tables.dense_row[term]
        if row >= 0:
            _add_row(levels, tables.dense[row], addend)
        else:
            start = tables.posting_starts[term]
            end = tables.posting_starts[np.uint32(term + 1)]
            _add_postings(levels, tables.slots[start:end], addend)


@inlined
def _add_postings(levels: Bytes, slots: npt.NDArray[np.unsignedinteger], addend: np.uint8) -> None:
    for slot in slots:
        levels[slot] += addend


@inlined
def _add_row(levels: Bytes, row: Bytes, addend: np.uint8) -> None:
    for slot in range(levels.size):
        levels[slot] += row[slot] & addend


@inlined
def _fold(table: Bytes, highest: Bytes) -> None:
    """Trick 5: the maximum of each column, the table being rows as wide as `highest`."""
    width = highest.size
    highest[:] = table[:width]
    for start in range(width, table.size, width):
        _keep_larger(highest, table[start : start + width])


@inlined
def _keep_larger(highest: Bytes, row: Bytes) -> None:
    for column in range(highest.size):
        one, other = highest[column], row[column]
        highest[column] = one if one > other else other


@inlined
def _least_level(question: Question, low: float, bound: float) -> int:
    """Trick 5: the least level with which a group of at least this total (for the cosine its root) can reach the bound."""
    if bound <= 0.0:
        return 1
    metric, asked = question.metric, question.asked
    if metric == 0:
        matched = bound * question.root * low
    elif metric == 1:
        matched = bound * (asked + low) / (1.0 + bound)
    else:
        return _least_level_of_fusion(question, low, bound)
    return max(1, math.ceil(matched * question.scale * NARROWER))


@inlined
def _least_level_of_fusion(question: Question, low: float, bound: float) -> int:
    least, most = 1, LEVELS + 1
    while least < most:
        middle = (least + most) // 2
        matched = min(middle / (question.scale * NARROWER), question.asked)
        if similarity(question.metric, matched, question.asked, low, question.share) >= bound * NARROWER:
            most = middle
        else:
            least = middle + 1
    return most


@inlined
def _score_champions(tables: Tables, work: Work, question: Question) -> None:
    """Trick 6: scores the group with the highest level of each good block, so that the k-th best is high from the start."""
    _order_fields(tables, work)
    fields, columns = work.fields.size, work.blocks.size
    lanes, parts = work.levels.size // columns, columns // fields
    for field in work.first_fields:
        if field < 0:
            break
        level = work.fields[field]
        if level < _least_level(question, tables.field_low[field], work.best[-1]):
            continue
        part = 0
        while work.blocks[part * fields + field] != level:
            part += 1
        column = part * fields + field
        lane = 0
        while work.levels[lane * columns + column] != level:
            lane += 1
        _score(tables, work, question, (field * parts + part) * lanes + lane)
        work.levels[lane * columns + column] = 0


@inlined
def _order_fields(tables: Tables, work: Work) -> None:
    """The most promising fields, best first, into `first_fields`; -1 after the last. Any order would give the answer."""
    values, chosen = work.first_values, work.first_fields
    values[:] = 0.0
    chosen[:] = -1
    last = values.size - 1
    for field in range(work.fields.size):
        value = work.fields[field] * tables.field_promise[field]
        if value <= values[last]:
            continue
        place = last
        while place > 0 and values[place - 1] < value:
            values[place] = values[place - 1]
            chosen[place] = chosen[place - 1]
            place -= 1
        values[place] = value
        chosen[place] = field


@inlined
def _score_rest(tables: Tables, work: Work, question: Question) -> None:
    """Trick 7: opens what can still reach the k-th best."""
    fields, columns = work.fields.size, work.blocks.size
    lanes, parts = work.levels.size // columns, columns // fields
    for field in range(fields):
        if work.fields[field] < _least_level(question, tables.field_low[field], work.best[-1]):
            continue
        for part in range(parts):
            column = part * fields + field
            least = _least_level(question, tables.block_low[column], work.best[-1])
            if work.blocks[column] < least:
                continue
            for lane in range(lanes):
                if work.levels[lane * columns + column] >= least:
                    _score(tables, work, question, (field * parts + part) * lanes + lane)


@inlined
def _exact(tables: Tables, work: Work, question: Question, group: int) -> float:
    matched = 0.0
    for place in range(tables.term_starts[group], tables.term_starts[group + 1]):
        matched += work.asked_of[tables.terms[place]]
    if matched <= 0.0:
        return 0.0
    return similarity(question.metric, matched, question.asked, tables.totals[group], question.share)


@inlined
def _score(tables: Tables, work: Work, question: Question, group: int) -> None:
    """Tricks 1 and 2: the exact score of a group, given to each of its formulas."""
    score = _exact(tables, work, question, group)
    if score <= 0.0 or score < work.best[-1]:
        return
    for place in range(tables.member_starts[group], tables.member_starts[group + 1]):
        _offer(work.best, work.at, score, tables.members[place])


@inlined
def _offer(best: Doubles, at: Integers, score: float, position: int) -> None:
    place = best.size - 1
    if not _goes_before(score, position, best[place], at[place]):
        return
    while place > 0 and _goes_before(score, position, best[place - 1], at[place - 1]):
        best[place] = best[place - 1]
        at[place] = at[place - 1]
        place -= 1
    best[place] = score
    at[place] = position


@inlined
def _goes_before(score: float, position: int, other: float, other_position: int) -> bool:
    return score > other or (score == other and position < other_position)
