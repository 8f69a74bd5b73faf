"""What the small world holds of campaigns: one of two offices with a target, grounds, a result and a document; typical cases."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.cases.choices import CaseKind
from erdem.cases.models import (
    Campaign,
    CampaignPaper,
    CampaignTarget,
    Case,
    RiskRule,
    TargetGround,
    TypicalCase,
    TypicalPublication,
)
from erdem.cases.services import (
    NewTarget,
    NewVisit,
    add_target,
    check_typical,
    draft_typical,
    invite_office,
    note_visit,
    plan_campaign,
    publish_typical,
    submit_typical,
    take_campaign_step,
    take_case_step,
    write_typical,
)
from erdem.cases.services.steps import StepGiven
from erdem.cases.tests.factories import colleague_of, make_case, office_of
from erdem.cases.tests.scene_campaigns import plan
from erdem.overlap.models import Finding
from erdem.people.models import Organisation


@dataclass
class Campaigns:
    """The campaigns and typical cases of the world."""

    running: Campaign
    planned: Campaign
    target: CampaignTarget
    draft: TypicalCase
    published: TypicalPublication
    closed: Case


def add_campaigns(people: People, expert: Actor) -> Campaigns:
    """Plan two campaigns, let one run with a result, and write two typical cases, of which one is published."""
    officer, second = people.officer, colleague_of(people.officer)
    with acting_as(officer):
        planned = plan_campaign(actor=officer, office=office_of(officer), plan=plan(title="示例待审行动"))
        running = plan_campaign(actor=officer, office=office_of(officer), plan=plan())
        other = Organisation.objects.filter(kind="office").exclude(pk=running.office_id).order_by("pk").first()
        if other is not None:
            invite_office(actor=officer, campaign=running, office=other)
        target = add_target(
            actor=officer, campaign=running, new=NewTarget("market", "示例集市", "152530", knows="示例")
        )
    _approve(officer, second, running)
    _add_grounds(officer, target)
    with acting_as(officer):
        running = take_campaign_step(actor=officer, campaign=running, step="begin")
        new = NewVisit(timezone.localdate(), officer.user_id or 0, second.user_id or 0, "nothing", "示例")
        note_visit(actor=officer, target=target, new=new)
    published, closed = _publish(officer, expert)
    with acting_as(officer):
        draft = draft_typical(actor=officer, case=_ended(officer))
    return Campaigns(running, planned, target, draft, published, closed)


def _approve(officer: Actor, second: Actor, campaign: Campaign) -> None:
    """Approve the plan with a document of a few bytes: setting it takes a second that no rule here depends on."""
    with acting_as(second):
        now = timezone.now()
        Campaign.objects.filter(pk=campaign.pk).update(
            status="approved", approved_by_id=second.user_id, approved_at=now
        )
    with acting_as(officer):
        blob = blobs.keep(b"%PDF-1.7 example plan", media_type="application/pdf")
        CampaignPaper.objects.create(
            campaign=campaign,
            kind="plan",
            number="示例专〔2026〕1号",
            content={},
            pdf=blob,
            docx=blob,
            issued_by_id=officer.user_id or 0,
        )
        campaign.refresh_from_db()


def _add_grounds(officer: Actor, target: CampaignTarget) -> None:
    """Note a ground for each finding, so that who sees which is compared."""
    with acting_as(SYSTEM):
        rule = RiskRule.objects.get(code="finding_open")
        for finding in Finding.objects.all():
            TargetGround.objects.create(
                target=target, rule=rule, points=1, finding=finding, noted_by_id=officer.user_id or 0
            )


def _ended(officer: Actor) -> Case:
    case = make_case(officer, CaseKind.COMPLAINT, title="示例已结投诉")
    with acting_as(officer):
        case = take_case_step(actor=officer, case=case, step="withdraw", given=StepGiven(reason="示例"))
        return take_case_step(actor=officer, case=case, step="archive", given=StepGiven())


def _publish(officer: Actor, expert: Actor) -> tuple[TypicalPublication, Case]:
    words = {"title": "标签纠纷", "facts": "某商户标签不实。", "handling": "责令改正。", "legal_note": "依法应当标明。"}
    case = _ended(officer)
    with acting_as(officer):
        made = draft_typical(actor=officer, case=case)
        made = write_typical(actor=officer, typical=made, words=words, hides_rights=True)
        made = submit_typical(actor=officer, typical=made, checker_id=expert.user_id or 0)
    with acting_as(expert):
        made = check_typical(actor=expert, typical=made, agree=True, said="示例同意")
    with acting_as(officer):
        return publish_typical(actor=officer, typical=made), case
