"""The legal limit of a record: what the office of the place must keep from outsiders, with the reason."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base import events
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.choices import AccessLevel, Status
from erdem.knowledge.events import RecordChanged
from erdem.knowledge.models import Record
from erdem.knowledge.policies import can_set_limit
from erdem.knowledge.services.records import leave_trace


@transaction.atomic
def set_legal_limit(*, actor: Actor, record: Record, limit: int, reason: str, version: int | None = None) -> Record:
    """Set the highest level that anybody outside the holding communities may have; A5 takes the limit away.

    Args:
        version: the version of the record that the officer had on the page.

    Raises:
        PermissionRefused: only the office of the place sets it.
        RuleBroken: no reason was given, the limit is unchanged, or somebody changed the record meanwhile.
    """
    require(can_set_limit(actor, record))
    record = Record.objects.select_for_update().get(pk=record.pk)
    if version is not None and version != record.version:
        raise RuleBroken(_("Somebody has changed this record in the meantime. Nothing was saved. Open the page again."))
    if limit == record.legal_cap:
        raise RuleBroken(_("This is the limit that holds already. Choose another one, or leave it."), field="limit")
    if not reason.strip():
        raise RuleBroken(_("Write the reason: the law, the decision or the order on which it rests."), field="reason")
    before = record.legal_cap
    record.legal_cap = AccessLevel(limit)
    record.legal_cap_reason = "" if limit == AccessLevel.PUBLIC else reason.strip()
    record.save(update_fields=["legal_cap", "legal_cap_reason", "updated_at"])
    leave_trace(actor, "knowledge.set_legal_limit", record, before=before, after=limit, reason=reason.strip())
    if record.status == Status.REGISTERED:
        events.publish(RecordChanged(record.pk, record.version))
    return record
