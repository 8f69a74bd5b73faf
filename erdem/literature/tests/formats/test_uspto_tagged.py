"""Green Book, search system and grant lists of the American office."""

from __future__ import annotations

import csv
import datetime
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.literature.formats import Claim, Publication
from erdem.literature.formats.model import Party
from erdem.literature.formats.uspto_numbers import old_symbol
from erdem.literature.formats.uspto_signs import with_signs
from erdem.literature.tests.formats.sample import problems, publications, take
from erdem.literature.tests.formats.uspto_samples import BRS, GREENBOOK


def only(text: str) -> Publication:
    (found,) = take(text)
    assert isinstance(found, Publication)
    return found


def test_it_reads_the_facts_of_a_green_book_record() -> None:
    found = only(GREENBOOK)
    assert (found.number, found.kind, found.application) == ("US3999999A", "A", "US05518454")
    assert found.title == "Plaster of α-wax at 40° C."
    assert found.abstracts == {"en": "A plaster of H2 O, 10⁶ parts."}
    assert found.description == "FIELD\nPlasters.\nTABLE 1 ______ wax 2 g"
    assert found.ipc == ("A61K35/78", "A61P9/02", "A61K31/415")
    assert found.citations == ("US2542907", "GB1234567")
    assert found.claims == (
        Claim(1, "A plaster comprising: 3 g of aconite; and 2 g of wax.", "en"),
        Claim(2, "The plaster of claim 1, warmed.", "en", (1,)),
    )
    assert (found.filing_date, found.grant_date) == (datetime.date(1974, 10, 29), datetime.date(1976, 2, 10))
    assert [(one.number, one.country, one.kind) for one in found.priorities] == [
        ("53/84696", "JP", "priority"),
        ("351745", "US", "continuation in part"),
    ]
    assert found.priority_date == datetime.date(1973, 7, 10)


def test_the_parties_of_a_green_book_record_keep_their_places() -> None:
    assert only(GREENBOOK).parties == (
        Party(
            "inventor",
            "Ana B. Example",
            country="US",
            province="MA",
            city="Boston",
            postcode="02101",
            address="1 Grass Road",
        ),
        Party("assignee", "Herbs & Sons", country="DE", city="Bonn"),
        Party("agency", "Law Firm"),
        Party("agent", "Al Agent"),
        Party("examiner", "Eve Exam"),
    )


def test_a_weekly_file_has_a_line_before_the_first_record() -> None:
    second = (
        GREENBOOK.replace("039999994", "D02387911").replace("APT  1", "APT  4").replace("ICL  A61K 3578", "ICL  D1402")
    )
    items = take("HHHHHT  APS1        ISSUE - 760210\n" + GREENBOOK + second)
    assert [one.number for one in publications(items)] == ["US3999999A", "USD238791S"]
    assert publications(items)[1].locarno == ("14-02",)
    assert publications(items)[1].source_line == GREENBOOK.count("\n") + 2


def test_a_design_has_one_claim_without_a_number() -> None:
    head = GREENBOOK[: GREENBOOK.index("CLMS")]
    assert only(head + "DCLM\nPAR  The ornamental design for a plaster,\n      as shown.\n").claims == (
        Claim(1, "The ornamental design for a plaster, as shown.", "en"),
    )


def test_a_record_without_number_is_handed_back_and_the_next_one_read() -> None:
    broken = GREENBOOK.replace("WKU  039999994\n", "WKU  \n").replace("SRC  5\nAPN  5184541\n", "")
    items = take(GREENBOOK + broken + GREENBOOK)
    assert len(publications(items)) == 2
    (problem,) = problems(items)
    assert (problem.code, problem.line) == ("no-number", GREENBOOK.count("\n") + 1)
    assert problem.raw.startswith("PATN\nWKU")


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("B60R  900", "B60R9/00"),
        ("G06F 1516", "G06F15/16"),
        ("A61K 31415", "A61K31/415"),
        ("B32B  302", "B32B3/02"),
        ("A61K035/78", "A61K35/78"),
        ("something else", "something else"),
    ],
)
def test_symbols_of_old_editions_take_the_form_of_today(written: str, symbol: str) -> None:
    assert old_symbol(written) == symbol


def test_words_between_dots_that_nobody_knows_stay() -> None:
    assert with_signs("5 .+-. 1 .mu.m, cm.sup.2, .nosuch. end. Then. Next") == "5 ± 1 μm, cm², .nosuch. end. Then. Next"


def test_it_reads_a_document_of_the_search_system() -> None:
    found = only(BRS)
    assert (found.number, found.application, found.title) == ("US9999999B2", "US13000001", "Plaster of wax, warmed")
    assert (found.ipc, found.cpc) == (("A61K36/75", "A61P9/02"), ("A61K36/75", "Y10T29/49121"))
    assert found.description == "FIELD\nPlasters of wax."
    assert found.citations == ("US20030169838A1", "CN1402605A")
    assert [one.depends_on for one in found.claims] == [(), (1,)]
    assert [(one.number, one.kind) for one in found.priorities] == [
        ("201110000001", "priority"),
        ("12000001", "division"),
    ]
    assert found.family_members == ("US20130120958A1",)
    assert found.parties[:2] == (
        Party("applicant", "Herbs & Sons", country="CN", city="Hohhot"),
        Party("inventor", "Ana Example", country="US", province="MA", city="Boston"),
    )


def test_the_index_between_the_documents_of_the_search_system_belongs_to_none() -> None:
    found = publications(take(BRS + BRS.replace("9999999", "9999998")))
    assert [(one.number, one.title) for one in found] == [
        ("US9999999B2", "Plaster of wax, warmed"),
        ("US9999998B2", "Plaster of wax, warmed"),
    ]


ROW = {
    "patent_title": "Plaster at 40&#xb0; C",
    "kind": "Utility Patent Grant (with a published application) issued on or after January 2, 2001.",
    "number_of_claims": 2,
    "inventors": "[Ana Example,Bo Sample]",
    "citations_applicant_count": 3,
    "citations_examiner_count": 1,
    "claims_text": "[1. A plaster of 1,2 g wax, and,3 g aconite.,2. The plaster of claim 1, warmed.]",
    "abstract": "NA",
}


def grant_csv(**changes: object) -> str:
    row = {"grant_id": "US10361423", **ROW, **changes}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row))
    writer.writeheader()
    writer.writerow(row)
    return out.getvalue()


@pytest.mark.parametrize("text", [grant_csv(), json.dumps({"US10361423": ROW}, indent=4)])
def test_it_reads_a_list_of_grants(text: str) -> None:
    found = only(text)
    assert (found.number, found.patent_type, found.title) == ("US10361423B2", "utility", "Plaster at 40° C")
    assert found.inventors == ("Ana Example", "Bo Sample")
    assert found.claims == (
        Claim(1, "A plaster of 1,2 g wax, and,3 g aconite.", "en"),
        Claim(2, "The plaster of claim 1, warmed.", "en", (1,)),
    )
    assert (found.abstracts, found.remarks) == ({}, ())
    assert found.unseen


def test_a_list_that_tells_of_more_claims_than_there_are_gets_a_remark() -> None:
    assert only(grant_csv(number_of_claims=9)).remarks == ("the list tells of 9 claims, 2 are there",)


@pytest.mark.parametrize("text", [grant_csv(grant_id="none"), json.dumps({"US1": ROW, "none": ROW}, indent=4)])
def test_a_grant_without_number_is_handed_back_in_the_format_of_its_file(text: str) -> None:
    (problem,) = problems(take(text))
    assert problem.code == "no-number"
    corrected = only(problem.raw.replace("none", "US10361425"))
    assert corrected.number == "US10361425B2"


def test_a_list_that_breaks_off_is_read_up_to_there() -> None:
    text = json.dumps({"US10361423": ROW, "US10361424": ROW}, indent=4)
    items = take(text[:-60])
    assert [one.number for one in publications(items)] == ["US10361423B2"]
    assert [one.code for one in problems(items)] == ["not-json"]


@given(st.sampled_from([GREENBOOK, BRS]), st.integers(0, 1_500), st.integers(0, 300))
def test_a_record_with_a_hole_in_it_never_raises(sample: str, start: int, length: int) -> None:
    for item in take(sample[:start] + sample[start + length :]):
        assert item is not None


@given(st.sampled_from(["PATN\nWKU  ", "*** BRS DOCUMENT BOUNDARY ***\n"]), st.text(max_size=80))
def test_reading_never_raises(begin: str, text: str) -> None:
    for item in take(begin + text):
        assert item is not None
