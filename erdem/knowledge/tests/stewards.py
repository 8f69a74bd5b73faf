"""Stewards, groups and protocols for tests."""

from __future__ import annotations

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge.models import Holding, Record
from erdem.people import queries, services
from erdem.people.models import Group, GroupMember, Organisation
from erdem.people.tests.factories import make_user


def steward_for(organisation_id: int) -> Actor:
    """Make a steward of a community."""
    with acting_as(SYSTEM):
        user = make_user("示例管理人")
        organisation = Organisation.objects.get(pk=organisation_id)
        services.add_member(actor=SYSTEM, organisation=organisation, user=user, role="steward")
        return queries.actor_of(user)


def again(actor: Actor) -> Actor:
    """Return the actor that the next request of this person would have."""
    from erdem.people.tests.factories import user_of

    with acting_as(SYSTEM):
        return queries.actor_of(user_of(actor))


def make_group(organisation_id: int, kind: str, *members: Actor, name: str = "") -> Group:
    """Declare a group with its members."""
    with acting_as(SYSTEM):
        group = Group.objects.create(organisation_id=organisation_id, kind=kind, name=name or f"示例{kind}组")
        for member in members:
            GroupMember.objects.create(group=group, user_id=member.user_id or 0)
        return group


def holding_of(record: Record, community_id: int) -> Holding:
    """Return the hold of a community on a record."""
    with acting_as(SYSTEM):
        return Holding.objects.get(record=record, community_id=community_id)
