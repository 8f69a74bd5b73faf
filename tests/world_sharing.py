"""What the small world holds of sharing: an enterprise asks for a shared record, its community has been asked."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from erdem.base import blobs
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.models import Record
from erdem.sharing.choices import ApprovalKind, LabelVerdict, RequestStatus
from erdem.sharing.models import (
    AccessRequest,
    Approval,
    HolderQuestion,
    QuorumChoice,
    RequestedRecord,
    SpokenAnswer,
)


def add_request(people: People, steward: Actor, record: Record) -> AccessRequest:
    """Put the request of an enterprise for a record to the community that holds it."""
    (firm,), (own,) = people.applicant.organisation_ids, people.holder.organisation_ids
    today = timezone.localdate()
    with acting_as(people.applicant):
        request = AccessRequest.objects.create(
            number="AR-2026-9001",
            title="示例获取申请",
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
        requested = RequestedRecord.objects.create(request=request, record=record)
        request.status, request.submitted_at, request.ethics_promised = RequestStatus.SUBMITTED, timezone.now(), True
        request.save()
    with acting_as(SYSTEM):
        AccessRequest.objects.filter(pk=request.pk).update(place_search=record.place_search)
        RequestedRecord.objects.filter(pk=requested.pk).update(label_verdict=LabelVerdict.CLEAR)
        scan = blobs.keep(b"%PDF-1.4\n%%EOF\n", media_type="application/pdf")
        Approval.objects.create(request=request, kind=ApprovalKind.CULTURE, blob=scan, file_name="示例批件.pdf")
        HolderQuestion.objects.create(request=request, community_id=own, due_on=today + dt.timedelta(days=30))
        request.refresh_from_db()
        request.status = RequestStatus.ASKING
        request.save()
        scan = blobs.keep(b"%PDF-1.4\n%%EOF\n", media_type="application/pdf")
        SpokenAnswer.objects.create(
            question=request.questions.get(),
            how="paper",
            said_by="示例长者",
            capacity="示例嘎查达",
            said_on=today,
            decisions=[{"requested": requested.pk, "agrees": True, "level": 4}],
            evidence=scan,
            file_name="示例答复.pdf",
            entered_by_id=people.officer.user_id or 0,
        )
    with acting_as(steward):
        QuorumChoice.objects.create(record=record, community_id=own, needed=1, chosen_by_id=steward.user_id or 0)
        question = request.questions.get()
        question.decisions.create(requested=requested, agrees=True)
    return request
