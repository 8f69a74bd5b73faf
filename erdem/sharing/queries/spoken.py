"""Reads of answers that the office takes down: which communities have no account, what was taken down for them."""

from __future__ import annotations

from django.db.models import BooleanField, F, Func

from erdem.base.actor import Actor
from erdem.sharing.choices import Answer, RequestStatus
from erdem.sharing.models import AccessRequest, HolderQuestion, SpokenAnswer
from erdem.sharing.policies import is_applicant, visible_spoken, visible_with_request
from erdem.sharing.queries.requests import office_requests


def without_account(actor: Actor, request: AccessRequest | None = None) -> list[HolderQuestion]:
    """Return the open questions of the actor's office, of one request or of all, to communities where nobody has an account."""
    handled = office_requests(actor).filter(status=RequestStatus.ASKING)
    if request is not None:
        handled = handled.filter(pk=request.pk)
    found = HolderQuestion.objects.filter(
        visible_with_request(actor), answer=Answer.WAITING, request__in=handled.values("pk")
    )
    has_steward = Func(F("community_id"), function="sharing_has_steward", output_field=BooleanField())
    found = found.annotate(has_steward=has_steward).filter(has_steward=False)
    found = found.select_related("request", "community").order_by("due_on", "id")
    return [each for each in found if not is_applicant(actor, each.request)]


def spoken_of(actor: Actor, question: HolderQuestion) -> list[SpokenAnswer]:
    """Return what was taken down for a question, what was put aside too, newest first."""
    found = SpokenAnswer.objects.filter(visible_spoken(actor), question=question)
    related = found.select_related("question__request", "question__community", "evidence", "entered_by", "confirmed_by")
    return list(related.order_by("-id"))


def open_spoken(actor: Actor, question: HolderQuestion) -> SpokenAnswer | None:
    """Return the answer of a community that waits to be confirmed, or None."""
    waiting = (each for each in spoken_of(actor, question) if each.confirmed_at is None and each.put_aside_at is None)
    return next(waiting, None)
