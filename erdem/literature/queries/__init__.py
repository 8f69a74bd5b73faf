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
from erdem.literature.queries.terms import Term, Understood, understand

__all__ = [
    "Detail",
    "Facet",
    "Filters",
    "Holdings",
    "Listing",
    "Term",
    "Understood",
    "amount_words",
    "export_heads",
    "export_rows",
    "facets",
    "figures",
    "find",
    "format_choices",
    "format_label",
    "get_detail",
    "get_publication",
    "get_run",
    "holdings",
    "problem_rows",
    "problems",
    "publications",
    "runs",
    "screening_rows",
    "understand",
]
