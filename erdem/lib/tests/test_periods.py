"""Periods: what holds for every calendar, and the decisions that are written down in the module."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.lib.periods import Due, NoSuchPeriod, Pause, Period, after_months, reckon
from erdem.lib.working_days import WorkingCalendar, statutory_days

YEARS = frozenset(range(2019, 2040))
PLAIN = WorkingCalendar(announced=YEARS)
DAY = dt.timedelta(days=1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def end(limit: int, unit: str, start: str, calendar: WorkingCalendar = PLAIN, *more: Period) -> str:
    return str(reckon(Period(limit, unit), day(start), calendar, extensions=more).day)


days = st.dates(day("2020-01-01"), day("2026-12-31"))
lengths = {"WD": 90, "CD": 400, "M": 24, "Y": 3}
units = st.sampled_from(sorted(lengths))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    unit = draw(units)
    return Period(draw(st.integers(1, lengths[unit])), unit)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    off = draw(st.sets(days, max_size=40))
    weekends = (one - DAY * (one.weekday() - 5) for one in draw(st.sets(days, max_size=20)))
    return WorkingCalendar(
        dict.fromkeys(off, "示例节"), dict.fromkeys((one for one in weekends if one not in off), "示例节"), YEARS
    )


@st.composite
def interruptions(draw: st.DrawFn, start: dt.date) -> list[Pause]:
    found, at = [], start
    for _ in range(draw(st.integers(1, 3))):
        first = at + DAY * draw(st.integers(0, 40))
        at = first + DAY * draw(st.integers(0, 60))
        found.append((first, at))
        at += DAY
    return found


@given(periods(), days, calendars(), st.data())
def test_pausing_never_shortens_what_remains(
    period: Period, start: dt.date, calendar: WorkingCalendar, data: st.DataObject
) -> None:
    pauses = data.draw(interruptions(start))
    without, paused = reckon(period, start, calendar), reckon(period, start, calendar, pauses=pauses)
    assert without.day is not None
    assert paused.day is not None
    assert paused.day >= without.day
    for number, (first, last) in enumerate(pauses):  # what was left of the period at a pause is left after it
        before = _counted_to(reckon(period, start, calendar, pauses=pauses[:number]))
        then = _counted_to(reckon(period, start, calendar, pauses=pauses[: number + 1]))
        if first <= before:
            left = _left(max(first - DAY, start), before, period, calendar)
            assert _left(max(last, start), then, period, calendar) == left


def _counted_to(found: Due) -> dt.date:
    """The day to which was counted, before it was moved to a working day."""
    return next(day(one["day"]) for one in found.steps if one["kind"] == "count")


def _left(after: dt.date, until: dt.date, period: Period, calendar: WorkingCalendar) -> int:
    following = (after + DAY * number for number in range(1, (until - after).days + 1))
    return sum(period.unit != "WD" or calendar.is_working(one) for one in following)


@given(periods(), days, calendars(), st.integers(1, 30), st.data())
def test_an_extension_never_moves_a_day_earlier(
    period: Period, start: dt.date, calendar: WorkingCalendar, amount: int, data: st.DataObject
) -> None:
    extension = Period(amount if period.unit != "Y" else 1, data.draw(units.filter(lambda one: one != "Y")))
    pauses = data.draw(st.one_of(st.just([]), interruptions(start)))
    before = reckon(period, start, calendar, pauses=pauses)
    longer = reckon(period, start, calendar, extensions=[extension], pauses=pauses)
    twice = reckon(period, start, calendar, extensions=[extension, extension], pauses=pauses)
    assert before.day is not None
    assert longer.day is not None
    assert twice.day is not None
    assert before.day <= longer.day <= twice.day


@given(periods(), days, calendars())
def test_the_last_day_is_never_a_day_off_and_comes_after_the_event(
    period: Period, start: dt.date, calendar: WorkingCalendar
) -> None:
    found = reckon(period, start, calendar)
    assert found.day is not None
    assert calendar.is_working(found.day)
    assert found.day > start
    assert found.amber is not None
    assert found.red is not None
    assert start < found.amber <= found.red <= found.day
    backwards = reckon(Period(-period.limit, period.unit), start, calendar)
    assert backwards.day is not None
    assert calendar.is_working(backwards.day)
    assert backwards.day < start


@given(periods(), days, calendars(), st.data())
def test_reckoning_twice_says_the_same(
    period: Period, start: dt.date, calendar: WorkingCalendar, data: st.DataObject
) -> None:
    pauses = data.draw(interruptions(start))
    assert reckon(period, start, calendar, pauses=pauses) == reckon(period, start, calendar, pauses=pauses[::-1])


@given(periods(), days, calendars())
def test_a_later_event_never_ends_earlier(period: Period, start: dt.date, calendar: WorkingCalendar) -> None:
    first, second = reckon(period, start, calendar).day, reckon(period, start + DAY, calendar).day
    assert first is not None
    assert second is not None
    assert first <= second


def test_the_day_of_the_event_is_not_counted() -> None:
    assert end(1, "CD", "2026-03-02") == "2026-03-03"
    assert end(1, "WD", "2026-03-06") == "2026-03-09"


def test_months_end_on_the_same_number_or_on_the_last_day() -> None:
    assert end(1, "M", "2024-01-31") == "2024-02-29"
    assert end(1, "Y", "2024-02-29") == "2025-02-28"
    assert after_months(day("2026-03-31"), -1) == day("2026-02-28")


def test_a_weekend_goes_on_and_backwards_goes_back() -> None:
    assert end(5, "CD", "2026-03-02") == "2026-03-09"  # Saturday
    assert end(-7, "CD", "2026-03-14") == "2026-03-06"  # Saturday the 7th


def test_extensions_of_one_unit_lengthen_the_period_and_another_unit_follows_it() -> None:
    assert (
        end(3, "M", "2026-01-31", PLAIN, Period(1, "M")) == "2026-06-01"
    )  # 31 May, a Sunday; not 30 April and a month
    assert (
        end(5, "CD", "2026-03-02", PLAIN, Period(1, "WD")) == "2026-03-09"
    )  # after Saturday the 7th, before it is moved


def test_a_last_day_within_a_pause_is_moved_behind_it() -> None:
    found = reckon(Period(5, "CD"), day("2026-03-02"), PLAIN, pauses=[(day("2026-03-08"), day("2026-03-12"))])
    assert found.day == day("2026-03-13")


def test_what_hangs_on_a_year_that_is_not_announced_is_provisional() -> None:
    calendar = WorkingCalendar(announced=frozenset({2026}))
    for limit, unit, start, provisional in (
        (7, "WD", "2026-12-10", False),
        (7, "WD", "2026-12-16", False),
        (7, "WD", "2026-12-20", True),  # the notice for 2027 decides about the end of December
        (30, "CD", "2026-12-20", True),
        (9, "CD", "2025-12-29", False),  # only the last day matters, and that of 2026 is known
    ):
        assert reckon(Period(limit, unit), day(start), calendar).provisional is provisional, (limit, unit, start)


def test_of_an_unknown_year_the_days_fixed_by_law_are_off() -> None:
    assert sorted(statutory_days(2027))[:5] == [day("2027-01-01"), *(day(f"2027-02-0{n}") for n in (5, 6, 7, 8))]
    assert (len(statutory_days(2027)), len(statutory_days(2014)), len(statutory_days(2005))) == (13, 11, 10)
    assert day("2025-10-06") in statutory_days(2025)


@pytest.mark.parametrize(
    ("limit", "unit"), [(0, "WD"), (5, "H"), (3, "open"), (0, "M")], ids=["nothing", "hours", "open", "no months"]
)
def test_a_period_that_cannot_be_counted_is_refused(limit: int, unit: str) -> None:
    with pytest.raises(NoSuchPeriod):
        Period(limit, unit)


@pytest.mark.parametrize(
    "given",
    [
        {"pauses": [(day("2026-03-10"), day("2026-03-09"))]},
        {"extensions": [Period(-3, "WD")]},
        {"pauses": [(day("2026-03-03"), day("2099-12-31"))]},
    ],
    ids=["ends before it begins", "shortens", "without end"],
)
def test_a_pause_or_extension_that_makes_no_sense_is_refused(given: dict[str, list[Pause]]) -> None:
    with pytest.raises(NoSuchPeriod):
        reckon(Period(7, "WD"), day("2026-03-02"), PLAIN, **given)  # type: ignore[arg-type]  # of two kinds


def test_a_day_beyond_all_years_is_refused() -> None:
    with pytest.raises(NoSuchPeriod):
        reckon(Period(7, "WD"), dt.date.max, PLAIN)
    with pytest.raises(NoSuchPeriod):
        reckon(Period(3, "Y"), day("2098-01-01"), PLAIN)


def test_the_derivation_names_what_was_met() -> None:
    calendar = WorkingCalendar(
        {day("2026-02-16"): "春节", day("2026-02-17"): "春节"}, {day("2026-02-14"): "春节"}, YEARS
    )
    found = reckon(Period(5, "WD"), day("2026-02-12"), calendar)
    assert [one["kind"] for one in found.steps] == ["start", "first", "weekends", "holiday", "make_up", "count", "due"]
    assert found.steps[3] == {
        "kind": "holiday", "name": "春节", "first": "2026-02-16", "last": "2026-02-17", "days": 2,
    }  # fmt: skip
