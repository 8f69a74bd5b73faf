"""Ordered alignment of two processes: which steps correspond, which exist on one side only.

Global alignment with affine gaps (Gotoh 1982): a step that serves the same end counts by how telling it is, a near one less, a
pair whose temperature, time, mesh or ratio lie apart less too. Opening a gap between two matched steps costs more than
lengthening it, so that a tradition taken over in one piece outranks the same steps scattered over a long method; what a patent
puts before and after costs nothing. The order of steps is kept.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from erdem.overlap.engine.process.information import class_information
from erdem.overlap.engine.process.operations import NEAR, classes_of, shapes_of
from erdem.overlap.engine.process.parameters import ParameterMatch, compare_parameters, mean_agreement
from erdem.overlap.engine.records import Step
from erdem.overlap.engine.weights import PROCESS

MAX_STEPS = 120


class StepGrade(enum.StrEnum):
    """How two steps correspond; the last two are voids."""

    SAME = "same"
    NEAR = "near"
    PATENT_ADDS = "patent_adds"  # 专利增
    PATENT_OMITS = "patent_omits"  # 专利减


@dataclass(frozen=True, slots=True)
class StepPair:
    """One row of the alignment: positions in the patent's and the TK's steps, None for a void.

    `information` is how telling the pair is (0..1), `parameters` the circumstances that both sides state.
    """

    patent: int | None
    tk: int | None
    grade: StepGrade
    information: float = 0.0
    parameters: tuple[ParameterMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """Rows in order, with `agreement` 0..1; `core` is the share of the tradition's own information that is met, in order."""

    rows: tuple[StepPair, ...]
    agreement: float
    core: float = 0.0

    @property
    def matched(self) -> int:
        """Number of steps that correspond."""
        return sum(row.grade in (StepGrade.SAME, StepGrade.NEAR) for row in self.rows)


def grade_steps(first: Step, second: Step) -> StepGrade | None:
    """Same end, near, or no correspondence."""
    one, other = step_classes(first), step_classes(second)
    common = set(one) & set(other)
    if common:
        shapes = shapes_of(first.operation), shapes_of(second.operation)
        differ = "cut" in common and shapes[0] and shapes[1] and not shapes[0] & shapes[1]
        return StepGrade.NEAR if differ else StepGrade.SAME
    if any(frozenset((a, b)) in NEAR for a in one for b in other):
        return StepGrade.NEAR
    return None


@lru_cache(maxsize=32768)
def step_classes(step: Step) -> tuple[str, ...]:
    """Classes of a step's operation, with its circumstances."""
    return classes_of(step.operation, f"{step.tool} {step.temperature} {step.time} {step.other}")


def step_information(step: Step) -> float:
    """How telling a step is, 0..1."""
    return class_information(step_classes(step))


_Cell = tuple[int, int]
_Pair = tuple[StepGrade, float, float, tuple[ParameterMatch, ...]]  # grade, gain, information, circumstances
_Way = tuple[float, _Cell | None]  # score of the best way to a cell, and the matched pair it last went through
_NO_WAY: _Way = (-math.inf, None)
_START: _Way = (0.0, None)


def align(patent_steps: Sequence[Step], tk_steps: Sequence[Step]) -> Alignment:
    """Best ordered correspondence of the steps of a patent and a TK process."""
    patent_steps, tk_steps = patent_steps[:MAX_STEPS], tk_steps[:MAX_STEPS]
    if not patent_steps or not tk_steps:
        return Alignment(_voids(range(len(patent_steps)), range(len(tk_steps))), 0.0)
    pairs = [[_pair(mine, theirs) for theirs in tk_steps] for mine in patent_steps]
    matched, score = _best_way(pairs)
    rows = _rows(pairs, matched, len(patent_steps), len(tk_steps))
    mine, theirs = (
        max(sum(map(step_information, steps)), PROCESS.least_information) for steps in (patent_steps, tk_steps)
    )
    core = min(score / theirs, 1.0)
    whole = min(score / max(mine, theirs), 1.0)
    return Alignment(rows, PROCESS.core * core + (1 - PROCESS.core) * whole, core)


def _pair(mine: Step, theirs: Step) -> _Pair | None:
    """Grade, gain, information and circumstances of a possible pair."""
    grade = grade_steps(mine, theirs)
    if grade is None:
        return None
    common = tuple(slug for slug in step_classes(mine) if slug in step_classes(theirs))
    telling = class_information(common) if common else min(step_information(mine), step_information(theirs))
    parameters = compare_parameters(mine, theirs)
    fit = mean_agreement(parameters)
    gain = telling * (1.0 if grade is StepGrade.SAME else PROCESS.near)
    return grade, gain * (1 - PROCESS.parameters * (1 - (1.0 if fit is None else fit))), telling, parameters


def _best_way(pairs: Sequence[Sequence[_Pair | None]]) -> tuple[list[_Cell], float]:
    """The matched pairs of the best way, in order, and its score. What stands before the first and after the last is free."""
    came_from: dict[_Cell, _Cell | None] = {}
    end, best = None, 0.0
    width = len(pairs[0])
    above = _Row(width)
    for i, line in enumerate(pairs):
        row = _Row(width)
        for j, pair in enumerate(line):
            row.patent_gap[j] = max(
                _less(above.match[j], PROCESS.gap_open), _less(above.patent_gap[j], PROCESS.gap_longer), key=_score
            )
            if j:
                # A gap of the tradition may follow one of the patent: both were opened.
                opened = max(row.match[j - 1], row.patent_gap[j - 1], key=_score)
                row.tk_gap[j] = max(
                    _less(opened, PROCESS.gap_open), _less(row.tk_gap[j - 1], PROCESS.gap_longer), key=_score
                )
            if pair is not None:
                before = max(_START, *above.ways(j - 1), key=_score) if j else _START
                row.match[j] = (pair[1] + before[0], (i, j))
                came_from[i, j] = before[1]
                if row.match[j][0] > best + 1e-12:
                    end, best = (i, j), row.match[j][0]
        above = row
    return _back(end, came_from), best


class _Row:
    """The best ways to the cells of one row that end in a match, a gap of the patent or a gap of the tradition."""

    __slots__ = ("match", "patent_gap", "tk_gap")

    def __init__(self, width: int) -> None:
        self.match: list[_Way] = [_NO_WAY] * width
        self.patent_gap: list[_Way] = [_NO_WAY] * width
        self.tk_gap: list[_Way] = [_NO_WAY] * width

    def ways(self, column: int) -> tuple[_Way, _Way, _Way]:
        """The three ways to one cell."""
        return self.match[column], self.patent_gap[column], self.tk_gap[column]


def _less(way: _Way, cost: float) -> _Way:
    return way[0] - cost, way[1]


def _score(way: _Way) -> float:
    return way[0]


def _back(end: _Cell | None, came_from: dict[_Cell, _Cell | None]) -> list[_Cell]:
    cells: list[_Cell] = []
    while end is not None:
        cells.append(end)
        end = came_from[end]
    return cells[::-1]


def _rows(
    pairs: Sequence[Sequence[_Pair | None]], matched: Sequence[_Cell], patent_count: int, tk_count: int
) -> tuple[StepPair, ...]:
    rows: list[StepPair] = []
    i = j = 0
    for mine, theirs in matched:
        rows.extend(_voids(range(i, mine), range(j, theirs)))
        pair = pairs[mine][theirs]
        if pair is not None:
            rows.append(StepPair(mine, theirs, pair[0], pair[2], pair[3]))
        i, j = mine + 1, theirs + 1
    return (*rows, *_voids(range(i, patent_count), range(j, tk_count)))


def _voids(patent: Sequence[int], tk: Sequence[int]) -> tuple[StepPair, ...]:
    return (
        *(StepPair(k, None, StepGrade.PATENT_ADDS) for k in patent),
        *(StepPair(None, k, StepGrade.PATENT_OMITS) for k in tk),
    )
