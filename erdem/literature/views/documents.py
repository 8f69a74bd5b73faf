"""Pages of the publications: list, one publication, the list to take away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.literature import pages, queries
from erdem.literature.forms import PlainForm, read_request
from erdem.literature.pages.addresses import list_address
from erdem.literature.queries import QueryError, SearchRequest


@require_safe
def publication_list(request: HttpRequest) -> HttpResponse:
    """List and search; a line that is one number held here leads straight to the publication."""
    page = pages.list_page(actor_of(request), read_request(request.GET))
    key = pages.jump_key(page)
    if key:
        return redirect("literature:publication-detail", key=key)
    return render(request, "literature/publication_list.html", {"page": page})


@require_safe
def search_form(request: HttpRequest) -> HttpResponse:
    """The form for those who learn no syntax: it is written as a search line, so that it can be seen, kept and changed."""
    form = PlainForm(request.GET) if request.GET.get("form") else None
    if form is not None and form.is_valid():
        return redirect(list_address(SearchRequest(query=form.query())))
    page = pages.search_form_page(read_request(request.GET), form)
    return render(request, "literature/search_form.html", {"page": page}, status=422 if form else 200)


@require_safe
def publication_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as a table to take away."""
    asked = read_request(request.GET)
    try:
        rows = list(queries.export_rows(actor_of(request), asked))
    except QueryError:
        return redirect(list_address(asked))
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


@require_safe
def publication_similar(request: HttpRequest, key: str) -> HttpResponse:
    """Documents like one: a fragment for its page, or a page of its own."""
    page = pages.similar_page(actor_of(request), key)
    if page is None:
        raise Http404
    template = "literature/similar.html" if request.headers.get("HX-Request") else "literature/similar_page.html"
    return render(request, template, {"page": page})
