"""Real files of the American office, when they are at hand: nothing is lost and nothing passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from erdem.base.testing.shared import shared_path
from erdem.literature.formats import Problem, Publication, detect, read

PUBLIC = "uspto_PatentPublicData/"


def files(pattern: str) -> list[Path]:
    return sorted(shared_path("data", "patents", "formats").glob(pattern))


@pytest.mark.parametrize(
    ("pattern", "format_name", "kept"),
    [
        (PUBLIC + "sgml/*.xml", "uspto-sgml", 3),
        (PUBLIC + "pap/*.xml", "uspto-pap", 3),
        ("uspto_apps_benhoyle/US200[14]*.XML", "uspto-pap", 3),
        ("uspto_PatentsProcessor/xml_pa040101.two.xml", "uspto-pap", 1),
        (PUBLIC + "greenbook/*", "uspto-greenbook", 3),
        (PUBLIC + "css_brs/*", "uspto-brs", 6),
        ("uspto_salmanjt/patent_grants.csv", "uspto-grant-list", 150),
        ("uspto_salmanjt/patent_grants.json", "uspto-grant-list-json", 150),
    ],
)
def test_every_document_of_the_older_formats_is_read(pattern: str, format_name: str, kept: int) -> None:
    found = files(pattern)
    assert {detect(path) for path in found} == {format_name}
    items = [item for path in found for item in read(path)]
    assert not [item for item in items if isinstance(item, Problem)]
    publications = [item for item in items if isinstance(item, Publication)]
    assert len(publications) == kept
    assert all(one.titles and one.claims and one.inventors and one.kind for one in publications)


def test_full_texts_of_the_older_formats_have_classes_dates_and_places() -> None:
    paths = [path for folder in ("sgml", "pap", "greenbook", "css_brs") for path in files(f"{PUBLIC}{folder}/*")]
    for item in (item for path in paths for item in read(path)):
        assert isinstance(item, Publication)
        assert item.filing_date
        assert item.publication_date
        assert all("/" in symbol for symbol in item.ipc)
        assert item.ipc or item.locarno
        assert item.description
        assert all(party.city and party.country for party in item.parties if party.role == "inventor")


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (PUBLIC + "cpcMaster/*.xml", "classification-file"),
        (PUBLIC + "cpcScheme/*.xml", "classification-file"),
        ("uspto_salmanjt/patent_grants_data.txt", "empty-file"),
        ("uspto_PatentsProcessor/xml_basic.xml", "unknown-format"),
        ("uspto_PatentsProcessor/xml_patent_*_unparsed_dna.xml", "sequences-only"),
    ],
)
def test_a_file_without_publications_ends_in_one_problem(pattern: str, code: str) -> None:
    for path in files(pattern):
        assert [item.code for item in read(path) if isinstance(item, Problem)] == [code]


def test_one_grant_of_the_xml_says_who_takes_part_and_where() -> None:
    (path,) = files(PUBLIC + "xml2014/US08930553.xml")
    (found,) = read(path)
    assert isinstance(found, Publication)
    roles = {party.role for party in found.parties}
    assert roles == {"applicant", "assignee", "inventor", "agency", "examiner"}
    assert found.applicant_place == "Armonk, NY, US"
    assert found.family_members
