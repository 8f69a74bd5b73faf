"""Amounts and days as banks write them, exactly: smallest units as whole numbers, never through binary fractions."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Final

LARGEST: Final = 10**15
_AMOUNT: Final = re.compile(
    r"(?P<sign>[-+]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]*))?(?P<after>-?)"
)
_DAY: Final = re.compile(r"(?P<y>[0-9]{4})(?P<s>[-/.年]?)(?P<m>[0-9]{1,2})(?:[-/.月]?)(?P<d>[0-9]{1,2})日?(?:[T ].*)?")
_SHORT: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[ T]?[0-9:]{0,12})?")
NOTHING: Final = ("", "-", "--", "—", "/")


class BadValue(ValueError):
    """A cell that cannot be read; ``code`` says what is wrong with it."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text


def read_amount(text: str) -> int | None:
    """Return an amount in hundredths; None when the cell is empty.

    Thousands may be parted by commas, a minus may stand before or behind, brackets mean minus, ¥ and full-width figures are read.

    Raises:
        BadValue: it is no amount, has parts of a fen, or is larger than any ledger takes.
    """
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("'").replace("\u2212", "-")
    plain = re.sub(r"^(?:¥|CNY|RMB|USD|EUR|MNT|\$|€|₮)\s*|\s*元$", "", plain, flags=re.IGNORECASE)
    bracketed = re.fullmatch(r"\((.+)\)", plain)
    if bracketed:
        plain = f"-{bracketed[1]}"
    if plain in NOTHING:
        return None
    found = _AMOUNT.fullmatch(plain.replace(" ", ""))
    if found is None or (found["sign"] and found["after"]):
        raise BadValue("no-amount", text)
    part = (found["part"] or "").rstrip("0")
    if len(part) > 2:
        raise BadValue("parts-of-a-fen", text)
    size = int(found["whole"].replace(",", "")) * 100 + int(part.ljust(2, "0") if part else 0)
    if size > LARGEST:
        raise BadValue("too-large", text)
    return -size if "-" in (found["sign"], found["after"]) else size


def read_day(text: str) -> dt.date:
    """Return a day written year first: 2026-11-26, 2026/11/26, 20261126, 2026年11月26日; a time behind it is left out.

    Raises:
        BadValue: it is none, or day and month could be mixed up.
    """
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("'")
    short = _SHORT.fullmatch(plain)
    found = None if short else _DAY.fullmatch(plain)
    if short:
        year, month, day = short.groups()
    elif found and found["s"]:
        year, month, day = found["y"], found["m"], found["d"]
    else:
        raise BadValue("no-day", text)
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError as error:
        raise BadValue("no-day", text) from error
