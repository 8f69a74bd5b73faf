"""Mongolian words of the public forms, each beside its Chinese one: data that awaits a native reader, and the pages say so."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.utils.html import format_html
from django.utils.translation import override

WORDS: Final = Path(__file__).resolve().parents[1] / "seeds" / "words_mn.csv"
"""Chinese, transliteration, Mongolian, where the wording is from, confidence."""
SCRIPT: Final = "mn"
LANGUAGE: Final = "mvf"
"""Peripheral Mongolian (ISO 639-3), as the language of a filing; ``mn`` would mean Cyrillic."""
_LETTERS: Final = {
    **dict(zip("aeiouöünŋbpqkgmlsštdcjyrwfē", "ᠠᠡᠢᠣᠤᠥᠦᠨᠩᠪᠫᠬᠬᠭᠮᠯᠰᠱᠲᠳᠴᠵᠶᠷᠸᠹᠧ", strict=True)),
    "_": "\u202f",
    "-": "\u180e",
}


@lru_cache(maxsize=1)
def words() -> dict[str, dict[str, str]]:
    """Return the rows by their Chinese words."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        return {row["zh"]: row for row in csv.DictReader(file)}


def written(latin: str) -> str:
    """Return a transliteration in Mongolian letters; ``_`` is the narrow space before a suffix, ``-`` the vowel separator."""
    return "".join(_LETTERS.get(letter, letter) for letter in latin)


def mongolian_of(label: Any) -> str:
    """Return the Mongolian words for a label, empty where there are none; the label may be in any language of the interface."""
    with override("zh-hans"):
        row = words().get(str(label))
    return row["mn"] if row else ""


def beside(label: Any) -> Any:
    """Return a label with its Mongolian words upright before it, the label alone where there are none."""
    found = mongolian_of(label)
    shape = '<span class="cx-two"><span class="er-mn cx-mn" lang="mn-Mong">{}</span> <span>{}</span></span>'
    return format_html(shape, found, label) if found else label
