"""The search index of this installation: opened when it is first needed, and asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from django.conf import settings
from tantivy import Order

from erdem.base.actor import significant_digits
from erdem.lib.reading import Fault
from erdem.literature.queries.searching_shapes import ORDERS, Parsed, SearchHit, SearchRequest
from erdem.literature.search.compile import compile_query
from erdem.literature.search.document import IndexDocument, place_level
from erdem.literature.search.facets import FACETS as INDEX_FACETS
from erdem.literature.search.facets import REGIONS
from erdem.literature.search.faults import IndexMissingError, IndexOutdatedError, PrefixTooShortError, TooDeepError
from erdem.literature.search.filters import FILTERS, filtered
from erdem.literature.search.language.nodes import Word
from erdem.literature.search.language.problems import QueryError
from erdem.literature.search.language.shape import walk
from erdem.literature.search.results import Result, Sort
from erdem.literature.search.searcher import Searcher
from erdem.literature.search.snapshot import Snapshot
from erdem.literature.search.store import IndexStore

Counts = Mapping[str, tuple[tuple[str, int], ...]]
TOO_MANY_WORDS: Final = Fault(
    "query-prefix-too-common",
    "Too many words begin with “%(prefix)s”. Nothing was searched. Write more letters before the asterisk.",
)
REGION: Final = "region"
_PROVINCE_DIGITS, _LEAGUE_DIGITS = 2, 4


@dataclass(frozen=True, slots=True)
class Found:
    """How many were found, the hits of one page, and how many families where they are folded.

    ``is_too_deep``: the page lies beyond what is put in order, so no hits are given.
    """

    total: int
    hits: tuple[SearchHit, ...]
    families: int | None = None
    is_too_deep: bool = False


def index_folder() -> Path:
    """Return the folder of the index."""
    return Path(settings.SEARCH_INDEX)


def index_store() -> IndexStore:
    """Return the index of this process; it notices by itself when another process writes or swaps it."""
    return _store(index_folder())


@lru_cache(maxsize=4)
def _store(folder: Path) -> IndexStore:
    return IndexStore(folder)


def index_snapshot() -> Snapshot | None:
    """Return the last committed state; None when there is no index yet or this program cannot read what is there."""
    try:
        return index_store().snapshot()
    except (
        IndexMissingError,
        IndexOutdatedError,
        OSError,
        ValueError,
    ):  # a damaged one is built again like a missing one
        return None


def index_documents() -> int:
    """Return how many documents can be found; nought without an index."""
    snapshot = index_snapshot()
    return snapshot.documents if snapshot else 0


def look_up(request: SearchRequest, parsed: Parsed) -> tuple[Found, Counts] | None:
    """Return what the index finds with the counts of the facets; None when there is no index.

    Raises:
        QueryError: too many words begin with what stands before an asterisk.
    """
    if index_snapshot() is None:
        return None
    try:
        result = Searcher(index_store()).search(
            parsed.node,
            filters=_filters(request),
            sort=_sort(request),
            offset=request.offset,
            limit=request.limit,
            collapse_families=request.collapse,
            facets=_asked(request),
        )
    except TooDeepError:
        found, counts = look_up(replace(request, offset=0, limit=0, collapse=False), parsed) or (Found(0, ()), {})
        return replace(found, is_too_deep=True), counts
    except PrefixTooShortError as error:
        raise _too_many_words(error, parsed) from error
    return _found(result), _counts(result, request)


def look_up_similar(document: IndexDocument, limit: int) -> tuple[SearchHit, ...] | None:
    """Return documents near to one, the nearest first, one of each family; None when there is no index."""
    if index_snapshot() is None:
        return None
    return _found(Searcher(index_store()).similar(document, limit=limit)).hits


def first_ids(request: SearchRequest, parsed: Parsed, *, most: int) -> list[int] | None:
    """Return the keys of at most ``most`` documents in order, families not folded; None when there is no index.

    Raises:
        QueryError: too many words begin with what stands before an asterisk.
    """
    snapshot = index_snapshot()
    if snapshot is None:
        return None
    try:
        compiled = compile_query(parsed.node, snapshot)
        query = filtered(compiled.query, _filters(request), snapshot.schema)
        by_score = _sort(request) == "relevance" and compiled.ranked
        if by_score:
            result = snapshot.searcher.search(query, max(most, 1), count=False)
        else:
            name, order = _FIELDS[_sort(request)]
            result = snapshot.searcher.search(query, max(most, 1), count=False, order_by_field=name, order=order)
    except PrefixTooShortError as error:
        raise _too_many_words(error, parsed) from error
    values = [value for value, _address in result.hits]
    ids = [int(key or 0) for key in snapshot.searcher.fast_field_values("id", [address for _, address in result.hits])]
    pairs = zip(values, ids, strict=True)
    return (
        [key for _value, key in sorted(pairs, key=lambda pair: (-pair[0], -pair[1]))][:most] if by_score else ids[:most]
    )


_FIELDS: Final[Mapping[str, tuple[str, Order]]] = {
    "relevance": ("newest", Order.Desc),
    "newest": ("newest", Order.Desc),
    "oldest": ("oldest", Order.Asc),
    "number": ("number", Order.Asc),
}


def _sort(request: SearchRequest) -> Sort:
    return cast("Sort", request.order if request.order in ORDERS else ORDERS[0])


def _filters(request: SearchRequest) -> dict[str, tuple[str, ...]]:
    """The ticked boxes the index knows. A place inside another ticked one stands for it: it says more."""
    chosen = {name: tuple(values) for name, values in request.chosen.items() if values and name in FILTERS}
    if REGION in chosen:
        ticked = chosen[REGION]
        chosen[REGION] = tuple(code for code in ticked if not any(_lies_in(other, code) for other in ticked))
    return chosen


def _lies_in(code: str, other: str) -> bool:
    return code != other and code.isdecimal() and other.isdecimal() and code.startswith(significant_digits(other))


def _asked(request: SearchRequest) -> list[str]:
    names = [name for name in request.facets if name in INDEX_FACETS]
    return [*names, *REGIONS] if REGION in request.facets else names


def _found(result: Result) -> Found:
    hits = (SearchHit(hit.id, hit.score, hit.family or None, hit.more_in_family) for hit in result.hits)
    return Found(result.total, tuple(hits), result.families)


def _counts(result: Result, request: SearchRequest) -> Counts:
    counts = {name: tuple((one.value, one.count) for one in values) for name, values in result.facets.items()}
    if REGION in request.facets:
        widest, *narrower = (counts.pop(name, ()) for name in REGIONS)
        ticked = request.chosen.get(REGION, ())
        shown = (pair for level in narrower for pair in level if any(_near(pair[0], code) for code in ticked))
        counts[REGION] = (*widest, *shown)
    return {name: counts[name] for name in request.facets if name in counts}


def _near(code: str, ticked: str) -> bool:
    """Whether a league or banner is offered: leagues of the ticked province, banners of the ticked league."""
    shared = _LEAGUE_DIGITS if place_level(code) == len(REGIONS) else _PROVINCE_DIGITS
    return code[:shared] == ticked[:shared]


def _too_many_words(error: PrefixTooShortError, parsed: Parsed) -> QueryError:
    words = [node for node in walk(parsed.node) if isinstance(node, Word) and node.prefix]
    word = next((node for node in words if node.text == error.prefix), words[0] if words else None)
    start, end = (word.start, word.end) if word else (0, len(parsed.text))
    return QueryError(TOO_MANY_WORDS, start, end, prefix=word.text if word else error.prefix)
