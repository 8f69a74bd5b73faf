"""Write the golden set of periods, counted by a method that shares no line with the product.

    python tools/golden_periods.py

Working days come from the package `holidays` (MIT), which was typed in from the notices by other people than `chinesecalendar`;
months from `dateutil`; everything else is counted one day after the other. The result is committed as
`tests/golden/periods.csv`; `benchmarks/clock_golden.py` and `tests/test_golden_periods.py` compare the product with it.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import holidays
from dateutil.relativedelta import relativedelta

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden" / "periods.csv"
FIRST, LAST = 2015, 2026
LATEST = dt.date(2026, 12, 25)
"""The notice for 2027 may still say something about the days after."""
DAY = dt.timedelta(days=1)
CHINA = holidays.country_holidays("CN", years=range(FIRST - 1, LAST + 1))
HEAD = ("why", "start", "limit", "unit", "extensions", "pauses", "due")


class Case(NamedTuple):
    """A question: extensions as ``15 WD``, pauses as ``2026-03-02..2026-03-06``, each separated by semicolons."""

    why: str
    start: dt.date
    limit: int
    unit: str
    extensions: str = ""
    pauses: str = ""


def works(day: dt.date) -> bool:
    """Say whether people work on a day."""
    return bool(CHINA.is_working_day(day))


def due(case: Case) -> dt.date:
    """Count to the last day."""
    paused = set()
    for text in filter(None, case.pauses.split(";")):
        day, last = (dt.date.fromisoformat(one) for one in text.split(".."))
        while day <= last:
            paused.add(day)
            day += DAY
    more = sum(int(one.split()[0]) for one in filter(None, case.extensions.split(";")))
    if case.unit == "WD":
        return _working(case, more, paused)
    step = {"CD": relativedelta(days=1), "M": relativedelta(months=1), "Y": relativedelta(years=1)}[case.unit]
    day = case.start + DAY
    end: dt.date = case.start + step * (case.limit + more)
    while case.limit > 0 and day <= end:  # each paused day within pushes the end on by one
        end += DAY if day in paused else dt.timedelta()
        day += DAY
    while not works(end) or end in paused:
        end += DAY if case.limit > 0 else -DAY
    return end


def _working(case: Case, more: int, paused: set[dt.date]) -> dt.date:
    left, day, way = abs(case.limit) + more, case.start, DAY if case.limit > 0 else -DAY
    while left:
        day += way
        if works(day) and day not in paused:
            left -= 1
    return day


def _around(name: str, day: dt.date) -> Iterator[Case]:
    """Yield the periods of the procedures around a turning point of the calendar."""
    for limit in (3, 5, 7, 15, 45):
        yield Case(f"{name}: working days", day - DAY * 4, limit, "WD")
    for limit in (15, 30, 60, 90):
        yield Case(f"{name}: calendar days ending there", day - DAY * limit, limit, "CD")
    yield Case(f"{name}: backwards", day + DAY * 9, -7, "WD")
    yield Case(f"{name}: backwards in days", day + DAY * 7, -7, "CD")
    yield Case(f"{name}: months ending there", day - relativedelta(months=3), 3, "M")
    yield Case(f"{name}: extended", day - DAY * 10, 15, "WD", "15 WD")
    first, last = day - DAY, day + DAY * 6
    yield Case(f"{name}: paused", day - DAY * 12, 45, "WD", pauses=f"{first}..{last}")
    yield Case(f"{name}: paused days", day - DAY * 40, 90, "CD", "30 CD", f"{first}..{last}")


def _festivals() -> Iterator[Case]:
    for year in range(FIRST, LAST + 1):
        named = (day for day, name in CHINA.items() if day.year == year and name.startswith("Chinese New Year"))
        yield from _around(f"spring festival {year}", min(named))


def _turns() -> Iterator[Case]:
    for day in sorted(CHINA.weekend_workdays):
        if FIRST <= day.year <= LAST:
            yield Case(f"make-up {day:%A} last", day - DAY * 10, 10, "CD")
            yield Case(f"make-up {day:%A} counted", day - DAY * 3, 2, "WD")
    for year in range(FIRST, LAST + 1):
        yield Case("year change", dt.date(year - 1, 12, 27), 7, "WD")
        yield Case("year change", dt.date(year - 1, 12, 2), 30, "CD")
        yield Case("month end", dt.date(year, 1, 31), 1, "M")
        yield Case("month end", dt.date(year - 1, 8, 31), 6, "M")
        yield Case("national day", dt.date(year, 9, 24), 7, "WD")
        yield Case("national day", dt.date(year, 7, 2), 3, "M", "1 M")
        yield Case("labour day", dt.date(year, 4, 16), 15, "CD")
    for year in (2016, 2020, 2024):
        leap = dt.date(year, 2, 29)
        for limit, unit in ((1, "Y"), (2, "Y"), (12, "M"), (5, "WD"), (30, "CD")):
            yield Case("29 February", leap, limit, unit)
        yield Case("ends on 29 February", dt.date(year - 1, 8, 31), 6, "M")
        yield Case("29 February four years on", dt.date(year - 4, 2, 28), 4, "Y")
    for year in range(FIRST, LAST - 5):
        yield Case("five years", dt.date(year, 6, 15), 5, "Y")


def _drawn() -> Iterator[Case]:
    """Yield periods without a reason, so that nobody chose what is compared."""
    chance = random.Random(20261127)  # noqa: S311  drawn anew the same each time, no secret
    for number in range(120):
        day = dt.date(FIRST, 1, 1) + DAY * chance.randrange(365 * (LAST - FIRST))
        unit = ["WD", "CD", "M", "Y"][number % 4]
        limit = chance.randint(1, {"WD": 60, "CD": 180, "M": 12, "Y": 2}[unit])
        begin = day + DAY * chance.randint(1, 9)
        pauses = f"{begin}..{begin + DAY * chance.randint(0, 40)}" if number % 3 == 0 else ""
        more = f"{chance.randint(1, 6)} {unit}" if number % 5 == 0 else ""
        yield Case("drawn", day, limit, unit, more, pauses)


def cases() -> list[tuple[Case, dt.date]]:
    """Return every question with its answer, those whose answer hangs on a notice to come left out."""
    asked = dict.fromkeys([*_festivals(), *_turns(), *_drawn()])
    answered = [(case, due(case)) for case in asked if case.start.year >= FIRST or case.why != "drawn"]
    return [
        (case, day) for case, day in answered if day <= LATEST and case.start <= LATEST and case.start.year >= FIRST - 1
    ]


if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    with GOLDEN.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows((*case, day) for case, day in cases())
    print(f"{len(cases())} periods written")
