"""The public register of permits: the list, a permit with its proof and files, and the question whether it allows something."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from erdem.base.asking import actor_of
from erdem.sharing.pages import permit_register as pages
from erdem.sharing.permit_paper import json_file
from erdem.sharing.queries import permits as reads

HEADERS = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}


def _shown(request: HttpRequest, number: str) -> reads.PublicPermit:
    found = reads.get_public(actor_of(request), number)
    if found is None:
        raise Http404
    return found


def file_response(content: bytes | None, name: str, media_type: str) -> HttpResponse:
    """Return a file to take away.

    Raises:
        Http404: there is none.
    """
    if content is None:
        raise Http404
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


@require_safe
def permit_register(request: HttpRequest) -> HttpResponse:
    """All permits, as far as their parties let the register show them."""
    page = pages.register_page(actor_of(request), request.GET)
    return render(request, "sharing/permit_register.html", {"page": page})


@require_safe
def permit(request: HttpRequest, number: str) -> HttpResponse:
    """One permit: where the code on the paper leads."""
    page = pages.permit_page(actor_of(request), _shown(request, number))
    return render(request, "sharing/permit_public.html", {"page": page})


@require_safe
def permit_json(request: HttpRequest, number: str) -> HttpResponse:
    """The certificate in the field names of the ABS Clearing-House."""
    shown = _shown(request, number)
    return file_response(json_file(shown.document), f"{shown.number}.json", "application/json")


@require_safe
def permit_file(request: HttpRequest, number: str) -> HttpResponse:
    """The paper for everybody."""
    shown = _shown(request, number)
    return file_response(reads.public_file(shown.number), f"{shown.number}.pdf", "application/pdf")


@require_safe
def permit_evidence(request: HttpRequest, number: str) -> HttpResponse:
    """The evidence of the issue, once the public log holds it."""
    shown = _shown(request, number)
    return file_response(reads.permit_evidence(shown.number), f"{shown.number}.evidence.json", "application/json")


@require_safe
def permit_latest(request: HttpRequest, number: str) -> HttpResponse:
    """The evidence of the newest act, such as a revocation."""
    shown = _shown(request, number)
    content = reads.permit_evidence(shown.number, of_issue=False)
    return file_response(content, f"{shown.number}.latest.json", "application/json")


@require_safe
def permit_check(request: HttpRequest) -> HttpResponse:
    """Whether a permit allows something today."""
    page = pages.check_page(actor_of(request), request.GET)
    return render(request, "sharing/permit_check.html", {"page": page})
