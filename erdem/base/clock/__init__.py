"""Clocks: periods that run for a document. Building blocks for the services of apps, which leave the one entry in the trail.

An app derives `Clock` and `ClockEvent` (see `erdem.base.models.clock`) and calls from its own services, in its own transaction
and after its own check of the actor::

    clock = start_clock(CaseClock, actor=actor, rule=rule_in_force("P1", "mediation", day), started_on=day, case=case)
    pause(clock, actor=actor, day=day, cause="test", reason="…", document_name="…")
"""

from erdem.base.clock.breaches import note_breaches, reckon_paused
from erdem.base.clock.days import after, working_calendar
from erdem.base.clock.everywhere import concrete_clocks, moved_by, recompute_after
from erdem.base.clock.explaining import explain, length_of
from erdem.base.clock.keeping import (
    CalendarChanged,
    RuleVersion,
    add_rule_version,
    enter_local_holiday,
    load_year,
    switch_local_holiday,
)
from erdem.base.clock.reckoning import due_of, recompute, recompute_many
from erdem.base.clock.rules import NoRule, rule_in_force
from erdem.base.clock.running import Paper, extend, meet, pause, resume, start_clock, stop
from erdem.base.clock.words import word_of

__all__ = [
    "CalendarChanged",
    "NoRule",
    "Paper",
    "RuleVersion",
    "add_rule_version",
    "after",
    "concrete_clocks",
    "due_of",
    "enter_local_holiday",
    "explain",
    "extend",
    "length_of",
    "load_year",
    "meet",
    "moved_by",
    "note_breaches",
    "pause",
    "reckon_paused",
    "recompute",
    "recompute_after",
    "recompute_many",
    "resume",
    "rule_in_force",
    "start_clock",
    "stop",
    "switch_local_holiday",
    "word_of",
    "working_calendar",
]
