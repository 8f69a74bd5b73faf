"""Read a number as offices, data bases and people write it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from erdem.literature.numbers.asia import read_japanese, read_korean, read_marked
from erdem.literature.numbers.number import PADDING, Number, Sort, check_digit, full_year

LONGEST: Final = 40
UNPADDED: Final = frozenset({"US", "EP"})  # offices whose numbers are padded in some files and not in others
KIND: Final = r"(?P<kind>[A-Z]\d?)?"
LABEL: Final = re.compile(
    r"^(?:(?:授权|申请)?(?:专利|公开|公告|公布|申请|文献|\(公告\)|\(公布\))+号码?|出願番号|公開番号|출원번호|공개번호|등록번호|NO\.|"
    r"(?:PUBLICATION|APPLICATION|PATENT)\s*(?:NO|NUMBER)\.?)[:\s]*"
)
HYPHENS: Final = re.compile("[\u2010-\u2015\u2212\u30fc\ufe58]")


def parse(text: str, sort: Sort | None = None) -> Number | None:
    """Read a number in any usual spelling; None when it is not one.

    `sort` says what the field holds when the source knows; otherwise the form decides, and a plain country
    and serial is taken as a publication.
    """
    if len(text) > 4 * LONGEST:
        return None
    marked = _written(text)
    plain = re.sub(r"[,\-_*'’]", "", marked).rstrip(".")
    if len(plain) > LONGEST:
        return None
    number = read_marked(marked, sort)
    if number is not None:
        return number
    return _first(plain, sort)


def _written(text: str) -> str:
    """Capitals without spaces and label, digits of any script as ours, one sign for all hyphens; slashes and the dot
    before a check digit stay.
    """
    capital = unicodedata.normalize("NFKC", text).upper()
    if not capital.isascii():
        capital = HYPHENS.sub("-", "".join(_ascii_digit(sign) for sign in capital))
    return re.sub(r"\s", "", LABEL.sub("", capital.strip()))


def _ascii_digit(sign: str) -> str:
    """Our digit for one of any script, nothing for signs that nobody sees."""
    if unicodedata.category(sign) == "Cf":
        return ""
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _read_pct(text: str, sort: Sort | None) -> Number | None:
    match = re.fullmatch(r"PCT/?([A-Z]{2})/?(\d{4}|\d{2})/?(\d{5,6})", text)
    if match is None and sort == "application":
        match = re.fullmatch(r"([A-Z]{2})(\d{4})/?0?(\d{6})W", text)  # as Lens writes it
    if match is None:
        return None
    office, year, serial = match.groups()
    return Number("PCT", f"{office}{full_year(year)}{int(serial):06d}", "", "application")


INDIAN_OFFICES: Final = {
    "DE": "DEL",
    "DN": "DELNP",
    "MU": "MUM",
    "MN": "MUMNP",
    "CH": "CHE",
    "CN": "CHENP",
    "KO": "KOL",
    "KN": "KOLNP",
}


def _read_indian_application(text: str, sort: Sort | None) -> Number | None:
    match = re.fullmatch(r"(?:IN)?(\d{1,6})/([A-Z]{3,6})/(\d{4})(?:[A-Z]\d?)?", text)
    if match is None and sort == "application":
        match = re.fullmatch(r"IN(\d{1,6})([A-Z]{2,6})(\d{4})[A-Z]?", text)  # as DOCDB writes it
    if match is None:
        return None
    serial, office, year = match.groups()
    return Number("IN", f"{int(serial)}/{INDIAN_OFFICES.get(office, office)}/{year}", "", "application")


CN_APPLICATION: Final = re.compile(
    r"(?P<prefix>CN|ZL|CNZL)?(?P<body>(?:19|20)\d\d[12389]\d{7}|\d\d[12389]\d{5})(?:\.?(?P<check>[\dX]))?"
)
CN_EPODOC: Final = re.compile(r"CN(?P<year>20(?:0[3-9]|[1-9]\d)[12389])(?P<serial>\d{6})")


def _read_chinese(text: str, sort: Sort | None) -> Number | None:
    if sort == "application":
        text = re.sub(r"(?<=\d)[A-WYZ]\d?$", "", text)
        if short := CN_EPODOC.fullmatch(text):
            return Number("CN", f"{short['year']}0{short['serial']}", "", "application")
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
    if re.match(r"(?:RE|PP)\.?\d", text):
        text = "US" + text  # re-issues and plants are often named without the office; there is no country RE or PP
    if not text.startswith("US"):
        return None
    if sort == "application":
        filed = re.fullmatch(r"US(?:(?:19|20)\d\d)?(\d{8})[A-Z]?", text)
        return Number("US", filed[1], "", "application") if filed else None
    short = re.fullmatch(rf"US(20[0-4]\d)/?(\d{{6}}){KIND}", text)
    return Number("US", f"{short[1]}0{short[2]}", short["kind"] or "") if short else _read_any(text, sort)


def _read_international(text: str, sort: Sort | None) -> Number | None:
    match = re.fullmatch(rf"WO/?(\d{{4}})/?(\d{{5,6}}){KIND}", text) or re.fullmatch(
        rf"WO/?(\d{{2}})/?(\d{{5,6}}){KIND}", text
    )
    if match is None or sort == "application":
        return None
    return Number("WO", f"{full_year(match[1])}{int(match[2]):06d}", match["kind"] or "")


EP_FILED: Final = re.compile(
    r"EP(?:(?P<digits>\d{2,8})|(?:19|20)(?P<year>\d\d)0(?P<serial>\d{6}))[A-Z]?(?:\.(?P<check>\d))?"
)


def _read_european_application(text: str, sort: Sort | None) -> Number | None:
    """`EP 05012345.6`, in DOCDB `EP 05012345 A`, in EPODOC `EP20050012345`."""
    match = EP_FILED.fullmatch(text)
    if match is None or (sort != "application" and not match["check"]):
        return None
    serial = (match["digits"] or match["year"] + match["serial"]).lstrip("0")
    return Number("EP", serial, "", "application", match["check"] or "") if len(serial) > 1 else None


def _read_mexican(text: str, sort: Sort | None) -> Number | None:
    """`PA/a/2005/001234` until 2006 and `MX/a/2015/012345` since, which DOCDB calls MXPA05001234 and MX2015012345."""
    match = re.fullmatch(rf"(?:MX)?(PA|MX)/[AUF]/(\d{{4}})/(\d{{6}}){KIND}", text)
    if match is None:
        return None
    series, year, serial = match[1], match[2], match[3]
    shown = f"PA{year[2:]}{serial}" if series == "PA" else year + serial
    if sort == "application":
        return Number("MX", shown, "", "application")
    return Number("MX", shown, match["kind"] or "A")


FORMS: Final = (
    re.compile(rf"(SG)(\d{{11}})([A-Z]){KIND}"),  # Singapore ends in a check letter
    re.compile(rf"([A-Z]{{2}})([A-Z]{{0,4}})(\d+){KIND}(?:(?:19|20)\d{{6}})?"),
    re.compile(rf"([A-Z]{{2}})(\d+)([A-Z]{{2,5}}\d{{4}}){KIND}"),  # Indian serial, office, year
)
FILED_CHECK: Final = re.compile(r"(?P<stem>[A-Z]{2}[A-Z]{0,2}\d{4,14})\.(?P<check>[\dX])")


def _read_any(text: str, sort: Sort | None) -> Number | None:
    """Country, letters, digits, kind: the form of every other office."""
    if sort == "application" and (checked := FILED_CHECK.fullmatch(text)):
        number = _first(checked["stem"], sort)
        return replace(number, check=checked["check"]) if number else None
    if sort == "application" and text.startswith("RU"):
        text = re.sub(r"/\d\d$", "", text)  # Russian applications end in a group of examiners
    plain = re.sub(r"[/.]", "", text)
    return _first(plain, sort) if plain != text else _read_plain(text, sort)


def _read_plain(text: str, sort: Sort | None) -> Number | None:
    match = next(filter(None, (pattern.fullmatch(text) for pattern in FORMS)), None)
    if match is None or text.startswith("PCT"):
        return None
    country, serial = match[1], match[2] + match[3]
    if sort == "application" and country + serial != text:
        return _first(country + serial, sort)
    if country in UNPADDED:
        serial = PADDING.sub(r"\1", serial)
    if sum(map(str.isdigit, serial)) < 2:
        return None
    if sort == "application":
        return Number(country, serial, "", "application")
    return Number(country, serial, match["kind"] or "")


def _first(plain: str, sort: Sort | None) -> Number | None:
    return next(filter(None, (read(plain, sort) for read in READERS)), None)


READERS: Final[tuple[Callable[[str, Sort | None], Number | None], ...]] = (
    _read_pct,
    _read_indian_application,
    _read_chinese,
    _read_american,
    _read_international,
    _read_european_application,
    _read_mexican,
    read_japanese,
    read_korean,
    _read_any,
)
