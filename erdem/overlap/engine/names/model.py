"""What is watched, what a hit says."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from erdem.overlap.engine.records import RecordId


class TextKind(enum.StrEnum):
    """Where a text is from. A mark is one name; a title or a claim is running text that may hold a name."""

    TITLE = "title"
    CLAIM = "claim"
    MARK = "mark"


class WatchedKind(enum.StrEnum):
    """What a watched name names."""

    ITEM = "item"  # a record of traditional knowledge, an item of the heritage list
    INDICATION = "indication"  # a geographical indication
    PLACE = "place"


class NameReason(enum.StrEnum):
    """Why a text is near a watched name, the strongest first. Slugs are stable."""

    SAME = "same"
    SAME_MONGOLIAN = "same_mongolian"  # one visible word, whatever the encoding
    CONTAINS = "contains"
    LOOK_ALIKE = "look_alike"  # characters that look nearly alike
    SAME_SOUND = "same_sound"  # the same syllables without tones, in characters or letters
    ONE_CHARACTER = "one_character"
    NEAR_SOUND = "near_sound"  # zh/z, n/l, ang/an and the like set equal
    TRANSLITERATION = "transliteration"  # the same Mongolian word in another script
    PART_OF = "part_of"  # a mark that is a part of the watched name


@dataclass(frozen=True, slots=True)
class WatchedName:
    """One spelling of a watched name. `classes` are the Nice classes it matters for; none means all."""

    name: str
    record: RecordId
    kind: WatchedKind = WatchedKind.ITEM
    classes: frozenset[int] = frozenset()
    label: str = ""

    @property
    def title(self) -> str:
        """The name of the record this spelling belongs to."""
        return self.label or self.name


@dataclass(frozen=True, slots=True)
class NameHit:
    """A place in a text that is near a watched name.

    `start` and `end` are half-open offsets in the text given; `text` quotes it. `score` (0..1) is the grade of the reason times
    `distinctiveness`: how much the name tells at all. It orders hits for a reader and is never a verdict.
    """

    watched: WatchedName
    reason: NameReason
    score: float
    start: int
    end: int
    text: str
    distinctiveness: float
    detail: str = ""

    def as_json(self) -> dict[str, object]:
        """Plain mapping."""
        return {
            "record": self.watched.record,
            "name": self.watched.name,
            "label": self.watched.title,
            "kind": self.watched.kind.value,
            "reason": self.reason.value,
            "score": round(self.score, 4),
            "distinctiveness": round(self.distinctiveness, 4),
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "detail": self.detail or None,
        }
