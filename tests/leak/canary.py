"""A planted word: where it stands, and who may meet it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

WORD = re.compile(
    r"zqx\d+kanari|TK-\d{6,12}-\d{4,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d\d\.\d{7}"
)
"""What may have been planted: words, numbers of records, keys of rows, coordinates."""


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
