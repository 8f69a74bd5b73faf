"""Graded equality of two substances, with the reason kept.

1.0 the same substance; 0.9 the same species in another processing, or a kind of what the wider name covers; 0.6 a
compound and the herb it comes from; 0.5 a substitute of the same genus; 0.3 another part of the same species, or the
same binomial; 0.2 a substitute of the same class. A name whose meaning changed over the centuries has the grade its
entry states. Source: practice of prior-art comparison by accepted species, part and processing.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from erdem.overlap.engine.lexicon import Lexicon


class Reason(enum.StrEnum):
    """Why two written names got their grade. Slugs are stable."""

    SAME = "same"
    ALIAS = "alias"  # two names of one substance
    PROCESSING = "processing"  # one species, different treatment
    PROCESSING_OPEN = "processing_open"  # the claim leaves the treatment open: the treated form falls under it
    KIND_OF = "kind_of"  # one name covers the other: 贝母, 川贝母
    ERA_IDENTITY = "era_identity"  # what the old text's name may have meant in its time
    COMPOUND = "compound"
    SUBSTITUTE = "substitute"
    PART = "part"  # another part of the same species
    CLASS_SUBSTITUTE = "class_substitute"
    NONE = "none"


GRADES = {
    Reason.SAME: 1.0,
    Reason.ALIAS: 1.0,
    Reason.PROCESSING_OPEN: 1.0,
    Reason.PROCESSING: 0.9,
    Reason.KIND_OF: 0.9,
    Reason.COMPOUND: 0.6,
    Reason.SUBSTITUTE: 0.5,
    Reason.PART: 0.3,
    Reason.CLASS_SUBSTITUTE: 0.2,
    Reason.NONE: 0.0,
}


@dataclass(frozen=True, slots=True)
class Grade:
    """Grade of equality and its reason."""

    value: float
    reason: Reason


NO_GRADE = Grade(0.0, Reason.NONE)
_NOTHING: dict[str, Grade] = {}


class GradeTable:
    """Grades between the substances of a lexicon, symmetric, looked up by id."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._near: dict[str, dict[str, Grade]] = defaultdict(dict)
        species: dict[str, list[str]] = defaultdict(list)
        plants: dict[str, list[str]] = defaultdict(list)
        for substance in lexicon:
            if substance.species:
                species[substance.species].append(substance.id)
            if substance.plant:
                plants[substance.plant].append(substance.id)
            for wider in substance.kind_of:
                self._put(substance.id, wider, Grade(GRADES[Reason.KIND_OF], Reason.KIND_OF))
            for other, value in substance.substitutes.items():
                reason = Reason.SUBSTITUTE if value >= 0.5 else Reason.CLASS_SUBSTITUTE
                self._put(substance.id, other, Grade(value, reason))
            for herb in substance.found_in:
                self._put(substance.id, herb, Grade(GRADES[Reason.COMPOUND], Reason.COMPOUND))
        self._put_groups(species, Grade(GRADES[Reason.PROCESSING], Reason.PROCESSING))
        self._put_groups(plants, Grade(GRADES[Reason.PART], Reason.PART))

    def _put_groups(self, groups: Mapping[str, list[str]], grade: Grade) -> None:
        for members in groups.values():
            for first in members:
                for second in members:
                    self._put(first, second, grade)

    def _put(self, first: str, second: str, grade: Grade) -> None:
        if first == second:
            return
        for one, other in ((first, second), (second, first)):
            if grade.value > self._near[one].get(other, NO_GRADE).value:
                self._near[one][other] = grade

    def between(self, first: str, second: str) -> Grade:
        """Grade of two ids, treatment not considered."""
        if first == second:
            return Grade(1.0, Reason.SAME)
        return self._near.get(first, {}).get(second, NO_GRADE)

    def neighbours(self, substance_id: str) -> dict[str, Grade]:
        """Ids that are not the same but close, with their grades."""
        return self._near.get(substance_id, _NOTHING)


def with_treatments(grade: Grade, written: frozenset[str], claimed: frozenset[str]) -> Grade:
    """Grade after looking at the treatments: `written` in the TK source, `claimed` in the patent.

    A claim that names no treatment covers every form, so the treated TK form falls under it (1.0, noted).
    A claim that names one is not met by a source that is silent or names another: 0.9.
    """
    if grade.value < 1.0 or written == claimed:
        return grade
    if not claimed:
        return Grade(1.0, Reason.PROCESSING_OPEN)
    return Grade(GRADES[Reason.PROCESSING], Reason.PROCESSING)
