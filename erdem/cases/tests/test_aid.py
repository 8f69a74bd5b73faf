"""Legal aid, help with rights and review: eligibility, conflicts, the opinion, one answer by a link, what flows back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.clock import Paper
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases.choices import CaseKind
from erdem.cases.models import AidProvider, AidRating, Case, CaseClock, CaseParty, Party
from erdem.cases.papers.drafts import draft_of, papers_of
from erdem.cases.queries.aid_roster import suggestions
from erdem.cases.queries.cases import cases_of
from erdem.cases.services import StepGiven, add_member, aid, review, take_case_step
from erdem.cases.tests.factories import make_case, office_of
from erdem.people.choices import OrganisationKind, Role
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def lawyer() -> Actor:
    return make_actor(OrganisationKind.INSTITUTION, "示例律师事务所", Role.EXPERT)


def on_roster(people: People, user: Actor | None = None, **given: Any) -> AidProvider:
    values = {"name": "示例律师", "role": "lawyer", "firm": "示例律师事务所", **given}
    with acting_as(people.officer):
        line = AidProvider(office=office_of(people.officer), user_id=user.user_id if user else None, **values)
        return aid.keep_provider(actor=people.officer, provider=line)


def assistance(people: People, **given: Any) -> Case:
    case = make_case(people.officer, CaseKind.RIGHTS_ASSISTANCE, title="示例维权援助")
    with acting_as(people.officer):
        case = aid.write_application(
            actor=people.officer,
            case=case,
            application={"applicant": "示例牧民", "other_side": "示例对方公司", **given},
        )
        for step in ("begin_triage", "accept"):
            case = take_case_step(actor=people.officer, case=case, step=step)
    return case


def test_help_goes_from_the_roster_to_the_answer_by_a_link(people: People, lawyer: Actor) -> None:
    case, provider = assistance(people), on_roster(people, lawyer)
    with acting_as(people.officer):
        case = aid.assign_provider(actor=people.officer, case=case, provider=provider)
    with acting_as(lawyer):
        mine = cases_of(lawyer).get(pk=case.pk)
        with pytest.raises(RuleBroken):
            aid.give_opinion(actor=lawyer, case=mine, given=aid.OpinionGiven(" "))
        aid.give_opinion(
            actor=lawyer, case=mine, given=aid.OpinionGiven("示例意见：未落入保护范围。", "示例事实", "保全证据")
        )
    with acting_as(people.officer):
        case.refresh_from_db()
        assert (case.status, case.outcome) == ("opinion", "advice_given")
        assert papers_of(people.officer, case) == ["assignment", "opinion"]
        sheet = draft_of(people.officer, case, "opinion")
        assert sheet is not None
        assert "参考意见，不具有法律效力" in str(sheet.content)
        token = aid.tell_who_asked(actor=people.officer, case=case)
        assert token not in str(list(AidRating.objects.values()))
    with acting_as(PUBLIC):
        assert aid.open_rating("x") is None
        with pytest.raises(RuleBroken):
            aid.rate_aid(actor=PUBLIC, token=token, score=6)
        aid.rate_aid(actor=PUBLIC, token=token, score=5, words="谢谢")
        with pytest.raises(RuleBroken):
            aid.rate_aid(actor=PUBLIC, token=token, score=1)
        assert aid.open_rating(token) is None
        assert not AidRating.objects.exists()
    with acting_as(people.officer):
        case.refresh_from_db()
        assert case.status == "rated"
        assert AidRating.objects.get(case=case).score == 5


def test_a_link_that_is_too_old_opens_nothing(people: People, lawyer: Actor) -> None:
    case, provider = assistance(people), on_roster(people, lawyer)
    with acting_as(people.officer):
        aid.assign_provider(actor=people.officer, case=case, provider=provider)
    with acting_as(lawyer):
        mine = cases_of(lawyer).get(pk=case.pk)
        aid.give_opinion(actor=lawyer, case=mine, given=aid.OpinionGiven("示例"))
    with acting_as(people.officer):
        token = aid.tell_who_asked(actor=people.officer, case=case)
    with acting_as(SYSTEM):
        AidRating.objects.update(expires_on=timezone.localdate() - dt.timedelta(days=1))
    with acting_as(PUBLIC), pytest.raises(RuleBroken):
        aid.rate_aid(actor=PUBLIC, token=token, score=5)


def test_who_stands_on_the_other_side_is_not_assigned(people: People, lawyer: Actor) -> None:
    provider = on_roster(people, lawyer)
    other = make_case(people.officer)
    with acting_as(people.officer):
        add_member(actor=people.officer, case=other, user_id=lawyer.user_id or 0, role="lawyer")
        party = Party.objects.create(office=office_of(people.officer), kind="enterprise", name="示例对方公司")
        CaseParty.objects.create(case=other, party=party, role="respondent")
    case = assistance(people)
    with acting_as(people.officer):
        (one,) = suggestions(people.officer, case)
        assert one.conflicts
        assert one.load == 1
        with pytest.raises(RuleBroken, match="示例律师"):
            aid.assign_provider(actor=people.officer, case=case, provider=provider)
        assert not cases_of(lawyer).filter(pk=case.pk).exists()


@pytest.mark.parametrize(
    ("kept", "role", "is_conflict"),
    [
        ({"name": "示例对方有限责任公司"}, "respondent", True),
        ({"name": "示例别名商行", "uscc": "91152530MA0EXAMPL5"}, "respondent", True),
        ({"name": "示例无关公司"}, "respondent", False),
    ],
)
def test_a_party_is_known_again_by_its_code_and_without_its_legal_form(
    people: People, lawyer: Actor, kept: dict[str, str], role: str, *, is_conflict: bool
) -> None:
    provider = on_roster(people, lawyer)
    other, case = make_case(people.officer), assistance(people)
    with acting_as(people.officer):
        office = office_of(people.officer)
        mine = Party.objects.create(
            office=office, kind="enterprise", name="示例对方有限公司", uscc="91152530MA0EXAMPL5"
        )
        CaseParty.objects.create(case=case, party=mine, role="respondent")
        add_member(actor=people.officer, case=other, user_id=lawyer.user_id or 0, role="lawyer")
        stranger = make_actor(OrganisationKind.OFFICE, "示例另一旗局", Role.COUNTY_OFFICER, "152531")
    with acting_as(SYSTEM):
        theirs = Party.objects.create(office=office_of(stranger), kind="enterprise", **kept)
        CaseParty.objects.create(case=other, party=theirs, role=role)
    with acting_as(people.officer):
        (one,) = suggestions(people.officer, case)
        assert bool(one.conflicts) is is_conflict
        assert provider.pk == one.provider.pk


def test_who_helps_the_same_applicant_elsewhere_has_no_conflict(people: People, lawyer: Actor) -> None:
    on_roster(people, lawyer)
    other, case = assistance(people, other_side="示例第三公司"), assistance(people)
    with acting_as(people.officer):
        add_member(actor=people.officer, case=other, user_id=lawyer.user_id or 0, role="lawyer")
        (one,) = suggestions(people.officer, case)
        assert not one.conflicts
    turned = assistance(people, applicant="示例对方公司", other_side="示例牧民")
    with acting_as(people.officer):
        (one,) = suggestions(people.officer, turned)
        assert one.conflicts, "there the applicant is the other side"


def test_a_party_is_not_assigned_to_its_own_case(people: People) -> None:
    provider = on_roster(people, name="示例对方公司")
    case = assistance(people)
    with acting_as(people.officer), pytest.raises(RuleBroken):
        aid.assign_provider(actor=people.officer, case=case, provider=provider)


def test_the_roster_is_offered_by_language_area_and_load(people: People) -> None:
    plain = on_roster(people, name="示例甲")
    fits = on_roster(people, name="示例乙", languages=["mn"], places=["152530"])
    away = on_roster(people, name="示例丙", languages=["mn"], places=["152530"], is_available=False)
    case = assistance(people, language="mn")
    with acting_as(people.officer):
        assert [one.provider for one in suggestions(people.officer, case)] == [fits, plain, away]
        with pytest.raises(RuleBroken):
            aid.assign_provider(actor=people.officer, case=case, provider=away)


def test_only_who_takes_part_gives_an_opinion(people: People, lawyer: Actor) -> None:
    case = assistance(people)
    for actor in (lawyer, people.officer, people.stranger):
        with acting_as(actor), pytest.raises(PermissionRefused):
            aid.give_opinion(actor=actor, case=case, given=aid.OpinionGiven("示例"))


def test_who_is_released_sees_the_case_no_more(people: People, lawyer: Actor) -> None:
    case, provider = assistance(people), on_roster(people, lawyer)
    with acting_as(people.officer):
        case = aid.assign_provider(actor=people.officer, case=case, provider=provider)
        case = aid.release_provider(actor=people.officer, case=case, reason="本人申请回避")
        assert case.status == "accepted"
    with acting_as(lawyer):
        assert not cases_of(lawyer).filter(pk=case.pk).exists()


def test_legal_aid_asks_for_a_supplement_once_and_decides_in_writing(people: People, lawyer: Actor) -> None:
    case = make_case(people.officer, CaseKind.LEGAL_AID, title="示例法律援助", demand="请求支付报酬")
    provider = on_roster(people, lawyer)
    paper = StepGiven(reason="缺收入证明", paper=Paper("示例补正通知"))
    with acting_as(people.officer):
        case = take_case_step(actor=people.officer, case=case, step="ask_supplement", given=paper)
        case = take_case_step(actor=people.officer, case=case, step="supplement")
        with pytest.raises(RuleBroken):
            take_case_step(actor=people.officer, case=case, step="ask_supplement", given=paper)
        with pytest.raises(RuleBroken):
            take_case_step(actor=people.officer, case=case, step="grant", given=StepGiven(reason="符合条件"))
        with pytest.raises(RuleBroken):
            take_case_step(actor=people.officer, case=case, step="help_first", given=StepGiven(reason="紧急"))
        case = aid.write_application(
            actor=people.officer,
            case=case,
            application={"applicant": "示例申请人", "ground": "promise", "emergency": "时效五天后届满"},
        )
        case = take_case_step(actor=people.officer, case=case, step="help_first", given=StepGiven(reason="时效将满"))
        case = take_case_step(actor=people.officer, case=case, step="grant", given=StepGiven(reason="符合条件"))
        assert papers_of(people.officer, case) == ["aid_grant"]
        case = aid.assign_provider(actor=people.officer, case=case, provider=provider)
        case = take_case_step(actor=people.officer, case=case, step="begin")
        with pytest.raises(RuleBroken):
            take_case_step(actor=people.officer, case=case, step="report")
    with acting_as(lawyer):
        aid.give_opinion(actor=lawyer, case=case, given=aid.OpinionGiven("示例结案报告"))
    with acting_as(people.officer):
        with pytest.raises(RuleBroken):
            aid.tell_who_asked(actor=people.officer, case=case)
        case = take_case_step(actor=people.officer, case=case, step="report")
        assert (case.status, case.outcome) == ("reported", "aid_given")
        token = aid.tell_who_asked(actor=people.officer, case=case)
    with acting_as(PUBLIC):
        aid.rate_aid(actor=PUBLIC, token=token, score=4)
    with acting_as(people.officer):
        case.refresh_from_db()
        assert (case.status, AidRating.objects.get(case=case).score) == ("reported", 4)


def test_a_refusal_can_be_objected_to(people: People) -> None:
    case = make_case(people.officer, CaseKind.LEGAL_AID, title="示例法律援助")
    with acting_as(people.officer):
        case = take_case_step(actor=people.officer, case=case, step="refuse", given=StepGiven(reason="不属于范围"))
        assert papers_of(people.officer, case) == ["aid_refusal"]
        case = take_case_step(actor=people.officer, case=case, step="object", given=StepGiven(reason="不服"))
        assert CaseClock.objects.get(case=case, rule__step="objection_review").state == "running"
        case = take_case_step(actor=people.officer, case=case, step="overturn", given=StepGiven(reason="责令援助"))
    assert case.status == "granted"


def test_a_changed_decision_flows_back_to_its_case(people: People) -> None:
    source = make_case(people.officer)
    today = timezone.localdate()
    with acting_as(people.officer):
        with pytest.raises(RuleBroken):
            review.open_review(actor=people.officer, case=source, decision_number=" ", known_on=today)
        case = review.open_review(
            actor=people.officer, case=source, decision_number="示例罚字1号", known_on=today - dt.timedelta(days=5)
        )
        assert CaseClock.objects.get(case=case, rule__step="apply_reconsideration").started_on == case.received_on
        with pytest.raises(RuleBroken):
            review.note_organ(actor=people.officer, case=case, organ=" ", organ_number="")
        case = review.note_organ(actor=people.officer, case=case, organ="示例旗人民政府", organ_number="示例复1号")
        case = take_case_step(actor=people.officer, case=case, step="accept_ordinary")
        sheet = draft_of(people.officer, case, "review_answer")
        assert sheet is not None
        assert "示例罚字1号" in str(sheet.content)
        result = review.ReviewResult("decide", "changed", today, "示例复决1号", "处罚过重")
        case = review.note_result(actor=people.officer, case=case, result=result)
        assert (case.status, case.outcome) == ("decided", "changed")
        clock = CaseClock.objects.get(case=source, rule__step="withdraw_publication")
        assert (clock.started_on, clock.rule.limit) == (today, 3)
        assert source.events.filter(step="decision_changed").exists()


def test_a_decision_that_is_upheld_leaves_its_case_alone(people: People) -> None:
    source = make_case(people.officer)
    today = timezone.localdate()
    with acting_as(people.officer):
        before = CaseClock.objects.filter(case=source).count()
        case = review.open_review(actor=people.officer, case=source, decision_number="示例罚字2号", known_on=today)
        case = take_case_step(actor=people.officer, case=case, step="sue", given=StepGiven(reason="直接起诉"))
        result = review.ReviewResult("judge", "upheld", today, "示例行初1号", "驳回诉讼请求")
        case = review.note_result(actor=people.officer, case=case, result=result)
        assert CaseClock.objects.filter(case=source).count() == before
    assert case.outcome == "upheld"
