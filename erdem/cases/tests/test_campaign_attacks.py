"""Plain SQL of an officer moves no campaign past its guards, gives no points and notes no result in another's name."""

from __future__ import annotations

import pytest
from django.utils import timezone

from erdem.base.actor import acting_as
from erdem.base.testing.actors import People
from erdem.cases.models import Campaign, RiskRule
from erdem.cases.tests.factories import make_case, office_of
from erdem.cases.tests.scene_campaigns import Scene, campaign_scene, joined, neighbours
from erdem.cases.tests.test_penalty_attacks import refuses

pytestmark = pytest.mark.django_db
CHANGE = "UPDATE cases_campaign SET {} WHERE id = %s"


@pytest.fixture
def scene(people: People) -> Scene:
    return campaign_scene(people)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("status = 'running'", "illegal_step"),
        ("status = 'closed', closed_at = now(), summary = '示例'", "campaign_report_issued"),
        ("status = 'approved', approved_by_id = {officer}, approved_at = now()", "campaign_plan_approved_by_another"),
        ("status = 'approved', approved_by_id = {second}, approved_at = now()", "campaign_plan_approved_by_another"),
        ("writers = '{{}}'", "campaign_readers_stay"),
        ("offices = offices || 999999::bigint", "campaign_readers_stay"),
        ("acted_from = now()", "campaign_action_begins_once"),
        ("approved_by_id = {second}, approved_at = now()", "no row"),
        ("number = 'ZX-1'", "campaign_stays_what_it_is"),
        ("ends_on = begins_on - 1", "campaign_ends_after_it_begins"),
        ("places = '{{}}'", "campaign_names_its_places"),
    ],
)
def test_a_plan_is_not_approved_or_begun_by_hand(scene: Scene, change: str, named: str) -> None:
    who = {"officer": scene.officer.user_id, "second": scene.second.user_id}
    with acting_as(scene.officer):
        statement = CHANGE.format(change.format(**who))
        if named == "no row":  # what an approval says is emptied while the plan is a draft
            Campaign.objects.filter(pk=scene.campaign.pk).update(approved_at=timezone.now())
            assert Campaign.objects.get().approved_at is None
        else:
            assert refuses(statement, scene.campaign.pk) == named


def test_an_action_needs_the_issued_plan_and_a_list(scene: Scene) -> None:
    with acting_as(scene.second):
        Campaign.objects.filter(pk=scene.campaign.pk).update(
            status="approved", approved_by_id=scene.second.user_id, approved_at=timezone.now()
        )
    begin = CHANGE.format("status = 'running'")
    with acting_as(scene.officer):
        assert refuses(begin, scene.campaign.pk) == "campaign_plan_issued"
        assert refuses(CHANGE.format("goals = '别的'"), scene.campaign.pk) == "campaign_plan_stays"
    scene.step("revise")
    scene.step("approve", by=scene.second)
    with acting_as(scene.officer):
        assert refuses(begin, scene.campaign.pk) == "campaign_list_before_action"
    scene.target()
    scene.step("begin")
    with acting_as(scene.officer):
        assert refuses(CHANGE.format("acted_from = now() - interval '9 days'"), scene.campaign.pk) == (
            "campaign_action_begins_once"
        )


VISIT = (
    "INSERT INTO cases_targetvisit (target_id, visited_on, first_officer_id, second_officer_id, result, note,"
    " noted_by_id, noted_at) VALUES (%s, current_date, %s, %s, 'nothing', '', %s, now())"
)


def test_results_are_noted_by_two_officers_of_the_office_in_the_own_name(people: People, scene: Scene) -> None:
    near, _colleague = neighbours()
    joined(scene, near)
    target = scene.target()
    one, two = scene.officer.user_id, scene.second.user_id
    with acting_as(scene.officer):
        assert refuses(VISIT, target.pk, one, two, one) == "visit_during_the_action"
    scene.run()
    with acting_as(scene.officer):
        assert refuses(VISIT, target.pk, one, one, one) in ("visit_by_two", "visit_by_officers_of_the_office")
        assert refuses(VISIT, target.pk, one, near.user_id, one) == "visit_by_officers_of_the_office"
        assert refuses(VISIT, target.pk, one, two, two) == "target_worked_on_by_its_office"
    with acting_as(near):
        assert refuses(VISIT, target.pk, one, two, near.user_id) == "target_worked_on_by_its_office"
    with acting_as(people.stranger):
        assert refuses(VISIT, target.pk, one, two, people.stranger.user_id) != "written"
    scene.visit(target)
    with acting_as(scene.officer):
        for statement in (
            "UPDATE cases_targetvisit SET result = 'corrected' WHERE target_id = %s",
            "DELETE FROM cases_targetvisit WHERE target_id = %s",
            "UPDATE cases_campaigntarget SET score = 99 WHERE id = %s",
            "UPDATE cases_campaigntarget SET name = '别的' WHERE id = %s",
            "UPDATE cases_campaigntarget SET state = 'dropped', drop_reason = '示例' WHERE id = %s",
            "DELETE FROM cases_campaigntarget WHERE id = %s",
        ):
            assert refuses(statement, target.pk) in (
                "no row",
                "refused",
                "target_stays_what_it_is",
                "target_inspected_stays",
            )
        case = make_case(scene.officer)
    with acting_as(near):
        assert refuses("UPDATE cases_campaigntarget SET case_id = %s WHERE id = %s", case.pk, target.pk) in (
            "no row",
            "target_worked_on_by_its_office",
        )


def test_points_are_not_made_up(scene: Scene) -> None:
    target = scene.target()
    ground = (
        "INSERT INTO cases_targetground (target_id, rule_id, points, note, noted_by_id, noted_at)"
        " VALUES (%s, %s, %s, '示例', %s, now())"
    )
    with acting_as(scene.officer):
        rule = RiskRule.objects.get(code="officer")
        assert refuses(ground, target.pk, rule.pk, rule.most + 1, scene.officer.user_id) == "ground_follows_its_rule"
        assert refuses(ground, target.pk, rule.pk, 1, scene.second.user_id) == "ground_by_its_actor"
        assert refuses("UPDATE cases_riskrule SET points = 1 WHERE id = %s", rule.pk) in ("no row", "refused")


def test_nobody_invites_or_accepts_for_others(scene: Scene) -> None:
    near, _colleague = neighbours()
    part = (
        "INSERT INTO cases_campaignoffice (campaign_id, office_id, state, note, invited_by_id, invited_at)"
        " VALUES (%s, %s, %s, '', %s, now())"
    )
    with acting_as(near):
        mine = office_of(near).pk
        assert refuses(part, scene.campaign.pk, mine, "invited", near.user_id) != "written"
    with acting_as(scene.officer):
        assert refuses(part, scene.campaign.pk, mine, "accepted", scene.officer.user_id) == (
            "campaign_part_answered_by_its_office"
        )
        assert refuses(part, scene.campaign.pk, scene.campaign.office_id, "invited", scene.officer.user_id) == (
            "campaign_part_of_another_office"
        )
