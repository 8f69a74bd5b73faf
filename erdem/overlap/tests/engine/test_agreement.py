"""Kappa against examples worked out by hand and against resampling."""

from __future__ import annotations

import random

import pytest

from erdem.overlap.engine.evaluating.agreement import (
    Matrix,
    Strength,
    Undefined,
    cohen_kappa,
    linear_weights,
    strength_of,
)

GRADES = ("none", "partial", "full")


def spread(table: list[list[int]], labels: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Write a table of counts as two lists of labels."""
    pairs = [
        (labels[row], labels[column])
        for row, cells in enumerate(table)
        for column, count in enumerate(cells)
        for _ in range(count)
    ]
    return [one for one, _ in pairs], [other for _, other in pairs]


def test_two_labels_give_the_kappa_and_interval_worked_out_by_hand() -> None:
    # 20 both yes, 5 yes-no, 10 no-yes, 15 both no. Observed 35/50 = 0.70; expected 0.5*0.6 + 0.5*0.4 = 0.50; kappa 0.40.
    # Variance (0.10972 + 0.10188 - 0.01) / (0.25 * 50) = 0.016128; standard error 0.126996.
    found = cohen_kappa(*spread([[20, 5], [10, 15]], ("yes", "no")), ("yes", "no"))
    assert (found.count, found.agreed) == (50, 35)
    assert found.observed == pytest.approx(0.70)
    assert found.expected == pytest.approx(0.50)
    assert found.kappa == pytest.approx(0.40)
    assert found.low == pytest.approx(0.40 - 1.95996 * 0.126996, abs=1e-4)
    assert found.high == pytest.approx(0.40 + 1.95996 * 0.126996, abs=1e-4)
    assert found.table == ((20, 5), (10, 15))
    assert found.strength is Strength.FAIR


def test_ordered_grades_count_a_near_miss_as_half_an_agreement() -> None:
    # Observed (3 + 2 + 2 + 0.5 * (1 + 1)) / 10 = 0.80; margins 4 3 3 and 4 3 3; expected 0.34 + 0.5 * 0.42 = 0.55.
    table = [[3, 1, 0], [0, 2, 1], [1, 0, 2]]
    found = cohen_kappa(*spread(table, GRADES), GRADES, weights=linear_weights(3))
    assert found.observed == pytest.approx(0.80)
    assert found.expected == pytest.approx(0.55)
    assert found.kappa == pytest.approx(0.25 / 0.45)
    assert found.agreed == 7


def test_weights_change_nothing_between_two_labels() -> None:
    first, second = spread([[7, 2], [1, 5]], ("yes", "no"))
    plain = cohen_kappa(first, second, ("yes", "no"))
    weighted = cohen_kappa(first, second, ("yes", "no"), weights=linear_weights(2))
    assert (plain.kappa, plain.low, plain.high) == pytest.approx((weighted.kappa, weighted.low, weighted.high))


@pytest.mark.parametrize(
    ("table", "weights"), [([[40, 10], [14, 36]], None), ([[30, 8, 2], [6, 25, 9], [1, 7, 32]], linear_weights(3))]
)
def test_the_interval_is_the_one_that_resampling_gives(table: list[list[int]], weights: Matrix | None) -> None:
    labels = ("a", "b", "c")[: len(table)]
    first, second = spread(table, labels)
    found = cohen_kappa(first, second, labels, weights=weights)
    chance = random.Random(7)
    pairs, drawn = list(zip(first, second, strict=True)), []
    for _ in range(1500):
        sample = chance.choices(pairs, k=len(pairs))
        again = cohen_kappa([a for a, _ in sample], [b for _, b in sample], labels, weights=weights)
        drawn.append(again.kappa or 0.0)
    drawn.sort()
    assert found.low == pytest.approx(drawn[int(0.025 * 1500)], abs=0.03)
    assert found.high == pytest.approx(drawn[int(0.975 * 1500)], abs=0.03)


def test_less_agreement_than_chance_is_a_negative_kappa() -> None:
    found = cohen_kappa(["a", "b", "a", "b"], ["b", "a", "b", "a"], ("a", "b"))
    assert found.kappa == pytest.approx(-1.0)
    assert found.strength is Strength.POOR
    assert found.low == -1.0


def test_no_pairs_give_no_kappa_and_say_so() -> None:
    found = cohen_kappa([], [], GRADES)
    assert found.why is Undefined.NO_PAIRS
    assert (found.kappa, found.low, found.high, found.observed) == (None, None, None, None)


def test_one_label_throughout_gives_no_kappa_though_all_agree() -> None:
    found = cohen_kappa(["none"] * 9, ["none"] * 9, GRADES)
    assert found.why is Undefined.ONE_LABEL
    assert found.kappa is None
    assert found.strength is None
    assert found.observed == 1.0


def test_one_label_of_one_annotator_alone_is_chance() -> None:
    found = cohen_kappa(["a"] * 10, ["a"] * 6 + ["b"] * 4, ("a", "b"))
    assert found.kappa == pytest.approx(0.0)


def test_full_agreement_of_a_few_pairs_keeps_a_wide_interval() -> None:
    few = cohen_kappa(["a", "b", "a"], ["a", "b", "a"], ("a", "b"))
    many = cohen_kappa(["a", "b"] * 60, ["a", "b"] * 60, ("a", "b"))
    assert few.kappa == many.kappa == pytest.approx(1.0)
    assert few.is_few
    assert not many.is_few
    assert few.high == many.high == 1.0
    # for 120 pairs the exact bound of the share is 0.025 ** (1 / 120) = 0.96973, and (0.96973 - 0.5) / 0.5 = 0.93946
    assert many.low == pytest.approx(0.93946, abs=1e-4)
    assert few.low is not None
    assert few.low < 0


def test_the_words_change_at_their_limits() -> None:
    words = [strength_of(value) for value in (-0.01, 0.0, 0.2, 0.21, 0.4, 0.41, 0.6, 0.61, 0.8, 0.81, 1.0)]
    assert [word.value for word in words] == [
        "poor", "slight", "slight", "fair", "fair", "moderate", "moderate", "substantial", "substantial",
        "almost_perfect", "almost_perfect",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "said"), [(["none"], [], "1 labels"), (["none"], ["else"], "unknown labels: else")]
)
def test_lists_that_do_not_fit_are_refused(first: list[str], second: list[str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        cohen_kappa(first, second, GRADES)


def test_weights_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="3 by 3"):
        cohen_kappa(["none"], ["none"], GRADES, weights=linear_weights(2))
