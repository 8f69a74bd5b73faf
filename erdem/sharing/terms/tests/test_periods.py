"""What is due when."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from erdem.sharing.terms import TermsRefused, milestone_due, milestones, obligations, period_of, periods
from erdem.sharing.terms.choices import Every
from erdem.sharing.terms.model import Fixed, Reports
from erdem.sharing.terms.tests.examples import example_terms

DAY = dt.date


def test_periods_follow_the_calendar_and_are_cut_by_the_terms() -> None:
    terms = example_terms(begins=DAY(2027, 2, 15), ends=DAY(2027, 8, 10))
    found = periods(terms, DAY(2020, 1, 1), DAY(2040, 1, 1))
    assert [(one.label, one.starts, one.ends) for one in found] == [
        ("2027Q1", DAY(2027, 2, 15), DAY(2027, 3, 31)),
        ("2027Q2", DAY(2027, 4, 1), DAY(2027, 6, 30)),
        ("2027Q3", DAY(2027, 7, 1), DAY(2027, 8, 10)),
    ]
    assert [(one.days, one.of_days, one.is_cut) for one in found] == [(45, 90, True), (91, 91, False), (41, 92, True)]


@pytest.mark.parametrize(
    ("every", "label", "days"),
    [
        (Every.MONTH, "2028-02", 29),
        (Every.QUARTER, "2028Q1", 91),
        (Every.HALF_YEAR, "2028H1", 182),
        (Every.YEAR, "2028", 366),
    ],
)
def test_a_day_lies_in_one_period_of_each_calendar(every: Every, label: str, days: int) -> None:
    terms = dataclasses.replace(example_terms(), reports=Reports(every, 30))
    period = period_of(terms, DAY(2028, 2, 29))
    assert (period.label, period.days, period.of_days) == (label, days, days)


def test_days_outside_the_terms_have_no_period() -> None:
    for day in (DAY(2026, 12, 31), DAY(2030, 1, 1)):
        with pytest.raises(TermsRefused, match="no period"):
            period_of(example_terms(), day)


def test_all_that_is_due_in_a_year_stands_in_one_list() -> None:
    found = obligations(example_terms(), DAY(2027, 1, 1), DAY(2027, 12, 31))
    assert [(due.key, due.day.isoformat(), due.unit, due.amount) for due in found] == [
        ("fee/1", "2027-01-31", "CNY", 2_000_000),
        ("report/2027Q1", "2027-04-30", "", None),
        ("r1/2027Q1", "2027-05-15", "CNY", None),
        ("n1/1", "2027-05-31", "training_day", 10),
        ("report/2027Q2", "2027-07-30", "", None),
        ("r1/2027Q2", "2027-08-14", "CNY", None),
        ("launch/1", "2027-10-13", "CNY", 5_000_000),
        ("report/2027Q3", "2027-10-30", "", None),
        ("r1/2027Q3", "2027-11-14", "CNY", None),
    ]
    assert [due.key for due in found if due.conditional] == ["launch/1"]


def test_the_last_report_is_due_after_the_end_of_the_terms() -> None:
    found = obligations(example_terms(), DAY(2030, 1, 1), DAY(2035, 1, 1))
    assert [due.key for due in found] == ["report/2029Q4", "r1/2029Q4"]


def test_windows_laid_side_by_side_hold_each_thing_once() -> None:
    terms = example_terms()
    whole = obligations(terms, DAY(2026, 1, 1), DAY(2031, 1, 1))
    parts = [
        due
        for year in range(2026, 2032)
        for due in obligations(terms, DAY(year, 1, 1), DAY(year, 12, 31))
        if due.day <= DAY(2031, 1, 1)
    ]
    assert parts == list(whole)
    assert len({due.key for due in whole}) == len(whole)


def test_a_fee_that_returns_keeps_its_day_of_the_month_where_it_can() -> None:
    terms = example_terms(ends=None)
    fee = dataclasses.replace(terms.money[0], rule=Fixed(1_00, DAY(2027, 1, 31), Every.MONTH))
    found = obligations(dataclasses.replace(terms, money=(fee,), in_kind=()), DAY(2027, 1, 1), DAY(2027, 4, 30))
    days = [(due.key, due.day) for due in found if due.kind == "fixed"]
    assert days == [
        ("fee/1", DAY(2027, 1, 31)),
        ("fee/2", DAY(2027, 2, 28)),
        ("fee/3", DAY(2027, 3, 31)),
        ("fee/4", DAY(2027, 4, 30)),
    ]


def test_a_milestone_is_due_when_it_is_reached_and_the_days_to_pay_have_passed() -> None:
    terms = example_terms()
    assert [line.key for line in milestones(terms)] == ["launch"]
    assert milestone_due(terms, DAY(2027, 6, 1)) == DAY(2027, 6, 16)
