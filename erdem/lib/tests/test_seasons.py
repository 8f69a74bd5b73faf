"""Seasonal windows, against dates that everybody can look up in a printed calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erdem.lib.seasons import (
    Calendar,
    Leap,
    NotASeason,
    Season,
    Span,
    chinese_day,
    chinese_month,
    is_open,
    lunar_day,
    spans,
)

NEW_YEAR = {
    2020: date(2020, 1, 25), 2021: date(2021, 2, 12), 2022: date(2022, 2, 1), 2023: date(2023, 1, 22),
    2024: date(2024, 2, 10), 2025: date(2025, 1, 29), 2026: date(2026, 2, 17), 2027: date(2027, 2, 6),
    2028: date(2028, 1, 26), 2029: date(2029, 2, 13), 2030: date(2030, 2, 3),
}  # fmt: skip
DRAGON_BOAT = {
    2020: date(2020, 6, 25), 2021: date(2021, 6, 14), 2022: date(2022, 6, 3), 2023: date(2023, 6, 22),
    2024: date(2024, 6, 10), 2025: date(2025, 5, 31), 2026: date(2026, 6, 19), 2027: date(2027, 6, 9),
    2028: date(2028, 5, 28), 2029: date(2029, 6, 16), 2030: date(2030, 6, 5),
}  # fmt: skip
MID_AUTUMN = {
    2020: date(2020, 10, 1), 2021: date(2021, 9, 21), 2022: date(2022, 9, 10), 2023: date(2023, 9, 29),
    2024: date(2024, 9, 17), 2025: date(2025, 10, 6), 2026: date(2026, 9, 25), 2027: date(2027, 9, 15),
    2028: date(2028, 10, 3), 2029: date(2029, 9, 22), 2030: date(2030, 9, 12),
}  # fmt: skip
LEAP_MONTH_BEGINS = {
    2020: (4, date(2020, 5, 23)), 2023: (2, date(2023, 3, 22)), 2025: (6, date(2025, 7, 25)),
    2028: (5, date(2028, 6, 23)), 2031: (3, date(2031, 4, 22)), 2033: (11, date(2033, 12, 22)),
}  # fmt: skip
ANY_DAY = st.tuples(st.integers(1, 12), st.integers(1, 28))
SEASONS = st.builds(Season, st.sampled_from(Calendar), ANY_DAY, ANY_DAY, st.sampled_from(Leap))
DAYS = st.dates(date(1950, 1, 1), date(2095, 12, 31))


def lunar(first: tuple[int, int], last: tuple[int, int], leap: Leap = Leap.REPEAT) -> Season:
    return Season(Calendar.LUNAR, first, last, leap)


def of_year(season: Season, year: int) -> tuple[Span, ...]:
    return spans(season, date(year, 1, 1), date(year, 12, 31))


@pytest.mark.parametrize(
    ("wanted", "known"), [((1, 1), NEW_YEAR), ((5, 5), DRAGON_BOAT), ((8, 15), MID_AUTUMN)], ids=str
)
def test_feasts_fall_on_the_days_of_the_printed_calendar(wanted: tuple[int, int], known: dict[int, date]) -> None:
    feast = lunar(wanted, wanted, Leap.FIRST)
    assert {year: of_year(feast, year)[0].first for year in known} == known


@pytest.mark.parametrize("year", LEAP_MONTH_BEGINS)
def test_a_leap_month_begins_where_the_printed_calendar_says(year: int) -> None:
    month, begins = LEAP_MONTH_BEGINS[year]
    first = lunar_day(begins)
    assert first is not None
    assert (first.month, first.day, first.is_leap) == (month, 1, True)
    assert of_year(lunar((month, 1), (month, 1), Leap.LEAP), year)[-1] == Span(begins, begins)


def test_the_sixth_month_of_2025_opens_twice_once_or_late_as_the_community_chose() -> None:
    first, leap = Span(date(2025, 6, 25), date(2025, 7, 9)), Span(date(2025, 7, 25), date(2025, 8, 8))
    assert of_year(lunar((6, 1), (6, 15), Leap.REPEAT), 2025) == (first, leap)
    assert of_year(lunar((6, 1), (6, 15), Leap.FIRST), 2025) == (first,)
    assert of_year(lunar((6, 1), (6, 15), Leap.LEAP), 2025) == (leap,)


def test_in_a_year_without_that_leap_month_the_rules_agree() -> None:
    for year in (2024, 2026, 2028):
        found = {of_year(lunar((6, 1), (6, 15), leap), year) for leap in Leap}
        assert len(found) == 1
        assert len(found.pop()) == 1


def test_a_window_that_begins_in_the_doubled_month_of_2028() -> None:
    """Lunar 5 begins on 24 May, leap 5 on 23 June; the window ends on lunar 6/10, 31 July."""
    end = date(2028, 7, 31)
    assert of_year(lunar((5, 15), (6, 10), Leap.FIRST), 2028) == (Span(date(2028, 6, 7), end),)
    assert of_year(lunar((5, 15), (6, 10), Leap.LEAP), 2028) == (Span(date(2028, 7, 7), end),)
    both = of_year(lunar((5, 15), (6, 10), Leap.REPEAT), 2028)
    assert both == (Span(date(2028, 6, 7), date(2028, 6, 22)), Span(date(2028, 7, 7), end))


def test_a_window_that_ends_in_the_doubled_month_of_2023() -> None:
    """Lunar 2 begins on 20 February, leap 2 on 22 March; the window begins on lunar 1/20, 10 February."""
    begin = date(2023, 2, 10)
    assert of_year(lunar((1, 20), (2, 10), Leap.FIRST), 2023) == (Span(begin, date(2023, 3, 1)),)
    assert of_year(lunar((1, 20), (2, 10), Leap.LEAP), 2023) == (Span(begin, date(2023, 3, 31)),)
    both = of_year(lunar((1, 20), (2, 10), Leap.REPEAT), 2023)
    assert both == (Span(begin, date(2023, 3, 1)), Span(date(2023, 3, 22), date(2023, 3, 31)))


@pytest.mark.parametrize("leap", Leap)
def test_a_leap_month_inside_a_window_belongs_to_it(leap: Leap) -> None:
    (span,) = of_year(lunar((5, 1), (7, 30), leap), 2025)
    assert span.first < date(2025, 7, 25) < span.last
    assert span.last - span.first > timedelta(days=115)


def test_a_window_crosses_the_lunar_new_year() -> None:
    """From the 23rd of the twelfth month to the feast of lanterns."""
    found = spans(lunar((12, 23), (1, 15)), date(2026, 1, 1), date(2026, 12, 31))
    assert found == (Span(date(2026, 2, 10), date(2026, 3, 3)),)


def test_a_window_crosses_the_gregorian_new_year() -> None:
    season = Season(Calendar.GREGORIAN, (11, 15), (2, 29))
    assert spans(season, date(2027, 1, 10), date(2027, 1, 10)) == (Span(date(2026, 11, 15), date(2027, 2, 28)),)
    assert spans(season, date(2028, 1, 10), date(2028, 1, 10)) == (Span(date(2027, 11, 15), date(2028, 2, 29)),)


def test_the_thirtieth_of_a_short_month_is_its_last_day() -> None:
    """The twelfth month of lunar 2025 has 29 days, and its last one is New Year's Eve, 16 February 2026."""
    eve = lunar((12, 30), (12, 30))
    for year, new_year in NEW_YEAR.items():
        assert of_year(eve, year)[0] == Span(new_year - timedelta(days=1), new_year - timedelta(days=1))


def test_beyond_the_end_of_the_table_nothing_is_open() -> None:
    season = lunar((12, 23), (1, 15))
    assert spans(season, date(2101, 1, 1), date(2110, 1, 1)) == ()
    assert spans(season, date(2099, 1, 1), date(2110, 1, 1))[-1].last.year == 2100
    assert spans(lunar((12, 1), (12, 30)), date(2101, 1, 1), date(2200, 1, 1))[-1].last == date(2101, 1, 28)
    assert not is_open(season, date(2150, 2, 1))
    assert lunar_day(date(2101, 1, 29)) is None


def test_a_whole_year_is_one_span() -> None:
    assert len(spans(Season(Calendar.GREGORIAN, (1, 1), (12, 31)), date(2026, 1, 1), date(2030, 1, 1))) == 1
    assert len(spans(lunar((1, 1), (12, 30)), date(2026, 1, 1), date(2030, 1, 1))) == 1


@settings(deadline=None)  # the first question builds the table of moons
@given(SEASONS, DAYS)
def test_spans_are_in_order_apart_and_touch_what_was_asked(season: Season, day: date) -> None:
    until = day + timedelta(days=1500)
    found = spans(season, day, until)
    assert found
    assert all(span.first <= span.last for span in found)
    assert all(one.last + timedelta(days=1) < two.first for one, two in pairwise(found))
    assert all(span.first <= until and span.last >= day for span in found)


@settings(deadline=None)
@given(SEASONS, DAYS)
def test_a_day_is_open_by_its_own_lunar_date(season: Season, day: date) -> None:
    """Under the rule “repeat” a day is open exactly when its month and day lie in the window, leap or not."""
    if season.calendar == Calendar.LUNAR and season.leap == Leap.REPEAT:
        moon = lunar_day(day)
        assert moon is not None
        here = (moon.month, moon.day)
    elif season.calendar == Calendar.GREGORIAN:
        here = (day.month, day.day)
    else:
        return
    inside = (
        here >= season.first or here <= season.last if season.crosses_new_year else season.first <= here <= season.last
    )
    assert is_open(season, day) == inside


@settings(deadline=None)
@given(SEASONS, DAYS)
def test_what_was_asked_in_parts_is_what_was_asked_at_once(season: Season, day: date) -> None:
    """The yearly job extends what is there already without changing it."""
    days = [day + timedelta(days=number) for number in range(0, 800, 13)]
    whole = spans(season, days[0], days[-1])
    assert [is_open(season, each) for each in days] == [any(each in span for span in whole) for each in days]


@given(SEASONS)
def test_a_season_is_read_back_as_it_was_stored(season: Season) -> None:
    assert Season.from_json(season.as_json()) == season


@pytest.mark.parametrize(
    ("stored", "field"),
    [
        ({}, "calendar"),
        (None, "calendar"),
        ({"calendar": "lunar", "first": [6, 31], "last": [7, 1]}, "first"),
        ({"calendar": "gregorian", "first": [2, 29], "last": [2, 30]}, "last"),
        ({"calendar": "gregorian", "first": [2, "29"], "last": [2, 3]}, "first"),
        ({"calendar": "lunar", "first": [13, 1], "last": [7, 1]}, "first"),
        ({"calendar": "lunar", "first": [1, 1], "last": [7]}, "last"),
        ({"calendar": "lunar", "first": [1, 1], "last": [7, 1], "leap": "never"}, "leap"),
    ],
)
def test_what_is_no_season_says_which_part_is_wrong(stored: object, field: str) -> None:
    with pytest.raises(NotASeason) as caught:
        Season.from_json(stored)
    assert caught.value.field == field


def test_lunar_days_have_their_chinese_words() -> None:
    assert [chinese_day(day) for day in (1, 10, 11, 20, 21, 30)] == ["初一", "初十", "十一", "二十", "廿一", "三十"]
    assert [chinese_month(month) for month in (1, 6, 11, 12)] == ["正月", "六月", "冬月", "腊月"]
    assert chinese_month(6, is_leap=True) == "闰六月"
