"""JSON Lines of publications: every accepted shape, and what is said about fields that do not fit."""

from __future__ import annotations

import datetime
import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.literature.formats import Claim, Ingredient, Problem, Publication, Step
from erdem.literature.formats.claims import depends_on, make_claims
from erdem.literature.formats.fields import classification, read_date
from erdem.literature.formats.model import Party
from erdem.literature.tests.formats.sample import line, problems, publications, take


def one(**fields: object) -> Publication:
    (found,) = publications(take(line(**fields)))
    return found


def test_it_reads_the_shape_of_the_command_line() -> None:
    found = one(
        publication="CN101098705A",
        title="草药组合物",
        claims=["1. 一种组合物，包括黄芩。", "2. 根据权利要求1所述的组合物，还包括大枣。"],
        ingredients=[{"herb": "黄芩", "dose": "3份"}],
        ipc=["A61K 36/539"],
        priority_date="2004-03-04",
    )
    assert (found.identifier, found.country, found.kind) == ("CN101098705A", "CN", "A")
    assert found.titles == {"zh": "草药组合物"}
    assert found.claims[1] == Claim(2, "根据权利要求1所述的组合物，还包括大枣。", "zh", (1,))
    assert found.ingredients == (Ingredient("黄芩", dose="3份"),)
    assert found.ipc == ("A61K36/539",)
    assert found.priority_date == datetime.date(2004, 3, 4)


def test_any_identifier_of_a_publication_is_accepted() -> None:
    found = one(publication="案例：乌梅丸", ingredients=[{"herb": "乌梅"}])
    assert found.identifier == "案例：乌梅丸"
    assert found.remarks == ("publication number 案例：乌梅丸 is in no known form",)


def test_it_reads_collected_facts_and_says_what_was_not_seen() -> None:
    found = one(
        publication=None,
        application="201811470367.1",
        title="一种蒙药",
        ingredients=[{"name": "荜茇", "lo": 2.0, "hi": 4.0, "unit": "份", "processing": "乙醇提取物"}],
        steps=[{"op": "粉碎", "materials": "荜茇", "tool": "80目筛", "temp": None, "time": None, "other": None}],
        confidence="excerpt only",
        truncated=True,
    )
    assert (found.number, found.identifier, found.country) == ("", "APP:CN201811470367", "CN")
    assert found.ingredients == (Ingredient("荜茇", 2.0, 4.0, "份", "乙醇提取物"),)
    assert found.steps == (Step("粉碎", "荜茇", "80目筛"),)
    assert found.unseen == ("excerpt only", "the text seen breaks off")
    assert "check digit" in found.remarks[0]


def test_a_number_in_the_form_of_an_application_is_taken_as_one() -> None:
    found = one(patent="CN 201310292799", title="中成药")
    assert (found.number, found.application) == ("", "CN201310292799")


def test_arrays_gzip_and_encodings_are_read_alike() -> None:
    text = json.dumps([{"patent": "CN101098705A", "title": "草药"}], ensure_ascii=False, indent=1)
    for data in (text.encode("utf-8-sig"), text.encode("gb18030"), text.encode("utf-16"), gzip.compress(text.encode())):
        assert [item.title for item in publications(take(data))] == ["草药"]


def test_lens_records_are_known_by_their_fields() -> None:
    found = one(
        publicationKey="WO_2015_057966_A2",
        displayKey="WO 2015/057966 A2",
        lensId="022",
        publicationDate="2015-04-23",
        filingNumber="US 2014/0060906 W",
        earliestPriorityDate="2013-10-16",
        title="Therapies",
        ipcrClassifications=["A61K39/215"],
    )
    assert (found.source_format, found.number) == ("lens-jsonl", "WO2015057966A2")
    assert found.application == "PCTUS2014060906"
    assert found.priority_date == datetime.date(2013, 10, 16)


def test_answers_of_the_lens_interface_are_read() -> None:
    found = one(
        lens_id="1",
        jurisdiction="CN",
        doc_number="101098705",
        kind="A",
        date_published="2008-01-02",
        biblio={
            "invention_title": [{"text": "草药组合物", "lang": "zh"}],
            "application_reference": {"jurisdiction": "CN", "doc_number": "200480000001", "date": "2004-03-04"},
            "priority_claims": {"claims": [], "earliest_claim": {"date": "2003-03-04"}},
            "parties": {"applicants": [{"residence": "CN", "extracted_name": {"value": "Example"}}]},
            "classifications_ipcr": {"classifications": [{"symbol": "A61K36/00"}]},
        },
        abstract=[{"text": "An abstract.", "lang": "en"}],
        claims=[{"lang": "en", "claims": [{"claim_text": ["1. A tea."]}, {"claim_text": ["2. The tea of claim 1."]}]}],
    )
    assert (found.number, found.applicants, found.abstracts) == ("CN101098705A", ("Example",), {"en": "An abstract."})
    assert [claim.depends_on for claim in found.claims] == [(), (1,)]


@pytest.mark.parametrize(
    ("fields", "code", "kept"),
    [
        ({"title": "x"}, "no-number", False),
        ({"publication": "CN101098705A"}, "no-content", False),
        ({"pub": "INDELHI", "title": "x"}, "unreadable-number", False),
        ({"publication": "CN101098705A", "title": "x", "priority_date": "04/03/2004"}, "unreadable-date", True),
        ({"publication": "CN101098705A", "title": "x", "ipc": {"a": 1}}, "wrong-field", True),
        ({"publication": "CN101098705A", "title": "x", "ingredients": ["黄芩"]}, "wrong-field", True),
        ({"publication": "CN101098705A", "title": "x", "ingredients": [{"herb": ""}]}, "wrong-field", True),
    ],
)
def test_what_does_not_fit_is_named(fields: dict[str, object], code: str, kept: bool) -> None:
    items = take(line(**fields))
    assert [(item.code, item.kept, item.line) for item in problems(items)] == [(code, kept, 1)]
    assert len(publications(items)) == (1 if kept else 0)


def test_claims_in_one_block_are_split_where_the_numbers_run_on() -> None:
    found = make_claims(["1. 一种膏，含草乌3.5克；2. 如权利要求1所述的膏。3. 权利要求1-2任一项所述的膏。"])
    assert [(claim.n, claim.depends_on) for claim in found] == [(1, ()), (2, (1,)), (3, (1, 2))]


def test_dependencies_are_read_in_both_languages_and_never_point_forward() -> None:
    assert depends_on("The tea of any one of claims 1 to 3, or 5, wherein", 7) == (1, 2, 3, 5)
    assert depends_on("如权利要求1至4或6所述", 5) == (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2011-09-08", "2011-09-08"),
        ("20110908", "2011-09-08"),
        ("2011年9月8日", "2011-09-08"),
        ("08.09.2011", "2011-09-08"),
        ("28/09/2011", "2011-09-28"),
        ("08/09/2011", None),
        ("2011-13-01", None),
        ("", None),
    ],
)
def test_dates_are_read_only_where_they_are_certain(text: str, expected: str | None) -> None:
    found = read_date(text)
    assert (found.isoformat() if found else None) == expected


def test_two_digit_years_need_a_neighbour() -> None:
    assert read_date("22/10/98") is None
    assert read_date("22/10/98", near_year=2001) == datetime.date(1998, 10, 22)
    assert read_date("22/10/12", near_year=2013) == datetime.date(2012, 10, 22)


def test_classification_symbols_have_one_form() -> None:
    for text in ("A61K 36/756", "A61K-0036/756", "A61K036/756", "a61k36/756", "A61K36/756 (2006.01)"):
        assert classification(text) == "A61K36/756"
    assert classification("A61K") == "A61K"


keys = st.sampled_from(["herb", "name", "lo", "text", "op"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["herb", "name", "lo", "text", "op"]), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = (
    "publication pub application title abstract claims claim1 ingredients steps ipc date priority_date priority "
    "journal country biblio lens_id publicationKey displayKey text family"
)


@given(st.dictionaries(st.sampled_from(FIELDS.split()), json_values, max_size=8))
def test_reading_never_raises_whatever_the_fields_hold(fields: dict[str, object]) -> None:
    for item in take(json.dumps(fields) + "\n", "jsonl"):
        assert isinstance(item, Problem) or item.identifier


def test_parties_and_events_are_taken_as_listed_and_a_place_goes_to_the_first_applicant() -> None:
    listed = line(
        publication="CN101098705A",
        title="药",
        parties=[
            {"role": "applicant", "name": "某公司", "province": "内蒙古", "county": "奈曼旗"},
            {"role": "spy", "name": "x"},
        ],
        legal_events=[{"date": "2019-01-01", "code": "GR01", "text": "授权"}],
    )
    placed = line(publication="CN101098706A", title="药", applicants=["甲", "乙"], inventors=["丙"], province="内蒙古")
    first, second = publications(take(listed + placed))
    assert first.parties == (Party("applicant", "某公司", province="内蒙古", county="奈曼旗"),)
    assert first.legal_events[0].code == "GR01"
    assert second.parties == (
        Party("applicant", "甲", province="内蒙古"),
        Party("applicant", "乙"),
        Party("inventor", "丙"),
    )


def test_a_case_collected_by_hand_is_kept_with_its_outcome() -> None:
    text = line(patent="US5401504", tk_use="wounds", outcome="revoked", tk_ingredients=["Curcuma longa"])
    (found,) = publications(take(text))
    assert (found.indication, found.legal_events[0].text, found.ingredients) == ("wounds", "revoked", ())
    assert "Curcuma longa" in found.remarks[0]


def test_a_file_of_other_records_ends_in_one_sentence_and_a_mixed_one_is_read() -> None:
    other = line(sentence_A="x", sentence_B="y")
    for count in (1, 200):
        (problem,) = problems(take(other * count))
        assert (problem.code, problem.line) == ("no-publications", None)
        assert "sentence_A" in problem.message
    items = take(other * 3 + line(publication="CN101098705A", title="药") + other)
    assert len(publications(items)) == 1
    assert [(one.code, one.line) for one in problems(items)] == [("no-number", n) for n in (1, 2, 3, 5)]
    assert all("sentence_A" in one.raw for one in problems(items))


def test_a_line_that_is_not_json_comes_back_as_it_was() -> None:
    (problem,) = problems(take(line(publication="CN101098705A", title="药") + '{"publication": "CN1", \n'))
    assert (problem.code, problem.raw) == ("not-json", '{"publication": "CN1", ')


def test_long_ranges_of_claims_stay_bounded() -> None:
    claims = make_claims([f"{n}. A method of claims 1-999." for n in range(1, 900)])
    assert claims[99].depends_on == tuple(range(1, 100))
    assert max(len(claim.depends_on) for claim in claims) <= 202
