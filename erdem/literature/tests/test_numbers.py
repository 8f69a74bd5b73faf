"""Patent numbers: every usual spelling gives one number, and a shown number reads back as itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.literature.numbers import Number, Sort, check_digit, parse

SPELLINGS = {
    "CN102302596A": [
        "CN102302596A",
        "CN 102302596 A",
        "CN-102302596-A",
        "cn102302596a",
        "ＣＮ１０２３０２５９６Ａ",
        "公开号：CN102302596A",
    ],
    "APP:CN201110265152": [
        "201110265152.0",
        "CN201110265152.0",
        "ZL201110265152.0",
        "CN 2011 1 0265152.0",
        "2011102651520",
        "CN201110265152",
    ],
    "APP:CN01140415": ["CN01140415", "CN 01140415", "ZL01140415", "01140415.1"],
    "CN87100927": ["CN87100927"],
    "CN1803168": ["CN1803168"],
    "US20130101709A1": ["US 2013/0101709 A1", "US20130101709A1", "US2013101709A1", "US-20130101709-A1"],
    "US8926509B2": ["US 8,926,509 B2", "US08926509B2", "US8926509 B2"],
    "USD534340S1": ["USD0534340S1", "US D534,340 S1"],
    "USPP5751": ["USPP5751", "US PP05751"],
    "WO1998012345A1": ["WO 98/12345 A1", "WO1998012345A1", "WO/1998/012345 A1", "WO98/12345A1"],
    "WO2015057966A2": ["WO 2015/057966 A2", "WO2015057966A2"],
    "EP784692A1": ["EP784692A1", "EP 0784692 A1"],
    "APP:IN10300/DELNP/2012": ["10300/DELNP/2012", "IN 10300/DELNP/2012"],
    "IN291162": ["IN291162"],
    "APP:PCTCN2014088888": ["PCT/CN2014/088888", "PCT/CN2014/88888"],
    "APP:US12345678": ["12/345,678", "US 12/345678"],
    "JP5666908B2": ["JP5666908B2", "JP05666908B2"],
    "JPH7147974A": ["JPH07147974A", "JP H07-147974 A"],
    "SG11201502189UA": ["SG11201502189UA", "SG 11201502189U A"],
}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in SPELLINGS.items() for text in texts])
def test_spellings_of_one_number_have_one_key(key: str, text: str) -> None:
    number = parse(text)
    assert number is not None
    assert number.key() == key


@pytest.mark.parametrize("text", ["", " ", "CN", "INDELHI", "cmssp:乌梅丸", "一种中药", "2011", "CN1", "x" * 500])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "country", "kind", "display"),
    [
        ("CN101098705A", "CN", "A", "CN 101098705 A"),
        ("201320357057.8", "CN", "", "CN 201320357057.8"),
        ("200520017545.X", "CN", "", "CN 200520017545.X"),
        ("US20050286606", "US", "", "US 2005/0286606"),
        ("EP2689806", "EP", "", "EP 2689806"),
        ("EP784692A1", "EP", "A1", "EP 0784692 A1"),
    ],
)
def test_numbers_are_shown_as_people_write_them(text: str, country: str, kind: str, display: str) -> None:
    number = parse(text)
    assert number is not None
    assert (number.country, number.kind, number.display()) == (country, kind, display)


def test_a_wrong_check_digit_is_noticed_and_a_missing_one_is_not_judged() -> None:
    right, wrong, none = parse("201110265152.0"), parse("201110265152.1"), parse("CN201110265152")
    assert right is not None
    assert wrong is not None
    assert none is not None
    assert (right.check_valid, wrong.check_valid, none.check_valid) == (True, False, None)


def test_an_application_never_equals_a_publication() -> None:
    published, filed = parse("US12345678"), parse("US12345678", "application")
    assert published is not None
    assert filed is not None
    assert published.key() != filed.key()


def test_what_the_source_says_decides_where_the_form_does_not() -> None:
    lens = parse("US 201213657122 A", "application")
    assert lens is not None
    assert lens.display() == "US 13/657122"
    office = parse("EP 2015000543 W", "application")
    assert office is not None
    assert office.display() == "PCT/EP2015/000543"


chinese = st.builds(
    lambda year, kind, serial: f"{year}{kind}{serial:07d}",
    st.integers(2003, 2030),
    st.sampled_from("12389"),
    st.integers(0, 9_999_999),
).map(lambda body: Number("CN", body, "", "application", check_digit(body)))


def numbered(country: str, low: int, high: int, kinds: str, form: str = "{}") -> st.SearchStrategy[Number]:
    """Publications of an office with serials between the bounds, written by `form`."""
    serials, marks = st.integers(low, high).map(form.format), st.sampled_from([*kinds.split(), ""])
    return st.builds(lambda serial, kind: Number(country, serial, kind), serials, marks)


def dated(country: str, first: int, digits: int) -> st.SearchStrategy[Number]:
    """Publications with year and padded serial."""
    serials = st.builds(lambda y, n: f"{y}{n:0{digits}d}", st.integers(first, 2030), st.integers(1, 10**digits - 1))
    return st.builds(lambda serial, kind: Number(country, serial, kind), serials, st.sampled_from(["A1", "A2", ""]))


publications = st.one_of(
    numbered("CN", 100_000_000, 399_999_999, "A B U"),
    numbered("US", 1_000_000, 19_999_999, "B1 B2"),
    numbered("EP", 10, 4_999_999, "A1 B1"),
    dated("US", 2001, 7),
    dated("WO", 1978, 6),
    *(numbered(country, 10_000, 9_999_999_999, "A B2") for country in ("JP", "DE", "IN", "KR", "GB")),
)


@given(st.one_of(chinese, publications))
def test_a_shown_number_reads_back_as_itself(number: Number) -> None:
    sort: Sort = number.sort
    assert parse(number.display(), sort) == number
    assert parse(number.compact(), sort) == number


@given(chinese)
def test_any_single_wrong_digit_is_caught_by_the_check_digit(number: Number) -> None:
    for place in range(12):
        digit = str((int(number.serial[place]) + 1) % 10)
        changed = number.serial[:place] + digit + number.serial[place + 1 :]
        assert check_digit(changed) != number.check


@given(st.text(max_size=60))
def test_parsing_never_raises(text: str) -> None:
    for sort in (None, "publication", "application"):
        number = parse(text, sort)
        assert number is None or number.key()
