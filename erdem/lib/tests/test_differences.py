"""Differences lead from the old text to the new one and back, whatever the texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from erdem.lib.differences import RowPair, Run, marked, paired, words

TEXTS = st.text(alphabet="诃子栀三两二去核 abcXYZ 12.5，。\n𠮷", max_size=60)


@given(TEXTS, TEXTS)
def test_the_runs_make_up_both_texts(old: str, new: str) -> None:
    runs = marked(old, new)
    assert "".join(run.text for run in runs if run.kind != "new") == old
    assert "".join(run.text for run in runs if run.kind != "gone") == new
    assert all(run.text for run in runs)


@given(st.lists(st.integers(0, 4), max_size=8), st.lists(st.integers(0, 4), max_size=8))
def test_the_pairs_make_up_both_lists(old: list[int], new: list[int]) -> None:
    pairs = paired(old, new)
    assert [pair.old for pair in pairs if pair.old is not None] == old
    assert [pair.new for pair in pairs if pair.new is not None] == new
    assert RowPair(None, None) not in pairs


def test_chinese_is_compared_by_character_and_latin_by_word() -> None:
    assert words("诃子三两 Terminalia chebula 12.5g") == [
        "诃", "子", "三", "两", " ", "Terminalia", " ", "chebula", " ", "12.5", "g",
    ]  # fmt: skip
    assert marked("诃子三两", "诃子二两") == [
        Run("same", "诃子"), Run("gone", "三"), Run("new", "二"), Run("same", "两"),
    ]  # fmt: skip


def test_very_long_texts_are_shown_whole() -> None:
    assert [run.kind for run in marked("甲" * 15_000, "乙" * 15_000)] == ["gone", "new"]
