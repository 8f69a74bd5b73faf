"""Circumstances of a step as intervals: temperature in °C, time in minutes, mesh, solid-liquid ratio, percent.

Words become intervals where a standard says so: 常温 and 室温 10-30, 冷水 2-10, 温水 40-50, 热水 70-80 °C (Chinese
Pharmacopoeia 2020, general notices). 过夜 is taken as 8-16 hours. Words without a standard (文火, 数天) say nothing.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from erdem.lib.folding import FoldedText, fold_with_offsets
from erdem.overlap.engine.records import Step

_LONGEST = 400


class ParameterKind(enum.StrEnum):
    """What a figure measures; figures of one kind are in one unit."""

    TEMPERATURE = "temperature"  # °C
    TIME = "time"  # minutes
    MESH = "mesh"  # openings per inch
    RATIO = "ratio"  # parts of liquid to one of solid
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One circumstance: an interval in the unit of its kind, and the words it was read from."""

    kind: ParameterKind
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class ParameterMatch:
    """One kind stated on both sides; `agreement` is 1 where the intervals meet and falls with their distance."""

    kind: ParameterKind
    patent: str
    tk: str
    agreement: float


_NUMBER = r"(?:-|零下)?\d{1,7}(?:\.\d{1,6})?"
_RANGE = (
    rf"(?P<low>{_NUMBER})\s*(?:°c|℃|%|分钟|小时|天|min|h|hours?|days?)?(?:\s*(?:-|~|至|到|to)\s*(?P<high>{_NUMBER}))?"
)
_TEMPERATURE = re.compile(rf"{_RANGE}\s*(?:°c|℃|摄氏度|degrees? c)")
_TIME = re.compile(
    rf"{_RANGE}\s*(?P<unit>小时|分钟|分|天|日|周|个月|秒|hours?|minutes?|days?|weeks?|months?|min|h|s)(?![a-z])"
)
_MESH = re.compile(rf"{_RANGE}\s*(?:目|mesh)")
_PERCENT = re.compile(rf"{_RANGE}\s*%")
_RATIO = re.compile(r"1\s*:\s*\(?(?P<low>\d{1,4}(?:\.\d{1,3})?)(?:\s*(?:-|~|至)\s*(?P<high>\d{1,4}(?:\.\d{1,3})?))?")
_MINUTES = {"秒": 1 / 60, "s": 1 / 60, "分": 1, "m": 1, "h": 60, "小": 60, "天": 1440, "日": 1440, "d": 1440}
_LONG = {"周": 10080, "w": 10080, "个": 43200, "month": 43200, "months": 43200}
_WORDS = (
    (ParameterKind.TEMPERATURE, re.compile("常温|室温|room temperature|ambient temperature"), 10.0, 30.0),
    (ParameterKind.TEMPERATURE, re.compile("冷水"), 2.0, 10.0),
    (ParameterKind.TEMPERATURE, re.compile("温水"), 40.0, 50.0),
    (ParameterKind.TEMPERATURE, re.compile("热水"), 70.0, 80.0),
    (ParameterKind.TEMPERATURE, re.compile("沸水|煮沸|boiling"), 98.0, 100.0),
    (ParameterKind.TIME, re.compile("过夜|一宿|overnight"), 480.0, 960.0),
)
_PATTERNS = (
    (ParameterKind.TEMPERATURE, _TEMPERATURE),
    (ParameterKind.TIME, _TIME),
    (ParameterKind.MESH, _MESH),
    (ParameterKind.PERCENT, _PERCENT),
    (ParameterKind.RATIO, _RATIO),
)


@lru_cache(maxsize=16384)
def parameters_of(step: Step) -> tuple[Parameter, ...]:
    """The circumstances of a step, at most one of a kind: the first that is written."""
    text = fold_with_offsets(
        " ".join((step.temperature, step.time, step.operation, step.tool, step.other, step.material))[:_LONGEST]
    )
    found: dict[ParameterKind, Parameter] = {}
    for kind, pattern in _PATTERNS:
        match = pattern.search(text.text)
        if match:
            found[kind] = _parameter(kind, match, text)
    for kind, words, low, high in _WORDS:
        match = words.search(text.text)
        if match and kind not in found:
            found[kind] = Parameter(kind, low, high, text.quote(*match.span()))
    return tuple(found.values())


def _parameter(kind: ParameterKind, match: re.Match[str], text: FoldedText) -> Parameter:
    low = _figure(match.group("low"))
    high = _figure(match.group("high")) if match.group("high") else low
    scale = 1.0
    if kind is ParameterKind.TEMPERATURE and high > low >= 0 and match.group("low").startswith("零下"):
        high = -high
    if kind is ParameterKind.TIME:
        unit = match.group("unit")
        scale = _LONG.get(unit) or _LONG.get(unit[0]) or _MINUTES[unit[0]]
    return Parameter(kind, min(low, high) * scale, max(low, high) * scale, text.quote(*match.span()).strip())


def _figure(text: str) -> float:
    return -float(text.removeprefix("零下")) if text.startswith("零下") else float(text)


def compare_parameters(patent: Step, tk: Step) -> tuple[ParameterMatch, ...]:
    """The kinds of circumstance that both steps state, each with its agreement 0..1."""
    theirs = {one.kind: one for one in parameters_of(tk)}
    return tuple(
        ParameterMatch(one.kind, one.text, theirs[one.kind].text, _agreement(one, theirs[one.kind]))
        for one in parameters_of(patent)
        if one.kind in theirs
    )


def _agreement(first: Parameter, second: Parameter) -> float:
    """1 where the intervals meet; else by their distance: 20 °C apart, or one three times the other, is 0."""
    apart = max(first.low, second.low) - min(first.high, second.high)
    if apart <= 0:
        return 1.0
    if first.kind is ParameterKind.TEMPERATURE:
        return max(0.0, 1 - apart / 20)
    smaller, larger = min(first.high, second.high), max(first.low, second.low)
    return max(0.0, 1 - (larger / smaller - 1) / 2) if smaller > 0 else 0.0


def mean_agreement(matches: Sequence[ParameterMatch]) -> float | None:
    """Mean over the kinds, None when none can be compared."""
    return sum(match.agreement for match in matches) / len(matches) if matches else None
