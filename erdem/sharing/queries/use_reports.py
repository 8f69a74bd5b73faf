"""Reads of use reports: what is expected, what is missing, what was reported and what it came to."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.base.models import Blob
from erdem.people.models import Organisation
from erdem.sharing.models import (
    AuditDraw,
    ReportAudit,
    ReportCalculation,
    UseReport,
    UseReportFile,
    UseReportLine,
)
from erdem.sharing.policies.reports import (
    visible_draws,
    visible_in_reports,
    visible_with_agreement,
    visible_with_report,
)
from erdem.sharing.report_choices import BEING_WRITTEN, ReportStatus

LATE = Q(status__in=BEING_WRITTEN)
RELATED = ("permit__request", "permit__office", "agreement", "terms_version", "replaces", "submitted_by", "decided_by")


def is_late(report: UseReport, day: dt.date | None = None) -> bool:
    """Say whether a report is missing after its day."""
    return report.status in BEING_WRITTEN and report.due_on < (day or timezone.localdate())


def reports(actor: Actor, state: str = "") -> QuerySet[UseReport]:
    """Return the reports that the actor sees: ``late``, ``open`` (days over), ``waiting``, ``begun``, a status, or all."""
    today = timezone.localdate()
    found = UseReport.objects.filter(visible_with_agreement(actor)).select_related(*RELATED)
    if state == "late":
        return found.filter(LATE, due_on__lt=today)
    if state == "open":
        return found.filter(LATE, period_until__lt=today)
    if state == "begun":
        return found.exclude(status=ReportStatus.CANCELLED).filter(period_from__lte=today)
    if state == "waiting":
        return found.filter(status=ReportStatus.SUBMITTED).order_by("submitted_at", "pk")
    if state in ReportStatus.values:
        return found.filter(status=state).order_by("-period_from", "pk")
    return found.exclude(status=ReportStatus.CANCELLED)


def get_report(actor: Actor, key: int) -> UseReport | None:
    """Return a report that the actor sees."""
    return UseReport.objects.filter(visible_with_agreement(actor), pk=key).select_related(*RELATED).first()


def versions_of(actor: Actor, report: UseReport) -> list[UseReport]:
    """Return all versions of a report, the newest first."""
    found = UseReport.objects.filter(
        visible_with_agreement(actor), permit=report.permit, period_from=report.period_from
    )
    return list(found.order_by("-version"))


def lines_of(actor: Actor, report: UseReport) -> list[UseReportLine]:
    """Return the lines of a report, as far as the actor reads it."""
    return list(UseReportLine.objects.filter(visible_in_reports(actor), report=report).order_by("position"))


def files_of(actor: Actor, report: UseReport) -> list[UseReportFile]:
    """Return the evidence of a report, as far as the actor reads it."""
    found = UseReportFile.objects.filter(visible_in_reports(actor), report=report)
    return list(found.select_related("blob", "audit").order_by("pk"))


def get_file(actor: Actor, report: UseReport, key: int) -> UseReportFile | None:
    """Return one file of a report."""
    found = UseReportFile.objects.filter(visible_in_reports(actor), report=report, pk=key)
    return found.select_related("blob").first()


def calculations_kept(actor: Actor, report: UseReport) -> list[ReportCalculation]:
    """Return what a report came to, line by line of the terms, those in force first."""
    found = ReportCalculation.objects.filter(visible_with_report(actor), report=report)
    return sorted(found, key=lambda each: (each.ended_at is not None, each.line, -each.turn))


def audits(actor: Actor) -> QuerySet[ReportAudit]:
    """Return the audits that the actor sees, the newest first."""
    found = ReportAudit.objects.filter(visible_with_agreement(actor))
    return found.select_related("report__permit__request").order_by("-pk")


def get_audit(actor: Actor, key: int) -> ReportAudit | None:
    """Return an audit that the actor sees."""
    return audits(actor).filter(pk=key).first()


def draws(actor: Actor) -> QuerySet[AuditDraw]:
    """Return the draws of the actor's office, the newest first."""
    return AuditDraw.objects.filter(visible_draws(actor)).order_by("-pk")


def own_office(actor: Actor) -> Organisation | None:
    """Return the office for which an officer acts."""
    return Organisation.objects.filter(pk__in=list(actor.organisation_ids), kind="office").order_by("pk").first()


def late_count(actor: Actor) -> int:
    """Return how many reports are missing after their day."""
    return reports(actor, "late").count()


def waiting_count(actor: Actor) -> int:
    """Return how many reports wait for the office."""
    return reports(actor, "waiting").count()


__all__ = [
    "AuditDraw",
    "Blob",
    "ReportAudit",
    "UseReport",
    "audits",
    "calculations_kept",
    "draws",
    "files_of",
    "get_audit",
    "get_file",
    "get_report",
    "is_late",
    "late_count",
    "lines_of",
    "own_office",
    "reports",
    "versions_of",
    "waiting_count",
]
