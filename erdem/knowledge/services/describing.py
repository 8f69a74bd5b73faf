"""Handing a description of a record to a reader, and noting it where that is owed."""

from __future__ import annotations

from django.db import transaction

from erdem.base.actor import Actor
from erdem.knowledge.queries.described import Described, described
from erdem.knowledge.queries.exchange import records_by_number
from erdem.knowledge.services.readings import note_export


@transaction.atomic
def read_description(*, actor: Actor, number: str, kind: str) -> Described | None:
    """Return what the actor may be told of a record; reading all of a restricted one leaves the same trace as its page."""
    found = described(actor, number)
    if found is not None and found.is_whole:
        note_export(actor=actor, records=records_by_number(actor, [number]).values(), kind=kind)
    return found
