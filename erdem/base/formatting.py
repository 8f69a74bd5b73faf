"""How dates, numbers and shares are written: ISO dates in tables, long Chinese dates in sentences.

Signs: – (U+2013) in ranges, − (U+2212) for minus, commas between thousands, two decimals for money.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import get_language

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MINUS = "\u2212"


def local(moment: dt.date | dt.datetime) -> dt.date | dt.datetime:
    """Return an aware moment in the local time zone; dates and naive moments as they are."""
    if isinstance(moment, dt.datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def iso_date(moment: dt.date | dt.datetime | None) -> str:
    """2026-11-23, for tables; empty for None."""
    return "" if moment is None else local(moment).strftime("%Y-%m-%d")


def iso_moment(moment: dt.datetime | None) -> str:
    """2026-11-23 16:40:07 in local time; empty for None."""
    return "" if moment is None else local(moment).strftime("%Y-%m-%d %H:%M:%S")


def month_day(moment: dt.date | dt.datetime | None) -> str:
    """11-23, where the year is plain from the place; empty for None."""
    return "" if moment is None else local(moment).strftime("%m-%d")


def long_date(moment: dt.date | dt.datetime | None, *, weekday: bool = False) -> str:
    """2026年11月23日, with 星期一 when asked for; 23 November 2026 in other languages. Empty for None."""
    if moment is None:
        return ""
    day = local(moment)
    chinese = (get_language() or "zh").startswith("zh")
    if chinese:
        text = f"{day.year}年{day.month}月{day.day}日"
        return f"{text}，{WEEKDAYS[day.weekday()]}" if weekday else text
    text = f"{day.day} {day.strftime('%B')} {day.year}"
    return f"{ENGLISH_WEEKDAYS[day.weekday()]}, {text}" if weekday else text


def number(value: int | float | Decimal | None, places: int | None = None) -> str:
    """1,234,567 or, with ``places``, rounded half up; a true minus sign; empty for None."""
    if value is None:
        return ""
    exact = Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{exact:,f}".replace("-", MINUS)


def money(yuan: int | float | Decimal | None) -> str:
    """1,234,567.80: an amount in yuan with two decimals."""
    return number(yuan, 2)


def money_from_fen(fen: int | None) -> str:
    """1,234.56 from 123456 fen, without passing through binary fractions."""
    return "" if fen is None else number(Decimal(fen) / 100, 2)


def percent(part: float | Decimal | None) -> int:
    """A share between 0 and 1 as whole percent, kept within 0 and 100."""
    exact = max(Decimal(0), min(Decimal(1), Decimal(str(part or 0)))) * 100
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
