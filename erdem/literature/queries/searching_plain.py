"""The search when there is no index: the database answers, slower and without ranking, but with the same documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Count, F, IntegerField, QuerySet
from django.db.models.functions import Cast, Mod

from erdem.base.actor import Actor
from erdem.literature.choices import Scheme
from erdem.literature.models import Classification, Publication
from erdem.literature.queries.filters import NOT_OBTAINED, SPAN, Filters
from erdem.literature.queries.listing import publications
from erdem.literature.queries.searching_shapes import Parsed, SearchHit, SearchRequest

COLUMNS: Final = {
    "type": "type",
    "region": "applicant_region",
    "year": "bucket",
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


def plain_facets(actor: Actor, request: SearchRequest, parsed: Parsed) -> dict[str, tuple[tuple[str, int], ...]]:
    """Count each facet without its own ticks; one query a facet, two for classes."""
    return {name: _counts(_matching(actor, request, parsed, leave_out=name), name) for name in request.facets}


def _matching(actor: Actor, request: SearchRequest, parsed: Parsed, *, leave_out: str = "") -> QuerySet[Publication]:
    filters = Filters(parsed, dict(request.chosen), request.order)
    return publications(actor).filter(filters.condition(leave_out=leave_out)).order_by()


def _ordered(found: QuerySet[Publication], order: str) -> QuerySet[Publication]:
    if order == "number":
        return found.order_by("number_key")
    year = F("year").asc(nulls_last=True) if order == "oldest" else F("year").desc(nulls_last=True)
    return found.order_by(year, "number_key")


def _counts(rows: QuerySet[Publication], name: str) -> tuple[tuple[str, int], ...]:
    counted: Any
    if name == "class":
        held = Classification.objects.filter(publication__in=rows, scheme=Scheme.IPC).order_by()
        counted = [
            *held.values_list("subclass").annotate(count=Count("publication", distinct=True)),
            (None, rows.filter(classifications__isnull=True).count()),
        ]
    else:
        rows = rows.annotate(bucket=Cast(F("year") - Mod("year", SPAN), IntegerField())) if name == "year" else rows
        counted = rows.values_list(COLUMNS[name]).annotate(count=Count("pk"))
    return _most_frequent(
        [(str(value) if value not in (None, "") else NOT_OBTAINED, count) for value, count in counted]
    )


def _most_frequent(counted: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((value, count) for value, count in counted if count), key=lambda one: (-one[1], one[0])))
