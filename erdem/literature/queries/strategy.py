"""A search in words: how the line was understood and which boxes were ticked, for pages and reports."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from erdem.literature.choices import Coverage, PublicationType, StatusGroup
from erdem.literature.queries.classes import class_name
from erdem.literature.queries.filters import NOT_OBTAINED, SPAN
from erdem.literature.queries.offices import office_name
from erdem.literature.queries.searching_shapes import Parsed

_LABELS = {
    "type": dict(PublicationType.choices),
    "held": dict(Coverage.choices),
    "status": dict(StatusGroup.choices),
}


def understood_words(parsed: Parsed) -> str:
    """How the search line was understood, as one line."""
    return " ".join(term.typed for term in parsed.terms)


def facet_titles() -> dict[str, str]:
    """The titles of the groups of boxes."""
    return {
        "type": _("Type of document"),
        "class": _("Classes"),
        "region": _("Applicant's place"),
        "year": _("Years"),
        "office": _("Office"),
        "held": _("What is held"),
        "status": _("Legal standing"),
        "applicant": _("Applicants"),
        "language": _("Languages"),
    }


def ticked_words(facet: str, value: str) -> str:
    """The words of one box."""
    if value == NOT_OBTAINED:
        return _("not obtained")
    if facet in _LABELS:
        return str(_LABELS[facet].get(value, value))
    if facet == "year" and value.isdecimal() and len(value) == len("2015"):
        return f"{value}–{int(value) + SPAN - 1}"
    if facet == "office":
        return office_name(value)
    return f"{value} {class_name(value)}".strip() if facet == "class" else value


def chosen_words(chosen: Mapping[str, tuple[str, ...]]) -> str:
    """The ticked boxes as one line, group by group."""
    titles = facet_titles()
    groups = (
        f"{titles.get(facet, facet)}：{'、'.join(ticked_words(facet, value) for value in values)}"
        for facet, values in chosen.items()
        if values
    )
    return "；".join(groups)
