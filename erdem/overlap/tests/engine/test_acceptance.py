"""The engine on real material: 22,211 classical formulas and the region's records. Skipped where the data is absent."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from erdem.overlap import engine
from erdem.overlap.engine import Match, Patent, Pool, Relation
from erdem.overlap.tests.engine.conftest import shared_path

Row = dict[str, object]


def rows_of(*parts: str) -> list[Row]:
    return [json.loads(line) for line in shared_path(*parts).read_text(encoding="utf-8").splitlines() if line.strip()]


def handpicked(number: str) -> Row:
    rows: list[Row] = json.loads(
        shared_path("data", "patents", "groundtruth", "cn_handpicked.json").read_text(encoding="utf-8")
    )
    return next(row for row in rows if row["patent"] == number)


def test_the_source_of_phy906_is_first_with_four_herbs_and_its_ratio(classical_pool: Pool) -> None:
    best = engine.screen(classical_pool, handpicked("CN101098705A"))[0]
    assert best.tk_name == "黄芩汤"
    assert best.tk_year == 210
    assert best.relation is Relation.IDENTICAL
    assert {row.substance: row.grade for row in best.shared} == {"黄芩": 1.0, "甘草": 1.0, "芍药": 1.0, "大枣": 1.0}
    assert best.doses.ratio == "3:2:2:2"
    assert best.alarm


def test_the_source_of_phy906_is_found_from_claim_text_alone(classical_pool: Pool) -> None:
    claim = "一种草药组合物，由黄芩3份、甘草2份、白芍2份和大枣2份组成。"
    best = engine.screen(classical_pool, {"publication": "CN101098705A", "claims": [claim]})[0]
    assert best.tk_name == "黄芩汤"
    assert [claim[slice(*row.claim_span)] for row in best.shared if row.claim_span] == ["黄芩", "甘草", "白芍", "大枣"]


def test_the_cluster_of_ma_xing_shi_gan_is_among_the_first_five(classical_pool: Pool) -> None:
    matches = engine.screen(classical_pool, handpicked("CN 201310292799"), top=5)
    wanted = {"麻黄", "杏仁", "石膏", "甘草"}
    assert any({row.substance for row in match.shared} == wanted and not match.missing for match in matches)


def test_modern_formulas_find_their_classical_namesakes(classical_pool: Pool) -> None:
    figures = engine.evaluate(classical_pool, rows_of("data", "eval", "overlap_dev.jsonl"))
    assert figures["queries"] == 97
    assert figures["R@10"] >= 0.95
    assert figures["R@1"] >= 0.75
    assert figures["MRR"] >= 0.8


def test_hidden_sources_are_mostly_within_the_first_ten(classical_pool: Pool) -> None:
    figures = engine.evaluate(classical_pool, rows_of("data", "eval", "cn_hidden_sources_dev.jsonl"))
    assert figures["R@10"] >= 0.7


@pytest.fixture(scope="module")
def regional_matches(regional_pool: Pool) -> list[tuple[Row, Patent, list[Match]]]:
    def run() -> Iterator[tuple[Row, Patent, list[Match]]]:
        for line, row in enumerate(rows_of("data", "patents", "cn_facts_inner_mongolia.jsonl")):
            patent, _ = engine.patent(row, line)
            assert patent is not None
            yield row, patent, engine.screen(regional_pool, patent)

    return list(run())


def find(matches: list[tuple[Row, Patent, list[Match]]], key: str) -> list[Match]:
    """Matches of the row whose number, or address for rows without one, holds the key."""
    words = key.split(" ")[0]
    return next(
        found
        for row, patent, found in matches
        if words in (patent.publication, row["application"]) or words in str(row["url"])
    )


def test_the_judged_pairs_of_the_region_hold(regional_matches: list[tuple[Row, Patent, list[Match]]]) -> None:
    for pair in rows_of("data", "eval", "inner_mongolia_pairs.jsonl"):
        found = find(regional_matches, str(pair["patent"]))
        if pair["label"] == "positive":
            assert str(pair["tk"]) in found[0].tk_name, pair
            assert found[0].alarm, pair
        else:
            assert not any(match.alarm for match in found), pair


def test_no_control_and_no_shared_plant_raises_an_alarm(
    regional_matches: list[tuple[Row, Patent, list[Match]]],
) -> None:
    alarms = [
        patent.title
        for row, patent, found in regional_matches
        if row["relation_class"] in ("control", "ingredient") and any(match.alarm for match in found)
    ]
    assert alarms == []


def test_the_aconite_plaster_that_calls_itself_mongolian_is_put_first(
    regional_matches: list[tuple[Row, Patent, list[Match]]],
) -> None:
    best = find(regional_matches, "200510053447")[0]
    assert best.alarm
    assert "草乌" in {row.substance for row in best.shared}
