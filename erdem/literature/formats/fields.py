"""Small readers shared by the formats: dates, lists, amounts, classification symbols, snapshot hashes."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Sequence
from typing import Final

from erdem.lib.fields import squeeze, unique

ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
COMPACT: Final = re.compile(r"((?:1[6-9]|20)\d\d)(\d\d)(\d\d)")
CHINESE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?")
YEAR_FIRST: Final = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})")
DAY_FIRST: Final = re.compile(r"(\d{1,2})([./])(\d{1,2})[./](\d{4}|\d{2})")


def read_date(text: str, *, day_first: bool = False, near_year: int = 0) -> datetime.date | None:
    """A date in ISO, compact, Chinese, `yyyy.mm.dd` or `dd.mm.yyyy` form; None when it is no certain date.

    `dd/mm/yyyy` is read only with `day_first` or when the day is above 12. A two-digit year needs
    `near_year`: the latest such year not after it is taken (a filing is not after its publication).
    """
    text = text.strip()
    for form in (ISO, COMPACT, CHINESE, YEAR_FIRST):
        if match := form.fullmatch(text):
            return _date(int(match[1]), int(match[2]), int(match[3]))
    match = DAY_FIRST.fullmatch(text)
    if match is None:
        return None
    day, month = int(match[1]), int(match[3])
    if match[2] == "/" and not day_first and day <= 12:
        return None
    return _date(_year(match[4], near_year), month, day)


def _year(text: str, near_year: int) -> int:
    if len(text) == 4:
        return int(text)
    if not near_year:
        return 0
    year = near_year // 100 * 100 + int(text)
    return year if year <= near_year else year - 100


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


SYMBOL: Final = re.compile(r"([A-HY])\s*(\d\d)\s*([A-Z])(?:[\s-]*0*(\d{1,4})\s*/\s*(\d{2,6}))?.*")


def classification(text: str) -> str:
    """A classification symbol in one form: `A61K 36/756`, `A61K-0036/756` and `A61K036/756` are
    `A61K36/756`.
    """
    match = SYMBOL.fullmatch(text.strip().upper())
    if match is None:
        return squeeze(text)
    section, main, subclass, group, rest = match.groups()
    return f"{section}{main}{subclass}" + (f"{group}/{rest}" if group else "")


def classifications(texts: Sequence[str]) -> tuple[str, ...]:
    return unique([classification(text) for text in texts])


def snapshot(text: str | bytes) -> str:
    """SHA-256 of a record as read, to prove later what the source showed."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def guess_language(text: str) -> str:
    """`zh` when the text holds Chinese characters and no kana, else `en`: a default where the source says
    nothing.
    """
    if re.search("[\u3040-\u30ff]", text):
        return "ja"
    if re.search("[\uac00-\ud7af]", text):
        return "ko"
    return "zh" if re.search("[\u3400-\u9fff]", text) else "en"
