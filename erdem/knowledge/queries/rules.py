"""The figures that the register goes by: which is in force on a day, and where a period ends."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from erdem.base.clock import after
from erdem.knowledge.models import RegisterRule


def rule_in_force(key: str, day: dt.date | None = None) -> RegisterRule:
    """Return the rule in force on a day, today when none is given.

    Raises:
        RegisterRule.DoesNotExist: no rule was in force.
    """
    day = day or timezone.localdate()
    found = RegisterRule.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), key=key, valid_from__lte=day)
    rule = found.order_by("-valid_from").first()
    if rule is None:
        raise RegisterRule.DoesNotExist(key)
    return rule


def rules() -> list[RegisterRule]:
    """Return every rule, those of earlier days too."""
    return list(RegisterRule.objects.order_by("key", "-valid_from"))


def end_of(rule: RegisterRule, start: dt.date) -> dt.date:
    """Return the last day of a period that begins on the day after ``start``; working days by the calendar."""
    return after(start, rule.value, rule.unit)
