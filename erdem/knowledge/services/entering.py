"""What happens whenever a record enters the register, by whatever way."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from erdem.base import events
from erdem.base.actor import SYSTEM, acting_as
from erdem.knowledge.events import RecordRegistered
from erdem.knowledge.models import Record, YearlyReview
from erdem.knowledge.queries.rules import end_of, rule_in_force
from erdem.knowledge.register_choices import RuleKey


def set_yearly_review(record: Record, start: dt.date | None = None) -> None:
    """Set the day of the next yearly review; a record that has one open keeps it."""
    with acting_as(SYSTEM):  # the day follows from the rule, whoever registers
        rule = rule_in_force(RuleKey.YEARLY)
        due = end_of(rule, start or timezone.localdate())
        YearlyReview.objects.get_or_create(record=record, outcome="", defaults={"due_on": due, "rule": rule})


def enter_register(record: Record) -> None:
    """Set the first yearly review and tell the others that the record is in the register."""
    set_yearly_review(record)
    events.publish(RecordRegistered(record.pk))
