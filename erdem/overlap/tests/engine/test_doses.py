"""Dose agreement by ratio."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.lib.quantity import parse_quantity
from erdem.overlap.engine.formula.doses import DoseAgreement, DosePair, compare_doses, ratio_text


def agreement(*pairs: tuple[str, str]) -> DoseAgreement:
    rows = [DosePair(f"s{i}", parse_quantity(tk), parse_quantity(claim)) for i, (tk, claim) in enumerate(pairs)]
    return compare_doses(rows, [row.tk for row in rows])


def test_the_same_ratio_in_other_units_agrees_and_is_named() -> None:
    found = agreement(("三两", "3份"), ("二两", "2份"), ("各二两", "2份"), ("十二枚", "2份"))
    assert found.agreement == pytest.approx(1.0)
    assert found.ratio == "3:2:2:2"
    assert found.tk_ratio == "3:2:2:—"
    assert found.left_out == (("s3", "counted_dose_not_converted"),)


def test_a_claimed_range_that_holds_the_old_ratio_agrees() -> None:
    assert agreement(("四两", "20-50份"), ("二两", "10-30份")).agreement == pytest.approx(1.0)


def test_another_ratio_agrees_less() -> None:
    near = agreement(("三两", "3份"), ("二两", "2.5份"), ("一两", "1份")).agreement
    far = agreement(("三两", "1份"), ("二两", "2份"), ("一两", "9份")).agreement
    assert near is not None
    assert far is not None
    assert far < 0.5 < near < 1


def test_one_amount_alone_is_no_evidence() -> None:
    found = agreement(("三两", "3份"), ("少许", "2份"), ("", "1份"))
    assert found.agreement is None
    assert dict(found.left_out) == {"s1": "dose_free", "s2": "dose_not_written"}


def test_one_fen_counts_as_the_formula_itself_counts() -> None:
    quarter = agreement(("一两", "4份"), ("一分", "1份"))
    decimal = agreement(("一钱", "10份"), ("一分", "1份"))
    assert quarter.agreement == pytest.approx(1.0)
    assert decimal.agreement == pytest.approx(1.0)


def test_ratios_are_written_in_small_whole_numbers() -> None:
    assert ratio_text([(1.5, 1.5), (1.0, 1.0), None]) == "3:2:—"
    assert ratio_text([(2, 4), (5, 7)]) == "2-4:5-7"
    assert ratio_text([(1, 1)]) == ""


INTERVALS = st.lists(st.tuples(st.floats(0.1, 100), st.floats(1, 20)), min_size=2, max_size=8)


@given(INTERVALS, st.floats(0.1, 100))
def test_an_old_ratio_inside_the_claimed_ranges_agrees_at_any_scale(
    intervals: list[tuple[float, float]], scale: float
) -> None:
    rows = [
        DosePair(str(i), parse_quantity(f"{low * scale:.8f}g"), parse_quantity(f"{low:.8f}-{low * width:.8f}份"))
        for i, (low, width) in enumerate(intervals)
    ]
    assert compare_doses(rows, [row.tk for row in rows]).agreement == pytest.approx(1.0, abs=0.001)
