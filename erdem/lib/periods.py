"""Arithmetic of periods in days and months, as Chinese procedure counts them.

The day on which a period begins is not counted; a period of months ends on the day of the last month with the same number,
or on the last day of that month when it has none (专利法实施细则 Art. 5).
"""

from __future__ import annotations

import calendar
import datetime as dt


def after_months(day: dt.date, months: int) -> dt.date:
    """Return the corresponding day so many months later: 31 August and six months make 28 or 29 February."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def after(day: dt.date, amount: int, unit: str) -> dt.date:
    """Return the last day of a period that begins with the event of ``day``: ``unit`` CD calendar or WD working days, M months.

    Working days are counted as calendar days as long as there is no calendar of working days: the end then comes too early,
    never too late, and the pages say so.

    Raises:
        ValueError: the unit is unknown.
    """
    if unit in ("CD", "WD"):
        return day + dt.timedelta(days=amount)
    if unit == "M":
        return after_months(day, amount)
    message = f"No such unit of a period: {unit}"
    raise ValueError(message)
