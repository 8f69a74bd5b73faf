"""Consent: two families never merged, the steps, what stands after it was taken back, what the database itself refuses."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.models import Consent, ConsentAct, Holding, Record
from erdem.knowledge.tests.consenting import (
    PDF,
    SOUND,
    a_personal_question,
    a_question,
    an_answer,
    asked,
    given,
    in_days,
    steward_of,
)
from erdem.knowledge.tests.factories import community_of, make_record
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(people: People) -> Record:
    """A record of the holder's community, known within it."""
    return make_record(diffusion_tier="D2", community_id=community_of(people.holder))


def fresh(record: Record) -> Record:
    with acting_as(SYSTEM):
        return Record.objects.get(pk=record.pk)


def act(actor: Actor, record: Record, use: str = "research") -> int:
    with acting_as(actor):
        return services.note_act(actor=actor, record=fresh(record), use=use, what="示例研究")


def test_a_question_is_put_and_agreed_to(people: People, record: Record) -> None:
    consent = given(people.holder, record)
    assert consent.status == "given"
    assert consent.number.startswith("TY-")
    assert consent.effective_on == timezone.localdate()
    with acting_as(people.holder):
        assert queries.in_force(record, "research")
        assert not queries.in_force(record, "commercial")
        assert queries.consent_state(people.holder, fresh(record)).is_whole


def test_what_was_not_explained_is_not_asked(people: People, record: Record) -> None:
    with acting_as(people.holder):
        content = a_question(community_of(people.holder), explained=("purpose",))
        consent = services.draft_consent(actor=people.holder, records=[record], content=content)
        with pytest.raises(RuleBroken, match="还没有讲明"):
            services.ask_consent(actor=people.holder, consent=consent)


def test_the_office_does_not_answer_for_the_community(people: People, record: Record) -> None:
    consent = asked(people.holder, record)
    with acting_as(people.officer), pytest.raises(RuleBroken, match="请先附上签过字的表"):
        services.give_consent(actor=people.officer, consent=consent, answer=an_answer())
    with acting_as(people.officer), transaction.atomic(), pytest.raises(IntegrityError, match="signed form"):
        Consent.objects.filter(pk=consent.pk).update(
            status="given",
            signing="handwritten",
            signed_name="示例",
            effective_on=in_days(0),
            answered_at=timezone.now(),
        )


def test_the_office_enters_what_was_signed_on_paper(people: People, record: Record) -> None:
    consent = asked(people.holder, record)
    with acting_as(people.officer):
        services.attach_evidence(actor=people.officer, consent=consent, kind="scan", content=PDF, file_name="示例.pdf")
        services.give_consent(actor=people.officer, consent=consent, answer=an_answer())
    with acting_as(people.holder):
        assert queries.get_consent(people.holder, consent.number).status == "given"  # type: ignore[union-attr]  # it is there
        assert [each.kind for each in queries.evidence_of(people.holder, consent)] == ["scan"]


def test_a_village_consents_by_the_resolution_of_its_meeting(people: People, record: Record) -> None:
    consent = asked(people.holder, record, holder_type="V", authority_basis="resolution")
    with acting_as(people.holder):
        with pytest.raises(RuleBroken, match="决议"):
            services.give_consent(actor=people.holder, consent=consent, answer=an_answer())
        services.attach_evidence(
            actor=people.holder, consent=consent, kind="resolution", content=PDF, file_name="决议.pdf"
        )
        assert services.give_consent(actor=people.holder, consent=consent, answer=an_answer()).status == "given"


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("recording", PDF, "这不是录音"),
        ("scan", SOUND, "这不是扫描件"),
        ("scan", b"", "空的"),
        ("scan", b"MZ90", "这不是扫描件"),
    ],
)
def test_a_file_that_lies_about_what_it_is_is_refused(
    people: People, record: Record, kind: str, content: bytes, said: str
) -> None:
    consent = asked(people.holder, record)
    with acting_as(people.holder), pytest.raises(RuleBroken, match=said):
        services.attach_evidence(
            actor=people.holder, consent=consent, kind=kind, content=content, file_name="../../x.pdf"
        )


def test_a_consent_of_a_person_names_no_community_and_the_other_way_round(people: People, record: Record) -> None:
    keeper = steward_of(people.holder)
    with acting_as(keeper):
        personal = services.draft_consent(actor=keeper, records=[record], content=a_personal_question())
        assert (personal.family, personal.community_id) == ("person", None)
    merged: list[dict[str, Any]] = [{"community_id": community_of(people.holder)}, {"authority_basis": "members"}]
    for values in merged:
        with acting_as(SYSTEM), transaction.atomic(), pytest.raises(IntegrityError, match="never_merged"):
            Consent.objects.filter(pk=personal.pk).update(**values)
    collective = asked(people.holder, record)
    with acting_as(people.holder):
        services.rewrite_consent(actor=people.holder, consent=collective)
    for values in ({"person_name": "示例·某人"}, {"community_id": None}, {"authority_basis": ""}):
        with acting_as(SYSTEM), transaction.atomic(), pytest.raises(IntegrityError, match="never_merged"):
            Consent.objects.filter(pk=collective.pk).update(**values)


def test_uses_that_need_a_consent_of_their_own_are_not_slipped_in(people: People, record: Record) -> None:
    content = a_question(community_of(people.holder), uses=("research", "commercial"))
    with acting_as(people.holder), pytest.raises(RuleBroken, match="单独同意"):
        services.draft_consent(actor=people.holder, records=[record], content=content)


def test_a_minor_consents_through_the_guardian(people: People, record: Record) -> None:
    keeper = steward_of(people.holder)
    with acting_as(keeper), pytest.raises(RuleBroken, match="监护人"):
        services.draft_consent(actor=keeper, records=[record], content=a_personal_question(is_minor=True))


def test_what_a_consent_says_is_fixed_once_it_was_asked_for(people: People, record: Record) -> None:
    consent = asked(people.holder, record)
    with acting_as(people.holder), pytest.raises(RuleBroken, match="内容不能再改"):
        services.change_consent(
            actor=people.holder, consent=consent, content=a_question(community_of(people.holder), purpose="别的")
        )
    for actor in (people.holder, people.officer, SYSTEM):
        with acting_as(actor), transaction.atomic(), pytest.raises(IntegrityError, match="fixed"):
            Consent.objects.filter(pk=consent.pk).update(uses=["media"])
    with acting_as(SYSTEM), transaction.atomic(), pytest.raises(IntegrityError, match="fixed"):
        consent.links.all().delete()


def test_nobody_but_the_community_takes_its_consent_back(people: People, record: Record) -> None:
    consent = given(people.holder, record)
    for actor in (people.officer, people.stranger, people.applicant):
        with acting_as(actor):
            with pytest.raises(PermissionRefused):
                services.withdraw_consent(actor=actor, consent=consent)
            with transaction.atomic():
                try:
                    changed = Consent.objects.filter(pk=consent.pk).update(status="withdrawn", ended_at=timezone.now())
                except DatabaseError as error:
                    changed, refusal = 0, str(error)
                    assert "Only who consented" in refusal
                    transaction.set_rollback(True)
            assert changed == 0
    with acting_as(people.holder):
        assert services.withdraw_consent(actor=people.holder, consent=consent).status == "withdrawn"


def test_taking_back_stops_new_acts_and_keeps_past_ones(people: People, record: Record) -> None:
    consent = given(people.holder, record)
    assert act(people.officer, record) == 1
    with acting_as(people.holder):
        services.withdraw_consent(actor=people.holder, consent=consent, reason="示例")
        assert len(queries.acts_of(people.holder, consent)) == 1
    with pytest.raises(RuleBroken, match="以前做过的仍然有效"):
        act(people.officer, record)
    with acting_as(SYSTEM):
        assert ConsentAct.objects.filter(consent=consent).count() == 1


def test_acts_are_neither_changed_nor_backdated(people: People, record: Record) -> None:
    consent = given(people.holder, record, effective_on=in_days(-30))
    act(people.holder, record)
    for change in ("UPDATE knowledge_consentact SET what = 'x'", "DELETE FROM knowledge_consentact"):
        with acting_as(SYSTEM), connection.cursor() as cursor:
            cursor.execute(change)
            assert cursor.rowcount == 0
    with acting_as(people.holder), transaction.atomic(), pytest.raises(IntegrityError, match="own day"):
        ConsentAct.objects.create(
            consent=consent,
            record=record,
            use="research",
            acted_on=in_days(-3),
            what="示例",
            user_id=people.holder.user_id,
        )


def test_consent_that_ended_between_loading_and_saving_refuses_with_a_sentence(people: People, record: Record) -> None:
    """The officer's page was loaded while the consent was in force; the community took it back before the officer saved."""
    consent = given(people.holder, record)
    with acting_as(people.officer):
        assert queries.in_force(record, "research")
    with acting_as(people.holder):
        services.withdraw_consent(actor=people.holder, consent=consent)
    with pytest.raises(RuleBroken, match="已经终止"):
        act(people.officer, record)
    with acting_as(people.officer), transaction.atomic(), pytest.raises(IntegrityError, match="No consent in force"):
        ConsentAct.objects.create(
            consent=consent,
            record=record,
            use="research",
            acted_on=in_days(0),
            what="示例",
            user_id=people.officer.user_id,
        )


def test_two_people_at_one_consent_do_not_overwrite_each_other(people: People, record: Record) -> None:
    with acting_as(people.holder):
        content = a_question(community_of(people.holder))
        consent = services.draft_consent(actor=people.holder, records=[record], content=content)
        services.change_consent(actor=people.holder, consent=consent, content=content, version=1)
        with pytest.raises(RuleBroken, match="有人改了这份同意书"):
            services.change_consent(actor=people.holder, consent=consent, content=content, version=1)


def test_every_holding_community_is_asked(people: People, record: Record) -> None:
    with acting_as(SYSTEM):
        Holding.objects.create(
            record=record, community_id=community_of(people.stranger), state="active", holder_type="C"
        )
    both = fresh(record)
    assert len(both.holders) == 2
    given(people.holder, both)
    with acting_as(people.holder):
        assert not queries.in_force(both, "research")
        missing = queries.missing_consents(both)
        assert {each.community_id for each in missing} == {community_of(people.stranger)}
        assert "还没有同意" in missing[0].sentence
    with pytest.raises(RuleBroken):
        act(people.officer, record)
    given(people.stranger, both)
    with acting_as(people.officer):
        assert queries.missing_consents(both) == []
    assert act(people.officer, record) == 2


def test_a_record_held_by_nobody_lacks_no_consent(people: People) -> None:
    record = make_record()
    with acting_as(people.officer):
        assert queries.missing_consents(record) == []
        assert queries.in_force(record, "research")


def test_the_office_sees_no_consent_about_what_is_closed_to_it(people: People) -> None:
    secret = make_record(diffusion_tier="D1", community_id=community_of(people.holder))
    consent = given(people.holder, secret)
    with acting_as(people.officer):
        assert not Consent.objects.filter(pk=consent.pk).exists()
    open_one = make_record(name="示例开放散", diffusion_tier="D2", community_id=community_of(people.holder))
    seen = given(people.holder, open_one)
    with acting_as(people.officer):
        assert Consent.objects.filter(pk=seen.pk).exists()
    with acting_as(people.holder):
        Record.objects.filter(pk=open_one.pk).update(diffusion_tier="D1")
    with acting_as(people.officer):
        assert not Consent.objects.filter(pk=seen.pk).exists()


def test_files_beside_a_consent_are_narrower_than_the_consent(people: People, record: Record) -> None:
    consent = asked(people.holder, record)
    with acting_as(people.holder):
        services.attach_evidence(
            actor=people.holder, consent=consent, kind="recording", content=SOUND, file_name="录音.ogg"
        )
        assert len(queries.evidence_of(people.holder, consent)) == 1
    with acting_as(people.officer):
        assert queries.get_consent(people.officer, consent.number) is not None
        assert queries.evidence_of(people.officer, consent) == []


def test_the_person_concerned_sees_and_takes_back_the_own_consent(people: People, record: Record) -> None:
    steward, keeper = make_actor("community", "示例另一社区", "steward"), steward_of(people.holder)
    content = a_personal_question(person_id=people.applicant.user_id)
    with acting_as(people.holder), pytest.raises(RuleBroken, match="管护人"):
        services.draft_consent(actor=people.holder, records=[record], content=content)
    with acting_as(keeper):
        consent = services.draft_consent(actor=keeper, records=[record], content=content)
        services.ask_consent(actor=keeper, consent=consent)
    with acting_as(steward):
        assert queries.get_consent(steward, consent.number) is None
    person = people.applicant
    with acting_as(person):
        consent = services.give_consent(actor=person, consent=consent, answer=an_answer(present=None, agreeing=None))
        assert services.withdraw_consent(actor=person, consent=consent).status == "withdrawn"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@drawn(moves=st.lists(st.sampled_from(("give", "act", "withdraw", "renew")), min_size=3, max_size=9))
def test_no_order_of_steps_undoes_an_act_or_lets_one_through_after_the_end(people: People, moves: list[str]) -> None:
    """Whatever happens, acts only grow, and one is written exactly when a consent is in force."""
    with transaction.atomic():
        record = make_record(diffusion_tier="D2", community_id=community_of(people.holder))
        current: Consent | None = None
        acts = 0
        for move in moves:
            alive = current is not None and current.status == "given"
            if move == "give":
                current = given(people.holder, record) if not alive else current
            elif move == "withdraw" and current is not None and alive:
                with acting_as(people.holder):
                    current = services.withdraw_consent(actor=people.holder, consent=current)
            elif move == "renew" and current is not None and alive:
                with acting_as(people.holder):
                    content = a_question(community_of(people.holder))
                    renewal = services.renew_consent(actor=people.holder, consent=current)
                    renewal = services.change_consent(actor=people.holder, consent=renewal, content=content)
                    services.ask_consent(actor=people.holder, consent=renewal)
                    current = services.give_consent(actor=people.holder, consent=renewal, answer=an_answer())
            elif move == "act":
                if alive:
                    acts += act(people.officer, record)
                else:
                    with pytest.raises(RuleBroken):
                        act(people.officer, record)
            with acting_as(SYSTEM):
                assert ConsentAct.objects.filter(record=record).count() == acts
        transaction.set_rollback(True)
