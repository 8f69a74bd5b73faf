"""From the events of a clock to its last day: always from what happened, never from the day that is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.base.bulk import insert_rows, update_rows
from erdem.base.clock.days import working_calendar
from erdem.base.clock.rules import period_of
from erdem.base.models import OPEN_STATES, Clock, ClockEvent, ClockEventKind, ClockState
from erdem.lib.collector import collector_paused
from erdem.lib.periods import Due, Pause, Period, reckon
from erdem.lib.working_days import WorkingCalendar

DAY = dt.timedelta(days=1)
AT_ONCE = 5000
"""Clocks that one transaction takes; in smaller parts what clocks have alike is sent, and looked up, more often."""
RECKONED = ("due_on", "amber_on", "red_on", "is_provisional", "explanation")


@dataclass(frozen=True)
class Moved:
    """A clock whose last day is another than before."""

    clock: Clock
    before: dt.date | None
    after: dt.date | None


def event_model(clock: Clock | type[Clock]) -> type[ClockEvent]:
    """Return the model of the events of a concrete clock: what its related name ``events`` leads to."""
    model: Any = clock if isinstance(clock, type) else type(clock)
    found: type[ClockEvent] = model.events.rel.related_model
    return found


def events_of(clock: Clock) -> list[ClockEvent]:
    """Return what happened to a clock, in order."""
    return sorted(clock.events.all(), key=lambda one: one.pk)  # type: ignore[attr-defined]  # the concrete class has it


def pauses_of(events: Iterable[ClockEvent], as_of: dt.date) -> list[Pause]:
    """Return the days taken out: from the pause to the day before work resumed; one that is open lasts until ``as_of``."""
    found: list[Pause] = []
    since: dt.date | None = None
    for event in events:
        if event.kind == ClockEventKind.PAUSED:
            since = event.day
        elif event.kind == ClockEventKind.RESUMED and since is not None:
            if event.day > since:
                found.append((since, event.day - DAY))
            since = None
    if since is not None:
        found.append((since, max(as_of, since)))
    return found


def due_of(clock: Clock, *, events: Sequence[ClockEvent], days: WorkingCalendar, as_of: dt.date) -> Due:
    """Reckon the last day of a clock from its rule, its day and its events. Changes nothing.

    Raises:
        NoSuchPeriod: the events lead beyond the years known.
    """
    extensions = [
        Period(event.detail["amount"], event.detail["unit"])
        for event in events
        if event.kind == ClockEventKind.EXTENDED
    ]
    pauses = pauses_of(events, as_of)
    return reckon(period_of(clock.rule), clock.started_on, days, extensions=extensions, pauses=pauses)


def take_over(clock: Clock, due: Due) -> bool:
    """Write what was reckoned into a clock that is not saved here; say whether anything is another.

    Clocks of which the same was reckoned share the one derivation: writing many of them sends it once.
    """
    before = [getattr(clock, name) for name in RECKONED]
    clock.due_on, clock.amber_on, clock.red_on = due.day, due.amber, due.red
    clock.is_provisional, clock.explanation = due.provisional, due.steps
    return before != [getattr(clock, name) for name in RECKONED]


def event_for(clock: Clock, kind: ClockEventKind, *, actor: Actor, day: dt.date, **facts: Any) -> ClockEvent:
    """Return an event of a clock that is not saved yet."""
    make: Callable[..., ClockEvent] = event_model(clock)
    return make(
        clock=clock,
        kind=kind,
        day=day,
        actor_kind=actor.kind.value,
        actor_user_id=actor.user_id,
        actor_label=actor.label[:200],
        due_after=facts.pop("due_after", clock.due_on),
        **facts,
    )


@transaction.atomic
def recompute(clock: Clock, *, actor: Actor, reason: str = "", as_of: dt.date | None = None) -> Moved | None:
    """Reckon an open clock anew from its events; return it when its last day moved. Doing so twice changes nothing.

    For jobs and for services after a change of calendar. Clocks that are met or stopped keep the day they were judged by.
    """
    moved = recompute_many(type(clock)._default_manager.filter(pk=clock.pk), actor=actor, reason=reason, as_of=as_of)
    clock.refresh_from_db()
    return moved[0] if moved else None


def recompute_many(
    clocks: models.QuerySet[Any],
    *,
    actor: Actor,
    reason: str = "",
    as_of: dt.date | None = None,
    about: dict[str, Any] | None = None,
    reckoned: Reckoned | None = None,
) -> list[Moved]:
    """Reckon the open clocks of a selection anew, in batches of a transaction each; return those whose last day moved.

    Each that moved gets an event; one that is paused moves day by day and gets none,
    unless it is said what the reckoning is ``about``. Who takes many clocks in several calls hands on what was ``reckoned``.
    """
    as_of = as_of or timezone.localdate()
    note = partial(event_for, kind=ClockEventKind.RECOMPUTED, actor=actor, day=as_of, reason=reason, detail=about or {})
    quiet = () if about else (ClockState.PAUSED,)
    keys = list(clocks.filter(state__in=OPEN_STATES).order_by("pk").values_list("pk", flat=True))
    moved: list[Moved] = []
    reckoned = reckoned or Reckoned(as_of)
    for start in range(0, len(keys), AT_ONCE):
        moved += _recompute_batch(clocks.model, keys[start : start + AT_ONCE], note, reckoned, quiet)
    return moved


@collector_paused()
@transaction.atomic
def _recompute_batch(
    model: type[Clock], keys: list[Any], note: Callable[..., ClockEvent], reckoned: Reckoned, quiet: Sequence[str]
) -> list[Moved]:
    held: Any = model._default_manager.select_for_update(of=("self",)).filter(pk__in=keys, state__in=OPEN_STATES)
    changed, moved, now = [], [], timezone.now()
    clocks = list(held.prefetch_related("rule").order_by("pk"))
    events = _events_that_count(model, [clock.pk for clock in clocks])
    for clock in clocks:
        before = clock.due_on
        if take_over(clock, reckoned.due(clock, events.get(clock.pk, ()))):
            clock.reckoned_at = now
            changed.append(clock)
        if clock.due_on != before:
            moved.append(Moved(clock, before, clock.due_on))
    noted = [note(one.clock, due_before=one.before) for one in moved if one.clock.state not in quiet]
    update_rows(changed, (*RECKONED, "reckoned_at"), batch=AT_ONCE)
    insert_rows(noted, batch=AT_ONCE)
    return moved


def _events_that_count(model: type[Clock], keys: list[Any]) -> dict[Any, list[ClockEvent]]:
    """Return the events that move a last day, in order, by clock; what else happened is not read."""
    kinds = (ClockEventKind.PAUSED, ClockEventKind.RESUMED, ClockEventKind.EXTENDED)
    found: dict[Any, list[ClockEvent]] = {}
    events: Any = event_model(model)._default_manager  # the concrete class has the clock
    for event in events.filter(clock_id__in=keys, kind__in=kinds).order_by("pk"):
        found.setdefault(event.clock_id, []).append(event)
    return found


class Reckoned:
    """Last days of many clocks: those with the same rule, place, first day and events have the same, reckoned once.

    Calendars are asked for once a place, not once a batch.
    """

    def __init__(self, as_of: dt.date) -> None:
        self._as_of = as_of
        self._calendars: dict[str, WorkingCalendar] = {}
        self._known: dict[tuple[Any, ...], Due] = {}

    def due(self, clock: Clock, events: Sequence[ClockEvent]) -> Due:
        """Return the last day of a clock from the events that move it, in order."""
        place = clock.place_code
        days = self._calendars.get(place) or self._calendars.setdefault(place, working_calendar(place))
        same = (
            clock.rule_id,
            clock.started_on,
            id(days),
            tuple((one.kind, one.day, str(one.detail)) for one in events),
        )
        if same not in self._known:
            self._known[same] = due_of(clock, events=events, days=days, as_of=self._as_of)
        return self._known[same]
