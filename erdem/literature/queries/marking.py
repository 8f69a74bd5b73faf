"""Marking found words in a text, as pieces that a template escapes one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from erdem.lib.folding import fold_with_offsets

BEFORE: Final = 24
LENGTH: Final = 130


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, marked or not."""

    text: str
    is_marked: bool = False


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """Cut a text into pieces; those that are one of the folded words in any spelling are marked."""
    pattern = _pattern(words)
    if pattern is None or not text:
        return [Piece(text)] if text else []
    folded = fold_with_offsets(text)
    pieces, at = [], 0
    for match in pattern.finditer(folded.text):
        start, end = folded.span(*match.span())
        if start < at:
            continue
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], is_marked=True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces


def passage(texts: Iterable[str], words: Sequence[str]) -> list[Piece]:
    """Return about 130 characters of the first text that holds a word, marked; else the beginning of the first text."""
    first = ""
    pattern = _pattern(words)
    for text in texts:
        first = first or text
        if pattern is None:
            break
        folded = fold_with_offsets(text)
        if match := pattern.search(folded.text):
            at, _end = folded.span(*match.span())
            return marked(_window(text, at), words)
    return marked(_window(first, 0), ())


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    known = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word) for word in known)) if known else None


def _window(text: str, at: int) -> str:
    start = max(0, at - BEFORE) if at > BEFORE + 16 else 0
    if start and text[start - 1].isascii() and text[start].isascii():
        space = text.find(" ", start, at)
        start = space + 1 if space > 0 else start
    end = start + LENGTH
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")
