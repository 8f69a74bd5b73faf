"""Pages of the publications: list, one publication, the list to take away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from erdem.base import exports
from erdem.literature import pages, queries
from erdem.literature.forms import read_filters
from erdem.literature.views.people import actor_of


@require_safe
def publication_list(request: HttpRequest) -> HttpResponse:
    """List and search."""
    page = pages.list_page(actor_of(request), read_filters(request.GET), request.GET)
    return render(request, "literature/publication_list.html", {"page": page})


@require_safe
def publication_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as a table to take away."""
    rows = queries.export_rows(actor_of(request), read_filters(request.GET))
    return exports.table_response(kind, "erdem-literature", queries.export_heads(), rows)


@require_safe
def publication_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One publication; any spelling of its number leads to its one address."""
    page = pages.detail_page(actor_of(request), key)
    if page is None:
        raise Http404
    own = page.detail.publication.number_key
    if own != key:
        return redirect("literature:publication-detail", key=own)
    return render(request, "literature/publication_detail.html", {"page": page})
