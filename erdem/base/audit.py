"""The append-only trail: each service leaves exactly one entry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from erdem.base.actor import Actor
from erdem.base.models import AuditEntry


def record(
    actor: Actor,
    *,
    action: str,
    target: models.Model | None = None,
    place_code: str = "",
    organisation_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Leave one entry.

    Args:
        actor: who acted.
        action: permission name, the same word as the service: ``knowledge.register_record``.
        target: what was acted on; only its type and key are kept.
        place_code: division whose office may read the entry; leave blank for what offices may not see.
        organisation_id: organisation whose members may read the entry.
        detail: small facts (never titles, never text of restricted records).
    """
    made = entry(
        actor,
        action=action,
        target=target,
        place_code=place_code,
        organisation_id=organisation_id,
        detail=detail,
    )
    made.save(force_insert=True)


def entry(
    actor: Actor,
    *,
    action: str,
    target: models.Model | None = None,
    place_code: str = "",
    organisation_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Return an entry that is not saved yet, for `record_many`."""
    return AuditEntry(
        actor_kind=actor.kind.value,
        actor_user_id=actor.user_id,
        actor_label=actor.label[:200],
        action=action,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        place_code=place_code or "",
        organisation_id=organisation_id,
        detail=detail or {},
    )


def record_many(entries: Iterable[AuditEntry]) -> int:
    """Leave many entries of one act at once, for instance one for each record in a file taken away; return how many.

    Args:
        entries: unsaved, made with `entry`.
    """
    return len(AuditEntry.objects.bulk_create(entries, batch_size=1000))


def trail_of(target: models.Model) -> models.QuerySet[AuditEntry]:
    """Return the visible entries about one record, newest first."""
    return AuditEntry.objects.filter(target_type=target._meta.label_lower, target_id=str(target.pk))
