"""The small languages of table cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.knowledge.formats import Ingredient, Origin, Step, values
from erdem.knowledge.formats.cells import read_ingredient, read_ingredients, read_list, read_origins, read_steps
from erdem.knowledge.formats.columns import COLUMNS, find_column


def test_the_grammar_of_ingredients_as_the_template_shows_it() -> None:
    assert read_ingredients("黄芩 三两; 芍药 二两（酒炒）") == (
        Ingredient("黄芩", "三两"),
        Ingredient("芍药", "二两", "酒炒"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("黄芩三两", Ingredient("黄芩", "三两")),
        ("甘草（炙）6g", Ingredient("甘草", "6g", "炙")),
        ("甘草(炙) 6 g", Ingredient("甘草", "6 g", "炙")),
        ("大枣十二枚", Ingredient("大枣", "十二枚")),
        ("三七 二钱", Ingredient("三七", "二钱")),
        ("三七", Ingredient("三七")),
        ("半夏半升", Ingredient("半夏", "半升")),
        ("半夏（半升，洗）", Ingredient("半夏", "半升，洗")),
        ("甘草各二两", Ingredient("甘草", "各二两")),
        ("生姜 少许", Ingredient("生姜", "少许")),
        ("盐适量", Ingredient("盐", "适量")),
        ("草乌（根，制）", Ingredient("草乌", "", "根，制")),
        ("草乌（根） 2 克", Ingredient("草乌", "2 克", "", "根")),
        ("foxglove leaf", Ingredient("foxglove leaf")),
        ("（炙）", Ingredient("（炙）")),
    ],
)
def test_one_ingredient(text: str, expected: Ingredient) -> None:
    assert read_ingredient(text) == expected


def test_separators_inside_brackets_do_not_separate() -> None:
    found = read_ingredients("黄芩、芍药（酒炒、去皮），甘草；\n大枣")
    assert [one.name for one in found] == ["黄芩", "芍药", "甘草", "大枣"]
    assert found[1].processing == "酒炒、去皮"


def test_steps_with_details_and_as_an_arrow_chain() -> None:
    assert read_steps("1. 过滤：鲜奶｜纱布; 发酵: 鲜奶 | 木桶 | 阴凉处 | 24小时") == (
        Step("过滤", "鲜奶", "纱布"),
        Step("发酵", "鲜奶", "木桶", "阴凉处", "24小时"),
    )
    assert [step.op for step in read_steps("过滤→发酵 -> 压制")] == ["过滤", "发酵", "压制"]


def test_origins_carry_code_and_source() -> None:
    assert read_origins("锡林郭勒盟[152500]（《元史》）; 呼伦贝尔；[150700]") == (
        Origin("锡林郭勒盟", "152500", "《元史》"),
        Origin("呼伦贝尔"),
        Origin("", "150700"),
    )


def test_lists_are_split_and_repetitions_dropped() -> None:
    assert read_list("奶豆腐; 呼日德、奶豆腐") == ("奶豆腐", "呼日德")


@pytest.mark.parametrize(
    ("words", "text", "slug"),
    [
        (values.KINDS, "配方", "formula"),
        (values.KINDS, "Process", "process"),
        (values.TIERS, "d1", "D1"),
        (values.TIERS, "秘密 / 神圣", "D1"),
        (values.CLASSES, "2 传统医药", "2"),
        (values.TYPES, "2.5", "2.5"),
        (values.TYPES, "2.5 方剂", "2.5"),
        (values.CATEGORIES, "Ⅷ", "VIII"),
        (values.CATEGORIES, "Ⅷ 传统技艺", "VIII"),
        (values.CATEGORIES, "传统医药", "IX"),
        (values.LEVELS, "自治区级", "region"),
        (values.TIERS, "D5", ""),
        (values.TIERS, "", ""),
        (values.KINDS, "菜谱", ""),
    ],
)
def test_words_of_closed_lists(words: values.Words, text: str, slug: str) -> None:
    assert values.find(words, text) == slug


def test_no_two_columns_share_a_name() -> None:
    seen: dict[str, str] = {}
    for column in COLUMNS:
        for name in (column.field, column.zh, *column.names):
            found = find_column(name)
            assert found is not None
            assert found.field == column.field, name
            assert seen.setdefault(name, column.field) == column.field


def test_column_names_may_be_starred_or_explained() -> None:
    for name in ("名称*", "* 名称", "名称（必填）", "NAME", "Name_zh"):
        found = find_column(name)
        assert found is not None
        assert found.field == "name"
    assert find_column("价格") is None


@given(st.text(max_size=80))
def test_reading_cells_never_raises_and_keeps_names(text: str) -> None:
    assert all(one.name for one in read_ingredients(text))
    assert all(step.op for step in read_steps(text))
    assert all(one.text or one.code for one in read_origins(text))
