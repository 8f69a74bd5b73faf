"""The clauses of terms one by one, and what differs between two versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from erdem.sharing.terms.model import Terms

Change = Literal["same", "added", "changed", "removed"]
ORDER: Final = (
    "parties",
    "subject",
    "permitted",
    "forbidden",
    "transfer",
    "property",
    "attribution",
    "confidentiality",
    "money",
    "in_kind",
    "bearers",
    "reports",
    "payment",
    "audit",
    "change_of_use",
    "breach",
    "settlement",
    "law",
    "term",
    "extra",
)
"""The clauses in the order in which they are printed."""
BY_KEY: Final = {"money": "key", "in_kind": "key", "extra": "title"}
"""Clauses that are lists of lines, and what names a line."""


@dataclass(frozen=True)
class Difference:
    """One clause in two versions: ``clause`` is its key (``transfer``, ``money/r1``), old or new None where there is none."""

    clause: str
    change: Change
    old: Any
    new: Any


def clauses(terms: Terms) -> dict[str, Any]:
    """Return every clause under its key, in the order of the paper; each line of benefits is a clause of its own."""
    found: dict[str, Any] = {}
    for name in ORDER:
        value = getattr(terms, name)
        if name in BY_KEY:
            found |= {f"{name}/{getattr(line, BY_KEY[name])}": line for line in value}
        else:
            found[name] = value
    return found


def compare(old: Terms, new: Terms) -> tuple[Difference, ...]:
    """Return every clause of either version with what became of it, in the order of the paper.

    A clause that says nothing in one version (no forbidden uses, no words) and something in the other was added or removed.
    """
    before, after = clauses(old), clauses(new)
    keys = sorted({*before, *after}, key=lambda key: _place(key, before, after))
    return tuple(_difference(key, before.get(key), after.get(key)) for key in keys)


def _place(key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[int, int]:
    order = [*after, *(one for one in before if one not in after)]
    return ORDER.index(key.partition("/")[0]), order.index(key)


def _difference(key: str, old: Any, new: Any) -> Difference:
    if old == new:
        return Difference(key, "same", old, new)
    if _says_nothing(old):
        return Difference(key, "added", None, new)
    if _says_nothing(new):
        return Difference(key, "removed", old, None)
    return Difference(key, "changed", old, new)


def _says_nothing(value: Any) -> bool:
    return value is None or value == () or (hasattr(value, "text") and not value.text)
