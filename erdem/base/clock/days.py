"""The calendar of working days out of its tables, for one place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from threading import Lock

from django.db.models import Count, Max

from erdem.base.actor import significant_digits
from erdem.base.models import CalendarDay, CalendarYear, DayKind, LocalHoliday, YearStanding
from erdem.lib import periods as lib_periods
from erdem.lib.working_days import WorkingCalendar

_Version = tuple[object, ...]


@dataclass
class _Kept:
    """The calendar as it was read last, and of which version of the tables."""

    version: _Version = ()
    national: WorkingCalendar = field(default_factory=WorkingCalendar)
    local: tuple[tuple[str, dt.date, str], ...] = ()


_kept, _lock = _Kept(), Lock()


def working_calendar(place_code: str = "") -> WorkingCalendar:
    """Return the working days of a place: the national ones, and the local holidays there that count as days off.

    Needs an actor, as every table does; whoever acts, the public too. Read anew when the tables have changed.
    """
    with _lock:
        version = _version()
        if _kept.version != version:
            _kept.national, _kept.local, _kept.version = _national(), _local(), version
        national, local = _kept.national, _kept.local
    there = {day: name for code, day, name in local if place_code.startswith(significant_digits(code))}
    return replace(national, local=there) if there else national


def after(day: dt.date, amount: int, unit: str, place_code: str = "") -> dt.date:
    """Return the day so many units after another, working days by the calendar: for warnings and proposals, not for legal ends.

    Raises:
        NoSuchPeriod: the unit is unknown or has no end.
    """
    return lib_periods.after(day, amount, unit, working_calendar(place_code) if unit == "WD" else WorkingCalendar())


def _version() -> _Version:
    years = CalendarYear.objects.aggregate(number=Count("pk"), newest=Max("recorded_at"))
    places = LocalHoliday.objects.aggregate(number=Count("pk"), newest=Max("recorded_at"))
    return (years["number"], years["newest"], places["number"], places["newest"])


def _national() -> WorkingCalendar:
    off: dict[dt.date, str] = {}
    make_up: dict[dt.date, str] = {}
    for day, kind, name in CalendarDay.objects.values_list("day", "kind", "name"):
        (off if kind == DayKind.OFF else make_up)[day] = name
    announced = CalendarYear.objects.filter(standing=YearStanding.ANNOUNCED).values_list("year", flat=True)
    return WorkingCalendar(off, make_up, frozenset(announced))


def _local() -> tuple[tuple[str, dt.date, str], ...]:
    return tuple(LocalHoliday.objects.filter(is_active=True).values_list("place_code", "day", "name"))
