"""The version of a rule that is in force on a day, and its lengths as values of the arithmetic."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from erdem.base.models import ClockRule
from erdem.lib.periods import Period


class NoRule(LookupError):
    """No version of a rule is in force on a day; ``day`` of the first that is, when there is one at all."""

    def __init__(self, process: str, step: str, day: dt.date, first: dt.date | None) -> None:
        since = f"; the first version is in force from {first}" if first else ""
        super().__init__(f"No rule for {process} {step} is in force on {day}{since}.")
        self.first = first


def rule_in_force(process: str, step: str, day: dt.date) -> ClockRule:
    """Return the version of a rule that is in force on a day: that of the day on which the period begins.

    Raises:
        NoRule: none is, or there is no such rule.
    """
    versions = ClockRule.objects.filter(process=process, step=step)
    running = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    found = versions.filter(running, valid_from__lte=day).order_by("-valid_from").first()
    if found is None:
        raise NoRule(process, step, day, versions.order_by("valid_from").values_list("valid_from", flat=True).first())
    return found


def period_of(rule: ClockRule) -> Period:
    """Return the length of a rule."""
    return Period(rule.limit, rule.unit)
