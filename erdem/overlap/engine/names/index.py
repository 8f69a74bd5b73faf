"""The index of watched names: exact, and fast enough for a gazette of marks or a week of titles.

Nothing is sampled: a name that stands in a text, or is one character, one sound or one script away by the rules of `compare`
and `running`, is found. Tests hold the index to a scan of every pair.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from erdem.overlap.engine.names import running
from erdem.overlap.engine.names.compare import Likeness, compare_spellings, likeness_of
from erdem.overlap.engine.names.distinct import distinctiveness
from erdem.overlap.engine.names.entries import Tables, tables_of
from erdem.overlap.engine.names.model import NameHit, NameReason, TextKind, WatchedName
from erdem.overlap.engine.names.segments import Segment, segments, word_runs
from erdem.overlap.engine.names.spelling import Spelling, Writing, spelling_of
from erdem.overlap.engine.records import Span
from erdem.overlap.engine.weights import NAMES

MAX_HITS = 100


@dataclass(frozen=True, slots=True)
class _Near:
    """An entry near a place of the text, before it is written out."""

    entry: int
    likeness: Likeness
    span: Span


class NameIndex:
    """Watched names, ready to be looked for. Build it once; it does not change."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @classmethod
    def build(cls, watched: Iterable[WatchedName]) -> NameIndex:
        """The index of these names."""
        return cls(tables_of(watched))

    def __len__(self) -> int:
        """Number of distinct spellings."""
        return len(self._tables.entries)

    def search(
        self, text: str, kind: TextKind | str = TextKind.TITLE, classes: Collection[int] = (), limit: int = MAX_HITS
    ) -> list[NameHit]:
        """The watched names near a text, best first; one hit a watched name and record. Empty when nothing is near.

        In running text (`title`, `claim`) a name is looked for inside; a `mark` is also compared as a whole. With `classes`
        (Nice) names watched for other classes only are left out. The first 200,000 characters are read, of a mark 400.
        """
        kind = TextKind(kind)
        if not self._tables.entries or not text.strip():
            return []
        found = self._in_mark(text) if kind is TextKind.MARK else self._in_text(text)
        best: dict[int, _Near] = {}
        for near in found:
            known = best.get(near.entry)
            if known is None or _order(near) < _order(known):
                best[near.entry] = near
        kept = (near for near in best.values() if self._tells(near, kind))
        return self._written(text, kept, frozenset(classes), limit)

    def _in_text(self, text: str) -> Iterator[_Near]:
        found = segments(text, TextKind.TITLE)
        for segment in found:
            if segment.writing is Writing.HAN:
                yield from self._spans(
                    segment, running.in_characters(self._tables, segment, running.IN_TEXT, aligned=True)
                )
                yield from self._spans(segment, running.by_sound(self._tables, segment, running.IN_TEXT))
                yield from self._spans(segment, running.by_rendering(self._tables, segment, running.IN_TEXT))
        for run in word_runs(found, text):
            for near in running.in_words(self._tables, run, running.IN_TEXT, rendered=False):
                yield _Near(near.entry, near.likeness, (run.places[near.start][0], run.places[near.end - 1][1]))

    def _in_mark(self, text: str) -> Iterator[_Near]:
        found = segments(text, TextKind.MARK)
        for segment in found:
            if segment.writing is Writing.HAN:
                yield from self._spans(
                    segment, running.in_characters(self._tables, segment, running.IN_MARK, aligned=False)
                )
                yield from self._spans(segment, running.by_sound(self._tables, segment, running.IN_MARK))
                yield from self._whole(segment.text, segment.span(0, len(segment.text)))
        for run in word_runs(found, text):
            for near in running.in_words(self._tables, run, running.IN_MARK, rendered=True):
                yield _Near(near.entry, near.likeness, (run.places[near.start][0], run.places[near.end - 1][1]))
            joined = (" " if run.writing is Writing.MONGOLIAN else "").join(run.words)
            yield from self._whole(joined, (run.places[0][0], run.places[-1][1]))

    def _spans(self, segment: Segment, found: Iterable[running.Found]) -> Iterator[_Near]:
        for one in found:
            yield _Near(one.entry, one.likeness, segment.span(one.start, one.end))

    def _whole(self, text: str, span: Span) -> Iterator[_Near]:
        """Everything that is near the text as one name."""
        mine = spelling_of(text)
        for entry in sorted(self._candidates(mine)):
            theirs = self._tables.entries[entry].spelling
            likeness = compare_spellings(mine, theirs)
            if likeness is None:
                continue
            if likeness.reason is NameReason.CONTAINS and len(mine.text) < len(theirs.text):
                likeness = likeness_of(NameReason.PART_OF, mine.text)
            yield _Near(entry, likeness, span)

    def _candidates(self, mine: Spelling) -> set[int]:
        tables, text = self._tables, mine.text
        found: set[int] = set()
        if mine.writing is Writing.HAN:
            for at in range(len(text) - 1):
                gram = text[at : at + 2]
                found.update(tables.first.get(gram, ()), tables.last.get(gram, ()))
            found.update(tables.grams.get(text[:2], ()), tables.skip.get(f"{text[:1]}{text[-1:]}", ()))
            if len(text) == 2:
                found.update(tables.half.get(f"{text[0]}*", ()), tables.half.get(f"*{text[1]}", ()))
        else:
            found.update(tables.words.get(text, ()), self._letters_near(text))
            found.update(tables.shapes.get(mine.shapes, ()), tables.shapes.get(mine.stems, ()))
        for sounds in mine.blurred:
            if len(sounds) > 1:
                found.update(entry for known, entry in tables.heard.get((sounds[0], sounds[1]), ()) if known == sounds)
        for key in mine.keys:
            found.update(tables.keys.get(key, ()))
        return found

    def _letters_near(self, text: str) -> Iterator[int]:
        """Entries in letters within one letter of the text, or the longer part of one another."""
        for word, entry in self._tables.letters.items():
            if abs(len(word) - len(text)) <= 1 or word in text or text in word:
                yield entry

    def _tells(self, near: _Near, kind: TextKind) -> bool:
        """Whether a hit is worth reporting: a mark that is the very name always is."""
        if kind is TextKind.MARK and near.likeness.reason is NameReason.SAME:
            return True
        return near.likeness.grade * self._weight(near) >= NAMES.least

    def _weight(self, near: _Near) -> float:
        """How much the name tells; of a mark that is a part of it, how much that part tells."""
        if near.likeness.reason is not NameReason.PART_OF:
            return self._tables.entries[near.entry].weight
        part = near.likeness.detail
        return distinctiveness(part, is_place=part in self._tables.places)

    def _written(self, text: str, found: Iterable[_Near], classes: frozenset[int], limit: int) -> list[NameHit]:
        hits: list[NameHit] = []
        for near in found:
            entry = self._tables.entries[near.entry]
            score = near.likeness.grade * self._weight(near)
            start, end = near.span
            hits.extend(
                NameHit(
                    watched,
                    near.likeness.reason,
                    score,
                    start,
                    end,
                    text[start:end],
                    entry.weight,
                    near.likeness.detail,
                )
                for watched in entry.watched
                if not classes or not watched.classes or classes & watched.classes
            )
        hits.sort(
            key=lambda hit: (-hit.score, hit.start, -(hit.end - hit.start), hit.watched.name, str(hit.watched.record))
        )
        return _one_a_record(hits)[:limit]


def _order(near: _Near) -> tuple[float, int]:
    return -near.likeness.grade, near.span[0]


def _one_a_record(hits: Iterable[NameHit]) -> list[NameHit]:
    """The best hit of each record."""
    best: dict[tuple[object, str], NameHit] = {}
    for hit in hits:
        best.setdefault((hit.watched.record, hit.watched.title), hit)
    return list(best.values())
