"""The periods of a penalty are kept: time to answer, limitation, measures, instalments, and what is open at the end."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases.models import CaseClock, Hearing, LegalReview, OfficialDocument, ServiceRecord
from erdem.cases.queries.details import answer_until, last_day, owed
from erdem.cases.queries.papers import facts_of
from erdem.cases.services import (
    answer_review,
    approve_document,
    ask_hearing,
    end_measure,
    extend_measure,
    note_execution,
    note_limitation,
    note_publication,
    note_waiver,
    record_hearing,
    revise_document,
    take_case_step,
    take_measure,
    tend_clocks,
    withdraw_publication,
)
from erdem.cases.services.measures import NewMeasure
from erdem.cases.services.review import ReviewResult, note_organ, note_result, open_review
from erdem.cases.tests.scene_penalty import DECIDED, Scene, answered, investigated, notified, penalty_scene
from erdem.cases.tests.test_penalty_attacks import moved, refuses

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


def test_nothing_is_decided_before_the_time_to_answer_is_over(people: People) -> None:
    scene = notified(people)
    scene.decide()
    with acting_as(scene.officer):
        until = last_day("P3", "hearing_request", TODAY, scene.case.place_code)
        assert answer_until(scene.case) == until
    with pytest.raises(RuleBroken, match=until.isoformat()):
        scene.step("decide", by=scene.chief, given=DECIDED)
    assert moved(scene, "decided", ", outcome = 'penalised'") == "penalty_answer_is_over"
    scene.waive()
    assert scene.step("decide", by=scene.chief, given=DECIDED).status == "decided"


def test_it_is_decided_when_the_time_to_answer_ran_out_unused(people: People) -> None:
    scene = investigated(people)
    scene.step("notify")
    scene.serve_before("penalty_notice", 20)
    scene.decide()
    with acting_as(SYSTEM):
        tend_clocks(actor=SYSTEM)
    with acting_as(scene.officer):
        clock = CaseClock.objects.get(case=scene.case, rule__step="hearing_request")
        assert (clock.state, clock.breached_on) == ("stopped", None), "the office has missed nothing"
        with pytest.raises(RuleBroken):
            ask_hearing(actor=scene.officer, case=scene.case, requested_on=TODAY)
    assert scene.step("decide", by=scene.chief, given=DECIDED).status == "decided"


def test_the_right_to_answer_is_given_up_once_and_in_words(people: People) -> None:
    scene = investigated(people)
    with acting_as(scene.officer), pytest.raises(RuleBroken):
        note_waiver(actor=scene.officer, case=scene.case, waived_on=TODAY, waiver="示例声明")
    scene.step("notify")
    record = scene.serve("penalty_notice")
    with acting_as(scene.officer):
        for day, words in ((TODAY - DAY, "示例声明"), (TODAY + DAY, "示例声明"), (TODAY, " ")):
            with pytest.raises(RuleBroken):
                note_waiver(actor=scene.officer, case=scene.case, waived_on=day, waiver=words)
    scene.waive()
    with pytest.raises(RuleBroken):
        scene.waive()
    with acting_as(scene.officer):
        again = "UPDATE cases_servicerecord SET waiver = '示例另一句' WHERE id = %s"
        assert refuses(again, record.pk) == "case_detail_stays"
        decision = "UPDATE cases_servicerecord SET waived_on = current_date, waiver = '示例' WHERE id = %s"
        assert refuses(decision, record.pk) == "case_detail_stays"


def held_hearing(scene: Scene) -> Hearing:
    """Have a hearing asked for after a notice of long ago, and held ten days ago."""
    with acting_as(scene.officer):
        notice = ServiceRecord.objects.get(case=scene.case, document__template="penalty_notice")
        hearing = ask_hearing(actor=scene.officer, case=scene.case, requested_on=notice.received_on + DAY)
    scene.step("request_hearing")
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_hearing SET notice_on = %s, held_on = %s, place = '示例会议室', chair_id = %s WHERE id = %s",
            [TODAY - 25 * DAY, TODAY - 10 * DAY, scene.chief.user_id, hearing.pk],
        )
    with acting_as(scene.officer):
        return Hearing.objects.get(pk=hearing.pk)


def test_a_hearing_goes_to_its_end_with_record_review_and_decision(people: People) -> None:
    scene = investigated(people)
    scene.step("notify")
    scene.serve_before("penalty_notice", 30)
    hearing = held_hearing(scene)
    with acting_as(scene.officer):
        met = CaseClock.objects.get(case=scene.case, rule__step="hearing_request")
        assert (met.state, met.breached_on) == ("met", None), "asked for in time, noted later"
        assert CaseClock.objects.get(case=scene.case, rule__step="decision").state == "paused"
        record_hearing(actor=scene.officer, hearing=hearing, transcript="示例笔录：当事人陈述，调查人员质证。")
        with pytest.raises(RuleBroken):
            record_hearing(actor=scene.officer, hearing=hearing, transcript="示例改写")
    assert scene.step("end_hearing").status == "heard"
    scene.decide()
    with pytest.raises(RuleBroken):
        scene.step("decide", by=scene.chief, given=DECIDED)
    assert moved(scene, "decided", ", outcome = 'penalised'") == "penalty_legal_review_passed"
    scene.step("send_to_review")
    with acting_as(scene.chief):
        review = LegalReview.objects.get(case=scene.case)
        assert review.ground == "hearing"
        answer_review(actor=scene.chief, review=review, agrees=True, opinion="示例同意")
    scene.step("pass_review", by=scene.chief)
    assert scene.step("decide", by=scene.chief, given=DECIDED).status == "decided"


def in_checking(people: People, years: int) -> Scene:
    """A clue that is checked, of an offence that ended some years ago."""
    scene = penalty_scene(people)
    with acting_as(scene.officer):
        scene.case = note_limitation(
            actor=scene.officer, case=scene.case, happened_on=scene.case.received_on - dt.timedelta(days=366 * years)
        )
    scene.step("begin_check")
    return scene


def test_an_offence_of_long_ago_is_not_pursued_without_its_reason(people: People) -> None:
    scene = in_checking(people, 3)
    with pytest.raises(RuleBroken, match="2"):
        scene.step("file", by=scene.chief)
    assert moved(scene, "filed") == "penalty_within_limitation"
    with acting_as(scene.officer):
        facts: dict[str, Any] = {"actor": scene.officer, "case": scene.case, "happened_on": scene.case.happened_on}
        with pytest.raises(RuleBroken):
            note_limitation(**facts, ground="life_health_finance", reason=" ")
        with pytest.raises(RuleBroken):
            note_limitation(**facts, ground="示例", reason="示例")
        scene.case = note_limitation(**facts, ground="life_health_finance", reason="示例：食用后住院的病历")
    assert scene.step("file", by=scene.chief).status == "filed"


def test_five_years_are_the_end_unless_the_offence_goes_on(people: People) -> None:
    scene = in_checking(people, 6)
    with acting_as(scene.officer):
        facts: dict[str, Any] = {"actor": scene.officer, "case": scene.case, "happened_on": scene.case.happened_on}
        scene.case = note_limitation(**facts, ground="life_health_finance", reason="示例")
    with pytest.raises(RuleBroken):
        scene.step("file", by=scene.chief)
    assert moved(scene, "filed") == "penalty_within_limitation"
    with acting_as(scene.officer):
        scene.case = note_limitation(**facts | {"case": scene.case}, ground="continuing", reason="示例：至今仍在销售")
    assert scene.step("file", by=scene.chief).status == "filed"


def test_an_offence_of_last_year_is_pursued(people: People) -> None:
    scene = in_checking(people, 1)
    assert scene.step("file", by=scene.chief).status == "filed"


def seized(scene: Scene, started_on: dt.date) -> NewMeasure:
    """Goods that were seized on a day."""
    officers = {"first_officer_id": scene.officer.user_id or 0, "second_officer_id": scene.second.user_id or 0}
    return NewMeasure("seizure", [["示例包装", "100个"]], "示例仓库", started_on=started_on, **officers)


def test_holding_goods_longer_moves_the_clock_with_it(people: People) -> None:
    scene = investigated(people)
    with acting_as(scene.officer):
        first = take_measure(actor=scene.officer, case=scene.case, new=seized(scene, TODAY - 5 * DAY))
        second = take_measure(actor=scene.officer, case=scene.case, new=seized(scene, TODAY))
        assert clock_of(scene).due_on == first.due_on
    with acting_as(scene.chief):
        first = extend_measure(actor=scene.chief, measure=first, reason="示例案情复杂")
    with acting_as(scene.officer):
        assert clock_of(scene).due_on == second.due_on < first.due_on, "the other measure is due first now"
        end_measure(actor=scene.officer, measure=second, released_on=TODAY, result="示例发还")
        clock = clock_of(scene)
        assert (clock.due_on, clock.started_on) == (first.due_on, first.started_on)
        end_measure(actor=scene.officer, measure=first, released_on=TODAY, result="示例发还")
        assert not CaseClock.objects.filter(case=scene.case, rule__step="seizure", state="running").exists()


def clock_of(scene: Scene) -> CaseClock:
    """Return the clock of the seizure that runs."""
    return CaseClock.objects.get(case=scene.case, rule__step="seizure", state="running")


def decided(people: People, days: int = 0) -> Scene:
    """Bring a penalty to a decision that was served some days ago."""
    scene = answered(people)
    scene.decide()
    scene.step("decide", by=scene.chief, given=DECIDED)
    scene.serve_before("penalty_decision", days)
    scene.step("serve")
    return scene


def test_a_fine_is_paid_within_its_period_whenever_the_file_is_closed(people: People) -> None:
    scene = decided(people, days=10)
    with acting_as(scene.officer):
        clock = CaseClock.objects.get(case=scene.case, rule__step="pay_fine")
        assert clock.started_on == TODAY - 10 * DAY, "from the receipt, not from the day it was noted"
        note_execution(
            actor=scene.officer, case=scene.case, kind="payment", acted_on=TODAY - 3 * DAY, amount_fen=100_000
        )
        clock.refresh_from_db()
        assert clock.state == "running"
        note_execution(actor=scene.officer, case=scene.case, kind="payment", acted_on=TODAY - DAY, amount_fen=200_000)
        clock.refresh_from_db()
        assert (clock.state, clock.breached_on) == ("met", None)


def test_an_instalment_that_is_late_grows(people: People) -> None:
    scene = decided(people, days=10)
    first, second = TODAY - 4 * DAY, TODAY + 30 * DAY
    with acting_as(scene.officer):
        plan: dict[str, Any] = {
            "actor": scene.officer,
            "case": scene.case,
            "kind": "instalments",
            "acted_on": TODAY - 9 * DAY,
        }
        with pytest.raises(RuleBroken, match=r"3,000\.00"):
            note_execution(**plan, note="示例批准", plan=[(first, 100_000)])
        note_execution(**plan, note="示例批准", plan=[(first, 100_000), (second, 200_000)])
        assert owed(scene.case, TODAY).surcharge == 100_000 * 3 * 4 // 100
        note_execution(
            actor=scene.officer, case=scene.case, kind="payment", acted_on=TODAY - 2 * DAY, amount_fen=100_000
        )
        assert owed(scene.case, TODAY).surcharge == 100_000 * 3 * 2 // 100
        assert owed(scene.case, second + 10 * DAY).surcharge == 6_000 + 200_000 * 3 * 10 // 100
        assert owed(scene.case, second + 999 * DAY).surcharge == 300_000, "never above the fine"


def test_plain_sql_closes_no_file_with_something_open(people: People) -> None:
    scene = decided(people)
    closing = ", closed_at = now()"
    assert moved(scene, "archived", closing) == "penalty_carried_out"
    with acting_as(scene.officer):
        note_execution(actor=scene.officer, case=scene.case, kind="payment", acted_on=TODAY, amount_fen=300_000)
    assert moved(scene, "archived", closing) == "penalty_publication_on_record"
    with acting_as(scene.officer):
        shown = note_publication(actor=scene.officer, case=scene.case, published_on=TODAY, reference="示例公示号")
        goods = take_measure(actor=scene.officer, case=scene.case, new=seized(scene, TODAY))
    assert moved(scene, "archived", closing) == "penalty_nothing_is_held"
    with acting_as(scene.officer):
        end_measure(actor=scene.officer, measure=goods, released_on=TODAY, result="示例发还")
        gone = "UPDATE cases_publication SET withdrawn_on = %s, withdrawn_reason = '示例' WHERE id = %s"
        assert refuses(gone, (TODAY + DAY).isoformat(), shown.pk) == "publication_withdrawn_when_it_was"
    scene.step("note_change", by=scene.chief)
    assert moved(scene, "archived", closing) == "penalty_publication_withdrawn"
    with acting_as(scene.officer):
        withdraw_publication(actor=scene.officer, publication=shown, withdrawn_on=TODAY, reason="示例复议撤销")
        again = "UPDATE cases_publication SET withdrawn_reason = '示例改写' WHERE id = %s"
        assert refuses(again, shown.pk) == "case_detail_stays"
    assert scene.step("archive", by=scene.chief).status == "archived"


def test_a_decision_that_a_review_changed_is_noted_in_its_case(people: People) -> None:
    scene = decided(people)
    with acting_as(scene.officer):
        note_publication(actor=scene.officer, case=scene.case, published_on=TODAY, reference="示例公示号")
        reviewed = open_review(actor=scene.officer, case=scene.case, decision_number="示例罚1号", known_on=TODAY)
        reviewed = note_organ(actor=scene.officer, case=reviewed, organ="示例旗人民政府", organ_number="示例复1号")
        reviewed = take_case_step(actor=scene.officer, case=reviewed, step="accept_ordinary")
        result = ReviewResult("decide", "changed", TODAY, "示例复决1号", "处罚过重")
        note_result(actor=scene.officer, case=reviewed, result=result)
    assert scene.step("note_change", by=scene.chief).status == "annulled", "the clock of the withdrawal runs already"
    with acting_as(scene.officer):
        assert CaseClock.objects.filter(case=scene.case, rule__step="withdraw_publication").count() == 1


def test_who_wrote_last_has_drafted_and_who_handles_the_case_does_not_approve(people: People) -> None:
    scene = penalty_scene(people)
    scene.step("begin_check")
    scene.step("file", by=scene.chief)
    with acting_as(scene.officer):
        draft = OfficialDocument.objects.get(case=scene.case, template="filing_approval")
        assert draft.drafter_id == scene.chief.user_id, "the step of the second person began it"
        with pytest.raises(PermissionRefused):
            approve_document(actor=scene.officer, document=draft)
        draft = revise_document(actor=scene.officer, document=draft, given={})
        assert draft.drafter_id == scene.officer.user_id
        mine = (
            "UPDATE cases_officialdocument SET status = 'approved', approver_id = %s, approved_at = now() WHERE id = %s"
        )
        assert refuses(mine, scene.officer.user_id, draft.pk) == "official_document_approved_by_a_second_person"
    with acting_as(scene.second):
        assert refuses(mine, scene.second.user_id, draft.pk) == "official_document_approved_by_a_second_person"
        words = "UPDATE cases_officialdocument SET given = '{\"a\": 1}' WHERE id = %s"
        assert refuses(words, draft.pk) == "official_document_drafted_by_its_writer"


def test_documents_say_what_was_noted_and_nobody_writes_it_twice(people: People) -> None:
    scene = answered(people)
    scene.decide()
    scene.step("decide", by=scene.chief, given=DECIDED)
    with acting_as(scene.officer):
        draft = OfficialDocument.objects.get(case=scene.case, template="penalty_decision")
        words = str(draft.content)
        for noted in ("示例法第一条", "罚款金额：3,000.00元", "明确放弃陈述、申辩和要求听证的权利", "立案调查"):
            assert noted in words
        facts = facts_of(scene.case)
        assert facts["certificates"] == "、".join(f"示例证{each.user_id}" for each in (scene.officer, scene.second))
