"""Intervals of confidence: known values, edges, determinism."""

from __future__ import annotations

import pytest

from erdem.lib.intervals import bootstrap_mean, wilson


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (29, 29, 0.8830, 1.0)],
)
def test_wilson_gives_the_published_intervals(hits: int, count: int, low: float, high: float) -> None:
    # Values of method 3 in R. G. Newcombe, Statist. Med. 17 (1998), table I.
    assert wilson(hits, count) == pytest.approx((low, high), abs=0.00006)


def test_no_observation_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert bootstrap_mean([], seed=1) == (0.0, 1.0)


def test_the_bootstrap_repeats_itself_and_holds_the_mean() -> None:
    values = [1.0] * 30 + [0.5] * 10 + [0.0] * 10
    low, high = bootstrap_mean(values, seed=7)
    assert (low, high) == bootstrap_mean(values, seed=7)
    assert low < 0.7 < high
    assert 0.15 < high - low < 0.3


def test_equal_values_leave_no_doubt() -> None:
    assert bootstrap_mean([0.25] * 12, seed=3) == (0.25, 0.25)


def test_more_observations_narrow_the_interval() -> None:
    few, many = wilson(8, 10), wilson(800, 1000)
    assert many[1] - many[0] < few[1] - few[0]
