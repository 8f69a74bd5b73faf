"""Names in real use lead to the right substance: trade names, paired names, eras, damaged texts, foreign names."""

from __future__ import annotations

import json
import re

import pytest

from erdem.lib.folding import fold_name
from erdem.overlap.engine import Canonicaliser, GradeTable, Lexicon, Reason
from erdem.overlap.engine.canonical import Found, glued_names
from erdem.overlap.engine.corpus_errors import RULES, Rule, corrections
from erdem.overlap.engine.formula.items import items_of, members_of
from erdem.overlap.engine.records import Ingredient
from erdem.overlap.tests.engine.conftest import ROOT, shared_path


def opened(canonicalise: Canonicaliser, name: str) -> list[str]:
    return [canonicalise.lexicon.name_of(item.id) for item in items_of([Ingredient(name=name)], canonicalise)]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("别直参", "人参"),
        ("上党人参", "人参"),
        ("潞党", "党参"),
        ("米炒党参", "党参"),
        ("制军", "大黄"),
        ("川柏", "黄柏"),
        ("盐炒杜仲", "杜仲"),
        ("法夏", "半夏"),
        ("陈胆星", "胆南星"),
        ("牛胆南星", "胆南星"),
        ("炮姜炭", "炮姜"),
        ("蛤粉炒阿胶", "阿胶"),
        ("焯苦杏仁", "杏仁"),
        ("大白片", "槟榔"),
        ("腹皮", "大腹皮"),
        ("潼沙苑", "沙苑子"),
        ("北五加皮", "香加皮"),
        ("野木瓜", "野木瓜"),
        ("钩藤钩", "钩藤"),
        ("犀黄", "牛黄"),
        ("臭椿皮", "椿皮"),
        ("辛夷花", "辛夷"),
        ("葳蕤", "玉竹"),
        ("薯蓣", "山药"),
        ("芎䓖", "川芎"),
        ("蜀椒", "花椒"),
        ("牡丹", "牡丹皮"),
        ("山萸肉", "山茱萸"),
        ("麦门冬", "麦冬"),
        ("给旺", "牛黄"),
        ("居如热", "余甘子"),
        ("巴如热", "毛诃子"),
        ("嘎日迪", "草乌"),
    ],
)
def test_trade_and_old_names_lead_to_their_substance(canonicalise: Canonicaliser, written: str, canonical: str) -> None:
    assert opened(canonicalise, written) == [canonical]


@pytest.mark.parametrize(
    ("written", "members"),
    [
        ("焦三仙", ["山楂", "神曲", "麦芽"]),
        ("二冬", ["天冬", "麦冬"]),
        ("赤白芍", ["赤芍", "芍药"]),
        ("生熟地", ["生地黄", "熟地黄"]),
        ("生龙牡", ["龙骨", "牡蛎"]),
        ("制乳没", ["乳香", "没药"]),
        ("苍白术", ["苍术", "白术"]),
        ("知柏", ["知母", "黄柏"]),
        ("荆防", ["荆芥", "防风"]),
        ("谷麦芽", ["谷芽", "麦芽"]),
        ("羌独活", ["羌活", "独活"]),
        ("八珍汤", ["人参", "白术", "茯苓", "甘草", "当归", "川芎", "芍药", "熟地黄"]),
        ("六一散", ["滑石", "甘草"]),
        ("干姜桂心", ["干姜", "肉桂"]),
    ],
)
def test_names_of_several_are_opened(canonicalise: Canonicaliser, written: str, members: list[str]) -> None:
    assert opened(canonicalise, written) == members


def test_a_mixture_within_a_mixture_is_opened_and_a_circle_ends() -> None:
    lexicon = Lexicon.from_rows(
        [
            {"id": "a", "name_zh": "甲散", "ingredients": ["b", "x"]},
            {"id": "b", "name_zh": "乙散", "ingredients": ["a", "y"]},
            {"id": "x", "name_zh": "子草"},
            {"id": "y", "name_zh": "丑草"},
            {"id": "z", "name_zh": "寅散", "ingredients": ["z"]},
        ]
    )
    assert members_of("a", lexicon) == ("y", "x")
    assert members_of("z", lexicon) == ("z",)
    assert members_of("?unknown", lexicon) == ("?unknown",)


def test_no_mixture_of_the_seed_contains_itself(lexicon: Lexicon) -> None:
    for substance in lexicon:
        if substance.ingredients:
            inside = members_of(substance.id, lexicon)
            assert substance.id not in inside
            assert all(not lexicon.substances[member].ingredients for member in inside), substance.name_zh


def test_a_formula_named_in_a_text_is_no_ingredient_of_it(lexicon: Lexicon) -> None:
    assert "四物汤" not in lexicon.chinese_names
    assert "六味丸" not in lexicon.chinese_names
    assert "赤白芍" in lexicon.chinese_names
    assert lexicon.by_chinese("四物汤") is not None


@pytest.mark.parametrize("phrase", ["多年生草本", "雌性大白鼠", "预防天花", "加热水"])
def test_everyday_words_hold_no_name_of_a_drug(lexicon: Lexicon, phrase: str) -> None:
    pieces = {phrase[start:end] for start in range(len(phrase)) for end in range(start + 2, len(phrase) + 1)}
    assert not pieces & set(lexicon.chinese_names)


@pytest.mark.parametrize(
    ("written", "year", "other", "grade"),
    [
        ("通草", 992, "木通", 0.95),
        ("淡竹叶", 1100, "竹叶", 0.95),
        ("芍药", 652, "赤芍", 0.8),
        ("术", 652, "苍术", 0.8),
        ("乌头", 210, "草乌", 0.8),
        ("独活", 652, "羌活", 0.8),
        ("党参", None, "人参", 0.5),
    ],
)
def test_a_name_is_read_by_the_year_of_its_text(
    canonicalise: Canonicaliser, written: str, year: int | None, other: str, grade: float
) -> None:
    meant = dict(canonicalise(written, year=year).meant)
    found = meant[canonicalise(other).id]
    assert (found.value, found.reason) == (grade, Reason.ERA_IDENTITY)


def test_a_modern_text_does_not_mean_what_an_old_one_meant(canonicalise: Canonicaliser) -> None:
    assert canonicalise("通草").meant == ()
    assert canonicalise("通草", year=1900).meant == ()


def test_every_era_names_its_source_and_a_confidence(lexicon: Lexicon) -> None:
    eras = [era for substance in lexicon for era in substance.eras]
    assert len(eras) > 30
    for era in eras:
        assert era.source, era.name
        assert 0 < era.confidence <= 1
        assert era.since is None or era.until is None or era.since < era.until


@pytest.mark.parametrize(
    ("first", "second", "value", "reason"),
    [
        ("川贝母", "贝母", 0.9, Reason.KIND_OF),
        ("北沙参", "沙参", 0.9, Reason.KIND_OF),
        ("桑叶", "桑白皮", 0.3, Reason.PART),
        ("胆南星", "天南星", 0.9, Reason.PROCESSING),
        ("朴硝", "芒硝", 0.9, Reason.PROCESSING),
    ],
)
def test_kinds_and_parts_have_their_own_grades(
    canonicalise: Canonicaliser, first: str, second: str, value: float, reason: Reason
) -> None:
    grade = GradeTable(canonicalise.lexicon).between(canonicalise(first).id, canonicalise(second).id)
    assert (grade.value, grade.reason) == (value, reason)


@pytest.mark.parametrize(
    ("written", "canonical", "rule"),
    [
        ("浓朴", "厚朴", Rule.MISCONVERTED),
        ("野狼毒", "狼毒", Rule.MISCONVERTED),
        ("黄", "黄芪", Rule.DROPPED),
        ("川萆", "萆薢", Rule.DROPPED),
        ("蒴KT", "陆英", Rule.SIGN),
        ("黍粘子", "牛蒡子", Rule.CONFUSED),
        ("膝", "牛膝", Rule.CUT_HEAD),
        ("半两浓朴", "厚朴", Rule.LEADING),
        ("萆去皮", "萆薢", Rule.TRAILING),
        ("甚者吐血紫菀", "紫菀", Rule.PROSE),
    ],
)
def test_damaged_names_are_mended_and_the_rule_is_kept(
    canonicalise: Canonicaliser, written: str, canonical: str, rule: Rule
) -> None:
    found = canonicalise(written)
    name = canonicalise.lexicon.name_of(found.id)
    assert (name, found.found, found.rule) == (canonical, Found.CORRECTED, rule.value)


def test_a_known_name_is_never_corrected(canonicalise: Canonicaliser, lexicon: Lexicon) -> None:
    for name in ("黄芪", "大黄", "狼毒", "薏苡仁", "当归"):
        assert canonicalise(name).found is not Found.CORRECTED
    wrong = [name for name, key in lexicon.listed_names.items() if canonicalise(name).id != key]
    assert wrong == []


def test_a_sentence_is_not_taken_for_the_name_it_ends_with(canonicalise: Canonicaliser) -> None:
    assert canonicalise("久服可为地仙").is_provisional
    assert canonicalise("姜汁炒").id != canonicalise("姜汁").id


def test_the_rules_offer_something_for_their_own_example() -> None:
    assert {facts.rule for facts in RULES} == set(Rule)
    for facts in RULES:
        if facts.rule not in (Rule.MISCONVERTED, Rule.PROSE):
            assert facts.mended[:1] in {spelling[:1] for spelling, _ in corrections(fold_name(facts.written))}


def test_glued_names_are_parted_in_as_few_pieces_as_possible() -> None:
    names = {"人参", "甘草", "生姜", "半夏", "姜半夏"}
    assert glued_names("人参甘草", names) == ("人参", "甘草")
    assert glued_names("人参生姜半夏", names) == ("人参", "生姜", "半夏")
    assert glued_names("人参雪莲", names) == ()
    assert glued_names("甘草", names) == ()


def test_unverified_names_are_names_of_their_substance(lexicon: Lexicon) -> None:
    for substance in lexicon:
        known = {substance.name_zh, *substance.aliases, *substance.names_mn, *substance.names_bo, *substance.names_in}
        assert set(substance.unverified) <= known, substance.name_zh


@pytest.mark.parametrize("name", ["a-ru-ra", "arura", "haritaki", "Triphala", "guggulu", "sea buckthorn", "chatsargan"])
def test_tibetan_sanskrit_and_mongolian_names_in_latin_letters_are_known(
    canonicalise: Canonicaliser, name: str
) -> None:
    assert not canonicalise(name).is_provisional


def test_every_ingredient_of_the_recorded_patent_cases_resolves(canonicalise: Canonicaliser) -> None:
    cases = json.loads(shared_path("data", "patents", "groundtruth", "tkdl_cases.json").read_text(encoding="utf-8"))
    unknown = [
        (case["patent"], name) for case in cases for name in case["tk_ingredients"] if canonicalise(name).is_provisional
    ]
    assert unknown == []


def test_the_plants_of_the_known_disputes_resolve(canonicalise: Canonicaliser) -> None:
    plants = (
        "turmeric", "neem", "basmati", "enola bean", "ayahuasca", "maca", "quinoa", "hoodia", "pelargonium", "thaumatin",
        "cupuacu", "kava", "Nigella sativa", "Phyllanthus amarus", "Withania somnifera", "bitter melon",
    )  # fmt: skip
    assert [name for name in plants if canonicalise(name).is_provisional] == []


def test_the_documentation_lists_each_rule_with_its_example_and_count() -> None:
    page = (ROOT / "docs" / "reference" / "substances.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z_]+)` \|[^|\n]*\|[^|\n]*\|[^|\n]*\| *([\d,]+) *\|$", page, re.MULTILINE))
    assert rows == {facts.rule.value: f"{facts.evidence:,}" for facts in RULES}
