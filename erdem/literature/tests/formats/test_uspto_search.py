"""Answers of the public search of the American office, and the same in the files of patent_client."""

from __future__ import annotations

import datetime
import json

from erdem.literature.formats import Priority, Publication, detect
from erdem.literature.formats.uspto_search import lines, plain
from erdem.literature.tests.formats.sample import problems, publications, take

DOCUMENT = {
    "guid": "US-11557320-B1",
    "publicationReferenceDocumentNumber": "11557320",
    "datePublished": "2023-01-17T00:00:00Z",
    "inventionTitle": 'Herbal <span term="x" class="highlight18">plaster</span> &amp; tea',
    "type": "USPAT",
    "applicantName": None,
    "assigneeName": ["Example Herbs"],
    "assigneeCity": ["Los Gatos"],
    "assigneeState": ["CA"],
    "assigneeCountry": ["N/A"],
    "inventorsName": ["Example; Ana B.", "Other; Bo"],
    "inventorCity": ["Hohhot", "N/A"],
    "inventorCountry": ["CN", "N/A"],
    "ipcCodeFlattened": "A61K36/756;A61P17/00",
    "cpcInventiveFlattened": "A61K36/756",
    "applicationFilingDate": ["2022-01-05T00:00:00Z"],
    "applicationNumber": "17/647036",
    "familyIdentifierCur": 26732223,
    "urpn": ["5826261", "20030046396"],
    "foreignRefCountryCode": ["EP"],
    "foreignRefPatentNumber": ["0 379 828"],
    "priorityClaimsCountry": ["JP"],
    "priorityClaimsDate": ["2020-03-19T00:00:00Z"],
    "priorityClaimsDocNumber": ["JP2020-050222"],
    "primaryExaminer": "Pillips, III; Albert M",
    "abstractHtml": "A plaster.",
    "briefHtml": "FIELD<br />(1) Plasters with H<sub>2</sub>O.",
    "descriptionHtml": "DRAWINGS<br/>(2) <figref>FIG. <b>1</b></figref> shows it.",
    "claimsHtml": "1. A plaster comprising:<br />3 g of aconite.<br />2. The plaster of claim 1.",
}


def one(text: str) -> Publication:
    (found,) = take(text)
    assert isinstance(found, Publication), found
    return found


def test_it_reads_a_document_of_an_answer() -> None:
    found = one(json.dumps({"numFound": 1, "patents": [DOCUMENT]}))
    assert (found.number, found.application, found.titles) == (
        "US11557320B1",
        "US17647036",
        {"en": "Herbal plaster & tea"},
    )
    assert (found.publication_date, found.filing_date) == (datetime.date(2023, 1, 17), datetime.date(2022, 1, 5))
    assert found.grant_date == found.publication_date
    assert (found.ipc, found.cpc) == (("A61K36/756", "A61P17/00"), ("A61K36/756",))
    assert (found.applicants, found.inventors) == (("Example Herbs",), ("Ana B. Example", "Bo Other"))
    assert found.applicant_place == "Los Gatos, CA"
    assert [party.name for party in found.parties if party.role == "examiner"] == ["Albert M Pillips, III"]
    assert found.priorities == (Priority("2020-050222", datetime.date(2020, 3, 19), "JP"),)
    assert found.citations == ("US5826261", "US20030046396", "EP0379828")
    assert found.description == "FIELD\n(1) Plasters with H2O.\nDRAWINGS\n(2) FIG. 1 shows it."
    assert [(claim.n, claim.text, claim.depends_on) for claim in found.claims] == [
        (1, "A plaster comprising: 3 g of aconite.", ()),
        (2, "The plaster of claim 1.", (1,)),
    ]


def test_a_file_of_patent_client_gives_the_same_document() -> None:
    converted = {
        "guid": "US-11557320-B1",
        "publication_number": "11557320",
        "publication_date": "2023-01-17",
        "patent_title": "Herbal plaster & tea",
        "appl_id": "17647036",
        "app_filing_date": "2022-01-05",
        "type": "USPAT",
        "inventors": [{"name": "Example; Ana B.", "city": "Hohhot", "country": "CN"}, {"name": "Other; Bo"}],
        "assignees": [{"name": "Example Herbs", "city": "Los Gatos", "state": "CA", "country": "N/A"}],
        "cpc_inventive": [{"cpc_class": "A61K", "cpc_subclass": "36/756"}],
        "intl_class_issued": ["A61K36/756", "A61P17/00"],
        "us_references": [{"publication_number": "5826261"}],
        "foreign_priority": [{"country": "JP", "app_filing_date": "2020-03-19", "app_number": "JP2020-050222"}],
        "document": {"abstract_html": "A plaster.", "claims_html": DOCUMENT["claimsHtml"]},
    }
    first = one(json.dumps([DOCUMENT]))
    for second in (one(json.dumps([converted])), one(json.dumps({"num_found": 1, "docs": [converted]}))):
        for name in (
            "identifier",
            "application",
            "titles",
            "claims",
            "ipc",
            "cpc",
            "applicants",
            "inventors",
            "priorities",
        ):
            assert getattr(second, name) == getattr(first, name), name


def test_a_scan_has_no_title_and_says_so() -> None:
    found = one(json.dumps([{**DOCUMENT, "inventionTitle": "OCR SCANNED DOCUMENT", "type": "USOCR"}]))
    assert (found.titles, found.grant_date) == ({}, None)
    assert found.unseen == ("the document is a scan without a title",)


def test_a_search_result_names_the_first_inventor_only() -> None:
    short = {key: value for key, value in DOCUMENT.items() if not key.startswith("inventor")} | {
        "inventorsShort": "Hurst; William Nathan John et al."
    }
    assert one(json.dumps([short])).inventors == ("William Nathan John Hurst",)


def test_a_document_without_number_is_refused_with_its_text() -> None:
    items = take(json.dumps([{"guid": "US-", "inventionTitle": "x"}, DOCUMENT]))
    assert [(item.code, bool(item.raw)) for item in problems(items)] == [("no-number", True)]
    assert len(publications(items)) == 1


def test_html_becomes_text() -> None:
    assert plain("a<b>b</b>&lt;c&gt;<br>d N/A") == "ab<c> d N/A"
    assert plain("N/A") == ""
    assert lines("<p>a</p><p> b <i>c</i></p>") == "a\nb c"


def test_it_is_told_from_other_json_by_its_keys() -> None:
    import io

    assert detect(io.BytesIO(json.dumps([DOCUMENT]).encode())) == "uspto-search"
    assert detect(io.BytesIO(b'{"guid": "US-1-A", "title": "x"}')) == "jsonl"
