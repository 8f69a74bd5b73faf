"""What people type, and what it means: fields, connectors, periods, numbers, classes, herbs."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from erdem.literature.search.language.nodes import (
    And,
    ClassSymbol,
    Everything,
    Herb,
    Near,
    Not,
    NumberTerm,
    Or,
    Phrase,
    Query,
    Range,
    Variant,
    Word,
)
from erdem.literature.search.language.parser import parse

SEABUCKTHORN, SOURTHORN, HIDE = Word("", "沙棘"), Word("", "酸刺"), Word("", "皮革")

MEANINGS: dict[str, Query] = {
    "": Everything(),
    " 。 ，": Everything(),
    "*": Everything(),
    "沙棘": SEABUCKTHORN,
    "沙棘 酸刺": And((SEABUCKTHORN, SOURTHORN)),
    "沙棘、酸刺": And((SEABUCKTHORN, SOURTHORN)),
    "沙棘　ＡＮＤ　酸刺": And((SEABUCKTHORN, SOURTHORN)),
    "沙棘 与 酸刺": And((SEABUCKTHORN, SOURTHORN)),
    "沙棘 oR 酸刺": Or((SEABUCKTHORN, SOURTHORN)),
    "沙棘 或 酸刺": Or((SEABUCKTHORN, SOURTHORN)),
    "沙棘 | 酸刺": Or((SEABUCKTHORN, SOURTHORN)),
    "沙棘与酸刺": Word("", "沙棘与酸刺"),
    "沙棘 OR 酸刺 皮革": Or((SEABUCKTHORN, And((SOURTHORN, HIDE)))),
    "（沙棘 OR 酸刺）皮革": And((Or((SEABUCKTHORN, SOURTHORN)), HIDE)),
    "沙棘 not 皮革": And((SEABUCKTHORN, Not(HIDE))),
    "沙棘 -皮革": And((SEABUCKTHORN, Not(HIDE))),
    "沙棘 －皮革": And((SEABUCKTHORN, Not(HIDE))),
    "沙棘 非 皮革": And((SEABUCKTHORN, Not(HIDE))),
    "沙棘 不含皮革": And((SEABUCKTHORN, Not(HIDE))),
    "沙棘 不含：皮革": And((SEABUCKTHORN, Not(HIDE))),
    "沙棘 -(皮革 酸刺)": And((SEABUCKTHORN, Not(And((HIDE, SOURTHORN))))),
    "沙棘 NOT NOT 皮革": And((SEABUCKTHORN, HIDE)),
    "-皮革": And((Everything(), Not(HIDE))),
    "sea-buckthorn": Word("", "sea-buckthorn"),
    "黃耆": Word("", "黄芪"),
    "沙棘*": Word("", "沙棘", prefix=True),
    "ti:沙棘": Word("ti", "沙棘"),
    "标题：沙棘": Word("ti", "沙棘"),
    "TITLE = 沙棘": Word("ti", "沙棘"),
    "ti=(沙棘 or 酸刺)": Or((Word("ti", "沙棘"), Word("ti", "酸刺"))),
    "ti:(沙棘 ab:酸刺)": And((Word("ti", "沙棘"), Word("ab", "酸刺"))),
    "ti:沙棘 酸刺": And((Word("ti", "沙棘"), SOURTHORN)),
    "权利要求：“沙棘 果汁”": Phrase("cl", "沙棘 果汁"),
    "「沙棘 果汁」": Phrase("", "沙棘 果汁"),
    "申请人：中国科学院": Word("pa", "中国科学院"),
    "专利权人=“Erdem Co.”": Phrase("pa", "erdem co."),
    "地址:锡林郭勒": Word("place", "锡林郭勒"),
    "法律状态：有效": Word("status", "in_force"),
    "法律状态：质押": Word("status", "质押"),
    "发酵 NEAR/3 乳清": Near(Word("", "发酵"), Word("", "乳清"), 3),
    "发酵 NEAR 乳清": Near(Word("", "发酵"), Word("", "乳清"), 5),
    "ti:发酵 NEAR 乳清": Near(Word("ti", "发酵"), Word("ti", "乳清"), 5),
    "-发酵 NEAR 乳清 沙棘": And((Not(Near(Word("", "发酵"), Word("", "乳清"))), SEABUCKTHORN)),
    "(沙棘 OR 酸刺) NEAR/2 皮革": Near(Or((SEABUCKTHORN, SOURTHORN)), HIDE, 2),
    "the ground near water": And((Word("", "the"), Word("", "ground"), Word("", "near"), Word("", "water"))),
    "A61K36/48": ClassSymbol("", "A61K36/48"),
    "a61k 36/48": ClassSymbol("", "A61K36/48"),
    "IPC：A61K 36/48": ClassSymbol("ic", "A61K36/48"),
    "ic:A61K36/4*": ClassSymbol("ic", "A61K36/4", prefix=True),
    "分类号:A61": ClassSymbol("ic", "A61"),
    "ic:A61K36/": ClassSymbol("ic", "A61K36"),
    "cpc:(A61K OR A23L)": Or((ClassSymbol("cpc", "A61K"), ClassSymbol("cpc", "A23L"))),
    "lo:9-3": ClassSymbol("lo", "09-03"),
    "洛迦诺：0903": ClassSymbol("lo", "09-03"),
    "pd:2010..2015": Range("pd", 20100101, 20151231),
    "pd:[20100101 TO 20151231]": Range("pd", 20100101, 20151231),
    "pd:[* TO 2015-06]": Range("pd", None, 20150630),
    "公开日>=2010-05": Range("pd", 20100501, None),
    "pd≤2010": Range("pd", None, 20101231),
    "pd>2010-02": Range("pd", 20100301, None),
    "pd:<2012-03": Range("pd", None, 20120229),
    "ad:2012": Range("ad", 20120101, 20121231),
    "申请日：2012年3月5日": Range("ad", 20120305, 20120305),
    "pr>=2010": Range("pr", 20100101, None),
    "since 2005": Range("date", 20050101, None),
    "2005年以后": Range("date", 20050101, None),
    "2005年以前": Range("date", None, 20051231),
    "2001-2010年": Range("date", 20010101, 20101231),
    "2011年": Range("date", 20110101, 20111231),
    "2011": Word("", "2011"),
    "比例3:1": Word("", "比例3:1"),
    "功能 covid-19": And((Word("", "功能"), Word("", "covid-19"))),
}


@pytest.mark.parametrize(("text", "node"), MEANINGS.items())
def test_it_reads_what_is_typed(text: str, node: Query) -> None:
    assert parse(text).node == node


@pytest.mark.parametrize(
    ("text", "field", "key"),
    [
        ("CN 102302596 A", "", "CN102302596A"),
        ("cn 102302596 a", "", "CN102302596A"),
        ("CN102302596A", "", "CN102302596A"),
        ("ＣＮ１０２３０２５９６Ａ", "", "CN102302596A"),
        ("CN\u200b102302596\ufeffA", "", "CN102302596A"),  # as copied from a page
        ("公开号：CN 102302596 A", "pn", "CN102302596A"),
        ("201110265152.0", "", "APP:CN201110265152"),
        ("申请号：201110265152.0", "an", "APP:CN201110265152"),
        ("US 2013/0101709", "", "US20130101709"),
        ("US 8,926,509 B2", "", "US8926509B2"),
        ('pn:"EP 0784692 A1"', "pn", "EP784692A1"),
        ("pr:CN201110265152", "pr", "APP:CN201110265152"),
    ],
)
def test_a_number_in_any_spelling_is_that_number(text: str, field: str, key: str) -> None:
    node = parse(text).node
    assert isinstance(node, NumberTerm)
    assert (node.field, node.key) == (field, key)


def test_a_number_among_words_takes_its_kind_code_and_nothing_else() -> None:
    node = parse("沙棘 CN 102302596 A 酒").node
    assert isinstance(node, And)
    assert [type(part) for part in node.nodes] == [Word, NumberTerm, Word]
    two = parse("pn:(CN102302596A US8926509B2)").node
    assert isinstance(two, And)
    assert len(two.nodes) == 2


@pytest.mark.parametrize("text", ["pain 20102 relief", "in 2010", "12345678", "abc12345", "20110908"])
def test_what_only_resembles_a_number_stays_words(text: str) -> None:
    assert "NumberTerm" not in str(parse(text).node)


def test_a_mongolian_word_is_kept_whole_with_its_separators() -> None:
    word = "ᠨᠡᠷ\u180eᠡ\u202fᠶᠢᠨ"
    assert parse(f"{word} ti:{word}*沙棘").node == And((Word("", word), Word("ti", word, prefix=True), SEABUCKTHORN))


LEXICON = {"沙棘": (Variant("酸刺"), Variant("hippophae rhamnoides", "la", "latin"))}


def _expand(name: str) -> Sequence[Variant]:
    return LEXICON.get(name, ())


def test_a_herb_in_braces_brings_its_other_names() -> None:
    assert parse("{沙棘}", expander=_expand).node == Herb("", "沙棘", LEXICON["沙棘"])
    assert parse("ab:｛沙棘｝", expander=_expand).node == Herb("ab", "沙棘", LEXICON["沙棘"])


def test_a_herb_is_not_expanded_when_its_sign_or_the_switch_says_so() -> None:
    plain = Herb("", "沙棘", (), expanded=False)
    assert parse("{沙棘!}", expander=_expand).node == plain
    assert parse("{沙棘！}", expander=_expand).node == plain
    assert parse("{沙棘}", expander=_expand, switched_off={"沙棘"}).node == plain


def test_an_unknown_herb_is_searched_by_its_name_with_a_remark() -> None:
    parsed = parse("{无名草}", expander=_expand)
    assert parsed.node == Herb("", "无名草")
    assert [one.code for one in parsed.warnings] == ["query-unknown-herb"]


def test_each_node_knows_its_characters() -> None:
    text = "ti=（沙棘 or 酸刺） AND 发酵 NEAR/3 乳清 不含酒"
    node = parse(text).node
    assert isinstance(node, And)
    either, near, without = node.nodes
    assert [text[part.start : part.end] for part in node.nodes] == ["ti=（沙棘 or 酸刺）", "发酵 NEAR/3 乳清", "不含酒"]
    assert isinstance(either, Or)
    assert isinstance(near, Near)
    assert isinstance(without, Not)
    assert [text[part.start : part.end] for part in either.nodes] == ["沙棘", "酸刺"]
    assert text[near.right.start : near.right.end] == "乳清"
    assert text[without.node.start : without.node.end] == "酒"
