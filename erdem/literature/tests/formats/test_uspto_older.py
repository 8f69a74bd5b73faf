"""SGML grants and PAP applications of the American office: facts, weekly files, broken and hostile documents."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.literature.formats import Claim, Publication
from erdem.literature.formats.model import Party
from erdem.literature.tests.formats.sample import problems, publications, take
from erdem.literature.tests.formats.uspto_samples import PAP, SGML

CLAIMS = (
    Claim(1, "A plaster comprising: 3 g of aconite; and 2 g of wax.", "en"),
    Claim(2, "The plaster of claim 1, warmed.", "en", (1,)),
)


def only(text: str) -> Publication:
    (found,) = take(text)
    assert isinstance(found, Publication)
    return found


def test_it_reads_the_facts_of_a_grant_in_sgml() -> None:
    found = only(SGML)
    assert (found.number, found.application, found.patent_type) == ("US6999999B1", "US09000001", "utility")
    assert (found.title, found.abstracts) == ("Plaster of α-wax", {"en": "A plaster at 40° C."})
    assert found.description == "FIELD\nPlasters of H2O."
    assert found.ipc == ("A61K35/78", "A61P9/02")
    assert found.citations == ("US5000001A", "WO96/25012")
    assert (found.applicants, found.inventors, found.applicant_place) == (
        ("Herbs & Sons",),
        ("Ana Example",),
        "Hohhot, CN",
    )
    assert found.claims == CLAIMS


def test_the_parties_of_a_grant_keep_their_places() -> None:
    assert only(SGML).parties == (
        Party("inventor", "Ana Example", country="US", province="MA", city="Boston"),
        Party("assignee", "Herbs & Sons", country="CN", city="Hohhot"),
        Party("agency", "Law Firm LLP"),
        Party("examiner", "Eve Exam"),
    )


def test_the_earlier_documents_of_a_grant_say_what_they_are() -> None:
    found = only(SGML)
    assert [(one.number, one.country, one.kind) for one in found.priorities] == [
        ("98100001", "CN", "priority"),
        ("08/000002", "US", "continuation in part"),
    ]
    assert found.priority_date == datetime.date(1998, 1, 7)
    assert found.grant_date == datetime.date(2001, 1, 2)


@pytest.mark.parametrize("names", ["PARA|CLM|CLMSTEP|PTEXT", "PDAT", "H|STEXT|B511|B512"])
def test_end_tags_left_out_cost_nothing_but_a_remark(names: str) -> None:
    whole = only(SGML)
    found = only(re.sub(rf"</(?:{names})>", "", SGML))
    assert (found.claims, found.number, found.ipc, found.abstracts) == (
        whole.claims,
        whole.number,
        whole.ipc,
        whole.abstracts,
    )
    assert any("not closed" in remark for remark in found.remarks)


def test_a_weekly_file_is_cut_at_its_documents_whatever_stands_before_them() -> None:
    second = SGML.replace("06999999", "06999998")
    bare = SGML[SGML.index("<PATDOC") :].replace("06999999", "06999997")
    declared = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- <!DOCTYPE PATDOC [ -->\n' + SGML.replace(
        "06999999", "06999996"
    )
    items = take(SGML + second + bare + declared)
    assert [one.number for one in publications(items)] == ["US6999999B1", "US6999998B1", "US6999997B1", "US6999996B1"]
    assert not problems(items)
    assert publications(items)[1].source_line == SGML.count("\n") + 1


def test_a_document_that_breaks_off_costs_only_itself() -> None:
    cut = SGML[: SGML.index("<B110>")]
    items = take(cut + SGML)
    assert [one.number for one in publications(items)] == ["US6999999B1"]
    (problem,) = problems(items)
    assert (problem.code, problem.line) == ("no-number", 1)
    assert problem.raw.startswith("<!DOCTYPE PATDOC")


@pytest.mark.parametrize("sample", [SGML, PAP])
def test_a_document_that_defines_entities_is_refused_with_its_text(sample: str) -> None:
    hostile = re.sub(r"<!DOCTYPE (\S+) [^\[]*\[", r'<!DOCTYPE \1 [<!ENTITY x SYSTEM "file:///etc/passwd">', sample)
    items = take(hostile + sample)
    assert [one.code for one in problems(items)] == ["xml-external-entity"]
    assert "file:///etc/passwd" in problems(items)[0].raw
    assert len(publications(items)) == 1


def test_characters_nobody_knows_are_kept_as_written() -> None:
    found = only(SGML.replace("&deg;", "&nosuch; R&D <5 "))
    assert found.abstracts == {"en": "A plaster at 40&nosuch; R&D <5 C."}
    assert any("nosuch" in remark for remark in found.remarks)


def test_bytes_of_another_age_are_read_as_western() -> None:
    found = only(SGML.replace("Boston", "Genève").encode("latin-1").decode("latin-1"))
    assert found.parties[0].city == "Genève"
    (western,) = publications(take(SGML.replace("Boston", "Genève").encode("latin-1")))
    assert western.parties[0].city == "Genève"


def test_it_reads_the_facts_of_an_application() -> None:
    found = only(PAP)
    assert (found.number, found.kind, found.application) == ("US20019999999A1", "A1", "US09000003")
    assert (found.title, found.abstracts) == ("Plaster of wax", {"en": "A plaster at 40° C."})
    assert found.description == "FIELD\nPlasters λ − 5."
    assert found.ipc == ("A61K35/78", "A61P9/02")
    assert found.claims == CLAIMS
    assert [(one.number, one.kind) for one in found.priorities] == [("11-097727", "priority"), ("08000004", "division")]
    assert (found.priority_date, found.grant_date) == (datetime.date(1997, 12, 29), None)
    assert found.family_members == ("US6189913",)
    assert found.parties[0] == Party("applicant", "Ana B. Example", country="US", province="MA", city="Boston")
    assert (found.applicants, found.inventors) == (("Herbs & Sons",), ("Ana B. Example",))


def test_a_corrected_application_names_the_one_it_corrects() -> None:
    found = only(PAP.replace("<kind-code>A1</kind-code>", "<kind-code>A9</kind-code>", 1))
    assert (found.number, found.corrects) == ("US20019999999A9", "US20019999999A1")


@given(st.sampled_from([SGML, PAP]), st.integers(0, 5_000), st.integers(0, 400))
def test_a_document_with_a_hole_in_it_never_raises(sample: str, start: int, length: int) -> None:
    for item in take(sample[:start] + sample[start + length :]):
        assert item is not None


@given(st.sampled_from(["<PATDOC>", "<patent-application-publication>"]), st.text("<>/&;!-AB [\"'\x00é", max_size=60))
def test_reading_never_raises(root: str, text: str) -> None:
    for item in take(root + text):
        assert item is not None
