"""The search while there is no index: the database answers, slower and without ranking, but with the same documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Mod

from erdem.base.actor import Actor, significant_digits
from erdem.literature.choices import Scheme
from erdem.literature.models import Classification, Party, Publication
from erdem.literature.policies import visible_publications
from erdem.literature.queries.searching_conditions import condition_of
from erdem.literature.queries.searching_places import PROVINCE_NAMES, PROVINCES
from erdem.literature.queries.searching_shapes import SPAN, Parsed, SearchHit, SearchRequest
from erdem.literature.search.language.nodes import ClassSymbol
from erdem.literature.search.schema import NOT_OBTAINED

_MAY_LACK: Final = frozenset({"class", "region", "year"})
Counts = Mapping[str, tuple[tuple[str, int], ...]]
_COLUMNS: Final = {
    "type": "type",
    "stage": "stage",
    "status": "status_group",
    "region": "applicant_region",
    "year": "span",
    "office": "country",
    "held": "coverage",
}


def plain_ids(actor: Actor, request: SearchRequest, parsed: Parsed, *, most: int) -> list[int]:
    """Return the publications that match, in order."""
    found = _ordered(_matching(actor, request, parsed), request.order)
    return list(found.values_list("pk", flat=True)[:most])


def plain_hits(actor: Actor, request: SearchRequest, parsed: Parsed) -> tuple[int, tuple[SearchHit, ...]]:
    """Return how many match and the hits of one page. Families are not folded here."""
    found = _matching(actor, request, parsed)
    rows = _ordered(found, request.order).values_list("pk", "family_id")
    shown = rows[request.offset : request.offset + request.limit]
    return found.count(), tuple(SearchHit(key, family_id=family) for key, family in shown)


def plain_similar(actor: Actor, publication: Publication, limit: int) -> tuple[SearchHit, ...]:
    """Return the newest documents of the same main groups, without the document and its family."""
    groups = Classification.objects.filter(publication=publication).values("main_group")
    same = Classification.objects.filter(publication=OuterRef("pk"), main_group__in=groups)
    near = Publication.objects.filter(visible_publications(actor), Exists(same)).exclude(pk=publication.pk)
    if publication.family_id:
        near = near.exclude(family=publication.family_id)
    rows = _ordered(near, "newest").values_list("pk", "family_id")[:limit]
    return tuple(SearchHit(key, family_id=family) for key, family in rows)


def plain_facets(actor: Actor, request: SearchRequest, parsed: Parsed) -> Counts:
    """Count each facet without its own ticks, one query a facet; applicants are counted by the index only."""
    return {
        name: _counts(_matching(actor, request, parsed, leave_out=name), name)
        for name in request.facets
        if name in _COLUMNS or name == "class"
    }


def _matching(actor: Actor, request: SearchRequest, parsed: Parsed, *, leave_out: str = "") -> QuerySet[Publication]:
    found = Publication.objects.filter(visible_publications(actor)).filter(condition_of(parsed.node))
    for name, values in request.chosen.items():
        if values and name != leave_out and name in _TICKED:
            found = found.filter(reduce(or_, map(_TICKED[name], values)))
    return found.order_by()


def _ordered(found: QuerySet[Publication], order: str) -> QuerySet[Publication]:
    if order == "number":
        return found.order_by("number_key")
    year = F("year").asc(nulls_last=True) if order == "oldest" else F("year").desc(nulls_last=True)
    return found.order_by(year, "number_key")


def _counts(rows: QuerySet[Publication], name: str) -> tuple[tuple[str, int], ...]:
    counted: dict[str, int] = {}
    for value, count in _counted(rows, name):
        if worded := _value(name, value):
            counted[worded] = counted.get(worded, 0) + count
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def _counted(rows: QuerySet[Publication], name: str) -> Sequence[tuple[object, int]]:
    if name == "class":
        held = Classification.objects.filter(publication__in=rows, scheme=Scheme.IPC).order_by()
        classed = list(held.values_list("subclass").annotate(count=Count("publication", distinct=True)))
        return [*classed, (None, rows.filter(_unclassed()).count())]
    if name == "year":
        spanned = rows.annotate(span=Cast(F("year") - Mod("year", SPAN), IntegerField()))
        return list(spanned.values_list("span").annotate(count=Count("pk")))
    return list(rows.values_list(_COLUMNS[name]).annotate(count=Count("pk")))


def _value(name: str, value: object) -> str:
    """A value as the index writes it: provinces by their code, spans of years with both ends."""
    if value in (None, ""):
        return NOT_OBTAINED if name in _MAY_LACK else ""
    if name == "year":
        return f"{value}-{int(str(value)) + SPAN - 1}"
    return PROVINCES.get(str(value), "") if name == "region" else str(value)


def _unclassed() -> Q:
    return ~Q(Exists(Classification.objects.filter(publication=OuterRef("pk"), scheme=Scheme.IPC)))


def _classed(value: str) -> Q:
    return _unclassed() if value == NOT_OBTAINED else condition_of(ClassSymbol("ic", value.upper()))


def _years(value: str) -> Q:
    if value == NOT_OBTAINED:
        return Q(year__isnull=True)
    first, _dash, last = value.partition("-")
    if not (first.isascii() and first.isdigit() and (last or first).isascii() and (last or first).isdigit()):
        return Q(pk__in=[])
    return Q(year__gte=int(first[:4]), year__lte=int((last or first)[:4]))


def _region(value: str) -> Q:
    if value == NOT_OBTAINED:
        return Q(applicant_region="") & ~Q(Exists(_parties(place__isnull=False)))
    if not (value.isascii() and value.isdecimal()):
        return Q(applicant_region__iexact=value) | Q(Exists(_parties(country=value)))
    inside = Q(Exists(_parties(place__code__startswith=significant_digits(value))))
    return inside | Q(applicant_region=PROVINCE_NAMES[value]) if value in PROVINCE_NAMES else inside


def _parties(**condition: str | bool) -> QuerySet[Party]:
    return Party.objects.filter(publication=OuterRef("pk")).filter(**condition)


_TICKED: Final[Mapping[str, Callable[[str], Q]]] = {
    "type": lambda value: Q(type=value),
    "stage": lambda value: Q(stage=value),
    "status": lambda value: Q(status_group=value),
    "office": lambda value: Q(country=value),
    "held": lambda value: Q(coverage=value),
    "class": _classed,
    "region": _region,
    "year": _years,
    "applicant": lambda value: Q(Exists(_parties(name=value))),
    "language": lambda value: Q(title_language=value),
}
