"""Figures about cases: counted by the database beyond what the reader may open, and the cases behind a figure as far as he may.

``sql/figures.sql`` counts; nothing here adds a case that it does not know. Whether something was in time is said by clocks
alone: by the state that the clock was given when its matter was done, never by a day that somebody typed into the case.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from erdem.base.actor import Actor, acting_as
from erdem.base.clock.days import working_calendar
from erdem.base.models import ClockRule
from erdem.base.policy import require
from erdem.cases.choices import KIND_PROCESS
from erdem.cases.choices.details import FigureName
from erdem.cases.models import LegalFigure
from erdem.cases.policies import can_see_figures
from erdem.cases.queries.details import figure_in_force
from erdem.lib.working_days import WorkingCalendar

RESULTS = ("met", "late", "overdue", "running", "paused", "stopped")
"""Where a clock stands; the first three are judged, and only they make a rate."""
NINTH = 0.9
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """What figures are wanted of; days include themselves, what is blank narrows nothing."""

    first: dt.date
    last: dt.date
    place: str = ""
    kind: str = ""
    subject: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Share:
    """A part of a whole; of nothing there is no rate."""

    part: int = 0
    whole: int = 0

    @property
    def rate(self) -> float | None:
        """The share between 0 and 1."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Spread:
    """How many working days something took: the middle one and the ninth of ten, by nearest rank."""

    n: int = 0
    median: int | None = None
    ninth: int | None = None


@dataclass(frozen=True)
class Figures:
    """The counts of a period. Keys of ``cases``: what, facet, key, kind; of ``clocks``: county, rule, result."""

    asked: Asked
    cases: Mapping[tuple[str, str, str, str], int]
    clocks: Mapping[tuple[str, str, str], int]
    judged: Mapping[str, Share]
    lasted: Mapping[tuple[str, str], Spread]
    of_others: frozenset[str] = field(default_factory=frozenset)

    def count(self, what: str, facet: str = "kind", key: str = "", kind: str = "") -> int:
        """Return how many cases: of one key of a facet or of all, of one kind or of all."""
        return sum(
            n
            for (one, by, value, sort), n in self.cases.items()
            if one == what and by == facet and key in ("", value) and kind in ("", sort)
        )

    def clock(self, result: str, *, rule: str = "", county: str = "") -> int:
        """Return how many clocks: of one rule, or of all that bind an office; of one county or of all."""
        return sum(
            n
            for (place, name, came), n in self.clocks.items()
            if came == result and county in ("", place) and (name == rule if rule else name not in self.of_others)
        )

    def on_time(self, *, rule: str = "", county: str = "") -> Share:
        """Return what was done in time of what was judged: done in time, done late, or over and still not done."""
        met, *others = (self.clock(result, rule=rule, county=county) for result in RESULTS[:3])
        return Share(met, met + sum(others))


@dataclass(frozen=True)
class Published:
    """What is told of one county for a quarter that is over; None where a number is held back. Totals stand first."""

    kinds: tuple[int | None, ...]
    clocks: tuple[int | None, ...]


def figures_of(actor: Actor, asked: Asked) -> Figures:
    """Count a period in the places that somebody counts whole.

    Raises:
        PermissionRefused: the actor is neither an officer nor an auditor.
    """
    _require(actor)
    arguments = [asked.first, asked.last, asked.place, asked.kind, asked.subject, asked.channel]
    with acting_as(actor):
        rows = _rows("SELECT * FROM cases_tally(%s, %s, %s, %s, %s, %s)", arguments)
        others = periods_of_others()
        lasted = _spreads(row for row in rows if row[0] == "lasted")
    cases: Counter[tuple[str, str, str, str]] = Counter()
    clocks: Counter[tuple[str, str, str]] = Counter()
    judged: dict[str, Counter[str]] = defaultdict(Counter)
    for what, part, facet, key, _day, _until, n in rows:
        if what == "clock":
            clocks[part, facet, key] += n
        elif what == "indicator":
            judged[facet][key] += n
        elif what != "lasted":
            cases[what, facet, key, part] += n
    shares = {name: Share(found["well"], found["well"] + found["not"]) for name, found in judged.items()}
    return Figures(asked, cases, clocks, shares, lasted, others)


def published(actor: Actor, quarter: dt.date) -> dict[str, Published]:
    """Return what is told of every county for the quarter of a day, by code; nothing as long as it is not over.

    Raises:
        PermissionRefused: the actor is neither an officer nor an auditor.
    """
    _require(actor)
    found: dict[str, dict[str, tuple[int | None, ...]]] = defaultdict(dict)
    with acting_as(actor):
        for county, what, counts in _rows("SELECT * FROM cases_published(%s)", [quarter]):
            found[county][what] = tuple(counts)
    return {county: Published(lines["kind"], lines["clock"]) for county, lines in found.items()}


def smallest_told(day: dt.date | None = None) -> LegalFigure:
    """Return the row that says from which number on counts are told of other counties."""
    return figure_in_force(FigureName.SMALLEST_CELL, day or timezone.localdate())


def periods_of_others() -> frozenset[str]:
    """Return the rules whose periods bind parties or are windows, as process and step: no office is late by them."""
    ((names,),) = _rows("SELECT cases_periods_of_others()", [])
    return frozenset(names)


def rules_counted() -> dict[str, bool]:
    """Return the rules of cases in the order of their processes, with whether the newest version was read in its source."""
    processes = [*dict.fromkeys(KIND_PROCESS.values()), "P4M"]
    found: dict[str, bool] = {}
    for rule in ClockRule.objects.filter(process__in=processes).order_by("process", "step", "valid_from"):
        if rule.limit > 0:  # counted backwards or without an end, none has a last day of its own
            found[f"{rule.process}.{rule.step}"] = rule.is_verified
    return found


def working_days_between(day: dt.date, until: dt.date, calendar: WorkingCalendar) -> int:
    """Return the working days after one day up to another, which is counted: the day of the event is not."""
    return sum(calendar.is_working(day + DAY * offset) for offset in range(1, (until - day).days + 1))


def _require(actor: Actor) -> None:
    require(can_see_figures(actor))


def _rows(statement: str, arguments: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _spreads(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[str, str], Spread]:
    taken: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    calendars: dict[str, WorkingCalendar] = {}
    known: dict[tuple[int, dt.date, dt.date], int] = {}
    for _what, county, facet, key, day, until, n in rows:
        calendar = calendars.get(county) or calendars.setdefault(county, working_calendar(county))
        span = (id(calendar), day, until)
        if span not in known:
            known[span] = working_days_between(day, until, calendar)
        for name in {key, ""}:
            taken[facet, name][known[span]] += n
    return {name: spread_of(days) for name, days in taken.items()}  # of a blank key: of all together


def spread_of(days: Mapping[int, int]) -> Spread:
    """Return the middle one and the ninth of ten of numbers that come so often each."""
    n = sum(days.values())
    return Spread(n, _rank(days, n, 0.5), _rank(days, n, NINTH)) if n else Spread()


def _rank(days: Mapping[int, int], n: int, share: float) -> int:
    seen, value = 0, 0
    for value in sorted(days):
        seen += days[value]
        if seen >= share * n:
            break
    return value
