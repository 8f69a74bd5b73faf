"""Reading many cases: the queues with their counts, and what a list is narrowed to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.cases.choices import Queue
from erdem.cases.models import Case, CaseParty
from erdem.cases.policies import own_offices, visible_covers
from erdem.cases.policies.cases import covered_today
from erdem.cases.queries.cases import cases_of
from erdem.people.models import User
from erdem.people.policies import in_force
from erdem.people.queries import memberships

COUNTED = 10_000
"""Counting ends here: beyond it a list says “more than”, since nobody reads so far and counting all costs time."""
OPEN = Q(closed_at__isnull=True)


@dataclass(frozen=True)
class Narrowing:
    """What a list of cases is narrowed to; what is blank narrows nothing. Days include themselves."""

    kind: str = ""
    status: str = ""
    subject: str = ""
    place: str = ""
    received_from: dt.date | None = None
    received_to: dt.date | None = None
    words: str = ""
    sort: str = ""

    @property
    def is_narrow(self) -> bool:
        """Say whether anything is left out."""
        return any((self.kind, self.status, self.subject, self.place, self.received_from, self.received_to, self.words))


def queue_rule(actor: Actor, queue: str) -> Q:
    """Return which of the cases that somebody sees stand in a queue."""
    ours = OPEN & Q(office_id__in=own_offices(actor))
    return {
        Queue.MINE: ours & handled_by(actor),
        Queue.TEAM: ours,
        Queue.UNASSIGNED: ours & Q(handler__isnull=True),
        Queue.OVERDUE: ours & Q(due_on__lt=timezone.localdate()),
        Queue.PART: Q(taking_part__contains=[actor.user_id or 0]),
    }.get(Queue(queue), Q())


def handled_by(actor: Actor) -> Q:
    """Return the rule of cases that somebody handles, as first or second officer, or stands in for today."""
    covered = covered_today().filter(visible_covers(actor), stand_in_id=actor.user_id)
    people = [actor.user_id, *covered.values_list("absent_id", flat=True)]
    return Q(handler_id__in=people) | Q(second_handler_id__in=people)


def cases_in(actor: Actor, queue: str, narrowing: Narrowing) -> QuerySet[Case]:
    """Return a queue, narrowed: nearest day first unless another order is asked for."""
    rows = cases_of(actor).filter(queue_rule(actor, queue), _narrowed(narrowing))
    return rows.order_by(narrowing.sort, "-id") if narrowing.sort else rows.order_by("due_on", "id")


def queue_counts(actor: Actor) -> dict[str, int]:
    """Return how many cases stand in each queue; that of all is counted up to `COUNTED` and one more."""
    offices = own_offices(actor)
    late = Q(due_on__lt=timezone.localdate())
    found: dict[str, int] = {}
    if offices:
        found = Case.objects.filter(OPEN, office_id__in=offices).aggregate(
            mine=Count("id", filter=handled_by(actor)),
            team=Count("id"),
            unassigned=Count("id", filter=Q(handler__isnull=True)),
            overdue=Count("id", filter=late),
        )
    found[Queue.PART] = cases_of(actor).filter(queue_rule(actor, Queue.PART)).count()
    found[Queue.ALL] = counted(cases_of(actor))
    return found


def counted(rows: QuerySet[Case]) -> int:
    """Return how many rows there are, or one more than `COUNTED` when there are more."""
    return rows.order_by().values("pk")[: COUNTED + 1].count()


def late_among_mine(actor: Actor) -> int:
    """Return how many of the cases that somebody handles are overdue."""
    return cases_of(actor).filter(queue_rule(actor, Queue.MINE), due_on__lt=timezone.localdate()).count()


def officers_of(actor: Actor, office_id: int) -> list[User]:
    """Return the officers of an office, by name; none when the actor is of another office."""
    held = memberships(actor).filter(
        in_force(), organisation_id=office_id, role__in=("county_officer", "region_officer")
    )
    found = {each.user_id: each.user for each in held.select_related("user")}
    return sorted(found.values(), key=str)


def _narrowed(narrowing: Narrowing) -> Q:
    rule = Q()
    for name in ("kind", "status", "subject"):
        if value := getattr(narrowing, name):
            rule &= Q(**{name: value})
    if narrowing.place:
        rule &= Q(place_code__startswith=narrowing.place)
    if narrowing.received_from:
        rule &= Q(received_on__gte=narrowing.received_from)
    if narrowing.received_to:
        rule &= Q(received_on__lte=narrowing.received_to)
    return rule & _spoken_of(narrowing.words) if narrowing.words else rule


def _spoken_of(words: str) -> Q:
    """Number, title, number of the right, or the name of a party."""
    named = CaseParty.objects.filter(case_id=OuterRef("pk"), party__name__icontains=words)
    return Q(number__icontains=words) | Q(title__icontains=words) | Q(right_number__icontains=words) | Q(Exists(named))
