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
