"""From a confirmed finding to what was handed in: communities first, windows by rule, and nothing of the record on the way."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases.choices import Way
from erdem.cases.models import ActionTaken, Case, CaseClock, HolderConsentToAct
from erdem.cases.papers.drafts import draft_of, papers_of
from erdem.cases.queries.action_windows import window_of
from erdem.cases.queries.rights import questions_of
from erdem.cases.services import StepGiven, misuse, periods, take_case_step
from erdem.knowledge.tests.factories import community_of
from erdem.overlap.queries.findings import get_finding
from erdem.overlap.queries.standing import Right
from erdem.overlap.services import make_dossier
from erdem.overlap.tests.factories import a_finding
from erdem.people import queries, services
from erdem.people.choices import OrganisationKind, Role
from erdem.people.models import Organisation
from erdem.people.tests.factories import make_actor, make_user

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 27)
PUBLISHED = Right("pending", dt.date(2026, 6, 1))
GRANTED = Right("granted", dt.date(2025, 6, 1), dt.date(2026, 3, 3))


def steward_of(community_id: int) -> Actor:
    """Return a steward of a community."""
    with acting_as(SYSTEM):
        user = make_user("示例管护人")
        community = Organisation.objects.get(pk=community_id)
        services.add_member(actor=SYSTEM, organisation=community, user=user, role=Role.STEWARD)
        return queries.actor_of(user)


@pytest.fixture
def case(people: People) -> Case:
    finding = a_finding(community_id=community_of(people.holder))
    with acting_as(people.officer):
        mine = get_finding(people.officer, finding.number)
        assert mine is not None
        mine.status = "confirmed"
        return misuse.open_misuse_action(actor=people.officer, finding=mine)


def asked(people: People, case: Case, *ways: str) -> HolderConsentToAct:
    with acting_as(people.officer):
        take_case_step(actor=people.officer, case=case, step="triage")
        (question,) = misuse.ask_holders(
            actor=people.officer,
            case=case,
            question="示例：可否以此资料提出公众意见？",
            ways=ways or (Way.OBSERVATION,),
        )
    return question


def agreed(people: People, case: Case, *ways: str) -> None:
    question = asked(people, case, *ways)
    steward = steward_of(question.community_id)
    with acting_as(steward):
        misuse.answer_for_community(actor=steward, asked=question, answer="yes", conditions="署名社区")


def test_only_a_confirmed_finding_leads_to_an_action(people: People) -> None:
    finding = a_finding(community_id=community_of(people.holder))
    with acting_as(people.officer):
        mine = get_finding(people.officer, finding.number)
        assert mine is not None
        with pytest.raises(RuleBroken):
            misuse.open_misuse_action(actor=people.officer, finding=mine)
    with acting_as(people.applicant), pytest.raises(PermissionRefused):
        misuse.open_misuse_action(actor=people.applicant, finding=finding)


def test_a_second_press_of_the_button_finds_the_same_case(people: People, case: Case) -> None:
    with acting_as(people.officer):
        mine = get_finding(people.officer, case.finding.number) if case.finding else None
        assert mine is not None
        mine.status = "confirmed"
        assert misuse.open_misuse_action(actor=people.officer, finding=mine) == case
        assert Case.objects.count() == 1


def test_the_case_says_nothing_of_the_record(people: People, case: Case) -> None:
    with acting_as(SYSTEM):
        record = Case.objects.get(pk=case.pk).record
        assert record is not None
        words = " ".join(str(value) for value in Case.objects.values().get(pk=case.pk).values())
    assert record.name not in words
    assert "CN101098705A" in case.title


def test_the_communities_agree_and_the_case_goes_on(people: People, case: Case) -> None:
    agreed(people, case)
    with acting_as(people.officer):
        case.refresh_from_db()
        assert case.status == "consented"
        assert questions_of(people.officer, case).get().answer == "yes"


def test_silence_is_no_consent(people: People, case: Case) -> None:
    asked(people, case)
    with acting_as(people.officer), pytest.raises(RuleBroken):
        take_case_step(actor=people.officer, case=case, step="note_consent")


def test_one_refusal_ends_it(people: People, case: Case) -> None:
    question = asked(people, case)
    steward = steward_of(question.community_id)
    with acting_as(steward):
        misuse.answer_for_community(actor=steward, asked=question, answer="no")
        with pytest.raises(RuleBroken):
            misuse.answer_for_community(actor=steward, asked=question, answer="yes")
    with acting_as(people.officer):
        case.refresh_from_db()
        assert (case.status, case.outcome) == ("declined", "not_pursued")


def test_nobody_else_answers_for_a_community(people: People, case: Case) -> None:
    question = asked(people, case)
    stranger = make_actor(OrganisationKind.COMMUNITY, "示例另一社区", Role.STEWARD)
    for actor in (people.officer, people.holder, stranger):
        with acting_as(actor), pytest.raises(PermissionRefused), acting_as(SYSTEM):
            misuse.answer_for_community(actor=actor, asked=question, answer="yes")
    for actor in (people.officer, stranger):
        with acting_as(actor):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(
                        "UPDATE cases_holderconsenttoact SET answer = 'yes', answered_by_id = %s, answered_at = now()",
                        [actor.user_id],
                    )
                    touched = cursor.rowcount
            except DatabaseError:
                touched = 0
        assert touched == 0


def test_an_observation_is_prepared_while_the_application_is_pending(people: People, case: Case) -> None:
    agreed(people, case, Way.OBSERVATION, Way.LETTER)
    with acting_as(people.officer):
        finding = get_finding(people.officer, case.finding.number) if case.finding else None
        assert finding is not None
        dossier = make_dossier(actor=people.officer, finding=finding)
        taken = misuse.choose_way(
            actor=people.officer, case=case, chosen=misuse.WayChosen(Way.OBSERVATION, reason="公开在先")
        )
        assert taken.window_end is None
        assert CaseClock.objects.get(case=case, rule__step="patent_observation_window").due_on is None
        case.refresh_from_db()
        assert papers_of(people.officer, case) == ["observation"]
        sheet = draft_of(people.officer, case, "observation")
        assert sheet is not None
        assert dossier.number in str(sheet.content)
        case = misuse.note_submission(
            actor=people.officer,
            case=case,
            submitted_on=timezone.localdate(),
            submitted_to="国家知识产权局",
            reference="示例1",
        )
        assert case.status == "submitted"
        case = take_case_step(
            actor=people.officer, case=case, step="conclude", given=StepGiven(reason="申请被驳回", outcome="succeeded")
        )
        assert (case.status, case.outcome) == ("outcome", "succeeded")


def test_a_window_that_is_over_is_refused_with_the_ways_that_remain(people: People, case: Case) -> None:
    agreed(people, case, *Way.values)
    with acting_as(SYSTEM):
        publication = case.finding.publication if case.finding else None
        assert publication is not None
        publication.grant_date, publication.stage = dt.date(2009, 5, 6), "granted"
        publication.save()
    with acting_as(people.officer):
        case = Case.objects.get(pk=case.pk)
        with pytest.raises(RuleBroken, match="2009") as refused:
            misuse.choose_way(actor=people.officer, case=case, chosen=misuse.WayChosen(Way.OBSERVATION, reason="x"))
        assert str(Way.PATENT_INVALIDATION.label) in str(refused.value)
        assert not ActionTaken.objects.exists()
        misuse.choose_way(actor=people.officer, case=case, chosen=misuse.WayChosen(Way.PATENT_INVALIDATION, reason="x"))


def test_a_way_about_which_nobody_was_asked_is_refused(people: People, case: Case) -> None:
    agreed(people, case, Way.OBSERVATION)
    with acting_as(people.officer), pytest.raises(RuleBroken):
        misuse.choose_way(actor=people.officer, case=case, chosen=misuse.WayChosen(Way.LETTER, reason="x"))


def test_a_referral_opens_the_case_it_leads_to(people: People, case: Case) -> None:
    agreed(people, case, Way.REFER_PATENT)
    with acting_as(people.officer):
        misuse.choose_way(actor=people.officer, case=case, chosen=misuse.WayChosen(Way.REFER_PATENT, reason="x"))
        misuse.note_submission(
            actor=people.officer, case=case, submitted_on=timezone.localdate(), submitted_to="示例机关"
        )
        led = Case.objects.get(kind="patent_dispute")
        assert led.links_in.get().source == case


def test_a_leak_of_secret_knowledge_starts_the_six_months(people: People, case: Case) -> None:
    with acting_as(people.officer):
        clock = periods.begin_period(actor=people.officer, case=case, step="novelty_grace", day=dt.date(2026, 11, 2))
        assert clock.due_on == dt.date(2027, 5, 3)  # 2 May is a Sunday and a holiday by law
        with pytest.raises(RuleBroken):
            periods.begin_period(actor=people.officer, case=case, step="mediation", day=TODAY)


@pytest.mark.parametrize(
    ("way", "right", "basis", "state", "end"),
    [
        (Way.OBSERVATION, PUBLISHED, None, "open", None),
        (Way.OBSERVATION, GRANTED, None, "over", dt.date(2026, 3, 3)),
        (Way.OBSERVATION, Right("pending", dt.date(2027, 1, 4)), None, "not_yet", None),
        (Way.OBSERVATION, Right("unknown"), None, "unknown", None),
        (Way.OBSERVATION, Right("withdrawn", dt.date(2026, 6, 1)), None, "over", None),
        (Way.OBSERVATION, Right("granted"), None, "over", None),
        (Way.PATENT_INVALIDATION, PUBLISHED, None, "not_yet", None),
        (Way.PATENT_INVALIDATION, GRANTED, None, "open", None),
        (Way.PATENT_INVALIDATION, Right("refused", dt.date(2025, 6, 1)), None, "over", None),
        (Way.TM_OPPOSITION, None, dt.date(2026, 8, 28), "open", dt.date(2026, 11, 30)),
        (Way.TM_OPPOSITION, None, dt.date(2026, 8, 13), "over", dt.date(2026, 11, 13)),
        (Way.TM_INVALIDATION, None, dt.date(2022, 1, 7), "open", dt.date(2027, 1, 7)),
        (Way.TM_INVALIDATION, None, dt.date(2021, 11, 25), "over", dt.date(2026, 11, 25)),
        (Way.GI_OBJECTION, None, dt.date(2026, 10, 9), "open", dt.date(2026, 12, 9)),
        (Way.GI_OBJECTION, None, None, "unknown", None),
        (Way.LETTER, None, None, "free", None),
    ],
    ids=lambda value: str(value)[:40],
)
def test_windows_follow_from_days_and_rules(
    way: str, right: Right | None, basis: dt.date | None, state: str, end: dt.date | None
) -> None:
    with acting_as(SYSTEM):
        window = window_of(way, right=right, basis_on=basis, today=TODAY)
    assert (window.state, window.ends) == (state, end)
    assert window.reason
