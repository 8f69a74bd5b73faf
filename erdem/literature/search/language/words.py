"""Folding of what a person types, with Mongolian left whole."""

from __future__ import annotations

import re
from typing import Final

from erdem.lib.folding import fold

LETTERS: Final = "\u1807\u180a-\u180f\u1820-\u18aa"
JOINERS: Final = "\u202f\u200c\u200d"
MONGOLIAN: Final = re.compile(rf"[{LETTERS}]++(?:[{JOINERS}]++[{LETTERS}]++)*")
"""A Mongolian word: letters with selectors and vowel separator, suffixes joined by the narrow space U+202F."""

_STARTS_MONGOLIAN: Final = re.compile("[\u1820-\u18aa]")
_SPACES: Final = re.compile(" {2,}")


def is_mongolian(text: str) -> bool:
    """Whether there is a traditional Mongolian letter in the text."""
    return _STARTS_MONGOLIAN.search(text) is not None


def fold_typed(text: str) -> str:
    """Folded text with single inner spaces; Mongolian words stay as they were typed."""
    if not _STARTS_MONGOLIAN.search(text):
        folded = fold(text)
    else:
        folded, at = "", 0
        for match in MONGOLIAN.finditer(text):
            folded += fold(text[at : match.start()]) + match[0]
            at = match.end()
        folded += fold(text[at:])
    return _SPACES.sub(" ", folded).strip(" ") if " " in folded else folded
