"""Doses of old books and amounts of claims."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.lib.quantity import (
    NOTHING,
    Convention,
    Dimension,
    Kind,
    convention_of,
    find_quantities,
    parse_number,
    parse_quantity,
    spread_shared,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [("十二", 12), ("二十", 20), ("一百", 100), ("半", 0.5), ("二七", 14), ("三七", 21), ("廿四", 24)],
)
def test_it_reads_western_and_chinese_numbers(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["一一", "abc", "", "-", "1.2.3"])
def test_a_number_it_cannot_read_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "dimension"),
    [
        ("三两", 3, 3, "两", Dimension.OLD_MASS),
        ("一两半", 1.5, 1.5, "两", Dimension.OLD_MASS),
        ("两半", 1.5, 1.5, "两", Dimension.OLD_MASS),
        ("一两六铢", 1.25, 1.25, "两", Dimension.OLD_MASS),
        ("一斤八两", 1.5, 1.5, "斤", Dimension.OLD_MASS),
        ("二三两", 2, 3, "两", Dimension.OLD_MASS),
        ("七、八枚", 7, 8, "枚", Dimension.COUNT),
        ("5~15份", 5, 15, "份", Dimension.SHARE),
        ("10-15重量份", 10, 15, "重量份", Dimension.SHARE),
        ("10 to 15 parts by weight", 10, 15, "parts by weight", Dimension.SHARE),
        ("9g，去皮", 9, 9, "g", Dimension.MASS),
        ("十二枚", 12, 12, "枚", Dimension.COUNT),
        ("一脚子", 1, 1, "脚子", Dimension.COUNT),
        ("12-18", 12, 18, "", Dimension.SHARE),
    ],
)
def test_it_reads_an_amount(text: str, low: float, high: float, unit: str, dimension: Dimension) -> None:
    quantity = parse_quantity(text)
    assert (quantity.lo, quantity.hi, quantity.unit, quantity.dimension) == (low, high, unit, dimension)
    assert quantity.text == text


def test_words_for_free_and_equal_amounts_are_not_numbers() -> None:
    assert parse_quantity("少许").kind is Kind.SOME
    assert parse_quantity("不拘多少").kind is Kind.SOME
    equal = parse_quantity("各等分")
    assert equal.kind is Kind.EQUAL
    assert equal.shared


def test_what_it_cannot_read_is_unknown_and_never_zero() -> None:
    assert parse_quantity("炮去皮").kind is Kind.UNKNOWN
    assert parse_quantity("一一两").kind is Kind.UNKNOWN
    assert parse_quantity("").kind is Kind.NONE
    assert parse_quantity("炮").interval() is None


def test_a_range_from_zero_is_optional() -> None:
    assert parse_quantity("0~15%").is_optional
    assert not parse_quantity("5~15%").is_optional


def test_one_fen_is_a_quarter_liang_unless_the_formula_counts_in_qian() -> None:
    fen = parse_quantity("三分")
    assert fen.interval(Convention.QUARTER) == (0.75, 0.75)
    assert fen.interval(Convention.DECIMAL) == (0.03, 0.03)
    assert convention_of([fen, parse_quantity("一两")]) is Convention.QUARTER
    assert convention_of([fen, parse_quantity("二钱")]) is Convention.DECIMAL


def test_a_shared_amount_is_carried_back_to_the_ingredients_before_it() -> None:
    own, none, shared = parse_quantity("三两"), NOTHING, parse_quantity("各二两")
    spread = spread_shared([own, none, none, shared])
    assert [quantity.lo for quantity in spread] == [3, 2, 2, 2]
    assert [quantity.inherited for quantity in spread] == [False, True, True, False]


def test_it_finds_amounts_with_their_spans() -> None:
    text = "黄芩10-15份、甘草5克和水"
    assert [text[q.start : q.end] for q in find_quantities(text)] == ["10-15份", "5克"]


@given(st.text(alphabet="一二三十百半两钱分枚各等少许0123456789.-~份g克% 、炮，") | st.text())
def test_it_never_raises_and_keeps_the_interval_in_order(text: str) -> None:
    quantity = parse_quantity(text)
    assert quantity.text == text
    if quantity.lo is not None and quantity.hi is not None:
        assert quantity.lo <= quantity.hi
        assert quantity.interval() is not None


@given(st.text(alphabet="一二三十百半两钱分枚各0123456789.-~份g克%甘草"))
def test_found_spans_lie_inside_the_text_in_order(text: str) -> None:
    last = 0
    for quantity in find_quantities(text):
        assert last <= quantity.start < quantity.end <= len(text)
        last = quantity.end
