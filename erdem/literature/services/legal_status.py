"""Where a right stands in law, from the words and codes of the sources (`seeds/legal_status.csv`, dated, with source).

What a source says of the standing is its word on its day: of several the furthest counts (pending, in force, ended), of dated
events the last. Only a restoration leads back.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from typing import Final, NamedTuple

from erdem.lib.folding import fold
from erdem.literature.choices import StatusGroup
from erdem.literature.models import LegalEvent

ORDER: Final = (StatusGroup.UNKNOWN, StatusGroup.PENDING, StatusGroup.IN_FORCE, StatusGroup.ENDED)
LONGEST: Final = 2_000


class Word(NamedTuple):
    """A row of the table: how the words are looked for, and what they say."""

    match: str
    words: str
    group: StatusGroup
    restores: bool


@cache
def table() -> tuple[Word, ...]:
    """The table of words, longest first: the longer says more; of two that say as much the further standing counts."""
    with (resources.files("erdem.literature") / "seeds" / "legal_status.csv").open(encoding="utf-8") as stream:
        rows = [
            Word(row["match"], fold(row["words"]), StatusGroup(row["group"]), row["restores"] == "1")
            for row in csv.DictReader(stream)
        ]
    return tuple(sorted(rows, key=lambda row: (-len(row.words), -ORDER.index(row.group))))


def understood(text: str) -> Word | None:
    """The row that says what a text means, or None."""
    return _understood(text[:LONGEST]) if text else None


@lru_cache(maxsize=2_000)  # offices repeat a few sentences millions of times
def _understood(text: str) -> Word | None:
    folded = " ".join(fold(text).split())
    return next((row for row in table() if _says(row, folded)), None) if folded else None


def _says(row: Word, folded: str) -> bool:
    if row.match == "whole":
        return folded == row.words
    if row.match == "contains":
        return row.words in folded
    return re.search(rf"\b{re.escape(row.words)}\b", folded) is not None


def group_of(held: str, status: str, events: Iterable[LegalEvent]) -> StatusGroup:
    """The standing from what is held already, the status in words and the events."""
    said = understood(status)
    known = max(StatusGroup(held), said.group if said else StatusGroup.UNKNOWN, key=ORDER.index)
    last = _last(events)
    if last is None:
        return known
    return last.group if last.restores else max(known, last.group, key=ORDER.index)


def _last(events: Iterable[LegalEvent]) -> Word | None:
    """What the last event says that says anything about the standing."""
    ordered = sorted(events, key=lambda one: (one.date or dt.date.min, one.code, one.text), reverse=True)
    for one in ordered:
        if word := understood(one.text) or understood(one.code):
            return word
    return None
