"""Reads of people and places."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from erdem.base.actor import PUBLIC, Actor, ActorKind
from erdem.people.models import Membership, Organisation, Place, RetiredPlace, User
from erdem.people.policies import visible_memberships


def actor_of(user: User) -> Actor:
    """Build the actor of a person from the memberships in force today.

    The caller has told the database the user's id already, otherwise row-level security shows no membership.
    """
    today = timezone.localdate()
    memberships = (
        Membership.objects.filter(user_id=user.pk)
        .filter(Q(since__isnull=True) | Q(since__lte=today), Q(until__isnull=True) | Q(until__gte=today))
        .select_related("organisation")
    )
    rows = list(memberships)
    offices = ("office", "service_point")
    return Actor(
        kind=ActorKind.PERSON,
        label=user.get_full_name(),
        user_id=user.pk,
        roles=frozenset(row.role for row in rows),
        organisation_ids=frozenset(row.organisation_id for row in rows),
        place_codes=tuple(
            sorted(
                {
                    row.organisation.place_id
                    for row in rows
                    if row.organisation.kind in offices and row.organisation.place_id
                }
            )
        ),
    )


def bare_actor(user: User) -> Actor:
    """Return the person without roles: enough to read the own memberships, nothing else."""
    return Actor(kind=ActorKind.PERSON, label=user.get_full_name(), user_id=user.pk)


def anonymous() -> Actor:
    """Return the public."""
    return PUBLIC


def memberships_of(actor: Actor) -> QuerySet[Membership]:
    """Return the actor's own memberships with their organisations."""
    return (
        Membership.objects.filter(visible_memberships(actor), user_id=actor.user_id or 0)
        .select_related("organisation", "organisation__place")
        .order_by("organisation__name")
    )


def places() -> QuerySet[Place]:
    """Return the divisions in force."""
    return Place.objects.select_related("parent").order_by("code")


def county_places() -> QuerySet[Place]:
    """Return the 103 banners, counties, cities and districts."""
    return places().filter(level="banner")


def get_place(code: str) -> Place | None:
    """Return the division in force of that code, or None."""
    return places().filter(code=code).first()


def organisations(kind: str | None = None) -> QuerySet[Organisation]:
    """Return organisations, of one kind when given."""
    found = Organisation.objects.select_related("place")
    return found.filter(kind=kind) if kind else found


@dataclass(frozen=True)
class PlaceAnswer:
    """What a division code means today.

    ``places`` are the divisions in force: one for a current code, one or several successors for a retired one, none for an
    unknown code. ``retired`` is the old division when the code is no longer in force.
    """

    code: str
    places: tuple[Place, ...]
    retired: RetiredPlace | None = None


def resolve_code(code: str) -> PlaceAnswer:
    """Find what a division code, current or retired, stands for."""
    current = get_place(code)
    if current is not None:
        return PlaceAnswer(code, (current,))
    retired = RetiredPlace.objects.filter(code=code).prefetch_related("successors").order_by("-valid_to").first()
    if retired is None:
        return PlaceAnswer(code, ())
    return PlaceAnswer(code, tuple(retired.successors.all()), retired)
