"""The yearly review of registered records: still right, changed, or withdrawn."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import PermissionRefused, RuleBroken, require
from erdem.knowledge.choices import Status
from erdem.knowledge.models import Record, YearlyReview
from erdem.knowledge.policies import can_review_yearly
from erdem.knowledge.queries.rules import end_of, rule_in_force
from erdem.knowledge.register_choices import RuleKey, YearlyOutcome
from erdem.knowledge.services.entering import set_yearly_review
from erdem.knowledge.services.history import leave_trace
from erdem.knowledge.services.records import withdraw_record

BATCH = 1000


@transaction.atomic
def review_yearly(*, actor: Actor, record: Record, outcome: str, note: str = "") -> YearlyReview:
    """Close the open review of a record and set the next; a withdrawal asks for its reason.

    Raises:
        RuleBroken: nothing is due, somebody has done it already, or the reason is missing.
    """
    require(can_review_yearly(actor, record))
    if outcome not in YearlyOutcome.values:
        raise RuleBroken(_("Choose what you found."), field="outcome")
    if outcome != YearlyOutcome.RIGHT and not note.strip():
        raise RuleBroken(_("Say in a sentence why."), field="note")
    review = YearlyReview.objects.select_for_update().filter(record=record, outcome="").first()
    if review is None or record.status != Status.REGISTERED:
        raise RuleBroken(_("Somebody has done this review in the meantime."))
    review.outcome, review.note = outcome, note.strip()
    review.done_by_id, review.done_at = actor.user_id, timezone.now()
    review.save(update_fields=["outcome", "note", "done_by", "done_at"])
    if outcome == YearlyOutcome.WITHDRAWN:
        withdraw_record(actor=actor, record=record, reason=note)
    else:
        set_yearly_review(record)
        leave_trace(actor, "knowledge.review_yearly", record, outcome=outcome)
    return review


def open_yearly_reviews(*, actor: Actor) -> int:
    """Set the day of review for registered records that have none, such as imported ones; return how many.

    Raises:
        PermissionRefused: only machines do this.
    """
    if not actor.is_machine:
        raise PermissionRefused(_("Only the nightly work sets all reviews."))
    rule = rule_in_force(RuleKey.YEARLY)
    open_ones = YearlyReview.objects.filter(outcome="").values("record_id")
    without = Record.objects.filter(status=Status.REGISTERED).exclude(pk__in=open_ones).order_by("pk")
    made = 0
    rows = without.values_list("pk", "registered_at")
    while batch := list(rows[:BATCH]):
        YearlyReview.objects.bulk_create(
            [YearlyReview(record_id=key, rule=rule, due_on=end_of(rule, _day(at))) for key, at in batch],
            ignore_conflicts=True,
        )
        made += len(batch)
    return made


def _day(moment: dt.datetime | None) -> dt.date:
    return timezone.localdate(moment) if moment else timezone.localdate()
