"""Characters that look alike: a measured table, see docs/reference/names.md for how it was made."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def _table() -> dict[str, float]:
    text = (resources.files("erdem.overlap.engine.names") / "look_alikes.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {key: int(value) / 100 for pair, value in rows for key in (pair, pair[::-1])}


def likeness(first: str, second: str) -> float:
    """How alike two characters look, 1 for one and the same, 0 for a pair that is not in the table."""
    return 1.0 if first == second else _table().get(first + second, 0.0)


def look_alike(first: str, second: str) -> bool:
    """Whether two names of one length differ in one character only, and the two look alike."""
    if len(first) != len(second) or len(first) < 2:
        return False
    differing = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return len(differing) == 1 and likeness(*differing[0]) > 0
