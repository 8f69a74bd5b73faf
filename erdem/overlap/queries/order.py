"""The order in which findings are read: a transparent rule, not a second score.

The classical formulas of China make up most of the pool, and a patent of three common herbs resembles dozens of them. For
an office of Inner Mongolia the knowledge of its own places comes first, so findings are read in bands; inside a band
alarms come first, then the engine's score decides. Nothing is hidden: every list can be sorted by score alone.
"""

from __future__ import annotations

from typing import Any

OWN_REGION = "15"


def reading_band(record_row: dict[str, Any], _evidence: dict[str, Any]) -> int:
    """Return 1 for knowledge of a place or a community of the region, 5 for everything else (classics, other regions)."""
    place = str(record_row.get("place") or "")
    return 1 if place.startswith(OWN_REGION) or record_row.get("community") else 5
