"""Tables of the kit, and the abstract tables that an app makes its own. No domain words."""

from erdem.base.models.calendar import CalendarDay, CalendarYear, DayKind, LocalHoliday, YearStanding
from erdem.base.models.clock import (
    OPEN_STATES,
    Clock,
    ClockEvent,
    ClockEventKind,
    ClockRule,
    ClockState,
    PeriodUnit,
    RuleConfidence,
)
from erdem.base.models.kit import AuditEntry, Blob, JobProgress, JobState, NumberSeries, WorkflowStep

__all__ = [
    "OPEN_STATES",
    "AuditEntry",
    "Blob",
    "CalendarDay",
    "CalendarYear",
    "Clock",
    "ClockEvent",
    "ClockEventKind",
    "ClockRule",
    "ClockState",
    "DayKind",
    "JobProgress",
    "JobState",
    "LocalHoliday",
    "NumberSeries",
    "PeriodUnit",
    "RuleConfidence",
    "WorkflowStep",
    "YearStanding",
]
