"""Numbers of the American office as its own files write them: publications, applications by series, old classes.

Facts: an application number is a series of two digits and a serial of six (`05/518454`); grants before 2001
have no kind code in the files, and the codes by which data bases know them (A, S, P, E, H, I) follow from the
type of the document (WIPO ST.16, USPTO kind codes).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from erdem.lib.fields import unique
from erdem.literature.formats.fields import classification
from erdem.literature.formats.model import Identity, identify

PLAIN: Final = re.compile(r"US((?:D|RE|PP|H|T)?)0*([1-9]\d{3,7}|20\d{9})([A-Z]\d?)")
COLUMNS: Final = re.compile(r"([A-H]\d\d[A-Z])([ \d]{2}\d)(\d{2,})")
LOCARNO: Final = re.compile(r"D?(\d\d)[ -]?(\d\d)")


def identify_american(publication: str, application: str, fallback: str = "") -> Identity:
    """As `identify`, at once for the plain spelling that nearly all documents have."""
    match = PLAIN.fullmatch(publication)
    if match is None or len(application) != 8 or not (application.isascii() and application.isdigit()):
        return identify(publication, application, country="US", fallback=fallback)
    number = f"US{match[1]}{match[2]}{match[3]}"
    return Identity(number, "US", match[3], f"US{application}", number)


def series_and_serial(series: str, serial: str) -> str:
    """An application number of eight digits from the series code and the serial with or without its check digit."""
    digits = re.sub(r"\D", "", serial)
    if not (series.isdigit() and 0 < len(series) <= 2 and 0 < len(digits) <= 7):
        return serial.strip()
    return f"{int(series):02d}{digits[:6].rjust(6, '0')}"


def old_symbol(text: str) -> str:
    """An IPC symbol of the editions before the eighth, written in columns: `B60R  900` is `B60R9/00`, `A61K 31415` is
    `A61K31/415`.
    """
    match = COLUMNS.fullmatch(text.strip())
    if match is None:
        return classification(text)
    return f"{match[1]}{int(match[2].replace(' ', ''))}/{match[3]}"


def old_classes(texts: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """IPC symbols and Locarno classes of a list in which designs have the latter (`1402` or `D14-02`)."""
    ipc: list[str] = []
    locarno: list[str] = []
    for text in ";".join(texts).split(";"):
        design = LOCARNO.fullmatch(text.strip())
        if design:
            locarno.append(f"{design[1]}-{design[2]}")
        elif text.strip():
            ipc.append(old_symbol(text))
    return unique(ipc), unique(locarno)
