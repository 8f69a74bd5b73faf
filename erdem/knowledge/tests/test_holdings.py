"""Several communities on one record: each moves its own hold and nobody moves another's."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.models import Holding, Record
from erdem.knowledge.protocol import Protocol
from erdem.knowledge.tests.community_world import a_steward, community_id, hold, profile_of
from erdem.knowledge.tests.factories import make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def one(people: People) -> Actor:
    return a_steward()


@pytest.fixture
def other(people: People) -> Actor:
    return a_steward("示例合作社")


@pytest.fixture
def record(one: Actor) -> Record:
    return make_record(name="示例共有奶酒", diffusion_tier="D3", community_id=community_id(one))


def holding(record: Record, steward: Actor) -> Holding:
    with acting_as(SYSTEM):
        return Holding.objects.select_related("record").get(record=record, community_id=community_id(steward))


def state_of(record: Record, steward: Actor) -> str:
    return holding(record, steward).state


def invited(record: Record, one: Actor, other: Actor) -> None:
    with acting_as(one):
        services.invite_community(actor=one, record=record, community=profile_of(other).organisation)


def test_an_invited_community_holds_the_record_once_it_accepts(record: Record, one: Actor, other: Actor) -> None:
    invited(record, one, other)
    assert state_of(record, other) == "invited"
    with acting_as(SYSTEM):
        record.refresh_from_db()
    assert record.holders == [community_id(one)]
    with acting_as(other):
        services.answer_invitation(actor=other, holding=holding(record, other), accept=True)
        assert Record.objects.filter(pk=record.pk).exists()


def test_the_inviting_community_does_not_accept_for_the_invited(record: Record, one: Actor, other: Actor) -> None:
    invited(record, one, other)
    with acting_as(one), pytest.raises(PermissionRefused):
        services.answer_invitation(actor=one, holding=holding(record, other), accept=True)
    with acting_as(one), connection.cursor() as cursor:
        cursor.execute("UPDATE knowledge_holding SET state = 'active' WHERE state = 'invited'")
        assert cursor.rowcount == 0


def test_a_claim_is_judged_by_those_who_hold_the_record(record: Record, one: Actor, other: Actor) -> None:
    with acting_as(other):
        services.claim_record(actor=other, number=record.number, community_id=community_id(other), holder_type="C")
        with pytest.raises(PermissionRefused):
            services.judge_claim(actor=other, holding=holding(record, other), accept=True)
        with pytest.raises(IntegrityError, match="accepted by those who hold"), transaction.atomic():
            Holding.objects.filter(record=record, community_id=community_id(other)).update(state="active")
    with acting_as(one):
        assert [each.community_id for each in queries.claims_on_held(one)] == [community_id(other)]
        services.judge_claim(actor=one, holding=holding(record, other), accept=True)
    assert state_of(record, other) == "active"


def test_an_office_judges_no_claim_while_a_community_holds_the_record(
    people: People, record: Record, other: Actor
) -> None:
    with acting_as(other):
        services.claim_record(actor=other, number=record.number, community_id=community_id(other))
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        services.judge_claim(actor=people.officer, holding=holding(record, other), accept=True)


def test_an_office_judges_the_claim_on_what_nobody_holds(people: People, other: Actor) -> None:
    record = make_record(name="示例无主方")
    with acting_as(other):
        services.claim_record(actor=other, number=record.number, community_id=community_id(other))
    with acting_as(people.officer):
        services.judge_claim(actor=people.officer, holding=holding(record, other), accept=True)
    assert state_of(record, other) == "active"


def test_a_record_that_may_not_be_known_cannot_be_claimed_by_guessing(people: People, one: Actor, other: Actor) -> None:
    secret = make_record(name="示例秘方", diffusion_tier="D1", community_id=community_id(one), status="draft")
    said = set()
    for number in (secret.number, "TK-152530-9999"):
        with acting_as(other), pytest.raises(RuleBroken) as refused:
            services.claim_record(actor=other, number=number, community_id=community_id(other))
        said.add(str(refused.value))
    assert len(said) == 1


def test_the_second_of_two_who_press_at_once_is_told(record: Record, one: Actor, other: Actor) -> None:
    invited(record, one, other)
    seen = holding(record, other)
    with acting_as(other):
        services.answer_invitation(actor=other, holding=seen, accept=False)
        with pytest.raises(RuleBroken, match="moved this on"):
            services.answer_invitation(actor=other, holding=seen, accept=True)


def test_the_leading_community_hands_the_lead_over_before_it_leaves(record: Record, one: Actor, other: Actor) -> None:
    hold(record, other)
    with acting_as(one):
        with pytest.raises(RuleBroken, match="Hand the lead"):
            services.leave_record(actor=one, holding=holding(record, one))
        services.hand_over_lead(actor=one, record=record, community_id=community_id(other))
    with acting_as(SYSTEM):
        record.refresh_from_db()
    assert record.community_id == community_id(other)
    assert set(record.holders) == {community_id(one), community_id(other)}
    with acting_as(one):
        services.leave_record(actor=one, holding=holding(record, one))
    with acting_as(SYSTEM):
        record.refresh_from_db()
    assert record.holders == [community_id(other)]


def test_only_the_leading_community_hands_the_lead_over(record: Record, other: Actor) -> None:
    hold(record, other)
    with acting_as(other), pytest.raises(PermissionRefused):
        services.hand_over_lead(actor=other, record=record, community_id=community_id(other))


def test_who_has_left_comes_back_by_a_claim_of_its_own(record: Record, one: Actor, other: Actor) -> None:
    hold(record, other)
    with acting_as(other):
        services.leave_record(actor=other, holding=holding(record, other))
    with acting_as(one), pytest.raises(RuleBroken, match="themselves"):
        services.invite_community(actor=one, record=record, community=profile_of(other).organisation)
    with acting_as(other):
        services.return_to_record(actor=other, holding=holding(record, other))
    assert state_of(record, other) == "claimed"


def test_one_community_alone_may_wish_that_all_are_needed_to_read(record: Record, one: Actor, other: Actor) -> None:
    hold(record, other)
    with acting_as(other):
        services.change_protocol(
            actor=other, holding=holding(record, other), protocol=Protocol(together=True), version=1
        )
    with acting_as(one):
        assert not Record.objects.filter(pk=record.pk).exists()
        assert queries.titles(one, [record.pk])[record.pk][0] == record.number
        with pytest.raises(PermissionRefused):
            services.change_protocol(actor=one, holding=holding(record, other), protocol=Protocol(), version=2)


def test_each_step_leaves_one_entry_for_the_community_that_moved(record: Record, one: Actor, other: Actor) -> None:
    invited(record, one, other)
    with acting_as(other):
        services.answer_invitation(actor=other, holding=holding(record, other), accept=True)
    with acting_as(SYSTEM):
        entries = AuditEntry.objects.filter(action__in=("knowledge.invite_community", "knowledge.answer_invitation"))
        assert sorted(entries.values_list("action", flat=True)) == [
            "knowledge.answer_invitation",
            "knowledge.invite_community",
        ]


CHANGES: tuple[dict[str, Any], ...] = (
    {"to_public": 0},
    {"to_public": 5},
    {"to_signed_in": 1},
    {"to_office": 4},
    {"together": True},
    {"together": False},
    {"content_warning": "示例提示"},
    {"names_deceased": True},
    {"state": "left"},
    {"holder_type": "F"},
)
ACTS = tuple(itertools.product(range(3), range(3), CHANGES))
DECIDED = ("state", "to_public", "to_signed_in", "to_office", "together", "content_warning", "names_deceased")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=8))
def test_no_save_by_a_partial_member_changes_the_terms_of_others(
    people: People, acts: list[tuple[int, int, dict[str, Any]]]
) -> None:
    """Each of three stewards tries, in any order, to write any of the three rows in raw updates: only the own one moves."""
    with transaction.atomic():
        stewards = [a_steward(), a_steward("示例合作社"), a_steward("示例家族", holder_type="F")]
        record = make_record(name="示例共有奶酒", diffusion_tier="D3", community_id=community_id(stewards[0]))
        hold(record, *stewards[1:])
        for who, whose, change in acts:
            before = terms(record)
            written = _try(stewards[who], record, community_id(stewards[whose]), change)
            after = terms(record)
            changed = {key for key in before if before[key] != after[key]}
            assert changed <= {community_id(stewards[who])}
            assert not written or who == whose
        transaction.set_rollback(True)


def terms(record: Record) -> dict[int, tuple[Any, ...]]:
    with acting_as(SYSTEM):
        return {row[0]: row[1:] for row in Holding.objects.filter(record=record).values_list("community_id", *DECIDED)}


def _try(actor: Actor, record: Record, community: int, change: dict[str, Any]) -> int:
    with acting_as(actor):
        try:
            with transaction.atomic():
                return Holding.objects.filter(record=record, community_id=community).update(**change)
        except DatabaseError:
            return 0


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_saving_the_record_changes_nobodys_terms(
    record: Record, one: Actor, other: Actor, change: dict[str, Any]
) -> None:
    """What the record's own form writes never reaches what another community has decided."""
    hold(record, other)
    with acting_as(SYSTEM):
        Holding.objects.filter(record=record, community_id=community_id(other)).update(**{"to_signed_in": 2, **change})
    before = terms(record)[community_id(other)]
    with acting_as(one):
        mine = Record.objects.filter(pk=record.pk)
        mine.update(summary="示例新摘要", note="示例")
    assert terms(record)[community_id(other)] == before
