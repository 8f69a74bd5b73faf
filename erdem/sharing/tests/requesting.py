"""Requests for tests, taken along the way as far as a test wants; every name is obviously invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.models import Holding, Record
from erdem.knowledge.tests.factories import a_formula, community_of, make_record
from erdem.knowledge.tests.stewards import steward_for
from erdem.sharing import services
from erdem.sharing.content import NamedRecord, RecordAnswer, RequestContent
from erdem.sharing.models import AccessRequest, HolderQuestion


def a_request(**given: Any) -> RequestContent:
    """A request for research within the country."""
    today = timezone.localdate()
    values: dict[str, Any] = {
        "title": "示例获取申请",
        "applicant_kind": "enterprise",
        "applicant_name": "示例企业",
        "contact": "示例联系人",
        "purpose": "research",
        "project": "示例研究项目",
        "methods": ("reading",),
        "use_from": today,
        "use_until": today + dt.timedelta(days=365),
        "benefit_plan": "示例分享方案",
        "ethics_promised": True,
    }
    return RequestContent(**{**values, **given})


def a_held_record(people: People, *others: Actor, **given: Any) -> Record:
    """A widely spread record of the holder's community, held by the communities of the others too."""
    values: dict[str, Any] = {"diffusion_tier": "D3", "community_id": community_of(people.holder), **given}
    record = make_record(a_formula(**values))
    with acting_as(SYSTEM):
        for other in others:
            Holding.objects.create(record=record, community_id=community_of(other))
        record.refresh_from_db()
    return record


def a_draft(people: People, *records: Record, **given: Any) -> AccessRequest:
    """A draft of the applicant that names the records."""
    values = {"applicant_id": community_of(people.applicant), **given}
    with acting_as(people.applicant):
        return services.create_request(
            actor=people.applicant,
            content=a_request(**values),
            records=[NamedRecord(record.number) for record in records],
        )


def submitted(people: People, *records: Record, **given: Any) -> AccessRequest:
    """A request that waits for the formal check."""
    request = a_draft(people, *records, **given)
    with acting_as(people.applicant):
        return services.submit_request(actor=people.applicant, access_request=request)


def asked(people: People, *records: Record, **given: Any) -> AccessRequest:
    """A request that was put to the holders of its records."""
    request = submitted(people, *records, **given)
    with acting_as(people.officer):
        return services.accept_request(actor=people.officer, access_request=request)


def answer(steward: Actor, request: AccessRequest, *words: str, **given: Any) -> HolderQuestion:
    """Answer for the steward's community: “yes” or “no” for each of its records, or one word for all."""
    (community,) = steward.speaks_for
    with acting_as(steward):
        question = request.questions.get(community_id=community)
        own = [each for each in request.records.order_by("id") if community in each.holders]
        said = words if len(words) > 1 else words * len(own)
        decisions = [RecordAnswer(each.pk, word == "yes") for each, word in zip(own, said, strict=True)]
        values = {"basis": "示例会议决议", **given}
        return services.answer_question(actor=steward, question=question, decisions=decisions, **values)


def negotiating(people: People, *records: Record, **given: Any) -> AccessRequest:
    """A request to which every community has agreed whole."""
    request = asked(people, *records, **given)
    for community in request.asked:
        answer(steward_for(community), request, "yes")
    with acting_as(people.applicant):
        request.refresh_from_db()
    return request
