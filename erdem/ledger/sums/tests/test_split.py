"""An amount is split to the last unit, whatever the shares and whatever their order."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.ledger.sums import Share, SplitProblem, parse_shares, split

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any)


def shares_of(weights: list[int]) -> list[Share]:
    return [Share(f"社区{number:03}", Fraction(weight, sum(weights))) for number, weight in enumerate(weights)]


@given(amount=st.integers(-(10**15), 10**15), weights=WEIGHTS, order=st.randoms())
def test_the_parts_are_the_whole_nobody_is_a_unit_off_and_order_does_not_matter(
    amount: int, weights: list[int], order: random.Random
) -> None:
    shares = shares_of(weights)
    parts = split(amount, shares)
    assert sum(parts.values()) == amount
    assert all(abs(parts[share.payee] - amount * share.part) < 1 for share in shares)
    assert all(parts[share.payee] == 0 for share in shares if share.part == 0)
    assert split(-amount, shares) == {payee: -part for payee, part in parts.items()}
    shuffled = list(shares)
    order.shuffle(shuffled)
    assert split(amount, shuffled) == parts
    assert list(parts) == [share.payee for share in shares]


@given(amount=st.integers(0, 10**12), weights=WEIGHTS)
def test_who_has_the_larger_share_never_gets_less(amount: int, weights: list[int]) -> None:
    shares = shares_of(weights)
    parts = split(amount, shares)
    by_share = sorted(shares, key=lambda share: share.part)
    for smaller, larger in itertools.pairwise(by_share):
        if smaller.part < larger.part:
            assert parts[smaller.payee] <= parts[larger.payee]


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        (10001, "70,20,10", [7001, 2000, 1000]),
        (1, "1/3,1/3,1/3", [1, 0, 0]),
        (2, "1/3,1/3,1/3", [1, 1, 0]),
        (-2, "1/3,1/3,1/3", [-1, -1, 0]),
        (100, "33.333333,33.333333,33.333334", [33, 33, 34]),
        (0, "50,50", [0, 0]),
        (5, "100,0", [5, 0]),
    ],
)
def test_known_cases(amount: int, shares: str, parts: list[int]) -> None:
    assert list(split(amount, parse_shares(shares)).values()) == parts


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("70,20", "90 % together"),
        ("70,40", "110 % together"),
        ("33.33,33.33,33.33", "99.99 % together"),
        ("-10,110", "Write the shares"),
        ("", "Write the shares"),
        ("1/0,1/2", "Write the shares"),
        ("1/2,50", "Write the shares"),
        ("nan,inf", "Write the shares"),
        ("1e2", "Write the shares"),
    ],
)
def test_shares_that_are_not_the_whole_are_refused_in_a_sentence(text: str, word: str) -> None:
    with pytest.raises(SplitProblem, match=word):
        parse_shares(text)


def test_what_no_agreement_can_mean_is_refused() -> None:
    half = Fraction(1, 2)
    with pytest.raises(SplitProblem, match="twice"):
        split(1, [Share("甲", half), Share("甲", half)])
    with pytest.raises(SplitProblem, match="less than nothing"):
        split(1, [Share("甲", Fraction(3, 2)), Share("乙", -half)])
    with pytest.raises(SplitProblem, match="nobody"):
        split(1, [])
    with pytest.raises(SplitProblem, match="larger"):
        split(10**19, [Share("甲", Fraction(1))])


def test_names_of_many_shares_sort_like_numbers() -> None:
    shares = parse_shares(",".join(["1/12"] * 12))
    assert list(split(1, shares).values()) == [1] + [0] * 11
