"""Reads of search reports."""

from __future__ import annotations

from django.db.models import QuerySet

from erdem.base.actor import Actor
from erdem.literature.models import SearchReport
from erdem.literature.policies import visible_reports


def reports(actor: Actor) -> QuerySet[SearchReport]:
    """Return the reports the actor may read, newest first."""
    return SearchReport.objects.filter(visible_reports(actor)).order_by("-pk")


def get_report(actor: Actor, number: str) -> SearchReport | None:
    """Return a report with its file, or None."""
    return reports(actor).select_related("blob").filter(number=number).first()
