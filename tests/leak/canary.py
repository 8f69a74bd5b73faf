"""A planted word: where it stands, and who may meet it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = (re.compile(r"zqx\d+kanari"), re.compile(r"TK-\d{6,12}-\d{4,}"))
_KEY = re.compile(r"-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_KEY_HEAD = re.compile(r"[0-9a-f]{8}")
_DEGREES = re.compile(r"\.\d{7}")
_DEGREES_HEAD = re.compile(r"\d\d")


def words_in(text: str) -> set[str]:
    """Return what may have been planted: words, numbers of records, keys of rows, coordinates.

    Each is looked for from a sign that every one of them has: texts of megabytes are searched, a letter at a time would be slow.
    """
    found: set[str] = set()
    for form in _WORDS:
        found.update(form.findall(text))
    for form, head, before in ((_KEY, _KEY_HEAD, 8), (_DEGREES, _DEGREES_HEAD, 2)):
        for match in form.finditer(text):
            start = match.start() - before
            if start >= 0 and head.fullmatch(text, start, match.start()):
                found.add(text[start : match.end()])
    return found


@dataclass(frozen=True)
class Canary:
    """A word that stands in one field of one row of a card.

    ``rule`` names the rule of `oracle.RULES` that says who may meet it; ``where`` is ``table.field``.
    """

    word: str
    card: str
    rule: str
    where: str


class Words:
    """Gives out words that stand nowhere else and that folding of text leaves alone."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = itertools.count(100001)

    def new(self) -> str:
        """Return a new word."""
        return f"zqx{next(self._numbers)}kanari"


NOBODY_PLANTED = "zqx999999kanari"
"""A word of the same form that stands nowhere."""
