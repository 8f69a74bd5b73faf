"""Several records that together make up one claim: whole formulas joined, or one record for each ingredient.

Examiners combine documents: EP2689806 was met by four records, US20130095171 by one for each plant. A set of records is named
only when each of them is held whole by the claim, each brings something of its own, and together they make up nearly all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from erdem.overlap.engine.formula.compare import Comparison, Relation
from erdem.overlap.engine.weights import COMBINATION_AT, MOST_COMBINED, SAME_GRADE


@dataclass(frozen=True, slots=True)
class Part:
    """A record held whole by the claim, and the claimed substances it accounts for."""

    position: int
    substances: frozenset[str]
    size: int
    fits: bool


def part_of(position: int, found: Comparison, *, fits: bool) -> Part | None:
    """The record as a part of a combination, or None when the claim does not hold all of it.

    `fits` says that the uses stated on both sides are alike: a record of one plant takes part only then.
    """
    same = [pair for pair in found.shared if pair.grade.value >= SAME_GRADE]
    if found.missing or not same or len(same) < len(found.shared) or found.relation is Relation.IDENTICAL:
        return None
    size = len(found.shared) + len(found.added)
    return Part(position, frozenset(pair.claim.id for pair in same), size, fits)


def combinations(parts: Sequence[Part]) -> dict[int, tuple[int, ...]]:
    """Position of a record -> the other records that make up the claim with it; `parts` are in order of rank."""
    whole = [part for part in parts if len(part.substances) >= COMBINATION_AT.substances]
    found = _joined(whole)
    singles = [part for part in parts if part.fits and part.size <= MOST_COMBINED]
    for position, partners in _joined(singles).items():
        found.setdefault(position, partners)
    return found


def _joined(parts: Sequence[Part]) -> dict[int, tuple[int, ...]]:
    """For each record the set that greedily covers most beside it, if it covers nearly all of the claim."""
    joined: dict[int, tuple[int, ...]] = {}
    for first in parts:
        chosen, covered = [first], set(first.substances)
        while rest := [part for part in parts if part not in chosen]:
            best = max(rest, key=lambda part: len(part.substances - covered))
            own = best.substances - covered
            if not own or len(own) * 2 < len(best.substances) or len(chosen) >= MOST_COMBINED:
                break
            chosen.append(best)
            covered |= own
        apart = len(first.substances) < COMBINATION_AT.alone * first.size
        if len(chosen) > 1 and apart and len(covered) >= COMBINATION_AT.covered * first.size:
            joined[first.position] = tuple(part.position for part in chosen[1:])
    return joined
