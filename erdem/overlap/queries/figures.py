"""Figures of findings for the work desk. Every figure opens: each has a list with the same filter behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.overlap.choices import OPEN_STATES, FindingStatus
from erdem.overlap.models import Finding, Review
from erdem.overlap.policies import visible_to
from erdem.overlap.queries import windows
from erdem.overlap.queries.findings import SORTS, FindingRow, findings, rows_of

FIGURES: dict[str, Q] = {
    "pending": Q(status__in=OPEN_STATES),
    "alarm": Q(status__in=OPEN_STATES, is_alarm=True),
    "confirmed": Q(status=FindingStatus.CONFIRMED),
    "all": Q(),
}
DECIDING = ("confirm", "dismiss")


@dataclass(frozen=True)
class MonthFigures:
    """New findings and decisions of one month."""

    month: dt.date
    new: int
    reviewed: int


def pending_count(actor: Actor) -> int:
    """Count the findings that wait for somebody."""
    return Finding.objects.filter(visible_to(actor), FIGURES["pending"]).count()


def closing_count(actor: Actor) -> int:
    """Count the findings, not put aside, whose window for action closes soon."""
    found = Finding.objects.filter(visible_to(actor), status__in=(*OPEN_STATES, FindingStatus.CONFIRMED))
    return windows.annotate(found).filter(Q(window=windows.CLOSING)).count()


def news_count(actor: Actor) -> int:
    """Count the decided findings with news."""
    return Finding.objects.filter(visible_to(actor), has_news=True).count()


def oldest_pending(actor: Actor) -> dt.datetime | None:
    """Return since when the oldest waiting finding has waited, or None."""
    found = Finding.objects.filter(visible_to(actor), FIGURES["pending"]).aggregate(first=Min("created_at"))
    first: dt.datetime | None = found["first"]
    return first


def counts_by_place(actor: Actor, figure: str = "pending") -> dict[str, int]:
    """Count findings by the division code of their records' places; a record of three banners counts in each.

    Raises:
        KeyError: there is no such figure.
    """
    rows = (
        Finding.objects.filter(visible_to(actor), FIGURES[figure], record__places__place__isnull=False)
        .order_by()
        .values_list("record__places__place_id")
        .annotate(count=Count("pk", distinct=True))
    )
    return {str(code): count for code, count in rows}


def monthly_new_and_reviewed(actor: Actor, months: int = 12) -> list[MonthFigures]:
    """Return the last months up to this one, oldest first: findings raised and findings decided."""
    first = _months_back(timezone.localdate(), months - 1)
    begin = timezone.make_aware(dt.datetime.combine(first, dt.time.min))
    seen = Finding.objects.filter(visible_to(actor))
    new = _by_month(seen.filter(created_at__gte=begin).values_list(TruncMonth("created_at")).annotate(n=Count("pk")))
    decided = Review.objects.filter(finding__in=seen.order_by(), step__in=DECIDING, at__gte=begin)
    reviewed = _by_month(decided.order_by().values_list(TruncMonth("at")).annotate(n=Count("finding", distinct=True)))
    days = [_months_back(timezone.localdate(), back) for back in range(months - 1, -1, -1)]
    return [MonthFigures(day, new.get(day, 0), reviewed.get(day, 0)) for day in days]


def queue(actor: Actor, limit: int = 6) -> list[FindingRow]:
    """Return the first waiting findings in reading order."""
    return rows_of(findings(actor).filter(FIGURES["pending"]).order_by(*SORTS[""])[:limit])


def _by_month(rows: object) -> dict[dt.date, int]:
    return {moment.date(): count for moment, count in rows}  # type: ignore[attr-defined]  # an annotated queryset of pairs


def _months_back(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 - months
    return dt.date(index // 12, index % 12 + 1, 1)
