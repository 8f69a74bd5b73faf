"""How long algorithms are held to be safe: dated rows with their source, never constants in code."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources


class Use(StrEnum):
    """What an algorithm is used for: in the imprint of what is stamped, or in the signature of the authority."""

    IMPRINT = "imprint"
    SIGNATURE = "signature"


@dataclass(frozen=True)
class Strength:
    """One row: until when a source holds an algorithm to be safe for a use.

    Attributes:
        name: ``sha256``, ``sm3``, ``rsa-2048``, ``ecdsa-256``, ``sm2-256``: hash function, or family and size of the key.
        use: imprint or signature.
        safe_until: the last day.
        source: who says so, and where.
        confidence: how sure we are of the row, in words.
    """

    name: str
    use: Use
    safe_until: dt.date
    source: str
    confidence: str


def read_strengths(text: str) -> tuple[Strength, ...]:
    """Return the rows of a JSON list.

    Raises:
        ValueError: a row lacks something, or says something that is no date or use.
    """
    try:
        return tuple(
            Strength(
                row["name"],
                Use(row["use"]),
                dt.date.fromisoformat(row["safe_until"]),
                row["source"],
                row["confidence"],
            )
            for row in json.loads(text)
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("The rows about the strength of algorithms cannot be read: one is not whole.") from error


def bundled_strengths() -> tuple[Strength, ...]:
    """Return the rows that come with the package; an installation gives its own instead when it knows better."""
    return read_strengths(resources.files(__package__).joinpath("strength.json").read_text(encoding="utf-8"))


def weakest(rows: Iterable[Strength], names: Sequence[str], use: Use) -> tuple[Strength | None, tuple[str, ...]]:
    """Return the row that ends first among the algorithms named, and the names about which no row says anything."""
    found = [row for row in rows if row.use is use and row.name in names]
    unknown = tuple(name for name in names if all(row.name != name for row in found))
    return min(found, key=lambda row: row.safe_until, default=None), unknown
