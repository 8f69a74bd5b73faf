"""Fragments that ask again by themselves until what they show is over."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse

STOP_POLLING: Final = 286
"""htmx asks no more after this status."""


def asked_enough(response: HttpResponse) -> HttpResponse:
    """Have the fragment ask no more, and the page around it loaded anew."""
    response.status_code = STOP_POLLING
    response["HX-Refresh"] = "true"
    return response
