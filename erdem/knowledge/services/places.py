"""Division codes of entries: current, retired, unknown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from erdem.knowledge.content import PlaceLine, RecordContent
from erdem.knowledge.faults import ENDED_DIVISION, RETIRED_DIVISION, SPLIT_DIVISION, UNKNOWN_DIVISION
from erdem.lib.reading import Fault, Problem
from erdem.people.queries import PlaceAnswer, resolve_code


@dataclass
class PlaceReader:
    """Answers each code once, whatever the number of entries."""

    file: str = ""
    answers: dict[str, PlaceAnswer] = field(default_factory=dict)

    def _answer(self, code: str) -> PlaceAnswer:
        if code not in self.answers:
            self.answers[code] = resolve_code(code)
        return self.answers[code]

    def settle(self, content: RecordContent) -> tuple[RecordContent, list[Problem]]:
        """Return the content with the codes of today, and what there is to say about them.

        A problem that is not ``kept`` means that the entry cannot be taken.
        """
        problems: list[Problem] = []
        settled: list[PlaceLine] = []
        for place in content.places:
            found = self._settle_one(place, content.line, problems) if place.code else place
            settled.append(found)
        return replace(content, places=tuple(settled)), problems

    def _settle_one(self, place: PlaceLine, line: int, problems: list[Problem]) -> PlaceLine:
        code = place.code or ""
        answer = self._answer(code)
        if answer.retired is None:
            if answer.places:
                return place
            problems.append(UNKNOWN_DIVISION.at(self.file, line or None, "place", code=code))
            return place
        fault = _fault_of(answer)
        problems.append(
            fault.at(
                self.file,
                line or None,
                "place",
                kept=fault is RETIRED_DIVISION,
                code=code,
                division=answer.retired.name,
                year=str(answer.retired.valid_to or _("an earlier year")),
                today="、".join(f"{today.name} {today.code}" for today in answer.places),
            )
        )
        return PlaceLine(answer.places[0].code, place.text) if fault is RETIRED_DIVISION else place


def _fault_of(answer: PlaceAnswer) -> Fault:
    if not answer.places:
        return ENDED_DIVISION
    return RETIRED_DIVISION if len(answer.places) == 1 else SPLIT_DIVISION
