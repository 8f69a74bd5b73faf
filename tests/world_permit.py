"""What the small world holds of permits: one in force that was amended before, with every sort of row that hangs on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.models import Record
from erdem.notary.choices import Log
from erdem.notary.services import integrate
from erdem.sharing import queries, services
from erdem.sharing.choices import LabelVerdict, RequestStatus
from erdem.sharing.models import AccessRequest, HolderQuestion, Permit, RequestedRecord
from erdem.sharing.permit_choices import AmendmentIntent, Part
from erdem.sharing.services import permit_parties, permits
from erdem.sharing.terms.tests.examples import example_terms
from erdem.sharing.tests.signed import sign_terms


@dataclass(frozen=True)
class Permits:
    """The permit that was replaced, its successor, and the request of both. A holder has taken the consent back since."""

    first: Permit
    second: Permit
    request: AccessRequest
    community: int


def add_permits(people: People, steward: Actor, record: Record) -> Permits:
    """Issue a permit, amend it, and have the community take its consent back, which suspends it."""
    (own,) = people.holder.organisation_ids
    request = agreed(people, steward, record)
    term = permits.Term(timezone.localdate(), request.use_until)
    officer = people.officer
    with acting_as(officer):
        content = permit_parties.MatterContent("示例许可标的", ("示例",))
        matter = permit_parties.write_matter(actor=officer, access_request=request, content=content)
    for actor, party in ((people.applicant, None), (steward, own)):
        with acting_as(actor):
            permit_parties.choose_publication(
                actor=actor,
                access_request=request,
                community=party,
                parts=[Part.USAGES, Part.SUBJECT],
                seen=matter.sha256,
            )
    with acting_as(officer):
        first = permits.issue_permit(actor=officer, access_request=request, term=term)
        second = permits.amend_permit(
            actor=officer, permit=first, term=term, intent=AmendmentIntent.CORRECTION, because="示例更正"
        )
    with acting_as(steward):
        permit_parties.withdraw_from_permit(actor=steward, permit=second, community=own, reason="示例撤回")
    integrate(actor=SYSTEM, log=Log.REGISTER)
    with acting_as(SYSTEM):
        return Permits(Permit.objects.get(pk=first.pk), Permit.objects.get(pk=second.pk), request, own)


def agreed(
    people: People, steward: Actor, record: Record, *, number: str = "AR-2026-9003", begins: dt.date | None = None
) -> AccessRequest:
    """Bring the request of an enterprise to signed terms that begin on a day, today when none is named."""
    (firm,), (own,) = people.applicant.organisation_ids, people.holder.organisation_ids
    today = timezone.localdate()
    with acting_as(SYSTEM):
        request = AccessRequest.objects.create(
            number=number,
            title="示例许可申请",
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
        HolderQuestion.objects.create(request=request, community_id=own, due_on=today + dt.timedelta(days=30))
        AccessRequest.objects.filter(pk=request.pk).update(place_search=record.place_search)
        _move(request, RequestStatus.SUBMITTED, submitted_at=timezone.now(), ethics_promised=True)
        _move(request, RequestStatus.ASKING)
    with acting_as(steward):
        question = request.questions.get()
        question.decisions.create(requested=requested, agrees=True, level=1)
        question.answer, question.answered_by_id, question.answered_at = "agreed", steward.user_id, timezone.now()
        question.save()
    with acting_as(SYSTEM):
        _move(request, RequestStatus.NEGOTIATING)
    return _signed(people, steward, request, (firm, own, begins or today))


def _signed(people: People, steward: Actor, request: AccessRequest, parts: tuple[int, int, dt.date]) -> AccessRequest:
    firm, own, begins = parts
    with acting_as(SYSTEM):
        agreement = services.open_agreement(actor=SYSTEM, access_request=request)
        terms = example_terms(
            communities=((own, "示例社区"),),
            user=(firm, "示例企业"),
            records=tuple((each.record, each.number, each.name) for each in queries.subject_of(agreement)),
            begins=begins,
        )
    with acting_as(people.applicant):
        version = services.propose_terms(actor=people.applicant, agreement=agreement, terms=terms, based_on=0)
    with acting_as(steward):
        services.assent(actor=steward, version=version, community=own)
    sign_terms(agreement, people.officer, [steward, people.applicant])
    with acting_as(SYSTEM):
        request.refresh_from_db()
        return request


def _move(request: AccessRequest, status: str, **values: object) -> None:
    request.refresh_from_db()
    request.status = status
    for name, value in values.items():
        setattr(request, name, value)
    request.save()
