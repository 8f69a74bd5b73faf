"""Addresses of the search: a request written back into the address that asks it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from erdem.literature.queries.searching_shapes import SearchRequest

LIST = "literature:publication-list"


def parameters(request: SearchRequest) -> QueryDict:
    """The parameters of a request as they stand in an address, without the page."""
    asked = QueryDict(mutable=True)
    if request.query:
        asked["q"] = request.query
    for facet, values in request.chosen.items():
        if values:
            asked.setlist(facet, list(values))
    if request.order != "relevance":
        asked["order"] = request.order
    if not request.collapse:
        asked["all"] = "1"
    if request.switched_off:
        asked.setlist("off", list(request.switched_off))
    return asked


def page_address(name: str, request: SearchRequest, *arguments: Any) -> str:
    """The address of a page that works on what the request finds."""
    asked = parameters(request).urlencode()
    url = reverse(name, args=arguments)
    return f"{url}?{asked}" if asked else url


def list_address(request: SearchRequest, **changes: Any) -> str:
    """The address of the list for a request, or for the request with some parts changed."""
    return page_address(LIST, replace(request, **changes) if changes else request)
