"""A text cut into runs of one writing, each with the way back to the original characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from erdem.lib import mongolian
from erdem.lib.folding import FoldedText, fold_with_offsets
from erdem.overlap.engine.names.model import TextKind
from erdem.overlap.engine.names.spelling import Writing
from erdem.overlap.engine.records import Span

MAX_TEXT = 200_000
MAX_MARK = 400
_MONGOLIAN = re.compile("[\u1820-\u18aa][\u1807\u180a-\u180f\u1820-\u18aa\u202f\u200c\u200d]*")
_HAN = re.compile("[\u3400-\u9fff][\u3400-\u9fff0-9a-z·-]*")
_HAN_LOOSE = re.compile(r"[\u3400-\u9fff](?:[^\w\n]*[\u3400-\u9fff0-9a-z])*")
_WORD = re.compile("[a-z\u00e0-\u024f]+|[\u0400-\u04ff]+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of one writing. `places[i]` is the span of `text[i]` in the original; for words of letters see `words`."""

    text: str
    writing: Writing
    places: tuple[Span, ...]

    def span(self, start: int, end: int) -> Span:
        """Span in the original of `text[start:end]`."""
        return self.places[start][0], self.places[end - 1][1]


def segments(text: str, kind: TextKind) -> list[Segment]:
    """The runs of a text, at most `MAX_TEXT` characters of it. Words of letters and Mongolian words are one place each."""
    text = text[: MAX_MARK if kind is TextKind.MARK else MAX_TEXT]
    folded = fold_with_offsets(text)
    found = list(_han(folded, _HAN_LOOSE if kind is TextKind.MARK else _HAN))
    if not text.isascii() or _WORD.search(folded.text):
        found.extend(_letters(folded))
    if mongolian.has_mongolian(text):
        found.extend(_mongolian(text))
    return found


def _han(folded: FoldedText, pattern: re.Pattern[str]) -> Iterator[Segment]:
    for run in pattern.finditer(folded.text):
        kept = [at for at in range(run.start(), run.end()) if folded.text[at].isalnum()]
        places = tuple((folded.origins[at], folded.origins[at] + 1) for at in kept)
        yield Segment("".join(folded.text[at] for at in kept), Writing.HAN, places)


@dataclass(frozen=True, slots=True)
class Words:
    """Neighbouring words of one writing with their spans."""

    words: tuple[str, ...]
    writing: Writing
    places: tuple[Span, ...]


def _letters(folded: FoldedText) -> Iterator[Segment]:
    for match in _WORD.finditer(folded.text):
        writing = Writing.CYRILLIC if "\u0400" <= match.group()[0] <= "\u04ff" else Writing.LATIN
        yield Segment(match.group(), writing, (folded.span(*match.span()),))


def _mongolian(text: str) -> Iterator[Segment]:
    for match in _MONGOLIAN.finditer(text):
        word = match.group().rstrip("\u180e\u202f\u200c\u200d")
        yield Segment(word, Writing.MONGOLIAN, ((match.start(), match.start() + len(word)),))


def word_runs(found: list[Segment], text: str) -> Iterator[Words]:
    """Words of one writing that only spaces, hyphens and points part, joined into runs."""
    run: list[Segment] = []
    for segment in found:
        if segment.writing is Writing.HAN:
            continue
        if run and (segment.writing is not run[-1].writing or not _parted(text, run[-1], segment)):
            yield _run(run)
            run = []
        run.append(segment)
    if run:
        yield _run(run)


def _run(run: list[Segment]) -> Words:
    return Words(tuple(one.text for one in run), run[0].writing, tuple(one.places[0] for one in run))


def _parted(text: str, first: Segment, second: Segment) -> bool:
    between = text[first.places[0][1] : second.places[0][0]]
    return len(between) <= 3 and all(not character.isalnum() and character not in ",;，；。、" for character in between)
