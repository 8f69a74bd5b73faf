"""Reading cases: one case with what hangs on it, the record of its process."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from erdem.base.actor import Actor
from erdem.cases.models import Case, CaseEvent, CaseLink, CaseMember, CaseParty
from erdem.cases.policies import visible_cases, visible_links, visible_with_case

SeenCase = Case
"""A case, for who may not know models: views."""


def cases_of(actor: Actor) -> QuerySet[Case]:
    """Return the cases that the actor sees, newest first."""
    return Case.objects.filter(visible_cases(actor)).select_related("office", "handler", "second_handler")


def get_case(actor: Actor, number: str) -> Case:
    """Return a case by its number.

    Raises:
        Case.DoesNotExist: there is none that the actor sees.
    """
    return cases_of(actor).get(number=number)


def find_case(actor: Actor, number: str) -> Case | None:
    """Return a case by its number, or None when there is none that the actor sees."""
    return cases_of(actor).filter(number=number).first()


def acts_of(case: Case) -> QuerySet[CaseEvent]:
    """Return the record of the whole process, oldest first."""
    return case.events.select_related("by").order_by("id")


def open_cases(actor: Actor, *, office_ids: list[int] | None = None) -> QuerySet[Case]:
    """Return what is still to be done, nearest day first."""
    rule = Q(closed_at__isnull=True)
    if office_ids is not None:
        rule &= Q(office_id__in=office_ids)
    return cases_of(actor).filter(rule).order_by("due_on", "id")


def parties_of(actor: Actor, case: Case) -> QuerySet[CaseParty]:
    """Return who stands in a case and as what."""
    return CaseParty.objects.filter(visible_with_case(actor), case=case).select_related("party").order_by("role", "id")


def members_of(actor: Actor, case: Case) -> QuerySet[CaseMember]:
    """Return who takes part or took part from outside the office, oldest first."""
    return CaseMember.objects.filter(visible_with_case(actor), case=case).select_related("user").order_by("id")


def links_of(actor: Actor, case: Case) -> QuerySet[CaseLink]:
    """Return how a case belongs to others that the actor sees too."""
    rule = visible_links(actor) & (Q(case=case) | Q(source=case))
    return CaseLink.objects.filter(rule).select_related("case", "source").order_by("id")
