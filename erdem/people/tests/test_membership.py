"""Stewards and members: nobody becomes one without the word of both sides, and somebody always answers for a community."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.people import queries, services
from erdem.people.choices import RequestState, Role
from erdem.people.models import Group, GroupMember, Membership, MembershipRequest, Organisation
from erdem.people.tests.factories import make_actor, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def again(actor: Actor) -> Actor:
    """Return the actor as the next request of the person would be."""
    with acting_as(SYSTEM):
        return queries.actor_of(user_of(actor))


@pytest.fixture
def steward(people: People) -> Actor:
    return make_actor("community", "示例持有社区", Role.STEWARD)


def community_of(actor: Actor) -> Organisation:
    return Organisation.objects.get(pk=min(actor.speaks_for or actor.organisation_ids))


def invite(steward: Actor, who: Actor, role: str = Role.BEARER) -> MembershipRequest:
    with acting_as(steward):
        return services.invite_member(
            actor=steward, organisation=community_of(steward), username=user_of(who).username, role=role
        )


def test_an_invited_person_becomes_a_member_by_accepting(people: People, steward: Actor) -> None:
    invited = invite(steward, people.applicant)
    with acting_as(people.applicant):
        services.answer_request(actor=people.applicant, request_id=invited.pk, accept=True)
    assert community_of(steward).pk in again(people.applicant).organisation_ids


def test_an_invited_person_who_declines_is_no_member(people: People, steward: Actor) -> None:
    invited = invite(steward, people.applicant)
    with acting_as(people.applicant):
        services.answer_request(actor=people.applicant, request_id=invited.pk, accept=False)
    assert community_of(steward).pk not in again(people.applicant).organisation_ids


def test_a_steward_does_not_accept_in_the_place_of_the_invited(people: People, steward: Actor) -> None:
    invited = invite(steward, people.applicant)
    with acting_as(steward), pytest.raises(PermissionRefused):
        services.answer_request(actor=steward, request_id=invited.pk, accept=True)


def test_a_person_who_asks_is_taken_in_by_a_steward(people: People, steward: Actor) -> None:
    community = community_of(steward)
    with acting_as(people.applicant):
        asked = services.ask_to_join(actor=people.applicant, organisation=community, note="示例")
    with acting_as(people.applicant), pytest.raises(PermissionRefused):
        services.answer_request(actor=people.applicant, request_id=asked.pk, accept=True)
    with acting_as(steward):
        services.answer_request(actor=steward, request_id=asked.pk, accept=True)
    assert community.pk in again(people.applicant).organisation_ids


def test_a_bearer_invites_nobody(people: People, steward: Actor) -> None:
    with acting_as(people.holder), pytest.raises(PermissionRefused):
        services.invite_member(
            actor=people.holder, organisation=community_of(steward), username="example1", role=Role.BEARER
        )


def test_a_steward_gives_no_post_of_an_office(people: People, steward: Actor) -> None:
    with pytest.raises(RuleBroken, match="offices"):
        invite(steward, people.applicant, Role.COUNTY_OFFICER)


def test_a_steward_of_one_community_invites_to_no_other(people: People, steward: Actor) -> None:
    other = Organisation.objects.get(name="示例外地社区")
    with acting_as(steward), pytest.raises(PermissionRefused):
        services.invite_member(actor=steward, organisation=other, username="example1", role=Role.BEARER)


def test_the_last_steward_neither_leaves_nor_is_retired(people: People, steward: Actor) -> None:
    community = community_of(steward)
    own = Membership.objects.get
    with acting_as(steward):
        with pytest.raises(RuleBroken, match="at least one steward"):
            services.leave(actor=steward, organisation=community)
        with pytest.raises(RuleBroken, match="at least one steward"):
            services.retire_member(actor=steward, membership_id=own(user_id=steward.user_id, role="steward").pk)


def test_a_steward_leaves_once_another_one_is_there(people: People, steward: Actor) -> None:
    invited = invite(steward, people.holder, Role.STEWARD)
    with acting_as(people.holder):
        services.answer_request(actor=people.holder, request_id=invited.pk, accept=True)
    with acting_as(steward):
        assert services.leave(actor=steward, organisation=community_of(steward)) == 1
    assert not again(steward).organisation_ids


def test_a_bearer_is_retired_and_leaves_the_groups_too(people: People, steward: Actor) -> None:
    community = community_of(steward)
    with acting_as(steward):
        group = services.declare_group(actor=steward, organisation=community, kind="clan", name="示例氏族")
        services.place_in_group(actor=steward, group=group, user_id=people.holder.user_id or 0)
        membership = Membership.objects.get(organisation=community, user_id=people.holder.user_id or 0)
        services.retire_member(actor=steward, membership_id=membership.pk)
    with acting_as(SYSTEM):
        assert not GroupMember.objects.filter(group=group).exists()
    assert not again(people.holder).organisation_ids


def test_each_act_leaves_one_entry_that_names_no_group(people: People, steward: Actor) -> None:
    community = community_of(steward)
    with acting_as(steward):
        group = services.declare_group(actor=steward, organisation=community, kind="women", name="示例妇女")
    with acting_as(people.holder):
        asked = services.declare_own_place(actor=people.holder, group=group)
    with acting_as(steward):
        services.answer_request(actor=steward, request_id=asked.pk, accept=True)
    with acting_as(SYSTEM):
        entries = AuditEntry.objects.filter(organisation_id=community.pk, action__startswith="people.").exclude(
            action="people.open_organisation"
        )
        acts = [entry.action for entry in entries.order_by("id") if entry.actor_user_id is not None]
        assert acts == ["people.declare_group", "people.declare_own_place", "people.answer_request"]
        told = " ".join(f"{entry.target_type} {entry.target_id} {entry.detail}" for entry in entries)
    assert "group" not in told
    assert "示例妇女" not in told


def test_a_place_among_the_women_is_said_by_the_person(people: People, steward: Actor) -> None:
    community = community_of(steward)
    with acting_as(steward):
        group = services.declare_group(actor=steward, organisation=community, kind="women", name="示例妇女")
        with pytest.raises(RuleBroken, match="said by the person"):
            services.place_in_group(actor=steward, group=group, user_id=people.holder.user_id or 0)
    with acting_as(people.holder):
        asked = services.declare_own_place(actor=people.holder, group=group)
    with acting_as(steward):
        services.answer_request(actor=steward, request_id=asked.pk, accept=True)
    assert group.pk in again(people.holder).group_ids


def test_the_database_puts_nobody_among_the_women_without_that_word(people: People, steward: Actor) -> None:
    with acting_as(steward):
        group = services.declare_group(actor=steward, organisation=community_of(steward), kind="women", name="示例妇女")
        with pytest.raises(IntegrityError, match="said by the person"), transaction.atomic():
            GroupMember.objects.create(
                group=group, user_id=people.holder.user_id or 0, declared_by_id=people.holder.user_id
            )


def test_nobody_lets_himself_into_a_group(people: People, steward: Actor) -> None:
    with acting_as(steward):
        group = services.declare_group(actor=steward, organisation=community_of(steward), kind="clan", name="示例氏族")
    with acting_as(people.holder), pytest.raises(DatabaseError), transaction.atomic():
        GroupMember.objects.create(
            group=group, user_id=people.holder.user_id or 0, declared_by_id=people.holder.user_id
        )


FORGERIES = {
    "a member lets in a friend": (
        "holder",
        "INSERT INTO people_membership (user_id, organisation_id, role, title) VALUES (%(other)s, %(own)s, 'bearer', '')",
    ),
    "a steward lets in somebody who was not asked": (
        "steward",
        "INSERT INTO people_membership (user_id, organisation_id, role, title) VALUES (%(other)s, %(own)s, 'bearer', '')",
    ),
    "a steward makes an officer": (
        "steward",
        "INSERT INTO people_membership (user_id, organisation_id, role, title)"
        " VALUES (%(other)s, %(own)s, 'county_officer', '')",
    ),
    "a bearer makes himself steward": (
        "holder",
        "INSERT INTO people_membership (user_id, organisation_id, role, title) VALUES (%(self)s, %(own)s, 'steward', '')",
    ),
    "a stranger invites himself": (
        "stranger",
        "INSERT INTO people_membershiprequest (organisation_id, user_id, role, direction, state, note, made_by_id, made_at)"
        " VALUES (%(own)s, %(self)s, 'bearer', 'invited', 'open', '', %(self)s, now())",
    ),
}


@pytest.mark.parametrize(("who", "statement"), FORGERIES.values(), ids=FORGERIES)
def test_raw_sql_opens_no_back_door(people: People, steward: Actor, who: str, statement: str) -> None:
    actor = {"holder": people.holder, "steward": steward, "stranger": people.stranger}[who]
    values = {"own": community_of(steward).pk, "other": people.applicant.user_id, "self": actor.user_id}
    with acting_as(actor), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_raw_sql_removes_no_last_steward_and_no_fellow_by_a_bearer(people: People, steward: Actor) -> None:
    with acting_as(steward), pytest.raises(IntegrityError, match="at least one steward"), transaction.atomic():
        Membership.objects.filter(role="steward").delete()
    with acting_as(people.holder), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_membership WHERE user_id = %s", [steward.user_id])
        assert cursor.rowcount == 0


def test_raw_sql_answers_no_question_in_the_place_of_the_other_side(people: People, steward: Actor) -> None:
    invited = invite(steward, people.applicant)
    with acting_as(steward), pytest.raises(IntegrityError, match="answered once"), transaction.atomic():
        MembershipRequest.objects.filter(pk=invited.pk).update(
            state=RequestState.ACCEPTED, answered_at="2026-11-26T00:00Z"
        )


def test_questions_are_seen_by_the_person_and_the_stewards_alone(people: People, steward: Actor) -> None:
    invite(steward, people.applicant)
    seen = {}
    for who, actor in {"steward": steward, "asked": people.applicant, "bearer": people.holder}.items():
        with acting_as(actor):
            seen[who] = MembershipRequest.objects.count()
    assert seen == {"steward": 1, "asked": 1, "bearer": 0}


def test_a_group_is_declared_once_and_by_a_steward(people: People, steward: Actor) -> None:
    community = community_of(steward)
    with acting_as(steward):
        services.declare_group(actor=steward, organisation=community, kind="clan", name="示例氏族")
        with pytest.raises(RuleBroken, match="already"):
            services.declare_group(actor=steward, organisation=community, kind="family", name=" 示例氏族 ")
    with acting_as(people.holder), pytest.raises(PermissionRefused):
        services.declare_group(actor=people.holder, organisation=community, kind="clan", name="示例另一")
    with acting_as(people.stranger):
        assert not Group.objects.exists()
