"""What each service of cases leaves behind: one entry in the trail, one act in the record of the case, and the event."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from erdem.base import audit, events
from erdem.base.actor import Actor
from erdem.base.policy import Denied, require
from erdem.cases.events import CaseMoved
from erdem.cases.models import Case, CaseEvent


def trace(actor: Actor, action: str, case: Case, **detail: Any) -> None:
    """Leave one entry, read by the office of the case; it names no party and no word of the case."""
    audit.record(
        actor,
        action=f"cases.{action}",
        target=case,
        place_code=case.place_code,
        organisation_id=case.office_id,
        detail={"number": case.number, **detail},
    )


def note_event(
    actor: Actor, case: Case, step: str, *, came_from: str = "", note: str = "", detail: dict[str, Any] | None = None
) -> CaseEvent:
    """Note an act in the record of the whole process."""
    return CaseEvent.objects.create(
        case=case,
        step=step,
        from_status=came_from,
        to_status=case.status,
        note=note,
        detail=detail or {},
        by_id=actor.user_id,
    )


def person_of(actor: Actor) -> int:
    """Return who acts, for what only people do.

    Raises:
        PermissionRefused: the system acts.
    """
    if actor.user_id is None:
        require(Denied(_("Only a person does this.")))
    return actor.user_id or 0


def moved(case: Case) -> None:
    """Tell others, after commit, that a case has come into another state."""
    events.publish(CaseMoved(case.pk, str(case.kind), str(case.status)))
