"""Yearly windows by the Gregorian and by the Chinese lunar calendar, as ranges of dates.

A window is a first and a last day, both of month and day, repeated every year; one whose last day stands before its first
crosses New Year. A day that a month does not have is the last day of that month (the 30th of a short lunar month, 29 February).

In a leap year the lunar calendar counts one month number twice. What that means for a window is the community's choice:

* ``repeat``: a day of the leap month counts like the day of the same number: the window is open in both.
* ``first``: a border in the doubled month lies in the ordinary one; the leap month opens nothing anew.
* ``leap``: a border in the doubled month lies in the leap month.

A leap month strictly inside a window belongs to it under every rule. Lunar dates come from borax (MIT), a table of the lunar
years 1900 to 2100 after GB/T 33661-2017; beyond its end no date is known, and what is not known is closed.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from borax.calendars.lunardate import (  # type: ignore[import-untyped]  # the package ships no types
    MAX_LUNAR_YEAR,
    MIN_LUNAR_YEAR,
    LCalendars,
    LunarDate,
)

DAY = timedelta(days=1)
Choice = TypeVar("Choice", bound=StrEnum)
LAST_KNOWN = date(2101, 1, 28)
"""The last day whose lunar date is known: the end of lunar year 2100."""


class Calendar(StrEnum):
    """In which calendar the days of a window are meant."""

    GREGORIAN = "gregorian"
    LUNAR = "lunar"


class Leap(StrEnum):
    """What a leap month means for a lunar window."""

    REPEAT = "repeat"
    FIRST = "first"
    LEAP = "leap"


class NotASeason(ValueError):
    """The words do not name a window; ``field`` says which part is wrong (calendar, first, last, leap)."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class Season:
    """A yearly window; ``first`` and ``last`` are (month, day) and both belong to it."""

    calendar: Calendar
    first: tuple[int, int]
    last: tuple[int, int]
    leap: Leap = Leap.REPEAT

    def __post_init__(self) -> None:
        """Refuse days that no year has.

        Raises:
            NotASeason: with the part that is wrong.
        """
        for field, (month, day) in (("first", self.first), ("last", self.last)):
            if not 1 <= month <= 12 or not 1 <= day <= self._longest(month):
                raise NotASeason(field)

    def _longest(self, month: int) -> int:
        return 30 if self.calendar == Calendar.LUNAR else calendar.monthrange(2024, month)[1]

    @property
    def crosses_new_year(self) -> bool:
        """True when the last day lies in the year after the first."""
        return self.last < self.first

    def as_json(self) -> dict[str, object]:
        """Return the window as it is stored."""
        return {
            "calendar": self.calendar.value,
            "first": list(self.first),
            "last": list(self.last),
            "leap": self.leap.value,
        }

    @classmethod
    def from_json(cls, stored: object) -> Season:
        """Read a stored window.

        Raises:
            NotASeason: with the part that is missing or wrong.
        """
        given = stored if isinstance(stored, dict) else {}
        return cls(
            calendar=_member(Calendar, given.get("calendar"), "calendar"),
            first=_day(given.get("first"), "first"),
            last=_day(given.get("last"), "last"),
            leap=_member(Leap, given.get("leap", Leap.REPEAT.value), "leap"),
        )


def _member(kind: type[Choice], value: object, field: str) -> Choice:
    try:
        return kind(str(value))
    except ValueError as error:
        raise NotASeason(field) from error


def _day(value: object, field: str) -> tuple[int, int]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise NotASeason(field)
    month, day = value
    if not isinstance(month, int) or not isinstance(day, int):
        raise NotASeason(field)
    return month, day


@dataclass(frozen=True)
class Span:
    """Consecutive days, both ends among them."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def spans(season: Season, since: date, until: date) -> tuple[Span, ...]:
    """Return the open spans that touch the days from ``since`` to ``until``, in order, joined where they meet.

    Lunar spans that reach beyond the end of the table are left out.
    """
    if season.calendar == Calendar.LUNAR:
        years = range(max(since.year - 2, MIN_LUNAR_YEAR), min(until.year, MAX_LUNAR_YEAR) + 1)
        found = [span for year in years for span in _lunar_year(season, year)]
    else:
        found = [_gregorian_year(season, year) for year in range(since.year - 1, until.year + 1)]
    return tuple(span for span in _joined(sorted(found, key=lambda each: each.first)) if _touches(span, since, until))


def _touches(span: Span, since: date, until: date) -> bool:
    return span.first <= until and span.last >= since


def _joined(found: list[Span]) -> Iterator[Span]:
    current: Span | None = None
    for span in found:
        if current is None:
            current = span
        elif span.first <= current.last + DAY:
            current = Span(current.first, max(current.last, span.last))
        else:
            yield current
            current = span
    if current is not None:
        yield current


def _gregorian_year(season: Season, year: int) -> Span:
    later = year + 1 if season.crosses_new_year else year
    return Span(_gregorian(year, season.first), _gregorian(later, season.last))


def _gregorian(year: int, wanted: tuple[int, int]) -> date:
    month, day = wanted
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _lunar_year(season: Season, year: int) -> Iterator[Span]:
    """Yield the spans whose first day lies in a lunar year."""
    later = year + 1 if season.crosses_new_year else year
    if later > MAX_LUNAR_YEAR:
        return
    if season.leap != Leap.REPEAT:
        in_leap = season.leap == Leap.LEAP
        yield Span(_lunar(year, season.first, in_leap=in_leap), _lunar(later, season.last, in_leap=in_leap))
        return
    yield from _repeated(season, year, later)


def _repeated(season: Season, year: int, later: int) -> Iterator[Span]:
    """The window month by month, leap months like the ordinary ones of the same number."""
    begin, end = (year, *season.first), (later, *season.last)
    for lunar_year in range(year, later + 1):
        for month, days, leap in LCalendars.iter_year_month(lunar_year):
            low = begin[2] if (lunar_year, month) == begin[:2] else 1
            high = end[2] if (lunar_year, month) == end[:2] else days
            if begin[:2] <= (lunar_year, month) <= end[:2]:
                yield Span(
                    LunarDate(lunar_year, month, min(low, days), leap).to_solar_date(),
                    LunarDate(lunar_year, month, min(high, days), leap).to_solar_date(),
                )


def _lunar(year: int, wanted: tuple[int, int], *, in_leap: bool) -> date:
    month, day = wanted
    leap = int(in_leap and LCalendars.leap_month(year) == month)
    solar: date = LunarDate(year, month, min(day, LCalendars.ndays(year, month, leap)), leap).to_solar_date()
    return solar


def is_open(season: Season, day: date) -> bool:
    """Say whether the window is open on a day."""
    return any(day in span for span in spans(season, day, day))


@dataclass(frozen=True)
class LunarDay:
    """A day of the lunar calendar."""

    year: int
    month: int
    day: int
    is_leap: bool


def lunar_day(day: date) -> LunarDay | None:
    """Return the lunar date of a day, or None beyond the table."""
    if not date(1900, 1, 31) <= day <= LAST_KNOWN:
        return None
    found = LunarDate.from_solar(day)
    return LunarDay(found.year, found.month, found.day, bool(found.leap))


_TENS = ("初", "十", "廿", "三")
_ONES = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
_MONTHS = ("", "正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")


def chinese_month(month: int, *, is_leap: bool = False) -> str:
    """Return the Chinese word of a lunar month: 正月, 闰六月, 腊月."""
    return f"{'闰' if is_leap else ''}{_MONTHS[month]}月"


def chinese_day(day: int) -> str:
    """Return the Chinese word of a lunar day: 初一, 十五, 廿三, 三十."""
    if day in (10, 20, 30):
        return {10: "初十", 20: "二十", 30: "三十"}[day]
    return f"{_TENS[day // 10]}{_ONES[day % 10]}"
