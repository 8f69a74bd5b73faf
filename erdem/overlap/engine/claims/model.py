"""What a claim says, with the place of every statement in the text."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from erdem.lib.quantity import NOTHING, Quantity
from erdem.overlap.engine.canonical import Canonical
from erdem.overlap.engine.records import Span, Step


class Language(enum.StrEnum):
    """Language of a text unit."""

    CHINESE = "zh"
    ENGLISH = "en"


class Transition(enum.StrEnum):
    """Whether the claim admits further ingredients."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mention:
    """One ingredient named in a text: `name` equals `text[span[0]:span[1]]` of its unit."""

    name: str
    span: Span
    substance: Canonical
    quantity: Quantity = NOTHING
    addition: bool = False

    @property
    def optional(self) -> bool:
        """May be absent: a range from zero, or brought in by a dependent claim."""
        return self.addition or self.quantity.is_optional


@dataclass(frozen=True, slots=True)
class Indication:
    """A stated use, with its span."""

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

    @property
    def is_dependent(self) -> bool:
        """True when it refers to another claim."""
        return bool(self.depends_on)
