"""Campaigns: plan before action, the list by risk, results, the shared file of several offices, figures."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases import redaction
from erdem.cases.models import Campaign, CampaignPaper, CampaignTarget, TargetVisit
from erdem.cases.queries.campaigns import campaign_figures, campaigns_of, results_of, targets_of
from erdem.cases.services import (
    NewVisit,
    answer_invitation,
    arrange_target,
    change_plan,
    end_part,
    invite_office,
    link_target_case,
    move_target,
    note_ground,
    note_visit,
    open_target_case,
    write_report,
)
from erdem.cases.tests.factories import colleague_of, make_case, office_of
from erdem.cases.tests.scene_campaigns import Scene, campaign_scene, joined, neighbours, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(people: People) -> Scene:
    return campaign_scene(people)


def test_a_campaign_runs_from_plan_to_report(scene: Scene) -> None:
    target, other = scene.target(), scene.target("示例商店")
    scene.run()
    assert scene.campaign.number.startswith("ZX152530-")
    assert scene.campaign.approved_at is not None
    assert scene.campaign.acted_from is not None
    assert scene.campaign.approved_at < scene.campaign.acted_from
    scene.visit(target, "corrected")
    scene.visit(other, "not_met")
    with acting_as(scene.officer):
        results = results_of(scene.officer, scene.campaign)
    assert (results.listed, results.done, results.inspected, results.found) == (2, 2, 1, 1)
    assert results.finding_rate == 1.0
    scene.step("finish")
    with acting_as(scene.officer):
        write_report(actor=scene.officer, campaign=scene.campaign, summary="示例总结", lessons="示例经验")
    scene.step("close")
    with acting_as(scene.officer):
        papers = {each.kind: each for each in CampaignPaper.objects.all()}
        assert set(papers) == {"plan", "report"}
        assert papers["plan"].number.endswith("专〔2026〕1号")
        assert papers["report"].number.endswith("专〔2026〕2号")
        words = redaction.text_of(blobs.read_verified(papers["report"].pdf)).replace("\n", "")
        assert "示例总结" in words
        assert "100.0%" in words
        figures = campaign_figures(scene.officer)
    assert (figures.campaigns, figures.complete, figures.inspected, figures.found) == (1, 1, 1, 1)
    with pytest.raises(RuleBroken):
        scene.target("示例新店")


def test_the_plan_is_approved_by_a_second_officer_who_wrote_nothing_of_it(people: People, scene: Scene) -> None:
    with pytest.raises(PermissionRefused):
        scene.step("approve", by=scene.officer)
    with acting_as(scene.second):
        scene.campaign = change_plan(actor=scene.second, campaign=scene.campaign, plan=plan(goals="示例新目标"))
    with pytest.raises(PermissionRefused):
        scene.step("approve", by=scene.second)
    with pytest.raises(PermissionRefused):
        scene.step("approve", by=people.stranger)
    third = colleague_of(people.officer)
    assert scene.step("approve", by=third).approved_by_id == third.user_id
    with acting_as(scene.officer), pytest.raises(RuleBroken):
        change_plan(actor=scene.officer, campaign=scene.campaign, plan=plan())
    assert scene.step("revise").approved_by_id is None


@pytest.mark.parametrize("lacking", ["goals", "looked_for", "risk", "who", "basis"])
def test_a_plan_with_a_hole_is_not_approved(people: People, lacking: str) -> None:
    scene = campaign_scene(people, **{lacking: " "})
    with pytest.raises(RuleBroken):
        scene.step("approve", by=scene.second)


def test_an_action_needs_a_list_and_inspections_lie_within_it(scene: Scene) -> None:
    scene.step("approve", by=scene.second)
    with pytest.raises(RuleBroken, match=r"检查对象|target"):
        scene.step("begin")
    target = scene.target()
    with pytest.raises(RuleBroken):
        scene.visit(target)
    scene.step("begin")
    today = timezone.localdate()
    first, second = scene.officer.user_id or 0, scene.second.user_id or 0
    for wrong in (
        NewVisit(today - dt.timedelta(days=1), first, second, "nothing"),
        NewVisit(today + dt.timedelta(days=1), first, second, "nothing"),
        NewVisit(today, first, first, "nothing"),
        NewVisit(today, first, second, "ordered", " "),
        NewVisit(today, first, second, "case", "示例"),
    ):
        with acting_as(scene.officer), pytest.raises(RuleBroken):
            note_visit(actor=scene.officer, target=target, new=wrong)
    with acting_as(scene.officer):
        assert not TargetVisit.objects.exists()


def test_points_follow_the_rules_and_say_why(scene: Scene) -> None:
    plain = scene.target("示例远店", place_code="")
    market = scene.target("示例集市", kind="market", knows="去年有人在此售假")
    assert plain.score == 0
    with acting_as(scene.officer):
        grounds = {each.rule.code: each.points for each in market.grounds.select_related("rule")}
        assert grounds == {"within_places": 5, "many_sellers": 10, "officer": 10}
        assert market.score == 25
        note_ground(actor=scene.officer, target=market, knows="第二条线索")
        note_ground(actor=scene.officer, target=market, knows="第三条线索")
        with pytest.raises(RuleBroken):
            note_ground(actor=scene.officer, target=market, knows="第四条线索")
        market.refresh_from_db()
        assert market.score == 45
        assert next(each.name for each in targets_of(scene.officer, scene.campaign, "-score")) == "示例集市"


def test_targets_are_dropped_with_a_reason_and_ordered(scene: Scene) -> None:
    first, second = scene.target("示例甲店"), scene.target("示例乙店")
    with acting_as(scene.officer):
        with pytest.raises(RuleBroken):
            arrange_target(actor=scene.officer, target=first, state="dropped", reason=" ")
        move_target(actor=scene.officer, target=second, earlier=True)
        assert [each.name for each in targets_of(scene.officer, scene.campaign)] == ["示例乙店", "示例甲店"]
        arrange_target(actor=scene.officer, target=first, state="dropped", reason="示例：已注销")
    scene.run()
    scene.visit(second)
    with acting_as(scene.officer), pytest.raises(RuleBroken):
        arrange_target(actor=scene.officer, target=second, state="dropped", reason="示例")
    with pytest.raises(RuleBroken):
        scene.target("示例乙店")


def test_a_case_is_opened_from_a_target_once(scene: Scene) -> None:
    target = scene.target("示例冒用商行")
    scene.run()
    with acting_as(scene.officer):
        case = open_target_case(
            actor=scene.officer, target=target, kind="report", title="示例线索", facts="示例", subject="trademark"
        )
        assert case.channel == "inspection"
        assert [each.party.name for each in case.parties.select_related("party")] == ["示例冒用商行"]
        target.refresh_from_db()
        with pytest.raises(RuleBroken):
            open_target_case(actor=scene.officer, target=target, kind="report", title="再次", facts="")
        with pytest.raises(RuleBroken):
            link_target_case(actor=scene.officer, target=target, case=make_case(scene.officer))
    scene.visit(target, "case")
    with acting_as(scene.officer):
        assert results_of(scene.officer, scene.campaign).cases == 1


def test_another_county_sees_nothing_until_it_is_invited(scene: Scene) -> None:
    near, colleague = neighbours()
    scene.target()
    with acting_as(near):
        assert not campaigns_of(near).exists()
        assert not Campaign.objects.exists()
        assert not CampaignTarget.objects.exists()
    with acting_as(scene.officer):
        part = invite_office(actor=scene.officer, campaign=scene.campaign, office=office_of(near))
    with acting_as(near):
        assert campaigns_of(near).count() == 1
    with pytest.raises(PermissionRefused):
        scene.target("示例邻店", by=near)
    with acting_as(near):
        answer_invitation(actor=near, part=part, accept=True)
    own = scene.target("示例邻店", by=near)
    assert own.office_id == office_of(near).pk
    with acting_as(colleague):
        end_part(actor=colleague, part=part, note="示例：人手不足")
        assert not Campaign.objects.exists()


def test_each_office_works_its_own_targets_and_all_see_the_same_file(scene: Scene) -> None:
    near, colleague = neighbours()
    joined(scene, near)
    own, theirs = scene.target("示例本旗店"), scene.target("示例邻旗店", by=near, place_code="152527")
    scene.run()
    scene.visit(own, "corrected", "示例：当场改正")
    with acting_as(near):
        assert [each.note for each in TargetVisit.objects.all()] == ["示例：当场改正"]
    with pytest.raises(PermissionRefused):
        scene.visit(theirs)
    with pytest.raises(PermissionRefused):
        scene.step("finish", by=near)
    visited(near, colleague, theirs)
    with acting_as(scene.officer):
        results = results_of(scene.officer, scene.campaign)
    assert results.by_office[office_of(near).pk] == (1, 1, 0)
    assert results.percent_done == 100


def visited(first: Actor, second: Actor, target: CampaignTarget) -> None:
    with acting_as(first):
        new = NewVisit(timezone.localdate(), first.user_id or 0, second.user_id or 0, "nothing")
        note_visit(actor=first, target=target, new=new)


def test_the_trail_names_no_target(scene: Scene) -> None:
    scene.target("示例绝密商号")
    with acting_as(SYSTEM):
        details = [str(each.detail) for each in AuditEntry.objects.filter(action__startswith="cases.")]
    assert details
    assert not any("示例绝密商号" in each for each in details)
