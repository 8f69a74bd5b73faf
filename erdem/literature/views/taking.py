"""Publications to take away for a reference manager."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from erdem.base.asking import actor_of
from erdem.literature.forms import read_request
from erdem.literature.pages.addresses import list_address
from erdem.literature.queries import QueryError, find_by_number, matching_ids
from erdem.literature.queries.ris import ris_text


def ris_response(name: str, text: str) -> HttpResponse:
    """Return a download that reference managers open."""
    response = HttpResponse(text.encode(), content_type="application/x-research-info-systems; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.ris')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def publication_ris(request: HttpRequest) -> HttpResponse:
    """What a search finds, at most as many as the other downloads hold."""
    actor, asked = actor_of(request), read_request(request.GET)
    try:
        ids = matching_ids(actor, asked)
    except QueryError:
        return redirect(list_address(asked))
    return ris_response("erdem-literature", ris_text(actor, ids))


@require_safe
def record_ris(request: HttpRequest, key: str) -> HttpResponse:
    """One publication."""
    actor = actor_of(request)
    publication = find_by_number(actor, key)
    if publication is None:
        raise Http404
    return ris_response(publication.number_key.replace(":", "-").replace("/", "-"), ris_text(actor, [publication.pk]))
