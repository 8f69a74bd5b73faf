"""Typical cases for everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from erdem.cases.pages import typical as pages
from erdem.cases.queries import typical as reads

GONE = 410


@require_safe
def typical_published(request: HttpRequest) -> HttpResponse:
    """The published typical cases, newest first."""
    page = pages.public_list_page(request.GET.get("subject", ""), request.GET.get("page", ""))
    return render(request, "cases/campaigns/public_list.html", {"page": page})


@require_safe
def typical_read(request: HttpRequest, number: str) -> HttpResponse:
    """One typical case; of a withdrawn one the day and the reason."""
    found = reads.find_publication(number)
    if found is None:
        raise Http404
    status = GONE if found.withdrawn_at else 200
    return render(request, "cases/campaigns/public.html", {"page": pages.public_page(found)}, status=status)
