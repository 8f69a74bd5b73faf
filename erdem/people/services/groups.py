"""Groups that a community declares, and who belongs to them. No trail and no export says who is in which group."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.people import queries
from erdem.people.choices import GroupKind, RequestDirection, RequestState
from erdem.people.models import Group, GroupMember, Membership, MembershipRequest, Organisation
from erdem.people.policies import OWN_WORD, can_manage_members


@transaction.atomic
def declare_group(*, actor: Actor, organisation: Organisation, kind: str, name: str, name_mn: str = "") -> Group:
    """Declare a group of a community.

    Raises:
        PermissionRefused: the actor is no steward of this community.
        RuleBroken: no name, an unknown kind, or a group of this name is there.
    """
    require(can_manage_members(actor, organisation))
    name = name.strip()
    if not name:
        raise RuleBroken(_("Write the name of the group as the community says it."), field="name")
    if kind not in GroupKind.values:
        raise RuleBroken(_("Choose what kind of group it is."), field="kind")
    if Group.objects.filter(organisation=organisation, name=name).exists():
        raise RuleBroken(_("The community has a group of this name already."), field="name")
    group = Group(organisation=organisation, kind=kind, name=name, name_mn=name_mn.strip())
    group.save(force_insert=True)
    audit.record(actor, action="people.declare_group", target=organisation, organisation_id=organisation.pk)
    return group


@transaction.atomic
def place_in_group(*, actor: Actor, group: Group, user_id: int) -> None:
    """Say, as a steward, that a member belongs to a clan, family or the named holders; never to women or men.

    Raises:
        PermissionRefused: the actor is no steward of this community.
        RuleBroken: the group is one of women or men, or the person is no member of the community.
    """
    require(can_manage_members(actor, group.organisation))
    if group.kind in OWN_WORD:
        raise RuleBroken(_("A place among the women or the men is said by the person, on the page of the community."))
    if not Membership.objects.filter(organisation_id=group.organisation_id, user_id=user_id).exists():
        raise RuleBroken(_("Choose a member of the community."), field="user")
    _made, created = GroupMember.objects.get_or_create(
        group=group, user_id=user_id, defaults={"declared_by_id": actor.user_id}
    )
    if created:
        _trace(actor, "people.place_in_group", group)


@transaction.atomic
def declare_own_place(*, actor: Actor, group: Group) -> MembershipRequest:
    """Say of oneself that one belongs to a group; a steward takes note of it.

    Raises:
        RuleBroken: the actor is no member of the community, belongs to the group, or has said so already.
    """
    if actor.user_id is None or group.organisation_id not in actor.organisation_ids:
        raise RuleBroken(_("Only members of the community say that they belong to one of its groups."))
    if GroupMember.objects.filter(group=group, user_id=actor.user_id).exists():
        raise RuleBroken(_("You belong to this group already."))
    if queries.open_requests_of(actor).filter(group=group).exists():
        raise RuleBroken(_("You have said so already; a steward still has to take note of it."))
    asked = MembershipRequest(
        organisation_id=group.organisation_id,
        user_id=actor.user_id,
        group=group,
        direction=RequestDirection.ASKED,
        made_by_id=actor.user_id,
    )
    asked.save(force_insert=True)
    _trace(actor, "people.declare_own_place", group)
    return asked


def take_own_word(asked: MembershipRequest) -> None:
    """Enter a person in the group that the person named; part of answering the question."""
    if asked.state != RequestState.OPEN:
        raise RuleBroken(_("This was answered or taken back meanwhile. Reload the page to see where it stands."))
    if asked.group is None:
        raise RuleBroken(_("Choose what kind of group it is."), field="group")
    GroupMember.objects.get_or_create(
        group=asked.group, user_id=asked.user_id, defaults={"declared_by_id": asked.user_id}
    )


@transaction.atomic
def leave_group(*, actor: Actor, group: Group, user_id: int) -> None:
    """Take a person out of a group: the person, or a steward of the community.

    Raises:
        PermissionRefused: the actor is neither.
    """
    if actor.user_id != user_id:
        require(can_manage_members(actor, group.organisation))
    gone, _by_model = GroupMember.objects.filter(group=group, user_id=user_id).delete()
    if gone:
        _trace(actor, "people.leave_group", group)


def leave_groups_of(organisation_id: int, user_id: int) -> None:
    """Take a person out of all groups of a community that the person leaves."""
    GroupMember.objects.filter(group__organisation_id=organisation_id, user_id=user_id).delete()


def _trace(actor: Actor, action: str, group: Group) -> None:
    """Say that something was done with groups, not with which group nor with whom."""
    audit.record(actor, action=action, target=group.organisation, organisation_id=group.organisation_id)
