"""What a query means: a tree of frozen nodes, the contract between the parser and whatever answers the query.

Each node knows the characters of the query text it was read from: ``start`` inclusive, ``end`` exclusive, brackets and the
name of the field included. The offsets are where something stands, not what it means: two nodes that differ only in them
are equal.

``field`` is the slug of a field (`fields.FIELDS`), or "" where none was named: the default text for words, phrases and
herbs; any scheme for a class; publication, application and priority alike for a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Literal, TypeAlias

VariantKind: TypeAlias = Literal["canonical", "alias", "latin", "mongolian", "pharmacopoeia", "english"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a node stands in the query text; 0 and 0 for a node that was not read from a text."""

    start: int = attribute(default=0, compare=False)
    end: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Variant:
    """Another name of a herb, folded unless it is Mongolian. ``language`` is a BCP 47 tag: zh-Hans, la, mn-Mong, en."""

    text: str
    language: str = "zh-Hans"
    kind: VariantKind = "alias"


@dataclass(frozen=True, slots=True)
class Word(Place):
    """A run of characters without spaces, folded (`erdem.lib.folding.fold`); Chinese is not yet cut into words.

    ``prefix``: the hit may go on after ``text``. A Mongolian word (`words.is_mongolian`) is kept as it was typed, with its
    vowel separators and variation selectors, because folding would tear it apart.
    """

    field: str
    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase(Place):
    """Folded text that is found as it stands, inner spaces single. Never empty."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Near(Place):
    """Both sides within ``distance`` words of each other, in any order. A side is a word, phrase or herb, or an Or of these."""

    left: Query
    right: Query
    distance: int = 5


@dataclass(frozen=True, slots=True)
class Range(Place):
    """Days as yyyymmdd, both ends included, None for open; never both None, never low > high.

    ``field`` is ad, pd, pr or date: date stands for the year a document is listed under
    (`Publication.year`: filing, else the earliest known day).
    """

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class ClassSymbol(Place):
    """A class in capitals without spaces: A61K36/48, A61K36, A61, A; Locarno (``field`` lo) 09-03 or 09.

    Without ``prefix`` it is this place and what is written below it: A61K36 finds A61K36/48 and not A61K365/00; A61K36/48
    only itself. With ``prefix`` it is every symbol that begins so: A61K36/4 finds A61K36/40 to A61K36/48.
    """

    field: str
    symbol: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class NumberTerm(Place):
    """A patent number: ``key`` and ``stem`` as of `erdem.literature.numbers.Number`.

    ``text`` is how it was typed, in capitals and half width, with its spaces; it does not count when two are compared.
    """

    field: str
    key: str
    stem: str
    text: str = attribute(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Herb(Place):
    """A herb by its folded name. Any of ``variants`` is a hit too; they are empty when it is not ``expanded``.

    Expanded without variants: the lexicon does not know the name.
    """

    field: str
    name: str
    variants: tuple[Variant, ...] = ()
    expanded: bool = True


@dataclass(frozen=True, slots=True)
class Not(Place):
    """What does not hold ``node``. It stands only inside an And that has a part which is no Not."""

    node: Query


@dataclass(frozen=True, slots=True)
class And(Place):
    """All of two or more ``nodes``."""

    nodes: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or(Place):
    """Any of two or more ``nodes``."""

    nodes: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Everything(Place):
    """Every document: the empty query, ``*``, and what a query of exclusions only is taken from."""


Leaf: TypeAlias = Word | Phrase | Range | ClassSymbol | NumberTerm | Herb | Everything
Query: TypeAlias = Leaf | Near | Not | And | Or
