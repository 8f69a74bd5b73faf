"""The calendar and the rules of periods as the product ships them, without a database. No Django."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from erdem.lib.working_days import WorkingCalendar


@dataclass(frozen=True)
class ShippedRule:
    """A version of a rule as it stands in the seed; the fields are those of `erdem.base.models.ClockRule`."""

    process: str
    step: str
    start_event: str
    limit: int
    unit: str
    extensions: tuple[dict[str, Any], ...]
    pauses: tuple[str, ...]
    basis: str
    confidence: str
    valid_from: dt.date
    valid_to: dt.date | None


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (resources.files("erdem.base") / "seeds" / name).open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


@cache
def shipped_calendar() -> WorkingCalendar:
    """Return the working days of the years that the product knows."""
    days = [(row["kind"], dt.date.fromisoformat(row["day"]), row["name"]) for row in _rows("working_days.csv")]
    announced = {int(row["year"]) for row in _rows("calendar_years.csv") if row["standing"] == "announced"}
    return WorkingCalendar(
        {day: name for kind, day, name in days if kind == "off"},
        {day: name for kind, day, name in days if kind == "make_up"},
        frozenset(announced),
    )


@cache
def shipped_rules() -> tuple[ShippedRule, ...]:
    """Return every version of every rule that the product ships."""
    return tuple(
        ShippedRule(
            process=row["process"],
            step=row["step"],
            start_event=row["start_event"],
            limit=int(row["limit"]),
            unit=row["unit"],
            extensions=tuple(json.loads(row["extensions"] or "[]")),
            pauses=tuple(row["pauses"].split()),
            basis=row["basis"],
            confidence=row["confidence"],
            valid_from=dt.date.fromisoformat(row["valid_from"]),
            valid_to=dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in _rows("clock_rules.csv")
    )
