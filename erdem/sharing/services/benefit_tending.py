"""What is done every day without anybody asking: calendars are laid out and ended, what is due is entered."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from erdem.base.actor import Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.sharing.models import Permit, UseReport
from erdem.sharing.policies.reports import can_tend_reports
from erdem.sharing.services.calendars import close_calendar, due_obligations, enter_obligation, open_calendar

logger = logging.getLogger(__name__)
IN_FORCE, OVER = ("issued", "suspended"), ("revoked", "expired")


@transaction.atomic
def follow_permit(*, actor: Actor, permit_id: int) -> None:
    """Lay out the calendar of a permit in force, and end that of one that is over; one that was amended goes on in its successor.

    Raises:
        PermissionRefused: the actor is not the system.
        RuleBroken: the permit names no office.
    """
    permit = Permit.objects.select_related("request", "office", "version__agreement", "replaces").get(pk=permit_id)
    if permit.status in IN_FORCE:
        open_calendar(actor=actor, permit=permit)
    elif permit.status in OVER:
        close_calendar(actor=actor, permit=permit)


def tend_benefits(*, actor: Actor) -> dict[str, int]:
    """Bring every calendar up to date and enter what is due; each in a transaction of its own, so that one fault stops no other.

    Returns counts: ``laid``, ``ended``, ``entered``, ``failed``.

    Raises:
        PermissionRefused: the actor is not the system.
    """
    require(can_tend_reports(actor))
    counts = {"laid": 0, "ended": 0, "entered": 0, "failed": 0}
    with acting_as(actor):
        begun = set(UseReport.objects.values_list("permit_id", flat=True))
        permits = list(Permit.objects.filter(status__in=(*IN_FORCE, *OVER)).order_by("pk"))
        waiting = due_obligations(timezone.localdate())
    for permit in permits:
        if permit.status in OVER or permit.pk not in begun:
            step = "ended" if permit.status in OVER else "laid"
            counts[step if _tend_permit(actor, permit) else "failed"] += 1
    for obligation in waiting:
        try:
            with acting_as(actor):
                entered = enter_obligation(actor=actor, obligation=obligation)
            counts["entered"] += entered is not None
        except RuleBroken as broken:
            logger.warning("obligation %s was not entered: %s", obligation.pk, broken)
            counts["failed"] += 1
    return counts


def _tend_permit(actor: Actor, permit: Permit) -> bool:
    try:
        with acting_as(actor):
            (close_calendar if permit.status in OVER else open_calendar)(actor=actor, permit=permit)
    except RuleBroken as broken:
        logger.warning("the calendar of permit %s was not tended: %s", permit.pk, broken)
        return False
    return True
