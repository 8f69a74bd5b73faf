"""History: steps with their reasons, versions with their digests, the audit entry. Everything that writes a record ends here."""

from __future__ import annotations

from typing import Any

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import require
from erdem.base.workflow import take_step
from erdem.knowledge.choices import Status, Tier
from erdem.knowledge.content import RecordContent
from erdem.knowledge.models import Correction, Record, RecordVersion, RegisterStep
from erdem.knowledge.queries.versions import present_content
from erdem.knowledge.services.proving import prove_versions
from erdem.knowledge.snapshots import as_json, changed_fields, digest_of
from erdem.knowledge.workflow import RECORD


def leave_trace(actor: Actor, action: str, record: Record, **detail: Any) -> None:
    """Leave the audit entry: the community may read it, the office of the place too unless the record is secret."""
    place = "" if record.diffusion_tier == Tier.SECRET else record.place_id or ""
    audit.record(
        actor, action=action, target=record, place_code=place, organisation_id=record.community_id, detail=detail
    )


def move(record: Record, name: str, actor: Actor, **given: Any) -> None:
    """Take a step of the record's workflow and keep it in the history of the record.

    ``detail`` is kept with the step and not written to the record.

    Raises:
        PermissionRefused: the actor may not take the step.
        RuleBroken: the record is elsewhere by now, or a reason is missing.
    """
    detail = given.pop("detail", {})
    source = record.status
    require(RECORD.step(name).allowed(actor, record))  # row locks are only for those who may write
    step = take_step(RECORD, record, name, actor=actor, **given)
    note_step(
        actor, record, name, source=source, target=step.target, reason=given.get("status_reason", ""), detail=detail
    )


def note_step(
    actor: Actor,
    record: Record,
    step: str,
    *,
    source: str = "",
    target: str = "",
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Keep one step of a record's history; ``detail`` holds small facts, never content."""
    RegisterStep(
        record=record,
        record_number=record.number,
        step=step,
        source=source,
        target=target,
        reason=reason,
        detail=detail or {},
        by_id=actor.user_id,
        by_name=actor.label[:200],
    ).save(force_insert=True)


def version_of(actor: Actor, record: Record, content: RecordContent, reason: str = "") -> RecordVersion:
    """Return the unsaved version row of a record that says this now."""
    body = as_json(content)
    return RecordVersion(
        record=record,
        record_number=record.number,
        version=record.version,
        content=body,
        sha256=digest_of(body),
        diffusion_tier=record.diffusion_tier,
        community_id=record.community_id,
        made_by_id=actor.user_id,
        made_by_name=actor.label[:200],
        reason=reason,
    )


def keep_version(
    actor: Actor, record: Record, content: RecordContent, *, reason: str = "", restored_from: int | None = None
) -> RecordVersion:
    """Keep what the record says now; a change of a registered record with its reason is a correction, told to its readers."""
    row = version_of(actor, record, content, reason)
    row.restored_from = restored_from
    before = RecordVersion.objects.filter(record_number=record.number, version=record.version - 1).first()
    row.is_correction = record.status == Status.REGISTERED and bool(reason.strip()) and before is not None
    row.save(force_insert=True)
    prove_versions(actor, [row])
    if row.is_correction and before is not None:
        changed = changed_fields(before.content, row.content)
        Correction.objects.create(record=record, version=record.version, fields=changed, reason=reason.strip())
    return row


def keep_present(actor: Actor, record: Record) -> None:
    """Keep the present content of a record that was written before versions were kept."""
    if not RecordVersion.objects.filter(record_number=record.number, version=record.version).exists():
        row = version_of(actor, record, present_content(record))
        row.save(force_insert=True)
        prove_versions(actor, [row])
