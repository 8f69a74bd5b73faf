"""Patent numbers: read every usual spelling, write one form, compare by one key.

Publications and applications are different numbers of one case and never equal. Sources of the rules: WIPO
ST.6, ST.13 and ST.16; for China ZC 0006-2003 and ZC 0007-2012 (year, kind digit, serial, check digit); for
India the office codes of the journal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

Sort = Literal["publication", "application"]

CHECK_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
PADDING: Final = re.compile(r"^([A-Z]*)0+(?=\d)")
UNPADDED: Final = frozenset({"US", "EP"})  # offices whose numbers are padded in some files and not in others
KIND: Final = r"(?P<kind>[A-Z]\d?)?"


@dataclass(frozen=True, slots=True)
class Number:
    """One number. `serial` has no padding zeros, separators or check digit; `kind` is the ST.16 code or
    empty.
    """

    country: str
    serial: str
    kind: str = ""
    sort: Sort = "publication"
    check: str = ""

    @property
    def stem(self) -> str:
        """Country and serial without padding: the same for the A and the B publication of one number."""
        if self.sort == "application":
            return self.country + self.serial
        return self.country + PADDING.sub(r"\1", self.serial)

    def key(self) -> str:
        """What makes two spellings equal; applications are marked, so they never meet a publication."""
        return f"APP:{self.stem}" if self.sort == "application" else self.stem + self.kind

    def compact(self) -> str:
        """The number in one word: `CN102302596A`, `CN201110265152.0`."""
        return self.country + self.serial + self.kind + (f".{self.check}" if self.check else "")

    @property
    def check_valid(self) -> bool | None:
        """Whether the check digit of a Chinese application is right; None when there is none to test."""
        if not self.check or self.country != "CN":
            return None
        return self.check == check_digit(self.serial)

    def display(self) -> str:
        """The form for people, such as `CN 102302596 A`, `CN 201110265152.0`, `US 2013/0101709 A1`."""
        if self.sort == "application":
            return _display_application(self)
        return " ".join(part for part in (self.country, _spaced(self), self.kind) if part)


def _spaced(number: Number) -> str:
    serial, country = number.serial, number.country
    if country == "US" and len(serial) == 11 and serial.isdigit():
        return f"{serial[:4]}/{serial[4:]}"
    if country == "WO" and len(serial) == 10 and serial.isdigit():
        return f"{serial[:4]}/{serial[4:]}"
    return serial.rjust(7, "0") if country == "EP" and serial.isdigit() else serial


def _display_application(number: Number) -> str:
    serial, country = number.serial, number.country
    if country == "PCT":
        return f"PCT/{serial[:6]}/{serial[6:]}"
    if country == "US" and len(serial) == 8 and serial.isdigit():
        return f"US {serial[:2]}/{serial[2:]}"
    return f"{country} {serial}" + (f".{number.check}" if number.check else "")


def check_digit(serial: str) -> str:
    """Check digit of a Chinese application number of 8 or 12 digits: weighted sum modulo 11, ten is X."""
    rest = sum(int(digit) * weight for digit, weight in zip(serial, CHECK_WEIGHTS, strict=False)) % 11
    return "X" if rest == 10 else str(rest)


def parse(text: str, sort: Sort | None = None) -> Number | None:
    """Read a number in any usual spelling; None when it is not one.

    `sort` says what the field holds when the source knows; otherwise the form decides, and a plain country
    and serial is taken as a publication.
    """
    compact = _squeeze(text)
    if len(compact) > 40:
        return None
    for read in READERS:
        number = read(compact, sort)
        if number is not None:
            return number
    return None


def _squeeze(text: str) -> str:
    """Capitals without spaces, commas and decoration; slashes and the dot before a check digit stay."""
    plain = unicodedata.normalize("NFKC", text).upper()
    plain = re.sub(r"^(专利号|申请号|公开号|公告号|NO\.)[:\s]*", "", plain)
    return re.sub(r"[\s,\-_*'’–—]", "", plain).rstrip(".")


def _read_pct(text: str, sort: Sort | None) -> Number | None:
    match = re.fullmatch(r"PCT/?([A-Z]{2})/?(\d{4}|\d{2})/?(\d{5,6})", text)
    if match is None and sort == "application":
        match = re.fullmatch(r"([A-Z]{2})(\d{4})/?0?(\d{6})W", text)  # as Lens writes it
    if match is None:
        return None
    office, year, serial = match.groups()
    return Number("PCT", f"{office}{_full_year(year)}{int(serial):06d}", "", "application")


def _full_year(year: str) -> str:
    if len(year) == 4:
        return year
    return ("19" if int(year) >= 78 else "20") + year


def _read_indian_application(text: str, sort: Sort | None) -> Number | None:
    match = re.fullmatch(r"(?:IN)?(\d{1,6})/([A-Z]{3,6})/(\d{4})(?:[A-Z]\d?)?", text)
    if match is None:
        return None
    serial, office, year = match.groups()
    return Number("IN", f"{int(serial)}/{office}/{year}", "", "application")


CN_APPLICATION: Final = re.compile(
    r"(?P<prefix>CN|ZL|CNZL)?(?P<body>(?:19|20)\d\d[12389]\d{7}|\d\d[12389]\d{5})(?:\.?(?P<check>[\dX]))?"
)


def _read_chinese(text: str, sort: Sort | None) -> Number | None:
    if sort == "application":
        text = re.sub(r"(?<=\d)[A-Z]$", lambda match: match[0] if match[0] == "X" else "", text)
    if sort != "application" and _is_chinese_publication(text):
        return None
    match = CN_APPLICATION.fullmatch(text)
    if match is None:
        return None
    body, check, prefix = match["body"], match["check"] or "", match["prefix"]
    if len(body) == 8 and check and "." not in text and check != check_digit(body):
        return None
    if not prefix and len(body) == 8 and "." not in text:
        return None  # eight bare digits can be anything
    return Number("CN", body, "", "application", check)


def _is_chinese_publication(text: str) -> bool:
    """CN with 7 or 9 digits, or the 8 digits of 1985 to 1988, which were application numbers at the same
    time.
    """
    return re.fullmatch(r"CN([123]\d{6}|[123]\d{8}|8[5-8]\d{6})([A-Z]\d?)?", text) is not None


def _read_american(text: str, sort: Sort | None) -> Number | None:
    slashed = re.fullmatch(r"(?:US)?(\d{2})/(\d{6})", text)
    if slashed:
        return Number("US", slashed[1] + slashed[2], "", "application")
    if not text.startswith("US"):
        return None
    if sort == "application":
        dated = re.fullmatch(r"US(?:19|20)\d\d(\d{8})[A-Z]?", text)
        return Number("US", dated[1], "", "application") if dated else None
    short = re.fullmatch(rf"US(20[0-4]\d)/?(\d{{6}}){KIND}", text)
    return Number("US", f"{short[1]}0{short[2]}", short["kind"] or "") if short else None


def _read_international(text: str, sort: Sort | None) -> Number | None:
    match = re.fullmatch(rf"WO/?(\d{{4}})/?(\d{{5,6}}){KIND}", text) or re.fullmatch(
        rf"WO/?(\d{{2}})/?(\d{{5,6}}){KIND}", text
    )
    if match is None or sort == "application":
        return None
    return Number("WO", f"{_full_year(match[1])}{int(match[2]):06d}", match["kind"] or "")


FORMS: Final = (
    re.compile(rf"(SG)(\d{{11}})([A-Z]){KIND}"),  # Singapore ends in a check letter
    re.compile(rf"([A-Z]{{2}})([A-Z]{{0,4}})(\d+){KIND}(?:(?:19|20)\d{{6}})?"),
    re.compile(rf"([A-Z]{{2}})(\d+)([A-Z]{{2,5}}\d{{4}}){KIND}"),  # Indian serial, office, year
)


def _read_any(text: str, sort: Sort | None) -> Number | None:
    """Country, letters, digits, kind: the form of every other office."""
    plain = re.sub(r"[/.]", "", text)
    match = next(filter(None, (pattern.fullmatch(plain) for pattern in FORMS)), None)
    if match is None:
        return None
    country, first, second = match[1], match[2], match[3]
    serial = first + second
    if country in UNPADDED:
        serial = PADDING.sub(r"\1", serial)
    if sum(map(str.isdigit, serial)) < 2:
        return None
    if sort == "application":
        return Number(country, serial, "", "application")
    return Number(country, serial, match["kind"] or "")


READERS: Final[tuple[Callable[[str, Sort | None], Number | None], ...]] = (
    _read_pct,
    _read_indian_application,
    _read_chinese,
    _read_american,
    _read_international,
    _read_any,
)
