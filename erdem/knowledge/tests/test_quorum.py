"""Where all communities must agree, one community's permit opens nothing by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.models import AccessGrant, Holding, LabelUse, Record
from erdem.knowledge.tests.factories import a_formula, community_of, make_record
from erdem.knowledge.tests.stewards import holding_of, steward_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(people: People) -> Record:
    """A record that two communities hold."""
    made = make_record(a_formula(diffusion_tier="D2", community_id=community_of(people.holder)))
    with acting_as(SYSTEM):
        Holding.objects.create(record=made, community_id=community_of(people.stranger))
    return made


@pytest.fixture
def stewards(people: People) -> tuple[Actor, Actor]:
    """The stewards of the two."""
    return steward_for(community_of(people.holder)), steward_for(community_of(people.stranger))


def give(actor: Actor, record: Record, people: People, days: int = 30) -> AccessGrant:
    today = timezone.localdate()
    terms = services.GrantTerms(
        "research", "示例许可", today, today + dt.timedelta(days=days), user_id=people.applicant.user_id
    )
    (community,) = actor.speaks_for
    with acting_as(actor):
        return services.grant_access(actor=actor, holding=holding_of(record, community), terms=terms)


def is_open(record: Record, people: People) -> bool:
    with acting_as(people.applicant):
        return queries.get_record(people.applicant, record.number) is not None


def ask_all(record: Record, people: People, how: str) -> None:
    with acting_as(SYSTEM):
        if how == "label":
            LabelUse.objects.create(record=record, community_id=community_of(people.stranger), code="tkmc")
        else:
            Holding.objects.filter(record=record, community_id=community_of(people.stranger)).update(together=True)


@pytest.mark.parametrize("how", ["label", "together"])
def test_it_opens_when_the_last_community_has_given_and_closes_when_one_takes_back(
    people: People, record: Record, stewards: tuple[Actor, Actor], how: str
) -> None:
    ask_all(record, people, how)
    first = give(stewards[0], record, people)
    assert first.waits
    assert not is_open(record, people)
    second = give(stewards[1], record, people)
    assert not second.waits
    assert is_open(record, people)
    with acting_as(stewards[1]):
        (community,) = stewards[1].speaks_for
        services.revoke_access(
            actor=stewards[1], holding=holding_of(record, community), grant=second, reason="示例原因"
        )
    assert not is_open(record, people)


def test_without_such_a_wish_one_community_is_enough(
    people: People, record: Record, stewards: tuple[Actor, Actor]
) -> None:
    assert not give(stewards[0], record, people).waits
    assert is_open(record, people)
    ask_all(record, people, "label")
    assert not is_open(record, people)


def test_a_permit_counts_no_longer_than_that_of_the_others_covers_it(
    people: People, record: Record, stewards: tuple[Actor, Actor]
) -> None:
    ask_all(record, people, "label")
    give(stewards[0], record, people, days=30)
    shorter = give(stewards[1], record, people, days=10)
    assert not shorter.waits
    with acting_as(SYSTEM):
        assert AccessGrant.objects.filter(waits=True).count() == 1


def test_nobody_says_in_raw_sql_that_a_permit_does_not_wait(
    people: People, record: Record, stewards: tuple[Actor, Actor]
) -> None:
    ask_all(record, people, "together")
    grant = give(stewards[0], record, people)
    with acting_as(stewards[0]), connection.cursor() as cursor:
        cursor.execute("UPDATE knowledge_accessgrant SET waits = false, needs_all = false WHERE id = %s", [grant.pk])
        assert cursor.rowcount == 1
    assert not is_open(record, people)


def test_what_the_register_gives_to_an_expert_does_not_wait(people: People, record: Record) -> None:
    ask_all(record, people, "label")
    today = timezone.localdate()
    with acting_as(SYSTEM):
        AccessGrant.objects.create(
            record=record,
            community_id=community_of(people.holder),
            user_id=people.applicant.user_id,
            purpose="public_benefit",
            reference="P11/1",
            valid_from=today,
            valid_until=today,
        )
    assert is_open(record, people)
