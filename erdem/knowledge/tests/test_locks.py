"""Both locks of the register, and what the database itself refuses."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from erdem.base.actor import PUBLIC, SYSTEM, Actor, ActorKind, acting_as, job_actor, tell_database
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.choices import Status, Tier
from erdem.knowledge.content import NameLine, OriginLine, PlaceLine
from erdem.knowledge.models import Ingredient, Record, RecordImport
from erdem.knowledge.policies import VISIBLE
from erdem.knowledge.tests.factories import ELSEWHERE, a_formula, a_process, community_of, make_record
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(db: None) -> Actor:
    """An officer of the region."""
    return make_actor("office", "示例自治区局", "region_officer", "150000")


@pytest.fixture
def everything(people: People) -> None:
    """One record of every tier and status, with and without community and place, and a lexicon."""
    with acting_as(SYSTEM):
        services.load_lexicon(
            actor=SYSTEM, rows=[{"id": "he-zi", "name_zh": "诃子", "kind": "herb", "aliases": ["诃黎勒"]}]
        )
    holders = (None, community_of(people.holder), community_of(people.stranger))
    places = ((), (PlaceLine("152530"),), (PlaceLine(ELSEWHERE), PlaceLine("152530")), (PlaceLine("150102"),))
    for status in Status.values:
        make = a_process if status == Status.DRAFT else a_formula
        contents = [
            make(
                name=f"示例{tier}{status}",
                diffusion_tier=tier,
                community_id=community,
                places=place,
                names=(NameLine("示例别名"),),
                origins=(OriginLine("示例起源", "示例来源"),),
                source_key=f"{tier}{status}{community}{place}",
            )
            for tier, community, place in itertools.product(Tier.values, holders, places)
        ]
        options = services.ImportOptions(register=status == Status.REGISTERED)
        with acting_as(SYSTEM):
            outcome = services.import_entries(actor=SYSTEM, entries=contents, options=options)
            written = Record.objects.filter(pk__in=outcome.record_ids)
            if status == Status.SUBMITTED:
                written.update(status=status)
            if status == Status.WITHDRAWN:
                written.update(status=status, status_reason="示例")


def actors(people: People, region: Actor) -> list[Actor]:
    key = Actor(kind=ActorKind.API_KEY, label="示例密钥", user_id=people.applicant.user_id)
    nobody = Actor(kind=ActorKind.PERSON, label="示例无职", user_id=people.stranger.user_id)
    return [*people.all(), region, key, nobody, PUBLIC, SYSTEM, job_actor("示例")]


def test_both_locks_agree_for_every_actor_and_model(people: People, region: Actor, everything: None) -> None:
    seen: dict[tuple[str, str], int] = {}
    for actor, (model, rule) in itertools.product(actors(people, region), VISIBLE.items()):
        with acting_as(actor):
            by_database = set(model._default_manager.values_list("pk", flat=True))
        with acting_as(SYSTEM):
            by_policy = set(model._default_manager.filter(rule(actor)).values_list("pk", flat=True))
        assert by_database == by_policy, (actor.label, model.__name__)
        seen[actor.label, model.__name__] = len(by_database)
    total = seen["system", "Record"]
    assert total == len(Status.values) * 4 * 3 * 4
    assert 0 < seen["public", "Record"] == seen["示例密钥", "Record"] < seen[people.officer.label, "Record"] < total
    assert 0 < seen["public", "RecordFace"] < seen["示例密钥", "RecordFace"] < seen[people.officer.label, "RecordFace"]


def test_every_table_of_the_register_has_its_rule() -> None:
    from django.apps import apps

    assert set(apps.get_app_config("knowledge").get_models()) == set(VISIBLE)


def test_a_secret_record_is_seen_by_its_community_alone(people: People, region: Actor) -> None:
    make_record(a_formula(diffusion_tier="D1", community_id=community_of(people.holder)))
    seen = {}
    for actor in actors(people, region):
        with acting_as(actor):
            seen[actor.label] = Record.objects.count()
    assert {label for label, count in seen.items() if count} == {people.holder.label, "system", "示例"}


def test_nothing_is_visible_when_no_actor_is_set(people: People, everything: None) -> None:
    tell_database(None)
    assert {
        model.__name__: model._default_manager.count() for model in VISIBLE if model._default_manager.exists()
    } == {}


def refused(actor: Actor, statement: str, values: list[Any]) -> None:
    with acting_as(actor), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def changed(actor: Actor, statement: str, values: list[Any]) -> int:
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("draft", "registered"),
        ("registered", "draft"),
        ("registered", "submitted"),
        ("withdrawn", "registered"),
        ("withdrawn", "draft"),
    ],
)
def test_the_database_refuses_a_jump_even_in_raw_sql(people: People, before: str, after: str) -> None:
    record = make_record(status=before)
    refused(
        SYSTEM,
        "UPDATE knowledge_record SET status = %s, status_reason = 'x' WHERE id = %s",
        [after, record.pk],
    )


def test_the_stranger_changes_nothing_even_in_raw_sql(people: People) -> None:
    record = make_record()
    for actor in (people.stranger, people.applicant, PUBLIC):
        assert changed(actor, "UPDATE knowledge_record SET name = 'x' WHERE id = %s", [record.pk]) == 0
        assert changed(actor, "UPDATE knowledge_ingredient SET name = 'x' WHERE record_id = %s", [record.pk]) == 0
        assert changed(actor, "DELETE FROM knowledge_ingredient WHERE record_id = %s", [record.pk]) == 0
        assert changed(actor, "DELETE FROM knowledge_record WHERE id = %s", [record.pk]) == 0


def test_the_stranger_adds_nothing_to_a_record_of_others(people: People) -> None:
    record = make_record()
    refused(
        people.stranger,
        "INSERT INTO knowledge_recordname (record_id, ordinal, name, language, folded) VALUES (%s, 0, 'x', 'zh', 'x')",
        [record.pk],
    )


def test_the_officer_cannot_open_a_record_of_a_community_even_in_raw_sql(people: People) -> None:
    record = make_record(a_formula(diffusion_tier="D2", community_id=community_of(people.holder)))
    refused(people.officer, "UPDATE knowledge_record SET diffusion_tier = 'D4' WHERE id = %s", [record.pk])
    refused(people.officer, "UPDATE knowledge_record SET community_id = NULL WHERE id = %s", [record.pk])
    assert changed(people.holder, "UPDATE knowledge_record SET diffusion_tier = 'D3' WHERE id = %s", [record.pk]) == 1


def test_only_curators_and_officers_touch_the_lexicon(people: People, everything: None) -> None:
    for actor in (people.stranger, people.holder, people.applicant, PUBLIC):
        assert changed(actor, "UPDATE knowledge_substance SET name = 'x'", []) == 0
        assert changed(actor, "DELETE FROM knowledge_substancename", []) == 0
    assert changed(people.officer, "UPDATE knowledge_substance SET note = 'x'", []) == 1


def test_an_upload_is_for_the_one_who_sent_it(people: People) -> None:
    from erdem.base import blobs

    with acting_as(people.officer):
        blob = blobs.keep(b"x", media_type="text/csv")
        RecordImport(user_id=people.officer.user_id, file_name="示例.csv", blob=blob).save(force_insert=True)
    for actor in (people.holder, people.stranger, PUBLIC):
        with acting_as(actor):
            assert not RecordImport.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "poem"),
        ("diffusion_tier", "D5"),
        ("tk_class", "9"),
        ("tk_type", "3.4"),
        ("ich_category", "XI"),
        ("confidence", "certain"),
        ("name", "  "),
        ("number", "TK-1-1"),
        ("known_since_year", 9999),
    ],
)
def test_the_database_refuses_values_outside_the_lists(people: People, field: str, value: object) -> None:
    record = make_record()
    with acting_as(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(**{field: value})


def test_an_amount_is_never_an_interval_turned_round(people: People) -> None:
    record = make_record()
    with acting_as(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
        Ingredient.objects.filter(record=record).update(low=3, high=1)
