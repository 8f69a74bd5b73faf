"""What each page of the literature shows: one frozen dataclass a page."""

from __future__ import annotations

from erdem.literature.pages.detail import DetailPage, SimilarPage, detail_page, similar_page
from erdem.literature.pages.links import Link
from erdem.literature.pages.search import ListPage, jump_key, list_page
from erdem.literature.pages.search_form import SearchFormPage, search_form_page

__all__ = [
    "DetailPage",
    "Link",
    "ListPage",
    "SearchFormPage",
    "SimilarPage",
    "detail_page",
    "jump_key",
    "list_page",
    "search_form_page",
    "similar_page",
]
