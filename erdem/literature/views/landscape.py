"""The landscape of a search, and its figures to take away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from erdem.base import exports
from erdem.base.asking import actor_of
from erdem.literature.forms import read_request
from erdem.literature.pages import landscape as pages
from erdem.literature.pages.addresses import list_address
from erdem.literature.queries import QueryError


@require_safe
def landscape(request: HttpRequest) -> HttpResponse:
    """Show how the found publications spread; a line that cannot be understood goes back to the search, which says why."""
    asked = read_request(request.GET)
    try:
        page = pages.landscape_page(actor_of(request), asked)
    except QueryError:
        return redirect(list_address(asked))
    return render(request, "literature/landscape.html", {"page": page})


@require_safe
def landscape_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The figures as one table."""
    if kind not in exports.FORMATS:
        raise Http404
    asked = read_request(request.GET)
    try:
        rows = list(pages.export_rows(actor_of(request), asked))
    except QueryError:
        return redirect(list_address(asked))
    return exports.table_response(kind, _("patent landscape"), pages.export_heads(), rows)
