"""Three bands for a reader: what to read first, what to read with others, background. A band is no verdict."""

from __future__ import annotations

from erdem.overlap.engine.match import Match
from erdem.overlap.engine.weights import ALARM

UPPER, MIDDLE, LOWER = "upper", "middle", "lower"
BANDS = (UPPER, MIDDLE, LOWER)


def band_of(match: Match) -> str:
    """`upper` for a match that raises the alarm, `middle` from half of its score on, else `lower`."""
    if match.alarm:
        return UPPER
    return MIDDLE if match.score >= ALARM / 2 else LOWER
