"""Reads of requests for access: lists, one request, what was agreed, which days run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.base.clock import after
from erdem.knowledge.models import LegalPeriod
from erdem.knowledge.queries.consent import period_of
from erdem.sharing.choices import YES, LabelVerdict, RequestStatus
from erdem.sharing.models import (
    AccessRequest,
    Approval,
    HolderDecision,
    HolderQuestion,
    RequestedRecord,
    RequestMove,
)
from erdem.sharing.policies import (
    served_divisions,
    visible_requests,
    visible_with_request,
)

FORMAL_CHECK, COMPLETION = "access_formal_check", "access_completion"
HOLDERS, TERMS = "access_holders", "access_terms"
PERIOD_OF_STATE = {
    RequestStatus.SUBMITTED: FORMAL_CHECK,
    RequestStatus.RETURNED: COMPLETION,
    RequestStatus.ASKING: HOLDERS,
    RequestStatus.NEGOTIATING: TERMS,
}


@dataclass(frozen=True)
class AgreedRecord:
    """A requested record to which enough of its communities have agreed: which of them, and up to which level at most."""

    requested: RequestedRecord
    communities: tuple[int, ...]
    level: int


@dataclass(frozen=True)
class Running:
    """The day until which somebody is to act, how many days are left, and where the period stands."""

    day: dt.date
    days_left: int
    period: LegalPeriod | None


def requests(actor: Actor) -> QuerySet[AccessRequest]:
    """Return the requests the actor sees, newest first."""
    return AccessRequest.objects.filter(visible_requests(actor)).select_related("applicant", "ended_by_community")


def get_request(actor: Actor, number: str) -> AccessRequest | None:
    """Return a request by its number, or None when there is none that the actor sees."""
    if "\x00" in number:
        return None
    return requests(actor).select_related("follows").filter(number=number).first()


def own_requests(actor: Actor) -> QuerySet[AccessRequest]:
    """Return the requests that the actor or the own house has made."""
    own = Q(applicant_user_id=actor.user_id) | Q(applicant_id__in=list(actor.organisation_ids))
    return requests(actor).filter(own)


def asked_requests(actor: Actor) -> QuerySet[AccessRequest]:
    """Return the requests that were put to the actor's communities."""
    return requests(actor).filter(asked__overlap=list(actor.organisation_ids))


def office_requests(actor: Actor) -> QuerySet[AccessRequest]:
    """Return the requests that the actor's office handles."""
    served = Q(pk__in=[])
    for digits in served_divisions(actor):
        served |= Q(place_search__contains=f" {digits}")
    return requests(actor).filter(served).exclude(status=RequestStatus.DRAFT)


def requested_of(actor: Actor, request: AccessRequest) -> list[RequestedRecord]:
    """Return what a request names. The titles are another question: `knowledge.queries.titles`."""
    return list(RequestedRecord.objects.filter(visible_with_request(actor), request=request).order_by("id"))


def approvals_of(actor: Actor, request: AccessRequest) -> list[Approval]:
    """Return the approvals that stand before a request."""
    found = Approval.objects.filter(visible_with_request(actor), request=request)
    return list(found.select_related("blob").order_by("id"))


def questions_of(actor: Actor, request: AccessRequest) -> list[HolderQuestion]:
    """Return what the communities were asked and have answered."""
    found = HolderQuestion.objects.filter(visible_with_request(actor), request=request)
    return list(found.select_related("community").prefetch_related("decisions").order_by("id"))


def moves_of(actor: Actor, request: AccessRequest) -> list[RequestMove]:
    """Return the way of a request so far, oldest first."""
    return list(RequestMove.objects.filter(visible_with_request(actor), request=request).order_by("id"))


def agreed_records(request: AccessRequest) -> list[AgreedRecord]:
    """Return the records to which enough communities have agreed; terms and permit build on these and no others.

    The same rule is ``sharing_is_agreed`` in the database, which lets no request go on to terms without one of them.
    """
    named = RequestedRecord.objects.filter(request=request).exclude(label_verdict=LabelVerdict.REFUSED).order_by("id")
    yes = HolderDecision.objects.filter(
        question__request=request, question__answer__in=YES, agrees=True
    ).select_related("question")
    by_requested: dict[int, dict[int, int]] = {}
    for decision in yes:
        by_requested.setdefault(decision.requested_id, {})[decision.question.community_id] = decision.level
    found = []
    for requested in named:
        levels = {
            community: level
            for community, level in by_requested.get(requested.pk, {}).items()
            if community in requested.holders
        }
        if requested.needed and len(levels) >= requested.needed:
            found.append(AgreedRecord(requested, tuple(sorted(levels)), min(levels.values())))
    return found


def deadline(code: str, day: dt.date | None = None) -> dt.date:
    """Return the last day of a period that begins today, by the dated rule in force."""
    day = day or timezone.localdate()
    period = period_of(code, day)
    return after(day, period.amount, period.unit)


def running_day(request: AccessRequest) -> Running | None:
    """Return until when somebody is to act on a request, or None when no day runs."""
    if request.due_on is None or request.status not in PERIOD_OF_STATE:
        return None
    code = PERIOD_OF_STATE[RequestStatus(request.status)]
    return Running(request.due_on, (request.due_on - timezone.localdate()).days, period_of(code))


def waiting_questions(actor: Actor) -> list[HolderQuestion]:
    """Return the questions that communities of the actor have not answered yet, the most urgent first."""
    found = HolderQuestion.objects.filter(
        visible_with_request(actor),
        community_id__in=list(actor.organisation_ids),
        answer="waiting",
        request__status=RequestStatus.ASKING,
    )
    return list(found.select_related("request", "community").order_by("due_on", "id"))


def question_for(actor: Actor, request: AccessRequest) -> HolderQuestion | None:
    """Return the question put to a community for which the actor speaks, an unanswered one first; or None."""
    own = [each for each in questions_of(actor, request) if each.community_id in actor.speaks_for]
    return min(own, key=lambda each: (each.answer != "waiting", each.pk), default=None)


def records_of_question(question: HolderQuestion, named: Iterable[RequestedRecord]) -> list[RequestedRecord]:
    """Return the requested records about which a community decides."""
    return [each for each in named if question.community_id in each.holders]
