"""Random audits: reports are drawn by a seed that is kept, so that anybody can repeat the draw."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.lib.chance import repeatable
from erdem.people.models import Organisation
from erdem.sharing.models import AuditDraw, ReportAudit, UseReport, UseReportFile
from erdem.sharing.policies.reports import can_answer_audit, can_close_audit, can_decide_report, can_draw
from erdem.sharing.queries.periods import end_of
from erdem.sharing.report_choices import AuditStatus, ReportStatus
from erdem.sharing.report_workflow import REPORT_AUDIT
from erdem.sharing.services.report_faults import refused
from erdem.sharing.services.reporting import keep_file


def drawn(seed: str, reports: list[int], wanted: int) -> list[int]:
    """Return which reports a draw gives: the same for the same seed and the same reports, in whatever order they are named."""
    return sorted(repeatable(seed).sample(sorted(reports), min(wanted, len(reports))))


@transaction.atomic
def draw_audits(
    *, actor: Actor, office: Organisation, reports: list[UseReport], wanted: int, due_on: dt.date | None = None
) -> AuditDraw:
    """Draw some of the accepted reports to be looked into, and ask for their evidence. The seed is made here, never chosen.

    Raises:
        PermissionRefused: the actor is no officer, or does not decide about one of the reports.
        RuleBroken: there is nothing to draw from, or nothing is to be drawn.
    """
    require(can_draw(actor))
    found = [each for each in reports if each.status == ReportStatus.ACCEPTED and can_decide_report(actor, each)]
    if not found or wanted < 1:
        raise RuleBroken(_("There is no accepted report to draw from. Nothing was drawn."), field="wanted")
    draw = AuditDraw(
        office=office,
        seed=secrets.token_hex(16),
        wanted=min(wanted, len(found)),
        reports=sorted(each.pk for each in found),
        drawn_by_id=actor.user_id,
    )
    draw.save(force_insert=True)
    by_key = {each.pk: each for each in found}
    day = due_on or end_of("report_audit_answer")
    for key in drawn(draw.seed, draw.reports, draw.wanted):
        with refused():
            ReportAudit(draw=draw, report=by_key[key], agreement=by_key[key].agreement, due_on=day).save(
                force_insert=True
            )
    detail = {"from": len(found), "drawn": draw.wanted}
    audit.record(actor, action="sharing.draw_audits", target=draw, organisation_id=office.pk, detail=detail)
    return draw


@transaction.atomic
def answer_audit(
    *, actor: Actor, found: ReportAudit, content: bytes, file_name: str, media_type: str, note: str = ""
) -> UseReportFile:
    """Hand in evidence for an audit.

    Raises:
        PermissionRefused: the actor is not the user of the permit, or the audit is closed.
        RuleBroken: the file is empty, too large, or attached already.
    """
    require(can_answer_audit(actor, found))
    kept = keep_file(actor, found.report, content, file_name, media_type, note, found.pk)
    if found.status == AuditStatus.ASKED:
        take_step(REPORT_AUDIT, found, "answer", actor=actor)
    _note(actor, "answer_audit", found, file=kept.pk)
    return kept


@transaction.atomic
def close_audit(*, actor: Actor, found: ReportAudit, sound: bool, finding: str) -> ReportAudit:
    """Note what an audit found.

    Raises:
        PermissionRefused: the actor's office does not decide about the report.
        RuleBroken: nothing is said, or it was closed already.
    """
    require(can_close_audit(actor, found))
    given = {"finding": finding.strip(), "closed_by_id": actor.user_id, "closed_at": timezone.now()}
    take_step(REPORT_AUDIT, found, "find_sound" if sound else "find_unsound", actor=actor, **given)
    _note(actor, "close_audit", found, sound=sound)
    return found


def _note(actor: Actor, action: str, found: ReportAudit, **detail: object) -> None:
    said = {"report": found.report_id, **detail}
    audit.record(
        actor,
        action=f"sharing.{action}",
        target=found,
        organisation_id=found.report.permit.request.applicant_id,
        detail=said,
    )
