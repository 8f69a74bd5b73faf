"""Characters that the document fonts can show.

PDF/A refuses text without a glyph, so a single rare character would stop a whole dossier. What the fonts lack
is set as 〓 (the printers' sign for a missing type) followed by its code point: seen, not silently dropped.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent.parent / "fonts"
MISSING = "〓"
INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
KEPT_BREAKS = "\n\t"


@functools.cache
def known_characters(folder: Path = FONTS) -> frozenset[int]:
    """Code points that at least one font in ``folder`` can show."""
    from erdem.base.assets.fonts import coverage  # the font library takes a second to load: every start would wait

    return frozenset().union(*(coverage(path) for path in sorted(folder.glob("*.ttf"))))


def printable(text: str, known: frozenset[int]) -> str:
    """``text`` with unshowable characters replaced by 〓 and their code point; invisible ones are dropped."""
    if all(ord(letter) in known for letter in text):
        return text
    return "".join(letter if ord(letter) in known else _stand_in(letter) for letter in text)


def _stand_in(letter: str) -> str:
    if letter in KEPT_BREAKS:
        return letter
    if unicodedata.category(letter) in INVISIBLE or 0xFE00 <= ord(letter) <= 0xFE0F:
        return ""
    if unicodedata.category(letter) == "Zs":
        return " "
    return f"{MISSING}(U+{ord(letter):04X})"


def printable_data(value: Any, known: frozenset[int]) -> Any:
    """The same for every string inside JSON-like data."""
    if isinstance(value, str):
        return printable(value, known)
    if isinstance(value, Mapping):
        return {key: printable_data(item, known) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable_data(item, known) for item in value]
    return value
