"""Starting, pausing, resuming, extending, meeting and stopping a clock.

Building blocks for the services of apps: whoever calls has decided who may do so, opens the transaction, and leaves the one entry
in the trail. Each block holds the row of the clock, adds one event and reckons the last day anew. Days are days of the
office; what happened may be entered later, never before it happened.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.clock.days import working_calendar
from erdem.base.clock.reckoning import DAY, due_of, event_for, events_of, take_over
from erdem.base.models import OPEN_STATES, Blob, Clock, ClockEventKind, ClockRule, ClockState
from erdem.base.policy import RuleBroken
from erdem.lib.periods import NoSuchPeriod

C = TypeVar("C", bound=Clock)


@dataclass(frozen=True)
class Paper:
    """The document by which something was done: its name, and the file where there is one."""

    name: str
    blob: Blob | None = None


@transaction.atomic
def start_clock(
    model: type[C],
    *,
    actor: Actor,
    rule: ClockRule,
    started_on: dt.date,
    place_code: str = "",
    reason: str = "",
    paper: Paper | None = None,
    **owner: Any,
) -> C:
    """Start a clock by a version of a rule; ``owner`` are the fields of the concrete class that tie it to its document.

    Raises:
        RuleBroken: the version is not in force on that day, or the period ends beyond the years known.
    """
    if started_on < rule.valid_from or (rule.valid_to and started_on > rule.valid_to):
        raise RuleBroken(_("This period is not in force on that day. Choose the version that is."), field="started_on")
    clock = model(rule=rule, started_on=started_on, place_code=place_code, **owner)
    _reckon(clock, [], as_of=started_on)
    clock.save(force_insert=True)
    _note(clock, ClockEventKind.STARTED, actor, started_on, reason=reason, paper=paper)
    return clock


@transaction.atomic
def pause(clock: Clock, *, actor: Actor, day: dt.date, cause: str, reason: str, paper: Paper | None = None) -> None:
    """Stop the time from a day on, for a cause that the rule knows.

    Raises:
        RuleBroken: the clock does not run, the rule knows no such cause, no reason or document is given, or the last day is over.
    """
    _hold(clock, ClockState.RUNNING)
    if cause not in clock.rule.pauses:
        raise RuleBroken(
            _("This period is not interrupted for that cause. Choose one of those that its rule names."), "cause"
        )
    _require_reason(reason)
    if paper is None or not paper.name.strip():
        raise RuleBroken(_("A pause needs the document that ordered it. Name it."), field="paper")
    _within(clock, day)
    before = clock.due_on
    clock.state = ClockState.PAUSED
    event = event_for(clock, ClockEventKind.PAUSED, actor=actor, day=day)
    _reckon(clock, [*events_of(clock), event], as_of=day)
    _save(clock)
    _note(clock, ClockEventKind.PAUSED, actor, day, reason=reason, paper=paper, detail={"cause": cause}, before=before)


@transaction.atomic
def resume(clock: Clock, *, actor: Actor, day: dt.date, reason: str = "", paper: Paper | None = None) -> None:
    """Let the time run on from a day, which is counted again.

    Raises:
        RuleBroken: the clock is not paused, or the day lies before the pause.
    """
    _hold(clock, ClockState.PAUSED)
    since = max(one.day for one in events_of(clock) if one.kind == ClockEventKind.PAUSED)
    if day < since:
        raise RuleBroken(_("Work resumes on the day of the pause or later. Check the day."), field="day")
    before = clock.due_on
    clock.state = ClockState.RUNNING
    event = event_for(clock, ClockEventKind.RESUMED, actor=actor, day=day)
    _reckon(clock, [*events_of(clock), event], as_of=day)
    _save(clock)
    _note(clock, ClockEventKind.RESUMED, actor, day, reason=reason, paper=paper, before=before)


@transaction.atomic
def extend(
    clock: Clock,
    *,
    actor: Actor,
    day: dt.date,
    approver: str,
    reason: str,
    amount: int | None = None,
    paper: Paper | None = None,
) -> None:
    """Lengthen a period by the next extension that its rule knows, approved by somebody, before it is over.

    Args:
        clock: the clock; running or paused.
        actor: who enters it.
        day: when it was approved.
        approver: who approved it, by name and office.
        reason: why.
        amount: how long, where the rule leaves that to the approval; in the unit of the extension.
        paper: the document of the approval.

    Raises:
        RuleBroken: the rule knows no further extension, approver or reason is missing, the length is not the rule's, or the last
            day is over.
    """
    _hold(clock, *OPEN_STATES)
    number = len(clock.extended)
    if number >= len(clock.rule.extensions):
        raise RuleBroken(_("This period cannot be extended further."))
    if not approver.strip():
        raise RuleBroken(_("An extension needs an approval. Name who gave it."), field="approver")
    _require_reason(reason)
    _within(clock, day)
    known = clock.rule.extensions[number]
    length = known["amount"] if known["amount"] is not None else amount
    if not length or length < 1 or (amount is not None and amount != length):
        raise RuleBroken(_("Say by how long the period is extended, as its rule allows."), field="amount")
    granted = {"amount": length, "unit": known["unit"], "approval": known["approval"], "approver": approver.strip()}
    before = clock.due_on
    event = event_for(clock, ClockEventKind.EXTENDED, actor=actor, day=day, detail=granted)
    clock.extended = [*clock.extended, granted]
    _reckon(clock, [*events_of(clock), event], as_of=day)
    _save(clock, "extended")
    _note(clock, ClockEventKind.EXTENDED, actor, day, reason=reason, paper=paper, detail=granted, before=before)


@transaction.atomic
def meet(clock: Clock, *, actor: Actor, day: dt.date, reason: str = "", paper: Paper | None = None) -> None:
    """Note that what was due was done on a day, in time or late.

    Raises:
        RuleBroken: the clock is over, or the day lies before it began.
    """
    _hold(clock, *OPEN_STATES)
    if day < clock.started_on and clock.rule.limit > 0:
        raise RuleBroken(_("Nothing is done before its period begins. Check the day."), field="day")
    if clock.state == ClockState.PAUSED:
        _reckon(clock, events_of(clock), as_of=day)
    late = clock.due_on is not None and day > clock.due_on
    if late and clock.breached_on is None and clock.due_on is not None:
        clock.breached_on = clock.due_on + DAY
        _note(clock, ClockEventKind.BREACHED, actor, clock.breached_on)
    clock.state = ClockState.MISSED_AND_MET if late else ClockState.MET
    clock.met_on = day
    _save(clock, "met_on", "breached_on")
    _note(clock, ClockEventKind.MET, actor, day, reason=reason, paper=paper)


@transaction.atomic
def stop(clock: Clock, *, actor: Actor, day: dt.date, reason: str, paper: Paper | None = None) -> None:
    """End a clock whose matter has gone: withdrawn, transferred, joined. A breach that was noted stays.

    Raises:
        RuleBroken: the clock is over, or no reason is given.
    """
    _hold(clock, *OPEN_STATES)
    _require_reason(reason)
    clock.state = ClockState.STOPPED
    _save(clock)
    _note(clock, ClockEventKind.STOPPED, actor, day, reason=reason, paper=paper)


def _hold(clock: Clock, *states: ClockState) -> None:
    """Lock the row of a clock and read it anew."""
    clock.refresh_from_db(from_queryset=type(clock)._default_manager.select_for_update(of=("self",)))
    if clock.state not in states:
        raise RuleBroken(
            _("Somebody has moved this clock on in the meantime. Reload the page to see where it stands now.")
        )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reason")


def _within(clock: Clock, day: dt.date) -> None:
    """Refuse a day outside the period: what is over is not lengthened any more."""
    late = clock.state == ClockState.RUNNING and clock.due_on is not None and day > clock.due_on
    if late or day < clock.started_on:
        raise RuleBroken(_("That day lies outside the period: it can be changed only while it runs."), field="day")


def _reckon(clock: Clock, events: list[Any], *, as_of: dt.date) -> None:
    try:
        take_over(clock, due_of(clock, events=events, days=working_calendar(clock.place_code), as_of=as_of))
    except NoSuchPeriod as error:
        raise RuleBroken(_("This period ends outside the years of the calendar. Check the days.")) from error


def _save(clock: Clock, *fields: str) -> None:
    names = ("state", "due_on", "amber_on", "red_on", "is_provisional", "explanation", "reckoned_at", *fields)
    clock.save(update_fields=names)


def _note(
    clock: Clock,
    kind: ClockEventKind,
    actor: Actor,
    day: dt.date,
    *,
    reason: str = "",
    paper: Paper | None = None,
    detail: dict[str, Any] | None = None,
    before: dt.date | None = None,
) -> None:
    event_for(
        clock,
        kind,
        actor=actor,
        day=day,
        reason=reason.strip()[:500],
        document_name=paper.name[:200] if paper else "",
        document=paper.blob if paper else None,
        due_before=before,
        detail=detail or {},
    ).save(force_insert=True)
