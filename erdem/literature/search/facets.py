"""Counts beside the results. A facet's counts ignore its own ticks, so that another value can be added to them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, NamedTuple

from tantivy import Query

from erdem.literature.search import schema as fields
from erdem.literature.search.filters import CLASS, REGION, YEAR, Filters, filtered
from erdem.literature.search.language import nodes
from erdem.literature.search.results import FacetValue
from erdem.literature.search.snapshot import Snapshot

REGIONS: Final = ("region1", "region2", "region3")
FACETS: Final = frozenset({*fields.FACET_FIELDS, YEAR})
SPAN: Final = 5  # years
_SIZES: Final = {"applicant": 20, CLASS: 50, "region3": 120}
_SIZE: Final = 40
_FIRST_YEAR: Final = 1600
_FAMILIES: Final = "families"

Counts = dict[str, tuple[FacetValue, ...]]


class Counted(NamedTuple):
    """Values of the facets, and about how many families there are, None where they were not counted."""

    values: Counts
    families: float | None = None


def recent_counts(
    node: nodes.Query, query: Query, filters: Filters, facets: Collection[str], snapshot: Snapshot, *, families: bool
) -> Counted:
    """The same as `count_facets`, kept for the next page of the question `node` that `query` was compiled from."""
    fixed = frozenset((name, frozenset(values)) for name, values in filters.items())
    counted: Counted = snapshot.counts.get(
        (node, fixed, tuple(facets), families),
        lambda: count_facets(query, filters, facets, snapshot, families=families),
    )
    return counted


def count_facets(
    query: Query, filters: Filters, facets: Collection[str], snapshot: Snapshot, *, families: bool = False
) -> Counted:
    """For each facet its most frequent values, counted in one pass for all facets that have no ticks of their own.

    `query` is unfiltered. Years come in spans of five, newest first. In the pass with all ticks `families` are counted
    too, which costs less than a pass of their own. Raises ValueError for an unknown facet.
    """
    unknown = set(facets) - FACETS
    if unknown:
        raise ValueError(f"there is no facet {', '.join(sorted(unknown))}; known are {', '.join(sorted(FACETS))}")
    passes: dict[frozenset[str], list[str]] = {}
    for name in dict.fromkeys(facets):
        own = frozenset(filter_ for filter_ in _own_filters(name) if filters.get(filter_))
        passes.setdefault(own, []).append(name)
    found: Counts = {}
    estimate = None
    for without, names in passes.items():
        counted = filtered(query, filters, snapshot.schema, without=without)
        values, known = _count(counted, names, snapshot, families=families and not without)
        found |= values
        estimate = known if estimate is None else estimate
    return Counted({name: found[name] for name in facets}, estimate)


def _span(first: int) -> str:
    return f"{first}-{first + SPAN - 1}" if first else fields.NOT_OBTAINED


def _own_filters(facet: str) -> tuple[str, ...]:
    return (REGION, *REGIONS) if facet in REGIONS else (facet,)


def _count(query: Query, facets: list[str], snapshot: Snapshot, *, families: bool) -> Counted:
    asked = {name: _aggregation(name) for name in facets}
    if families:
        asked[_FAMILIES] = {"cardinality": {"field": "family"}}
    answer = snapshot.searcher.aggregate(query, asked)
    estimate = answer[_FAMILIES]["value"] if families else None
    return Counted({name: _values(name, answer[name]["buckets"]) for name in facets}, estimate)


def _aggregation(facet: str) -> dict[str, Any]:
    if facet == YEAR:
        return {"histogram": {"field": "year", "interval": SPAN, "min_doc_count": 1}}
    size = _SIZES.get(facet, _SIZE)
    return {"terms": {"field": fields.FACET_FIELDS[facet], "size": size, "segment_size": size * 10}}


def _values(facet: str, buckets: list[dict[str, Any]]) -> tuple[FacetValue, ...]:
    if facet == YEAR:
        spans = ((int(bucket["key"]), bucket["doc_count"]) for bucket in reversed(buckets))
        return tuple(FacetValue(_span(first), count) for first, count in spans if first >= _FIRST_YEAR or not first)
    counted = (FacetValue(str(bucket["key"]), bucket["doc_count"]) for bucket in buckets)
    return tuple(sorted(counted, key=lambda one: (-one.count, one.value)))
