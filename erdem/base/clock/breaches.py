"""What the night does: note the clocks that were missed, and move those that are paused on by a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.base.bulk import insert_rows, update_rows
from erdem.base.clock.reckoning import AT_ONCE, DAY, Moved, event_for, recompute_many
from erdem.base.models import Clock, ClockEventKind, ClockState
from erdem.lib.collector import collector_paused


def note_breaches(
    model: type[Clock], *, actor: Actor, today: dt.date | None = None, among: models.QuerySet[Any] | None = None
) -> list[Any]:
    """Note a breach of every running clock whose last day is over, once; return their keys. For jobs, and safe to repeat.

    ``among`` takes a part of the clocks.
    """
    today = today or timezone.localdate()
    clocks = model._default_manager.all() if among is None else among
    late = clocks.filter(state=ClockState.RUNNING, due_on__lt=today, breached_on__isnull=True)
    keys = list(late.order_by("pk").values_list("pk", flat=True))
    noted: list[Any] = []
    for start in range(0, len(keys), AT_ONCE):
        noted += _note_batch(model, keys[start : start + AT_ONCE], actor=actor, today=today)
    return noted


@collector_paused()
@transaction.atomic
def _note_batch(model: type[Clock], keys: list[Any], *, actor: Actor, today: dt.date) -> list[Any]:
    held = model._default_manager.select_for_update(of=("self",), skip_locked=True).filter(
        pk__in=keys, state=ClockState.RUNNING, due_on__lt=today, breached_on__isnull=True
    )
    clocks = list(held.defer("explanation", "extended").order_by("pk"))
    for clock in clocks:
        clock.breached_on = clock.due_on + DAY if clock.due_on else None
    update_rows(clocks, ["breached_on"], batch=AT_ONCE)
    breached = ClockEventKind.BREACHED
    events = [event_for(one, breached, actor=actor, day=one.breached_on) for one in clocks if one.breached_on]
    insert_rows(events, batch=AT_ONCE)
    return [one.pk for one in clocks]


def reckon_paused(
    model: type[Clock], *, actor: Actor, today: dt.date | None = None, among: models.QuerySet[Any] | None = None
) -> list[Moved]:
    """Move the earliest possible last day of every paused clock on to what it is today. For jobs, and safe to repeat."""
    clocks = model._default_manager.all() if among is None else among
    return recompute_many(clocks.filter(state=ClockState.PAUSED), actor=actor, as_of=today)
