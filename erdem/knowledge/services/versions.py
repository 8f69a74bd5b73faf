"""Writing an earlier version again: as a new version, so that nothing of the history is lost."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken
from erdem.knowledge.models import Record
from erdem.knowledge.queries.versions import get_version
from erdem.knowledge.services.records import change_record
from erdem.knowledge.snapshots import from_json


@transaction.atomic
def restore_version(*, actor: Actor, record: Record, version: int, reason: str, seen: int | None = None) -> Record:
    """Write the content of an earlier version again. Tier and community stay as they are now: they are decisions, not content.

    Args:
        seen: the version the reader had on the page; a newer one means somebody else has changed the record.

    Raises:
        PermissionRefused: the actor may not change this record.
        RuleBroken: there is no such version, its content was removed, or there is no reason.
    """
    found = get_version(actor, record, version)
    if found is None or not found.content:
        raise RuleBroken(_("This version cannot be brought back: its content was removed or is not open to you."))
    if not reason.strip():
        raise RuleBroken(_("Say in a sentence why."), field="reason")
    content = replace(
        from_json(found.content),
        diffusion_tier=record.diffusion_tier,
        diffusion_reason=record.diffusion_reason,
        community_id=record.community_id,
    )
    return change_record(
        actor=actor, record=record, content=content, version=seen, reason=reason.strip(), restored_from=version
    )
