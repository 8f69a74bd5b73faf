"""What the pages of the calendar and of the periods show."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from erdem.base.actor import Actor, significant_digits
from erdem.base.clock import length_of, moved_by, word_of, working_calendar
from erdem.base.formatting import iso_date, long_date
from erdem.base.models import CalendarYear, ClockRule, LocalHoliday
from erdem.base.policies import can_keep_calendar
from erdem.lib.working_days import WorkingCalendar
from erdem.people.queries import get_place, places

FIRST_YEAR, LAST_YEAR = 2000, 2099
MONTHS = tuple(calendar.month_name)[1:]


@dataclass(frozen=True)
class Day:
    """A day of the calendar: ``kind`` blank on ordinary working days, else weekend, off, make, local or law."""

    number: int
    kind: str
    name: str
    is_today: bool


@dataclass(frozen=True)
class Month:
    """A month in weeks from Monday; empty places are None."""

    name: str
    weeks: list[list[Day | None]]


@dataclass(frozen=True)
class HolidayRow:
    """A holiday of the year: its days off, and the days on which people work for it."""

    name: str
    days: str
    number: str
    made_up: str


@dataclass(frozen=True)
class YearPage:
    """The calendar of a year in a place."""

    year: int
    title: str
    is_provisional: bool
    source: str
    notice_number: str
    working_days: int
    months: list[Month]
    weekdays: list[str]
    holidays: list[HolidayRow]
    local: list[LocalHoliday]
    place: str
    places: list[dict[str, str]]
    before: int | None
    after: int | None
    may_keep: bool


def year_page(actor: Actor, year: int, place_code: str) -> YearPage:
    """Return the calendar of a year; ``place_code`` adds the holidays of a place that are switched on."""
    place = get_place(place_code) if place_code.isdigit() else None
    days = working_calendar(place.code if place else "")
    row = CalendarYear.objects.filter(year=year).first()
    every = [dt.date(year, 1, 1) + dt.timedelta(days=number) for number in range(365 + calendar.isleap(year))]
    return YearPage(
        year=year,
        title=_("Working days %(year)s") % {"year": year},
        is_provisional=year not in days.announced,
        source=row.source if row else "",
        notice_number=row.notice_number if row else "",
        working_days=sum(days.is_working(day) for day in every),
        months=[_month(year, number, days) for number in range(1, 13)],
        weekdays=_weekdays(),
        holidays=list(_holidays(every, days)),
        local=_local_of(year, place.code if place else ""),
        place=place.code if place else "",
        places=[{"value": "", "label": _("No place: the national days only")}, *_places()],
        before=year - 1 if year > FIRST_YEAR else None,
        after=year + 1 if year < LAST_YEAR else None,
        may_keep=bool(can_keep_calendar(actor)),
    )


def _places() -> list[dict[str, str]]:
    return [{"value": one.code, "label": one.name} for one in places()]


def _local_of(year: int, place_code: str) -> list[LocalHoliday]:
    found = LocalHoliday.objects.filter(day__year=year)
    return [one for one in found if not place_code or place_code.startswith(significant_digits(one.place_code))]


def _weekdays() -> list[str]:
    return list("一二三四五六日") if _is_chinese() else ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def _month(year: int, number: int, days: WorkingCalendar) -> Month:
    first = dt.date(year, number, 1)
    cells: list[Day | None] = [None] * first.weekday()
    cells += [_day(first.replace(day=one), days) for one in range(1, calendar.monthrange(year, number)[1] + 1)]
    cells += [None] * (-len(cells) % 7)
    name = f"{number}月" if _is_chinese() else MONTHS[number - 1]
    return Month(name, [cells[start : start + 7] for start in range(0, len(cells), 7)])


def _day(day: dt.date, days: WorkingCalendar) -> Day:
    kind, name = "", days.holiday(day)
    if day in days.local:
        kind = "local"
    elif name:
        kind = "law" if day.year not in days.announced else "off"
    elif made_up := days.made_up(day):
        kind, name = "make", made_up
    elif day.weekday() > 4:
        kind = "weekend"
    return Day(day.day, kind, name, day == timezone.localdate())


def _holidays(every: list[dt.date], days: WorkingCalendar) -> Iterator[HolidayRow]:
    made: dict[str, list[dt.date]] = {}
    for day in every:
        if name := days.made_up(day):
            made.setdefault(name, []).append(day)
    for name, same in groupby(every, key=days.holiday):
        found = list(same)
        if name:
            span = long_date(found[0])
            span = f"{span} – {long_date(found[-1])}" if len(found) > 1 else span
            number = ngettext("%(count)s day", "%(count)s days", len(found)) % {"count": len(found)}
            made_up = "、".join(long_date(day, weekday=True) for day in made.pop(name, []))
            yield HolidayRow(name, span, number, made_up)


@dataclass(frozen=True)
class RuleLine:
    """A version of a rule in words."""

    key: int
    process: str
    step: str
    begins: str
    length: str
    extensions: str
    pauses: str
    basis: str
    is_verified: bool
    confidence: str
    quotation: str
    since: str
    until: str
    earlier: tuple[RuleLine, ...] = ()


@dataclass(frozen=True)
class RulesPage:
    """The periods of all processes or of one."""

    process: str
    processes: list[dict[str, str]]
    groups: list[tuple[str, list[RuleLine]]]
    may_keep: bool


def _line(rule: ClockRule, earlier: tuple[RuleLine, ...] = ()) -> RuleLine:
    return RuleLine(
        key=rule.pk,
        process=word_of("process", rule.process),
        step=word_of("step", rule.step),
        begins=word_of("event", rule.start_event),
        length=length_in_words(rule),
        extensions="；".join(_extension(one) for one in rule.extensions),
        pauses="、".join(word_of("cause", one) for one in rule.pauses),
        basis=rule.basis,
        is_verified=rule.is_verified,
        confidence=str(rule.get_confidence_display()),
        quotation=rule.quotation,
        since=iso_date(rule.valid_from),
        until=iso_date(rule.valid_to),
        earlier=earlier,
    )


def length_in_words(rule: Any) -> str:
    """Return the length of a rule; one that counts backwards says so."""
    words = length_of(rule.limit, rule.unit)
    return _("%(length)s before") % {"length": words} if rule.limit < 0 else words


def _extension(one: dict[str, Any]) -> str:
    approval = word_of("approval", one["approval"])
    return f"+{length_of(one['amount'], one['unit'])}（{approval}）" if one["amount"] else approval


def _versions(process: str) -> list[RuleLine]:
    """Return the newest version of every rule with those before it, in the order of the procedure."""
    rules = ClockRule.objects.filter(process=process) if process else ClockRule.objects.all()
    lines: list[tuple[int, RuleLine]] = []
    for _key, same in groupby(
        rules.order_by("process", "step", "-valid_from"), key=lambda one: (one.process, one.step)
    ):
        newest, *earlier = same
        lines.append((min(one.pk for one in (newest, *earlier)), _line(newest, tuple(_line(one) for one in earlier))))
    return [line for _first, line in sorted(lines, key=lambda pair: pair[0])]


def processes() -> list[dict[str, str]]:
    """Return every process that has rules, in its order."""
    found = set(ClockRule.objects.values_list("process", flat=True))
    ordered = sorted(found, key=lambda one: (int("".join(filter(str.isdigit, one)) or 0), one))
    return [{"value": one, "label": f"{one} {word_of('process', one)}"} for one in ordered]


def rules_page(actor: Actor, process: str) -> RulesPage:
    """Return the periods, grouped by process."""
    known = processes()
    process = process if any(one["value"] == process for one in known) else ""
    shown = [one for one in known if not process or one["value"] == process]
    groups = [(one["label"], _versions(one["value"])) for one in shown]
    every = {"value": "", "label": _("All processes")}
    return RulesPage(process, [every, *known], groups, bool(can_keep_calendar(actor)))


def rules_table(process: str) -> tuple[list[str], list[list[str]]]:
    """Return heads and rows of the periods with all their versions, to take away."""
    heads = [
        _("Process"), _("Step"), _("begins with"), _("length"), _("extensions"), _("reasons for a pause"), _("legal basis"),
        _("confidence"), _("text of the source"), _("in force from"), _("in force until"),
    ]  # fmt: skip
    lines = [each for newest in _versions(process) for each in (newest, *newest.earlier)]
    rows = [
        [
            one.process, one.step, one.begins, one.length, one.extensions, one.pauses, one.basis,
            one.confidence, one.quotation, one.since, one.until,
        ]
        for one in lines
    ]  # fmt: skip
    return heads, rows


@dataclass(frozen=True)
class MovedPage:
    """The clocks that a change of the calendar of a year moved."""

    year: int
    title: str
    rows: list[dict[str, str]]
    is_provisional: bool


def moved_page(year: int) -> MovedPage:
    """Return what the calendar of a year moved, as far as the reader sees it."""
    rows = [
        {
            "title": one.title,
            "url": one.url,
            "step": f"{word_of('process', one.process)} · {word_of('step', one.step)}",
            "before": iso_date(one.before),
            "after": iso_date(one.after),
            "moved_on": iso_date(one.moved_on),
        }
        for one in moved_by(year)
    ]
    title = _("What the calendar of %(year)s moved") % {"year": year}
    return MovedPage(year, title, rows, year not in working_calendar().announced)


def moved_table(year: int) -> tuple[list[str], list[list[str]]]:
    """Return heads and rows of the same, to take away."""
    names = ("title", "step", "before", "after", "moved_on")
    heads = [_("Matter"), _("Step"), _("last day before"), _("last day now"), _("reckoned on")]
    return heads, [[row[name] for name in names] for row in moved_page(year).rows]


def trail(*more: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way from the calendar to a page."""
    items = [{"label": _("Working days"), "url": reverse("clocks:year")}]
    return [*items, *({"label": label, "url": url} for label, url in more)]
