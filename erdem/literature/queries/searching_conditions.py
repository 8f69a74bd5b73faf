"""A query as a condition of the database: what answers while there is no index. It finds characters, not words."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from erdem.literature.choices import PartyRole, Scheme, Unit
from erdem.literature.models import Classification, Party, Priority, TextUnit
from erdem.literature.search.language.nodes import (
    And,
    ClassSymbol,
    Everything,
    Herb,
    Near,
    Not,
    NumberTerm,
    Or,
    Phrase,
    Query,
    Range,
    Word,
)

APPLICATION: Final = "APP:"
_UNITS: Final = {"ti": Unit.TITLE, "ab": Unit.ABSTRACT, "cl": Unit.CLAIM, "de": Unit.DESCRIPTION}
_ROLES: Final = {"pa": (PartyRole.APPLICANT, PartyRole.ASSIGNEE), "in": (PartyRole.INVENTOR,)}
_SCHEMES: Final = {"ic": Scheme.IPC, "cpc": Scheme.CPC, "lo": Scheme.LOCARNO}
_DAYS: Final = {"ad": "filing_date", "pd": "publication_date", "pr": "priority_date"}


def condition_of(node: Query) -> Q:
    """Return the condition under which a publication is found."""
    return _READERS[type(node)](node)


def _all(node: And) -> Q:
    return reduce(and_, map(condition_of, node.nodes))


def _any(node: Or) -> Q:
    return reduce(or_, map(condition_of, node.nodes))


def _near(node: Near) -> Q:
    """Both sides somewhere: the database does not know how far words stand apart."""
    return condition_of(node.left) & condition_of(node.right)


def _herb(node: Herb) -> Q:
    names = dict.fromkeys((node.name, *(variant.text for variant in node.variants)))
    return reduce(or_, (_text(node.field, name) for name in names))


def _text(field: str, text: str) -> Q:
    if field in _UNITS:
        held = TextUnit.objects.filter(publication=OuterRef("pk"), unit=_UNITS[field], text__icontains=text)
        return Q(Exists(held)) | Q(title__icontains=text) if field == "ti" else Q(Exists(held))
    if field in _ROLES:
        return Q(Exists(Party.objects.filter(publication=OuterRef("pk"), role__in=_ROLES[field], name__icontains=text)))
    if field == "place":
        return Q(applicant_region__icontains=text)
    if field == "status":
        return Q(status_group=text)
    return _number_beginning(field, text.upper()) if field in ("pn", "an", "pr") else Q(search_text__contains=text)


def _number_beginning(field: str, text: str) -> Q:
    if field == "pr":
        return _priority(number_key__contains=text)
    return Q(number_key__startswith=text) if field == "pn" else Q(application_key__contains=text)


def _number(node: NumberTerm) -> Q:
    """A number with its kind code is that document; without, every publication of the number."""
    filed = [node.key] if node.key.startswith(APPLICATION) else [node.key, APPLICATION + node.stem]
    publication = Q(number_key=node.key) | Q(number_stem=node.key)
    application, priority = Q(application_key__in=filed), _priority(number_key__in=filed)
    by_field = {"pn": publication, "an": application, "pr": priority}
    return by_field.get(node.field, publication | application | priority)


def _priority(**condition: object) -> Q:
    earlier: Any = Priority.objects.filter(publication=OuterRef("pk"), **condition)
    return Q(Exists(earlier))


def _class(node: ClassSymbol) -> Q:
    held = Classification.objects.filter(publication=OuterRef("pk"))
    if node.field in _SCHEMES:
        held = held.filter(scheme=_SCHEMES[node.field])
    if node.prefix or len(node.symbol) < 4:
        return Q(Exists(held.filter(code__startswith=node.symbol)))
    exactly = Q(code=node.symbol) | Q(main_group=node.symbol) | Q(subclass=node.symbol)
    return Q(Exists(held.filter(exactly | Q(code__startswith=f"{node.symbol}-"))))


def _range(node: Range) -> Q:
    if node.field == "date":
        low, high = node.low and node.low // 1_00_00, node.high and node.high // 1_00_00
        return _between("year", low, high)
    days = _between(_DAYS[node.field], _day(node.low), _day(node.high))
    return days | _filed_in_year(node) if node.field == "ad" else days


def _filed_in_year(node: Range) -> Q:
    """Documents of which only the year of filing is known, when the range takes in the beginning of that year."""
    first = None if node.low is None else -(-(node.low - 1_01) // 1_00_00)
    last = None if node.high is None else node.high // 1_00_00
    return Q(filing_date__isnull=True) & _between("filing_year", first, last)


def _between(column: str, low: object, high: object) -> Q:
    condition = Q(**{f"{column}__isnull": False})
    if low is not None:
        condition &= Q(**{f"{column}__gte": low})
    return condition & Q(**{f"{column}__lte": high}) if high is not None else condition


def _day(value: int | None) -> str | None:
    return None if value is None else f"{value // 1_00_00:04}-{value // 1_00 % 1_00:02}-{value % 1_00:02}"


_READERS: Final[dict[type, Callable[[Any], Q]]] = {
    Word: lambda node: _text(node.field, node.text),
    Phrase: lambda node: _text(node.field, node.text),
    Herb: _herb,
    NumberTerm: _number,
    ClassSymbol: _class,
    Range: _range,
    Near: _near,
    And: _all,
    Or: _any,
    Not: lambda node: ~condition_of(node.node),
    Everything: lambda _node: Q(),
}
