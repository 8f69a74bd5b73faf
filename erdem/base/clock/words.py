"""What processes, steps, events, causes and approvals are called: data beside the rules (`seeds/clock_words.csv`), not code."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from django.utils.translation import get_language


@cache
def _words() -> dict[tuple[str, str], tuple[str, str]]:
    with (resources.files("erdem.base") / "seeds" / "clock_words.csv").open(encoding="utf-8") as stream:
        return {(row["kind"], row["slug"]): (row["zh"], row["en"]) for row in csv.DictReader(stream)}


def word_of(kind: str, slug: str) -> str:
    """Return the name of a ``process``, ``step``, ``event``, ``cause`` or ``approval`` in the language of the reader."""
    found = _words().get((kind, slug))
    if found is None:
        return slug
    return found[0] if (get_language() or "zh").startswith("zh") else found[1]
