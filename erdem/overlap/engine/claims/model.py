"""What a claim says, with the place of every statement in the text."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from erdem.lib.quantity import NOTHING, Quantity
from erdem.overlap.engine.canonical import Canonical
from erdem.overlap.engine.claims.subject import Subject
from erdem.overlap.engine.records import Span, Step


class Language(enum.StrEnum):
    """Language of a text unit; OTHER is one the parser does not read."""

    CHINESE = "zh"
    ENGLISH = "en"
    OTHER = "other"


class Transition(enum.StrEnum):
    """Whether the claim admits further ingredients."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Openness(enum.StrEnum):
    """The same with its degrees: 由…组成, 主要由…组成, 包括."""

    CLOSED = "closed"
    MOSTLY = "mostly"  # consisting essentially of: nothing that changes the nature of the thing
    OPEN = "open"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mention:
    """One ingredient named in a text: `name` equals `text[span[0]:span[1]]` of its unit.

    `group` numbers the alternatives of the unit that this one belongs to (A或B, 选自…): one of them is enough. `preferred` is
    an amount marked as preferred beside the claimed range.
    """

    name: str
    span: Span
    substance: Canonical
    quantity: Quantity = NOTHING
    addition: bool = False
    group: int | None = None
    preferred: Quantity = NOTHING
    chosen: bool = False

    @property
    def optional(self) -> bool:
        """May be absent: a range from zero, written as optional (任选), or brought in by a dependent claim."""
        return self.addition or self.chosen or self.quantity.is_optional


@dataclass(frozen=True, slots=True)
class Indication:
    """A stated use, with its span."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word of the text that stands for a slug (form, route), with its span."""

    slug: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class ParsedText:
    """One text unit: `number` is the claim number from 1, or 0 for title and abstract (`unit` says which)."""

    text: str
    unit: str
    number: int
    language: Language
    transition: Transition = Transition.UNKNOWN
    depends_on: tuple[int, ...] = ()
    mentions: tuple[Mention, ...] = ()
    indication: Indication | None = None
    steps: tuple[Step, ...] = ()
    indications: tuple[Indication, ...] = ()
    openness: Openness = Openness.UNKNOWN
    forms: tuple[Phrase, ...] = ()
    routes: tuple[Phrase, ...] = ()
    by_process: bool = False
    notes: tuple[str, ...] = ()
    subject: Subject = Subject.UNKNOWN

    @property
    def is_dependent(self) -> bool:
        """True when it refers to another claim."""
        return bool(self.depends_on)
