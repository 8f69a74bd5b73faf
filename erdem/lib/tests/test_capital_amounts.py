"""Amounts are written in capitals as banks and decisions want them."""

from __future__ import annotations

import pytest

from erdem.lib.capital_amounts import in_capitals


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (10, "壹角整"),
        (105, "壹元零伍分"),
        (120, "壹元贰角整"),
        (20_000, "贰佰元整"),
        (300_000, "叁仟元整"),
        (1_000_000, "壹万元整"),
        (1_000_100, "壹万零壹元整"),
        (10_050_000, "壹拾万零伍佰元整"),
        (12_345_678, "壹拾贰万叁仟肆佰伍拾陆元柒角捌分"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_100_000, "壹拾万壹仟元整"),
    ],
)
def test_an_amount_is_written_in_capitals(fen: int, words: str) -> None:
    assert in_capitals(fen) == words


@pytest.mark.parametrize("fen", [-1, 10**18])
def test_an_amount_that_cannot_be_written_is_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        in_capitals(fen)
