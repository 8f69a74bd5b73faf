"""The golden set: periods of 2015 to 2026 that another method has counted (`tools/golden_periods.py`)."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

from erdem.base.shipped import shipped_calendar, shipped_rules
from erdem.lib.periods import Period, reckon

GOLDEN = Path(__file__).parent / "golden" / "periods.csv"


def rows() -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def answer(row: dict[str, str]) -> str:
    extensions = [Period(int(one.split()[0]), one.split()[1]) for one in filter(None, row["extensions"].split(";"))]
    pauses = [
        (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        for first, last in (one.split("..") for one in filter(None, row["pauses"].split(";")))
    ]
    period, start = Period(int(row["limit"]), row["unit"]), dt.date.fromisoformat(row["start"])
    found = reckon(period, start, shipped_calendar(), extensions=extensions, pauses=pauses)
    return f"{found.day}{' provisional' if found.provisional else ''}"


def test_every_golden_period_agrees() -> None:
    assert [(row, found) for row in rows() if (found := answer(row)) != row["due"]] == []


def test_the_golden_set_is_large_and_covers_what_is_difficult() -> None:
    asked = rows()
    assert len(asked) >= 300
    assert set(Counter(row["unit"] for row in asked)) == {"WD", "CD", "M", "Y"}
    why = {row["why"] for row in asked}
    assert {f"spring festival {year}: working days" for year in range(2015, 2027)} <= why
    assert {"29 February", "month end", "year change", "make-up Saturday last", "make-up Sunday counted"} <= why
    assert sum(bool(row["pauses"]) for row in asked) > 50
    assert sum(row["limit"].startswith("-") for row in asked) >= 24


def test_the_seed_has_every_rule_of_the_reference_and_dates_them() -> None:
    rules = shipped_rules()
    assert len({(one.process, one.step) for one in rules}) >= 75
    for one in rules:
        assert one.valid_to is None or one.valid_to >= one.valid_from
        Period(one.limit, one.unit)
    added = {(one.process, one.step): (one.limit, one.unit, one.confidence) for one in rules}
    assert added["P6", "assign"] == (2, "WD", "P")
    assert added["P6", "advice"] == (1, "WD", "P")
    assert added["P8", "triage"] == (5, "WD", "P")
    assert added["P4", "transfer_package"] == (5, "WD", "P")
