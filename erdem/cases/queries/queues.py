"""Reading many cases: the queues with their counts, and what a list is narrowed to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as, significant_digits
from erdem.cases.choices import Queue
from erdem.cases.models import Case, CaseMember, CaseParty
from erdem.cases.policies import own_offices, visible_covers
from erdem.cases.policies.cases import covered_today
from erdem.cases.queries.cases import cases_of
from erdem.people.choices import Role
from erdem.people.models import User
from erdem.people.policies import in_force
from erdem.people.queries import memberships

COUNTED = 1_000
"""Counting ends here: beyond it a list says “more than”, since nobody reads so far and counting all costs time."""
EXPORTED = 10_000
"""Rows of a table to take away at most."""
NAMED = 5_000
"""Cases found by a word are kept by their keys up to this many, those found by the name of a party at most."""
OF_CASE = ("number", "title", "kind", "status", "outcome", "subject", "channel", "place_code")
OF_DAYS = ("received_on", "due_on", "closed_at")
OF_PEOPLE = ("office__name", "handler__display_name", "handler__username")
LISTED = (*OF_CASE, *OF_DAYS, *OF_PEOPLE)
"""What lists show of a case; its facts and particulars stay where they are."""
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


@dataclass(frozen=True)
class Reach:
    """Keys that are asked for once a page: in whose stead somebody acts, where somebody takes part, what is shared."""

    people: tuple[int, ...]
    taking_part: tuple[int, ...]
    shared: tuple[int, ...]


def reach_of(actor: Actor) -> Reach:
    """Return the keys by which an index finds what somebody sees besides the cases of the own offices.

    Row-level security keeps the database from looking arrays up in an index before the policy is asked. Who sees few of many
    cases is therefore given their keys; who sees nearly all walks along the order of the list.
    """
    me, offices = actor.user_id or 0, own_offices(actor)
    covered = covered_today().filter(visible_covers(actor), stand_in_id=me).values_list("absent_id", flat=True)
    with acting_as(SYSTEM):
        parts = CaseMember.objects.filter(user_id=me, until__isnull=True).order_by()
        shared = Case.objects.exclude(shared_with=[]).filter(shared_with__overlap=offices).order_by()
        return Reach(
            (me, *covered),
            tuple(parts.values_list("case_id", flat=True)),
            tuple(shared.values_list("pk", flat=True)) if offices and not sees_nearly_all(actor) else (),
        )


@dataclass(frozen=True)
class Tally:
    """How many cases stand in each queue, up to `COUNTED` and one more; how many of the own ones are overdue."""

    counts: dict[str, int]
    late: int


def sees_nearly_all(actor: Actor) -> bool:
    """Say whether somebody may see so many cases that keys are of no use."""
    return actor.is_machine or actor.has_role(Role.REGION_OFFICER, Role.STEWARD)


def queue_rule(actor: Actor, queue: str, reach: Reach) -> Q:
    """Return which of the cases that somebody sees stand in a queue."""
    ours = OPEN & Q(office_id__in=own_offices(actor))
    own = Q(office_id__in=own_offices(actor)) | Q(pk__in=(*reach.taking_part, *reach.shared))
    return {
        Queue.MINE: ours & handled_by(reach),
        Queue.TEAM: ours,
        Queue.UNASSIGNED: ours & Q(handler__isnull=True),
        Queue.OVERDUE: ours & Q(due_on__lt=timezone.localdate()),
        Queue.PART: Q(pk__in=reach.taking_part),
        Queue.ALL: Q() if sees_nearly_all(actor) else own,
    }[Queue(queue)]


def handled_by(reach: Reach) -> Q:
    """Return what somebody handles, alone or as the second officer, for an absent colleague too."""
    return Q(handler_id__in=reach.people) | Q(second_handler_id__in=reach.people)


def cases_in(actor: Actor, queue: str, narrowing: Narrowing, reach: Reach | None = None) -> QuerySet[Case]:
    """Return a queue, narrowed: nearest day first unless another order is asked for."""
    rows = _listed(actor).filter(queue_rule(actor, queue, reach or reach_of(actor)), _narrowed(narrowing))
    if not narrowing.sort:
        return rows.order_by("due_on", "id")
    return rows.order_by(narrowing.sort, "-id" if narrowing.sort.startswith("-") else "id")


def settled(actor: Actor, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return the same rows by their keys unless they are very many: a condition that reads every row is then asked once only."""
    keys = list(rows.order_by().values_list("pk", flat=True)[: NAMED + 1])
    return rows if len(keys) > NAMED else _listed(actor).filter(pk__in=keys).order_by(*rows.query.order_by)


def _listed(actor: Actor) -> QuerySet[Case]:
    return cases_of(actor).select_related(None).select_related("office", "handler").only(*LISTED)


def tally(actor: Actor, reach: Reach) -> Tally:
    """Count what stands in each queue: the open cases of the own offices are gone through once for all of their queues."""
    ends: dict[str, int] = {}
    if own_offices(actor):
        late, mine = Q(due_on__lt=timezone.localdate()), handled_by(reach)
        rules = {Queue.MINE: mine, Queue.TEAM: Q(), Queue.UNASSIGNED: Q(handler__isnull=True), Queue.OVERDUE: late}
        asked = {queue.value: Count("pk", filter=rule) for queue, rule in rules.items()}
        ours = cases_of(actor).filter(queue_rule(actor, Queue.TEAM, reach)).order_by()
        ends = ours.aggregate(**asked, late=Count("pk", filter=mine & late))
    overdue = ends.pop("late", 0)
    ends[Queue.PART.value] = counted(cases_of(actor).filter(pk__in=reach.taking_part)) if reach.taking_part else 0
    every = ends.get(Queue.TEAM.value, 0)  # all includes the team's: more than are counted need no counting again
    ends[Queue.ALL.value] = (
        every if every > COUNTED else counted(cases_of(actor).filter(queue_rule(actor, Queue.ALL, reach)))
    )
    return Tally({queue: min(n, COUNTED + 1) for queue, n in ends.items()}, overdue)


def counted(rows: QuerySet[Case]) -> int:
    """Return how many rows there are, or one more than `COUNTED` when there are more."""
    return rows.order_by().values("pk")[: COUNTED + 1].count()


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
        rule &= within(narrowing.place)
    if narrowing.received_from:
        rule &= Q(received_on__gte=narrowing.received_from)
    if narrowing.received_to:
        rule &= Q(received_on__lte=narrowing.received_to)
    return rule & _spoken_of(narrowing.words) if narrowing.words else rule


def within(place: str) -> Q:
    """Return what lies in a division: between two codes, a comparison for which row-level security lets an index be used."""
    prefix = significant_digits(place)
    return Q(place_code__gte=prefix, place_code__lt=str(int(prefix) + 1))


def _spoken_of(words: str) -> Q:
    """Number, title, number of the right, or the name of a party.

    Parties are found first, once: who sees a case sees who stands in it. Words without letters of two cases are compared as
    they are, which takes a third of the time.
    """
    like = "contains" if words.upper() == words.lower() else "icontains"
    with acting_as(SYSTEM):
        named = CaseParty.objects.filter(**{f"party__name__{like}": words}).values_list("case_id", flat=True)
        keys = list(named.order_by().distinct()[:NAMED])
    rule = Q(**{f"title__{like}": words}) | Q(**{f"right_number__{like}": words})
    if words.isascii():
        rule |= Q(number__contains=words.upper())
    return rule | Q(pk__in=keys) if keys else rule
