"""Working days in China: Monday to Friday without days off, and the Saturdays and Sundays on which people make up for them.

Which days these are is announced each year by the State Council; it cannot be computed. Of a year whose notice is not known
only the days fixed by law are off (全国年节及纪念日放假办法, versions of 1949, 1999, 2008, 2014 and 2025), and everything that
depends on such a year is *provisional*: never a silent guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile

from borax.calendars.lunardate import (  # type: ignore[import-untyped]  # the package ships no types
    LunarDate,
    TermUtils,
)

DAY = dt.timedelta(days=1)
SATURDAY = 5
NEXT_NOTICE_REACHES_BACK = DAY * 6
"""From 26 December on: the furthest that a notice has reached back so far is 29 December, and the week before is left free."""
FIRST_YEAR, LAST_YEAR = 1950, 2099
"""Years whose statutory days are known: the first law, and the last of the lunar table."""
NEW_YEAR, SPRING, TOMBS, LABOUR, DRAGON, AUTUMN, NATIONAL = (
    "元旦",
    "春节",
    "清明节",
    "劳动节",
    "端午节",
    "中秋节",
    "国庆节",
)


@cache
def statutory_days(year: int) -> Mapping[dt.date, str]:
    """Return the days that the law itself makes off for everybody, by the version in force in that year, with their names.

    Days in lieu of those that fall on a weekend are not among them: which ones is said by the notice alone.
    """
    found = {dt.date(year, 1, 1): NEW_YEAR}
    new_year: dt.date = LunarDate(year, 1, 1).to_solar_date()
    first = (
        -1 if year >= 2025 or 2008 <= year <= 2013 else 0
    )  # the eve was off from 2008 to 2013 and is again since 2025
    last = 1 if 2008 <= year <= 2013 else 2
    found |= {new_year + DAY * offset: SPRING for offset in range(first, last + 1)}
    if year >= 2008:
        found[dt.date(year, 4, TermUtils.parse_term_days(year)[6])] = TOMBS
        found[LunarDate(year, 5, 5).to_solar_date()] = DRAGON
        found[LunarDate(year, 8, 15).to_solar_date()] = AUTUMN
    labour = 2 if year >= 2025 else 3 if 2000 <= year <= 2007 else 1
    found |= {dt.date(year, 5, number): LABOUR for number in range(1, labour + 1)}
    found |= {dt.date(year, 10, number): NATIONAL for number in range(1, 4 if year >= 2000 else 3)}
    return found


@dataclass(frozen=True)
class WorkingCalendar:
    """What is known of working days: days off and make-up days with their names, the announced years, what a place adds.

    ``local`` holds days that are off in the place for which is counted; they are off in announced years as in others.
    """

    off: Mapping[dt.date, str] = field(default_factory=dict)
    make_up: Mapping[dt.date, str] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()
    local: Mapping[dt.date, str] = field(default_factory=dict)

    def is_provisional(self, day: dt.date) -> bool:
        """Say whether the notice that decides about the day is not known: for the last days of December that of the next year.

        The notices for 2006, 2007, 2008, 2019 and 2023 moved working days between the end of December and January.
        """
        return not {day.year, (day + NEXT_NOTICE_REACHES_BACK).year} <= self.announced

    def holiday(self, day: dt.date) -> str:
        """Return the name of the holiday for which a day is off, blank on ordinary days and weekends."""
        if day in self.local:
            return self.local[day]
        if day.year not in self.announced:
            return statutory_days(day.year).get(day, "")
        return self.off.get(day, "")

    def made_up(self, day: dt.date) -> str:
        """Return the name of the holiday for which people work on this Saturday or Sunday, blank on other days."""
        return self.make_up.get(day, "") if day.weekday() >= SATURDAY else ""

    def is_working(self, day: dt.date) -> bool:
        """Say whether people work on a day."""
        if self.holiday(day):
            return False
        return day.weekday() < SATURDAY or bool(self.made_up(day))

    def days_off_from(self, day: dt.date) -> list[dt.date]:
        """Return the unbroken days off that begin with a day; none when it is a working day."""
        following = (day + DAY * offset for offset in range(400))
        return list(takewhile(lambda one: not self.is_working(one), following))
