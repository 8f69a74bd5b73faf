"""Acceptance cases: how they are made from facts, and that their recorded outcomes are what the engine does."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest

from erdem.overlap import engine
from erdem.overlap.engine import Lexicon, Pool
from erdem.overlap.engine.evaluating import acceptance
from erdem.overlap.engine.evaluating.acceptance import CaseBook
from erdem.overlap.engine.evaluating.case_outcomes import case_pool, case_table, differences
from erdem.overlap.tests.engine.conftest import shared_path

RECORDED = resources.files("erdem.overlap") / "seeds" / "case_outcomes.json"
AGAIN = "erdem eval cases --record erdem/overlap/seeds/case_outcomes.json"

PLAIN = {
    "patent": "XX1",
    "tk_ingredients": ["Piper nigrum", "Piper longum"],
    "tk_use": "cough; cold",
    "tk_sources": ["B"],
}
EACH = PLAIN | {"patent": "XX2", "note": "one TK reference per ingredient, combined", "tk_sources": ["B", "C"]}
FOUR = PLAIN | {"patent": "XX3", "tk_sources": ["B", "C"], "outcome": "each of the two documents anticipates"}
COMPOUND = PLAIN | {"patent": "XX4", "note": "claimed compound piperine is a constituent of the TK herb"}
FRUITS = ["Foeniculum vulgare", "Terminalia chebula", "Terminalia bellirica", "Phyllanthus emblica"]
MIXED = PLAIN | {
    "patent": "XX5",
    "tk_ingredients": FRUITS,
    "note": "compound ingredient (triphala) must be expanded",
    "dose": "Foeniculum 12 g; triphala 12 g (4+4+4 g)",
}


def written(book: CaseBook) -> list[list[object]]:
    found = []
    for record in book.records:
        ingredients = record["ingredients"]
        assert isinstance(ingredients, list)
        found.append([one["herb"] for one in ingredients])
    return found


def amounts(book: CaseBook) -> list[object]:
    ingredients = book.records[0]["ingredients"]
    assert isinstance(ingredients, list)
    return [one["dose"] for one in ingredients]


def test_a_case_has_one_record_of_all_its_substances() -> None:
    assert written(acceptance.tkdl_book([PLAIN])) == [["Piper nigrum", "Piper longum"]]


def test_a_case_of_one_reference_for_each_substance_has_so_many_records() -> None:
    book = acceptance.tkdl_book([EACH])
    assert written(book) == [["Piper nigrum"], ["Piper longum"]]
    assert book.cases[0].every
    assert [record["book"] for record in book.records] == ["B", "C"]


def test_a_case_of_several_documents_has_a_record_for_each() -> None:
    assert written(acceptance.tkdl_book([FOUR])) == [["Piper nigrum", "Piper longum"]] * 2


def test_a_claimed_compound_stands_in_the_patent_and_its_plant_in_the_record() -> None:
    book = acceptance.tkdl_book([COMPOUND])
    assert book.cases[0].patent is not None
    assert book.cases[0].patent["ingredients"] == [{"herb": "piperine"}]
    assert written(book) == [["Piper nigrum", "Piper longum"]]


def test_a_ready_mixture_stands_in_the_record_and_its_parts_in_the_patent() -> None:
    book = acceptance.tkdl_book([MIXED])
    assert written(book) == [["Foeniculum vulgare", "triphala"]]
    assert amounts(book) == ["12 g", "12 g"]
    assert book.cases[0].patent is not None
    assert book.cases[0].patent["ingredients"] == [{"herb": name} for name in FRUITS]


def test_parts_in_the_order_of_the_substances_become_their_amounts() -> None:
    book = acceptance.tkdl_book([PLAIN | {"dose": "pepper 0.33 : long pepper 1 (parts)"}])
    assert amounts(book) == ["0.33 parts", "1 parts"]


def test_what_cannot_be_expressed_stays_in_the_table_with_its_reason(lexicon: Lexicon) -> None:
    book = acceptance.dispute_book([{"patent": "US5663484", "tk_subject": "rice lines"}])
    (line,) = case_table(case_pool([], [], book, lexicon), book.cases)
    assert (line["met"], line["ranks"]) == (None, [])
    assert "plant variety" in str(line["why"])


def test_a_case_that_is_missed_says_what_its_nearest_record_shares(lexicon: Lexicon) -> None:
    row = {"publication": "P", "source": ["示例汤"], "relevant": ["R1"], "ingredients": [{"herb": "人参"}]}
    book = acceptance.hidden_book([row])
    records = [{"id": "R1", "name": "示例汤", "ingredients": [{"herb": "麻黄"}, {"herb": "桂枝"}]}]
    pool = case_pool(engine.prepare(records, lexicon).records, [], book, lexicon)
    (line,) = case_table(pool, book.cases)
    assert line["met"] is False
    assert "示例汤, shares 0 of its 2 substances" in str(line["why"])


def test_several_records_count_only_when_each_is_found(lexicon: Lexicon) -> None:
    book = acceptance.tkdl_book([EACH])
    (line,) = case_table(case_pool([], [], book, lexicon), book.cases)
    assert (line["met"], line["ranks"]) == (True, [1, 2])


def test_a_changed_outcome_is_named() -> None:
    before: dict[str, dict[str, object]] = {"tkdl:A": {"ranks": [1], "met": True}, "tkdl:B": {"met": True}}
    now: list[dict[str, object]] = [
        {"group": "tkdl", "case": "A", "ranks": [3], "met": True},
        {"group": "tkdl", "case": "C"},
    ]
    found = differences(before, now)
    assert "tkdl:A: ranks was [1], is [3]" in found
    assert "tkdl:C: not recorded" in found
    assert "tkdl:B: recorded, no longer there" in found


# --- the real cases --------------------------------------------------------------------------------------------------


def _rows(*parts: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in shared_path(*parts).read_text(encoding="utf-8").splitlines() if line.strip()]


def _list(*parts: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(shared_path(*parts).read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def book() -> CaseBook:
    truth = ("data", "patents", "groundtruth")
    facts = _rows("data", "patents", "cn_facts_inner_mongolia.jsonl")
    return (
        acceptance.tkdl_book(_list(*truth, "tkdl_cases.json"))
        + acceptance.handpicked_book(_list(*truth, "cn_handpicked.json"), facts)
        + acceptance.region_book(_rows("data", "eval", "inner_mongolia_pairs.jsonl"), facts)
        + acceptance.hidden_book(_rows("data", "eval", "cn_hidden_sources_dev.jsonl"))
        + acceptance.dispute_book(_list(*truth, "biopiracy_cases.json"))
    )


@pytest.fixture(scope="module")
def real_pool(book: CaseBook, lexicon: Lexicon) -> Pool:
    classical, _ = engine.read_tk(shared_path("data", "tk", "classical_formulas.jsonl.gz"))
    region, _ = engine.read_tk(shared_path("data", "tk", "inner_mongolia_records.jsonl"))
    return case_pool(classical, region, book, lexicon)


def test_every_case_of_the_files_has_a_line(book: CaseBook) -> None:
    count = {group: sum(case.group == group for case in book.cases) for group in ("tkdl", "cn", "region", "hidden")}
    assert count == {"tkdl": 22, "cn": 8, "region": 6, "hidden": 10}
    assert sum(case.group == "biopiracy" for case in book.cases) == 16


def test_recorded_outcomes_are_what_the_engine_does(book: CaseBook, real_pool: Pool) -> None:
    held = json.loads(Path(str(RECORDED)).read_text(encoding="utf-8"))["cases"]
    recorded = {f"{line['group']}:{line['case']}": line for line in held}
    changed = differences(recorded, case_table(real_pool, book.cases))
    assert changed == [], f"Look at what changed; if it is better or right, record it: {AGAIN}"


def test_cases_with_a_recorded_miss_say_why() -> None:
    held = json.loads(Path(str(RECORDED)).read_text(encoding="utf-8"))["cases"]
    assert all(line["why"] for line in held if line["met"] is False)
    assert all(line["note"] for line in held if line["met"] is None)
