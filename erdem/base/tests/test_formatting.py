"""Dates and numbers as people read them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from erdem.base import formatting

DAY = dt.date(2026, 11, 23)


def test_tables_have_iso_dates_and_sentences_long_ones() -> None:
    with translation.override("zh-hans"):
        assert formatting.iso_date(DAY) == "2026-11-23"
        assert formatting.month_day(DAY) == "11-23"
        assert formatting.long_date(DAY) == "2026年11月23日"
        assert formatting.long_date(DAY, weekday=True) == "2026年11月23日，星期一"
    with translation.override("en"):
        assert formatting.long_date(DAY, weekday=True) == "Monday, 23 November 2026"


def test_moments_are_told_in_local_time() -> None:
    moment = dt.datetime(2026, 11, 22, 16, 30, 5, tzinfo=dt.UTC)
    assert formatting.iso_moment(moment) == "2026-11-23 00:30:05"
    assert formatting.iso_date(moment) == "2026-11-23"


def test_nothing_is_written_as_nothing() -> None:
    assert [formatting.iso_date(None), formatting.iso_moment(None), formatting.month_day(None)] == [""] * 3
    assert [formatting.long_date(None), formatting.number(None), formatting.money(None)] == [""] * 3
    assert formatting.money_from_fen(None) == ""


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(1234567, None, "1,234,567"), (-5, None, "−5"), (0.125, 2, "0.13"), (Decimal("2.5"), 0, "3")],
)
def test_numbers_have_commas_a_true_minus_and_round_half_up(value: float, places: int | None, text: str) -> None:
    assert formatting.number(value, places) == text


@given(st.integers(-(10**15), 10**15))
def test_fen_become_yuan_without_losing_one(fen: int) -> None:
    text = formatting.money_from_fen(fen)
    assert Decimal(text.replace(",", "").replace("−", "-")) * 100 == fen


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_share_is_never_below_nothing_or_above_all(part: float) -> None:
    assert 0 <= formatting.percent(part) <= 100
