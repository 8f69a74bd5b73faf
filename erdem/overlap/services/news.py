"""Telling people that something material has changed about a finding they had decided: one letter a person.

A letter names numbers and addresses only. What the finding is about is read on its page, by those who may.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from erdem.base import audit, mail
from erdem.base.actor import Actor, acting_as
from erdem.overlap.models import Finding, Review
from erdem.overlap.policies import visible_to
from erdem.people.models import User
from erdem.people.queries import actor_of

logger = logging.getLogger(__name__)
DECIDING = ("confirm", "dismiss", "close")


def tell_deciders(*, actor: Actor) -> int:
    """Write to everybody who decided a finding that has news nobody was told of; return how many letters were sent.

    Each letter and its marks are one transaction, the letter last: what cannot be sent is told at the next run.
    """
    with acting_as(actor):
        waiting = _waiting()
    sent = 0
    for user_id, keys in waiting.items():
        try:
            with acting_as(actor):
                sent += _tell(actor, user_id, keys)
        except (SMTPException, OSError) as error:
            logger.warning("a letter about findings could not be sent: %s", error)
    return sent


def _waiting() -> dict[int, list[int]]:
    """Untold news by the person who decided last."""
    untold = Finding.objects.filter(has_news=True, news_told_at__isnull=True).order_by()
    decisions = Review.objects.filter(finding__in=untold, step__in=DECIDING, user__isnull=False).order_by("id")
    last = dict(decisions.values_list("finding_id", "user_id"))
    by_person: dict[int, list[int]] = defaultdict(list)
    for finding_id, user_id in last.items():
        by_person[user_id].append(finding_id)
    return by_person


@transaction.atomic
def _tell(actor: Actor, user_id: int, keys: list[int]) -> int:
    held = Finding.objects.select_for_update().filter(pk__in=keys, has_news=True, news_told_at__isnull=True)
    held.update(news_told_at=timezone.now())
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return 0
    numbers = list(
        Finding.objects.filter(visible_to(actor_of(user)), pk__in=keys)
        .order_by("number")
        .values_list("number", flat=True)
    )
    if not numbers:
        return 0
    audit.record(actor, action="overlap.tell_news", target=user, detail={"findings": len(numbers)})
    with translation.override(user.language or settings.LANGUAGE_CODE):
        _letter(user, numbers).send()
    return 1


def _letter(user: User, numbers: list[str]) -> EmailMessage:
    subject = ngettext(
        "%(count)s finding you decided has news", "%(count)s findings you decided have news", len(numbers)
    )
    rows = [
        {"number": number, "url": mail.whole_address(reverse("overlap:finding-detail", args=[number]))}
        for number in numbers
    ]
    return EmailMessage(
        subject % {"count": len(numbers)},
        render_to_string("overlap/mail/news.txt", {"person": user, "rows": rows, "count": len(numbers)}),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
