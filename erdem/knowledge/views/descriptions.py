"""Descriptions of records for programs: one record, the context, and the provider for harvesters."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from lxml import etree

from erdem.base.asking import actor_of
from erdem.knowledge import pages, services
from erdem.knowledge.formats import descriptions

READABLE = {"ensure_ascii": False, "indent": 1}


def _told(request: HttpRequest, number: str, kind: str) -> descriptions.Told:
    described = services.read_description(actor=actor_of(request), number=number, kind=kind)
    if described is None:
        raise Http404
    return pages.told(described)


@require_safe
def record_linked_data(request: HttpRequest, number: str) -> HttpResponse:
    """One record as JSON-LD, as much of it as the reader may know."""
    found = descriptions.linked_data(_told(request, number, "json-ld"), pages.context_address())
    return JsonResponse(found, content_type="application/ld+json", json_dumps_params=READABLE)


@require_safe
def record_dublin_core(request: HttpRequest, number: str) -> HttpResponse:
    """One record as Dublin Core, as much of it as the reader may know."""
    root = descriptions.dublin_core(_told(request, number, "dublin-core"))
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return HttpResponse(content, content_type="application/xml; charset=utf-8")


@require_safe
def context(_request: HttpRequest) -> HttpResponse:
    """What the words of our JSON-LD mean."""
    return JsonResponse(descriptions.CONTEXT, content_type="application/ld+json", json_dumps_params=READABLE)


@csrf_exempt  # harvesters may post their questions; nothing is ever written here
@require_http_methods(["GET", "HEAD", "POST"])
def provider(request: HttpRequest) -> HttpResponse:
    """OAI-PMH 2.0."""
    given = request.POST if request.method == "POST" else request.GET
    return HttpResponse(pages.harvest_answer(given.lists()), content_type="text/xml; charset=utf-8")
