"""What is asked of the patent search and what it answers, whatever answers it: the index or the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from erdem.literature.search.language.parser import Parsed
from erdem.literature.search.language.problems import QueryError

__all__ = [
    "FACETS",
    "MOST",
    "ORDERS",
    "PAGE",
    "SPAN",
    "Corpus",
    "Parsed",
    "QueryError",
    "SearchHit",
    "SearchRequest",
    "SearchResult",
]

FACETS: Final = ("type", "class", "region", "applicant", "year", "office", "status", "held")
"""Facets that are counted when nothing else is asked for; `stage`, `language` and `replaced` are known too."""
ORDERS: Final = ("relevance", "newest", "oldest", "number")
SPAN: Final = 5
"""Years that are counted together."""
PAGE: Final = 20
MOST: Final = 10_000
"""Most hits that are handed on in one go: to an export, a report, an alert."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question to the patent search.

    ``query`` is the search line in the query language, ``chosen`` maps a facet (`FACETS`) to its ticked values, ``order`` is
    one of `ORDERS`. ``collapse`` shows one publication of a family, the best; ``facets`` are those to count;
    ``switched_off`` are folded names of herbs whose other names are not to be found.
    """

    query: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "relevance"
    offset: int = 0
    limit: int = PAGE
    collapse: bool = True
    facets: tuple[str, ...] = FACETS
    switched_off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A publication that was found. ``score`` orders hits and means nothing else; ``more_in_family`` were folded into it."""

    publication_id: int
    score: float = 0.0
    family_id: int | None = None
    more_in_family: int = 0


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was searched: printed in search reports, so that a later reader knows what could have been found.

    ``version`` names the generation of the index, its last commit and its count; ``documents`` are in the index,
    ``publications_in_database`` in the collection; ``waiting`` publications were written and are not searchable yet.
    """

    version: str
    documents: int
    publications_in_database: int
    newest_import: dt.datetime | None
    waiting: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits in order with what was understood. ``total`` counts publications, ``families`` families where known.

    ``facets`` maps a facet to values with counts, the counts of each without its own ticks. ``warnings`` are sentences.
    """

    total: int
    families: int | None
    hits: tuple[SearchHit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    parsed: Parsed
    warnings: tuple[str, ...]
    corpus: Corpus
    took_ms: int
