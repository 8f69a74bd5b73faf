"""What a form does not show of a line stays as it is stored when the line is saved again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from erdem.knowledge.content import PlaceLine
from erdem.knowledge.models import Record

Line = TypeVar("Line")


def rejoined(made: Sequence[Line], stored: Sequence[Line], shown: Sequence[str]) -> tuple[Line, ...]:
    """Return the lines of a form, each with what the form does not show of the stored line it came from.

    A line came from the stored one that says the same in all that is shown; else from the one of the same name, which is the
    first field that is shown; else, when no line was added or removed, from the one in its place. No stored line is used twice.
    """
    origin: dict[int, Line] = {}
    left = list(stored)
    for same in (shown, shown[:1]):
        for at, line in enumerate(made):
            old = next(
                (each for each in left if all(getattr(each, name) == getattr(line, name) for name in same)), None
            )
            if at not in origin and old is not None:
                origin[at] = old
                left.remove(old)
    if len(made) == len(stored):
        origin = {at: old for at, old in enumerate(stored) if old in left} | origin
    return tuple(_with(origin[at], line, shown) if at in origin else line for at, line in enumerate(made))


def _with(old: Any, line: Any, shown: Sequence[str]) -> Any:
    return replace(old, **{name: getattr(line, name) for name in shown})


def places_as_shown(record: Record | None) -> dict[str, PlaceLine]:
    """Return the places of a record by what the form shows of them: the division's name, or what was written."""
    if record is None:
        return {}
    return {
        place.place.name if place.place else place.text: PlaceLine(place.place_id, place.text)
        for place in record.places.all()
    }
