"""Writing, handing in, returning, accepting and correcting use reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, blobs
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.ledger.policies import can_keep
from erdem.sharing.models import UseReport, UseReportFile, UseReportLine
from erdem.sharing.policies.reports import can_correct_report, can_decide_report, can_write_report
from erdem.sharing.queries.report_sums import report_problems
from erdem.sharing.report_choices import ReportStatus
from erdem.sharing.report_workflow import USE_REPORT
from erdem.sharing.services.owing import book_of, one_at_a_time
from erdem.sharing.services.report_faults import refused
from erdem.sharing.services.royalties import enter_royalties
from erdem.sharing.terms import TermsRefused
from erdem.sharing.terms_faults import fault_sentences

MOST_LINES = 500
LARGEST_FILE = 20 * 1024 * 1024


@dataclass(frozen=True)
class Rate:
    """One smallest unit sold is ``numerator / denominator`` smallest units of the currency of the terms; whose, of which day."""

    numerator: int
    denominator: int
    source: str
    day: dt.date


@dataclass(frozen=True)
class LineContent:
    """One product of a report. Amounts in smallest units of ``currency``; ``terms_line`` empty means the only one there is."""

    product: str
    currency: str
    gross: int = 0
    quantity: int = 0
    quantity_unit: str = ""
    deductions: dict[str, int] = field(default_factory=dict)
    corrects: str = ""
    rate: Rate | None = None
    terms_line: str = ""
    note: str = ""


def line_content(*, rate: Mapping[str, Any] | None = None, **given: Any) -> LineContent:
    """Return a line from plain values, as a form brings them; a rate that is not whole is refused when the line is added."""
    if rate is None:
        return LineContent(**given)
    exchange = Rate(rate["numerator"] or 0, rate["denominator"] or 0, rate["source"] or "", rate["day"])
    return LineContent(**given, rate=exchange)


@transaction.atomic
def begin_report(*, actor: Actor, report: UseReport) -> UseReport:
    """Begin writing an expected or returned report; one that is being written already is returned as it is.

    Raises:
        PermissionRefused: the actor is not the user of the permit, or the report was handed in.
    """
    if _begun(actor, report):
        _note(actor, "begin_report", report)
    return report


def _begun(actor: Actor, report: UseReport) -> bool:
    """Begin writing a report as part of another act, which leaves the audit entry; say whether it was not begun before."""
    require(can_write_report(actor, report))
    if report.status == ReportStatus.DRAFT:
        return False
    take_step(USE_REPORT, report, "begin", actor=actor)
    return True


@transaction.atomic
def add_line(*, actor: Actor, report: UseReport, content: LineContent, position: int | None = None) -> UseReportLine:
    """Add a product to a report. ``position`` is the place that the form offered: sent twice, the line stands once.

    Raises:
        PermissionRefused: the actor is not the user of the permit, or the report was handed in.
        RuleBroken: the line cannot stand; with the sentence why.
    """
    _begun(actor, report)
    held = UseReportLine.objects.filter(report=report)
    last = held.order_by("-position").values_list("position", flat=True).first() or 0
    if last >= MOST_LINES:
        raise RuleBroken(_("A report has at most %(most)s lines. Put some together.") % {"most": MOST_LINES})
    rate = content.rate
    line = UseReportLine(
        report=report,
        position=position or last + 1,
        terms_line=content.terms_line or _only_line(report),
        product=content.product.strip()[:200],
        quantity=content.quantity,
        quantity_unit=content.quantity_unit.strip()[:30],
        currency=content.currency,
        gross=content.gross,
        deductions={kind: amount for kind, amount in content.deductions.items() if amount},
        net=content.gross - sum(content.deductions.values()),
        corrects=content.corrects.strip()[:200],
        rate_numerator=rate.numerator if rate else None,
        rate_denominator=rate.denominator if rate else None,
        rate_source=rate.source.strip()[:200] if rate else "",
        rate_day=rate.day if rate else None,
        note=content.note.strip()[:300],
    )
    with refused():
        line.save(force_insert=True)
    _note(actor, "add_report_line", report, line=line.position)
    return line


@transaction.atomic
def remove_line(*, actor: Actor, report: UseReport, position: int) -> None:
    """Take a line out of a report that is being written; one that is gone already is left alone.

    Raises:
        PermissionRefused: the actor is not the user of the permit, or the report was handed in.
    """
    require(can_write_report(actor, report))
    with refused():
        gone, _each = UseReportLine.objects.filter(report=report, position=position).delete()
    if gone:
        _note(actor, "remove_report_line", report, line=position)


@transaction.atomic
def attach_file(
    *, actor: Actor, report: UseReport, content: bytes, file_name: str, media_type: str, note: str = ""
) -> UseReportFile:
    """Attach a file that shows what the report says.

    Raises:
        PermissionRefused: the actor is not the user of the permit, or the report was handed in.
        RuleBroken: the file is empty, too large, or attached already.
    """
    _begun(actor, report)
    kept = keep_file(actor, report, content, file_name, media_type, note)
    _note(actor, "attach_report_file", report, file=kept.pk)
    return kept


@transaction.atomic
def submit_report(*, actor: Actor, report: UseReport, note: str = "", nothing_used: bool = False) -> UseReport:
    """Hand a report in. A second click finds it handed in.

    Raises:
        PermissionRefused: the actor is not the user of the permit.
        RuleBroken: the period is not over, lies after the permit, the report says nothing, or a line cannot be computed.
    """
    if report.status == ReportStatus.SUBMITTED and report.submitted_by_id == actor.user_id:
        return report
    require(can_write_report(actor, report))
    current = UseReport.objects.select_for_update(of=("self",)).select_related("permit__request").get(pk=report.pk)
    if current.status == ReportStatus.SUBMITTED and current.submitted_by_id == actor.user_id:
        return current
    _begun(actor, current)
    if problems := report_problems(current):
        raise RuleBroken(" ".join(fault_sentences(problems)))
    given = {"submitted_by_id": actor.user_id, "submitted_at": timezone.now()}
    with refused():
        UseReport.objects.filter(pk=current.pk).update(note=note.strip(), nothing_used=nothing_used)
        take_step(USE_REPORT, current, "submit", actor=actor, **given)
    current.refresh_from_db()
    _note(actor, "submit_report", current)
    return current


@transaction.atomic
def return_report(*, actor: Actor, report: UseReport, reason: str) -> UseReport:
    """Return a report to who handed it in, with a reason.

    Raises:
        PermissionRefused: the actor's office does not decide.
        RuleBroken: no reason is given, or it was decided meanwhile.
    """
    given = {"status_reason": reason.strip(), "decided_by_id": actor.user_id, "decided_at": timezone.now()}
    with refused():
        take_step(USE_REPORT, report, "return", actor=actor, **given)
    _note(actor, "return_report", report)
    return report


@transaction.atomic
def accept_report(*, actor: Actor, report: UseReport, day: dt.date | None = None) -> UseReport:
    """Accept a report: what it gives is owed from now on, entered once and split by the shares of the terms.

    An accepted correction takes the place of the version before: its entries are taken back, and what follows is computed again.

    Args:
        day: the day of the entries, today when none is named.

    Raises:
        PermissionRefused: the actor's office does not decide, or does not keep the book.
        RuleBroken: it was decided meanwhile, cannot be computed, or the ledger refuses. Nothing was changed.
    """
    require(can_decide_report(actor, report))
    require(can_keep(actor, book_of(report.permit)))
    one_at_a_time(report.agreement)
    given = {"decided_by_id": actor.user_id, "decided_at": timezone.now(), "status_reason": ""}
    with refused():
        if report.replaces is not None:
            take_step(USE_REPORT, report.replaces, "replace", actor=actor)
        take_step(USE_REPORT, report, "accept", actor=actor, **given)
    try:
        entries = enter_royalties(actor=actor, report=report, day=day or timezone.localdate())
    except TermsRefused as problem:
        raise RuleBroken(" ".join(fault_sentences(problem.problems))) from problem
    _note(actor, "accept_report", report, entries=[entry.number for entry in entries])
    return report


@transaction.atomic
def correct_report(*, actor: Actor, report: UseReport, reason: str) -> UseReport:
    """Begin a correction: a new version with the lines of the accepted one. The old one stays in force until it is accepted.

    Raises:
        PermissionRefused: the actor is not the user of the permit, or the report is not accepted.
        RuleBroken: no reason is given, or a correction is being written already.
    """
    require(can_correct_report(actor, report))
    if not reason.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reason")
    new = UseReport(
        permit=report.permit,
        agreement=report.agreement,
        terms_version=report.terms_version,
        period=report.period,
        period_from=report.period_from,
        period_until=report.period_until,
        due_on=report.due_on,
        version=report.version + 1,
        replaces=report,
        correction_reason=reason.strip(),
        status=ReportStatus.DRAFT,
        note=report.note,
    )
    with refused():
        new.save(force_insert=True)
        for line in UseReportLine.objects.filter(report=report):
            line.pk, line.report = None, new
            line.save(force_insert=True)
    _note(actor, "correct_report", new, replaces=report.pk)
    return new


def keep_file(
    actor: Actor,
    report: UseReport,
    content: bytes,
    file_name: str,
    media_type: str,
    note: str,
    audit_id: int | None = None,
) -> UseReportFile:
    """Keep a file of a report; the caller leaves the audit entry."""
    if not content:
        raise RuleBroken(_("The file is empty. Choose another one."), field="file")
    if len(content) > LARGEST_FILE:
        raise RuleBroken(_("The file is larger than 20 MB. Make it smaller, or attach it in parts."), field="file")
    kept = UseReportFile(
        report=report,
        blob=blobs.keep(content, media_type=media_type[:100] or "application/octet-stream"),
        file_name=file_name.strip()[-200:] or "file",
        note=note.strip()[:300],
        audit_id=audit_id,
        added_by_id=actor.user_id,
    )
    with refused():
        kept.save(force_insert=True)
    return kept


def _only_line(report: UseReport) -> str:
    """The key of the royalty of the terms where there is exactly one; otherwise somebody has to choose."""
    royalties = report.terms_version.terms.royalties()
    if len(royalties) > 1:
        raise RuleBroken(_("Choose the line of the terms for which this is reported."), field="terms_line")
    return royalties[0].key if royalties else ""


def _note(actor: Actor, action: str, report: UseReport, **detail: object) -> None:
    said = {"permit": report.permit.number, "period": report.period, "version": report.version, **detail}
    audit.record(
        actor,
        action=f"sharing.{action}",
        target=report,
        organisation_id=report.permit.request.applicant_id,
        detail=said,
    )
