"""Marking what was found in the original text, and choosing the passages worth showing.

The index keeps no text, so this works on the text of the record: it is folded (`lib.folding`), the marks are found in the
folded text, and what was found leads back to the original characters. Pieces are plain text that a template escapes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from erdem.lib import mongolian
from erdem.lib.folding import fold
from erdem.literature.search.analysis import inflections
from erdem.literature.search.automaton import Automaton, Hit, Name
from erdem.literature.search.language.nodes import And, Herb, Near, Or, Phrase, Query, Word
from erdem.literature.search.language.shape import children
from erdem.literature.search.language.words import MONGOLIAN

BEFORE: Final = 24
LENGTH: Final = 130
_BACK: Final = 40
_SENTENCE_END: Final = re.compile("[。；！？;\n]")
_WORD_AT_END: Final = re.compile(r"[A-Za-z]+$")
_SPACE_IN_CHINESE: Final = re.compile("(?<=[\u2e80-\U0010ffff]) | (?=[\u2e80-\U0010ffff])")


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that was looked for: any of its folded ``texts``. A ``prefix`` may go on; Mongolian is as it was typed."""

    texts: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the original text from ``start`` on, marked or not; … stands where a passage was cut."""

    text: str
    is_marked: bool = False
    start: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the text number ``source`` of those given, from ``start`` on, in pieces."""

    source: int
    start: int
    pieces: tuple[Piece, ...]


def marks_of(node: Query, field: str = "", *, parts: Callable[[str], Iterable[str]] | None = None) -> tuple[Mark, ...]:
    """What to mark in a text of the field: its own words and those of the default text; in "" all words of the query.

    ``parts`` cuts a Chinese word the way the index looks for it (`Dictionary.parts`). What is excluded is never marked.
    """
    found: dict[Mark, None] = {}
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, (And, Or, Near)):
            waiting.extend(reversed(children(current)))
        elif isinstance(current, (Word, Phrase, Herb)) and (not field or current.field in ("", field)):
            found.update(dict.fromkeys(_marks_of_leaf(current, parts)))
    return tuple(found)


def marked(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """The whole text in pieces; touching hits are one piece."""
    return _pieces(text, 0, len(text), _spans(_found(text, tuple(marks))))


def passages(texts: Iterable[str], marks: Sequence[Mark], *, length: int = LENGTH, most: int = 2) -> list[Passage]:
    """The passages of about ``length`` characters that show the most different marks, at most ``most``.

    Each further passage shows a mark that the ones before do not. Without any hit it is the beginning of the first text; []
    when there is no text. Texts after one that shows every mark in one passage are not read.
    """
    chosen: list[tuple[int, str, list[Hit], _Window]] = []
    read: list[tuple[int, str, list[Hit]]] = []
    wanted = tuple(marks)
    first: tuple[int, str] | None = None
    for source, text in enumerate(texts):
        if text and first is None:
            first = source, text
        hits = _found(text, wanted)
        if hits:
            read.append((source, text, hits))
            if _best(text, hits, length, frozenset()).distinct == len(wanted):
                break
    covered: set[int] = set()
    while len(chosen) < most and read:
        best = max(((*one, _best(one[1], one[2], length, covered)) for one in read), key=lambda one: one[3].merit)
        if not best[3].distinct:
            break
        chosen.append(best)
        covered.update(hit.mark for hit in best[2] if best[3].start <= hit.start and hit.end <= best[3].end)
    if not chosen:
        return [_passage(*first, [], 0, min(length, len(first[1])))] if first else []
    return [_passage(source, text, hits, window.start, window.end) for source, text, hits, window in chosen]


class _Window(NamedTuple):
    """A passage that could be shown; ``merit`` orders them: most new marks, most hits, first."""

    distinct: int
    hits: int
    start: int
    end: int

    @property
    def merit(self) -> tuple[int, int, int]:
        return self.distinct, self.hits, -self.start


def _marks_of_leaf(node: Word | Phrase | Herb, parts: Callable[[str], Iterable[str]] | None) -> Iterator[Mark]:
    if isinstance(node, Herb):
        yield Mark(tuple(dict.fromkeys((node.name, *(variant.text for variant in node.variants)))))
    elif isinstance(node, Phrase):
        yield Mark((node.text,))
    elif parts is None or node.prefix or node.text.isascii() or mongolian.has_mongolian(node.text):
        yield Mark((node.text,), node.prefix)
    else:
        yield from (Mark((part,)) for part in parts(node.text))


def _names(marks: tuple[Mark, ...]) -> Iterator[Name]:
    """The spellings under which each mark is found: singular and plural, with and without spaces in Chinese."""
    for number, mark in enumerate(marks):
        for text in mark.texts:
            if mongolian.has_mongolian(text):
                continue
            head, gap, last = text.rpartition(" ")
            forms = inflections(last) if last.isascii() and last.isalpha() and not mark.prefix else (last,)
            for form in forms:
                yield Name(head + gap + form, number, mark.prefix)
            yield Name(_SPACE_IN_CHINESE.sub("", text), number, mark.prefix)


@lru_cache(maxsize=64)
def _automaton(marks: tuple[Mark, ...]) -> Automaton:
    return Automaton(_names(marks))


@lru_cache(maxsize=64)
def _mongolian_marks(marks: tuple[Mark, ...]) -> dict[str, int]:
    """The keys of the Mongolian marks, strict to loose, each with its mark."""
    found: dict[str, int] = {}
    for number, mark in enumerate(marks):
        for text in mark.texts:
            if mongolian.has_mongolian(text):
                for key in _mongolian_keys(text):
                    found.setdefault(key, number)
    return found


def _mongolian_keys(word: str) -> tuple[str, ...]:
    keys = mongolian.keys(word)
    return tuple(f"{rank}:{key}" for rank, key in enumerate((keys.raw, keys.shape, keys.stem, keys.fold)) if key)


def _found(text: str, marks: tuple[Mark, ...]) -> list[Hit]:
    """The hits in the original text, by start."""
    if not text or not marks:
        return []
    folded = fold(text)
    origin = _origins(text, folded)
    hits = [Hit(origin(hit.start), origin(hit.end - 1) + 1, hit.mark) for hit in _automaton(marks).hits(folded)]
    known = _mongolian_marks(marks)
    if known and mongolian.has_mongolian(text):
        for match in MONGOLIAN.finditer(text):
            number = next((known[key] for key in _mongolian_keys(match[0]) if key in known), None)
            if number is not None:
                hits.append(Hit(*match.span(), number))
    hits.sort()
    return hits


def _origins(text: str, folded: str) -> Callable[[int], int]:
    """From a place in the folded text to the original character behind it.

    Folding goes character by character, so that only those whose folded form is no single character shift what follows.
    """
    odd = [character for character in set(text) if _width(character) != 1]
    if not odd:
        return lambda at: at
    places, shifts = [0], [0]
    shift = 0
    for match in re.finditer(f"[{re.escape(''.join(odd))}]", text):
        at, width = match.start(), _width(match[0])
        for inside in range(width):  # each of its folded characters leads to it
            places.append(at - shift + inside)
            shifts.append(shift - inside)
        shift += 1 - width
        places.append(at + 1 - shift)
        shifts.append(shift)
    return lambda at: at + shifts[bisect_right(places, at) - 1]


@lru_cache(maxsize=65536)
def _width(character: str) -> int:
    return len(fold(character))


def _spans(hits: list[Hit]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for start, end, _mark in hits:
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def _pieces(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], start
    for first, last in spans:
        if last <= at or first >= end:
            continue
        first, last = max(first, at), min(last, end)
        if first > at:
            pieces.append(Piece(text[at:first], start=at))
        pieces.append(Piece(text[first:last], is_marked=True, start=first))
        at = last
    if at < end:
        pieces.append(Piece(text[at:end], start=at))
    return pieces


def _best(text: str, hits: list[Hit], length: int, covered: Iterable[int]) -> _Window:
    """The window of a text that holds the most marks not yet covered; two pointers, each passes the hits once."""
    known = frozenset(covered)
    counts: Counter[int] = Counter()
    best, best_merit, beyond = _Window(0, 0, 0, 0), (0, 0, 0), 0
    for at, hit in enumerate(hits):
        limit = _opening(hit) + length
        while beyond < len(hits) and (hits[beyond].end <= limit or beyond == at):
            if hits[beyond].mark not in known:
                counts[hits[beyond].mark] += 1
            beyond += 1
        distinct = len(counts)
        merit = (distinct, beyond - at, -hit.start)
        if distinct and merit > best_merit:
            best, best_merit = _Window(distinct, beyond - at, *_bounds(text, hit, length)), merit
        if hit.mark in counts:
            counts[hit.mark] -= 1
            if not counts[hit.mark]:
                del counts[hit.mark]
    return best


def _bounds(text: str, hit: Hit, length: int) -> tuple[int, int]:
    """Where a passage around a hit begins and ends: at a sentence if one begins near, never inside a Latin word."""
    start = _opening(hit)
    if start:
        for match in _SENTENCE_END.finditer(text, start, hit.start):
            start = match.end()
        if text[start - 1].isascii() and text[start].isascii():
            space = text.find(" ", start, hit.start)
            start = space + 1 if space > 0 else start
    end = max(min(len(text), start + length), hit.end)
    if end < len(text) and _is_inside_word(text[end - 1 : end + 1]):
        cut = _WORD_AT_END.search(text, max(hit.end, end - _BACK), end)
        end = cut.start() if cut and cut.start() > hit.end else end
    return start, end


def _opening(hit: Hit) -> int:
    return hit.start - BEFORE if hit.start > BEFORE + 16 else 0


def _is_inside_word(two: str) -> bool:
    """Whether a cut between two characters would go through a Latin word."""
    return two.isascii() and two.isalpha()


def _passage(source: int, text: str, hits: list[Hit], start: int, end: int) -> Passage:
    pieces = _pieces(text, start, end, _spans(hits))
    if start:
        pieces.insert(0, Piece("…", start=start))
    if end < len(text):
        pieces.append(Piece("…", start=end))
    return Passage(source, start, tuple(pieces))
