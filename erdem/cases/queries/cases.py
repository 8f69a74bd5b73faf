"""Reading cases: one case with what hangs on it, the record of its process."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from erdem.base.actor import Actor
from erdem.cases.models import Case, CaseEvent
from erdem.cases.policies import visible_cases


def cases_of(actor: Actor) -> QuerySet[Case]:
    """Return the cases that the actor sees, newest first."""
    return Case.objects.filter(visible_cases(actor)).select_related("office", "handler")


def get_case(actor: Actor, number: str) -> Case:
    """Return a case by its number.

    Raises:
        Case.DoesNotExist: there is none that the actor sees.
    """
    return cases_of(actor).get(number=number)


def acts_of(case: Case) -> QuerySet[CaseEvent]:
    """Return the record of the whole process, oldest first."""
    return case.events.select_related("by").order_by("id")


def open_cases(actor: Actor, *, office_ids: list[int] | None = None) -> QuerySet[Case]:
    """Return what is still to be done, nearest day first."""
    rule = Q(closed_at__isnull=True)
    if office_ids is not None:
        rule &= Q(office_id__in=office_ids)
    return cases_of(actor).filter(rule).order_by("due_on", "id")
