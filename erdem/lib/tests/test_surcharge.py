"""A surcharge grows by the day in whole fen and stops at its cap."""

from __future__ import annotations

import pytest

from erdem.lib.surcharge import surcharge


@pytest.mark.parametrize(
    ("days", "fen"), [(-3, 0), (0, 0), (1, 3_000), (10, 30_000), (33, 99_000), (34, 100_000), (9_999, 100_000)]
)
def test_three_percent_a_day_up_to_the_fine(days: int, fen: int) -> None:
    assert surcharge(100_000, days, percent_a_day=3, cap_percent=100) == fen


def test_fractions_of_a_fen_are_left_out() -> None:
    assert surcharge(101, 1, percent_a_day=3, cap_percent=100) == 3


def test_a_negative_fine_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        surcharge(-1, 1, percent_a_day=3, cap_percent=100)
