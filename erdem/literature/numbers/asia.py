"""Numbers of the Japanese and the Korean office.

Japan counts publications by the year of an emperor until 1999 (`特開平7-147974`, in DOCDB `JPH07147974A`) and by the
common year from 2000 (`特開2005-123456`, `JP2005123456A`); PATENTSCOPE writes the former as `JP07147974`. Korea writes
`10-2005-0012345` with the kind of right in front (10 patent, 20 utility model, 30 design), DOCDB leaves the 10 away.
"""

from __future__ import annotations

import re
from typing import Final

from erdem.literature.numbers.number import Number, Sort

ERAS: Final = {"明": "M", "大": "T", "昭": "S", "平": "H", "令": "R"}
FIRST_YEARS: Final = {"M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018}
LAST_YEARS: Final = {"M": 45, "T": 15, "S": 64, "H": 31, "R": 60}

# What the sign in front says: the kind code of DOCDB, or an application. A patent and a model count apart.
SIGNS: Final = {
    "特開": "A",
    "特公": "B2",
    "特表": "A",
    "特許": "",
    "特願": "application",
    "再表": "A1",
    "実開": "U",
    "実公": "Y2",
    "実願": "application U",
    "実用新案登録": "U",
    "意匠登録": "S",
}
SIMPLIFIED: Final = str.maketrans("开许愿实录", "開許願実録")
JAPANESE: Final = re.compile(
    r"(?:JP)?(?P<sign>特開|特公|特表|特許|特願|再表|再公表|実開|実公|実願|実用新案登録|意匠登録)"
    r"(?:(?P<era>[明大昭平令])[和成正治]?)?第?(?P<first>\d{1,7})(?:[-/](?P<second>\d{1,7}))?号?(?:公報)?(?:\(.*\))?"
)
LATIN_ERA: Final = re.compile(r"JP(?P<era>[MTSHR])(?P<digits>\d{3,8})(?P<kind>[A-Z]\d?)?")
LATIN_MARKED: Final = re.compile(
    r"JP-?(?:(?P<era>[MTSHR])(?P<year>\d{1,2})|(?P<common>(?:19|20)\d\d))-(?P<serial>\d{1,6})-?(?P<kind>[A-Z]\d?)?"
)
LATIN_COMMON: Final = re.compile(r"JP(?P<year>20\d\d)(?P<serial>\d{4,5})(?P<kind>A\d?)")
LATIN_SHORT: Final = re.compile(r"JP(?P<year>\d\d)(?P<serial>\d{6})(?P<kind>A\d?)?")
EPODOC_FILED: Final = re.compile(r"JP(?P<year>(?:19|20)\d\d)0?(?P<serial>\d{6})[A-Z]?")

KOREAN_MARKED: Final = re.compile(
    r"(?:KR-?|제|第)?(?P<right>10|20|30|40)-(?:(?P<year>\d{4})-)?(?P<serial>\d{7})(?:-\d\d)*-?(?P<kind>[A-Z]\d?)?[호号]?"
)
KOREAN: Final = re.compile(r"KR(?P<right>10|20)(?P<year>19[4-9]\d|20\d\d)(?P<serial>\d{7})(?P<kind>[A-Z]\d?)?")


def read_marked(text: str, sort: Sort | None) -> Number | None:
    """Numbers that only the hyphens take apart; `text` is in capitals without spaces, its hyphens plain."""
    if match := JAPANESE.fullmatch(text.translate(SIMPLIFIED)):
        return _read_signed(match, sort)
    if match := LATIN_MARKED.fullmatch(text):
        if match["era"]:
            return _of_era(match["era"], int(match["year"]), int(match["serial"]), match["kind"] or "", sort)
        return _of_year(int(match["common"]), int(match["serial"]), match["kind"] or "", sort)
    match = KOREAN_MARKED.fullmatch(text)
    return _korean(match, sort) if match else None


def read_japanese(text: str, sort: Sort | None) -> Number | None:
    """`JPH07147974A`, `JPH0917738A`, `JP20051234A`, `JP07147974A`; every other Japanese number is left to others."""
    if match := LATIN_ERA.fullmatch(text):
        year, serial = _take_year(match["era"], match["digits"])
        return _of_era(match["era"], year, serial, match["kind"] or "", sort)
    if sort == "application":
        match = EPODOC_FILED.fullmatch(text)
        return _of_year(int(match["year"]), int(match["serial"]), "", sort) if match else None
    if match := LATIN_COMMON.fullmatch(text):
        return _of_year(int(match["year"]), int(match["serial"]), match["kind"], sort)
    match = LATIN_SHORT.fullmatch(text)
    era = _era_of_short_year(int(match["year"]), match["kind"] or "") if match else ""
    return _of_era(era, int(match["year"]), int(match["serial"]), match["kind"] or "", sort) if match and era else None


def _era_of_short_year(year: int, kind: str) -> str:
    """The era of the two digits before six others. Without a kind, a leading zero may be padding of a patent number."""
    if 46 <= year <= 63:
        return "S"
    return "H" if (1 <= year <= 11 if kind else 10 <= year <= 11) else ""


def _take_year(era: str, digits: str) -> tuple[int, int]:
    """Year and serial written without a mark: two digits of year, one where two would be no year of the era."""
    size = 2 if 1 <= int(digits[:2]) <= LAST_YEARS[era] else 1
    return int(digits[:size]), int(digits[size:])


def _read_signed(match: re.Match[str], sort: Sort | None) -> Number | None:
    sign = match["sign"].replace("再公表", "再表")
    kind, first, second = SIGNS[sign], match["first"], match["second"]
    if kind.startswith("application"):
        sort, kind = "application", kind.removeprefix("application").strip()
    else:
        sort = "publication"
    if second is None:
        return None if sort == "application" or match["era"] else Number("JP", str(int(first)), kind)
    if sign == "再表":
        return Number("JP", f"WO{first}{int(second):06d}", kind) if len(first) == 4 else None
    if match["era"]:
        return _of_era(ERAS[match["era"]], int(first), int(second), kind, sort)
    return _of_year(int(first), int(second), kind, sort) if len(first) == 4 else None


def _of_era(era: str, year: int, serial: int, kind: str, sort: Sort | None) -> Number | None:
    if not 1 <= year <= LAST_YEARS[era] or not serial:
        return None
    if sort == "application":
        return _of_year(FIRST_YEARS[era] + year, serial, kind, sort)
    return Number("JP", f"{era}{year:02d}{serial}", kind)


def _of_year(year: int, serial: int, kind: str, sort: Sort | None) -> Number | None:
    """By the common year. A filed utility model is marked `U`, for it counts apart from patents."""
    if not serial or serial > 999_999:
        return None
    if sort == "application":
        return Number("JP", f"{'U' if kind == 'U' else ''}{year}{serial:06d}", "", "application")
    return Number("JP", f"{year}{serial:06d}", kind)


def read_korean(text: str, sort: Sort | None) -> Number | None:
    """`KR1020050012345` as PATENTSCOPE writes what DOCDB calls `KR20050012345A`."""
    match = KOREAN.fullmatch(text)
    return _korean(match, sort) if match else None


def _korean(match: re.Match[str], sort: Sort | None) -> Number | None:
    right, kind = match["right"], match["kind"] or ""
    year = match["year"] or ""
    plain = year and (right == "10" or (right == "20" and kind.startswith("U") and sort != "application"))
    serial = year + match["serial"] if plain else right + year + match["serial"]
    if sort == "application":
        return Number("KR", serial, "", "application")
    return Number("KR", serial, kind)
