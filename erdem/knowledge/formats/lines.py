r"""Cells that hold several things: one a line, its parts divided by a bar, each part after the first with its label.

    诃子 | 用量=三两 | 炮制=去核
    栀子 | 用量=二两

A part without label takes the next place in the order of the labels. What would be mistaken for the marks themselves is
written with a backslash: ``\|`` a bar, ``\n`` a line break, ``\r``, ``\t``, ``\\`` a backslash, ``\s`` a blank at the edge
of a part, ``\u180e`` any character that spreadsheet programs lose there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_OUT: Final = {"\\": "\\\\", "|": "\\|", "｜": "\\｜", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_IN: Final = {"n": "\n", "r": "\r", "t": "\t", "s": " "}
_SPECIAL: Final = re.compile(r"[\\|｜\n\r\t\x00-\x1f\x7f\x85\u2028\u2029]")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_BAR: Final = re.compile(r"(?<!\\)((?:\\\\)*)[|｜]")
_LABEL: Final = re.compile(r"([^=＝]*)[=＝](.*)", re.DOTALL)


class LineError(ValueError):
    """A line of a cell cannot be read: ``what`` is the line or the part, ``known`` the labels there are."""

    def __init__(self, what: str, known: str) -> None:
        super().__init__(what)
        self.what, self.known = what, known


@dataclass(frozen=True, slots=True)
class Part:
    """A labelled part: its field, its Chinese label, other labels, and how many characters it may have."""

    field: str
    zh: str
    names: tuple[str, ...] = ()
    longest: int = 0


def escaped(text: str) -> str:
    """Return a part as it is written in a cell."""
    body = _SPECIAL.sub(lambda found: _OUT.get(found[0]) or f"\\u{ord(found[0]):04x}", text)
    head, tail = _edge(body[:1]), _edge(body[-1:]) if len(body) > 1 else body[1:]
    return head + body[1:-1] + tail if len(body) > 1 else head


def _edge(character: str) -> str:
    if character == " ":
        return "\\s"
    return f"\\u{ord(character):04x}" if character and character.isspace() else character


def unescaped(text: str) -> str:
    """Return what a written part stands for."""
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def _meant(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return _IN.get(found[2], found[2])


def write_line(first: str, parts: Sequence[tuple[str, str]]) -> str:
    """Return one line: the first part, then each part that says something with its label."""
    return " | ".join((escaped(first), *(f"{label}={escaped(text)}" for label, text in parts if text)))


def split_lines(cell: str) -> list[str]:
    """Return the lines of a cell that say something."""
    return [line for line in re.split(r"\r\n|\r|\n", cell) if line.strip()]


def _labels(parts: Sequence[Part]) -> dict[str, str]:
    return {name.lower(): part.field for part in parts for name in (part.field, part.zh, *part.names)}


def read_line(line: str, parts: Sequence[Part]) -> tuple[str, dict[str, str]]:
    """Return the first part and the others by field.

    Raises:
        LineError: a label is unknown, stands twice, or there are more parts than labels.
    """
    pieces = [piece.strip() for piece in _BAR.sub(r"\1\n", line).split("\n")]
    by_name = _labels(parts) if len(pieces) > 1 else {}
    found: dict[str, str] = {}
    for position, piece in enumerate(pieces[1:]):
        labelled = _LABEL.fullmatch(piece)
        field = by_name.get(labelled[1].strip().lower()) if labelled else None
        rest = labelled[2] if labelled else piece
        if not labelled and position < len(parts):
            field = parts[position].field
        if not piece:
            continue
        if field is None or field in found:
            raise LineError(piece[:60], "、".join(f"{part.zh}=" for part in parts))
        found[field] = unescaped(rest.strip())
    return unescaped(pieces[0]), found


def join(lines: Iterable[str]) -> str:
    """Return the cell of several lines."""
    return "\n".join(lines)
