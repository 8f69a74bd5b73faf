"""Amounts in capital numerals, with the examples of the rule itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.ledger.bank_files import in_capitals

VALUES = {word: number for number, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (140950, "人民币壹仟肆佰零玖元伍角整"),
        (600714, "人民币陆仟零柒元壹角肆分"),
        (168032, "人民币壹仟陆佰捌拾元叁角贰分"),
        (10700053, "人民币壹拾万零柒仟元伍角叁分"),
        (1640902, "人民币壹万陆仟肆佰零玖元零贰分"),
        (32504, "人民币叁佰贰拾伍元零肆分"),
        (0, "人民币零元整"),
        (1, "人民币壹分"),
        (10, "人民币壹角整"),
        (11, "人民币壹角壹分"),
        (100, "人民币壹元整"),
        (1000, "人民币壹拾元整"),
        (100000000500, "人民币壹拾亿零伍元整"),
        (1000500000, "人民币壹仟万零伍仟元整"),
        (-12345, "人民币负壹佰贰拾叁元肆角伍分"),
        (10**14, "人民币壹万亿元整"),
        (123450000000000, "人民币壹万贰仟叁佰肆拾伍亿元整"),
    ],
)
def test_the_figures_are_written_as_the_rule_says(fen: int, words: str) -> None:
    assert in_capitals(fen) == words


def read_back(words: str) -> int:
    """Read an amount in capitals, by another way than it was written."""
    said = words.removeprefix("人民币")
    sign = -1 if said.startswith("负") else 1
    said = said.removeprefix("负").removesuffix("整")
    yuan, _, rest = said.rpartition("元")
    fen = 0
    for unit, worth in (("角", 10), ("分", 1)):
        if unit in rest:
            fen += VALUES[rest[rest.index(unit) - 1]] * worth
    return sign * (_number(yuan) * 100 + fen)


def _number(said: str) -> int:
    for unit, worth in (("亿", 10**8), ("万", 10**4)):
        if unit in said:
            before, _, after = said.rpartition(unit)
            return _number(before) * worth + _number(after) if before else _number(after)
    total, digit = 0, 0
    for sign in said:
        if sign in PLACES:
            total += digit * PLACES[sign]
            digit = 0
        else:
            digit = VALUES[sign]
    return total + digit


@given(st.integers(min_value=-(10**17), max_value=10**17))
def test_what_is_written_reads_back_as_the_same_amount(fen: int) -> None:
    words = in_capitals(fen)
    assert read_back(words) == fen
    assert "零零" not in words
    assert words.endswith(("整", "分"))


def test_an_amount_beyond_the_numerals_is_refused() -> None:
    with pytest.raises(ValueError, match="larger"):
        in_capitals(10**18)
