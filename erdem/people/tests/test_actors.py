"""Who somebody is today follows from the memberships in force, and from places in groups of communities one belongs to."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.people import queries
from erdem.people.choices import OrganisationKind, Role
from erdem.people.models import Group, GroupMember, Membership
from erdem.people.policies import in_force
from erdem.people.tests.factories import make_organisation, make_user

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


ENDS = (None, -DAY, 0 * DAY, DAY)
SPANS = [(since, until) for since in ENDS for until in ENDS if since is None or until is None or since <= until]


@pytest.mark.parametrize(("since", "until"), SPANS)
def test_a_membership_counts_from_its_first_day_to_its_last(
    since: dt.timedelta | None, until: dt.timedelta | None
) -> None:
    today = timezone.localdate()
    with acting_as(SYSTEM):
        user = make_user()
        Membership.objects.create(
            user=user,
            organisation=make_organisation(OrganisationKind.OFFICE, "示例局"),
            role=Role.COUNTY_OFFICER,
            since=None if since is None else today + since,
            until=None if until is None else today + until,
        )
        counts = Membership.objects.filter(in_force(), user=user).exists()
    with acting_as(queries.bare_actor(user)):
        actor = queries.actor_of(user)
    assert (bool(actor.organisation_ids), bool(actor.roles), bool(actor.place_codes)) == (counts,) * 3
    assert counts == ((since is None or since <= 0 * DAY) and (until is None or until >= 0 * DAY))


def test_a_place_in_a_group_ends_with_the_membership_in_its_community() -> None:
    with acting_as(SYSTEM):
        user = make_user()
        here, there = (make_organisation(OrganisationKind.COMMUNITY, f"示例社区{name}") for name in "甲乙")
        groups = [Group.objects.create(organisation=one, kind="clan", name="示例氏族") for one in (here, there)]
        for group in groups:
            GroupMember.objects.create(group=group, user=user)
        Membership.objects.create(user=user, organisation=here, role=Role.BEARER)
        Membership.objects.create(
            user=user, organisation=there, role=Role.STEWARD, until=timezone.localdate() - dt.timedelta(days=1)
        )
    with acting_as(queries.bare_actor(user)):
        actor = queries.actor_of(user)
    assert (actor.organisation_ids, actor.group_ids, actor.speaks_for) == (
        frozenset({here.pk}),
        frozenset({groups[0].pk}),
        frozenset[int](),
    )
