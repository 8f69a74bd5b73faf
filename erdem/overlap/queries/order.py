"""Which matches become findings, and in which order they are read. Both are transparent rules, not a second score.

The classical formulas of China make up most of the pool, and a patent of three common herbs resembles dozens of them. For
an office of Inner Mongolia the knowledge of its own places comes first, so findings are read in bands; inside a band
alarms come first, then the engine's score decides. Nothing is hidden: every list can be sorted by score alone.

A match becomes a finding when the engine raises an alarm: of general knowledge only one of the first few clusters, of the
region's own any in sight. A lone shared plant never makes a finding.
"""

from __future__ import annotations

from typing import Any

OWN_REGION = "15"
OWN, OWN_BY_NAME, OTHERS = 1, 2, 5
FIRST_FEW = 5


def is_own(record_row: dict[str, Any]) -> bool:
    """Say whether the knowledge belongs to a place of the region."""
    return str(record_row.get("place") or "").startswith(OWN_REGION)


def is_looked_after(record_row: dict[str, Any]) -> bool:
    """Say whether some office or community looks after this very record, so that no other variant may stand for it."""
    return bool(record_row.get("place") or record_row.get("community"))


def is_worth_a_finding(match: dict[str, Any], record_row: dict[str, Any]) -> bool:
    """Say whether a person should look at a match."""
    return bool(match["alarm"]) and (match["rank"] <= FIRST_FEW or is_own(record_row))


def reading_band(record_row: dict[str, Any], match: dict[str, Any]) -> int:
    """Return 1 for the region's own knowledge matched in substance, 2 for its own matched by name only, 5 for the rest."""
    if not is_own(record_row):
        return OTHERS
    return OWN_BY_NAME if match["relation"] == "name_only" else OWN
