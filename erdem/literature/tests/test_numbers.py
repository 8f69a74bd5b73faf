"""Patent numbers: every usual spelling gives one number, and a shown number reads back as itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.literature.numbers import KindFacts, Number, Sort, check_digit, kind_facts, parse

SPELLINGS = {
    "CN102302596A": [
        "CN102302596A",
        "CN 102302596 A",
        "CN-102302596-A",
        "cn102302596a",
        "ＣＮ１０２３０２５９６Ａ",
        "公开号：CN102302596A",
        "公开（公告）号: CN\u200b102302596\u202c A",
        "CN ᠑᠐᠒᠓᠐᠒᠕᠙᠖ A",
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
    "JPH07147974A": [
        "JPH07147974A",
        "JP H07-147974 A",
        "JP H7-147974 A",
        "JP07147974A",
        "特開平7-147974",
        "特开平07-147974号公報",
    ],
    "JPH01147974A": ["JP H1-147974 A", "特開平1-147974"],
    "JPH1147974A": ["JPH11047974A", "特開平11-47974"],
    "JPH1014514": ["JP10014514"],
    "JPS60123456B2": ["特公昭60-123456", "JPS60123456B2"],
    "JP2005123456A": ["特開2005-123456(P2005-123456A)", "JP2005-123456A", "JP2005123456A"],
    "JP2005001234A": ["JP2005-1234A", "JP20051234A", "特表2005-001234"],
    "JP5666908": ["特許第5666908号", "特许第5666908号"],
    "JPWO2005012345A1": ["再表2005/012345", "JPWO2005012345A1"],
    "APP:JP2005123456": ["特願2005-123456"],
    "APP:JP1995123456": ["特願平7-123456"],
    "KR20050012345A": ["KR1020050012345A", "10-2005-0012345 A", "KR 10-2005-0012345 A", "KR20050012345A"],
    "KR20050012345": ["10-2005-0012345", "KR1020050012345", "제10-2005-0012345호"],
    "KR20160002516U": ["KR2020160002516U", "20-2016-0002516 U", "KR20160002516U"],
    "KR2020160002516": ["20-2016-0002516", "KR2020160002516"],
    "KR100512345B1": ["10-0512345 B1", "KR100512345B1"],
    "APP:EP5012345": ["EP05012345.6", "EP 05 012 345.6"],
    "MX2015012877A": ["mxMX/a/2015/012877", "MX/a/2015/012877", "MX2015012877A"],
    "MXPA5001234A": ["MXPA05001234A", "PA/a/2005/001234", "mxPA/a/2005/001234"],
    "USRE38123E1": ["USRE38123E1", "US RE38,123 E1", "RE 38,123 E1"],
    "USH2123H1": ["US H2,123 H1", "USH0002123H1"],
    "CN86100001A": ["CN86100001A", "CN 86100001 A"],
    "CN1003214B": ["CN 1003214 B"],
    "CN100338234C": ["CN100338234C"],
    "CN3012345D": ["CN3012345D"],
    "CN102302596A8": ["CN102302596A8"],
    "DE102005012345A1": ["DE 10 2005 012 345 A1", "DE102005012345A1"],
    "RU2529060C2": ["RU0002529060C2", "RU 2529060 C2"],
    "SU1234567A1": ["SU 1234567 A1"],
    "FR2890000A1": ["FR 2 890 000 A1"],
    "GB2390525A": ["GB 2390525 A"],
    "TWI234567B": ["TW I234567 B", "TWI234567B"],
    "MN3456": ["MN 3456"],
    "NO123456": ["NO 123456"],
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


FILED = {
    "APP:CN201010145829": ["CN20101145829", "CN 201010145829 A", "201010145829.3"],
    "APP:EP5012345": ["EP 05012345 A", "EP20050012345", "EP05012345.6"],
    "APP:DE102005012345": ["DE 10 2005 012 345.6", "DE102005012345"],
    "APP:GB0313893": ["GB 0313893.1", "GB 0313893 A"],
    "APP:IN2641/DEL/2006": ["IN 2641DE2006", "2641/DEL/2006"],
    "APP:IN201811012345": ["IN201811012345"],
    "APP:JP2005123456": ["JP20050123456", "JP2005123456", "JP2005-123456"],
    "APP:JP1995123456": ["JP19950123456"],
    "APP:JPU2005001234": ["実願2005-001234"],
    "APP:KR20050012345": ["10-2005-0012345", "KR1020050012345", "KR20050012345"],
    "APP:RU2005123456": ["RU2005123456/13", "RU 2005123456 A"],
    "APP:US61610693": ["US 201361610693 P", "61/610,693"],
    "APP:PCTEP2015000543": ["EP 2015000543 W", "PCT/EP2015/000543"],
}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in FILED.items() for text in texts])
def test_an_application_in_the_spelling_of_any_data_base_has_one_key(key: str, text: str) -> None:
    number = parse(text, "application")
    assert number is not None
    assert number.key() == key


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
    numbered("JP", 1_000_000, 9_999_999, "B1 B2"),
    st.builds(lambda y, n: Number("JP", f"{y}{n:06d}", "A"), st.integers(2000, 2030), st.integers(1, 999_999)),
    st.builds(lambda y, n: Number("JP", f"H{y:02d}{n}", "A"), st.integers(1, 11), st.integers(1, 999_999)),
    *(numbered(country, 10_000, 9_999_999_999, "A B2") for country in ("DE", "IN", "KR", "GB")),
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


written = st.one_of(
    st.text(max_size=60),
    st.text("CNUSJPKREPWOINHSA平特開願-/.,0123456789 X", max_size=24),
    st.from_regex(
        r"(CN|US|JP|KR|EP|WO|IN|DE|RU|TW|MX|PCT/CN|)[HSU]?[ -]?[0-9]{2,13}([./-][0-9X]{1,6})?[A-Z]?[0-9]?",
        fullmatch=True,
    ),
)


@given(written, st.sampled_from([None, "publication", "application"]))
def test_whatever_was_read_reads_back_from_what_is_shown(text: str, sort: Sort | None) -> None:
    number = parse(text, sort)
    if number is not None:
        for shown in (number.display(), number.compact()):
            again = parse(shown, number.sort)
            assert again is not None
            assert (again.key(), again.display()) == (number.key(), number.display())


def test_a_text_of_any_length_is_answered_at_once() -> None:
    assert parse("CN" + "1" * 5_000_000) is None
    assert parse("平" * 160) is None


@pytest.mark.parametrize(
    ("country", "kind", "facts"),
    [
        ("CN", "A", KindFacts("published", "invention")),
        ("CN", "A8", KindFacts("published", "invention", "title page", is_republication=True)),
        ("CN", "A9", KindFacts("published", "invention", "whole document", is_republication=True)),
        ("CN", "B", KindFacts("granted", "invention")),
        ("CN", "B9", KindFacts("granted", "invention", "whole document", is_republication=True)),
        ("CN", "C1", KindFacts("amended", "invention", is_republication=True)),
        ("CN", "U8", KindFacts("granted", "utility model", "title page", is_republication=True)),
        ("CN", "Y", KindFacts("granted", "utility model")),
        ("CN", "S9", KindFacts("granted", "design", "whole document", is_republication=True)),
        ("CN", "D", KindFacts("granted", "design")),
        ("US", "A", KindFacts("granted", "invention")),
        ("US", "A9", KindFacts("published", "invention", "whole document", is_republication=True)),
        ("US", "B2", KindFacts("granted", "invention")),
        ("US", "E1", KindFacts("amended", "invention")),
        ("US", "C1", KindFacts("amended", "invention", is_republication=True)),
        ("US", "P2", KindFacts("granted", "plant")),
        ("US", "P1", KindFacts("published", "plant")),
        ("WO", "A3", KindFacts("published", "invention", is_search_report_only=True, is_republication=True)),
        ("WO", "A8", KindFacts("published", "invention", "title page", is_republication=True)),
        ("EP", "A4", KindFacts("published", "invention", is_search_report_only=True, is_republication=True)),
        ("EP", "B2", KindFacts("amended", "invention", is_republication=True)),
        ("EP", "B8", KindFacts("granted", "invention", "title page", is_republication=True)),
        ("DE", "T2", KindFacts("", "invention", is_translation=True)),
        ("RU", "C9", KindFacts("granted", "invention", "whole document", is_republication=True)),
        ("XX", "Q", KindFacts()),
        ("", "", KindFacts()),
    ],
)
def test_a_kind_code_says_stage_right_and_correction(country: str, kind: str, facts: KindFacts) -> None:
    assert kind_facts(country, kind) == facts
    assert facts.is_correction == bool(facts.corrected)


@given(st.text(max_size=60), st.text(max_size=8))
def test_any_kind_code_is_answered(country: str, kind: str) -> None:
    assert kind_facts(country, kind).stage in ("", "published", "granted", "amended")


@given(st.text(max_size=60))
def test_parsing_never_raises(text: str) -> None:
    for sort in (None, "publication", "application"):
        number = parse(text, sort)
        assert number is None or number.key()
