"""Who sees the logs: everybody. Their entries say nothing but commitments. Second lock: ``sql/notary.sql``."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model, Q

from erdem.base.actor import Actor
from erdem.notary.models import Leaf, PublishedCheckpoint


def visible_logged(_actor: Actor) -> Q:
    """What is in a log is public, and what waits for it as well."""
    return Q()


VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {Leaf: visible_logged, PublishedCheckpoint: visible_logged}
