"""The clocks of a case: begun and ended by its steps, paused with a document, extended by a second person.

What steps do to clocks is noted with the step; pausing, resuming, stopping and extending by hand leave an entry of their own.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import clock as clocks
from erdem.base.actor import Actor
from erdem.base.models import OPEN_STATES, ClockState
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import KIND_PROCESS, ExtensionState
from erdem.cases.models import Case, CaseClock, ExtensionRequest
from erdem.cases.policies import can_handle, can_oversee
from erdem.cases.services.faults import MOVED_ON, broken
from erdem.cases.services.trace import note_event, trace
from erdem.cases.workflow import Effect


def start_case_clock(
    *, actor: Actor, case: Case, step: str, day: dt.date | None = None, reason: str = "", process: str = ""
) -> CaseClock:
    """Begin a clock by the version of its rule in force on a day, today unless given. For services of cases.

    Raises:
        RuleBroken: no rule is in force on that day, or the clock runs already.
    """
    day = day or timezone.localdate()
    try:
        rule = clocks.rule_in_force(process or KIND_PROCESS[case.kind], step, day)
    except clocks.NoRule as error:
        raise RuleBroken(_("No period is in force for this step on that day. Have the rule entered first.")) from error
    with broken():
        return clocks.start_clock(
            CaseClock, actor=actor, rule=rule, started_on=day, place_code=case.place_code, reason=reason, case=case
        )


def meet_case_clock(*, actor: Actor, case: Case, step: str, day: dt.date | None = None) -> CaseClock | None:
    """Note that what a running clock waited for was done; return it, or nothing when none runs. For services of cases."""
    found = _open(case).filter(rule__step=step).first()
    if found is not None:
        clocks.meet(found, actor=actor, day=day or timezone.localdate())
    return found


def follow_step(actor: Actor, case: Case, step: str, effect: Effect, paper: clocks.Paper | None) -> None:
    """Do to the clocks what a step says; part of the step.

    Raises:
        RuleBroken: a pause without its document.
    """
    today = timezone.localdate()
    standing = {each.rule.step: each for each in _open(case)}
    for clock in _named(standing, effect.resumes):
        if clock.state == ClockState.PAUSED:
            clocks.resume(clock, actor=actor, day=today, paper=paper)
    for clock in _named(standing, effect.meets):
        clocks.meet(clock, actor=actor, day=today)
    for clock in _named(standing, effect.stops):
        clocks.stop(clock, actor=actor, day=today, reason=step)
    for clock in _named(standing, effect.pauses):
        clocks.pause(clock, actor=actor, day=today, cause=effect.pause_reason, reason=step, paper=paper)
    for name in effect.starts:
        start_case_clock(actor=actor, case=case, step=name, day=today)


def end_clocks(actor: Actor, case: Case, reason: str) -> None:
    """Stop whatever still runs when nothing remains to be done."""
    for each in _open(case):
        clocks.stop(each, actor=actor, day=timezone.localdate(), reason=reason)


@transaction.atomic
def pause_clock(*, actor: Actor, clock: CaseClock, cause: str, reason: str, paper: clocks.Paper) -> CaseClock:
    """Let a clock stand still from today for a cause its rule names, by a document.

    Raises:
        PermissionRefused: the actor does not handle the case.
        RuleBroken: with what is missing.
    """
    require(can_handle(actor, clock.case))
    clocks.pause(clock, actor=actor, day=timezone.localdate(), cause=cause, reason=reason, paper=paper)
    _noted(actor, clock, "pause_clock", reason)
    return clock


@transaction.atomic
def resume_clock(*, actor: Actor, clock: CaseClock, reason: str = "", paper: clocks.Paper | None = None) -> CaseClock:
    """Let a clock run on from today.

    Raises:
        RuleBroken: it does not stand still.
    """
    require(can_handle(actor, clock.case))
    clocks.resume(clock, actor=actor, day=timezone.localdate(), reason=reason, paper=paper)
    _noted(actor, clock, "resume_clock", reason)
    return clock


@transaction.atomic
def ask_extension(
    *, actor: Actor, clock: CaseClock, reason: str, amount: int | None = None, paper: clocks.Paper | None = None
) -> ExtensionRequest:
    """Ask for more time. The clock runs on as it is until a second person has decided.

    Raises:
        RuleBroken: the rule knows no further extension, one waits already, or no reason is given.
    """
    require(can_handle(actor, clock.case))
    if len(clock.extended) >= len(clock.rule.extensions):
        raise RuleBroken(_("This period cannot be extended further."))
    if not reason.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reason")
    with broken():
        asked = ExtensionRequest.objects.create(
            clock=clock,
            amount=amount,
            reason=reason.strip(),
            document=paper.blob if paper else None,
            document_name=paper.name if paper else "",
            asked_by_id=actor.user_id or 0,
        )
    _noted(actor, clock, "ask_extension", reason)
    return asked


@transaction.atomic
def decide_extension(
    *, actor: Actor, asked: ExtensionRequest, grant: bool, approver: str = "", reason: str = ""
) -> ExtensionRequest:
    """Grant or refuse more time; whoever handles the case does not decide.

    Raises:
        PermissionRefused: the actor handles the case, or is of another office.
        RuleBroken: it is decided already, or a refusal has no reason.
    """
    asked = ExtensionRequest.objects.select_for_update(of=("self",)).select_related("clock__case").get(pk=asked.pk)
    clock = asked.clock
    require(can_oversee(actor, clock.case))
    if asked.state != ExtensionState.ASKED:
        raise RuleBroken(str(MOVED_ON))
    asked.state = ExtensionState.GRANTED if grant else ExtensionState.REFUSED
    asked.decided_by_id, asked.decided_at, asked.decision_reason = actor.user_id, timezone.now(), reason.strip()
    with broken():
        asked.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
        if grant:
            paper = clocks.Paper(asked.document_name, asked.document) if asked.document_name else None
            clocks.extend(
                clock,
                actor=actor,
                day=timezone.localdate(),
                approver=approver or actor.label,
                reason=asked.reason,
                amount=asked.amount,
                paper=paper,
            )
    _noted(actor, clock, "decide_extension", reason, granted=grant)
    return asked


@transaction.atomic
def stop_clock(*, actor: Actor, clock: CaseClock, reason: str) -> CaseClock:
    """End a clock whose matter has gone; a second person does it, since nothing warns of its last day any more.

    Raises:
        PermissionRefused: the actor handles the case.
    """
    require(can_oversee(actor, clock.case))
    clocks.stop(clock, actor=actor, day=timezone.localdate(), reason=reason)
    _noted(actor, clock, "stop_clock", reason)
    return clock


def _named(standing: dict[str, CaseClock], names: tuple[str, ...]) -> list[CaseClock]:
    return [standing[name] for name in names if name in standing]


def _open(case: Case) -> QuerySet[CaseClock]:
    return CaseClock.objects.filter(case=case, state__in=OPEN_STATES).select_related("rule")


def _noted(actor: Actor, clock: CaseClock, action: str, reason: str, **detail: object) -> None:
    facts = {"clock": clock.rule.step, "due": clock.due_on.isoformat() if clock.due_on else None, **detail}
    note_event(actor, clock.case, action, came_from=clock.case.status, note=reason.strip(), detail=facts)
    trace(actor, action, clock.case, **facts)
