"""Reads of public notices, objections and tombstones."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.knowledge.models import Objection, PublicNotice, Record, Tombstone
from erdem.knowledge.policies import visible_objections, visible_public_notices, visible_tombstones


def running_notices(actor: Actor) -> QuerySet[PublicNotice]:
    """Return the notices that run today and that this reader may see, those that end first before."""
    found = PublicNotice.objects.filter(visible_public_notices(actor), outcome="", ends_on__gte=timezone.localdate())
    return found.select_related("rule").order_by("ends_on", "number")


def get_notice(actor: Actor, number: str) -> PublicNotice | None:
    """Return one notice, or None."""
    if "\x00" in number:
        return None
    return PublicNotice.objects.filter(visible_public_notices(actor), number=number).select_related("rule").first()


def notices_of(actor: Actor, record: Record) -> list[PublicNotice]:
    """Return every notice of a record, the newest first."""
    found = PublicNotice.objects.filter(visible_public_notices(actor), record=record)
    return list(found.select_related("rule").order_by("-posted_on", "-pk"))


def objections_of(actor: Actor, record: Record) -> list[Objection]:
    """Return the objections to a record that the actor may see, undecided ones first."""
    found = Objection.objects.filter(visible_objections(actor), notice__record=record)
    rows = list(found.select_related("notice", "rule", "objector").order_by("filed_at"))
    return sorted(rows, key=lambda row: bool(row.outcome))


def get_objection(actor: Actor, record: Record, key: str) -> Objection | None:
    """Return one objection to a record, or None."""
    return next((row for row in objections_of(actor, record) if str(row.pk) == key), None)


def get_tombstone(actor: Actor, number: str) -> Tombstone | None:
    """Return the tombstone of a number, when this reader may know that there was something."""
    if "\x00" in number:
        return None
    return Tombstone.objects.filter(visible_tombstones(actor), record_number=number).first()
