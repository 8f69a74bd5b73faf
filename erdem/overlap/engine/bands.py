"""Three bands for a reader: what to read first, what to read with others, background. A band is no verdict.

The bands ask two things that the score mixes. `strength` is the information both sides share, with the evidence of the doses: 1
is what singles out one formula of the pool, less is met by chance. `coverage` is how much of the record the patent holds.
How often each band is right is measured: `erdem eval bands`.
"""

from __future__ import annotations

from erdem.overlap.engine.formula.compare import Comparison, Relation
from erdem.overlap.engine.match import Match
from erdem.overlap.engine.process.compare import ProcessComparison
from erdem.overlap.engine.weights import (
    ALARM,
    ALARM_COVERAGE,
    ALARM_SHARED,
    ALARM_SHARED_TRADITION,
    BANDS_AT,
    SHARED_GRADE,
)

UPPER, MIDDLE, LOWER = "upper", "middle", "lower"
BANDS = (UPPER, MIDDLE, LOWER)

_SILENT = frozenset({Relation.NEIGHBOURING, Relation.SINGLE_SUBSTANCE})
_STEPS_TELL = frozenset({Relation.SAME_PROCESS, Relation.SIMILAR_PROCESS})


def band_of(match: Match) -> str:
    """Band of a match."""
    return match.band


def formula_band(score: float, found: Comparison, signals: tuple[str, ...] = ()) -> str:
    """Band of a formula match; one shared plant is always background."""
    same = sum(pair.grade.value >= SHARED_GRADE for pair in found.shared)
    if "formula_named" in signals and score >= ALARM and (found.relation is Relation.NAME_ONLY or same >= 2):
        return UPPER if same >= ALARM_SHARED and found.coverage >= ALARM_COVERAGE else MIDDLE
    if "tradition_named" in signals and score >= ALARM and same >= ALARM_SHARED_TRADITION:
        return UPPER if found.coverage >= ALARM_COVERAGE else MIDDLE
    if found.relation in _SILENT:
        return LOWER
    if found.relation is Relation.IDENTICAL and same >= 2:
        return UPPER if same >= ALARM_SHARED else MIDDLE
    if same < ALARM_SHARED or found.coverage < ALARM_COVERAGE:
        return LOWER
    if _is_strong(found) and score >= BANDS_AT.upper_score:
        return UPPER
    whole = found.coverage >= BANDS_AT.whole and found.strength >= BANDS_AT.middle_strength
    return MIDDLE if score >= ALARM or whole else LOWER


def _is_strong(found: Comparison) -> bool:
    return found.strength >= BANDS_AT.upper_strength and found.coverage >= BANDS_AT.upper_coverage


def process_band(score: float, found: ProcessComparison) -> str:
    """Band of a process match: steps and name, or steps alone at a higher score."""
    if score < ALARM or found.relation in _SILENT:
        return LOWER
    tells = found.relation in _STEPS_TELL and score >= BANDS_AT.upper_process
    return UPPER if tells else MIDDLE
