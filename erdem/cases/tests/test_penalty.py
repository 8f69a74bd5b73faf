"""A penalty goes its way only when the law is kept: two officers, notice, hearing, review, decision, service, execution."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from erdem.base.actor import acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases.choices import CaseKind, Outcome
from erdem.cases.models import Case, CaseClock, EnforcementCertificate, LegalReview, OfficialDocument
from erdem.cases.queries.details import last_day, owed
from erdem.cases.services import (
    StepGiven,
    answer_review,
    ask_hearing,
    ask_review,
    assign_case,
    end_measure,
    extend_measure,
    note_call_back,
    note_certificate,
    note_execution,
    note_publication,
    record_hearing,
    serve_document,
    set_hearing,
    take_measure,
    withdraw_publication,
    write_decision,
)
from erdem.cases.services.deciding import NewDecision
from erdem.cases.services.measures import NewMeasure
from erdem.cases.tests.factories import make_case
from erdem.cases.tests.scene_penalty import DECIDED, Scene, answered, investigated, notified, penalty_scene

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def served(people: People) -> Scene:
    """Bring a penalty to the service of its decision."""
    scene = answered(people)
    scene.decide()
    scene.step("decide", by=scene.chief, given=DECIDED)
    scene.serve("penalty_decision")
    scene.step("serve")
    return scene


def running(case: Case) -> set[str]:
    """Return the steps whose clocks run."""
    return set(CaseClock.objects.filter(case=case, state="running").values_list("rule__step", flat=True))


def test_a_penalty_goes_from_the_clue_to_the_archive(people: People) -> None:
    scene = served(people)
    with acting_as(scene.officer):
        assert {"pay_fine", "publish_same_province"} <= running(scene.case)
        note_execution(actor=scene.officer, case=scene.case, kind="payment", acted_on=TODAY, amount_fen=300_000)
        note_publication(actor=scene.officer, case=scene.case, published_on=TODAY, reference="示例公示号")
    scene.step("begin_execution", "publish")
    case = scene.step("archive", by=scene.chief)
    assert (case.status, case.outcome, case.is_open) == ("archived", "penalised", False)
    with acting_as(scene.officer):
        assert not running(case)


def test_one_officer_alone_does_not_investigate(people: People) -> None:
    scene = penalty_scene(people)
    scene.step("begin_check")
    scene.step("file", by=scene.chief)
    with acting_as(scene.officer):
        scene.case = assign_case(actor=scene.officer, case=scene.case, handler_id=scene.officer.user_id)
    with pytest.raises(RuleBroken):
        scene.step("begin_investigation")


def test_an_officer_without_a_certificate_does_not_investigate(people: People) -> None:
    scene = penalty_scene(people)
    scene.step("begin_check")
    scene.step("file", by=scene.chief)
    with acting_as(scene.chief):
        scene.case = assign_case(
            actor=scene.chief,
            case=scene.case,
            handler_id=scene.officer.user_id,
            second_handler_id=scene.chief.user_id,
        )
    with pytest.raises(RuleBroken):
        scene.step("begin_investigation")
    with acting_as(scene.officer):
        number = EnforcementCertificate.objects.values_list("number", flat=True).first()
        assert number is not None
        with pytest.raises(RuleBroken):
            note_certificate(
                actor=scene.officer,
                office=scene.case.office,
                user_id=scene.chief.user_id or 0,
                number=number,
                valid_from=TODAY,
                valid_until=TODAY,
            )


def test_no_penalty_without_a_notice_that_was_served(people: People) -> None:
    scene = investigated(people)
    scene.step("notify")
    scene.decide()
    with pytest.raises(RuleBroken):
        scene.step("decide", by=scene.chief, given=DECIDED)
    scene.serve("penalty_notice")
    scene.waive()
    assert scene.step("decide", by=scene.chief, given=DECIDED).outcome == Outcome.PENALISED


def test_what_is_decided_is_what_was_written(people: People) -> None:
    scene = answered(people)
    scene.decide()
    with pytest.raises(RuleBroken):
        scene.step("decide", by=scene.chief, given=StepGiven(reason="示例", outcome=Outcome.NOT_PENALISED))


def test_a_review_is_passed_before_the_party_is_told(people: People) -> None:
    scene = investigated(people)
    scene.step("send_to_review")
    with pytest.raises(RuleBroken):
        scene.step("pass_review", by=scene.chief)
    with acting_as(scene.officer):
        review = LegalReview.objects.get(case=scene.case)
        with pytest.raises(PermissionRefused):
            answer_review(actor=scene.officer, review=review, agrees=True, opinion="示例同意")
    with acting_as(scene.chief):
        answer_review(actor=scene.chief, review=review, agrees=True, opinion="示例同意")
        with pytest.raises(RuleBroken):
            answer_review(actor=scene.chief, review=review, agrees=False, opinion="示例反对")
    scene.step("pass_review", by=scene.chief)
    assert scene.step("notify").status == "notified"


def test_a_file_that_the_reviewer_sends_back_is_investigated_again(people: People) -> None:
    scene = investigated(people)
    scene.step("send_to_review")
    with acting_as(scene.chief):
        review = LegalReview.objects.get(case=scene.case)
        answer_review(actor=scene.chief, review=review, agrees=False, opinion="示例证据不足")
    scene.step("return_file", by=scene.chief)
    scene.step("end_investigation")
    with pytest.raises(RuleBroken):
        scene.step("notify")


def test_a_hearing_is_held_long_enough_after_its_notice_and_needs_a_review(people: People) -> None:
    scene = notified(people)
    with acting_as(scene.officer):
        with pytest.raises(RuleBroken):
            ask_hearing(actor=scene.officer, case=scene.case, requested_on=TODAY + dt.timedelta(days=60))
        hearing = ask_hearing(actor=scene.officer, case=scene.case, requested_on=TODAY)
    scene.step("request_hearing")
    with acting_as(scene.officer):
        assert CaseClock.objects.get(case=scene.case, rule__step="decision").state == "paused"
        facts: dict[str, Any] = {"actor": scene.officer, "hearing": hearing, "place": "示例会议室"}
        with pytest.raises(RuleBroken):
            set_hearing(
                **facts, notice_on=TODAY, held_on=TODAY + dt.timedelta(days=5), chair_id=scene.chief.user_id or 0
            )
        with pytest.raises(RuleBroken):
            set_hearing(
                **facts, notice_on=TODAY, held_on=TODAY + dt.timedelta(days=30), chair_id=scene.officer.user_id or 0
            )
        hearing = set_hearing(
            **facts, notice_on=TODAY, held_on=TODAY + dt.timedelta(days=30), chair_id=scene.chief.user_id or 0
        )
        with pytest.raises(RuleBroken):
            record_hearing(actor=scene.officer, hearing=hearing, transcript="示例笔录")
    with pytest.raises(RuleBroken):
        scene.step("end_hearing")
    scene.step("drop_hearing")
    with acting_as(scene.officer):
        hearing.refresh_from_db()
        assert hearing.given_up_on == TODAY
        assert CaseClock.objects.get(case=scene.case, rule__step="decision").state == "running"


def test_a_document_is_served_once(people: People) -> None:
    scene = served(people)
    with acting_as(scene.officer):
        document = OfficialDocument.objects.get(case=scene.case, template="penalty_decision")
        with pytest.raises(RuleBroken, match="示例商行"):
            serve_document(actor=scene.officer, document=document, way="mail", receiver="示例", received_on=TODAY)


def test_a_draft_is_not_served(people: People) -> None:
    scene = investigated(people)
    scene.step("notify")
    with acting_as(scene.officer):
        draft = OfficialDocument.objects.get(case=scene.case, template="penalty_notice")
        with pytest.raises(RuleBroken):
            serve_document(actor=scene.officer, document=draft, way="direct", receiver="示例", received_on=TODAY)


def test_a_file_is_not_closed_while_a_fine_is_owed(people: People) -> None:
    scene = served(people)
    with pytest.raises(RuleBroken, match=r"3,000\.00"):
        scene.step("archive", by=scene.chief)
    with acting_as(scene.officer):
        due = last_day("P3", "pay_fine", TODAY, scene.case.place_code)
        late = owed(scene.case, due + dt.timedelta(days=10))
        assert (late.fine, late.surcharge, late.rest) == (300_000, 90_000, 390_000)
        assert owed(scene.case, due + dt.timedelta(days=999)).surcharge == 300_000


def test_a_decision_that_is_changed_is_taken_off_the_national_system(people: People) -> None:
    scene = served(people)
    with acting_as(scene.officer):
        shown = note_publication(actor=scene.officer, case=scene.case, published_on=TODAY, reference="示例公示号")
        with pytest.raises(RuleBroken):
            note_publication(actor=scene.officer, case=scene.case, published_on=TODAY, reference="示例公示号")
    scene.step("note_change", by=scene.chief)
    with pytest.raises(RuleBroken):
        scene.step("archive", by=scene.chief)
    with acting_as(scene.officer):
        assert "withdraw_publication" in running(scene.case)
        with pytest.raises(RuleBroken):
            withdraw_publication(actor=scene.officer, publication=shown, withdrawn_on=TODAY, reason=" ")
        withdraw_publication(actor=scene.officer, publication=shown, withdrawn_on=TODAY, reason="示例复议撤销")
        assert "withdraw_publication" not in running(scene.case)
    assert scene.step("archive", by=scene.chief).outcome == Outcome.CHANGED


@pytest.mark.parametrize(("fen", "against_person"), [(20_001, True), (300_001, False)])
def test_on_the_spot_no_more_is_imposed_than_the_law_allows(people: People, fen: int, *, against_person: bool) -> None:
    scene = penalty_scene(people)
    with pytest.raises(RuleBroken, match="五十一"):
        scene.decide(is_simple=True, fine_fen=fen, against_person=against_person)


def test_a_small_fine_is_imposed_on_the_spot(people: People) -> None:
    scene = penalty_scene(people)
    with pytest.raises(RuleBroken):
        scene.step("decide_on_spot")
    scene.decide(is_simple=True, fine_fen=20_000, against_person=True)
    scene.step("decide_on_spot")
    scene.serve("spot_decision")
    assert scene.step("serve").status == "served"


def test_evidence_is_held_seven_working_days_and_goods_may_be_held_longer_once(people: People) -> None:
    scene = investigated(people)
    officers = {"first_officer_id": scene.officer.user_id or 0, "second_officer_id": scene.second.user_id or 0}
    with acting_as(scene.officer):
        new = NewMeasure("preservation", [["示例奶皮子", "20盒"]], "示例仓库", started_on=TODAY, **officers)
        kept = take_measure(actor=scene.officer, case=scene.case, new=new)
        assert kept.due_on == last_day("P3", "decide_preserved_items", TODAY, scene.case.place_code)
        assert "decide_preserved_items" in running(scene.case)
        goods = NewMeasure("seizure", [["示例包装", "100个"]], "示例仓库", started_on=TODAY, **officers)
        seized = take_measure(actor=scene.officer, case=scene.case, new=goods)
        with pytest.raises(RuleBroken):
            take_measure(
                actor=scene.officer,
                case=scene.case,
                new=NewMeasure("seizure", [], "示例仓库", started_on=TODAY, **officers),
            )
    with acting_as(scene.chief):
        with pytest.raises(RuleBroken):
            extend_measure(actor=scene.chief, measure=kept, reason="示例")
        longer = extend_measure(actor=scene.chief, measure=seized, reason="示例案情复杂")
        assert longer.due_on == TODAY + dt.timedelta(days=60)
        with pytest.raises(RuleBroken):
            extend_measure(actor=scene.chief, measure=seized, reason="示例")
    with acting_as(scene.officer):
        end_measure(actor=scene.officer, measure=kept, released_on=TODAY, result="示例发还")
        assert "decide_preserved_items" not in running(scene.case)
        with pytest.raises(RuleBroken):
            end_measure(actor=scene.officer, measure=kept, released_on=TODAY, result="示例发还")


def test_a_decision_together_stands_on_its_record(people: People) -> None:
    scene = answered(people)
    decision = scene.decide(collective_record="示例集体讨论记录")
    assert decision.is_collective
    with pytest.raises(RuleBroken):
        scene.step("decide", by=scene.chief, given=DECIDED)
    with acting_as(scene.officer):
        review = ask_review(actor=scene.officer, case=scene.case)
    with acting_as(scene.chief):
        answer_review(actor=scene.chief, review=review, agrees=True, opinion="示例同意")
    assert scene.step("decide", by=scene.chief, given=DECIDED).status == "decided"


def test_a_decided_case_is_not_decided_anew(people: People) -> None:
    scene = served(people)
    with acting_as(scene.officer), pytest.raises(RuleBroken):
        write_decision(
            actor=scene.officer, case=scene.case, new=NewDecision(Outcome.DISMISSED, articles="示例", reasons="示例")
        )


def test_who_complained_is_called_back_also_after_the_end(people: People) -> None:
    case = make_case(people.officer, CaseKind.COMPLAINT)
    with acting_as(people.officer):
        with pytest.raises(RuleBroken):
            note_call_back(actor=people.officer, case=case, called_on=TODAY, was_reached=False, satisfaction=5)
        call = note_call_back(actor=people.officer, case=case, called_on=TODAY, satisfaction=4)
    assert call.satisfaction == 4
