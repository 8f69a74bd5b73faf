"""Who has read or taken away what a community keeps narrow: noted for each holding community, never refused, never asked.

A record counts as narrow when not everybody who is signed in reads all of it (A0 to A3 for them). Members of the holding
communities and machines are not noted. One entry an hour for each reader, record, community and way: opening a page twice is
one reading. The entry says why the reader could: duty of an office, a grant with its reference and purpose, or an assignment.
Faces are not noted: they show only what the community lets everybody of that audience know.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.models import AuditEntry
from erdem.knowledge.choices import AccessLevel, Tier
from erdem.knowledge.models import AccessGrant, Record
from erdem.knowledge.policies import holders_of, is_member, serves, visible_grants

READ: Final = "knowledge.read_restricted"
EXPORTED: Final = "knowledge.export_restricted"


def is_noted(actor: Actor, record: Record) -> bool:
    """Say whether this reading leaves a trace."""
    narrow = record.level_signed_in < AccessLevel.FULL and record.level_public < AccessLevel.FULL
    return narrow and actor.user_id is not None and not actor.is_machine and not is_member(actor, record)


@transaction.atomic
def note_reading(*, actor: Actor, record: Record, part: str = "") -> None:
    """Leave a trace when somebody from outside reads what a community keeps narrow; the community can see it.

    Args:
        part: what was read when it was not the record's page, such as ``media`` or ``findings``.
    """
    if is_noted(actor, record):
        _note(actor, [record], READ, {"part": part} if part else {})


@transaction.atomic
def note_export(*, actor: Actor, records: Iterable[Record], kind: str) -> int:
    """Leave a trace for each narrow record in what somebody takes away; return how many records were noted.

    Args:
        kind: the form taken away: ``csv``, ``xlsx``, ``pdf``, ``json-ld``, ``file`` …
    """
    noted = [record for record in records if is_noted(actor, record)]
    _note(actor, noted, EXPORTED, {"kind": kind})
    return len(noted)


def _note(actor: Actor, records: list[Record], action: str, told: dict[str, Any]) -> None:
    """Leave the entries that this hour does not hold yet, all at once: a table may hold thousands of records."""
    done = _noted_this_hour(actor, records, action)
    entries = []
    for record in records:
        detail = told | reason_of(actor, record)
        place = "" if record.diffusion_tier == Tier.SECRET else record.place_id or ""
        communities: list[int | None] = [*sorted(holders_of(record))] or [None]
        entries += [
            audit.entry(actor, action=action, target=record, place_code=place, organisation_id=each, detail=detail)
            for each in communities
            if (str(record.pk), each, _key(detail)) not in done
        ]
    audit.record_many(entries)


def _noted_this_hour(actor: Actor, records: list[Record], action: str) -> set[tuple[str, int | None, str]]:
    hour: dt.datetime = timezone.now().replace(minute=0, second=0, microsecond=0)
    found = AuditEntry.objects.filter(actor_user_id=actor.user_id, action=action, at__gte=hour)
    if len(records) == 1:
        found = found.filter(target_type=records[0]._meta.label_lower, target_id=str(records[0].pk))
    return {
        (target, community, _key(detail))
        for target, community, detail in found.values_list("target_id", "organisation_id", "detail")
    }


def _key(detail: dict[str, Any]) -> str:
    return json.dumps(detail, sort_keys=True)


def reason_of(actor: Actor, record: Record) -> dict[str, Any]:
    """Return why the actor reads the record: an office's duty, a grant with reference and purpose, or the openness itself."""
    body = {"body": actor.organisation} if actor.organisation else {}
    if serves(actor, record) and record.level_office >= AccessLevel.FULL:
        return {"reason": "duty", **body}
    grant = _grant(actor, record)
    if grant is not None:
        return {"reason": "grant", "grant": grant.pk, "reference": grant.reference, "purpose": grant.purpose, **body}
    return {"reason": "open", **body}


def _grant(actor: Actor, record: Record) -> AccessGrant | None:
    today = timezone.localdate()
    found = AccessGrant.objects.filter(visible_grants(actor), record=record, revoked_at__isnull=True, waits=False)
    return found.filter(valid_from__lte=today, valid_until__gte=today).order_by("-level", "pk").first()
