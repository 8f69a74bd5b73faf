"""Wordings of labels, notices of institutions, grants of access: each by its own party, none rewritten."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.models import AccessGrant, CommunityLabel, Holding, LabelUse, NoticeUse, Record
from erdem.knowledge.protocol import LabelLine
from erdem.knowledge.tests.factories import community_of, make_record
from erdem.knowledge.tests.stewards import holding_of, steward_for

pytestmark = pytest.mark.django_db
SOUND = b"ID3" + b"\0" * 61


@pytest.fixture
def own(people: People) -> int:
    return community_of(people.holder)


@pytest.fixture
def steward(own: int) -> Actor:
    return steward_for(own)


@pytest.fixture
def record(own: int) -> Record:
    return make_record(diffusion_tier="D3", community_id=own)


@pytest.fixture
def holding(record: Record, own: int) -> Holding:
    return holding_of(record, own)


def word(steward: Actor, own: int, text: str = "请写明我们的名字", **given: Any) -> CommunityLabel:
    wording = services.Wording(names={"zh": "示例署名"}, texts={"zh": text}, **given)
    return services.word_label(actor=steward, community_id=own, code="tka", wording=wording)


def test_a_wording_is_in_use_once_it_is_approved(steward: Actor, own: int, holding: Holding) -> None:
    with acting_as(steward):
        first = word(steward, own, recordings={"mn": SOUND})
        held = services.apply_label(actor=steward, holding=holding, line=LabelLine("tka"))
        assert LabelUse.objects.get().wording is None
        services.approve_wording(actor=steward, wording=first)
        held = services.remove_label(actor=steward, holding=held, code="tka", reason="示例")
        services.apply_label(actor=steward, holding=held, line=LabelLine("tka"))
        assert LabelUse.objects.get(removed_at=None).wording == first
        assert first.audio_mn is not None


def test_a_record_keeps_the_wording_it_was_labelled_with(steward: Actor, own: int, holding: Holding) -> None:
    with acting_as(steward):
        first = services.approve_wording(actor=steward, wording=word(steward, own))
        services.apply_label(actor=steward, holding=holding, line=LabelLine("tka"))
        second = services.approve_wording(actor=steward, wording=word(steward, own, "换了说法"))
        assert (first.version, second.version) == (1, 2)
        assert LabelUse.objects.get().wording == first
        with pytest.raises(DatabaseError), transaction.atomic():
            LabelUse.objects.update(wording=second)


def test_the_recording_stays_when_it_is_kept(steward: Actor, own: int) -> None:
    with acting_as(steward):
        first = word(steward, own, recordings={"zh": SOUND})
        kept = word(steward, own, "又改", kept=frozenset({"zh"}))
        dropped = word(steward, own, "再改")
    assert kept.audio_zh_id == first.audio_zh_id
    assert dropped.audio_zh_id is None


def test_what_was_worded_is_not_changed(steward: Actor, own: int) -> None:
    with acting_as(steward):
        wording = services.approve_wording(actor=steward, wording=word(steward, own))
        with pytest.raises(RuleBroken):
            services.approve_wording(actor=steward, wording=wording)
        with pytest.raises(DatabaseError), transaction.atomic():
            CommunityLabel.objects.update(text_zh="改写")
        assert CommunityLabel.objects.all().delete()[0] == 0


def test_of_two_stewards_wording_at_once_the_second_overwrites_nothing(steward: Actor, own: int) -> None:
    wording = services.Wording(names={"zh": "甲"}, texts={"zh": "甲"})
    with acting_as(steward):
        services.word_label(actor=steward, community_id=own, code="tka", wording=wording, based_on=0)
        with pytest.raises(RuleBroken):
            services.word_label(actor=steward, community_id=own, code="tka", wording=wording, based_on=0)


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        (services.Wording(texts={"zh": "甲"}), "name_zh"),
        (services.Wording(names={"zh": "甲"}, texts={"zh": " "}), "text_zh"),
        (services.Wording(names={"zh": "甲"}, texts={"zh": "甲"}, recordings={"mn": b"<script>"}), "audio_mn"),
    ],
)
def test_a_wording_without_words_or_with_a_file_that_is_no_recording_is_refused(
    steward: Actor, own: int, wording: services.Wording, field: str
) -> None:
    with acting_as(steward), pytest.raises(RuleBroken) as caught:
        services.word_label(actor=steward, community_id=own, code="tka", wording=wording)
    assert caught.value.field == field


def test_another_community_words_nothing_here(people: People, own: int) -> None:
    other = steward_for(community_of(people.stranger))
    for actor in (people.holder, other, people.officer):
        with acting_as(actor), pytest.raises(PermissionRefused):
            word(actor, own)


def test_others_see_a_wording_only_where_they_see_the_label(
    people: People, steward: Actor, own: int, holding: Holding
) -> None:
    with acting_as(steward):
        wording = services.approve_wording(actor=steward, wording=word(steward, own))
        word(steward, own, "未经批准")
    with acting_as(people.applicant):
        assert queries.get_wording(people.applicant, wording.pk) is None
    with acting_as(steward):
        services.apply_label(actor=steward, holding=holding, line=LabelLine("tka"))
    with acting_as(people.applicant):
        assert list(queries.wordings(people.applicant, own)) == [wording]


def test_a_notice_gives_way_to_the_label_of_the_community(
    people: People, steward: Actor, record: Record, holding: Holding
) -> None:
    office = community_of(people.officer)
    with acting_as(people.officer):
        for code in ("traditional_knowledge", "biocultural"):
            services.place_notice(actor=people.officer, record_id=record.pk, institution_id=office, code=code)
        with pytest.raises(RuleBroken):
            services.place_notice(
                actor=people.officer, record_id=record.pk, institution_id=office, code="traditional_knowledge"
            )
    with acting_as(steward):
        services.apply_label(actor=steward, holding=holding, line=LabelLine("tka"))
    with acting_as(people.officer):
        assert [notice.code for notice in queries.notices_on(people.officer, record.pk)] == ["biocultural"]
        assert NoticeUse.objects.get(code="traditional_knowledge").replaced_by == "tka"
        with pytest.raises(RuleBroken):
            services.place_notice(
                actor=people.officer, record_id=record.pk, institution_id=office, code="traditional_knowledge"
            )


def test_communities_and_enterprises_place_no_notices(people: People, record: Record) -> None:
    for actor in (people.holder, people.applicant):
        with acting_as(actor), pytest.raises(PermissionRefused):
            services.place_notice(
                actor=actor, record_id=record.pk, institution_id=community_of(actor), code="traditional_knowledge"
            )
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        services.place_notice(
            actor=people.officer,
            record_id=record.pk,
            institution_id=community_of(people.applicant),
            code="traditional_knowledge",
        )


def test_a_notice_is_taken_off_with_a_reason_by_who_placed_it(people: People, steward: Actor, record: Record) -> None:
    office = community_of(people.officer)
    with acting_as(people.officer):
        notice = services.place_notice(
            actor=people.officer, record_id=record.pk, institution_id=office, code="attribution_incomplete"
        )
        with pytest.raises(RuleBroken):
            services.end_notice(actor=people.officer, notice=notice, reason=" ")
    with acting_as(steward), pytest.raises(PermissionRefused):
        services.end_notice(actor=steward, notice=notice, reason="示例")
    with acting_as(people.officer):
        services.end_notice(actor=people.officer, notice=notice, reason="示例")
        with pytest.raises(RuleBroken):
            services.end_notice(actor=people.officer, notice=notice, reason="示例")


def terms(people: People, **given: Any) -> services.GrantTerms:
    today = timezone.localdate()
    values: dict[str, Any] = {
        "purpose": "research",
        "reference": "示例许可1号",
        "valid_from": today,
        "valid_until": today + dt.timedelta(days=30),
        "user_id": people.applicant.user_id,
    }
    return services.GrantTerms(**{**values, **given})


def test_a_grant_opens_the_record_and_is_taken_back(
    people: People, steward: Actor, record: Record, holding: Holding
) -> None:
    with acting_as(people.applicant):
        assert queries.get_record(people.applicant, record.number) is None
    with acting_as(steward):
        grant = services.grant_access(actor=steward, holding=holding, terms=terms(people))
    with acting_as(people.applicant):
        assert queries.get_record(people.applicant, record.number) is not None
    with acting_as(steward):
        services.revoke_access(actor=steward, holding=holding, grant=grant, reason="示例")
        with pytest.raises(RuleBroken):
            services.revoke_access(actor=steward, holding=holding, grant=grant, reason="示例")
    with acting_as(people.applicant):
        assert queries.get_record(people.applicant, record.number) is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"purpose": "x"}, "purpose"),
        ({"user_id": None}, "party"),
        ({"reference": " "}, "reference"),
        ({"valid_until": dt.date(2020, 1, 1)}, "valid_until"),
        ({"valid_from": dt.date(2020, 1, 1), "valid_until": dt.date(2020, 1, 2)}, "valid_until"),
        ({"level": 5}, "level"),
    ],
)
def test_a_grant_that_does_not_say_enough_is_refused(
    people: People, steward: Actor, holding: Holding, given: dict[str, Any], field: str
) -> None:
    with acting_as(steward), pytest.raises(RuleBroken) as caught:
        services.grant_access(actor=steward, holding=holding, terms=terms(people, **given))
    assert caught.value.field == field


def test_a_purpose_that_a_label_of_any_community_forbids_is_refused_with_the_label(
    people: People, steward: Actor, record: Record, holding: Holding
) -> None:
    other = community_of(people.stranger)
    with acting_as(SYSTEM):
        Holding.objects.create(record=record, community_id=other)
        LabelUse.objects.create(record=record, community_id=other, code="tknc")
    with acting_as(steward):
        with pytest.raises(RuleBroken) as caught:
            services.grant_access(actor=steward, holding=holding, terms=terms(people, purpose="commercial"))
        assert caught.value.field == "purpose"
        services.grant_access(actor=steward, holding=holding, terms=terms(people, purpose="education"))
    with acting_as(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
        AccessGrant.objects.update(purpose="commercial")


def test_nobody_but_a_steward_gives_access(people: People, holding: Holding) -> None:
    for actor in (people.holder, people.officer, steward_for(community_of(people.stranger))):
        with acting_as(actor), pytest.raises(PermissionRefused):
            services.grant_access(actor=actor, holding=holding, terms=terms(people))
