"""The facets of a search in words: titles, labels, what is ticked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erdem.literature.choices import Coverage, PublicationType, Stage, StatusGroup
from erdem.literature.queries.classes import class_name
from erdem.literature.queries.offices import office_name
from erdem.literature.queries.searching_places import Divisions
from erdem.literature.queries.searching_shapes import SearchRequest, SearchResult
from erdem.literature.search.document import place_level
from erdem.literature.search.schema import NOT_OBTAINED

MOST_OPTIONS: Final = 8
ALWAYS: Final = (PublicationType.INVENTION, PublicationType.UTILITY, PublicationType.DESIGN)
TITLES: Final[dict[str, Promise]] = {
    "type": gettext_lazy("Type of document"),
    "class": gettext_lazy("Classes"),
    "region": gettext_lazy("Applicant's place"),
    "applicant": gettext_lazy("Applicants"),
    "year": gettext_lazy("Years"),
    "office": gettext_lazy("Office"),
    "status": gettext_lazy("Legal standing"),
    "stage": gettext_lazy("Stage"),
    "language": gettext_lazy("Languages"),
    "held": gettext_lazy("What is held"),
}
_CHOICES: Final = {"type": PublicationType, "held": Coverage, "stage": Stage, "status": StatusGroup}
_LANGUAGES: Final[dict[str, Promise]] = {
    "zh": gettext_lazy("Chinese"),
    "en": gettext_lazy("English"),
    "mn": gettext_lazy("Mongolian"),
    "ja": gettext_lazy("Japanese"),
    "ko": gettext_lazy("Korean"),
    "de": gettext_lazy("German"),
    "fr": gettext_lazy("French"),
    "ru": gettext_lazy("Russian"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One box of a facet. ``depth`` is how many boxes it lies in: a league lies in its province."""

    value: str
    label: str
    count: int
    checked: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of boxes; ``name`` is the parameter of the address."""

    name: str
    title: str
    options: tuple[Option, ...]


def facet_options(result: SearchResult, request: SearchRequest) -> tuple[Facet, ...]:
    """Return the groups of boxes of a result. What is ticked is always among them, with nought when nothing matches."""
    label = labels()
    return tuple(
        Facet(name, str(TITLES[name]), _options(name, result.facets[name], request.chosen.get(name, ()), label))
        for name in request.facets
        if name in result.facets and name in TITLES
    )


def labels() -> Callable[[str, str], str]:
    """Return what says the value of a facet in words; the names of places are read when the first of them is asked for."""
    divisions: list[Divisions] = []

    def label(name: str, value: str) -> str:
        if name == "region" and not divisions:
            divisions.append(Divisions())
        return _label(name, value, divisions)

    return label


def _label(name: str, value: str, divisions: Sequence[Divisions]) -> str:
    if value == NOT_OBTAINED:
        return _("not obtained")
    if name in _CHOICES:
        return str(dict(_CHOICES[name].choices).get(value, value))
    if name == "region":
        return office_name(value) if value.isalpha() and value.isascii() else divisions[0].label(value)
    worded: Mapping[str, Callable[[str], str]] = {
        "class": lambda code: f"{code} {class_name(code)}".strip(),
        "office": office_name,
        "year": lambda span: span.replace("-", "–"),
        "language": lambda code: str(_LANGUAGES.get(code, code)),
    }
    return worded[name](value) if name in worded else value


def _options(
    name: str, counts: Sequence[tuple[str, int]], ticked: Sequence[str], label: Callable[[str, str], str]
) -> tuple[Option, ...]:
    by_value = dict(counts)
    return tuple(
        Option(value, label(name, value), by_value.get(value, 0), value in ticked, _depth(name, value))
        for value in _shown(name, by_value, ticked)
    )


def _shown(name: str, counts: Mapping[str, int], ticked: Sequence[str]) -> list[str]:
    """Closed lists in their own order, years the latest first, places as they were found, the rest by frequency."""
    lacking = [NOT_OBTAINED] if counts.get(NOT_OBTAINED) or NOT_OBTAINED in ticked else []
    known = [value for value in dict.fromkeys((*counts, *ticked)) if value != NOT_OBTAINED]
    if name in _CHOICES:
        always = ALWAYS if name == "type" else ()
        return [value for value in _CHOICES[name].values if value in known or value in always]
    if name == "year":
        return [*sorted(known, reverse=True), *lacking]
    if name == "region":
        return [*_places(known, [value for value in ticked if value != NOT_OBTAINED]), *lacking]
    frequent = sorted(known, key=lambda value: (-counts.get(value, 0), value))
    first = frequent[:MOST_OPTIONS]
    return [*first, *(value for value in known if value in ticked and value not in first), *lacking]


def _places(frequent: Sequence[str], ticked: Sequence[str]) -> list[str]:
    """Provinces and countries by frequency, each followed by what is offered inside it, by code."""
    known = list(dict.fromkeys((*frequent, *ticked)))
    widest = [value for value in known if _depth("region", value) == 0]
    shown = [*widest[:MOST_OPTIONS], *(value for value in widest[MOST_OPTIONS:] if value in ticked)]
    inside = sorted(value for value in known if _depth("region", value))
    placed = [one for value in shown for one in (value, *(code for code in inside if code[:2] == value[:2]))]
    return [*placed, *(value for value in ticked if value not in placed)]


def _depth(name: str, value: str) -> int:
    return max(0, place_level(value) - 1) if name == "region" else 0
