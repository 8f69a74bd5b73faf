"""Removing the content of a record for good: a tombstone with number, reason and date stays, and the number stays taken."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import events
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.choices import AccessLevel, Status
from erdem.knowledge.content import CHILDREN
from erdem.knowledge.events import RecordWithdrawn
from erdem.knowledge.models import Correction, KinCandidate, KinHint, KinLink, Record, RecordVersion, Removal, Tombstone
from erdem.knowledge.policies import can_remove_content
from erdem.knowledge.register_choices import ERASING, RemovalReason, TombstoneReader
from erdem.knowledge.services.certificates import forget_files
from erdem.knowledge.services.closing import close_stage
from erdem.knowledge.services.history import keep_present, leave_trace, move

NO_NAME = "—"
KEPT = {
    "number",
    "kind",
    "status",
    "status_reason",
    "tk_class",
    "diffusion_tier",
    "place_search",
    "holder_type",
    "source_key",
}
"""What stays: the number, who looked after it and how closed it was; without them nobody could answer for the removal."""


@transaction.atomic
def remove_content(*, actor: Actor, record: Record, reason: str, note: str = "") -> Tombstone:
    """Empty a record and put a tombstone in its place.

    For reasons such as personal data or a withdrawn consent the earlier versions are emptied too; their digests stay.

    Raises:
        PermissionRefused: only the community removes the content of its record.
        RuleBroken: no known reason, or the content was removed already.
    """
    require(can_remove_content(actor, record))
    if reason not in RemovalReason.values:
        raise RuleBroken(_("Choose the reason."), field="reason")
    record = Record.objects.select_for_update().get(pk=record.pk)
    keep_present(actor, record)
    readers, name = _readers_of(record), record.name
    was_registered = record.status == Status.REGISTERED
    move(record, "remove", actor, status_reason=str(RemovalReason(reason).label), detail={"reason": reason})
    close_stage(record)
    erased = reason in ERASING
    tombstone = Tombstone.objects.create(
        record=record,
        record_number=record.number,
        reason=reason,
        citation=_citation(record, name if readers == TombstoneReader.PUBLIC and not erased else "", reason),
        readers=readers,
        erased=erased,
    )
    Removal.objects.create(
        tombstone=tombstone, removed_by_id=actor.user_id, removed_by_name=actor.label[:200], note=note.strip()
    )
    _empty(record, erased=erased)
    leave_trace(actor, "knowledge.remove_content", record, reason=reason, erased=erased)
    if was_registered:
        events.publish(RecordWithdrawn(record.pk))
    return tombstone


def _readers_of(record: Record) -> str:
    """Nobody learns from a tombstone of a record that was out of sight before."""
    if record.status == Status.REGISTERED and record.level_public >= AccessLevel.TITLE:
        return TombstoneReader.PUBLIC
    if record.status == Status.REGISTERED and record.level_signed_in >= AccessLevel.TITLE:
        return TombstoneReader.SIGNED_IN
    return TombstoneReader.KEEPERS


def _citation(record: Record, name: str, reason: str) -> str:
    parts = {"number": record.number, "name": name, "reason": RemovalReason(reason).label}
    parts["date"] = timezone.localdate().isoformat()
    if name:
        return _("%(name)s, %(number)s, content removed on %(date)s (%(reason)s)") % parts
    return _("%(number)s, content removed on %(date)s (%(reason)s)") % parts


def _empty(record: Record, *, erased: bool) -> None:
    """Empty the record, its lines, what was said about it to others, and, when the reason demands it, its versions."""
    emptied: dict[str, Any] = {"name": NO_NAME, "extra": {}, "subject_groups": [], "known_since_year": None}
    for field in Record._meta.fields:
        if field.get_internal_type() in ("CharField", "TextField") and field.name not in {*KEPT, *emptied}:
            emptied[field.name] = field.get_default() if field.choices else ""
    for name, value in emptied.items():
        setattr(record, name, value)
    record.save(update_fields=[*emptied, "updated_at"])
    for child in CHILDREN:
        if child != "places":
            getattr(record, child).all().delete()
    with acting_as(SYSTEM):  # some of it belongs to other records too, or to nobody in particular
        KinHint.objects.filter(candidate_key__in=KinCandidate.objects.filter(record=record).values("pk")).delete()
        KinCandidate.objects.filter(other=record).delete()
        KinCandidate.objects.filter(record=record).delete()
        KinLink.objects.filter(record=record).delete()
        KinLink.objects.filter(other=record).delete()
        if erased:
            Correction.objects.filter(record=record).delete()
            RecordVersion.objects.filter(record=record).update(content={}, reason="", erased_at=timezone.now())
            forget_files(record)
