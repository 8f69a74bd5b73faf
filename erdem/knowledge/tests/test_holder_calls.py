"""Calls for unknown holders: put in public at the level agreed, answered by anybody, decided after the term with reasons."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.models import HolderAnswer, HolderCall, Record
from erdem.knowledge.tests.community_world import a_steward, community_id, profile_of
from erdem.knowledge.tests.factories import make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
ANSWER = services.AnswerContent("示例家族", "示例·答复人", "示例电话", "示例：祖上三代都这样做。")


def orphan(tier: str = "D3") -> Record:
    return make_record(name="示例无主奶酒", diffusion_tier=tier)


def opened(people: People, record: Record | None = None) -> HolderCall:
    with acting_as(people.officer):
        return services.open_call(actor=people.officer, record=record or orphan(), words="示例：谁家还这样做？")


def test_a_call_keeps_the_term_of_its_day(people: People) -> None:
    call = opened(people)
    assert (call.closes_on - call.opened_on).days == 90
    assert (call.term, call.term_unit, call.term_confidence) == (90, "CD", "P")


def test_no_rule_for_a_day_is_said_and_not_guessed() -> None:
    with pytest.raises(RuleBroken, match="No rule says"):
        services.term_on(dt.date(2020, 1, 1))


def test_the_public_sees_the_call_and_of_the_record_its_face_alone(people: People) -> None:
    call = opened(people)
    with acting_as(PUBLIC):
        assert list(queries.open_calls(PUBLIC)) == [call]
        assert not Record.objects.filter(pk=call.record_id).exists()
        face = queries.face_of(PUBLIC, call.record_id)
    assert face is not None
    assert (face.name, face.summary) == ("示例无主奶酒", "")


@pytest.mark.parametrize("tier", ["D1", "D2"])
def test_no_call_tells_the_public_of_what_it_may_not_know(people: People, tier: str) -> None:
    record = orphan(tier) if tier == "D2" else make_record(name="示例", diffusion_tier=tier, status="draft")
    with acting_as(SYSTEM):
        assert record.level_public == 0
    with acting_as(SYSTEM), pytest.raises(PermissionRefused, match="may not know"):
        services.open_call(actor=SYSTEM, record=record, words="示例")


def test_no_call_is_put_for_what_a_community_holds(people: People) -> None:
    record = make_record(diffusion_tier="D3", community_id=community_id(a_steward()))
    with acting_as(people.officer), pytest.raises(PermissionRefused, match="already"):
        services.open_call(actor=people.officer, record=record, words="示例")


def test_another_countys_office_and_a_firm_put_no_call(people: People) -> None:
    record = orphan("D4")
    for actor in (people.applicant, people.stranger):
        with acting_as(actor), pytest.raises(PermissionRefused):
            services.open_call(actor=actor, record=record, words="示例")


def test_a_second_call_for_one_record_is_refused(people: People) -> None:
    call = opened(people)
    with acting_as(people.officer), pytest.raises(RuleBroken, match="open already"):
        services.open_call(actor=people.officer, record=call.record, words="示例")


@pytest.mark.parametrize("who", ["public", "stranger", "applicant"])
def test_anybody_answers_and_only_the_office_and_the_writer_see_it(people: People, who: str) -> None:
    call = opened(people)
    actors: dict[str, Actor] = {"public": PUBLIC, "stranger": people.stranger, "applicant": people.applicant}
    with acting_as(actors[who]):
        answer = services.answer_call(actor=actors[who], call=call, content=ANSWER)
    seen = set()
    for name, actor in {**actors, "officer": people.officer, "holder": people.holder}.items():
        with acting_as(actor):
            seen |= {name} if HolderAnswer.objects.filter(pk=answer.pk).exists() else set()
    assert seen == {"officer", *({who} - {"public"})}


def test_nobody_answers_in_the_name_of_a_community_of_others(people: People) -> None:
    call, other = opened(people), community_id(a_steward())
    content = services.AnswerContent("示例", "示例", "示例", "示例", other)
    with acting_as(people.applicant), pytest.raises(RuleBroken, match="as its steward"):
        services.answer_call(actor=people.applicant, call=call, content=content)
    with acting_as(people.applicant), pytest.raises(DatabaseError), transaction.atomic():
        HolderAnswer(
            call=call,
            user_id=people.applicant.user_id,
            community_id=other,
            holder_name="示例",
            name="示例",
            contact="示例",
            grounds="示例",
            place_search=call.place_search,
        ).save(force_insert=True)


def test_nobody_sends_an_answer_past_the_office(people: People) -> None:
    call = opened(people)
    with acting_as(people.applicant), pytest.raises(DatabaseError), transaction.atomic():
        HolderAnswer(
            call=call,
            user_id=people.applicant.user_id,
            holder_name="示例",
            name="示例",
            contact="示例",
            grounds="示例",
            place_search=" 150621",
        ).save(force_insert=True)


def test_a_call_is_not_decided_while_it_is_open(people: People) -> None:
    call = opened(people)
    with acting_as(people.officer), pytest.raises(RuleBroken, match="comes too late"):
        services.decide_call(actor=people.officer, call=call, reasons="示例")
    with (
        acting_as(people.officer),
        pytest.raises(IntegrityError, match="call_decided_after_its_term"),
        transaction.atomic(),
    ):
        HolderCall.objects.filter(pk=call.pk).update(
            status="decided", outcome="none", status_reason="示例", decided_on=call.opened_on
        )


def run_out(people: People, monkeypatch: pytest.MonkeyPatch) -> HolderCall:
    """A call whose term has run out: put with a term that lies in the past."""
    real = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda *_: dt.date(2026, 3, 1))
    call = opened(people)
    monkeypatch.setattr(timezone, "localdate", real)
    return call


def test_the_holder_that_was_found_holds_the_record(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    steward, call = a_steward(), run_out(people, monkeypatch)
    with acting_as(SYSTEM):
        answer = HolderAnswer.objects.create(
            call=call, holder_name="示例", name="示例", contact="示例", grounds="示例", place_search=call.place_search
        )
    with acting_as(people.officer):
        services.decide_call(
            actor=people.officer,
            call=call,
            reasons="示例：三代人的照片",
            answer_id=str(answer.pk),
            community=profile_of(steward).organisation,
        )
        assert queries.get_call(people.officer, call.number).outcome == "found"  # type: ignore[union-attr]  # it is there
    with acting_as(SYSTEM):
        record = Record.objects.get(pk=call.record_id)
        answer.refresh_from_db()
    assert record.holders == [community_id(steward)]
    assert (answer.status, answer.reply) == ("accepted", "示例：三代人的照片")


def test_a_call_that_found_nobody_says_so_with_reasons(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    call = run_out(people, monkeypatch)
    with acting_as(people.officer):
        assert list(queries.waiting_calls(people.officer)) == [call]
        with pytest.raises(RuleBroken, match="needs a reason"):
            services.decide_call(actor=people.officer, call=call, reasons="  ")
        services.decide_call(actor=people.officer, call=call, reasons="示例：无人答复")
    with acting_as(SYSTEM):
        assert Record.objects.get(pk=call.record_id).holders == []


def test_a_call_that_has_run_out_takes_no_answers(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    call = run_out(people, monkeypatch)
    with acting_as(PUBLIC), pytest.raises(RuleBroken, match="Nothing was sent"):
        services.answer_call(actor=PUBLIC, call=call, content=ANSWER)


def test_what_was_asked_is_not_changed_while_people_answer(people: People) -> None:
    call = opened(people)
    with acting_as(people.officer), pytest.raises(IntegrityError, match="not changed"), transaction.atomic():
        HolderCall.objects.filter(pk=call.pk).update(closes_on=dt.date(2026, 12, 1))


def test_an_office_does_not_rewrite_an_answer(people: People) -> None:
    call = opened(people)
    with acting_as(people.stranger):
        answer = services.answer_call(actor=people.stranger, call=call, content=ANSWER)
    with acting_as(people.officer), pytest.raises(IntegrityError, match="not changed"), transaction.atomic():
        HolderAnswer.objects.filter(pk=answer.pk).update(grounds="示例改动")


def test_a_call_is_called_off_with_reasons(people: People) -> None:
    call = opened(people)
    with acting_as(people.officer):
        services.call_off(actor=people.officer, call=call, reasons="示例：写错了地方")
    with acting_as(PUBLIC):
        assert not queries.open_calls(PUBLIC).exists()
