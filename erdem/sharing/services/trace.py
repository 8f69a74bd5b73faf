"""What each service of requests leaves behind: one entry in the trail, and the event that others listen to."""

from __future__ import annotations

from typing import Any

from erdem.base import audit, events
from erdem.base.actor import Actor
from erdem.sharing.events import RequestMoved
from erdem.sharing.models import AccessRequest


def trace(
    actor: Actor, action: str, access_request: AccessRequest, *, organisation_id: int | None = None, **detail: Any
) -> None:
    """Leave one entry, read by the office of the first place and by one organisation, the applicant's unless given."""
    places = access_request.place_search.split()
    audit.record(
        actor,
        action=f"sharing.{action}",
        target=access_request,
        place_code=places[0] if places else "",
        organisation_id=organisation_id or access_request.applicant_id,
        detail={"number": access_request.number, **detail},
    )


def moved(access_request: AccessRequest) -> None:
    """Tell others, after commit, that a request has come into another state."""
    events.publish(RequestMoved(access_request.pk, str(access_request.status)))
