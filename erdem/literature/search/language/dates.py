"""Days, months, years and spans as people write them, as whole days yyyymmdd. All patterns run in linear time."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final, NamedTuple

FIRST_YEAR: Final = 1600
LAST_YEAR: Final = 2200

_DATE: Final = (
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|\d{8}(?!\d)|\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{6}(?!\d)|\d{4}"
)
_YEAR: Final = r"(?:1[6-9]|20|21)\d\d"
_DAY: Final = re.compile(r"(\d{4})年?(?:[-/.]?(\d{2}|(?<=\D)\d)月?(?:[-/.]?(\d{2}|(?<=\D)\d)[日号]?)?)?")
_SPAN: Final = re.compile(rf"({_DATE}|\*)?(?:\.\.\.?|~|至|到|-+| to |,)({_DATE}|\*)?")
_SINCE: Final = re.compile(
    rf"(?:自|从|since ?)({_DATE})(?:以后|之后|以来|起|后|\+)?|({_DATE})(?:以后|之后|以来|起|后|\+)"
)
_UNTIL: Final = re.compile(rf"({_DATE})(?:以前|之前|前|止)|(?:until ?|before ?|截至|至)({_DATE})")
_NATURAL_YEAR: Final = re.compile(rf"{_YEAR}年")
_NATURAL_SPAN: Final = re.compile(rf"({_YEAR})年?[-~至到]({_YEAR})年?|({_YEAR})\.\.({_YEAR})")
_NATURAL_SINCE: Final = re.compile(
    rf"(?:自|从|since ?)({_YEAR})年?(?:以后|之后|以来|起|后|\+)?|({_YEAR})年?(?:以后|之后|以来|起|后|\+)"
)
_NATURAL_UNTIL: Final = re.compile(rf"({_YEAR})年?(?:以前|之前|前|止)|(?:until ?|before ?)({_YEAR})年?")


class Span(NamedTuple):
    """First and last day, None for open; ``was_reversed`` when they were typed the wrong way round."""

    low: int | None
    high: int | None
    was_reversed: bool = False


class NoSuchDateError(ValueError):
    """The text looks like a date and is none, or is no date at all where one must stand."""


def day_span(text: str) -> tuple[int, int]:
    """First and last day of a year, month or day.

    Raises: NoSuchDateError for the 30th of February, the 13th month and what is no date.
    """
    match = _DAY.fullmatch(text)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise NoSuchDateError(text)
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[2] is None:
        return year * 10000 + 101, year * 10000 + 1231
    if not 1 <= month <= 12:
        raise NoSuchDateError(text)
    length = calendar.monthrange(year, month)[1]
    first = year * 10000 + month * 100
    if match[3] is None:
        return first + 1, first + length
    if not 1 <= day <= length:
        raise NoSuchDateError(text)
    return first + day, first + day


def read(text: str) -> Span:
    """A span in a date field: 2010, 2010-05, 2010..2015, 2010..; 2005年以后, 2005年以前; folded, without outer spaces.

    Raises: NoSuchDateError.
    """
    text = text.strip().lower()
    if (natural := read_natural(text)) is not None:
        return natural
    if match := _SINCE.fullmatch(text):
        return Span(day_span(match[1] or match[2])[0], None)
    if match := _UNTIL.fullmatch(text):
        return Span(None, day_span(match[1] or match[2])[1])
    if _DAY.fullmatch(text):
        return Span(*day_span(text))
    if match := _SPAN.fullmatch(text):
        return _ordered(match[1], match[2])
    raise NoSuchDateError(text)


def compare(operator: str, text: str) -> Span:
    """The span of ``>=``, ``>``, ``<=``, ``<`` with a date: after a month means after its last day.

    Raises: NoSuchDateError.
    """
    low, high = day_span(text.strip())
    if operator == ">=":
        return Span(low, None)
    if operator == "<=":
        return Span(None, high)
    return Span(_shifted(high, 1), None) if operator == ">" else Span(None, _shifted(low, -1))


def read_natural(text: str) -> Span | None:
    """The forms that need no field: 2011年, 2001-2010年, 2001..2010, since 2005, 2005年以后; None when it is no such form."""
    if _NATURAL_YEAR.fullmatch(text):
        return Span(*day_span(text))
    if match := _NATURAL_SPAN.fullmatch(text):
        return _ordered(match[1] or match[3], match[2] or match[4])
    if match := _NATURAL_SINCE.fullmatch(text):
        return Span(day_span(match[1] or match[2])[0], None)
    if match := _NATURAL_UNTIL.fullmatch(text):
        return Span(None, day_span(match[1] or match[2])[1])
    return None


def _ordered(first: str | None, last: str | None) -> Span:
    first, last = (None if text == "*" else text for text in (first, last))
    if first is None and last is None:
        raise NoSuchDateError("..")
    low = day_span(first) if first else None
    high = day_span(last) if last else None
    if low and high and low[0] > high[1]:
        return Span(high[0], low[1], was_reversed=True)
    return Span(low[0] if low else None, high[1] if high else None)


def _shifted(day: int, days: int) -> int:
    moved = dt.date(day // 10000, day // 100 % 100, day % 100) + dt.timedelta(days=days)
    return moved.year * 10000 + moved.month * 100 + moved.day
