"""Reads of the literature. Published documents are public; each read still begins from what the actor may see."""

from __future__ import annotations

from erdem.literature.queries.detail import Detail, get_detail, get_publication
from erdem.literature.queries.filters import Filters
from erdem.literature.queries.listing import (
    Facet,
    Holdings,
    Listing,
    export_heads,
    export_rows,
    facets,
    find,
    holdings,
    publications,
)
from erdem.literature.queries.runs import (
    format_choices,
    format_label,
    get_run,
    problem_rows,
    problems,
    runs,
)
from erdem.literature.queries.screening import amount_words, figures, screening_rows
from erdem.literature.queries.searching import (
    corpus,
    find_by_number,
    matching_ids,
    publications_by_id,
    read_query,
    run_search,
    similar_ids,
)
from erdem.literature.queries.searching_shapes import (
    Corpus,
    Parsed,
    QueryError,
    SearchHit,
    SearchRequest,
    SearchResult,
)
from erdem.literature.queries.terms import Term, Understood, understand

__all__ = [
    "Corpus",
    "Detail",
    "Facet",
    "Filters",
    "Holdings",
    "Listing",
    "Parsed",
    "QueryError",
    "SearchHit",
    "SearchRequest",
    "SearchResult",
    "Term",
    "Understood",
    "amount_words",
    "corpus",
    "export_heads",
    "export_rows",
    "facets",
    "figures",
    "find",
    "find_by_number",
    "format_choices",
    "format_label",
    "get_detail",
    "get_publication",
    "get_run",
    "holdings",
    "matching_ids",
    "problem_rows",
    "problems",
    "publications",
    "publications_by_id",
    "read_query",
    "run_search",
    "runs",
    "screening_rows",
    "similar_ids",
    "understand",
]
