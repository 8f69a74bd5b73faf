"""Reading the clocks of cases."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from erdem.base.actor import Actor
from erdem.base.models import OPEN_STATES
from erdem.cases.choices import ExtensionState
from erdem.cases.models import Case, CaseClock, ExtensionRequest
from erdem.cases.policies import own_offices, visible_with_case


def clocks_of(case: Case) -> list[CaseClock]:
    """Return the clocks of a case with their rules: open ones first, nearest day first."""
    found = CaseClock.objects.filter(case=case).select_related("rule", "case")
    return sorted(found, key=lambda one: (one.state not in OPEN_STATES, one.due_on or dt.date.max, one.pk))


def find_clock(actor: Actor, number: str, key: int) -> CaseClock | None:
    """Return a clock of a case that the actor sees, or None."""
    found = CaseClock.objects.filter(visible_with_case(actor), case__number=number, pk=key)
    return found.select_related("rule", "case__office").first()


def waiting_extensions(case: Case) -> dict[int, ExtensionRequest]:
    """Return the requests for more time that wait for a decision, by clock."""
    asked = ExtensionRequest.objects.filter(clock__case=case, state=ExtensionState.ASKED).select_related("asked_by")
    return {each.clock_id: each for each in asked}


def running_clocks(actor: Actor, *, mine: bool = False) -> QuerySet[CaseClock]:
    """Return the open clocks of the actor's offices, or only of the cases that the actor handles; nearest day first."""
    found = CaseClock.objects.filter(
        visible_with_case(actor), state__in=OPEN_STATES, due_on__isnull=False, case__office_id__in=own_offices(actor)
    )
    if mine:
        found = found.filter(case__handler_id=actor.user_id)
    return found.select_related("rule", "case").order_by("due_on", "pk")
