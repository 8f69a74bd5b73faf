"""All clocks of all apps: which classes there are, and the reckoning anew when the calendar has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from erdem.base.actor import Actor, acting_as, significant_digits
from erdem.base.clock.keeping import CalendarChanged
from erdem.base.clock.reckoning import AT_ONCE, Reckoned, event_model, recompute_many
from erdem.base.models import OPEN_STATES, Clock, ClockEventKind


@dataclass(frozen=True)
class MovedClock:
    """A clock that a change of the calendar moved: whose it is, its rule, and the day before and after."""

    title: str
    url: str
    place_code: str
    process: str
    step: str
    before: dt.date | None
    after: dt.date | None
    moved_on: dt.date


def concrete_clocks() -> list[type[Clock]]:
    """Return every class of clocks that the apps have made their own."""
    return [model for model in apps.get_models() if issubclass(model, Clock)]


def recompute_after(change: CalendarChanged, *, actor: Actor) -> int:
    """Reckon every open clock anew that runs over the days that changed; return how many moved. For jobs; safe to repeat.

    So many clocks at once are a transaction of their own: what is stopped in the middle goes on when it is started again.
    """
    moved, reckoned = 0, Reckoned(timezone.localdate())
    over = Q(started_on__lte=change.last, due_on__gte=change.first) | Q(
        started_on__gte=change.first, due_on__lte=change.last
    )
    there = Q(place_code__startswith=significant_digits(change.place_code)) if change.place_code else Q()
    for model in concrete_clocks():
        with acting_as(actor):
            clocks = model._default_manager.filter(over & there, state__in=OPEN_STATES)
            keys = list(clocks.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            with acting_as(actor):
                part = clocks.filter(pk__range=(keys[start], keys[min(start + AT_ONCE, len(keys)) - 1]))
                about = {"year": change.year}
                reason = f"calendar {change.year}"
                moved += len(recompute_many(part, actor=actor, reason=reason, about=about, reckoned=reckoned))
    return moved


def moved_by(year: int) -> Iterator[MovedClock]:
    """Yield the clocks that changes to a year have moved, as far as the reader sees them, newest first."""
    for model in concrete_clocks():
        events: Any = event_model(model)._default_manager.filter(kind=ClockEventKind.RECOMPUTED, detail__year=year)
        for event in events.select_related("clock__rule").order_by("-pk"):
            clock: Any = getattr(event, "clock")  # noqa: B009  the concrete class has it
            yield MovedClock(
                title=str(clock.title()),
                url=str(clock.get_absolute_url()),
                place_code=clock.place_code,
                process=clock.rule.process,
                step=clock.rule.step,
                before=event.due_before,
                after=event.due_after,
                moved_on=event.day,
            )
