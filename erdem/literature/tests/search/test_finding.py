"""What a query finds: words, phrases, fields, numbers, classes, places, days."""

from __future__ import annotations

from pathlib import Path

import pytest

from erdem.literature.search.faults import PrefixTooShortError
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
from erdem.literature.search.searcher import Searcher
from erdem.literature.tests.search.documents import ALL, found, searcher_of

ONE_WORD_MONGOLIAN = "ᠠᠶᠢᠷᠠᠭ"


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return searcher_of(tmp_path_factory.mktemp("index"), *ALL)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Word("", "炙甘草"), {1}),
        (Word("", "地黄"), {1}),  # inside 熟地黄 too
        (Word("", "姜"), {1}),  # one character
        (Word("", "黄的"), {1}),  # no word of any dictionary
        (Word("", "熟地黄的蒙药"), {1}),
        (Word("", "糖尿病的蒙药组合"), {1}),  # the joining word asks for nothing
        (Word("", "维生素c"), {1}),
        (Word("", "维生素b"), set()),
        (Word("", "berry"), {2}),
        (Word("", "berries"), {2}),
        (Word("", "anti-inflammatory"), {2}),
        (Word("", "inflammatory-anti"), set()),
        (Word("", "3.5"), {2}),
        (Word("", "camel"), set()),
        (Word("", "camel", prefix=True), {2}),
        (Word("", "anti-infl", prefix=True), {2}),
        (Word("", "甘草", prefix=True), {1}),
        (Word("", "muller"), {2}),
        (Word("", "，"), set()),
        (And((Word("", "，"), Word("", "berry"))), {2}),
    ],
)
def test_it_finds_words(searcher: Searcher, query: Query, expected: set[int]) -> None:
    assert found(searcher, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Phrase("", "含炙甘草与熟地黄"), {1}),
        (Phrase("", "甘草熟地黄"), set()),
        (Phrase("", "炙甘草、熟地黄、生姜"), {1}),
        (Phrase("", "炙甘草熟地黄"), set()),
        (Phrase("", "蒙药，由"), {1}),
        (Phrase("", "组合物,其"), {1}),
        (Phrase("", "berries of camellia"), {2}),
        (Phrase("", "berry of camellia"), set()),
        (Phrase("", "of berries"), set()),
        (Phrase("", "mg/kg"), {2}),
        (Phrase("", "姜"), {1}),
        (Phrase("cl", "姜"), set()),
        (Phrase("ab", "姜"), {1}),
    ],
)
def test_it_finds_phrases_as_they_stand(searcher: Searcher, query: Query, expected: set[int]) -> None:
    assert found(searcher, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Word("ti", "炙甘草"), {1}),
        (Word("ti", "糖尿病"), set()),
        (Word("ab", "糖尿病"), {1}),
        (Word("cl", "蜂蜜"), {1}),
        (Word("de", "文火"), {1}),
        (Word("ti", "文火"), set()),
        (Word("ti", "berry"), {2}),
        (Word("cl", "berries"), {2}),
        (Word("ti", "berr", prefix=True), {2}),
        (Word("pa", "医科大学"), {1}),
        (Word("pa", "neimengguyikedaxue"), {1}),
        (Word("pa", "neimenggu", prefix=True), {1}),
        (Word("in", "zhangwei"), {1}),
        (Phrase("in", "zhang wei"), {1, 2}),
        (And((Word("in", "zhang"), Word("in", "wei"))), {1, 2}),
        (Word("in", "张伟"), {1}),
        (Word("pa", "张伟"), set()),
        (Word("", "代理公司"), {1}),
    ],
)
def test_it_finds_words_in_a_part(searcher: Searcher, query: Query, expected: set[int]) -> None:
    assert found(searcher, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (NumberTerm("", "CN102302596A", "CN102302596", ""), {1}),
        (NumberTerm("pn", "CN102302596", "CN102302596", ""), {1}),
        (NumberTerm("pn", "CN102302596B", "CN102302596", ""), set()),
        (NumberTerm("", "APP:CN201110265152", "CN201110265152", ""), {1, 2}),
        (NumberTerm("an", "APP:CN201110265152", "CN201110265152", ""), {1}),
        (NumberTerm("pr", "CN201110265152", "CN201110265152", ""), {2}),
        (ClassSymbol("ic", "A61K36"), {1, 2}),
        (ClassSymbol("ic", "A61K36/484"), {1}),
        (ClassSymbol("ic", "A61K3"), set()),
        (ClassSymbol("ic", "A61K36/4", prefix=True), {1}),
        (ClassSymbol("cpc", "A"), {2}),
        (ClassSymbol("", "09"), {3}),
        (ClassSymbol("lo", "09-01"), {3}),
        (Range("ad", 20110101, 20111231), {1}),
        (Range("ad", None, 20300101), {1, 2}),  # the third has no filing day
        (Range("pd", 20120104, None), {1, 2, 3}),
        (Range("pr", 20110908, 20110908), {2}),
        (Range("date", 20120101, 20181231), {2, 3}),
        (Word("place", "150000"), {1, 3}),
        (Word("place", "锡林郭勒"), {3}),
        (Word("place", "us"), {2}),
        (Phrase("place", "呼和浩特市"), {1}),
        (Word("status", "pending"), {2}),
        (Everything(), {1, 2, 3}),
        (And((Everything(), Not(Word("", "berry")))), {1, 3}),
        (Not(Word("", "berry")), {1, 3}),
        (Or((Word("", "berry"), ClassSymbol("lo", "09"))), {2, 3}),
        (And((Word("", "extract"), Range("pd", 20200101, None))), set()),
    ],
)
def test_it_finds_by_what_is_not_text(searcher: Searcher, query: Query, expected: set[int]) -> None:
    assert found(searcher, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Near(Word("", "extract"), Word("", "berries"), 5), {2}),
        (Near(Word("", "berries"), Word("", "extract"), 4), {2}),
        (Near(Word("", "berries"), Word("", "obtained"), 3), {2}),
        (Near(Word("", "berries"), Word("", "obtained"), 2), set()),
        (Near(Phrase("", "camellia sinensis"), Word("", "extract"), 6), {2}),
        (Near(Word("ab", "糖尿病"), Word("", "炙甘草"), 4), {1}),
        (Near(Word("", "糖尿病"), Word("", "生姜"), 2), set()),
        (Near(Herb("", "蜜", (Variant("甘草"),)), Word("", "熬"), 10), {1}),
        (Near(Or((Word("", "berries"), Word("", "fruit"))), Word("", "camellia"), 2), {2}),
        (Near(Word("", "berr", prefix=True), Word("", "camel", prefix=True), 2), {2}),
        (Near(Word("ti", "extract"), Word("ab", "obtained"), 9), set()),
    ],
)
def test_it_finds_texts_near_each_other(searcher: Searcher, query: Query, expected: set[int]) -> None:
    assert found(searcher, query) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ONE_WORD_MONGOLIAN, {3}),  # without its suffix
        (f"{ONE_WORD_MONGOLIAN}\u202fᠤᠨ", {3}),
        ("ᠠᠢᠷᠠᠭ", {3}),  # another spelling of the same sound
        ("айраг", {3}),
        ("ᠰᠠᠪᠠ", {3}),
        ("ᠡᠮ", set()),
    ],
)
def test_it_finds_mongolian_words(searcher: Searcher, text: str, expected: set[int]) -> None:
    assert found(searcher, Word("", text)) == expected


def test_mongolian_words_are_found_in_a_part_and_in_a_phrase(searcher: Searcher) -> None:
    assert found(searcher, Word("ti", "ᠰᠠᠪᠠ")) == {3}
    assert found(searcher, Word("ab", "ᠰᠠᠪᠠ")) == set()
    assert found(searcher, Phrase("", f"{ONE_WORD_MONGOLIAN}\u202fᠤᠨ ᠰᠠᠪᠠ")) == {3}
    assert found(searcher, Phrase("", "ᠰᠠᠪᠠ 马奶")) == set()
    assert found(searcher, Word("", "ᠠᠶᠢ", prefix=True)) == {3}


def test_a_herb_is_found_by_any_of_its_names(searcher: Searcher) -> None:
    licorice = (Variant("licorice", "en", "english"), Variant("甘草"), Variant("glycyrrhiza uralensis", "la", "latin"))
    assert found(searcher, Herb("", "国老", licorice)) == {1, 2}
    assert found(searcher, Herb("", "国老", expanded=False)) == set()
    assert found(searcher, Herb("cl", "国老", licorice)) == {1}


def test_traditional_characters_and_full_width_find_the_same(searcher: Searcher) -> None:
    assert found(searcher, Word("", "炙甘草")) == found(searcher, Word("", "蒙藥")) == {1}
    assert found(searcher, Word("", "ｂｅｒｒｙ")) == {2}


def test_it_refuses_a_prefix_that_stands_for_too_many_words(
    tmp_path: Path, searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("erdem.literature.search.text_queries.MOST_TERMS", 2)
    with pytest.raises(PrefixTooShortError, match="begin with a"):
        searcher.search(Word("", "a", prefix=True))


@pytest.mark.parametrize("text", ["a.*", "(", "[a", "a|b", "\\", "a{9999}", "~^$", "a+?"])
def test_signs_of_regular_expressions_mean_nothing(searcher: Searcher, text: str) -> None:
    searcher.search(Word("", text, prefix=True))
    searcher.search(Word("ti", text))
    searcher.search(Phrase("", text))
    searcher.search(ClassSymbol("", text, prefix=True))
    searcher.search(Near(Word("", text), Word("", "berry")))
