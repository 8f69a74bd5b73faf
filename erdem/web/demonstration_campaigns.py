"""A joint campaign of the demonstration with results, and a typical case that is published. Everything in it is invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.documents import DocumentError
from erdem.base.jobs import JobRun
from erdem.base.policy import RuleBroken
from erdem.cases import services as cases
from erdem.cases.choices import CaseKind, CaseRole, Channel, PartyKind, Subject
from erdem.cases.models import Campaign, CampaignTarget, Case, TypicalCase
from erdem.cases.queries.campaign_risks import proposals_for
from erdem.cases.services import CampaignPlan, NewTarget, NewVisit
from erdem.cases.services.steps import StepGiven
from erdem.people.models import Organisation
from erdem.web.demonstration_sharing import actor_named

HERE, NEXT = "152530", "152531"
TYPED = (
    NewTarget("market", "示例镇奶食品集市", HERE, knows="示例：去年秋天有人在此反映包装冒用地理标志。"),
    NewTarget("website", "示例草原优选网店", HERE, knows="示例：商品页面写“蒙古奶豆腐地理标志产品”，未见授权编号。"),
    NewTarget("firm", "示例银匠铺", HERE, "示例镇", knows="示例：把机制品标作“非遗传承人手工制作”。"),
    NewTarget("firm", "示例皮艺行", HERE, "示例镇"),
)
NEAR = (
    NewTarget("market", "示例县旅游商品市场", NEXT, knows="示例：游客两次来电反映。"),
    NewTarget("village", "示例嘎查加工点", NEXT),
)


@dataclass(frozen=True)
class Cast:
    """Who acts: two officers here, two next door, the expert."""

    officer: Actor
    second: Actor
    near: Actor
    near_second: Actor
    expert: Actor


def load(run: JobRun) -> int:
    """Make the campaign and the typical case once; return how many. Without the people or the fonts of documents, none."""
    people = _cast()
    with acting_as(run.actor):
        is_there = Campaign.objects.exists() or TypicalCase.objects.exists()
    if people is None or is_there:
        return 0
    made = 0
    for part in (_campaign, _typical):
        try:
            part(people)
        except (DocumentError, RuleBroken):
            continue
        made += 1
    return made


def _cast() -> Cast | None:
    names = ("officer", "officer2", "neighbour", "neighbour2", "expert")
    found = [actor for actor in map(actor_named, names) if actor is not None]
    return Cast(*found) if len(found) == len(names) else None


def office_of(actor: Actor) -> Organisation:
    """Return the office of an officer."""
    with acting_as(SYSTEM):
        return Organisation.objects.get(pk=min(actor.organisation_ids))


def _campaign(people: Cast) -> None:
    """Plan, approve, share, begin and partly work off a campaign of two counties."""
    today, officer = timezone.localdate(), people.officer
    plan = CampaignPlan(
        title="示例：两旗县地理标志奶食品联合治理",
        theme="冒用地理标志、虚假宣传“非遗手工”",
        begins_on=today,
        ends_on=today + dt.timedelta(days=45),
        places=(HERE, NEXT),
        basis="《中华人民共和国商标法》第六十条；《中华人民共和国反不正当竞争法》第九条。条文以现行有效文本为准。",
        goals="示例：清单内对象全部检查，问题当场改正或者立案，向持有社区通报结果。",
        looked_for="示例：包装和网页上的地理标志专用标志、授权编号、“非遗”“传承人手工”等用语及其依据。",
        risk="按系统规则计分排序，经办人补充所知情况并写明来由；分值只决定先查谁。",
        who="示例：正蓝旗牵头并承办本旗对象，多伦县承办本县对象，每次检查两名执法人员。",
    )
    with acting_as(officer):
        campaign = cases.plan_campaign(actor=officer, office=office_of(officer), plan=plan)
        part = cases.invite_office(actor=officer, campaign=campaign, office=office_of(people.near))
    with acting_as(people.near):
        cases.answer_invitation(actor=people.near, part=part, accept=True)
    targets = _targets(people, campaign)
    with acting_as(people.second):
        campaign.refresh_from_db()
        campaign = cases.take_campaign_step(actor=people.second, campaign=campaign, step="approve")
    with acting_as(officer):
        cases.take_campaign_step(actor=officer, campaign=campaign, step="begin")
    _results(people, targets)


def _targets(people: Cast, campaign: Campaign) -> dict[str, CampaignTarget]:
    with acting_as(people.officer):
        first = [one.key for one in proposals_for(people.officer, campaign)[:3]]
        if first:
            cases.take_proposals(actor=people.officer, campaign=campaign, keys=first)
        made = [cases.add_target(actor=people.officer, campaign=campaign, new=new) for new in TYPED]
        gone = cases.add_target(
            actor=people.officer, campaign=campaign, new=NewTarget("firm", "示例旧奶站", HERE, "示例镇")
        )
        cases.arrange_target(actor=people.officer, target=gone, state="dropped", reason="示例：已注销，现场无经营。")
    with acting_as(people.near):
        made += [cases.add_target(actor=people.near, campaign=campaign, new=new) for new in NEAR]
    return {one.name: one for one in made}


def _results(people: Cast, targets: dict[str, CampaignTarget]) -> None:
    today = timezone.localdate()

    def visit(first: Actor, second: Actor, name: str, result: str, note: str = "") -> None:
        new = NewVisit(today, first.user_id or 0, second.user_id or 0, result, note)
        with acting_as(first):
            cases.note_visit(actor=first, target=targets[name], new=new)

    with acting_as(people.officer):
        cases.open_target_case(
            actor=people.officer,
            target=targets["示例草原优选网店"],
            kind=CaseKind.REPORT,
            title="示例：网店冒用地理标志",
            facts="示例：专项检查发现网页使用专用标志，经营者未能出示授权。",
            subject=Subject.GEOGRAPHICAL_INDICATION,
        )
    visit(people.officer, people.second, "示例草原优选网店", "case", "示例：未能出示授权，移入案源核查。")
    visit(people.officer, people.second, "示例镇奶食品集市", "corrected", "示例：三个摊位当场撤下标牌。")
    visit(people.officer, people.second, "示例皮艺行", "nothing")
    visit(people.near, people.near_second, "示例县旅游商品市场", "ordered", "示例：责令七日内更换标签。")


def _typical(people: Cast) -> None:
    """Settle a complaint, write a typical case from it, have the expert check it, publish it."""
    officer, expert = people.officer, people.expert
    case = _settled(officer)
    words = {
        "title": "把普通奶豆腐标作地理标志产品的消费纠纷",
        "facts": "消费者在某商户购买标有地理标志专用标志的奶豆腐，回家后查不到授权编号，遂向市场监管部门投诉，要求退款。",
        "handling": "执法人员核对专用标志使用人名录，某商户不在其中。经调解，某商户退还货款，撤下全部标签，并书面承诺不再使用。"
        "涉嫌违法的线索另行核查。",
        "legal_note": "地理标志专用标志须经核准才能使用。未经核准使用的，消费者可以要求退货；"
        "经营者的行为是否违法，由主管机关另行认定。"
        "投诉（求偿）与举报（查处）是两条路，可以同时走。",
        "meaning": "标志后面是持有社区多年的信誉。买的时候看一眼授权编号，卖的时候留好授权文件，双方都省事。",
    }
    with acting_as(officer):
        typical = cases.draft_typical(actor=officer, case=case)
        typical = cases.write_typical(actor=officer, typical=typical, words=words, hides_rights=True)
        typical = cases.submit_typical(actor=officer, typical=typical, checker_id=expert.user_id or 0)
    with acting_as(expert):
        typical = cases.check_typical(
            actor=expert, typical=typical, agree=True, said="示例：评析准确，未见可识别当事人的内容，同意发布。"
        )
    with acting_as(officer):
        cases.publish_typical(actor=officer, typical=typical)


def _settled(officer: Actor) -> Case:
    new = cases.NewCase(
        kind=CaseKind.COMPLAINT,
        title="示例：奶豆腐标签纠纷",
        office=office_of(officer),
        received_on=timezone.localdate() - dt.timedelta(days=3),
        subject=Subject.CONSUMER,
        channel=Channel.VISIT,
        facts="示例：来访人在示例牧户奶食店购买奶豆腐，标签印有地理标志专用标志，查不到授权编号。",
        demand="示例：退还货款128元。",
    )
    with acting_as(officer):
        case = cases.open_case(actor=officer, new=new)
        content = cases.PartyContent(kind=PartyKind.SOLE_TRADER, name="示例牧户奶食店", address="示例镇示例街9号")
        party = cases.save_party(actor=officer, office_id=case.office_id, content=content)
        cases.add_case_party(actor=officer, case=case, party=party, role=CaseRole.RESPONDENT)
        for step in ("accept", "settle"):
            case = cases.take_case_step(actor=officer, case=case, step=step, given=StepGiven())
        today = timezone.localdate()
        cases.note_agreement(actor=officer, case=case, form="at_once", terms="示例：退还货款。", agreed_on=today)
        return cases.take_case_step(actor=officer, case=case, step="archive", given=StepGiven())
