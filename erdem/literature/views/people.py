"""Who asks: the actor that the middleware put on the request."""

from __future__ import annotations

from django.http import HttpRequest

from erdem.base.actor import Actor


def actor_of(request: HttpRequest) -> Actor:
    """Give the actor of the request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    return actor
