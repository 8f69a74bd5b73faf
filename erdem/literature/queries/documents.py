"""The publications an actor may read: where every read of them begins."""

from __future__ import annotations

from django.db.models import QuerySet

from erdem.base.actor import Actor
from erdem.literature.models import Publication
from erdem.literature.policies import visible_publications


def publications(actor: Actor) -> QuerySet[Publication]:
    """Return what the actor may read."""
    return Publication.objects.filter(visible_publications(actor))
