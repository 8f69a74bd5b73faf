"""Requests of the demonstration: one that the demonstration's community is asked now, one that it refused, and a draft."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.jobs import JobRun
from erdem.knowledge.models import Record, RecordFace
from erdem.knowledge.policies import visible_faces, visible_records
from erdem.people import queries as people
from erdem.people.models import Organisation, User
from erdem.sharing import queries as sharing_queries
from erdem.sharing import services as sharing
from erdem.sharing.content import NamedRecord, RecordAnswer, RequestContent
from erdem.sharing.models import AccessRequest
from erdem.web import demonstration

FIRM, OFFICER, STEWARD = "firm", "officer", "steward"


def load(run: JobRun) -> int:
    """Make the three requests once; return how many. Without two records of the community that the firm may know, none."""
    firm, officer, steward = (actor_named(name) for name in (FIRM, OFFICER, STEWARD))
    with acting_as(run.actor):
        is_there = AccessRequest.objects.exists()
    if firm is None or officer is None or steward is None or is_there:
        return 0
    numbers = numbers_for(firm)
    if len(numbers) < 2:
        return 0
    refused = asked(
        firm, officer, content_of(firm, "示例：宣传片拍摄", "media", "拍一部介绍奶食的短片，在网上播放。"), numbers[:1]
    )
    _refuse(steward, refused)
    research = content_of(
        firm, "示例：奶食新品研发", "research", "请老人示范做法，在实验室比较发酵条件，试做两种新口味的奶食。"
    )
    asked(firm, officer, research, numbers[:2])
    with acting_as(firm):
        draft = content_of(firm, "示例：授权生产（草稿）", "commercial", "按传统做法批量生产，包装上写明来自哪个社区。")
        sharing.create_request(actor=firm, content=draft, records=[NamedRecord(numbers[1])])
    return 3


def actor_named(username: str) -> Actor | None:
    with acting_as(SYSTEM):
        user = User.objects.filter(username=username).first()
        return people.actor_of(user) if user else None


def numbers_for(firm: Actor) -> list[str]:
    """Return the numbers of records that the demonstration's community holds alone and of which the firm may know."""
    own = demonstration.community_id()
    with acting_as(SYSTEM):
        held = Record.objects.filter(holders=[own], place_search__contains=f" {demonstration.ORGANISATIONS[0][2]}")
        ids = list(held.order_by("number").values_list("pk", flat=True)) or list(
            Record.objects.filter(holders=[own]).order_by("number").values_list("pk", flat=True)[:20]
        )
    return sorted(known_to(firm, ids))


def known_to(firm: Actor, ids: list[int]) -> set[str]:
    """Return the numbers of those records of which the firm may know."""
    with acting_as(firm):
        known = set(Record.objects.filter(visible_records(firm), pk__in=ids).values_list("number", flat=True))
        faces = RecordFace.objects.filter(visible_faces(firm), record_id__in=ids)
        return known | set(faces.values_list("number", flat=True))


def content_of(firm: Actor, title: str, purpose: str, project: str) -> RequestContent:
    (house,) = firm.organisation_ids
    today = timezone.localdate()
    return RequestContent(
        title=title,
        applicant_kind="enterprise",
        applicant_id=house,
        applicant_name=Organisation.objects.get(pk=house).name,
        contact="示例联系人 0479-示例",
        purpose=purpose,
        project=project,
        methods=("reading", "teaching"),
        use_from=today,
        use_until=today + dt.timedelta(days=730),
        results="示例：研发记录，不申请专利",
        benefit_plan="示例：付示范费，成品按销售额的3%分给社区，教两名年轻人检验。",
        ethics_promised=True,
    )


def asked(firm: Actor, officer: Actor, content: RequestContent, numbers: list[str]) -> AccessRequest:
    with acting_as(firm):
        made = sharing.create_request(actor=firm, content=content, records=[NamedRecord(each) for each in numbers])
        sharing.submit_request(actor=firm, access_request=made)
    with acting_as(officer):
        found = sharing_queries.requests(officer).get(pk=made.pk)
        return sharing.accept_request(actor=officer, access_request=found)


def _refuse(steward: Actor, asked: AccessRequest) -> None:
    with acting_as(steward):
        question = sharing_queries.question_for(steward, asked)
        if question is not None:
            rows = sharing_queries.records_of_question(question, sharing_queries.requested_of(steward, asked))
            decisions = [RecordAnswer(each.pk, agrees=False) for each in rows]
            sharing.answer_question(actor=steward, question=question, decisions=decisions)
