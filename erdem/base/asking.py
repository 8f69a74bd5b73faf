"""Who asks: the actor that the middleware puts on every request."""

from __future__ import annotations

from django.http import HttpRequest

from erdem.base.actor import Actor


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # the middleware sets it; Django's type cannot know
    return actor
