"""Communities of the demonstration county: a gachaa with its resolution, two cooperatives that share a record, a call, readings.

Names, papers and telephones are invented and say so.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.documents import Facts, Paragraph, Sheet, sheet_pdf
from erdem.base.jobs import JobRun
from erdem.knowledge import queries as knowledge_queries
from erdem.knowledge import services as knowledge
from erdem.knowledge.choices import HoldingState
from erdem.knowledge.models import CommunityProfile, Holding, Record
from erdem.people import queries as people
from erdem.people import services as accounts
from erdem.people.models import Organisation, User

GACHAA, COOPERATIVE, FELTERS = "正蓝旗示例持有社区", "正蓝旗示例奶食合作社", "正蓝旗示例毡艺合作社"
STEWARD, SECOND, THIRD = "steward", "steward2", "steward3"
ELDER, OFFICER, REGION = "elder", "officer", "region"
BANNER = "152530"
CURD = "奶豆腐"


def load(run: JobRun) -> int:
    """Enter the communities once; return how many."""
    found = [_actor(name) for name in (STEWARD, SECOND, THIRD, ELDER, OFFICER, REGION)]
    actors = [actor for actor in found if actor is not None]
    if len(actors) < len(found):
        return 0
    steward, second, third, elder, officer, region = actors
    with acting_as(SYSTEM):
        if CommunityProfile.objects.filter(organisation__name=GACHAA).exists():
            return 0
        gachaa = _enter(
            GACHAA, "V", "示例嘎查，做奶食、制毡、养马，四十多户。这里的介绍、姓名和电话都是编造的。", "示例·管事"
        )
        _enter(COOPERATIVE, "C", "示例合作社，和嘎查一起做奶食。这里的介绍、姓名和电话都是编造的。", "示例·理事")
        _enter(FELTERS, "C", "示例合作社，做毡子，也做奶食。这里的介绍、姓名和电话都是编造的。", "示例·理事乙")
    _resolve(steward, gachaa)
    _share(steward, {COOPERATIVE: second, FELTERS: third}, gachaa.organisation_id)
    _groups(steward, elder, gachaa.organisation)
    _call(officer)
    _readings((officer, region), gachaa.organisation_id)
    return 3


def _actor(username: str) -> Actor | None:
    with acting_as(SYSTEM):
        user = User.objects.filter(username=username).first()
        return people.actor_of(user) if user else None


def _enter(name: str, holder_type: str, description: str, contact: str) -> CommunityProfile:
    organisation = Organisation.objects.get(kind="community", name=name)
    content = knowledge.ProfileContent(
        name=name,
        holder_type=holder_type,
        place_codes=(BANNER,),
        description=description,
        contacts=(knowledge.ContactLine(contact, "0479-示例", "signed_in"),),
    )
    profile = knowledge.propose_community(actor=SYSTEM, content=content, organisation=organisation, demonstration=True)
    return knowledge.recognise_community(actor=SYSTEM, profile=profile)


def _resolve(steward: Actor, gachaa: CommunityProfile) -> None:
    """Hand in the gachaa's resolution, set as a sheet that says it is made up."""
    day = timezone.localdate() - dt.timedelta(days=120)
    sheet = Sheet(
        title="示例嘎查村民会议决议（演示）",
        blocks=(
            Paragraph("这份决议是编造的，只为演示授权文件怎样存放和查验。"),
            Facts((("到会", "40人"), ("同意", "36人"), ("决定", "由管事决定本嘎查传统知识的查阅和使用"))),
        ),
    )
    content = knowledge.PaperContent(
        "assembly", "由管事决定本嘎查传统知识的查阅和使用（演示）", day, day, present=40, agreeing=36
    )
    with acting_as(steward):
        knowledge.keep_paper(
            actor=steward, profile=gachaa, content=content, file=sheet_pdf(sheet), file_name="示例决议.pdf"
        )


def _share(steward: Actor, others: dict[str, Actor], gachaa: int) -> None:
    """Records held by three communities together, and an invitation that waits for the first cooperative.

    The curd is made by all three, so that all of them are asked before anything is done about a patent on it.
    """
    with acting_as(SYSTEM):
        shared, invited = Record.objects.filter(community_id=gachaa).order_by("number")[:2]
        curd = Record.objects.filter(community_id=gachaa, name__startswith=CURD).first()
    hold_together(steward, others, shared)
    if curd is not None:
        hold_together(steward, others, curd)
    with acting_as(SYSTEM):
        cooperative = Organisation.objects.get(kind="community", name=COOPERATIVE)
    with acting_as(steward):
        knowledge.invite_community(actor=steward, record=invited, community=cooperative)


def hold_together(steward: Actor, others: dict[str, Actor], record: Record) -> None:
    """Have a record's steward invite other communities, by name, and their stewards accept."""
    with acting_as(SYSTEM):
        houses = {name: Organisation.objects.get(kind="community", name=name) for name in others}
    for name, other in others.items():
        with acting_as(steward):
            knowledge.invite_community(actor=steward, record=record, community=houses[name])
        with acting_as(SYSTEM):
            holding = Holding.objects.select_related("record").get(
                record=record, community=houses[name], state=HoldingState.INVITED
            )
        with acting_as(other):
            knowledge.answer_invitation(actor=other, holding=holding, accept=True)


def _groups(steward: Actor, elder: Actor, gachaa: Organisation) -> None:
    with acting_as(steward):
        clan = accounts.declare_group(actor=steward, organisation=gachaa, kind="clan", name="示例氏族")
        women = accounts.declare_group(actor=steward, organisation=gachaa, kind="women", name="示例妇女组")
        accounts.place_in_group(actor=steward, group=clan, user_id=elder.user_id or 0)
    with acting_as(elder):
        accounts.declare_own_place(actor=elder, group=women)


def _call(officer: Actor) -> None:
    """Ask in public for the holder of one record that nobody has claimed."""
    with acting_as(SYSTEM):
        found = Record.objects.filter(
            community__isnull=True, holders=[], level_public__gte=1, place_search__contains=f" {BANNER}"
        )
        record = found.order_by("number").first()
    if record is not None:
        with acting_as(officer):
            knowledge.open_call(
                actor=officer,
                record=record,
                words="这项知识已经记下，还不知道是哪个家族或嘎查传下来的。知道的人请告诉我们。（演示）",
            )


def _readings(readers: tuple[Actor, ...], gachaa: int) -> None:
    """Let offices read, each by its duty, what the gachaa does not show everybody, so that its list is not empty."""
    for reader in readers:
        with acting_as(reader):
            kept = [
                record
                for record in knowledge_queries.records(reader).filter(holders__contains=[gachaa]).order_by("number")
                if knowledge.is_noted(reader, record)
            ][:3]
            for record in kept:
                knowledge.note_reading(actor=reader, record=record)
            knowledge.note_export(actor=reader, records=kept[:1], kind="xlsx")
