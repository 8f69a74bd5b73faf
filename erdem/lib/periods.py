"""Arithmetic of periods in days, months and years, as Chinese procedure counts them.

What is decided here, and from where:

* The day of the event is not counted (民诉法 85, 行政复议法 88 with it; 专利法实施细则 5).
* Working days (WD) are counted one by one by the calendar of `erdem.lib.working_days`.
* A period of months or years ends on the day of the last month with the same number, or on the last day of that month when it
  has none (专利法实施细则 5): 29 February and one year make 28 February.
* The last day of a period in calendar days, months or years that is no working day goes on to the next working day (民诉法 85).
* A negative limit counts backwards from the event ("seven days before the hearing", 行政处罚法 64). The day of the event is not
  counted either, and what is no working day goes back to the working day before: going on would shorten the time that the
  period protects. Our reading: the law speaks of the last day of a period alone.
* Extensions of the same unit lengthen the period itself and are counted from its beginning; of another unit they follow its
  last day before that is moved to a working day.
* A pause takes its days out: the day on which it begins and all up to the day before work resumes (the stricter reading).
  Working days are not counted within it; calendar days, months and years become as many calendar days as they have without it.
  A last day that would be moved into a pause is moved behind it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from erdem.lib.working_days import FIRST_YEAR, LAST_YEAR, SATURDAY, WorkingCalendar

DAY: Final = dt.timedelta(days=1)
WORKING_DAYS, CALENDAR_DAYS, MONTHS, YEARS = "WD", "CD", "M", "Y"
ENDLESS: Final = frozenset({"until_grant", "open"})
UNITS: Final = frozenset({WORKING_DAYS, CALENDAR_DAYS, MONTHS, YEARS}) | ENDLESS
AMBER, RED = 0.60, 0.85
"""Which part of a period has passed when it turns amber and red."""
Pause = tuple[dt.date, dt.date]
"""First and last day that are not counted."""


class NoSuchPeriod(ValueError):
    """A period that cannot be counted: unknown unit, length of nothing, pause that ends before it begins, beyond all years."""


@dataclass(frozen=True)
class Period:
    """A length: ``unit`` WD working days, CD calendar days, M months, Y years; ``until_grant`` and ``open`` have no last day.

    A negative limit is counted backwards.

    Raises:
        NoSuchPeriod: the unit is unknown, or the limit does not fit it.
    """

    limit: int
    unit: str

    def __post_init__(self) -> None:
        """Refuse what cannot be counted."""
        if self.unit not in UNITS or (self.limit == 0) != (self.unit in ENDLESS):
            message = f"No such period: {self.limit} {self.unit}"
            raise NoSuchPeriod(message)


@dataclass(frozen=True)
class Due:
    """What a period comes to.

    ``day`` is the last day, None when there is none; ``steps`` the derivation as data (kinds: start, first, weekends, holiday,
    make_up, pause, extension, count, roll, provisional, due, endless); ``provisional`` when the answer hangs on a year that is
    not announced; ``amber`` and ``red`` the days on which 60 and 85 % of the time have passed.
    """

    day: dt.date | None
    steps: list[dict[str, Any]]
    provisional: bool = False
    amber: dt.date | None = None
    red: dt.date | None = None


@dataclass
class _Count:
    """The counting of one period: where it stands, which days it counted and which it looked at."""

    start: dt.date
    days: WorkingCalendar
    pauses: tuple[Pause, ...]
    direction: int
    at: dt.date
    counted: list[dt.date] = field(default_factory=list)
    asked: set[dt.date] = field(default_factory=set)

    def is_paused(self, day: dt.date) -> bool:
        return any(first <= day <= last for first, last in self.pauses)

    def works(self, day: dt.date) -> bool:
        self.asked.add(day)
        return self.days.is_working(day)

    def go(self, number: int, *, working: bool) -> None:
        """Count so many days on from where it stands."""
        while number:
            self.at = self._next()
            if not self.is_paused(self.at) and (not working or self.works(self.at)):
                self.counted.append(self.at)
                number -= 1

    def roll(self) -> dt.date:
        """Return the day itself, or the next that is worked on and not paused."""
        day = self.at
        while not self.works(day) or self.is_paused(day):
            day = self._next(day)
        return day

    def _next(self, day: dt.date | None = None) -> dt.date:
        following = (day or self.at) + DAY * self.direction
        if not FIRST_YEAR <= following.year <= LAST_YEAR:
            message = f"The period from {self.start} does not end between {FIRST_YEAR} and {LAST_YEAR}."
            raise NoSuchPeriod(message)
        return following


def after_months(day: dt.date, months: int) -> dt.date:
    """Return the corresponding day so many months later: 31 August and six months make 28 or 29 February."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def reckon(
    period: Period,
    start: dt.date,
    days: WorkingCalendar,
    *,
    extensions: Sequence[Period] = (),
    pauses: Sequence[Pause] = (),
) -> Due:
    """Return the last day of a period that begins with the event of ``start``, and how it was found.

    Raises:
        NoSuchPeriod: a pause ends before it begins, an extension is negative or endless, or the end lies outside the years known.
    """
    if period.unit in ENDLESS:
        return Due(None, [{"kind": "start", "day": _said(start)}, {"kind": "endless", "unit": period.unit}])
    _check(period, start, extensions, pauses)
    direction = -1 if period.limit < 0 else 1
    count = _Count(start, days, tuple(sorted(pauses)), direction, at=start)
    for length in _lengths(period, extensions):
        _count_on(count, length)
    end = count.at
    day = end if _rolls_not(period, extensions) else count.roll()
    provisional = sorted({one.year for one in count.asked if days.is_provisional(one)})
    steps = _derivation(period, extensions, count, end, day, provisional)
    amber, red = _warnings(count, day)
    return Due(day, list(steps), bool(provisional), amber, red)


def _check(period: Period, start: dt.date, extensions: Sequence[Period], pauses: Sequence[Pause]) -> None:
    if not FIRST_YEAR < start.year < LAST_YEAR:
        message = f"{start} lies outside the years known."
        raise NoSuchPeriod(message)
    wrong = any(one.limit <= 0 or one.unit in ENDLESS for one in extensions) or any(
        last < first for first, last in pauses
    )
    if wrong or (period.limit < 0 and (extensions or pauses)):
        message = "An extension lengthens, a pause ends after it begins, and neither is known of periods that count backwards."
        raise NoSuchPeriod(message)


def _rolls_not(period: Period, extensions: Sequence[Period]) -> bool:
    """Working days end on one of them by themselves."""
    return (extensions[-1] if extensions else period).unit == WORKING_DAYS


def _lengths(period: Period, extensions: Sequence[Period]) -> list[Period]:
    """Put the extensions of one unit together with what goes before them; years are twelve months."""
    parts = [_in_months(one) for one in (period, *extensions)]
    return [Period(sum(one.limit for one in same), unit) for unit, same in groupby(parts, key=lambda one: one.unit)]


def _in_months(period: Period) -> Period:
    return Period(period.limit * 12, MONTHS) if period.unit == YEARS else period


def _count_on(count: _Count, length: Period) -> None:
    if length.unit == WORKING_DAYS:
        count.go(abs(length.limit), working=True)
    elif length.unit == MONTHS:
        count.go(abs((after_months(count.at, length.limit) - count.at).days), working=False)
    else:
        count.go(abs(length.limit), working=False)


def _warnings(count: _Count, day: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """Return when 60 and 85 % have passed: of the days counted, backwards of the days that lead to the last one."""
    number = len(count.counted)
    if count.direction > 0:
        amber, red = (count.counted[math.ceil(number * part) - 1] for part in (AMBER, RED))
        return amber, red
    return day - DAY * round(number * (1 - AMBER)), day - DAY * round(number * (1 - RED))


def _said(day: dt.date) -> str:
    return day.isoformat()


def _derivation(
    period: Period, extensions: Sequence[Period], count: _Count, end: dt.date, day: dt.date, provisional: list[int]
) -> Iterator[dict[str, Any]]:
    """Yield the derivation, in the order in which a person would go."""
    yield {"kind": "start", "day": _said(count.start), "limit": period.limit, "unit": period.unit}
    yield {"kind": "first", "day": _said(count.counted[0])}
    passed = _between(count.start, end)
    if WORKING_DAYS in {period.unit, *(one.unit for one in extensions)}:
        yield from _days_met(count, passed)
    for first, last in count.pauses:
        taken = sum(first <= one <= last for one in passed)
        if taken:
            yield {"kind": "pause", "first": _said(first), "last": _said(last), "days": taken}
    for one in extensions:
        yield {"kind": "extension", "limit": one.limit, "unit": one.unit}
    yield {"kind": "count", "day": _said(end), "days": len(count.counted)}
    if day != end:
        because = count.days.holiday(end) or ("pause" if count.is_paused(end) else "weekend")
        yield {"kind": "roll", "from": _said(end), "day": _said(day), "because": because}
    if provisional:
        yield {"kind": "provisional", "years": provisional}
    yield {"kind": "due", "day": _said(day)}


def _between(start: dt.date, end: dt.date) -> list[dt.date]:
    """Return the days after the earlier to the later, or before it, without the day of the event."""
    step = 1 if end >= start else -1
    return [start + DAY * step * number for number in range(1, abs((end - start).days) + 1)]


def _days_met(count: _Count, passed: list[dt.date]) -> Iterator[dict[str, Any]]:
    """Yield the weekends, holidays and make-up days on the way."""
    ordinary = [
        one
        for one in passed
        if one.weekday() >= SATURDAY and not count.days.holiday(one) and not count.days.made_up(one)
    ]
    if ordinary:
        yield {"kind": "weekends", "days": len(ordinary)}
    for name, same in groupby(sorted(passed), key=count.days.holiday):
        found = list(same)
        if name:
            yield {
                "kind": "holiday",
                "name": name,
                "first": _said(found[0]),
                "last": _said(found[-1]),
                "days": len(found),
            }
    for one in sorted(passed):
        if count.days.made_up(one) and not count.days.holiday(one):
            yield {"kind": "make_up", "day": _said(one), "name": count.days.made_up(one)}


def after(day: dt.date, amount: int, unit: str, days: WorkingCalendar) -> dt.date:
    """Return the day so many units after another, which may be no working day: for warnings and proposals, not for legal ends.

    Raises:
        NoSuchPeriod: the unit is unknown or has no end.
    """
    if unit == WORKING_DAYS:
        found = reckon(Period(amount, unit), day, days).day
        return found or day
    if unit == CALENDAR_DAYS:
        return day + DAY * amount
    if unit in (MONTHS, YEARS):
        return after_months(day, amount * (12 if unit == YEARS else 1))
    message = f"No such unit of a period: {unit}"
    raise NoSuchPeriod(message)
