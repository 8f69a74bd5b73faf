"""Reading claims: ingredients with amounts and places, openness, additions, uses, steps."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.overlap import engine
from erdem.overlap.engine import Canonicaliser, ParsedText
from erdem.overlap.engine.claims import Language, Transition, parse_text

COMPOSITION = (
    "1.一种治疗风热闹肺型毛细支气管炎的中成药，其特征在于，由以下重量份的原料制成："
    "麻黄2～4份、杏仁5～7份、石膏12～18份、海蛤壳5～7份、甘草（炙）2～4份。"
)


def names(parsed: ParsedText, canonicalise: Canonicaliser) -> list[str]:
    return [canonicalise.lexicon.name_of(mention.substance.id) for mention in parsed.mentions]


def test_it_reads_a_chinese_composition_with_ranges(canonicalise: Canonicaliser) -> None:
    parsed = parse_text(COMPOSITION, canonicalise)
    assert parsed.language is Language.CHINESE
    assert parsed.transition is Transition.CLOSED
    assert names(parsed, canonicalise) == ["麻黄", "杏仁", "石膏", "海蛤壳", "甘草"]
    assert [(m.quantity.lo, m.quantity.hi) for m in parsed.mentions] == [(2, 4), (5, 7), (12, 18), (5, 7), (2, 4)]
    assert parsed.mentions[-1].substance.treatments == {"roasted"}
    assert parsed.indication is not None
    assert parsed.indication.text == "风热闹肺型毛细支气管炎"


def test_it_reads_traditional_script_treatments_and_unknown_names(canonicalise: Canonicaliser) -> None:
    text = "一種藥物組合物，包括黃耆10-15份、炒白朮10-15份、雪山灵草3-5份、大棗各5份，制备方法为：将上述药材粉碎，加水煎煮2小时。"
    parsed = parse_text(text, canonicalise)
    assert parsed.transition is Transition.OPEN
    assert [mention.name for mention in parsed.mentions] == ["黃耆", "炒白朮", "雪山灵草", "大棗"]
    assert parsed.mentions[2].substance.is_provisional
    assert parsed.mentions[1].substance.treatments == {"roasted"}


def test_a_shared_amount_goes_to_every_name_before_it(canonicalise: Canonicaliser) -> None:
    parsed = parse_text("由白术、茯苓各10份，甘草5份组成", canonicalise)
    assert [mention.quantity.lo for mention in parsed.mentions] == [10, 10, 5]


def test_a_written_ratio_is_handed_out(canonicalise: Canonicaliser) -> None:
    parsed = parse_text("一种组合物，由黄芩、甘草、白芍、大枣按重量比3:2:2:2组成。", canonicalise)
    assert [mention.quantity.lo for mention in parsed.mentions] == [3, 2, 2, 2]


def test_an_english_ratio_is_handed_out(canonicalise: Canonicaliser) -> None:
    text = (
        "1. A composition comprising Scutellaria baicalensis, licorice, peony and jujube in a weight ratio of 3:2:2:2."
    )
    parsed = parse_text(text, canonicalise)
    assert [mention.quantity.lo for mention in parsed.mentions] == [3, 2, 2, 2]


def test_equal_parts_go_to_every_name(canonicalise: Canonicaliser) -> None:
    parsed = parse_text("其活性成分由人参、白术、茯苓（去皮）、炙甘草各等分制成", canonicalise)
    assert [mention.quantity.unit for mention in parsed.mentions] == ["等分"] * 4


def test_bare_numbers_count_where_the_heading_speaks_of_parts(canonicalise: Canonicaliser) -> None:
    parsed = parse_text("各原料的重量份为：麻黄 9、杏仁 9、生石膏 24、甘草 6。", canonicalise)
    assert [(m.name, m.quantity.lo) for m in parsed.mentions] == [("麻黄", 9), ("杏仁", 9), ("生石膏", 24), ("甘草", 6)]


def test_a_dependent_claim_adds_and_a_range_from_zero_is_optional(canonicalise: Canonicaliser) -> None:
    parsed = parse_text("2.根据权利要求1所述的药物，其特征在于，还包括侧柏叶5-10重量份和0~15%的丁香。", canonicalise)
    assert parsed.depends_on == (1,)
    assert [(mention.name, mention.addition) for mention in parsed.mentions] == [("侧柏叶", True), ("丁香", True)]
    assert parsed.mentions[1].quantity.is_optional


def test_it_reads_english_common_and_latin_names(canonicalise: Canonicaliser) -> None:
    text = (
        "1. A composition comprising 10 to 15 parts by weight of licorice (Glycyrrhiza uralensis), Radix Astragali 5-10 "
        "parts, dried ginger and an extract of Terminalia chebula, for treating cough in a subject."
    )
    parsed = parse_text(text, canonicalise)
    assert parsed.language is Language.ENGLISH
    assert names(parsed, canonicalise) == ["甘草", "黄芪", "干姜", "诃子"]
    assert [mention.quantity.lo for mention in parsed.mentions] == [10, 5, None, None]
    assert parsed.indication is not None
    assert parsed.indication.text == "cough"


def test_an_english_dependent_claim_adds(canonicalise: Canonicaliser) -> None:
    parsed = parse_text("2. The composition of claim 1, further comprising nutmeg.", canonicalise)
    assert parsed.depends_on == (1,)
    assert [mention.addition for mention in parsed.mentions] == [True]


@pytest.mark.parametrize(
    "text",
    ["A lead frame made of copper having water channels", "一种测试装置，包括蛋白及其编码基因", "一种蒙古文输入法"],
)
def test_everyday_words_are_not_ingredients(canonicalise: Canonicaliser, text: str) -> None:
    assert parse_text(text, canonicalise).mentions == ()


def test_it_reads_steps_with_temperature_and_time(canonicalise: Canonicaliser) -> None:
    text = "一种风干肉的制备方法，包括以下步骤：将新鲜牦牛肉切块；在室外-10至-20℃风干7-8天；灭菌"
    steps = parse_text(text, canonicalise).steps
    assert [step.operation for step in steps] == ["切块", "风干", "灭菌"]
    assert steps[1].time == "7-8天"
    assert "-10" in steps[1].temperature
    assert all(step.span and text[slice(*step.span)] == step.operation for step in steps)


def test_the_composition_is_the_independent_claim_and_additions_are_optional(canonicalise: Canonicaliser) -> None:
    row = {
        "publication": "CN000000001A",
        "claims": [COMPOSITION, "2.根据权利要求1所述的中成药，其特征在于，还包括侧柏叶5份。"],
    }
    patent, problems = engine.patent(row, 0)
    assert patent is not None
    assert problems == []
    parsed = engine.parse_patent(patent, canonicalise)
    assert [(item.name, item.optional, item.claim) for item in parsed.ingredients][-2:] == [
        ("甘草（炙）", False, 1),
        ("侧柏叶", True, 2),
    ]
    assert not parsed.structured


def test_structured_ingredients_win_and_are_located_in_the_text(canonicalise: Canonicaliser) -> None:
    row = {"publication": "CN1", "claims": [COMPOSITION], "ingredients": [{"herb": "石膏", "dose": "15份"}]}
    patent, _ = engine.patent(row, 0)
    assert patent is not None
    parsed = engine.parse_patent(patent, canonicalise)
    assert parsed.structured
    start, end = parsed.ingredients[0].span or (0, 0)
    assert COMPOSITION[start:end] == "石膏"


CLAIM_LETTERS = (
    "黄芩甘草白芍大枣炙炒制各份克两三十0123456789.-~～%、，；：（）()和由组成包括还权利要求所述根据步骤晾晒切℃小时"
    " \n\x00\u200b耆"
)
CLAIM_TEXT = st.text(st.sampled_from(CLAIM_LETTERS))
ENGLISH_WORDS = "a licorice Radix Astragali 5-10 parts of claim 1 comprising , ( ) ; further ginger 3 g % water"
ENGLISH_TEXT = st.lists(st.sampled_from(ENGLISH_WORDS.split(" "))).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(text=st.one_of(st.text(), CLAIM_TEXT, ENGLISH_TEXT))
def test_the_parser_never_raises_and_every_span_quotes_the_text(canonicalise: Canonicaliser, text: str) -> None:
    parsed = parse_text(text, canonicalise)
    for mention in parsed.mentions:
        start, end = mention.span
        assert 0 <= start < end <= len(text)
        assert text[start:end] == mention.name
    for step in parsed.steps:
        assert step.span is not None
        assert text[slice(*step.span)] == step.operation
    if parsed.indication:
        assert text[slice(*parsed.indication.span)] == parsed.indication.text
