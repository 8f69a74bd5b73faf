"""Who sees the logs: everybody, their entries say nothing but commitments. Heads of the trail are for auditors.

Second lock: ``sql/notary.sql``, ``sql/heads.sql``.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model, Q

from erdem.base.actor import Actor
from erdem.notary.models import AuditHead, Leaf, PublishedCheckpoint

AUDITORS = ("auditor", "region_officer")


def visible_logged(_actor: Actor) -> Q:
    """What is in a log is public, and what waits for it as well."""
    return Q()


def can_audit(actor: Actor) -> bool:
    """Heads are for auditors and the region's office: they tell how much was done when, and no content."""
    return actor.is_machine or actor.has_role(*AUDITORS)


def visible_heads(actor: Actor) -> Q:
    """All heads or none."""
    return Q() if can_audit(actor) else Q(pk__in=[])


VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    Leaf: visible_logged,
    PublishedCheckpoint: visible_logged,
    AuditHead: visible_heads,
}
