"""What the index knows of one publication. PostgreSQL stays the source of truth; the index holds terms and no text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LARGEST_ID: Final = 10**11
FIRST_DAY: Final = 1600_01_01
LAST_DAY: Final = 2200_12_31


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One publication for the index. All texts are given as they are kept, unfolded; every list may be empty.

    `id` is the publication's key, `family` its family's or 0. Numbers are keys of `erdem.literature.numbers`: `number` as
    written for people, `number_key` and `number_stem`, and keys of the applications and priorities it names. `ipc`, `cpc`
    and `locarno` are full symbols (A61K36/484). `places` are codes of administrative divisions with all their
    ancestors, or a country code; `place_names` their names. Days are yyyymmdd, 0 when unknown; `year` is the year the
    document is listed under, 0 when unknown. `others` are further names (agents, agencies, examiners). `kind` is the
    type of right, `held` how much of the document the collection has. `replaced` says that a correction took its place.

    Raises ValueError for an id outside 1 to 10**11 - 1; anything else that is out of range is taken as unknown.
    """

    id: int
    number: str = ""
    number_key: str = ""
    number_stem: str = ""
    application_keys: tuple[str, ...] = ()
    priority_keys: tuple[str, ...] = ()
    family: int = 0
    titles: tuple[str, ...] = ()
    abstracts: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    cpc: tuple[str, ...] = ()
    locarno: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    place_names: tuple[str, ...] = ()
    office: str = ""
    kind: str = ""
    stage: str = ""
    status: str = ""
    held: str = ""
    languages: tuple[str, ...] = ()
    filing_day: int = 0  # a year known without its day ends in 0000
    publication_day: int = 0
    priority_day: int = 0
    year: int = 0
    replaced: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.id < LARGEST_ID:
            raise ValueError(f"a document's id is between 1 and {LARGEST_ID - 1}, not {self.id}")


def day(value: int) -> int:
    """The day, or 0 when it is none that a patent document can have."""
    return value if FIRST_DAY <= value <= LAST_DAY else 0


_SYMBOL: Final = re.compile(r"(([A-HY])\d\d)([A-Z])?(\d{1,4})?(/\d+)?")


def class_terms(symbol: str) -> tuple[str, ...]:
    """A symbol and everything above it: A, A61, A61K, A61K36, A61K36/48; Locarno 09 and 09-03."""
    plain = symbol.upper().replace(" ", "")
    match = _SYMBOL.match(plain)
    if match is None:
        return tuple(dict.fromkeys((plain.partition("-")[0], plain)))
    class_, section, subclass, group, _ = match.groups()
    levels = [section, class_]
    if subclass:
        levels.append(class_ + subclass)
        if group:
            levels.append(class_ + subclass + group)
    return tuple(dict.fromkeys((*levels, plain)))


def subclass_of(symbol: str) -> str:
    """A61K of A61K36/48; empty for what has none."""
    match = _SYMBOL.match(symbol.upper().replace(" ", ""))
    return match[1] + match[3] if match and match[3] else ""


def place_level(code: str) -> int:
    """1 for a province or a country, 2 for a city or league, 3 for a county or banner (GB/T 2260), 0 for anything else."""
    if re.fullmatch(r"[A-Z]{2}|\d{2}0000", code):
        return 1
    if not re.fullmatch(r"\d{6}", code):
        return 0
    return 2 if code.endswith("00") else 3


_NUMBER: Final = re.compile(r"(?:APP:)?([A-Z])([A-Z])\D*(\d+)[^A-Z]*([A-Z]?)(\d?)")
_LARGEST_SERIAL: Final = 10**13 - 1


def number_order(key: str) -> int:
    """A number that sorts publications by office, serial and kind; 0 for a key in no usual form. Less than 2**63."""
    match = _NUMBER.match(key)
    if match is None:
        return 0
    first, second, serial, letter, digit = match.groups()
    office = (ord(first) - 64) * 27 + ord(second) - 64
    kind = (ord(letter) - 64 if letter else 0) * 10 + int(digit or 0)
    return ((office << 44) + min(int(serial[:18]), _LARGEST_SERIAL) << 9) + kind
