"""Figures over labelled pairs and the table of perturbations, on a small pool whose answers are plain."""

from __future__ import annotations

import random

import pytest

from erdem.overlap import engine
from erdem.overlap.engine import Lexicon, Pool
from erdem.overlap.engine.evaluating import retrieval as figures_of
from erdem.overlap.engine.evaluating.baselines import MEASURES, PlainSets
from erdem.overlap.engine.evaluating.perturbation import (
    RECIPES,
    Frequencies,
    Writer,
    perturb,
    perturbation_table,
    sample_sources,
)

Row = dict[str, object]


def formula(key: str, name: str, *herbs: str) -> Row:
    return {"id": key, "name": name, "ingredients": [{"herb": herb, "dose": "三两"} for herb in herbs]}


ROWS = [
    formula("A", "甲汤", "黄芩", "芍药", "甘草", "大枣"),
    formula("A2", "甲散", "黄芩", "白芍", "甘草", "大枣"),
    formula("B", "乙汤", "麻黄", "桂枝", "杏仁", "甘草"),
    formula("C", "丙汤", "人参", "白术", "茯苓", "甘草", "生姜"),
    formula("D", "丁汤", "黄芩", "黄连", "大黄", "栀子"),
    formula("E", "戊汤", "当归", "川芎", "芍药", "熟地黄"),
    formula("F", "己茶", "砖茶", "盐"),
]


@pytest.fixture(scope="module")
def pool(lexicon: Lexicon) -> Pool:
    return engine.prepare(ROWS, lexicon)


def pair(*herbs: str, relevant: list[str], relation: str = "") -> Row:
    row: Row = {
        "publication": "P-" + "".join(herbs),
        "ingredients": [{"herb": herb} for herb in herbs],
        "relevant": relevant,
    }
    return row | ({"relation": relation} if relation else {})


PAIRS = [
    pair("黄芩", "白芍", "甘草", "大枣", relevant=["A"]),
    pair("麻黄", "桂枝", "杏仁", "甘草", "石膏", relevant=["B"], relation="tk_plus_additions"),
    pair("黄芩", "芍药", "甘草", "大枣", "麻黄", relevant=["B"]),
    pair("砖茶", "盐", relevant=["D"]),
]


def test_the_six_figures_are_those_of_the_ranks(pool: Pool) -> None:
    found = figures_of.outcomes(pool, PAIRS)
    ranks = [one.rank for one in found]
    assert ranks[:2] == [1, 1]
    assert ranks[2] is not None
    assert ranks[2] > 1
    assert ranks[3] is None
    figures = figures_of.figures(found)
    assert figures["queries"] == 4
    assert figures["R@1"] == 0.5
    assert figures["R@100"] == 0.75
    assert figures["MRR"] == round((2 + 1 / ranks[2]) / 4, 4)
    assert engine.evaluate(pool, PAIRS) == figures


def test_two_variants_of_one_composition_are_one_relevant_cluster(pool: Pool) -> None:
    (found,) = figures_of.outcomes(pool, [pair("黄芩", "白芍", "甘草", "大枣", relevant=["A", "A2"])])
    assert (found.rank, found.relevant) == (1, 1)


def test_a_miss_says_what_stood_above(pool: Pool) -> None:
    found = figures_of.outcomes(pool, PAIRS)[2]
    assert found.above[0][0] in ("A", "A2")
    assert found.as_json()["rank"] == found.rank
    assert figures_of.outcomes(pool, PAIRS)[3].as_json()["tk"] is None


def test_figures_are_split_by_relation_and_by_shared_substances(pool: Pool) -> None:
    report = figures_of.report(pool, PAIRS)
    relations = report["relations"]
    assert isinstance(relations, dict)
    assert {"identical", "tk_plus_additions", "not_ranked"} <= set(relations)
    assert sum(group["queries"] for group in relations.values()) == 4
    shared = report["shared_substances"]
    assert isinstance(shared, dict)
    assert shared["3-4"]["R@1"] == 1.0
    assert (report["pool"], report["clusters"]) == (7, 6)


def test_baselines_are_measured_over_the_same_pairs(pool: Pool) -> None:
    baselines = figures_of.report(pool, PAIRS)["baselines"]
    assert isinstance(baselines, dict)
    assert set(baselines) == {"idf-jaccard", "jaccard"}
    assert all(figures["queries"] == 4 for figures in baselines.values())
    assert baselines["jaccard"]["R@1"] == 0.5


def test_every_interval_holds_its_figure(pool: Pool) -> None:
    found = figures_of.outcomes(pool, PAIRS)
    figures = figures_of.figures(found)
    for name, (low, high) in figures_of.intervals(found).items():
        assert low <= figures[name] <= high, name


def test_a_report_repeats_itself(pool: Pool) -> None:
    assert figures_of.report(pool, PAIRS) == figures_of.report(pool, PAIRS)


def test_an_unknown_metric_is_refused(pool: Pool) -> None:
    with pytest.raises(KeyError):
        figures_of.ranker(pool, "no-such-metric")


def test_pairs_without_truth_are_not_counted(pool: Pool) -> None:
    assert figures_of.evaluate(pool, [{"ingredients": [{"herb": "甘草"}]}, {"relevant": "A"}])["queries"] == 0


@pytest.mark.parametrize("measure", [name for name in MEASURES if name != "containment"])
def test_every_plain_measure_puts_the_identical_formula_first(pool: Pool, measure: str) -> None:
    found = figures_of.outcomes(pool, PAIRS[:1], figures_of.ranker(pool, measure))
    assert found[0].rank == 1


def test_plain_sets_fold_other_names_and_nothing_else(pool: Pool) -> None:
    plain = PlainSets(pool)
    assert plain.folded(["白芍", "芍药"]) == plain.folded(["芍药"])
    overlap = plain.overlap(["黄芩", "芍药", "人参"])
    assert overlap.shared.tolist() == [2, 2, 0, 1, 1, 1, 0]
    assert MEASURES["jaccard"](overlap)[0] == pytest.approx(2 / 5)
    assert MEASURES["containment"](overlap)[0] == pytest.approx(2 / 4)


def test_a_plain_ranking_leaves_out_what_shares_nothing(pool: Pool) -> None:
    (found,) = figures_of.outcomes(pool, PAIRS[3:], figures_of.ranker(pool, "jaccard"))
    assert found.rank is None
    assert [above[0] for above in found.above] == ["F"]


# --- perturbation ----------------------------------------------------------------------------------------------------


def test_sources_have_four_known_substances_and_one_stands_for_its_cluster(pool: Pool) -> None:
    chosen = sample_sources(pool, 100, random.Random(1))
    assert sorted(pool.records[at].id for at in chosen) == ["A", "B", "C", "D", "E"]


def test_an_addition_keeps_the_whole_formula_under_its_names(pool: Pool) -> None:
    made = perturb(pool, RECIPES[0], 0, Writer(pool), Frequencies(pool), seed=5)
    ingredients = made.row["ingredients"]
    assert isinstance(ingredients, list)
    written = {pool.canonicalise(str(one["herb"])).id for one in ingredients}
    assert {item.id for item in pool.compositions[0]} < written
    assert len(ingredients) == 7
    assert made.row["synthetic"] is True
    assert str(made.row["publication"]).startswith("SYNTHETIC-")


def test_amounts_stay_within_a_quarter_of_the_source(pool: Pool) -> None:
    made = perturb(pool, RECIPES[1], 0, Writer(pool), Frequencies(pool), seed=5)
    ingredients = made.row["ingredients"]
    assert isinstance(ingredients, list)
    own = {item.id for item in pool.compositions[0]}
    for one in ingredients:
        if pool.canonicalise(str(one["herb"])).id in own:
            assert 2.25 <= float(str(one["dose"]).removesuffix("份")) <= 3.75


def test_a_reduction_loses_its_share_on_average(pool: Pool) -> None:
    writer, foreign = Writer(pool), Frequencies(pool)
    own = {item.id for item in pool.compositions[3]}
    kept = []
    for seed in range(300):
        ingredients = perturb(pool, RECIPES[3], 3, writer, foreign, seed).row["ingredients"]
        assert isinstance(ingredients, list)
        kept.append(len(own & {pool.canonicalise(str(one["herb"])).id for one in ingredients}))
    assert min(kept) >= 2
    assert sum(kept) / len(kept) == pytest.approx(5 * 0.6, abs=0.2)


def test_the_table_repeats_itself_and_another_seed_gives_other_patents(pool: Pool) -> None:
    first = perturbation_table(pool, 5, seed=1, metrics=("engine", "jaccard"))
    assert first == perturbation_table(pool, 5, seed=1, metrics=("engine", "jaccard"))
    writer, foreign = Writer(pool), Frequencies(pool)
    assert perturb(pool, RECIPES[1], 0, writer, foreign, 1) != perturb(pool, RECIPES[1], 0, writer, foreign, 2)


def test_every_column_has_its_aim_and_its_intervals(pool: Pool) -> None:
    table = perturbation_table(pool, 5, seed=1, metrics=("engine",))
    columns = table["columns"]
    assert isinstance(columns, dict)
    assert [column["aim"] for column in columns.values()] == [0.98, 0.95, 0.88, 0.65]
    for column in columns.values():
        low, high = column["metrics"]["engine"]["R@1 interval"]
        assert low <= column["metrics"]["engine"]["R@1"] <= high
    assert (table["formulas"], table["with_full_doses"], table["synthetic"]) == (5, 5, True)
