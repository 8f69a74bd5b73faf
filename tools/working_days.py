"""Write the seed of working days from the package `chinesecalendar` (MIT), which types in the notices of the State Council.

    python tools/working_days.py

Writes `erdem/base/seeds/working_days.csv` and `calendar_years.csv`: every day of 2004 to 2026 that is off though a weekday or
within a holiday, and every Saturday or Sunday on which people work. A new year is loaded on the page of the calendar; the tool
is for whoever wants to check or renew the facts that the product ships.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import chinese_calendar

SEEDS = Path(__file__).resolve().parents[1] / "erdem" / "base" / "seeds"
FIRST, LAST = 2004, 2026
NAMES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节", "National Day": "国庆节", "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}  # fmt: skip
CORRECTIONS = {dt.date(2005, 12, 31): "New Year's Day"}
"""Missing in the package: the notice for 2006 makes this Saturday a working day; the package `holidays` has it."""


def rows() -> list[tuple[str, str, str]]:
    """Return day, kind and name of every day that differs from the week, in order."""
    found, day = [], dt.date(FIRST, 1, 1)
    while day <= dt.date(LAST, 12, 31):
        off, name = chinese_calendar.get_holiday_detail(day)
        name = CORRECTIONS.get(day, name)
        is_off = off and day not in CORRECTIONS
        if name and (is_off or day.weekday() > 4):
            found.append((day.isoformat(), "off" if is_off else "make_up", NAMES[name]))
        day += dt.timedelta(days=1)
    return found


def years() -> list[tuple[str, str, str, str]]:
    """Return year, standing, source and number of the notice."""
    told = [
        (
            str(year),
            "announced",
            f"《国务院办公厅关于{year}年部分节假日安排的通知》（据 chinesecalendar 1.11 录入）",
            "",
        )
        for year in range(FIRST, LAST + 1)
    ]
    law = "《全国年节及纪念日放假办法》第二条（通知未公布，仅按法定节日推算）"
    return [*told, (str(LAST + 1), "provisional", law, "")]


def write(name: str, head: tuple[str, ...], lines: list[tuple[str, ...]]) -> None:
    """Write one seed."""
    with (SEEDS / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([head, *lines])


if __name__ == "__main__":
    write("working_days.csv", ("day", "kind", "name"), [*rows()])
    write("calendar_years.csv", ("year", "standing", "source", "notice_number"), [*years()])
    print(f"{len(rows())} days, {len(years())} years written")
