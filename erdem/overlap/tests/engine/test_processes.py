"""Comparing crafts and foods: names, steps in order, materials."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.overlap import engine
from erdem.overlap.engine import Lexicon, Match, Pool, Relation, Step
from erdem.overlap.engine.process.align import StepGrade, align, grade_steps
from erdem.overlap.engine.process.operations import CLASSES, classes_of
from erdem.overlap.engine.process.terms import concepts_in, name_cores

DRIED_MEAT = {
    "name": "风干肉（宝日茨）",
    "kind": "process",
    "materials": ["牛肉", "盐"],
    "steps": [
        {"op": "剔筋膜", "materials": "牛肉"},
        {"op": "切长条", "materials": "牛肉", "tool": "刀"},
        {"op": "轻腌(可无)", "materials": "盐、葱、姜", "time": "约12小时"},
        {"op": "悬挂", "materials": "肉条", "tool": "绳或架", "temp": "通风处", "time": "冬季整季"},
        {"op": "捻碎或切段", "materials": "干肉"},
    ],
    "products": ["风干肉"],
}
YAK = {
    "publication": "CN105192728B",
    "title": "一种风干牦牛肉的制备方法",
    "ingredients": [{"name": "牦牛肉"}],
    "steps": [
        {"op": "切块", "materials": "牦牛肉"},
        {"op": "室外风干", "temp": "-10至-20℃", "time": "7-8天"},
        {"op": "室内风干", "time": "20天"},
        {"op": "灭菌"},
    ],
    "declared_source": "青藏高原冬季自然风干",
}
FELT = {
    "name": "擀毡",
    "kind": "process",
    "materials": ["羊毛"],
    "steps": [{"op": "弹毛"}, {"op": "铺毛"}, {"op": "卷紧"}],
}
MILK_TEA = {"name": "蒙古族咸奶茶", "kind": "process", "materials": ["砖茶", "牛奶", "盐"], "steps": [{"op": "熬茶"}]}
CURD = {
    "name": "阿如勒（奶干、酸奶渣）",
    "kind": "process",
    "materials": ["脱脂酸奶"],
    "steps": [{"op": "熬煮"}, {"op": "日晒"}],
}


@pytest.fixture(scope="module")
def pool(lexicon: Lexicon) -> Pool:
    return engine.prepare([DRIED_MEAT, FELT, MILK_TEA, CURD], lexicon)


def best(pool: Pool, patent: Mapping[str, object]) -> Match:
    return engine.screen(pool, patent)[0]


def test_the_dried_meat_patent_is_aligned_step_by_step_with_voids(pool: Pool) -> None:
    match = best(pool, YAK)
    assert match.tk_name == "风干肉（宝日茨）"
    assert match.relation is Relation.SIMILAR_PROCESS
    assert match.alarm
    matched = [(row.patent_index, row.tk_index, row.grade) for row in match.steps if row.patent and row.tk]
    assert matched[0] == (0, 1, "near")
    assert matched[1][1:] == (3, "same")
    assert {row.grade for row in match.steps if not (row.patent and row.tk)} == {"patent_adds", "patent_omits"}
    assert [(row.tk_name, row.claim_name, row.grade) for row in match.shared] == [("牛肉", "牦牛肉", 0.5)]
    assert {"steps_added", "steps_omitted", "declares_own_source"} <= {reason.slug for reason in match.reasons}


def test_another_name_of_the_same_food_is_found(pool: Pool) -> None:
    match = best(pool, {"publication": "200610105303", "title": "以“曲拉”为原料生产凝乳酶干酪素的方法"})
    assert match.tk_name == "阿如勒（奶干、酸奶渣）"
    assert match.relation is Relation.NAME_ONLY


def test_an_everyday_word_alone_raises_no_alarm(pool: Pool) -> None:
    match = best(pool, {"publication": "CN1", "title": "绿茶奶茶及其制备方法"})
    assert match.tk_name == "蒙古族咸奶茶"
    assert not match.alarm
    assert "name_is_everyday_word" in {reason.slug for reason in match.reasons}


def test_a_plain_sea_buckthorn_drink_meets_nothing(pool: Pool) -> None:
    row = {"publication": "CN2", "title": "一种沙棘植物饮料", "ingredients": [{"name": "沙棘果"}, {"name": "蜂蜜"}]}
    assert not any(match.alarm for match in engine.screen(pool, row))


def test_all_steps_of_the_tradition_in_order_are_the_same_process(pool: Pool) -> None:
    row = {"publication": "CN3", "title": "羊毛毡加工", "steps": [{"op": "弹毛"}, {"op": "铺毛"}, {"op": "卷紧"}]}
    assert best(pool, row).relation is Relation.SAME_PROCESS


def test_steps_and_materials_are_read_from_the_claims(pool: Pool) -> None:
    claim = "1.一种风干肉的制备方法，其特征在于包括以下步骤：将新鲜牦牛肉切块；在室外-10℃风干7-8天；灭菌。"
    match = best(pool, {"publication": "CN4", "title": "风干牦牛肉", "claims": [claim]})
    assert match.tk_name == "风干肉（宝日茨）"
    assert sum(row.grade in ("same", "near") for row in match.steps) >= 2


def test_an_operation_word_stands_in_one_class_only() -> None:
    words = [word for group in CLASSES.values() for word in group]
    assert len(words) == len(set(words))


def test_hanging_in_moving_air_is_drying_too() -> None:
    assert classes_of("悬挂", "通风处 冬季") == ("hang", "dry")
    assert classes_of("悬挂", "皮囊") == ("hang",)
    assert grade_steps(Step("切块"), Step("切长条")) is StepGrade.NEAR
    assert grade_steps(Step("播种"), Step("切块")) is None


def test_names_lose_their_endings_and_keep_their_other_names() -> None:
    assert name_cores("蒙古包营造技艺") == ("蒙古包",)
    assert name_cores("风干肉（宝日茨）") == ("风干肉", "宝日茨")
    assert concepts_in("钢制可拆卸蒙古包") == {"ger": False}
    assert concepts_in("奶茶粉") == {"milk_tea": True}


OPERATIONS = st.lists(
    st.sampled_from(["切块", "晾干", "发酵", "熬煮", "擀", "鞣制", "播种", "写"]).map(Step), max_size=8
)


@given(OPERATIONS, OPERATIONS)
def test_the_alignment_uses_every_step_once_and_keeps_the_order(mine: list[Step], theirs: list[Step]) -> None:
    found = align(mine, theirs)
    assert [row.patent for row in found.rows if row.patent is not None] == list(range(len(mine)))
    assert [row.tk for row in found.rows if row.tk is not None] == list(range(len(theirs)))
    assert 0 <= found.agreement <= 1
    for row in found.rows:
        assert (row.patent is None or row.tk is None) == (row.grade in (StepGrade.PATENT_ADDS, StepGrade.PATENT_OMITS))
