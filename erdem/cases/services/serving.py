"""Service of documents, and what runs from it: the time to answer a notice, the time to pay a fine (行政处罚法 61, 64, 67)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import clock as clocks
from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.base.models import OPEN_STATES
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import CaseKind, Outcome
from erdem.cases.models import Case, CaseClock, OfficialDocument, ServiceRecord
from erdem.cases.policies import can_handle
from erdem.cases.queries.details import served, standing_decision
from erdem.cases.services.case_clocks import start_case_clock
from erdem.cases.services.faults import broken
from erdem.cases.services.staffing import held
from erdem.cases.services.trace import note_event, trace

NOTICE = "penalty_notice"
DECISIONS = ("penalty_decision", "spot_decision", "no_penalty_decision")


@transaction.atomic
def serve_document(
    *, actor: Actor, document: OfficialDocument, way: str, receiver: str, received_on: dt.date, receipt: str = ""
) -> ServiceRecord:
    """Note how an issued document was served; what runs from its receipt begins on that day, not on the day it is noted.

    Raises:
        RuleBroken: it is not issued, it was served already, or the day does not fit.
    """
    case = held(document.case)
    require(can_handle(actor, case))
    earlier = ServiceRecord.objects.filter(document=document).first()
    if earlier is not None:
        words = _("This document was served already, on %(day)s to %(receiver)s. Nothing was noted.")
        raise RuleBroken(words % {"day": iso_date(earlier.received_on), "receiver": earlier.receiver})
    issued = timezone.localtime(document.issued_at).date() if document.issued_at else None
    if received_on > timezone.localdate() or (issued is not None and received_on < issued):
        raise RuleBroken(_("A document is received after it was issued, and not in the future."), field="received_on")
    with broken():
        made = ServiceRecord.objects.create(
            case=case,
            document=document,
            way=way,
            receiver=receiver.strip(),
            received_on=received_on,
            receipt=receipt.strip(),
            noted_by_id=actor.user_id,
        )
    begin_what_follows(actor, made)
    note_event(
        actor, case, "serve_document", came_from=case.status, note=f"{document.title}　{document.number}".strip()
    )
    trace(actor, "serve_document", case, document=document.number, way=way)
    return made


def begin_what_follows(actor: Actor, record: ServiceRecord) -> None:
    """Begin, on the day of receipt, what runs from the service of a document of a penalty. For services of cases."""
    case, template = record.case, record.document.template
    if case.kind != CaseKind.PENALTY:
        return
    if template == NOTICE:
        for running in CaseClock.objects.filter(case=case, rule__step="hearing_request", state__in=OPEN_STATES):
            clocks.stop(running, actor=actor, day=record.received_on, reason=str(record.document))
        start_case_clock(actor=actor, case=case, step="hearing_request", day=record.received_on)
    elif template in DECISIONS:
        _meet_service(actor, case, record.received_on)
        if _is_fined(case):
            start_case_clock(actor=actor, case=case, step="pay_fine", day=record.received_on)


def _meet_service(actor: Actor, case: Case, day: dt.date) -> None:
    """Meet the time to serve; a decision on the spot is handed over before the step that notes it."""
    running = CaseClock.objects.filter(case=case, rule__step="serve_absent", state__in=OPEN_STATES).first()
    if running is not None:
        clocks.meet(running, actor=actor, day=max(day, running.started_on))


@transaction.atomic
def note_waiver(*, actor: Actor, case: Case, waived_on: dt.date, waiver: str) -> ServiceRecord:
    """Note that the party gave up, in clear words, to state, to defend itself and to be heard (行政处罚法 62).

    Raises:
        RuleBroken: no notice was served, it was noted already, the day does not fit, or the words are missing.
    """
    case = held(case)
    require(can_handle(actor, case))
    notice = served(case, NOTICE)
    if notice is None:
        raise RuleBroken(_("Serve the notice of what is intended first."))
    notice = ServiceRecord.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.waived_on is not None:
        raise RuleBroken(_("This was noted already, on %(day)s.") % {"day": iso_date(notice.waived_on)})
    if not notice.received_on <= waived_on <= timezone.localdate():
        raise RuleBroken(_("This is given up after the notice was received, and not in the future."), field="waived_on")
    if not waiver.strip():
        raise RuleBroken(_("Write in which words, and on which paper, the party gave this up."), field="waiver")
    notice.waived_on, notice.waiver = waived_on, waiver.strip()
    with broken():
        notice.save(update_fields=["waived_on", "waiver"])
    for running in CaseClock.objects.filter(case=case, rule__step="hearing_request", state__in=OPEN_STATES):
        clocks.stop(running, actor=actor, day=waived_on, reason=waiver.strip())
    note_event(actor, case, "note_waiver", came_from=case.status, note=waiver.strip())
    trace(actor, "note_waiver", case)
    return notice


def _is_fined(case: Case) -> bool:
    decision = standing_decision(case)
    return case.outcome == Outcome.PENALISED and decision is not None and decision.fine_fen > 0
