"""Reads of people and places."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from erdem.base.actor import PUBLIC, SYSTEM, Actor, ActorKind, acting_as
from erdem.people.choices import RequestState, Role
from erdem.people.models import (
    ApiKey,
    ApiUse,
    Group,
    GroupMember,
    Membership,
    MembershipRequest,
    Organisation,
    Place,
    RetiredPlace,
    User,
)
from erdem.people.policies import (
    in_force,
    visible_group_members,
    visible_groups,
    visible_keys,
    visible_memberships,
    visible_requests,
    visible_uses,
)

_IN_FORCE = """
    SELECT m.role, m.organisation_id, o.name, o.kind, o.place_id,
           ARRAY(SELECT g.group_id FROM people_groupmember g WHERE g.user_id = m.user_id)
    FROM people_membership m JOIN people_organisation o ON o.id = m.organisation_id
    WHERE m.user_id = %(person)s AND coalesce(m.since, %(today)s) <= %(today)s AND coalesce(m.until, %(today)s) >= %(today)s
    ORDER BY m.organisation_id, m.id
"""
"""Asked with each request: as a query set it took longer to write than to answer."""


class _Belonging(NamedTuple):
    """A membership in force, with the groups in which the person has a place anywhere."""

    role: str
    organisation_id: int
    organisation: str
    kind: str
    place: str | None
    groups: list[int]


def actor_of(user: User) -> Actor:
    """Build the actor of a person from the memberships in force today.

    The caller has told the database the user's id already, otherwise row-level security shows no membership.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, {"person": user.pk, "today": timezone.localdate()})
        rows = [_Belonging(*row) for row in cursor.fetchall()]
    organisations = frozenset(row.organisation_id for row in rows)
    offices = ("office", "service_point")
    return Actor(
        kind=ActorKind.PERSON,
        label=user.get_full_name(),
        user_id=user.pk,
        roles=frozenset(row.role for row in rows),
        organisation_ids=organisations,
        organisation=rows[0].organisation if rows else "",
        speaks_for=frozenset(row.organisation_id for row in rows if row.role == Role.STEWARD),
        group_ids=_groups_within(organisations, rows[0].groups if rows else []),
        place_codes=tuple(sorted({row.place for row in rows if row.kind in offices and row.place})),
    )


def _groups_within(organisation_ids: frozenset[int], group_ids: list[int]) -> frozenset[int]:
    """A place in a group counts while the person belongs to the community that declared the group.

    Of which community a group is, the person may not see yet: this is asked while the actor is being built.
    """
    if not group_ids:
        return frozenset()
    with acting_as(SYSTEM):
        found = Group.objects.filter(pk__in=group_ids, organisation_id__in=organisation_ids)
        return frozenset(found.order_by().values_list("pk", flat=True))


def bare_actor(user: User) -> Actor:
    """Return the person without roles: enough to read the own memberships, nothing else."""
    return Actor(kind=ActorKind.PERSON, label=user.get_full_name(), user_id=user.pk)


def anonymous() -> Actor:
    """Return the public."""
    return PUBLIC


def get_user(actor: Actor) -> User:
    """Return the account of the acting person; `User.DoesNotExist` when nobody is signed in."""
    return User.objects.get(pk=actor.user_id or 0)


def memberships_of(actor: Actor) -> QuerySet[Membership]:
    """Return the actor's own memberships with their organisations."""
    return (
        Membership.objects.filter(visible_memberships(actor), user_id=actor.user_id or 0)
        .select_related("organisation", "organisation__place")
        .order_by("organisation__name")
    )


def memberships(actor: Actor) -> QuerySet[Membership]:
    """Return the memberships the actor may know of, with person and organisation."""
    found = Membership.objects.filter(visible_memberships(actor))
    return found.select_related("organisation", "user").order_by("role", "user__display_name", "id")


def stewards_in_force(actor: Actor, organisation_id: int) -> QuerySet[Membership]:
    """Return the stewards of a community today, as far as the actor may know of them."""
    return memberships(actor).filter(in_force(), organisation_id=organisation_id, role=Role.STEWARD)


def requests(actor: Actor) -> QuerySet[MembershipRequest]:
    """Return the questions of membership that concern the actor."""
    return MembershipRequest.objects.filter(visible_requests(actor)).select_related("organisation", "user", "made_by")


def groups(actor: Actor) -> QuerySet[Group]:
    """Return the groups of the actor's communities."""
    return Group.objects.filter(visible_groups(actor)).select_related("organisation")


def group_members(actor: Actor) -> QuerySet[GroupMember]:
    """Return the places in groups the actor may know of: the own ones, and those in groups the actor keeps."""
    return GroupMember.objects.filter(visible_group_members(actor)).select_related("group", "user")


def open_requests_of(actor: Actor) -> QuerySet[MembershipRequest]:
    """Return the actor's own open questions and invitations."""
    return requests(actor).filter(user_id=actor.user_id or 0, state=RequestState.OPEN)


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


def place_tiles() -> list[dict[str, Any]]:
    """Return the 103 counties in the shape of the tile gram: code, row, col, name, short, league."""
    return [
        {
            "code": place.code,
            "row": place.tile_row,
            "col": place.tile_column,
            "name": place.name,
            "short": place.short_name or place.name,
            "league": place.parent.name if place.parent else "",
        }
        for place in county_places().filter(tile_row__isnull=False)
    ]


def own_county(actor: Actor) -> str:
    """Return the county that the actor's office serves, or nothing when it serves none or more than one."""
    counties = [code for code in actor.place_codes if len(code) == 6 and not code.endswith("00")]
    return counties[0] if len(counties) == 1 else ""


def find_places(words: str) -> list[Place]:
    """Return the divisions in force whose name, Mongolian name, pinyin or code matches."""
    wanted = words.strip().casefold()
    squeezed = wanted.replace(" ", "")
    return [
        place
        for place in places()
        if wanted in place.name
        or (place.name_mn and wanted in place.name_mn)
        or (squeezed.isdigit() and place.code.startswith(squeezed))
        or (squeezed.isascii() and squeezed.isalpha() and squeezed in place.pinyin.replace(" ", ""))
    ]


def find_retired(words: str) -> list[RetiredPlace]:
    """Return the retired divisions whose name or code matches."""
    wanted = words.strip()
    found = RetiredPlace.objects.filter(Q(name__icontains=wanted) | Q(code__startswith=wanted))
    return list(found.prefetch_related("successors").order_by("code", "valid_from"))


def predecessors_of(place: Place) -> QuerySet[RetiredPlace]:
    """Return the retired divisions that a division carries on, by year."""
    return place.predecessors.prefetch_related("successors").order_by("valid_to", "code")


def keys_of(actor: Actor) -> QuerySet[ApiKey]:
    """Return the actor's own keys, taken back ones too, the newest first."""
    return ApiKey.objects.filter(visible_keys(actor), user_id=actor.user_id or 0).order_by("-id")


def keys_in_use(actor: Actor) -> list[ApiKey]:
    """Return the actor's own keys that still open something."""
    good = Q(expires_on__isnull=True) | Q(expires_on__gte=timezone.localdate())
    return list(keys_of(actor).filter(good, revoked_at__isnull=True))


def get_key(actor: Actor, key_id: int) -> ApiKey | None:
    """Return an own key, or None."""
    return keys_of(actor).filter(pk=key_id).first()


def requests_lately(actor: Actor) -> dict[int, int]:
    """Count the requests of each own key in the last 24 hours, by the id of the key."""
    since = timezone.now() - dt.timedelta(days=1)
    counted = ApiUse.objects.filter(visible_uses(actor), key__user_id=actor.user_id or 0, minute__gte=since)
    return dict(counted.order_by().values_list("key_id").annotate(total=Sum("requests")))
