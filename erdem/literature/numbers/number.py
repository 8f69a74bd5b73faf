"""One patent number, its key and its spellings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Sort = Literal["publication", "application"]

CHECK_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
PADDING: Final = re.compile(r"^([A-Z]*)0+(?=\d)")
ERA: Final = re.compile(r"[MTSHR]\d\d\d+")  # the year keeps its zero: H01 123456 is not H11 23456


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
        if self.sort == "application" or (self.country == "JP" and ERA.fullmatch(self.serial)):
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
    if country == "EP" and serial.isdigit():
        serial = serial.rjust(8, "0")
    return f"{country} {serial}" + (f".{number.check}" if number.check else "")


def check_digit(serial: str) -> str:
    """Check digit of a Chinese application number of 8 or 12 digits: weighted sum modulo 11, ten is X."""
    rest = sum(int(digit) * weight for digit, weight in zip(serial, CHECK_WEIGHTS, strict=False)) % 11
    return "X" if rest == 10 else str(rest)


def full_year(year: str) -> str:
    """Four digits of a year of the PCT, which began in 1978."""
    if len(year) == 4:
        return year
    return ("19" if int(year) >= 78 else "20") + year
