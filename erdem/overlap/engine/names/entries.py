"""The watched names by their parts: what a text is looked up by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from erdem.overlap.engine.names.distinct import distinctiveness
from erdem.overlap.engine.names.model import WatchedKind, WatchedName
from erdem.overlap.engine.names.sounds import Sounds
from erdem.overlap.engine.names.spelling import Spelling, Writing, spelling_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One distinct spelling with everything that is watched under it."""

    spelling: Spelling
    watched: tuple[WatchedName, ...]
    is_place: bool = False

    @property
    def weight(self) -> float:
        """How much the spelling tells. Asked for hits only: the dictionary behind it takes half a second to load."""
        return distinctiveness(self.spelling.text, is_place=self.is_place)


@dataclass(slots=True)
class Tables:
    """Positions of entries by parts of their spelling. Bigrams are of names in characters."""

    entries: list[Entry] = field(default_factory=list)
    first: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    last: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    skip: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # characters 1 and 3 of three
    half: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # one of two characters, `x*` or `*x`
    grams: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    heard: dict[tuple[str, str], list[tuple[Sounds, int]]] = field(default_factory=lambda: defaultdict(list))
    words: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # letters, and pinyin as letters
    shapes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    letters: dict[str, int] = field(default_factory=dict)  # names in letters only, each once
    places: set[str] = field(default_factory=set)


def tables_of(watched: Iterable[WatchedName]) -> Tables:
    """Sorts watched names into tables; names without a letter or of one character are left out."""
    grouped: dict[Spelling, list[WatchedName]] = defaultdict(list)
    for one in watched:
        spelling = spelling_of(one.name)
        if len(spelling.text) > 1 and spelling.writing is not Writing.OTHER:
            grouped[spelling].append(one)
    tables = Tables()
    for spelling, names in grouped.items():
        is_place = all(name.kind is WatchedKind.PLACE for name in names)
        at = len(tables.entries)
        if is_place:
            tables.places.add(spelling.text)
        tables.entries.append(Entry(spelling, tuple(dict.fromkeys(names)), is_place))
        _enter(tables, spelling, at)
    return tables


def _enter(tables: Tables, spelling: Spelling, at: int) -> None:
    text = spelling.text
    if spelling.writing is Writing.HAN:
        _enter_characters(tables, text, at)
    elif spelling.writing is Writing.MONGOLIAN:
        for key in {spelling.shapes, spelling.stems}:
            tables.shapes[key].append(at)
    else:
        tables.words[text].append(at)
        tables.letters[text] = at
    _enter_sounds(tables, spelling, at)
    for key in spelling.keys:
        tables.keys[key].append(at)


def _enter_sounds(tables: Tables, spelling: Spelling, at: int) -> None:
    for sounds in spelling.blurred:
        if len(sounds) > 1:
            tables.heard[sounds[0], sounds[1]].append((sounds, at))
    if spelling.writing is Writing.HAN:
        for letters in {"".join(sounds) for sounds in spelling.sounds}:
            tables.words[letters].append(at)


def _enter_characters(tables: Tables, text: str, at: int) -> None:
    tables.first[text[:2]].append(at)
    tables.last[text[-2:]].append(at)
    if len(text) == 3:
        tables.skip[text[0] + text[2]].append(at)
    if len(text) == 2:
        tables.half[f"{text[0]}*"].append(at)
        tables.half[f"*{text[1]}"].append(at)
    for gram in {text[k : k + 2] for k in range(len(text) - 1)}:
        tables.grams[gram].append(at)
