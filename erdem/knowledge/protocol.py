"""What one community decides about one record, as a value: it is shown before it is saved, kept as a version, and restored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from erdem.lib.seasons import NotASeason, Season, spans

YEARS_AHEAD = 5
"""So many years of dates of a season stand in the database; the yearly job keeps it so, and four of its runs may be missed."""


@dataclass(frozen=True)
class LabelLine:
    """A label to be worn by the record, with its group or its season when it has one."""

    code: str
    group: int | None = None
    season: Season | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the line as it is stored in a version."""
        return {"code": self.code, "group": self.group, "season": self.season.as_json() if self.season else None}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> LabelLine:
        """Read a stored line."""
        return cls(str(stored["code"]), stored.get("group"), season_of(stored.get("season")))


@dataclass(frozen=True)
class Protocol:
    """The choice for each audience (a level, or None for no limit beyond the tier), warnings and labels."""

    to_public: int | None = None
    to_signed_in: int | None = None
    to_office: int | None = None
    together: bool = False
    content_warning: str = ""
    names_deceased: bool = False
    labels: tuple[LabelLine, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the protocol as it is stored in a version; labels in the order of their codes, so that equal ones are equal."""
        return {name: getattr(self, name) for name in PLAIN} | {
            "labels": [line.as_json() for line in sorted(self.labels, key=lambda line: (line.code, line.group or 0))]
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Protocol:
        """Read a stored version."""
        plain = {name: stored[name] for name in PLAIN}
        return cls(**plain, labels=tuple(LabelLine.from_json(line) for line in stored["labels"]))


PLAIN = ("to_public", "to_signed_in", "to_office", "together", "content_warning", "names_deceased")


@dataclass(frozen=True)
class Difference:
    """What changes from one protocol to another; ``off`` are the labels that are taken off, ``on`` those put on."""

    fields: tuple[str, ...]
    off: tuple[LabelLine, ...]
    on: tuple[LabelLine, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.off or self.on)


def difference(before: Protocol, after: Protocol) -> Difference:
    """Return what changes; a label whose group or season changes is taken off and put on."""
    return Difference(
        fields=tuple(name for name in PLAIN if getattr(before, name) != getattr(after, name)),
        off=_without(before.labels, after.labels),
        on=_without(after.labels, before.labels),
    )


def _without(some: Iterable[LabelLine], others: Iterable[LabelLine]) -> tuple[LabelLine, ...]:
    there = set(others)
    return tuple(line for line in some if line not in there)


def season_of(stored: object) -> Season | None:
    """Return the season as it is stored with a label; None when there is none, or when what is stored names none."""
    try:
        return Season.from_json(stored) if stored else None
    except NotASeason:
        return None


def dates_of(season: Season, today: dt.date) -> tuple[tuple[dt.date, dt.date], ...]:
    """Return the open days from the window that is running or comes next, for the coming years."""
    until = dt.date(today.year + YEARS_AHEAD, 12, 31)
    return tuple((span.first, span.last) for span in spans(season, today, until))
