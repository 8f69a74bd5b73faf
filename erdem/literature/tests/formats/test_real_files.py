"""Real files, when they are at hand: the counts are those found by reading the files with other means."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from erdem.literature.formats import Problem, Publication, read

BESIDE = Path(__file__).resolve().parents[5] / "shared"
EXPORTS = "formats/raw_exports/"


def patents(*parts: str) -> Path:
    path = Path(os.environ.get("ERDEM_SHARED", BESIDE)).joinpath("data", "patents", *parts)
    if not path.exists():
        pytest.skip(f"the shared data folder has no {'/'.join(parts)}")
    return path


@pytest.mark.parametrize(
    ("name", "kept", "refused"),
    [
        ("cn_facts_inner_mongolia.jsonl", 126, {}),
        ("cn_facts_tcm.jsonl", 151, {"no-number": 9}),
        ("groundtruth/cn_handpicked.json", 8, {}),
        ("corpora/us_fulltext.jsonl.gz", 478, {}),
        ("corpora/patentscope_pizza.jsonl.gz", 24_294, {}),
        ("corpora/cn_titles_ipc.jsonl.gz", 9_740, {}),
        ("corpora/synbio_abstract_claim.jsonl.gz", 644, {}),
        (EXPORTS + "lens_export_1000.csv", 1_000, {}),
        (EXPORTS + "lens_bigquery_schema.jsonl", 110, {}),
        (EXPORTS + "patentscope_export.xls", 6_177, {}),
        (EXPORTS + "cnki_gbt7714_export.txt", 500, {}),
        (EXPORTS + "india_grants_head.csv", 199, {}),
        (EXPORTS + "google_patents_page.html.txt", 1, {}),
        ("groundtruth/tkdl_cases.json", 22, {}),
        ("groundtruth/biopiracy_cases.json", 16, {}),
        ("corpora/xling_title_abstract.jsonl.gz", 0, {"no-publications": 1}),
        ("corpora/zh_claim_sentences_UD.txt", 0, {"text-without-numbers": 1}),
        ("corpora/ipc_names_zh_level4.csv", 0, {"unmapped-table": 1}),
    ],
)
def test_counts_of_real_files(name: str, kept: int, refused: dict[str, int]) -> None:
    items = list(read(patents(*name.split("/"))))
    assert sum(isinstance(item, Publication) for item in items) == kept
    assert Counter(item.code for item in items if isinstance(item, Problem) and not item.kept) == refused


def test_debris_of_a_scraped_list_is_refused_and_the_rest_read() -> None:
    items = list(read(patents("corpora", "in_grants_2018_2019.jsonl.gz")))
    found = [item for item in items if isinstance(item, Publication)]
    assert (len(found), len({item.identifier for item in found})) == (36_907, 36_728)
    assert {item.code for item in items if isinstance(item, Problem) and not item.kept} == {"unreadable-number"}
    assert found[0].filing_date is not None
    assert found[0].grant_date is not None


def test_the_damaged_rows_of_the_lens_export_are_named() -> None:
    items = list(read(patents("formats", "raw_exports", "lens_export_1000.csv")))
    assert Counter(item.code for item in items if isinstance(item, Problem)) == {"lost-characters": 11}


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("ipgxml_ipg050104.small.xml", 25),
        ("ipgxml_ipg060103.small.xml", 25),
        ("ipgxml_ipg130416.small.xml", 25),
        ("xml_ipg120327.196.xml", 196),
        ("xml_ipa130117.one.xml", 2),
    ],
)
def test_every_member_of_a_weekly_file_is_read(name: str, count: int) -> None:
    items = list(read(patents("formats", "uspto_PatentsProcessor", name)))
    found = [item for item in items if isinstance(item, Publication)]
    assert (len(found), len(items)) == (count, count)
    assert all(item.titles and item.claims and item.publication_date for item in found)


def test_all_dialects_of_the_xml_give_parties_and_classes() -> None:
    for folder in ("xml2004", "xml2006", "xml2014", "xmlApp2004"):
        for path in sorted(patents("formats", "uspto_PatentPublicData", folder).glob("*.xml")):
            (found,) = read(path)
            assert isinstance(found, Publication)
            assert found.inventors
            assert found.ipc
            assert found.description


def test_one_number_read_from_two_sources_is_one_publication() -> None:
    listed = {
        item.identifier for item in read(patents("corpora", "us_fulltext.jsonl.gz")) if isinstance(item, Publication)
    }
    weekly = [
        item
        for item in read(patents("formats", "uspto_PatentsProcessor", "xml_ipg120327.196.xml"))
        if isinstance(item, Publication)
    ]
    assert weekly[0].identifier in listed


def test_a_saved_page_gives_all_that_it_shows() -> None:
    (found,) = read(patents("formats", "raw_exports", "google_patents_page.html.txt"))
    assert isinstance(found, Publication)
    assert (found.number, found.application, len(found.claims)) == ("US12390907B2", "US17260187", 34)
    assert found.cpc == ("B25B21/004", "B25B23/141", "B25F5/001")
    assert (found.family_id, len(found.family_members), len(found.legal_events)) == ("69141714", 3, 10)
    assert found.description.startswith("FIELD\nThis document relates")


def test_the_refused_rows_of_a_scraped_list_can_be_read_again() -> None:
    items = list(read(patents("corpora", "in_grants_2018_2019.jsonl.gz")))
    refused = [item for item in items if isinstance(item, Problem) and not item.kept]
    assert len(refused) == 1_687
    assert all('"pub": "IN' in one.raw for one in refused)
