"""Propose the text of a scan. Optional: the models come with the extra ``ocr``; without it nothing here is loaded.

Measured in the study of front-end work: printed Chinese comes out almost without fault, vertical columns come left to right,
traditional Mongolian comes as meaningless Latin letters. So columns are put in order and what may be Mongolian is set aside.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy

from erdem.knowledge.mediafiles.pictures import upright

LONGEST_SIDE: Final = 3000
TALL: Final = 1.5
"""A box this much taller than wide holds a column."""
LATIN_SHARE: Final = 0.6


@dataclass(frozen=True)
class ReadLine:
    """A line as proposed: left, top, width and height as shares of the picture, text, confidence 0–1."""

    box: tuple[float, float, float, float]
    text: str
    confidence: float
    skipped: bool = False


def can_read() -> bool:
    """Say whether the extra is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})


def read_scan(path: Path, code: str) -> list[ReadLine]:
    """Return the lines of a scan in reading order.

    Raises:
        Refused: the picture is damaged.
    """
    picture = upright(path, code)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    found = _engine()(numpy.asarray(picture)[:, :, ::-1])
    if found.boxes is None:
        return []
    lines = [
        line_of(box, text, float(score), picture.size)
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
    ]
    return in_order(lines)


def line_of(corners: Any, text: str, confidence: float, size: tuple[int, int]) -> ReadLine:
    """Return a line with its box as shares of the picture; what looks like Mongolian read as Latin is marked as skipped."""
    across, down = [float(x) for x, _y in corners], [float(y) for _x, y in corners]
    left, top = max(0.0, min(across)), max(0.0, min(down))
    width, height = max(across) - left, max(down) - top
    box = (left / size[0], top / size[1], width / size[0], height / size[1])
    tall = height > TALL * width
    shares = tuple(round(value, 4) for value in box)
    skipped = seems_mongolian(text, confidence, tall=tall)
    return ReadLine(shares, "" if skipped else text, min(1.0, max(0.0, confidence)), skipped)  # type: ignore[arg-type]  # four


def seems_mongolian(text: str, confidence: float, *, tall: bool) -> bool:
    """Say whether a line is more likely Mongolian script than the Latin letters it was read as."""
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return False
    latin = sum(letter.isascii() for letter in letters) / len(letters)
    return latin >= LATIN_SHARE and (tall or confidence < 0.6)


def in_order(lines: list[ReadLine]) -> list[ReadLine]:
    """Put lines in reading order: rows from the top, or columns from the right when most boxes are tall."""
    tall = [line for line in lines if line.box[3] > TALL * line.box[2]]
    if 2 * len(tall) > len(lines):
        return sorted(lines, key=lambda line: (-_column(line, lines), line.box[1]))
    return sorted(lines, key=lambda line: (_row(line, lines), line.box[0]))


def _column(line: ReadLine, lines: list[ReadLine]) -> float:
    """Return the middle of the column a box lies in, so that parts of one column stay together."""
    width = sorted(other.box[2] for other in lines)[len(lines) // 2] or 1.0
    return round((line.box[0] + line.box[2] / 2) / width)


def _row(line: ReadLine, lines: list[ReadLine]) -> float:
    height = sorted(other.box[3] for other in lines)[len(lines) // 2] or 1.0
    return round((line.box[1] + line.box[3] / 2) / height)
