"""What the night does with requests: reminders to holders, the end of the asking, lapsing. Letters hold numbers, no words."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erdem.base import audit, mail
from erdem.base.actor import Actor, acting_as
from erdem.base.clock import after
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.knowledge.queries.consent import period_of
from erdem.people.choices import Role
from erdem.people.models import Membership, User
from erdem.sharing.choices import Answer, RequestStatus
from erdem.sharing.models import AccessRequest, HolderQuestion
from erdem.sharing.services.asking import close_questions
from erdem.sharing.services.checking import lapse_request

logger = logging.getLogger(__name__)
FIRST, LAST = "access_holders_first_reminder", "access_holders_last_reminder"


def close_due_questions(*, actor: Actor) -> int:
    """End the asking of requests whose last day is over; return how many. One that cannot be closed does not stop the others."""
    return sum(_each(close_questions, actor, request) for request in _overdue(actor, RequestStatus.ASKING))


def lapse_due_requests(*, actor: Actor) -> int:
    """Let requests lapse that were returned and not completed in time; return how many."""
    reason = _("Returned for completion and not submitted again in time.")
    due = _overdue(actor, RequestStatus.RETURNED)
    return sum(_each(lapse_request, actor, request, reason=reason) for request in due)


def remind_holders(*, actor: Actor) -> int:
    """Write to the stewards of communities that have not answered: once after the first lead time, once before the end.

    Each letter is one transaction with the mark of what it tells; what cannot be sent is told the next night. Returns how many
    letters were sent.
    """
    _by_machine(actor)
    sent = 0
    with acting_as(actor):
        waiting = due_questions()
    for question in waiting:
        try:
            with acting_as(actor):
                sent += _remind(actor, question)
        except (SMTPException, OSError) as error:
            logger.warning("a reminder about a request could not be sent: %s", error)
    return sent


def due_questions(day: dt.date | None = None) -> list[HolderQuestion]:
    """Return the open questions of which the community is to be reminded on a day."""
    day = day or timezone.localdate()
    waiting = HolderQuestion.objects.filter(
        answer=Answer.WAITING, request__status=RequestStatus.ASKING, due_on__gte=day
    )
    return [each for each in waiting.select_related("request").order_by("pk") if _is_due(each, day)]


def _is_due(question: HolderQuestion, day: dt.date) -> bool:
    asked = timezone.localdate(question.asked_at)
    first, last = period_of(FIRST, day), period_of(LAST, day)
    reached = [
        each
        for each in (after(asked, first.amount, first.unit), question.due_on - dt.timedelta(days=last.amount))
        if each <= day
    ]
    newest = max(question.reminded_on, default=None)
    return bool(reached) and (newest is None or newest < max(reached))


@transaction.atomic
def _remind(actor: Actor, question: HolderQuestion) -> int:
    letters = _letters(question)
    question.reminded_on = [*question.reminded_on, timezone.localdate()]
    question.save(update_fields=["reminded_on"])
    audit.record(
        actor,
        action="sharing.remind_holders",
        target=question.request,
        organisation_id=question.community_id,
        detail={"number": question.request.number, "letters": len(letters)},
    )
    for letter in letters:
        letter.send()
    return len(letters)


def _letters(question: HolderQuestion) -> list[EmailMessage]:
    members = Membership.objects.filter(organisation_id=question.community_id, role=Role.STEWARD)
    people = User.objects.filter(pk__in=members.values("user_id"), is_active=True).exclude(email="").order_by("pk")
    by_language: dict[str, list[User]] = defaultdict(list)
    for user in people:
        by_language[user.language or question.language or settings.LANGUAGE_CODE].append(user)
    found = []
    for language, users in by_language.items():
        with translation.override(language):
            found += [_letter(user, question) for user in users]
    return found


def _letter(user: User, question: HolderQuestion) -> EmailMessage:
    path = reverse("sharing:request-answer", args=[question.request.number])
    context = {
        "person": user,
        "number": question.request.number,
        "day": question.due_on,
        "url": mail.whole_address(path),
    }
    return EmailMessage(
        _("A request waits for the answer of your community"),
        render_to_string("sharing/mail/question.txt", context),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _overdue(actor: Actor, status: str) -> list[AccessRequest]:
    _by_machine(actor)
    return list(AccessRequest.objects.filter(status=status, due_on__lt=timezone.localdate()).order_by("pk"))


def _each(service: Callable[..., AccessRequest], actor: Actor, access_request: AccessRequest, **given: str) -> int:
    """Call a service for one request; one that has been moved on meanwhile, or still has time, is left."""
    try:
        with transaction.atomic():
            service(actor=actor, access_request=access_request, **given)
    except RuleBroken as error:
        logger.info("request %s was left: %s", access_request.pk, error)
        return 0
    return 1


def _by_machine(actor: Actor) -> None:
    if not actor.is_machine:
        raise PermissionRefused(_("This is done by the system at night."))
