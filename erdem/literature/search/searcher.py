"""Searching: a query tree in, a page of ids with facets out. Safe for many threads; the index works without the GIL.

    searcher = Searcher(IndexStore(folder))
    result = searcher.search(node, filters={"office": ["CN"]}, sort="newest", offset=0, limit=20, facets=["type", "year"])

Who may see which document is not known here: the caller reads the ids from the database under the reader's own rights.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from typing import Final, TypeAlias

from tantivy import Occur, Query

from erdem.literature.search.compile import Compiled, compile_query
from erdem.literature.search.document import IndexDocument
from erdem.literature.search.facets import Counts, recent_counts
from erdem.literature.search.filters import filtered
from erdem.literature.search.language import nodes
from erdem.literature.search.likeness import like
from erdem.literature.search.ranking import DEEPEST_COLLAPSED, Found, Ranked, first_families, first_hits
from erdem.literature.search.results import Hit, Result, Sort
from erdem.literature.search.snapshot import Snapshot
from erdem.literature.search.store import IndexStore
from erdem.literature.search.threads import beside

NO_FILTERS: Final[Mapping[str, Collection[str]]] = {}
LARGEST_PAGE: Final = 1000
Estimate: TypeAlias = Callable[[], float | None]


class Searcher:
    """Answers queries from the newest state of a store."""

    def __init__(self, store: IndexStore) -> None:
        self._store: Final = store

    def search(
        self,
        node: nodes.Query,
        *,
        filters: Mapping[str, Collection[str]] = NO_FILTERS,
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 20,
        collapse_families: bool = False,
        facets: Collection[str] = (),
    ) -> Result:
        """The hits from `offset` on, at most `limit` (up to 1000), with the counts of the facets asked for.

        A query that only selects (classes, dates, everything) has no relevance and comes newest first. With
        `collapse_families` each family is one hit, its first document in the order of `sort`, and `offset` and `limit`
        count families. Names of filters and facets are in `filters.FILTERS` and `facets.FACETS`.

        Raises `IndexMissingError`, `IndexOutdatedError`, `PrefixTooShortError`, `TooDeepError`; ValueError for an unknown
        filter or facet.
        """
        begun = time.perf_counter()
        snapshot = self._store.snapshot()
        compiled = compile_query(node, snapshot)
        query = filtered(compiled.query, filters, snapshot.schema)
        page = _Page(_order(sort, compiled), max(offset, 0), min(max(limit, 0), LARGEST_PAGE))
        if not facets:
            result = page.collapsed(snapshot, query) if collapse_families else page.plain(snapshot, query)
            return _finished(result, begun, snapshot, {})
        counting = beside(
            lambda: recent_counts(node, compiled.query, filters, facets, snapshot, families=collapse_families),
            snapshot.documents,
        )
        if collapse_families:
            result = page.collapsed(snapshot, query, lambda: counting().families)
        else:
            result = page.plain(snapshot, query)
        return _finished(result, begun, snapshot, counting().values)

    def count(self, node: nodes.Query, *, filters: Mapping[str, Collection[str]] = NO_FILTERS) -> int:
        """How many documents there are. Raises as `search`."""
        return self.search(node, filters=filters, limit=0).total

    def similar(
        self,
        document: IndexDocument,
        *,
        filters: Mapping[str, Collection[str]] = NO_FILTERS,
        limit: int = 20,
        collapse_families: bool = True,
    ) -> Result:
        """Documents like this one by their most telling words, without itself and its family.

        The index keeps no texts, so the document is given as the database has it; it need not be in the index.
        """
        begun = time.perf_counter()
        snapshot = self._store.snapshot()
        query = filtered(like(document, snapshot), filters, snapshot.schema)
        page = _Page("relevance", 0, min(max(limit, 0), LARGEST_PAGE))
        result = page.collapsed(snapshot, query) if collapse_families else page.plain(snapshot, query)
        return _finished(result, begun, snapshot, {})


def _finished(result: Result, begun: float, snapshot: Snapshot, facets: Counts) -> Result:
    took = (time.perf_counter() - begun) * 1000
    return result._replace(facets=facets, took_ms=took, generation=snapshot.generation)


def _order(sort: Sort, compiled: Compiled) -> Sort:
    return "newest" if sort == "relevance" and not compiled.ranked else sort


class _Page:
    def __init__(self, sort: Sort, offset: int, limit: int) -> None:
        self._sort: Final[Sort] = sort
        self._offset: Final = offset
        self._limit: Final = limit
        self._wanted: Final = max(offset + limit, 1)

    def plain(self, snapshot: Snapshot, query: Query) -> Result:
        """`total` and `hits` of documents."""
        ranked = first_hits(snapshot.searcher, query, self._sort, self._wanted)
        return Result(ranked.total, tuple(self._hit(found) for found in self._cut(ranked.hits)))

    def collapsed(self, snapshot: Snapshot, query: Query, estimate: Estimate = lambda: None) -> Result:
        """`total`, `hits` and `families` with one hit a family. `estimate` gives the number of families, if it knows it."""
        ranked = first_families(snapshot.searcher, query, self._sort, self._wanted)
        firsts: dict[int, Found] = {}
        for found in ranked.hits:
            firsts.setdefault(found.family, found)
        shown = self._cut(list(firsts.values()))
        members = _members(snapshot, query, [found.family for found in shown if found.family > 0])
        families, exact = self._families(snapshot, query, ranked, len(firsts), estimate)
        hits = tuple(self._hit(found, members.get(found.family, 1) - 1) for found in shown)
        return Result(ranked.total, hits, families, families_exact=exact)

    def _hit(self, found: Found, more: int = 0) -> Hit:
        return Hit(found.id, found.value if self._sort == "relevance" else 0.0, max(found.family, 0), more)

    def _cut(self, hits: list[Found]) -> list[Found]:
        return hits[self._offset : self._offset + self._limit]

    def _families(
        self, snapshot: Snapshot, query: Query, ranked: Ranked, seen: int, estimate: Estimate
    ) -> tuple[int, bool]:
        if ranked.complete:
            return seen, True
        if ranked.total <= DEEPEST_COLLAPSED:
            return _count_families(snapshot, query, ranked.total), True
        known = estimate()
        return min(
            round(snapshot.searcher.cardinality(query, "family") if known is None else known), ranked.total
        ), False


def _count_families(snapshot: Snapshot, query: Query, total: int) -> int:
    found = snapshot.searcher.search(query, total, count=False, order_by_field="family")
    return len({family for family, _ in found.hits})


def _members(snapshot: Snapshot, query: Query, families: list[int]) -> dict[int, int]:
    """How many hits each of the families has in all."""
    if not families:
        return {}
    chosen = Query.term_set_query(snapshot.schema, "family", families)
    both = Query.boolean_query([(Occur.Must, query), (Occur.Must, chosen)])
    asked = {"families": {"terms": {"field": "family", "size": len(families)}}}
    buckets = snapshot.searcher.aggregate(both, asked)["families"]["buckets"]
    return {int(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
