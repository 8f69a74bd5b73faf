"""What the small world holds of terms: an agreement between the enterprise and the community, proposed and spoken of."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.models import Record
from erdem.sharing import queries, services
from erdem.sharing.choices import LabelVerdict, RequestStatus
from erdem.sharing.models import AccessRequest, Agreement, HolderQuestion, RequestedRecord
from erdem.sharing.terms.tests.examples import example_terms

NUMBER = "AR-2026-9002"


def add_terms(people: People, steward: Actor, record: Record) -> Agreement:
    """Negotiate terms about a record that the community holds, with an open and a private comment."""
    (firm,), (own,) = people.applicant.organisation_ids, people.holder.organisation_ids
    with acting_as(SYSTEM):
        request = negotiated(people, steward, record)
        agreement = services.open_agreement(actor=SYSTEM, access_request=request)
        terms = example_terms(
            communities=((own, "示例社区"),),
            user=(firm, "示例企业"),
            records=tuple((each.record, each.number, each.name) for each in queries.subject_of(agreement)),
        )
    with acting_as(people.applicant):
        version = services.propose_terms(actor=people.applicant, agreement=agreement, terms=terms, based_on=0)
        services.comment(actor=people.applicant, version=version, text="示例批注", clause="money/r1")
    with acting_as(steward):
        services.comment(actor=steward, version=version, text="示例内部批注", clause="money/r1", private_for=own)
    return agreement


def negotiated(people: People, steward: Actor, record: Record, number: str = NUMBER) -> AccessRequest:
    """Put a request to the community of a record and have it agree. For the system."""
    (firm,), (own,) = people.applicant.organisation_ids, people.holder.organisation_ids
    today = timezone.localdate()
    request = AccessRequest.objects.create(
        number=number,
        title="示例条款申请",
        applicant_kind="enterprise",
        applicant_id=firm,
        applicant_user_id=people.applicant.user_id or 0,
        applicant_name="示例企业",
        contact="示例电话",
        purpose="research",
        project="示例研究",
        methods=["reading"],
        use_from=today,
        use_until=today + dt.timedelta(days=365),
    )
    requested = RequestedRecord.objects.create(request=request, record=record, label_verdict=LabelVerdict.CLEAR)
    due = today + dt.timedelta(days=30)
    HolderQuestion.objects.create(request=request, community_id=own, due_on=due)
    AccessRequest.objects.filter(pk=request.pk).update(place_search=record.place_search)
    _move(request, RequestStatus.SUBMITTED, submitted_at=timezone.now(), ethics_promised=True)
    _move(request, RequestStatus.ASKING)
    with acting_as(steward):
        question = request.questions.get()
        question.decisions.create(requested=requested, agrees=True)
        question.answer, question.answered_by_id, question.answered_at = "agreed", steward.user_id, timezone.now()
        question.save()
    _move(request, RequestStatus.NEGOTIATING)
    return request


def _move(request: AccessRequest, status: str, **values: object) -> None:
    request.refresh_from_db()
    request.status = status
    for name, value in values.items():
        setattr(request, name, value)
    request.save()
