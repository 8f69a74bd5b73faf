"""Reads of what stands beside a record: decisions about disclosure, leaks, the checklist, checks for state secrets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.knowledge.consent_choices import DisclosureChoice, NoticeLevel
from erdem.knowledge.models import ChecklistAnswer, ChecklistItem, DisclosureDecision, Leak, Record, SecrecyCheck
from erdem.knowledge.policies import holders_of, visible_beside, visible_checks
from erdem.knowledge.queries.consent import period_of

GRACE, WARNING = "patent_grace", "leak_warning"
STRICTER = (DisclosureChoice.PUBLISH, DisclosureChoice.RESTRICT, DisclosureChoice.SEAL)
UNUSED = dt.timedelta(days=1)


@dataclass(frozen=True)
class Disclosure:
    """What the holding communities together have decided: the strictest choice, the smallest notice."""

    choice: str
    notice_level: int


@dataclass(frozen=True)
class Point:
    """A point of the checklist with its answer."""

    item: ChecklistItem
    answer: ChecklistAnswer | None
    text: str
    help: str

    @property
    def is_done(self) -> bool:
        """Say whether it was answered with yes."""
        return self.answer is not None and self.answer.is_done

    @property
    def note(self) -> str:
        """What was noted with the answer."""
        return self.answer.note if self.answer is not None else ""


@dataclass(frozen=True)
class Alarm:
    """A leak with its last day to file."""

    leak: Leak
    days_left: int
    is_due: bool


def decisions_of(actor: Actor, record: Record) -> QuerySet[DisclosureDecision]:
    """Return the visible decisions about a record, newest first."""
    found = DisclosureDecision.objects.filter(visible_beside(actor), record=record)
    return found.select_related("community", "consent", "user")


def disclosure_of(record: Record) -> Disclosure | None:
    """Return what all holding communities have decided, or None while one has not.

    It asks the database's own function: the answer does not depend on what the asker may see. It opens nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT choice, notice_level FROM knowledge_disclosures(%s)", [record.pk])
        rows = cursor.fetchall()
    if not rows or any(choice is None for choice, _level in rows):
        return None
    choice = max((row[0] for row in rows), key=[*map(str, STRICTER)].index)
    return Disclosure(choice, min(int(level) for _choice, level in rows))


def undecided(record: Record) -> str:
    """Return a sentence when a decision about disclosure is missing, or an empty text."""
    if not holders_of(record) or disclosure_of(record) is not None:
        return ""
    return _(
        "A holding community has not decided yet whether this is published, restricted or sealed. Have it decide first."
    )


def leaks(actor: Actor) -> QuerySet[Leak]:
    """Return the leaks the actor sees, the nearest last day first."""
    return Leak.objects.filter(visible_beside(actor)).select_related("record", "community", "period")


def alarms(actor: Actor) -> list[Alarm]:
    """Return the open leaks the actor sees with the days left to file."""
    today, warning = timezone.localdate(), period_of(WARNING).amount
    found = leaks(actor).filter(closed_at__isnull=True)
    return [Alarm(leak, (leak.due_on - today).days, (leak.due_on - today).days <= warning) for leak in found]


def get_leak(actor: Actor, leak_id: int) -> Leak | None:
    """Return a leak, or None when there is none that the actor sees."""
    return leaks(actor).filter(pk=leak_id).first()


def checklist_of(actor: Actor, record: Record) -> list[Point]:
    """Return every point of the checklist with the answer given for a record."""
    answers = ChecklistAnswer.objects.filter(visible_beside(actor), record=record).select_related("answered_by")
    by_item = {answer.item_id: answer for answer in answers}
    return [_point(item, by_item.get(item.pk)) for item in ChecklistItem.objects.all()]


def _point(item: ChecklistItem, answer: ChecklistAnswer | None) -> Point:
    chinese = (get_language() or "zh").startswith("zh")
    return Point(item, answer, item.text_zh if chinese else item.text_en, item.help_zh if chinese else item.help_en)


def checklist_gaps(record: Record, phase: str) -> list[str]:
    """Return a sentence for each required point of a phase that nobody has answered with yes."""
    done = ChecklistAnswer.objects.filter(record=record, is_done=True).values("item_id")
    open_points = ChecklistItem.objects.filter(~Q(pk__in=done), phase=phase, is_required=True)
    chinese = (get_language() or "zh").startswith("zh")
    return [
        _("Checklist %(code)s is open: %(text)s.")
        % {"code": item.code, "text": item.text_zh if chinese else item.text_en}
        for item in open_points
    ]


def unused_check(actor: Actor) -> SecrecyCheck | None:
    """Return the actor's signed check that no record has used yet, of the last day."""
    since = timezone.now() - UNUSED
    found = SecrecyCheck.objects.filter(visible_checks(actor), user_id=actor.user_id or 0, answered_at__gt=since)
    return found.filter(record__isnull=True, upload__isnull=True).first()


def check_of(actor: Actor, record: Record) -> SecrecyCheck | None:
    """Return the signed check of a record written by hand; None for imported ones."""
    return SecrecyCheck.objects.filter(visible_checks(actor), record=record).select_related("user").first()


NOTICES = {level.value: level for level in NoticeLevel}
