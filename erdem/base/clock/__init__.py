"""Clocks: periods that run for a document. Building blocks for the services of apps, which leave the one entry in the trail.

An app derives `Clock` and `ClockEvent` (see `erdem.base.models.clock`) and calls from its own services, in its own transaction
and after its own check of the actor::

    clock = start_clock(CaseClock, actor=actor, rule=rule_in_force("P1", "mediation", day), started_on=day, case=case)
    pause(clock, actor=actor, day=day, cause="test", reason="…", document_name="…")
"""

from erdem.base.clock.breaches import note_breaches, reckon_paused
from erdem.base.clock.days import after, working_calendar
from erdem.base.clock.explaining import explain
from erdem.base.clock.reckoning import due_of, recompute, recompute_many
from erdem.base.clock.rules import NoRule, rule_in_force
from erdem.base.clock.running import Paper, extend, meet, pause, resume, start_clock, stop

__all__ = [
    "NoRule",
    "Paper",
    "after",
    "due_of",
    "explain",
    "extend",
    "meet",
    "note_breaches",
    "pause",
    "reckon_paused",
    "recompute",
    "recompute_many",
    "resume",
    "rule_in_force",
    "start_clock",
    "stop",
    "working_calendar",
]
