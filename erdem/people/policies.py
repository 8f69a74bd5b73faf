"""Who sees and does what with people and places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor, ActorKind
from erdem.base.policy import ALLOWED, Decision, Denied
from erdem.people.choices import GroupKind, OrganisationKind, RequestDirection, Role
from erdem.people.models import (
    ApiKey,
    ApiUse,
    Group,
    GroupMember,
    Membership,
    MembershipRequest,
    Organisation,
)

EVERYTHING = Q()
NOTHING = Q(pk__in=[])
COMMUNITY_ROLES = (Role.BEARER, Role.STEWARD)
OWN_WORD = (GroupKind.WOMEN, GroupKind.MEN)
"""Groups to which a person belongs by the own word alone."""


def visible_memberships(actor: Actor) -> Q:
    """A membership is seen by the member, by fellow members of the organisation, and by machines."""
    if actor.is_machine:
        return EVERYTHING
    if actor.user_id is None:
        return NOTHING
    return Q(user_id=actor.user_id) | Q(organisation_id__in=actor.organisation_ids)


def visible_groups(actor: Actor) -> Q:
    """A group is seen by the members of the community that declared it, and by machines."""
    return EVERYTHING if actor.is_machine else Q(organisation_id__in=actor.organisation_ids)


def visible_group_members(actor: Actor) -> Q:
    """Who belongs to a group is seen by the person, by the community's stewards, and by machines."""
    if actor.is_machine:
        return EVERYTHING
    if actor.user_id is None:
        return NOTHING
    return Q(user_id=actor.user_id) | Q(group__organisation_id__in=actor.speaks_for)


def can_manage_organisation(actor: Actor, _record: object = None) -> Decision:
    """Region officers open and close organisations and memberships; so does the installation itself."""
    if actor.is_machine or actor.has_role(Role.REGION_OFFICER):
        return ALLOWED
    return Denied(_("Only the region's officers open accounts and organisations. Ask your league or region office."))


def can_add_member(actor: Actor, organisation: Organisation) -> Decision:
    """Region officers keep the members of offices, institutions and enterprises; a community keeps its own."""
    if actor.is_machine or organisation.kind != OrganisationKind.COMMUNITY:
        return can_manage_organisation(actor)
    return Denied(_("Who belongs to a community is said by the community and the person. Ask one of its stewards."))


def in_force(day: dt.date | None = None) -> Q:
    """Memberships that hold on a day, today unless told otherwise."""
    day = day or timezone.localdate()
    return (Q(since__isnull=True) | Q(since__lte=day)) & (Q(until__isnull=True) | Q(until__gte=day))


def visible_requests(actor: Actor) -> Q:
    """A question of membership is seen by the person and by the stewards of the community."""
    if actor.is_machine:
        return EVERYTHING
    if actor.user_id is None:
        return NOTHING
    return Q(user_id=actor.user_id) | Q(organisation_id__in=actor.speaks_for)


def can_manage_members(actor: Actor, organisation: Organisation) -> Decision:
    """Stewards look after the bearers and stewards of their own community."""
    if actor.is_machine:
        return ALLOWED
    if organisation.kind == OrganisationKind.COMMUNITY and organisation.pk in actor.speaks_for:
        return ALLOWED
    return Denied(_("Only the stewards of this community take in members and let them go. Ask one of them."))


def can_answer_request(actor: Actor, asked: MembershipRequest) -> Decision:
    """An invitation is answered by the invited, a question by the stewards."""
    if asked.direction == RequestDirection.INVITED:
        if asked.user_id == actor.user_id:
            return ALLOWED
        return Denied(_("Only the invited person answers an invitation."))
    return can_manage_members(actor, asked.organisation)


def can_leave(actor: Actor, organisation: Organisation) -> Decision:
    """Members of a community go when they want to."""
    if organisation.kind == OrganisationKind.COMMUNITY and organisation.pk in actor.organisation_ids:
        return ALLOWED
    return Denied(_("You have no place in this community."))


def visible_keys(actor: Actor) -> Q:
    """A key is seen by the person it acts for, and by machines."""
    if actor.is_machine:
        return EVERYTHING
    return Q(user_id=actor.user_id) if actor.user_id is not None else NOTHING


def visible_uses(actor: Actor) -> Q:
    """The use of a key is seen by the person it acts for, and by machines."""
    if actor.is_machine:
        return EVERYTHING
    return Q(key__user_id=actor.user_id) if actor.user_id is not None else NOTHING


def can_keep_keys(actor: Actor, _record: object = None) -> Decision:
    """Everybody with an account may make keys for the own programs; a key makes no keys."""
    if actor.kind == ActorKind.PERSON and actor.user_id is not None:
        return ALLOWED
    return Denied(_("Keys are made by people with an account, not by programs."))


VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    Membership: visible_memberships,
    Group: visible_groups,
    GroupMember: visible_group_members,
    MembershipRequest: visible_requests,
    ApiKey: visible_keys,
    ApiUse: visible_uses,
}
