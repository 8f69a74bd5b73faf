"""The compiled first stage of the screening gives what the plain one gives."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.overlap.engine import Canonicaliser, Lexicon, Pool
from erdem.overlap.engine.formula.index import FormulaIndex, approximate, best_candidates, build_index
from erdem.overlap.engine.formula.items import Item, items_of
from erdem.overlap.engine.grades import GradeTable
from erdem.overlap.engine.records import Ingredient
from erdem.overlap.engine.records import patent as read_patent
from erdem.overlap.tests.engine.conftest import shared_path

# Names with relatives in the lexicon, some without, one that it does not know, one scrap of running text.
NAMES = [
    "白芍",
    "赤芍",
    "芍药",
    "桂枝",
    "肉桂",
    "黄芪",
    "甘草",
    "麻黄",
    "麻黄碱",
    "小檗碱",
    "黄连",
    "黄柏",
    "不识草",
    "去皮煎服之",
]
lists = st.lists(st.sampled_from(NAMES), max_size=7)
CAREFUL = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def items(names: list[str], canonicalise: Canonicaliser, optional: int = 0) -> tuple[Item, ...]:
    return items_of([Ingredient(name, optional=place < optional) for place, name in enumerate(names)], canonicalise)


def held_to_the_plain_one(index: FormulaIndex, claimed: tuple[Item, ...], grades: GradeTable, count: int) -> None:
    plain = approximate(index, claimed, grades).score
    positions, scores = best_candidates(index, claimed, grades, count)
    assert scores == pytest.approx(plain[positions], abs=2e-6)
    assert len(set(positions.tolist())) == positions.size == min(count, int((plain > 0).sum()))
    assert np.all(np.diff(scores) <= 0)
    left_out = np.delete(plain, positions)
    if positions.size and left_out.size:
        assert left_out.max() <= scores[-1] + 2e-6


@CAREFUL
@given(st.lists(lists, max_size=25), lists, st.integers(0, 3), st.integers(0, 30))
def test_the_best_candidates_are_those_of_the_plain_first_score(
    lexicon: Lexicon, canonicalise: Canonicaliser, rows: list[list[str]], asked: list[str], optional: int, count: int
) -> None:
    index = build_index([items(row, canonicalise) for row in rows])
    held_to_the_plain_one(index, items(asked, canonicalise, optional), GradeTable(lexicon), count)


@CAREFUL
@given(st.lists(lists, max_size=25), lists)
def test_exhaustive_gives_every_record_once(
    lexicon: Lexicon, canonicalise: Canonicaliser, rows: list[list[str]], asked: list[str]
) -> None:
    index, grades = build_index([items(row, canonicalise) for row in rows]), GradeTable(lexicon)
    claimed = items(asked, canonicalise)
    positions, scores = best_candidates(index, claimed, grades, 1, exhaustive=True)
    assert sorted(positions.tolist()) == list(range(len(rows)))
    assert scores == pytest.approx(approximate(index, claimed, grades).score[positions], abs=2e-6)


def test_a_relative_counts_at_its_grade_and_only_the_closest(lexicon: Lexicon, canonicalise: Canonicaliser) -> None:
    index = build_index([items(row, canonicalise) for row in (["赤芍"], ["白芍"], ["白芍", "赤芍"], ["黄芪"])])
    positions, scores = best_candidates(index, items(["白芍"], canonicalise), GradeTable(lexicon), 9)
    assert positions.tolist()[0] == 1
    assert 3 not in positions
    assert scores[0] > scores[1:].max() > 0


@pytest.mark.parametrize("rows", [[], [[]], [[], ["甘草"]]])
def test_empty_records_and_claims_do_no_harm(
    lexicon: Lexicon, canonicalise: Canonicaliser, rows: list[list[str]]
) -> None:
    index, grades = build_index([items(row, canonicalise) for row in rows]), GradeTable(lexicon)
    for asked in ([], ["甘草"], ["不识草"]):
        held_to_the_plain_one(index, items(asked, canonicalise), grades, 5)


def test_the_classical_pool_gives_the_same_candidates_for_real_patents(classical_pool: Pool) -> None:
    checked = 0
    with shared_path("data", "patents", "cn_facts_tcm.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            patent, _ = read_patent(json.loads(line), 0)
            if patent is None or not patent.ingredients or checked == 40:
                continue
            claimed = items_of(patent.ingredients, classical_pool.canonicalise)
            held_to_the_plain_one(classical_pool.index, claimed, classical_pool.grades, 300)
            checked += 1
    assert checked == 40
