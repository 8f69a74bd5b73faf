"""Folding of Chinese text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.lib import folding
from erdem.lib.folding import bracketed, fold, fold_formula_name, fold_name, fold_with_offsets


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("黃耆", "黄芪"),
        ("乾薑", "干姜"),
        ("白朮", "白术"),
        ("浓朴", "厚朴"),
        ("ＰＨＹ９０６", "phy906"),
        ("５～１５份", "5~15份"),
        ("黄\u200b芩\x00", "黄芩"),
        ("毕拨", "荜茇"),
    ],
)
def test_it_folds_width_script_and_glyph_variants(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_it_drops_the_bracketed_remark_of_a_name_and_can_still_read_it() -> None:
    assert fold_name("甘草（炙）") == "甘草"
    assert bracketed("甘草（炙）") == ("炙",)
    assert fold_name("（附）") == "附"


def test_a_formula_name_folds_the_taboo_spelling_of_pill() -> None:
    assert fold_formula_name("理中圆") == "理中丸"
    assert fold_formula_name("三物黄芩汤方") == "三物黄芩汤"


def test_word_repairs_keep_the_length_so_that_offsets_stay_true() -> None:
    assert all(len(damaged) == len(right) for damaged, right in folding.WORD_REPAIRS.items())


@given(st.text())
def test_folding_is_stable_and_its_spans_stay_inside_the_text(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.origins) == len(folded.text)
    assert list(folded.origins) == sorted(folded.origins)
    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert 0 <= start < end <= len(text)


@given(st.text(alphabet="黃黄芩（）() 甘草炙ＡaＢ０、 \u180e\x07"))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
