"""Figures for the desk. Each counts what the actor may see, so that every figure opens to its records."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.knowledge.choices import Status
from erdem.knowledge.queries.records import records


def registered_count(actor: Actor) -> int:
    """Return how many registered records the actor sees."""
    return records(actor).filter(status=Status.REGISTERED).count()


def waiting_count(actor: Actor) -> int:
    """Return how many submitted records wait for the office."""
    return records(actor).filter(status=Status.SUBMITTED).count()


def new_this_month(actor: Actor) -> int:
    """Return how many records were registered since the first day of this month, local time."""
    first = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return records(actor).filter(status=Status.REGISTERED, registered_at__gte=first).count()


def counts_by_place(actor: Actor) -> dict[str, int]:
    """Return registered records by the code of each of their places (one record counts in each of its places)."""
    rows = (
        records(actor)
        .filter(status=Status.REGISTERED, places__place__isnull=False)
        .values("places__place_id")
        .annotate(count=Count("pk", distinct=True))
        .order_by("places__place_id")
    )
    return {row["places__place_id"]: row["count"] for row in rows}


def counts_by_kind(actor: Actor) -> dict[str, int]:
    """Return registered records by kind."""
    rows = records(actor).filter(status=Status.REGISTERED).values("kind").annotate(count=Count("pk")).order_by("kind")
    return {row["kind"]: row["count"] for row in rows}


def monthly_counts(actor: Actor, months: int = 12) -> list[tuple[dt.date, int]]:
    """Return the first day of each of the last months and how many records were registered in it, oldest first."""
    today = timezone.localdate()
    firsts = [_months_before(today, back) for back in range(months - 1, -1, -1)]
    rows = (
        records(actor)
        .filter(status=Status.REGISTERED, registered_at__date__gte=firsts[0])
        .annotate(month=TruncMonth("registered_at"))
        .values("month")
        .annotate(count=Count("pk"))
        .order_by("month")
    )
    found = {timezone.localtime(row["month"]).date(): row["count"] for row in rows}
    return [(first, found.get(first, 0)) for first in firsts]


def _months_before(day: dt.date, back: int) -> dt.date:
    months = day.year * 12 + day.month - 1 - back
    return dt.date(months // 12, months % 12 + 1, 1)
