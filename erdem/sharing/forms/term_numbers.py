"""Numbers as people write them, exactly: money into smallest units, percentages into parts per million, days."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from django.utils.translation import gettext as _

_NUMBER: Final = re.compile(r"(-?)(\d{1,15})(?:\.(\d{1,8}))?")
_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


class NotANumber(ValueError):
    """What was written is no number or no day; the message says the right form."""


def scaled(text: str, places: int) -> int:
    """Return a decimal number times ten to the power of ``places``: ``scaled("20.5", 2)`` is 2050. Commas may stand in it.

    Raises:
        NotANumber: it is none, or has more decimals than can be kept.
    """
    match = _NUMBER.fullmatch(re.sub(r"[,，\s]", "", text.replace("．", ".")).rstrip("%％"))
    if match is None:
        raise NotANumber(_("“%(text)s” is no number. Write it as 20000.00.") % {"text": text.strip()[:40]})
    sign, whole, fraction = match.group(1), match.group(2), (match.group(3) or "").rstrip("0")
    if len(fraction) > places:
        raise NotANumber(
            _("“%(text)s” has more than %(places)s decimals.") % {"text": text.strip()[:40], "places": places}
        )
    value = int(whole + fraction.ljust(places, "0"))
    return -value if sign else value


def money_of(text: str) -> int:
    """An amount in smallest units: 20,000.50 is 2000050."""
    return scaled(text, 2)


def rate_of(text: str, *, by_quantity: bool) -> int:
    """A rate in parts per million: 3.5 (percent) is 35000; by quantity millionths of the smallest unit: 0.125 is 12500000."""
    return scaled(text, 8 if by_quantity else 4)


def written(value: int, places: int) -> str:
    """The way back, for the fields: ``written(2050, 2)`` is 20.5."""
    sign, digits = ("-" if value < 0 else ""), f"{abs(value):0{places + 1}d}"
    whole, fraction = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"


def day_of(text: str) -> dt.date:
    """A day: 2027-03-31, 2027年3月31日.

    Raises:
        NotANumber: it is none.
    """
    match = _DAY.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError
        return dt.date(*(int(part) for part in match.groups()))
    except ValueError:
        raise NotANumber(_("This is no day. Write it as 2027-03-31.")) from None
