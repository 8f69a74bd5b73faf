"""Bands, measures, fields of technology, alternatives and combinations: what is made of a comparison."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.overlap import engine
from erdem.overlap.engine import Lexicon, Match, Matches, Pool, Relation
from erdem.overlap.engine.classes import proximity
from erdem.overlap.engine.formula.doses import evidence_of
from erdem.overlap.engine.metrics import METRICS, Compared, metric
from erdem.overlap.engine.wording import cannot_compare

HERBS = tuple(f"示例药{number:02d}" for number in range(30))
Row = dict[str, object]


def formula(name: str, *herbs: str, **more: object) -> Row:
    return {"name": name, "ingredients": [{"herb": herb} for herb in herbs], **more}


@pytest.fixture(scope="module")
def pool() -> Pool:
    rows = [{"id": f"h{place}", "name_zh": name} for place, name in enumerate(HERBS)]
    records: list[Row] = [
        formula("四味散", *HERBS[:4]),
        formula("三味丸", *HERBS[4:7]),
        formula("单味方", HERBS[7], indication="咳嗽"),
        formula("另一单味方", HERBS[8], indication="咳嗽"),
        *(formula(f"多味{number}", *(HERBS[(number + step) % 30] for step in (9, 13, 20))) for number in range(20)),
    ]
    return engine.prepare(records, Lexicon.from_rows(rows))


def best(pool: Pool, *herbs: str, **more: object) -> Match:
    return engine.screen(pool, {"publication": "CN1", "ingredients": [{"herb": herb} for herb in herbs], **more})[0]


def test_an_identical_composition_is_in_the_upper_band(pool: Pool) -> None:
    found = best(pool, *HERBS[:4])
    assert (found.relation, found.band, found.alarm) == (Relation.IDENTICAL, "upper", True)
    assert found.coverage == 1.0
    assert found.strength > 1.0


def test_one_shared_substance_is_background_and_its_score_is_held_down(pool: Pool) -> None:
    found = best(pool, HERBS[7])
    assert (found.relation, found.band, found.alarm) == (Relation.SINGLE_SUBSTANCE, "lower", False)
    assert found.score < 0.5
    assert "one_substance_only" in {reason.slug for reason in found.reasons}


def test_one_record_for_each_plant_with_a_like_use_is_a_combination(pool: Pool) -> None:
    found = best(pool, HERBS[7], HERBS[8], indication="咳嗽")
    assert found.relation is Relation.COMBINATION
    assert (len(found.partners), found.band, found.alarm) == (1, "middle", True)
    assert best(pool, HERBS[7], HERBS[8], indication="外伤出血").relation is not Relation.COMBINATION


def test_two_whole_formulas_make_up_a_claim(pool: Pool) -> None:
    found = best(pool, *HERBS[:7])
    assert found.relation is Relation.COMBINATION
    assert found.partners == (1,)


def test_alternatives_that_are_not_chosen_are_no_additions(pool: Pool) -> None:
    names = "、".join(HERBS[:3])
    listed = f"一种组合物，由{names}和选自{HERBS[3]}、{HERBS[20]}、{HERBS[21]}中的一种组成。"
    found = engine.screen(pool, {"publication": "CN1", "claims": [listed]})[0]
    assert found.tk_name == "四味散"
    assert found.added == ()


def test_another_field_of_technology_is_said_and_costs_a_little(pool: Pool) -> None:
    medicine, weeds = best(pool, *HERBS[:4], ipc=["A61K36/00"]), best(pool, *HERBS[:4], ipc=["A01N65/00"])
    assert weeds.score < medicine.score
    assert "other_field" in {reason.slug for reason in weeds.reasons}
    assert [proximity(["A61P 1/00"]), proximity(["C12N1/00"]), proximity(["H04L9/00"]), proximity([])] == [
        1,
        0.5,
        0,
        None,
    ]


def test_the_json_of_a_match_says_its_band_its_strength_and_its_parts(pool: Pool) -> None:
    line = best(pool, *HERBS[:4]).as_json()
    assert line["band"] == "upper"
    parts = line["parts"]
    assert isinstance(parts, dict)
    assert {"linear", "tversky", "jaccard", "transmission"} <= set(parts)
    assert all(0 <= value <= 1 for value in parts.values())


def test_a_claim_in_no_known_language_says_why_nothing_is_compared(pool: Pool) -> None:
    found = engine.screen(pool, {"publication": "RU1", "claims": ["Композиция, содержащая экстракт растения."]})
    assert isinstance(found, Matches)
    assert "language_not_supported" in found.notes
    assert cannot_compare(found.notes).startswith("不能比对，因为")
    assert cannot_compare(("range_reversed",)) == ""


AMOUNTS = st.floats(0, 50)


@given(st.sampled_from(sorted(METRICS)), AMOUNTS, AMOUNTS, AMOUNTS, st.floats(-1, 1))
def test_every_measure_is_bounded_and_takes_arrays_as_it_takes_numbers(
    name: str, matched: float, missing: float, added: float, dose: float
) -> None:
    measure = metric(name)
    one = measure(Compared(matched, missing, added, matched + added, dose))
    many = measure(
        Compared(np.array([matched]), np.array([missing]), np.array([added]), matched + added, np.array([dose]))
    )
    assert isinstance(many, np.ndarray)
    assert 0 <= float(one) <= 1 + 1e-9
    assert math.isclose(float(one), float(many[0]), rel_tol=1e-9, abs_tol=1e-12)


def test_an_unknown_measure_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="fusion"):
        metric("示例")


def test_kept_ratios_speak_for_a_source_more_than_others_speak_against_it() -> None:
    kept = [
        ((1.0, 1.0), (10.0, 10.0)),
        ((2.0, 2.0), (21.0, 21.0)),
        ((4.0, 4.0), (38.0, 38.0)),
        ((1.5, 1.5), (15.0, 15.0)),
    ]
    other = [((1.0, 1.0), (40.0, 40.0)), ((2.0, 2.0), (3.0, 3.0)), ((4.0, 4.0), (1.0, 1.0)), ((1.5, 1.5), (15.0, 15.0))]
    assert evidence_of(kept) > 2
    assert -1 < evidence_of(other) < 0
    assert evidence_of(kept[:1]) == 0


@given(st.lists(st.tuples(st.floats(0.1, 100), st.floats(0.1, 100)), min_size=2, max_size=8), st.floats(0.1, 100))
def test_evidence_of_doses_does_not_depend_on_the_unit(pairs: list[tuple[float, float]], scale: float) -> None:
    plain = evidence_of([((old, old), (new, new)) for old, new in pairs])
    scaled = evidence_of([((old, old), (new * scale, new * scale)) for old, new in pairs])
    assert plain == pytest.approx(scaled, abs=1e-6)
