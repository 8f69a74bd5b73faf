"""A trace of what was taken away."""

from __future__ import annotations

from django.db import transaction

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.people.models import Organisation, User


@transaction.atomic
def note_benefit_export(*, actor: Actor, organisation_id: int | None, kind: str) -> None:
    """Leave an audit entry for a statement, a list of what is owed, or the figures that somebody took away."""
    target = (
        Organisation.objects.get(pk=organisation_id) if organisation_id else User.objects.get(pk=actor.user_id or 0)
    )
    audit.record(
        actor, action="sharing.export_benefit", target=target, organisation_id=organisation_id, detail={"kind": kind}
    )
