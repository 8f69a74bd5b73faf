"""Telling new hits of saved searches by e-mail: one mail a person, for all of the person's searches."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from erdem.base import audit, mail
from erdem.base.actor import Actor, acting_as
from erdem.literature.choices import AlertRhythm
from erdem.literature.models import Publication, SavedSearch, SavedSearchHit
from erdem.literature.queries.saved import MORNING, UNREAD, is_due
from erdem.people.models import User

logger = logging.getLogger(__name__)
SHOWN: Final = 10


@dataclass(frozen=True)
class Told:
    """What a digest says of one search."""

    name: str
    url: str
    count: int
    shown: list[Publication]

    @property
    def more(self) -> int:
        """How many hits are not listed in the mail."""
        return self.count - len(self.shown)


@transaction.atomic
def send_digest(*, actor: Actor, owner_id: int) -> int:
    """Send a person one mail about the new hits of all searches whose time has come; return how many hits it tells of.

    Marking the hits as told and handing the mail to the server are one transaction, the mail last. The searches are
    locked, so two jobs never tell the same hit. When the server does not take the mail, the marks are rolled back and the
    next hour tells the hits: nothing is lost. Only if this process dies between the server's answer and the commit may a
    mail come twice; both then carry the same Message-ID, by which mail programs fold them into one.

    Raises:
        SMTPException: the mail server refused; nothing is marked.
        OSError: the mail server cannot be reached; nothing is marked.
    """
    owner = User.objects.filter(pk=owner_id, is_active=True).exclude(email="").first()
    now = timezone.now()
    searches = _due(owner_id, now) if owner is not None else []
    waiting = SavedSearchHit.objects.filter(UNREAD, search__in=searches, mailed_at__isnull=True)
    told = SavedSearchHit.objects.filter(pk__in=waiting.values("pk")).update(mailed_at=now)
    if owner is None or not told:
        return 0
    SavedSearch.objects.filter(pk__in=[search.pk for search in searches]).update(last_mail_at=now)
    audit.record(actor, action="literature.send_digest", target=owner, detail={"hits": told})
    with translation.override(owner.language or settings.LANGUAGE_CODE):
        _letter(owner, _told(searches, now), now).send()
    return told


def send_digests(actor: Actor, owner_ids: Iterable[int]) -> int:
    """Send each person's digest in a transaction of its own; one that cannot be sent waits for the next hour."""
    sent = 0
    for owner_id in owner_ids:
        try:
            with acting_as(actor):
                sent += bool(send_digest(actor=actor, owner_id=owner_id))
        except (SMTPException, OSError) as error:
            logger.warning("a digest of saved searches could not be sent: %s", error)
    return sent


def _due(owner_id: int, now: dt.datetime) -> list[SavedSearch]:
    """Lock and return the searches told by e-mail whose time has come; those another job holds are its business."""
    local = timezone.localtime(now)
    held = SavedSearch.objects.select_for_update(skip_locked=True).filter(owner_id=owner_id, by_mail=True)
    return [
        search
        for search in held.exclude(rhythm=AlertRhythm.OFF).order_by("name", "pk")
        if is_due(search.rhythm, search.last_mail_at, local.date(), is_morning=local.hour >= MORNING)
    ]


def _told(searches: list[SavedSearch], now: dt.datetime) -> list[Told]:
    told = []
    for search in searches:
        hits = SavedSearchHit.objects.filter(search=search, mailed_at=now).order_by("-pk")
        if count := hits.count():
            shown = [hit.publication for hit in hits.select_related("publication")[:SHOWN]]
            url = mail.whole_address(reverse("literature:saved-detail", args=[search.pk]))
            told.append(Told(search.name, url, count, shown))
    return told


def _letter(owner: User, told: list[Told], now: dt.datetime) -> EmailMessage:
    count = sum(one.count for one in told)
    subject = ngettext(
        "%(count)s new publication in your saved searches", "%(count)s new publications in your saved searches", count
    )
    unsubscribe = mail.whole_address(reverse("literature:saved-mail-off"))
    context = {"owner": owner, "told": told, "count": count, "unsubscribe": unsubscribe}
    first = (
        SavedSearchHit.objects.filter(search__owner=owner, mailed_at=now).order_by("pk").values_list("pk", flat=True)
    )
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    return EmailMessage(
        subject % {"count": count},
        render_to_string("literature/mail/digest.txt", context),
        to=[owner.email],
        headers={
            "Message-ID": f"<erdem-digest-{owner.pk}-{first[0]}-{count}@{domain}>",
            "List-Unsubscribe": f"<{unsubscribe}>",
            "Auto-Submitted": "auto-generated",
        },
    )
