"""Real files in XML, JSON and archives, when they are at hand: the counts are those found by other means."""

from __future__ import annotations

import pytest

from erdem.base.testing.shared import shared_path
from erdem.literature.formats import Problem, Publication, detect, read

SAMPLES = ("data", "patents", "formats")


def items_of(*parts: str) -> tuple[list[Publication], list[Problem]]:
    items = list(read(shared_path(*SAMPLES, *parts)))
    return [one for one in items if isinstance(one, Publication)], [one for one in items if isinstance(one, Problem)]


@pytest.mark.parametrize(
    ("name", "form", "kept"),
    [
        ("epo_ops/epo_ops_family_fixtures_family_input.xml", "epo-ops", 6),
        ("epo_ops/epo_ops_legal_fixtures_example_1.xml", "epo-ops", 1),
        ("epo_ops/epo_ops_published_test_biblio_example.xml", "epo-ops", 1),
        ("epo_ops/epo_ops_published_test_full_cycle_example.xml", "epo-ops", 2),
        ("epo_ops/epo_ops_published_test_claims_example_2.xml", "epo-ops", 1),
        ("epo_ops/epo_ops_published_test_description_example.xml", "epo-ops", 1),
        ("epo_ops/epo_ops_family_fixtures_family_convert.json", "epo-ops-dump", 6),
        ("epo_ops/epo_ops_published_test_expected_biblio_example_3.json", "epo-ops-dump", 2),
        ("epo_ops/epo_ops_published_fixtures_ep1000000_description_result.xml", "epo-ops-dump", 1),
        ("epo_ops/uspto_public_search_fixtures_biblio.json", "uspto-search", 129),
        ("epo_ops/uspto_public_search_fixtures_doc.json", "uspto-search", 31),
        ("epo_ops/uspto_public_search_fixtures_doc_output.json", "uspto-search", 31),
        ("skeletons/cnipa_txts_v2.2.1_SYNTHETIC.xml", "cnipa", 1),
        ("uspto_apps_benhoyle/I20060427.zip", "zip", 1),
        ("uspto_PatentPublicData/xml4ip/sample_XML4IP.ZIP", "zip", 5),
    ],
)
def test_every_document_of_a_file_is_kept(name: str, form: str, kept: int) -> None:
    path = shared_path(*SAMPLES, *name.split("/"))
    assert detect(path) == form
    found, problems = items_of(*name.split("/"))
    assert (len(found), problems) == (kept, [])
    assert all(one.number or one.application for one in found)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("epo_ops_published_test_search_example.xml", "numbers-only"),
        ("epo_ops_published_fixtures_search_result.xml", "numbers-only"),
        ("epo_ops_published_test_image_example.xml", "images-only"),
        ("epo_ops_published_test_expected_image_example.json", "images-only"),
    ],
)
def test_a_file_without_documents_says_why(name: str, code: str) -> None:
    found, problems = items_of("epo_ops", name)
    assert (found, [one.code for one in problems]) == ([], [code])


def test_xml_and_the_dump_of_another_program_agree() -> None:
    (original, *_), _ = items_of("epo_ops", "epo_ops_published_test_full_cycle_example.xml")
    (dumped,), _ = items_of("epo_ops", "epo_ops_published_fixtures_ep1000000_biblio_result.json")
    for name in ("number", "application", "titles", "family_id", "ipc", "filing_date", "priority_date", "citations"):
        assert getattr(dumped, name) == getattr(original, name), name
    (claims,), _ = items_of("epo_ops", "epo_ops_published_test_claims_example.xml")
    (dumped_claims,), _ = items_of("epo_ops", "epo_ops_published_test_claims_example.json")
    assert claims.claims == dumped_claims.claims
    assert len(claims.claims) == 11


def test_the_legal_status_of_a_real_answer_is_read_by_day_and_code() -> None:
    (found,), _ = items_of("epo_ops", "epo_ops_legal_fixtures_example_1.xml")
    assert len(found.legal_events) == 50
    assert (found.legal_events[0].code, found.legal_events[0].country) == ("17Q", "EP")
    assert all(event.date and event.text for event in found.legal_events)


def test_recognised_documents_of_one_application_are_put_together() -> None:
    found, _ = items_of("uspto_PatentPublicData", "xml4ip", "sample_XML4IP.ZIP")
    whole = next(one for one in found if one.application == "US13962724")
    assert (len(whole.claims), bool(whole.abstracts), len(whole.description) > 30_000) == (22, True, True)
    assert [claim.n for claim in whole.claims][-2:] == [21, 23]
    assert all(not claim.text.startswith("(") for claim in whole.claims)
