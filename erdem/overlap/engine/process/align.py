"""Ordered alignment of two processes: which steps correspond, which exist on one side only.

Global alignment (Needleman-Wunsch) on operation classes: a step that serves the same end counts 1, a near one less,
a gap nothing; the order of steps is kept.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from erdem.overlap.engine.process.operations import COMMONPLACE, NEAR, classes_of, shapes_of
from erdem.overlap.engine.records import Step
from erdem.overlap.engine.weights import PROCESS

MAX_STEPS = 400


class StepGrade(enum.StrEnum):
    """How two steps correspond; the last two are voids."""

    SAME = "same"
    NEAR = "near"
    PATENT_ADDS = "patent_adds"  # 专利增
    PATENT_OMITS = "patent_omits"  # 专利减


@dataclass(frozen=True, slots=True)
class StepPair:
    """One row of the alignment: positions in the patent's and the TK's steps, None for a void."""

    patent: int | None
    tk: int | None
    grade: StepGrade


@dataclass(frozen=True, slots=True)
class Alignment:
    """Rows in order, with `agreement` 0..1: graded matches over the longer side, weighted by how telling they are."""

    rows: tuple[StepPair, ...]
    agreement: float

    @property
    def matched(self) -> int:
        """Number of steps that correspond."""
        return sum(row.grade in (StepGrade.SAME, StepGrade.NEAR) for row in self.rows)


def grade_steps(first: Step, second: Step) -> StepGrade | None:
    """Same end, near, or no correspondence."""
    one, other = _classes(first), _classes(second)
    common = set(one) & set(other)
    if common:
        shapes = shapes_of(first.operation), shapes_of(second.operation)
        differ = "cut" in common and shapes[0] and shapes[1] and not shapes[0] & shapes[1]
        return StepGrade.NEAR if differ else StepGrade.SAME
    if any(frozenset((a, b)) in NEAR for a in one for b in other):
        return StepGrade.NEAR
    return None


def _classes(step: Step) -> tuple[str, ...]:
    return classes_of(step.operation, f"{step.tool} {step.temperature} {step.time} {step.other}")


def align(patent_steps: Sequence[Step], tk_steps: Sequence[Step]) -> Alignment:
    """Best ordered correspondence of the steps of a patent and a TK process."""
    patent_steps, tk_steps = patent_steps[:MAX_STEPS], tk_steps[:MAX_STEPS]
    if not patent_steps or not tk_steps:
        return Alignment(_voids(len(patent_steps), len(tk_steps)), 0.0)
    grades = [[grade_steps(mine, theirs) for theirs in tk_steps] for mine in patent_steps]
    gains = [[_gain(grade, patent_steps[i]) for grade in row] for i, row in enumerate(grades)]
    best = _table(gains)
    rows = _trace(grades, gains, best)
    longest = max(len(patent_steps), len(tk_steps), PROCESS.least_steps)
    return Alignment(tuple(rows), best[-1][-1] / longest)


def _gain(grade: StepGrade | None, step: Step) -> float:
    if grade is None:
        return 0.0
    telling = 0.5 if set(_classes(step)) <= COMMONPLACE else 1.0
    return telling * (1.0 if grade is StepGrade.SAME else PROCESS.near)


def _table(gains: list[list[float]]) -> list[list[float]]:
    height, width = len(gains), len(gains[0])
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(1, height + 1):
        for j in range(1, width + 1):
            best[i][j] = max(best[i - 1][j], best[i][j - 1], best[i - 1][j - 1] + gains[i - 1][j - 1])
    return best


def _trace(grades: list[list[StepGrade | None]], gains: list[list[float]], best: list[list[float]]) -> list[StepPair]:
    rows: list[StepPair] = []
    i, j = len(gains), len(gains[0])
    while i and j:
        grade = grades[i - 1][j - 1]
        if grade is not None and best[i][j] == best[i - 1][j - 1] + gains[i - 1][j - 1]:
            rows.append(StepPair(i - 1, j - 1, grade))
            i, j = i - 1, j - 1
        elif best[i][j] == best[i - 1][j]:
            rows.append(StepPair(i - 1, None, StepGrade.PATENT_ADDS))
            i -= 1
        else:
            rows.append(StepPair(None, j - 1, StepGrade.PATENT_OMITS))
            j -= 1
    rows.extend(StepPair(k, None, StepGrade.PATENT_ADDS) for k in range(i - 1, -1, -1))
    rows.extend(StepPair(None, k, StepGrade.PATENT_OMITS) for k in range(j - 1, -1, -1))
    return rows[::-1]


def _voids(patent_count: int, tk_count: int) -> tuple[StepPair, ...]:
    return (
        *(StepPair(k, None, StepGrade.PATENT_ADDS) for k in range(patent_count)),
        *(StepPair(None, k, StepGrade.PATENT_OMITS) for k in range(tk_count)),
    )
