"""Versions: replayed they are the present content; nothing is lost, nothing is changed, removal leaves a tombstone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.content import (
    IngredientLine,
    NameLine,
    OriginLine,
    PlaceLine,
    RecordContent,
    SourceLine,
    StepLine,
)
from erdem.knowledge.models import Correction, Record, RecordVersion, Tombstone
from erdem.knowledge.pages.versions import changes_between
from erdem.knowledge.queries.versions import present_content, versions
from erdem.knowledge.snapshots import FIELDS, as_json, changed_fields, digest_of, from_json
from erdem.knowledge.tests.factories import a_formula, a_process, community_of, make_record
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db
WORDS = st.text(alphabet="诃子栀甲乙丙 abc12，。\n", min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
SHORT = st.text(alphabet="甲乙丙ab1", max_size=6)


def rows(row: Any) -> Any:
    return st.lists(row, max_size=3).map(tuple)


CONTENTS = st.builds(
    RecordContent,
    kind=st.just("formula"),
    name=WORDS.map(str.strip),
    tk_class=st.just("2"),
    tk_type=st.sampled_from(["", "2.5", "2.6"]),
    subject_groups=st.sampled_from([(), ("MED",), ("MED", "GRTK")]),
    name_mn=SHORT,
    batch=st.sampled_from([None, 1, 5]),
    known_since_year=st.sampled_from([None, -200, 1330]),
    diffusion_tier=st.sampled_from(["D2", "D3", "D4"]),
    summary=SHORT,
    text=SHORT,
    extra=st.sampled_from([{}, {"示例": "值"}]),
    names=rows(st.builds(NameLine, WORDS.map(str.strip), st.sampled_from(["zh", "mn"]))),
    origins=rows(st.builds(OriginLine, WORDS.map(str.strip), WORDS.map(str.strip))),
    sources=rows(st.builds(SourceLine, WORDS.map(str.strip), year=st.sampled_from([None, 1987]))),
    places=st.sampled_from([(PlaceLine("152530"),), (PlaceLine("152530"), PlaceLine("150621"), PlaceLine("152530"))]),
    ingredients=rows(st.builds(IngredientLine, WORDS.map(str.strip), SHORT)),
    steps=rows(st.builds(StepLine, WORDS.map(str.strip), SHORT)),
    materials=rows(WORDS.map(str.strip)),
    products=rows(WORDS.map(str.strip)),
)


@given(contents=st.lists(CONTENTS, min_size=1, max_size=4))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_versions_replay_to_the_present_content(people: People, contents: list[RecordContent]) -> None:
    """Whatever is written, in whatever order: the last version is what the record says, each earlier one what it said."""
    with acting_as(SYSTEM):
        record = services.draft_record(actor=SYSTEM, content=contents[0])
        said = [as_json(present_content(Record.objects.get(pk=record.pk)))]
        for content in contents[1:]:
            record = services.change_record(actor=SYSTEM, record=record, content=content)
            said.append(as_json(present_content(Record.objects.get(pk=record.pk))))
        kept = list(RecordVersion.objects.filter(record=record).order_by("version"))
    assert [row.content for row in kept] == said
    assert [row.version for row in kept] == list(range(1, len(contents) + 1))
    assert all(row.sha256 == digest_of(row.content) for row in kept)


@given(CONTENTS)
@settings(max_examples=60, deadline=None)
def test_content_survives_the_way_through_a_version(content: RecordContent) -> None:
    body = as_json(content)
    assert as_json(from_json(body)) == body
    assert changed_fields(body, as_json(from_json(body))) == []


@given(CONTENTS, CONTENTS)
@settings(max_examples=40, deadline=None)
def test_every_changed_field_is_shown_and_no_other(first: RecordContent, second: RecordContent) -> None:
    old, new = as_json(first), as_json(second)
    fields = [name for name in FIELDS if old[name] != new[name] and name != "places"]
    old["places"] = new["places"] = []
    assert len(list(changes_between(old, new))) == len(fields)


def test_an_imported_record_has_its_first_version_and_a_legacy_one_gets_it(people: People) -> None:
    with acting_as(SYSTEM):
        services.import_entries(actor=SYSTEM, entries=[a_formula(), a_process()])
        for record in Record.objects.all():
            (row,) = RecordVersion.objects.filter(record=record)
            assert row.content == as_json(present_content(record))


def test_an_earlier_version_is_written_again_as_a_new_one(people: People) -> None:
    own = community_of(people.holder)
    record = make_record(a_formula("初稿", community_id=own, diffusion_tier="D2"), status="draft", actor=people.holder)
    with acting_as(people.holder):
        changed = a_process("改稿", community_id=own, diffusion_tier="D3")
        record = services.change_record(actor=people.holder, record=record, content=changed)
        with pytest.raises(RuleBroken):
            services.restore_version(actor=people.holder, record=record, version=1, reason=" ")
        with pytest.raises(RuleBroken, match="没有覆盖任何内容"):
            services.restore_version(actor=people.holder, record=record, version=1, reason="示例", seen=1)
        record = services.restore_version(actor=people.holder, record=record, version=1, reason="示例：改错了", seen=2)
        assert (record.name, record.version, record.diffusion_tier) == ("初稿", 3, "D3")
        assert [line.name for line in record.ingredients.all()] == ["诃子", "栀子", "川楝子"]
        newest = versions(people.holder, record)[0]
        assert (newest.restored_from, newest.reason) == (1, "示例：改错了")


def test_a_correction_is_told_to_all_readers_without_the_old_words(people: People) -> None:
    own = community_of(people.holder)
    record = make_record(a_formula("旧名", community_id=own))
    with acting_as(people.holder):
        content = a_formula("新名", community_id=own)
        services.change_record(actor=people.holder, record=record, content=content, reason="示例：名称写错")
    with acting_as(PUBLIC):
        (row,) = Correction.objects.all()
        assert (row.fields, row.reason) == (["name"], "示例：名称写错")
        assert not RecordVersion.objects.exists()
    with acting_as(people.holder):
        assert versions(people.holder, record).count() == 2


def test_what_was_written_while_it_was_secret_stays_with_the_community(people: People) -> None:
    own = community_of(people.holder)
    record = make_record(a_formula("密", community_id=own, diffusion_tier="D1"), status="draft", actor=people.holder)
    with acting_as(people.holder):
        opened = a_formula("开", community_id=own, diffusion_tier="D2")
        services.change_record(actor=people.holder, record=record, content=opened)
        assert versions(people.holder, record).count() == 2
    with acting_as(people.officer):
        assert [row.version for row in versions(people.officer, record)] == [2]


@pytest.mark.parametrize(("reason", "erased"), [("personal-data", True), ("duplicate", False)])
def test_removal_leaves_number_reason_and_date(people: People, reason: str, *, erased: bool) -> None:
    own = community_of(people.holder)
    record = make_record(a_formula("示例散", community_id=own, summary="示例"))
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        services.remove_content(actor=people.officer, record=record, reason=reason)
    with acting_as(people.holder):
        services.remove_content(actor=people.holder, record=record, reason=reason, note="示例说明")
        with pytest.raises(RuleBroken):
            services.remove_content(actor=people.holder, record=record, reason=reason)
        record = Record.objects.get()
        assert (record.status, record.name, record.summary, record.search_text) == ("tombstone", "—", "", "")
        assert not record.ingredients.exists()
        (row,) = RecordVersion.objects.all()
        assert bool(row.content) is not erased
        assert len(row.sha256) == 64
    with acting_as(PUBLIC):
        stone = Tombstone.objects.get()
        assert ("示例散" in stone.citation) is not erased
        assert not Record.objects.exists()
    with acting_as(SYSTEM):
        assert make_record(a_formula("另一条")).number != record.number


def test_nobody_learns_of_a_removed_record_who_did_not_know_of_it(client: Client, people: People) -> None:
    record = make_record(a_formula("密方", community_id=community_of(people.holder), diffusion_tier="D2"))
    with acting_as(people.holder):
        services.remove_content(actor=people.holder, record=record, reason="consent-withdrawn")
    page = reverse("knowledge:record-detail", args=[record.number])
    assert client.get(page).status_code == 404
    client.force_login(user_of(people.holder), backend="allauth.account.auth_backends.AuthenticationBackend")
    gone = client.get(page)
    assert gone.status_code == 410
    assert "密方" not in gone.content.decode()


def test_history_outlives_its_record(people: People) -> None:
    record = make_record(replace(a_formula(), places=()), status="draft")
    with acting_as(SYSTEM):
        Record.objects.filter(pk=record.pk).delete()
        (row,) = RecordVersion.objects.all()
        assert (row.record_id, row.record_number) == (None, record.number)
