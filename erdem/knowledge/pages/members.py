"""Who belongs to a community and to its groups, as members and stewards see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.knowledge.models import CommunityProfile
from erdem.knowledge.pages.communities import trail
from erdem.knowledge.pages.links import Link, Option
from erdem.people import policies as people_policies
from erdem.people import queries as people
from erdem.people.choices import RequestDirection, RequestState


@dataclass(frozen=True)
class MemberRow:
    """A member with a role."""

    name: str
    name_mn: str
    role: str
    since: Any
    key: int
    may_retire: bool
    is_self: bool


@dataclass(frozen=True)
class RequestRow:
    """An open question: who, what, and whether this reader answers it or takes it back."""

    name: str
    text: str
    note: str
    key: int
    answers: bool
    withdraws: bool


@dataclass(frozen=True)
class GroupRow:
    """A group, the own place in it, and for stewards who belongs to it."""

    key: int
    name: str
    name_mn: str
    kind: str
    own: str
    members: tuple[Option, ...]
    candidates: tuple[Option, ...]
    by_own_word: bool


@dataclass(frozen=True)
class MembersPage:
    """Members, open questions and groups of one community."""

    title: str
    trail: tuple[Link, ...]
    profile: CommunityProfile
    members: tuple[MemberRow, ...]
    requests: tuple[RequestRow, ...]
    groups: tuple[GroupRow, ...]
    is_steward: bool
    is_last_steward: bool
    invite: Any
    declare: Any


def members_page(actor: Actor, profile: CommunityProfile, invite: Any, declare: Any) -> MembersPage:
    """Build the page; forms are for stewards."""
    own = profile.organisation_id
    is_steward = own in actor.speaks_for
    memberships = list(people.memberships(actor).filter(people_policies.in_force(), organisation_id=own))
    stewards = [each for each in memberships if each.role == "steward"]
    rows = tuple(
        MemberRow(
            each.user.get_full_name(),
            each.user.display_name_mn,
            str(each.get_role_display()),
            each.since,
            each.pk,
            is_steward
            and each.role in people_policies.COMMUNITY_ROLES
            and (each.role != "steward" or len(stewards) > 1)
            and each.user_id != actor.user_id,
            each.user_id == actor.user_id,
        )
        for each in memberships
    )
    count = len({each.user_id for each in memberships})
    text = ngettext("%(count)s person belongs to the community", "%(count)s people belong to the community", count)
    return MembersPage(
        title=text % {"count": count},
        trail=trail(profile, _("Members and groups")),
        profile=profile,
        members=rows,
        requests=tuple(_requests(actor, own)),
        groups=tuple(_groups(actor, own, {each.user_id: each.user.get_full_name() for each in memberships})),
        is_steward=is_steward,
        is_last_steward=is_steward and len(stewards) == 1,
        invite=invite if is_steward else None,
        declare=declare if is_steward else None,
    )


def _requests(actor: Actor, organisation_id: int) -> Iterable[RequestRow]:
    is_steward = organisation_id in actor.speaks_for
    found = people.requests(actor).filter(organisation_id=organisation_id, state=RequestState.OPEN)
    for asked in found.select_related("group"):
        own, invited = asked.user_id == actor.user_id, asked.direction == RequestDirection.INVITED
        if asked.group is not None:
            text = _("says to belong to “%(group)s”") % {"group": asked.group.name}
        elif invited:
            text = _("is invited as %(role)s") % {"role": asked.get_role_display()}
        else:
            text = _("asks to be taken in as %(role)s") % {"role": asked.get_role_display()}
        yield RequestRow(
            asked.user.get_full_name(),
            text,
            asked.note,
            asked.pk,
            answers=own if invited else is_steward,
            withdraws=is_steward if invited else own,
        )


def _groups(actor: Actor, organisation_id: int, names: dict[int, str]) -> Iterable[GroupRow]:
    is_steward = organisation_id in actor.speaks_for
    places = list(people.group_members(actor).filter(group__organisation_id=organisation_id))
    waiting = set(people.open_requests_of(actor).filter(group__isnull=False).values_list("group_id", flat=True))
    for group in people.groups(actor).filter(organisation_id=organisation_id):
        inside = {place.user_id for place in places if place.group_id == group.pk}
        own = "in" if actor.user_id in inside else "waiting" if group.pk in waiting else "out"
        by_own_word = group.kind in people_policies.OWN_WORD
        outside = [] if by_own_word or not is_steward else [key for key in names if key not in inside]
        yield GroupRow(
            group.pk,
            group.name,
            group.name_mn,
            str(group.get_kind_display()),
            own,
            tuple(Option(str(key), names[key]) for key in inside if key in names) if is_steward else (),
            tuple(Option(str(key), names[key]) for key in outside),
            by_own_word,
        )


def invitations(actor: Actor) -> tuple[dict[str, Any], ...]:
    """Return the invitations that a person has not answered yet, for the first page."""
    found = people.open_requests_of(actor).filter(direction=RequestDirection.INVITED)
    return tuple(
        {
            "key": asked.pk,
            "text": _("%(who)s invites you as %(role)s")
            % {"who": asked.organisation.name, "role": asked.get_role_display()},
            "url": reverse("knowledge:invitation-answer", args=[asked.pk]),
        }
        for asked in found
    )
