"""Where else one can go from a page of sharing: to the other sections, and to the other parts of a request."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from erdem.base.actor import PUBLIC
from erdem.sharing.models import AccessRequest
from erdem.sharing.pages.parts import parts_with, sections_for

register = template.Library()


@register.inclusion_tag("sharing/parts.html", takes_context=True)
def sharing_sections(context: dict[str, Any]) -> dict[str, Any]:
    """Show the sections of sharing that concern the reader."""
    return {"parts": sections_for(context.get("actor") or PUBLIC), "here": _path(context), "of": "sections"}


@register.inclusion_tag("sharing/parts.html", takes_context=True)
def sharing_request_parts(context: dict[str, Any], request: AccessRequest) -> dict[str, Any]:
    """Show the parts of a request: the request itself, its terms, signatures and permit."""
    parts = parts_with(request)
    return {"parts": parts if len(parts) > 1 else (), "here": _path(context), "of": "request"}


def _path(context: dict[str, Any]) -> str:
    request = context.get("request")
    return request.path if request is not None and hasattr(request, "path") else reverse("sharing:request-list")
