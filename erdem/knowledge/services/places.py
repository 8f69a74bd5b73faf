"""Division codes of entries: current, retired, unknown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from erdem.knowledge.content import OriginLine, PlaceLine, RecordContent
from erdem.knowledge.faults import ENDED_DIVISION, RETIRED_DIVISION, SPLIT_DIVISION, UNKNOWN_DIVISION
from erdem.lib.reading import Fault, Problem
from erdem.people.queries import PlaceAnswer, places, resolve_code


@dataclass
class PlaceReader:
    """Answers each code once, whatever the number of entries."""

    file: str = ""
    answers: dict[str, PlaceAnswer] = field(default_factory=dict)
    by_name: dict[str, str | None] = field(default_factory=dict)

    def _answer(self, code: str) -> PlaceAnswer:
        if code not in self.answers:
            self.answers[code] = resolve_code(code)
        return self.answers[code]

    def _code_of(self, text: str) -> str | None:
        """Return the code of a division that is written out (正蓝旗), or None when none or several bear the name."""
        if not self.by_name:
            for place in places():
                for name in {place.name, place.short_name} - {""}:
                    self.by_name[name] = None if name in self.by_name else place.code
        return self.by_name.get(text.strip())

    def settle(self, content: RecordContent) -> tuple[RecordContent, list[Problem]]:
        """Return the content with the codes of today, and what there is to say about them.

        A problem that is not ``kept`` means that the entry cannot be taken.
        """
        problems: list[Problem] = []
        settled = [
            self._settle_one(place, content.line, problems)
            if place.code
            else PlaceLine(self._code_of(place.text), place.text)
            for place in content.places
        ]
        codes = {place.code for place in settled if place.code}
        known = [answer.places[0].name for code, answer in self.answers.items() if code in codes and answer.places]
        kept = [place for place in settled if place.code or not any(_same_place(place.text, name) for name in known)]
        origins = tuple(self._settle_origin(origin) for origin in content.origins)
        return replace(content, places=tuple(kept), origins=origins), problems

    def _settle_origin(self, origin: OriginLine) -> OriginLine:
        """A claimed origin keeps its words whatever its code; the code stays only when it is in force."""
        if not origin.place_code:
            return origin
        answer = self._answer(origin.place_code)
        return replace(origin, place_code=answer.places[0].code if len(answer.places) == 1 else None)

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


def _same_place(text: str, name: str) -> bool:
    """Say whether 锡林郭勒 speaks of 锡林郭勒盟."""
    return len(text) > 1 and (text in name or name in text)
