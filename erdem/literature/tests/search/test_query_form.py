"""The form writes a query for those who learn no syntax, and is filled again from a query that fits it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erdem.literature.search.language.form import FormValues, from_form, to_form
from erdem.literature.search.language.nodes import Everything
from erdem.literature.search.language.parser import parse

FULL = FormValues(
    all_words="沙棘 果实",
    any_words="黄酮，多糖",
    phrase="发酵 乳清",
    no_words="皮革 AND",
    title="提取物 方法",
    applicant="中国科学院 西北高原",
    inventor="张三",
    classes="A61K36/48 A23L",
    number="cn 102302596 a",
    places="锡林郭勒 呼伦贝尔",
    status="有效",
    date_field="ad",
    date_from="2010",
    date_to="2015-05",
    expands_herbs=True,
)


def test_every_box_becomes_a_part_of_the_query() -> None:
    assert from_form(FULL, is_herb={"沙棘", "黄酮"}.__contains__) == (
        '{沙棘} 果实 ({黄酮} OR 多糖) "发酵 乳清" -皮革 -"AND" ti:(提取物 方法) pa:"中国科学院 西北高原" in:张三 '
        "ic:(A61K36/48 OR A23L) CN102302596A place:(锡林郭勒 OR 呼伦贝尔) status:有效 ad:2010..2015-05"
    )


def test_the_form_is_filled_again_from_its_query() -> None:
    filled = to_form(parse(from_form(FULL, is_herb={"沙棘", "黄酮"}.__contains__)))
    assert filled == FormValues(
        all_words="沙棘 果实",
        any_words="黄酮 多糖",
        phrase="发酵 乳清",
        no_words="皮革 and",
        title="提取物 方法",
        applicant="中国科学院 西北高原",
        inventor="张三",
        classes="A61K36/48 A23L",
        number="CN102302596A",
        places="锡林郭勒 呼伦贝尔",
        status="in_force",
        date_field="ad",
        date_from="2010-01-01",
        date_to="2015-05-31",
        expands_herbs=True,
    )


def test_an_empty_form_lists_everything_and_back() -> None:
    assert from_form(FormValues()) == from_form(FormValues(all_words=" ,，　", phrase='""', expands_herbs=True)) == ""
    assert to_form(parse("")) == FormValues()


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (FormValues(all_words="ti:沙棘 (酸刺)"), '"ti:沙棘" "酸刺"'),
        (FormValues(all_words="2011年 A61K36/48"), '"2011年" "A61K36/48"'),
        (FormValues(no_words="-酒"), '-"-酒"'),
        (FormValues(number="102302596"), 'pn:"102302596"'),
        (FormValues(date_field="x", date_to="2015"), "pd:..2015"),
    ],
)
def test_signs_of_the_language_mean_nothing_in_a_box(values: FormValues, text: str) -> None:
    assert from_form(values) == text


BEYOND_THE_FORM = [
    "a OR b c",
    "发酵 NEAR/3 乳清",
    "-(a b)",
    '"a b" "c d"',
    "ti:a OR ab:b",
    "cpc:A61K",
    "pd:2010 ad:2011",
    "pa:x AND NOT pa:y",
    "de:a",
]


@pytest.mark.parametrize("text", BEYOND_THE_FORM)
def test_a_query_that_says_more_than_the_form_does_not_fill_it(text: str) -> None:
    assert to_form(parse(text)) is None


@pytest.mark.parametrize(
    "values",
    [
        FormValues(all_words="\u202f", expands_herbs=True),
        FormValues(all_words="DN :A?", title="年"),
        FormValues(title="-\u180eA"),
        FormValues(title="aA,:Aa"),
        FormValues(all_words="A年 :耆耆A刺*"),
    ],
)
def test_signs_and_invisible_characters_in_a_box_mean_nothing(values: FormValues) -> None:
    parse(from_form(values))


BOX = st.text(st.sampled_from('沙棘酸刺黃耆 ，,ab"(){}*:-!?NOTAD1240年/\u1820\u202f\u180e'), max_size=12)


@settings(max_examples=200, deadline=None)
@given(all_words=BOX, any_words=BOX, phrase=BOX, no_words=BOX, title=BOX, applicant=BOX, herbs=st.booleans())
def test_whatever_stands_in_the_boxes_of_words_is_a_query(
    all_words: str, any_words: str, phrase: str, no_words: str, title: str, applicant: str, herbs: bool
) -> None:
    values = FormValues(all_words, any_words, phrase, no_words, title, applicant, expands_herbs=herbs)
    parsed = parse(from_form(values))
    assert parsed.text or parsed.node == Everything()
    again = to_form(parsed)
    if again is not None:
        assert to_form(parse(from_form(again))) is not None
