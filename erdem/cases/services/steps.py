"""Moving a case along the workflow of its kind. Each step leaves one act in its record and one entry in the trail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import clock as clocks
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken
from erdem.base.workflow import take_step
from erdem.cases.models import Case
from erdem.cases.services.case_clocks import end_clocks, follow_step
from erdem.cases.services.faults import MOVED_ON, broken
from erdem.cases.services.staffing import held
from erdem.cases.services.trace import moved, note_event, trace
from erdem.cases.workflow import CaseProcess, Effect, process_of


@dataclass(frozen=True)
class StepGiven:
    """What is given with a step.

    ``seen_version`` is the version of the case on the page from which somebody acts: when it has changed since, nothing is done.
    ``paper`` is the document by which a clock is paused or resumed, ``into`` the number of the case that a merged one joins.
    """

    reason: str = ""
    outcome: str = ""
    outcome_note: str = ""
    seen_version: int | None = None
    paper: clocks.Paper | None = None
    into: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


Following = Callable[[Actor, Case, StepGiven], None]
FOLLOWING: dict[tuple[str, str], list[Following]] = {}
"""What else happens, in the same transaction, when a step of a kind of case was taken."""


def follows(kind: str, step: str) -> Callable[[Following], Following]:
    """Have a function called after a step of a kind of case, in the same transaction."""

    def register(function: Following) -> Following:
        FOLLOWING.setdefault((str(kind), step), []).append(function)
        return function

    return register


@transaction.atomic
def take_case_step(*, actor: Actor, case: Case, step: str, given: StepGiven | None = None) -> Case:
    """Take one step: the case moves, its clocks follow, what came of it is noted.

    Raises:
        PermissionRefused: the actor may not take the step.
        RuleBroken: somebody was faster, a reason is missing, or the kind of case asks for something first.
    """
    given = given or StepGiven()
    case = held(case)
    if given.seen_version is not None and given.seen_version != case.version:
        raise RuleBroken(str(MOVED_ON))
    process = process_of(case.kind)
    effect = process.effect(step)
    came_from = case.status
    _refuse_what_is_missing(actor, case, process, step)
    with broken():
        take_step(process.workflow, case, step, actor=actor, **_changes(case, effect, given))
    follow_step(actor, case, step, replace(effect, starts=process.starts(step, case)), given.paper)
    if effect.closes:
        end_clocks(actor, case, step)
    case.refresh_from_db()
    note_event(actor, case, step, came_from=came_from, note=given.reason.strip(), detail=given.detail)
    trace(actor, "take_case_step", case, step=step, status=case.status)
    moved(case)
    for function in FOLLOWING.get((case.kind, step), ()):
        function(actor, case, given)
    return case


def _refuse_what_is_missing(actor: Actor, case: Case, process: CaseProcess, step: str) -> None:
    guard = process.guards.get(step)
    missing = guard(actor, case) if guard is not None else None
    if missing is not None:
        raise missing


def _changes(case: Case, effect: Effect, given: StepGiven) -> dict[str, Any]:
    """Return the fields that change with the step."""
    changes: dict[str, Any] = {"status_reason": given.reason.strip()}
    if effect.outcomes:
        if given.outcome not in effect.outcomes:
            raise RuleBroken(_("Say what came of the case."), field="outcome")
        changes["outcome"] = given.outcome
    elif effect.outcome:
        changes["outcome"] = effect.outcome
    if given.outcome_note:
        changes["outcome_note"] = given.outcome_note.strip()
    if effect.closes:
        changes["closed_at"] = timezone.now()
    return changes
