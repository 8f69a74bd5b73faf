"""Labelled synthetic claims: marked, true to their label, repeatable; and the bands measured over labelled pairs."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest

from erdem.overlap import engine
from erdem.overlap.engine import Lexicon, Pool
from erdem.overlap.engine.bands import BANDS, band_of
from erdem.overlap.engine.evaluating.band_precision import Labelled, band_pairs, band_report
from erdem.overlap.engine.evaluating.synthetic import Row, material, positives
from erdem.overlap.engine.evaluating.synthetic_negatives import negatives

HERBS = (
    *(
        "黄芩",
        "芍药",
        "甘草",
        "大枣",
        "麻黄",
        "桂枝",
        "杏仁",
        "人参",
        "白术",
        "茯苓",
        "生姜",
        "黄连",
        "大黄",
        "栀子",
        "当归",
    ),
    *(
        "川芎",
        "熟地黄",
        "半夏",
        "陈皮",
        "柴胡",
        "枳实",
        "厚朴",
        "知母",
        "石膏",
        "桔梗",
        "防风",
        "荆芥",
        "连翘",
        "薄荷",
        "泽泻",
    ),
)


def formulas() -> list[Row]:
    """Thirty invented formulas of five substances and ten of one."""
    rows: list[Row] = []
    for number in range(30):
        herbs = [HERBS[(number + step) % len(HERBS)] for step in (0, 1, 3, 7, 12)]
        rows.append(
            {
                "id": f"F{number}",
                "name": f"示例{HERBS[number][:1]}{number}号汤",
                "indication": "治咳嗽",
                "ingredients": [{"herb": herb, "dose": "二两"} for herb in herbs],
            }
        )
    rows += [{"id": f"S{herb}", "name": f"示例{herb}饮", "ingredients": [{"herb": herb}]} for herb in HERBS[:10]]
    return rows


@pytest.fixture(scope="module")
def pool(lexicon: Lexicon) -> Pool:
    return engine.prepare(formulas(), lexicon)


@pytest.fixture(scope="module")
def made(pool: Pool) -> list[Row]:
    source = material(pool, seed=3)
    return [*positives(source, 4), *negatives(source, 4)]


def of_kind(rows: list[Row], relation: str) -> list[Row]:
    return [row for row in rows if row["relation"] == relation]


def substances(row: Row) -> set[str]:
    found = row["substances"]
    assert isinstance(found, list)
    return set(found)


def written(pool: Pool, row: Row) -> set[str]:
    """Substances whose names stand in the list of the claim, looked up one by one."""
    claims = row["claims"]
    assert isinstance(claims, list)
    listed = re.split("原料制成：|原料药组成：|原料药由|的原料：|的组分：|原料包括", str(claims[0]))[-1]
    names = (re.sub(r"\d.*$", "", part) for part in listed.split("、"))
    return {pool.canonicalise(name).id for name in names}


def held(pool: Pool, key: object) -> set[str]:
    at = next(at for at, record in enumerate(pool.records) if record.id == key)
    return {item.id for item in pool.compositions[at]}


def keys_of(row: Row) -> list[object]:
    found = row["relevant"]
    assert isinstance(found, list)
    return found


def test_every_row_says_that_it_is_synthetic(made: list[Row]) -> None:
    assert all(row["synthetic"] is True and str(row["publication"]).startswith("SYNTHETIC-") for row in made)


def test_seven_relations_have_a_source_and_four_kinds_have_none(made: list[Row]) -> None:
    assert {row["relation"] for row in made if row["label"] == "positive"} == {
        *("identical", "tk_plus_additions", "reduced", "modified", "combination", "single_substance", "name_only")
    }
    assert {row["relation"] for row in made if row["label"] == "negative"} == {
        *("same_use_and_commonest", "common_mixture", "agricultural", "food_with_one_plant")
    }
    assert all(bool(keys_of(row)) == (row["label"] == "positive") for row in made)


def test_an_identical_claim_holds_its_source_and_nothing_else(pool: Pool, made: list[Row]) -> None:
    for row in of_kind(made, "identical"):
        assert substances(row) == held(pool, keys_of(row)[0]), row


def test_a_claim_writes_the_substances_it_is_labelled_with(pool: Pool, made: list[Row]) -> None:
    listed = ("identical", "tk_plus_additions", "reduced", "modified", "combination", "common_mixture")
    for row in made:
        if row["relation"] in listed:
            assert written(pool, row) == substances(row), row


def test_an_extended_claim_holds_its_source_and_more(pool: Pool, made: list[Row]) -> None:
    for row in of_kind(made, "tk_plus_additions"):
        assert held(pool, keys_of(row)[0]) < substances(row), row


def test_a_reduced_claim_holds_a_part_of_its_source(pool: Pool, made: list[Row]) -> None:
    for row in of_kind(made, "reduced"):
        assert substances(row) < held(pool, keys_of(row)[0]), row


def test_a_modified_claim_lacks_some_and_brings_others(pool: Pool, made: list[Row]) -> None:
    for row in of_kind(made, "modified"):
        own, claimed = held(pool, keys_of(row)[0]), substances(row)
        assert own - claimed, row
        assert claimed - own, row


def test_a_combination_holds_both_sources(pool: Pool, made: list[Row]) -> None:
    for row in of_kind(made, "combination"):
        sources = [held(pool, key) for key in keys_of(row)]
        assert len(sources) >= 2
        assert set().union(*sources) == substances(row)


def test_a_look_alike_is_not_the_formula_whose_commonest_substances_it_borrows(pool: Pool, made: list[Row]) -> None:
    every = [{item.id for item in items} for items in pool.compositions]
    for row in of_kind(made, "same_use_and_commonest"):
        assert substances(row) not in every


def test_the_same_seed_writes_the_same_claims_and_another_writes_others(pool: Pool) -> None:
    first, again, other = (list(positives(material(pool, seed), 3)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_the_shipped_pairs_are_marked_and_small() -> None:
    file = resources.files("erdem.overlap") / "seeds" / "calibration_pairs.jsonl"
    text = file.read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    assert len(text.encode()) < 200_000
    assert {row["label"] for row in rows} == {"positive", "negative"}
    assert all(row["synthetic"] is True for row in rows)
    assert len({row["publication"] for row in rows}) == len(rows) >= 100


# --- bands -----------------------------------------------------------------------------------------------------------

WHOLE = "一种中药组合物，其特征在于，由黄芩、芍药、麻黄、白术、川芎组成。"


def labelled(claim: str, *own: str, control: bool = False, synthetic: bool = True) -> Labelled:
    row = {"publication": f"P{len(claim)}", "claims": [claim]}
    return Labelled("group", row, frozenset(own), synthetic=synthetic, control=control)


def ids_of(pool: Pool, claim: str) -> list[object]:
    return [match.tk for match in engine.screen(pool, {"publication": "P", "claims": [claim]}, 3)]


@pytest.fixture(scope="module")
def whole(pool: Pool) -> str:
    """A claim that is one of the formulas."""
    names = [pool.lexicon.name_of(item.id) for item in pool.compositions[0]]
    return f"一种中药组合物，其特征在于，由以下重量份的原料制成：{'、'.join(f'{name}2份' for name in names)}。"


def test_a_source_that_is_found_is_a_true_pair_of_its_band(pool: Pool, whole: str) -> None:
    assert ids_of(pool, whole)[0] == "F0"
    pairs, missed = band_pairs(pool, [labelled(whole, "F0")])
    assert [(pair.true, pair.labelled, pair.band) for pair in pairs] == [(True, True, "upper")]
    assert not missed


def test_a_patent_without_source_makes_a_false_pair_of_its_best_match(pool: Pool, whole: str) -> None:
    report = band_report(pool, [labelled(whole, control=True, synthetic=False)])
    bands = report["bands"]
    assert isinstance(bands, dict)
    assert (bands["upper"]["pairs"], bands["upper"]["true"], bands["upper"]["precision"]) == (1, 0, 0.0)
    assert bands["upper"]["real"]["pairs"] == 1
    upper = report["controls_in_upper_band"]
    assert isinstance(upper, list)
    assert [found["tk_name"] for found in upper] == [pool.records[0].name]


def test_no_control_is_recorded_in_the_upper_band() -> None:
    file = resources.files("erdem.overlap") / "seeds" / "band_precision.json"
    recorded = json.loads(file.read_text(encoding="utf-8"))
    assert recorded["controls"] == 61
    assert recorded["controls_in_upper_band"] == []


def test_a_formula_above_a_source_counts_in_the_strict_share_only(pool: Pool, whole: str) -> None:
    other = next(key for key in ids_of(pool, whole) if key != "F0")
    pairs, _ = band_pairs(pool, [labelled(whole, str(other))])
    assert [(pair.true, pair.labelled) for pair in pairs] == [(True, True), (False, False)]
    bands = band_report(pool, [labelled(whole, str(other))])["bands"]
    assert isinstance(bands, dict)
    assert bands["upper"]["pairs"] == sum(pair.band == "upper" for pair in pairs if pair.labelled)
    assert sum(bands[band]["strict"]["pairs"] for band in BANDS) == 2


def test_a_source_that_is_not_found_is_counted_as_missed(pool: Pool) -> None:
    claim = "一种杀虫剂组合物，由吡虫啉10%、高岭土90%组成。"
    pairs, missed = band_pairs(pool, [labelled(claim, "F0")])
    assert missed["group"] == 1
    assert not any(pair.true for pair in pairs)


def test_bands_follow_the_order_of_scores_within_one_patent(pool: Pool, whole: str) -> None:
    found = [band_of(match) for match in engine.screen(pool, {"publication": "P", "claims": [whole]}, 10)]
    assert found[0] == "upper"
    assert [BANDS.index(band) for band in found] == sorted(BANDS.index(band) for band in found)
