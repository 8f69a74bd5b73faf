"""Periods that begin with an event outside the steps: a leak of secret knowledge, a refusal, an evaluation report asked for."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import CaseKind
from erdem.cases.models import Case, CaseClock
from erdem.cases.policies import can_handle
from erdem.cases.services.case_clocks import start_case_clock
from erdem.cases.services.staffing import held
from erdem.cases.services.trace import note_event, trace

BY_HAND: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    CaseKind.PATENT_DISPUTE: (
        ("P4", "request_period"),
        ("P4", "evaluation_report"),
        ("P8", "patent_infringement_limitation"),
    ),
    CaseKind.LEGAL_AID: (("P5", "emergency_threshold"),),
    CaseKind.RIGHTS_ASSISTANCE: (("P6", "advice"),),
    CaseKind.MISUSE_ACTION: (
        ("P8", "novelty_grace"),
        ("P8", "tm_refusal_review"),
        ("P8", "invalidation_sue"),
        ("P8", "patent_infringement_limitation"),
    ),
}
"""Process and step of the rules that an officer may let run, by kind of case."""


@transaction.atomic
def begin_period(*, actor: Actor, case: Case, step: str, day: dt.date, reason: str = "") -> CaseClock:
    """Let a period run from the day of an event.

    Raises:
        PermissionRefused: the actor does not handle the case.
        RuleBroken: this kind of case knows no such period, it runs already, or no rule is in force on that day.
    """
    case = held(case)
    require(can_handle(actor, case))
    known = {name: process for process, name in BY_HAND.get(case.kind, ())}
    if step not in known:
        raise RuleBroken(_("Choose one of the periods of this kind of case."), field="period")
    clock = start_case_clock(actor=actor, case=case, step=step, day=day, reason=reason, process=known[step])
    note_event(
        actor, case, "begin_period", came_from=case.status, note=reason, detail={"period": step, "on": day.isoformat()}
    )
    trace(actor, "begin_period", case, period=step)
    return clock
