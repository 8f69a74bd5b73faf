"""Cases of the demonstration: a penalty on its way, a patent dispute, help with rights, and an action against misuse."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.jobs import JobRun
from erdem.cases import services as cases
from erdem.cases.choices import CaseKind, CaseRole, Channel, EvidenceKind, MemberRole, PartyKind, SiteFinding, Subject
from erdem.cases.models import AidProvider, Case
from erdem.cases.services import aid, misuse, patents
from erdem.literature.choices import StatusGroup
from erdem.overlap import services as overlap
from erdem.overlap.choices import FindingStatus
from erdem.overlap.queries.findings import findings
from erdem.people.models import Organisation
from erdem.web import demonstration_filings
from erdem.web.demonstration_sharing import actor_named

PLACE = demonstration_filings.PLACE
WATCHED_FOR = 40
"""So many days ago the oldest report came in: its clock has run out, which the pages have to show."""


@dataclass(frozen=True)
class Desk:
    """Who acts: two officers who handle, the one who decides, the region's officer, and the expert as a lawyer."""

    officer: Actor
    second: Actor
    chief: Actor
    region: Actor
    lawyer: Actor

    @property
    def office(self) -> Organisation:
        """The office of the officers."""
        (own,) = self.officer.organisation_ids
        with acting_as(SYSTEM):
            return Organisation.objects.get(pk=own)

    def open(self, kind: str, title: str, *, days_ago: int = 0, **given: Any) -> Case:
        """Open a case of the office, received some days ago and handled by the two officers."""
        received_on = timezone.localdate() - dt.timedelta(days=days_ago)
        new = cases.NewCase(kind=kind, title=title, office=self.office, received_on=received_on, **given)
        with acting_as(self.officer):
            case = cases.open_case(actor=self.officer, new=new)
            return cases.assign_case(
                actor=self.officer,
                case=case,
                handler_id=self.officer.user_id,
                second_handler_id=self.second.user_id,
            )


def load(run: JobRun) -> int:
    """Open the cases once; return how many there are. Without the accounts of the demonstration none."""
    desk = _desk()
    with acting_as(run.actor):
        is_there = Case.objects.exists()
    if desk is None or is_there:
        return 0
    demonstration_filings.load(desk.officer, desk.second)
    _overdue(desk)
    _penalise(desk)
    _prepare_patent_dispute(desk)
    _help(desk)
    _act_against_misuse(desk)
    with acting_as(run.actor):
        return Case.objects.count()


def _desk() -> Desk | None:
    names = ("officer", "officer2", "officer3", "region", "expert")
    found = [actor for actor in map(actor_named, names) if actor is not None]
    return Desk(*found) if len(found) == len(names) else None


def _overdue(desk: Desk) -> None:
    """Leave one report without an officer whose check should have been finished long ago."""
    received_on = timezone.localdate() - dt.timedelta(days=WATCHED_FOR)
    new = cases.NewCase(
        kind=CaseKind.REPORT,
        title="示例：超市货架上冒用奶皮子地理标志",
        office=desk.office,
        received_on=received_on,
        subject=Subject.GEOGRAPHICAL_INDICATION,
        channel=Channel.HOTLINE_12345,
        facts="示例：12345热线转来，来电人称货架上六种奶皮子印有专用标志，查不到使用人名录。",
    )
    with acting_as(desk.officer):
        cases.open_case(actor=desk.officer, new=new)


def _penalise(desk: Desk) -> None:
    """Bring a penalty to the end of its investigation, with an inspection and evidence."""
    today = timezone.localdate()
    with acting_as(desk.officer):
        for number, officer in enumerate((desk.officer, desk.second, desk.chief), start=1):
            cases.note_certificate(
                actor=desk.officer,
                office=desk.office,
                user_id=officer.user_id or 0,
                number=f"示例执法证{number:03d}",
                valid_from=today - dt.timedelta(days=300),
                valid_until=today + dt.timedelta(days=600),
            )
    case = desk.open(
        CaseKind.PENALTY,
        "示例：擅自使用毡艺集体商标",
        days_ago=12,
        subject=Subject.TRADEMARK,
        channel=Channel.INSPECTION,
        facts="示例：巡查发现一家商行在毡包、毡帽吊牌上使用集体商标，不在许可名单内。",
        right_number="示例商标第00000000号",
    )
    _name_shop(desk, case)
    with acting_as(desk.officer):
        case = cases.take_case_step(actor=desk.officer, case=case, step="begin_check")
    with acting_as(desk.chief):
        case = cases.take_case_step(actor=desk.chief, case=case, step="file")
    with acting_as(desk.officer):
        case = cases.take_case_step(actor=desk.officer, case=case, step="begin_investigation")
        _inspect(desk, case)
        case = cases.take_case_step(actor=desk.officer, case=case, step="end_investigation")
        cases.take_case_step(actor=desk.officer, case=case, step="notify")


def _name_shop(desk: Desk, case: Case) -> None:
    content = cases.PartyContent(
        kind=PartyKind.ENTERPRISE, name=demonstration_filings.FELT_SHOP, place_code=PLACE, address="示例街8号"
    )
    with acting_as(desk.officer):
        shop = cases.save_party(actor=desk.officer, office_id=desk.office.pk, content=content)
        cases.add_case_party(actor=desk.officer, case=case, party=shop, role=CaseRole.RESPONDENT)


def _inspect(desk: Desk, case: Case) -> None:
    ended_at = timezone.now() - dt.timedelta(days=5)
    cases.record_inspection(
        actor=desk.officer,
        case=case,
        new=cases.NewInspection(
            place_name=demonstration_filings.FELT_SHOP,
            address="示例街8号",
            begun_at=ended_at - dt.timedelta(hours=1),
            ended_at=ended_at,
            first_officer_id=desk.officer.user_id or 0,
            second_officer_id=desk.second.user_id or 0,
            certificates=("示例执法证001", "示例执法证002"),
            items=(
                {"what": "毡帽吊牌", "finding": SiteFinding.BAD.value, "note": "印有集体商标，42件"},
                {"what": "进货票据", "finding": SiteFinding.OPEN.value, "note": "店主称在外地仓库"},
                {"what": "营业执照", "finding": SiteFinding.GOOD.value, "note": ""},
            ),
            present="示例·店主",
            told_rights=True,
            findings="示例：柜台有毡帽42件、毡垫6件，吊牌印有集体商标；店主不能出示许可。",
            said="示例：店主称吊牌是供货商配的。",
        ),
    )
    cases.add_evidence(
        actor=desk.officer,
        case=case,
        new=cases.NewEvidence(
            kind=EvidenceKind.STATEMENT,
            title="店主询问笔录（示例）",
            source="现场询问",
            captured_at=ended_at,
            shows="示例：不在许可名单内而使用集体商标",
            captured_where="示例街8号",
            captured_by="示例·经办、示例·复核",
        ),
    )


def _prepare_patent_dispute(desk: Desk) -> None:
    """Write a request for a ruling whose check still has to be finished."""
    case = desk.open(
        CaseKind.PATENT_DISPUTE,
        "示例：发酵乳制备方法专利纠纷",
        days_ago=1,
        subject=Subject.PATENT_INFRINGEMENT,
        facts="示例：合作社称一家公司按其专利方法生产发酵乳。",
        right_number="ZL202010000001.1",
    )
    with acting_as(desk.officer):
        patents.write_request(
            actor=desk.officer,
            case=case,
            request_given={
                "track": "infringement",
                "patent_type": "invention",
                "claimant": "正蓝旗示例奶食合作社",
                "claimant_address": "正蓝旗示例路1号",
                "claimant_contact": "000-0000000",
                "standing": "owner",
                "respondents": "示例发酵乳公司，示例市示例区",
                "demand": "停止侵权，销毁专用设备。",
                "facts": "示例：对方产品说明载明的步骤与权利要求1相同。",
                "grounds": "示例：落入权利要求1的保护范围。",
                "known_on": (timezone.localdate() - dt.timedelta(days=90)).isoformat(),
                "no_court_suit": True,
                "no_other_route": True,
                "has_identity_proof": True,
            },
        )


def _help(desk: Desk) -> None:
    """Put the expert on the roster and have a herder's question answered."""
    line = AidProvider(
        office=desk.office,
        user_id=desk.lawyer.user_id,
        name="示例·专家",
        role=MemberRole.LAWYER,
        firm="示例民族医药研究所",
        subjects=[Subject.FOLK_COPYRIGHT, Subject.PATENT_INFRINGEMENT],
        languages=["zh", "mn"],
    )
    case = desk.open(
        CaseKind.RIGHTS_ASSISTANCE,
        "示例：马头琴演奏录音被配进广告",
        days_ago=3,
        subject=Subject.FOLK_COPYRIGHT,
        facts="示例：老艺人的录音未经同意被配进饮料广告。",
    )
    with acting_as(desk.officer):
        provider = aid.keep_provider(actor=desk.officer, provider=line)
        case = aid.write_application(
            actor=desk.officer,
            case=case,
            application={"applicant": "示例·琴师", "other_side": "示例饮料公司"},
        )
        for step in ("begin_triage", "accept"):
            case = cases.take_case_step(actor=desk.officer, case=case, step=step)
        aid.assign_provider(actor=desk.officer, case=case, provider=provider)


def _act_against_misuse(desk: Desk) -> None:
    """Confirm the strongest finding about a record that a community holds and an application that is pending, and ask.

    An observation is asked about, so the application has to be one whose window is open.
    """
    with acting_as(desk.officer):
        found = (
            findings(desk.officer)
            .filter(status=FindingStatus.NEW, publication__status_group=StatusGroup.PENDING)
            .exclude(record__holders=[])
            .order_by("-strength", "pk")
            .first()
        )
        if found is None:
            return
        overlap.take_review_step(actor=desk.officer, finding=found, step="start_checking")
        found.refresh_from_db()
        opinion = "示例：公开文本的步骤与登记的做法相同，且晚于登记。"
        overlap.take_review_step(actor=desk.officer, finding=found, step="confirm", opinion=opinion)
        found.refresh_from_db()
        case = misuse.open_misuse_action(actor=desk.officer, finding=found)
        case = cases.assign_case(actor=desk.officer, case=case, handler_id=desk.officer.user_id)
        case = cases.take_case_step(actor=desk.officer, case=case, step="triage")
        misuse.ask_holders(
            actor=desk.officer,
            case=case,
            question="示例：可否以社区登记的公开内容，对该专利申请提出公众意见？",
            ways=("observation",),
        )
