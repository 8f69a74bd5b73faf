"""What the trail says about who has read or taken away the records of a community."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.base.models import AuditEntry
from erdem.knowledge.models import Record
from erdem.knowledge.policies import may_see_reads

ACTIONS: Final = ("knowledge.read_restricted", "knowledge.export_restricted")
DAYS: Final = 90


@dataclass(frozen=True)
class ReadingFilter:
    """What the list is narrowed to; blank means everything. Both days are meant whole."""

    since: dt.date | None = None
    until: dt.date | None = None
    who: str = ""
    record: str = ""
    way: str = ""

    @classmethod
    def lately(cls) -> ReadingFilter:
        """The last 90 days."""
        return cls(since=timezone.localdate() - dt.timedelta(days=DAYS))


def readings(actor: Actor, community_id: int, wanted: ReadingFilter) -> QuerySet[AuditEntry]:
    """Return who read what of a community, the newest first; nothing for those who do not belong to it."""
    if not may_see_reads(actor, community_id):
        return AuditEntry.objects.none()
    found = AuditEntry.objects.filter(organisation_id=community_id, action__in=ACTIONS)
    if wanted.since is not None:
        found = found.filter(at__gte=_midnight(wanted.since))
    if wanted.until is not None:
        found = found.filter(at__lt=_midnight(wanted.until + dt.timedelta(days=1)))
    if wanted.who:
        found = found.filter(actor_label__icontains=wanted.who) | found.filter(detail__body__icontains=wanted.who)
    if wanted.record:
        ids = Record.objects.filter(holders__contains=[community_id], number__iexact=wanted.record.strip())
        found = found.filter(target_id__in=[str(pk) for pk in ids.values_list("pk", flat=True)])
    if wanted.way in ACTIONS:
        found = found.filter(action=wanted.way)
    return found.order_by("-id")


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def reading_counts(actor: Actor, community_id: int) -> tuple[int, int]:
    """Return how many readings there were in the last 90 days, and how many different readers."""
    found = readings(actor, community_id, ReadingFilter.lately()).order_by()
    return found.count(), found.values("actor_user_id").distinct().count()
