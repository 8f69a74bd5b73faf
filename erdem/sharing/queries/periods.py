"""The days of signing, reminders and audits: dated rows with their source, never code."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from erdem.base.clock import after
from erdem.knowledge.models import LegalPeriod


def days_of(code: str, day: dt.date | None = None) -> int:
    """Return how many days a period of these has that is in force on a day.

    Raises:
        LegalPeriod.DoesNotExist: none is in force on that day.
    """
    return _in_force(code, day or timezone.localdate()).amount


def end_of(code: str) -> dt.date:
    """Return the last day of a period of these that begins today, in its own unit.

    Raises:
        LegalPeriod.DoesNotExist: none is in force today.
    """
    today = timezone.localdate()
    period = _in_force(code, today)
    return after(today, period.amount, period.unit)


def _in_force(code: str, day: dt.date) -> LegalPeriod:
    found = LegalPeriod.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), code=code)
    period = found.filter(valid_from__lte=day).order_by("-valid_from").first()
    if period is None:
        message = f"No period {code} is in force on {day}."
        raise LegalPeriod.DoesNotExist(message)
    return period
