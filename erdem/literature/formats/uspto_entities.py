"""Named characters of the SGML files of the American office.

The names are those of the ISO entity sets that its document types load from outside. Most are the names of
HTML 5, which the standard library knows; the Greek letters of set ISOgrk1 (`&agr;`, `&mgr;`) are not among
them. A name that is in no set is left as written, so that nothing is lost.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Final

GREEK_NAMES: Final = re.findall("[a-z]+", "a b g d e z ee th i k l m n x o p r sf s t u ph kh ps oh")  # from alpha on
GREEK: Final = {f"{name}gr": chr(ord("α") + place) for place, name in enumerate(GREEK_NAMES)}
CAPITALS: Final = {
    (name[:2].upper() if len(name) == 4 else name[:1].upper()) + name[-2:]: letter.upper()
    for name, letter in GREEK.items()
    if name != "sfgr"
}
CHARACTERS: Final = {**GREEK, **CAPITALS, **{name[:-1]: text for name, text in html5.items() if name.endswith(";")}}
PREDEFINED: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
REFERENCE: Final = re.compile(r"&(?:#(\d{1,7});|#[xX]([0-9A-Fa-f]{1,6});|([A-Za-z][\w.-]{0,30});)?")
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MARKUP: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def with_characters(text: str) -> tuple[str, tuple[str, ...]]:
    """Markup with its named characters written out, and the names that nobody knows.

    What is left are the five predefined names, so that no document type is needed to parse it. Characters that XML
    forbids are left out.
    """
    unknown: dict[str, None] = {}

    def character(match: re.Match[str]) -> str:
        decimal, hexadecimal, name = match.groups()
        if decimal or hexadecimal:
            return _by_code(int(decimal) if decimal else int(hexadecimal, 16))
        if name in PREDEFINED:
            return match[0]
        if name in CHARACTERS:
            return CHARACTERS[name].translate(MARKUP)
        if name:
            unknown[name] = None
        return "&amp;" + match[0][1:]

    return FORBIDDEN.sub("", REFERENCE.sub(character, text)), tuple(unknown)[:20]


def _by_code(code: int) -> str:
    return chr(code).translate(MARKUP) if code < 0x110000 else ""
