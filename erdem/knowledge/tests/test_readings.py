"""Whoever reads from outside what a community keeps narrow is noted; the community sees who, when, what and why."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.models import AccessGrant, Record
from erdem.knowledge.queries import ReadingFilter
from erdem.knowledge.tests.community_world import a_steward, community_id, hold
from erdem.knowledge.tests.factories import community_of, make_record
from erdem.people.tests.factories import make_actor, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def narrow(people: People) -> Record:
    return make_record(name="示例窄传方", diffusion_tier="D2", community_id=community_of(people.holder))


def read(actor: Actor, record: Record) -> None:
    with acting_as(actor):
        services.note_reading(actor=actor, record=record)


def noted(people: People, wanted: ReadingFilter | None = None) -> list[AuditEntry]:
    with acting_as(people.holder):
        community = community_of(people.holder)
        return list(queries.readings(people.holder, community, wanted or ReadingFilter()))


def test_an_officer_who_reads_by_duty_is_noted_with_the_office(people: People, narrow: Record) -> None:
    read(people.officer, narrow)
    (entry,) = noted(people)
    assert entry.actor_label == people.officer.label
    assert entry.detail == {"reason": "duty", "body": "示例旗市场监督管理局"}
    assert entry.target_id == str(narrow.pk)


def test_a_reader_with_a_permit_is_noted_with_reference_and_purpose(people: People, narrow: Record) -> None:
    today = dt.date(2026, 11, 26)
    with acting_as(SYSTEM):
        grant = AccessGrant.objects.create(
            record=narrow,
            community_id=community_of(people.holder),
            user_id=people.applicant.user_id,
            purpose="research",
            reference="XK-2026-0001",
            valid_from=today - dt.timedelta(days=3650),
            valid_until=today + dt.timedelta(days=3650),
        )
    read(people.applicant, narrow)
    (entry,) = noted(people)
    assert entry.detail == {
        "reason": "grant",
        "grant": grant.pk,
        "reference": "XK-2026-0001",
        "purpose": "research",
        "body": "示例企业",
    }


def test_reading_the_same_record_twice_in_an_hour_is_one_reading(people: People, narrow: Record) -> None:
    read(people.officer, narrow)
    read(people.officer, narrow)
    assert len(noted(people)) == 1


def test_two_readers_are_two_readings(people: People, narrow: Record) -> None:
    read(people.officer, narrow)
    read(make_actor("office", "示例自治区局", "region_officer", "150000"), narrow)
    assert len(noted(people)) == 2


def test_members_machines_and_readers_of_open_records_are_not_noted(people: People, narrow: Record) -> None:
    read(people.holder, narrow)
    read(SYSTEM, narrow)
    read(people.officer, make_record(diffusion_tier="D4", community_id=community_of(people.holder)))
    assert noted(people) == []


def test_a_widely_spread_record_whose_body_is_kept_is_noted_too(people: People) -> None:
    wide = make_record(diffusion_tier="D3", community_id=community_of(people.holder))
    assert wide.level_signed_in == 3
    read(people.officer, wide)
    assert len(noted(people)) == 1


def test_every_holding_community_sees_the_reading_in_its_own_list(people: People, narrow: Record) -> None:
    steward = a_steward("示例合作社")
    hold(narrow, steward)
    read(people.officer, narrow)
    with acting_as(steward):
        assert queries.readings(steward, community_id(steward), ReadingFilter()).count() == 1
    assert len(noted(people)) == 1


def test_what_is_taken_away_counts_as_reading(people: People, narrow: Record) -> None:
    open_one = make_record(diffusion_tier="D4", community_id=community_of(people.holder))
    with acting_as(people.officer):
        assert services.note_export(actor=people.officer, records=[narrow, open_one], kind="csv") == 1
    (entry,) = noted(people)
    assert (entry.action, entry.detail["kind"]) == ("knowledge.export_restricted", "csv")


def test_nobody_else_sees_who_has_read(people: People, narrow: Record) -> None:
    read(people.officer, narrow)
    for actor in (people.stranger, people.applicant, people.officer):
        with acting_as(actor):
            assert not queries.readings(actor, community_of(people.holder), ReadingFilter()).exists()


def test_an_entry_holds_no_word_of_the_record(people: People, narrow: Record) -> None:
    read(people.officer, narrow)
    (entry,) = noted(people)
    assert "示例窄传方" not in f"{entry.detail} {entry.target_id}"
    assert narrow.number not in f"{entry.detail} {entry.target_id}"


FILTERS = {
    "by name": (ReadingFilter(who="示例用户"), 1),
    "by office": (ReadingFilter(who="市场监督"), 1),
    "by another name": (ReadingFilter(who="示例无此人"), 0),
    "before": (ReadingFilter(until=dt.date(2020, 1, 1)), 0),
    "since": (ReadingFilter(since=dt.date(2020, 1, 1)), 1),
    "taken away": (ReadingFilter(way="knowledge.export_restricted"), 0),
    "read": (ReadingFilter(way="knowledge.read_restricted"), 1),
    "another record": (ReadingFilter(record="TK-152530-9999"), 0),
}


@pytest.mark.parametrize(("wanted", "count"), FILTERS.values(), ids=FILTERS)
def test_the_list_is_narrowed(people: People, narrow: Record, wanted: ReadingFilter, count: int) -> None:
    read(people.officer, narrow)
    assert len(noted(people, wanted)) == count


def test_the_list_is_narrowed_to_one_record(people: People, narrow: Record) -> None:
    read(people.officer, narrow)
    assert len(noted(people, ReadingFilter(record=narrow.number.lower()))) == 1


def test_a_table_of_many_records_is_noted_with_few_questions(
    people: People, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    kept = [
        make_record(name=f"示例窄传方{place}", diffusion_tier="D2", community_id=community_of(people.holder))
        for place in range(12)
    ]
    with acting_as(people.officer), django_assert_max_num_queries(6):
        assert services.note_export(actor=people.officer, records=kept, kind="xlsx") == 12
    with acting_as(people.officer):
        services.note_export(actor=people.officer, records=kept, kind="xlsx")
    assert len(noted(people)) == 12


def test_the_list_taken_away_as_a_table_is_noted(people: People, narrow: Record, client: Client) -> None:
    client.force_login(user_of(people.officer), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/knowledge/export.csv").status_code == 200
    (entry,) = noted(people)
    assert (entry.action, entry.target_id) == ("knowledge.export_restricted", str(narrow.pk))


def test_nobody_is_noted_without_a_name(narrow: Record) -> None:
    """The public could only read what everybody may; whoever asked is not known."""
    with acting_as(PUBLIC):
        services.note_reading(actor=PUBLIC, record=narrow)
    with acting_as(SYSTEM):
        assert not AuditEntry.objects.filter(target_id=str(narrow.pk), action="knowledge.read_restricted").exists()
