"""Names in running text: windows of a title or claim that are a watched name, look or sound like one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

import rjieba

from erdem.lib import mongolian
from erdem.overlap.engine.names.compare import Likeness, differing, likeness_of
from erdem.overlap.engine.names.entries import Tables
from erdem.overlap.engine.names.glyphs import look_alike
from erdem.overlap.engine.names.model import NameReason
from erdem.overlap.engine.names.segments import Segment, Words
from erdem.overlap.engine.names.sounds import blurred, first_reading
from erdem.overlap.engine.names.spelling import Writing
from erdem.overlap.engine.names.transliteration import USUAL, keys_of
from erdem.overlap.engine.weights import NAMES

WORDS_OF_A_NAME = 4
ALIGNED_BELOW = 4  # shorter names must begin and end with a word of the text


@dataclass(frozen=True, slots=True)
class Found:
    """An entry met at `start:end` of a segment or run."""

    entry: int
    likeness: Likeness
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Least:
    """From how many characters or syllables on a likeness counts: few in a mark, more in running text."""

    one_character: int
    look_alike: int
    same_sound: int
    near_sound: int
    letters: int
    sounds: int


IN_TEXT = Least(
    one_character=NAMES.one_character_in_text,
    look_alike=NAMES.look_alike_in_text,
    same_sound=NAMES.same_sound_in_text,
    near_sound=NAMES.near_sound_in_text,
    letters=NAMES.letters_in_text,
    sounds=NAMES.sounds_in_text,
)
IN_MARK = Least(one_character=NAMES.one_character_from, look_alike=2, same_sound=2, near_sound=3, letters=4, sounds=2)


def in_characters(tables: Tables, segment: Segment, least: Least, *, aligned: bool) -> Iterator[Found]:
    """Names that stand in a run of characters as they are or with one character changed.

    With `aligned` a short name, and any that is changed, must begin and end with a word: 策格 does not stand in 政策格局.
    """
    words = _Cut(segment.text)
    for found in _windows(tables, segment.text, least):
        short = found.end - found.start < ALIGNED_BELOW or found.likeness.reason not in _AS_IT_IS
        if not aligned or not short or words.has_edges(found.start, found.end):
            yield found


_AS_IT_IS = (NameReason.SAME, NameReason.CONTAINS)


class _Cut:
    """Where the words of a text begin and end; cut when first asked for, by the dictionary alone."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._edges: list[int] | None = None

    def _cut(self) -> list[int]:
        if self._edges is None:
            self._edges = list(accumulate(map(len, rjieba.cut(self._text, hmm=False)), initial=0))
        return self._edges

    def has_edges(self, start: int, end: int) -> bool:
        """Whether a word begins at `start` and one ends at `end`."""
        edges = self._cut()
        return all(_holds(edges, place) for place in (start, end))

    def is_plain(self, start: int, end: int, name: str) -> bool:
        """Whether ordinary words of two characters or more stand there that the name does not have at the same place."""
        edges = self._cut()
        inside = edges[bisect_left(edges, start) : bisect_right(edges, end)]
        return any(
            last - first > 1 and self._text[first:last] != name[first - start : last - start]
            for first, last in pairwise(inside)
        )


def _holds(edges: list[int], place: int) -> bool:
    at = bisect_left(edges, place)
    return at < len(edges) and edges[at] == place


def _windows(tables: Tables, text: str, least: Least) -> Iterator[Found]:
    first, last, skip = tables.first, tables.last, tables.skip
    for at in range(len(text) - 1):
        gram = text[at : at + 2]
        for entry in first.get(gram, ()):
            yield from _window(tables, text, entry, at, least)
        for entry in last.get(gram, ()):
            size = len(tables.entries[entry].spelling.text)
            if size > 2:
                yield from _window(tables, text, entry, at + 2 - size, least, changed_only=True)
        for entry in skip.get(text[at] + text[at + 2 : at + 3], ()):
            yield from _window(tables, text, entry, at, least, changed_only=True)


def _window(
    tables: Tables, text: str, entry: int, start: int, least: Least, *, changed_only: bool = False
) -> Iterator[Found]:
    name = tables.entries[entry].spelling.text
    end = start + len(name)
    if start < 0 or end > len(text):
        return
    window = text[start:end]
    if window == name:
        if not changed_only:
            whole = least is IN_MARK and len(name) == len(text)
            reason = NameReason.SAME if whole else NameReason.CONTAINS
            yield Found(entry, likeness_of(reason), start, end)
        return
    if len(name) < min(least.look_alike, least.one_character) or sum(map(str.__ne__, window, name)) != 1:
        return
    if len(name) >= least.look_alike and look_alike(window, name):
        yield Found(entry, likeness_of(NameReason.LOOK_ALIKE, differing(window, name)), start, end)
    elif len(name) >= least.one_character:
        yield Found(entry, likeness_of(NameReason.ONE_CHARACTER, differing(window, name)), start, end)


def by_sound(tables: Tables, segment: Segment, least: Least) -> Iterator[Found]:
    """Names whose syllables stand in a run of characters under other characters.

    They must begin and end with a word and be no ordinary words: 基于三 is not heard as 鲫鱼散.
    """
    words = _Cut(segment.text)
    for found in _heard(tables, segment.text, least):
        name = tables.entries[found.entry].spelling.text
        if words.has_edges(found.start, found.end) and not words.is_plain(found.start, found.end, name):
            yield found


def _heard(tables: Tables, text: str, least: Least) -> Iterator[Found]:
    exact = [first_reading(character) for character in text]
    heard = [blurred(sound) for sound in exact]
    for at in range(len(heard) - 1):
        for sounds, entry in tables.heard.get((heard[at], heard[at + 1]), ()):
            end = at + len(sounds)
            if len(sounds) < least.same_sound or tuple(heard[at:end]) != sounds:
                continue
            spelling = tables.entries[entry].spelling
            if text[at:end] == spelling.text:
                continue
            if tuple(exact[at:end]) in spelling.sounds:
                yield Found(entry, likeness_of(NameReason.SAME_SOUND, " ".join(exact[at:end])), at, end)
            elif len(sounds) >= least.near_sound and spelling.writing is Writing.HAN:
                yield Found(entry, likeness_of(NameReason.NEAR_SOUND, " ".join(exact[at:end])), at, end)


def by_rendering(tables: Tables, segment: Segment, least: Least) -> Iterator[Found]:
    """Runs of characters that Chinese uses to write out foreign words, against names in Mongolian scripts."""
    start = 0
    for at in range(len(segment.text) + 1):
        if at < len(segment.text) and segment.text[at] in USUAL:
            continue
        if at - start >= max(least.sounds - 1, 2):
            yield from _keyed(tables, segment.text[start:at], Writing.HAN, start, at, least)
        start = at + 1


def in_words(tables: Tables, run: Words, least: Least, *, rendered: bool) -> Iterator[Found]:
    """Names in letters or Mongolian script among the words of a run; with `rendered` also Latin words as renderings."""
    for start in range(len(run.words)):
        for end in range(start + 1, min(start + WORDS_OF_A_NAME, len(run.words)) + 1):
            if run.writing is Writing.MONGOLIAN:
                yield from _shaped(tables, run, start, end)
                joined = " ".join(run.words[start:end])
            else:
                joined = "".join(run.words[start:end])
                yield from _lettered(tables, run, joined, start, end, least)
            if rendered or run.writing is not Writing.LATIN:
                yield from _keyed(tables, joined, run.writing, start, end, least)


def _lettered(tables: Tables, run: Words, joined: str, start: int, end: int, least: Least) -> Iterator[Found]:
    for entry in tables.words.get(joined, ()):
        spelling = tables.entries[entry].spelling
        if spelling.writing is not Writing.HAN:
            reason = NameReason.SAME if end - start == len(run.words) else NameReason.CONTAINS
            yield Found(entry, likeness_of(reason), start, end)
        elif len(joined) >= least.letters:
            yield Found(entry, likeness_of(NameReason.SAME_SOUND, joined), start, end)


def _shaped(tables: Tables, run: Words, start: int, end: int) -> Iterator[Found]:
    keys = [mongolian.keys(word) for word in run.words[start:end]]
    shapes = " ".join(key.shape or key.raw for key in keys)
    stems = " ".join(key.stem or key.raw for key in keys)
    for key in dict.fromkeys((shapes, stems)):
        for entry in tables.shapes.get(key, ()):
            yield Found(entry, likeness_of(NameReason.SAME_MONGOLIAN, key), start, end)


def _keyed(tables: Tables, word: str, writing: Writing, start: int, end: int, least: Least) -> Iterator[Found]:
    for key in keys_of(word[:80]):
        if len(key) < least.sounds:
            continue
        for entry in tables.keys.get(key, ()):
            if tables.entries[entry].spelling.writing is not writing:
                yield Found(entry, likeness_of(NameReason.TRANSLITERATION, key), start, end)
