"""Reads of the literature. Published documents are public; each read still begins from what the actor may see."""

from __future__ import annotations

from erdem.literature.queries.detail import Detail, get_detail, get_publication
from erdem.literature.queries.documents import publications
from erdem.literature.queries.holdings import Holdings, holdings
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
from erdem.literature.queries.searching_expansion import herb_test
from erdem.literature.queries.searching_facets import Facet, facet_options
from erdem.literature.queries.searching_facets import labels as facet_labels
from erdem.literature.queries.searching_health import IndexHealth, index_health
from erdem.literature.queries.searching_hits import HitRow, export_heads, export_rows, hit_rows
from erdem.literature.queries.searching_index import index_documents
from erdem.literature.queries.searching_shapes import (
    Corpus,
    Parsed,
    QueryError,
    SearchHit,
    SearchRequest,
    SearchResult,
)

__all__ = [
    "Corpus",
    "Detail",
    "Facet",
    "HitRow",
    "Holdings",
    "IndexHealth",
    "Parsed",
    "QueryError",
    "SearchHit",
    "SearchRequest",
    "SearchResult",
    "amount_words",
    "corpus",
    "export_heads",
    "export_rows",
    "facet_labels",
    "facet_options",
    "figures",
    "find_by_number",
    "format_choices",
    "format_label",
    "get_detail",
    "get_publication",
    "get_run",
    "herb_test",
    "hit_rows",
    "holdings",
    "index_documents",
    "index_health",
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
]
