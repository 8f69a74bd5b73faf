"""The order of hits: always the same for the same state of the index, whatever the page.

Up to `TIED` hits of equal score are put in order by id, the later one first; more than that stay in the order of the index,
which changes only with the index. Orders by day carry the id in the value sorted by. What is put in order is bounded: up to
`DEEPEST` documents for a page, up to `DEEPEST_COLLAPSED` when families are collapsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, cast

from tantivy import Order, Query, Searcher

from erdem.literature.search.faults import PrefixTooShortError, TooDeepError
from erdem.literature.search.results import Sort

DEEPEST: Final = 10_000
DEEPEST_COLLAPSED: Final = 50_000
_BEYOND: Final = 10  # hits fetched beyond a page so that equal scores at its end are seen together
_GROWTH: Final = 4
TIED: Final = 256
_ORDERS: Final = {"newest": Order.Desc, "oldest": Order.Asc, "number": Order.Asc}


class Found(NamedTuple):
    """A hit before families are looked at: what it is sorted by, and its family, negative for a document without one."""

    value: float
    id: int
    family: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """The first hits in order and the number of all.

    `settled` of them have their final place; behind those others of equal rank may follow that were not fetched.
    """

    total: int
    hits: list[Found]
    settled: int = 0

    @property
    def complete(self) -> bool:
        """Whether every hit is among them."""
        return len(self.hits) >= self.total


def first_hits(searcher: Searcher, query: Query, sort: Sort, wanted: int) -> Ranked:
    """The first `wanted` hits in order, or a few more. Raises `TooDeepError` beyond `DEEPEST`."""
    if wanted > DEEPEST:
        raise TooDeepError(DEEPEST)
    ranked = _fetch(searcher, query, sort, wanted + _BEYOND)
    if ranked.settled < wanted and not ranked.complete:
        ranked = _fetch(searcher, query, sort, ranked.settled + TIED + 1)
    return ranked


def first_families(searcher: Searcher, query: Query, sort: Sort, wanted: int) -> Ranked:
    """Hits in order, enough of them to hold the first `wanted` families. Raises `TooDeepError`."""
    if wanted > DEEPEST:
        raise TooDeepError(DEEPEST)
    ranked = Ranked(0, [])
    for size in _sizes(wanted * 2 + TIED, DEEPEST_COLLAPSED):
        ranked = _fetch(searcher, query, sort, size)
        if ranked.complete or _families(ranked.hits[: ranked.settled]) >= wanted:
            return ranked
    if _families(ranked.hits) < wanted:
        raise TooDeepError(DEEPEST_COLLAPSED)
    return ranked


def _families(hits: list[Found]) -> int:
    return len({hit.family for hit in hits})


def _sizes(first: int, last: int) -> Iterator[int]:
    size = first
    while size < last:
        yield size
        size *= _GROWTH
    yield last


def _fetch(searcher: Searcher, query: Query, sort: Sort, size: int) -> Ranked:
    try:
        if sort == "relevance":
            result = searcher.search(query, size)
        else:
            result = searcher.search(query, size, order_by_field=sort, order=_ORDERS[sort])
    except ValueError as error:
        if "max expansions" in str(error):
            raise PrefixTooShortError("…") from error
        raise
    values, addresses = [value for value, _ in result.hits], [address for _, address in result.hits]
    ids = cast("list[int]", searcher.fast_field_values("id", addresses))
    families = cast("list[int]", searcher.fast_field_values("family", addresses))
    hits = list(map(Found, values, ids, families))
    total = int(getattr(result, "count", 0) or 0)
    complete = len(hits) >= total
    if len(set(values)) == len(hits):
        return Ranked(total, hits, len(hits) if complete else len(hits) - 1)
    settled = _settle(hits, later_first=sort == "relevance", complete=complete)
    return Ranked(total, hits, settled)


def _settle(hits: list[Found], *, later_first: bool, complete: bool) -> int:
    """Put hits of equal rank in order; returns how many hits have their final place."""
    start = 0
    while start < len(hits):
        end = start + 1
        while end < len(hits) and hits[end].value == hits[start].value:
            end += 1
        few = end - start <= TIED
        if few and end == len(hits) and not complete:
            return start
        if few and end - start > 1:
            hits[start:end] = sorted(hits[start:end], key=_id, reverse=later_first)
        start = end
    return len(hits)


def _id(found: Found) -> int:
    return found.id
