"""How steps are weighed and aligned: information, gaps, circumstances, English steps, retold processes."""

from __future__ import annotations

import json
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.overlap import engine
from erdem.overlap.engine import Lexicon, Pool, Relation, Step
from erdem.overlap.engine.evaluating.processes import figures, judge, judge_retold, read_pairs, retold
from erdem.overlap.engine.process.align import StepGrade, align, grade_steps
from erdem.overlap.engine.process.information import class_information, count, counts
from erdem.overlap.engine.process.materials import materials_in
from erdem.overlap.engine.process.operations import CLASSES, classes_of, operation_words
from erdem.overlap.engine.process.operations_english import verb_forms
from erdem.overlap.engine.process.parameters import ParameterKind, compare_parameters, parameters_of
from erdem.overlap.tests.engine.conftest import shared_path

FELT = [Step("弹毛"), Step("铺毛"), Step("洒热水"), Step("卷紧"), Step("擀压")]
MACHINE = [Step("混合"), Step("加热"), Step("灭菌"), Step("包装")]
ANY_STEP = st.builds(
    Step,
    st.sampled_from(["切块", "晾干", "发酵", "熬煮", "擀", "烟熏", "混合", "写", "smoked", "drying"]),
    temperature=st.sampled_from(["", "80℃", "20-30℃", "常温", "零下10℃"]),
    time=st.sampled_from(["", "2小时", "7-8天", "过夜"]),
)
STEPS = st.lists(ANY_STEP, max_size=9)


def test_a_rare_operation_tells_more_than_one_that_every_process_has() -> None:
    assert class_information(("roll",)) > class_information(("smoke",)) > 2 * class_information(("heat",))
    assert class_information(("mix", "roll")) == class_information(("roll",))


def test_the_shipped_counts_are_those_of_the_records_and_patents_at_hand() -> None:
    shipped = json.loads((resources.files("erdem.overlap.engine.process") / "counts.json").read_text(encoding="utf-8"))
    records, _ = engine.read_tk(shared_path("data", "tk", "inner_mongolia_records.jsonl"))
    processes = [(record.steps, ()) for record in records if record.kind != "formula" and record.steps]
    for name in shipped["sources"][1:]:
        patents, _ = engine.read_literature(shared_path("data", "patents", name))
        processes += [(patent.steps, ()) for patent in patents if patent.steps]
    found = count(processes)
    assert found.documents == shipped["documents"]
    assert found.classes == shipped["classes"]


def test_a_tradition_in_one_piece_outranks_the_same_steps_scattered() -> None:
    together = align([*MACHINE, *FELT, *MACHINE], FELT)
    scattered = align([step for pair in zip(FELT, MACHINE + MACHINE[:1], strict=True) for step in pair], FELT)
    assert together.matched == len(FELT)
    assert together.core > scattered.core


def test_steps_of_a_machine_before_and_after_leave_the_core_whole() -> None:
    found = align([*MACHINE, *FELT, *MACHINE], FELT)
    assert found.core == pytest.approx(1.0)
    assert found.agreement < align(FELT, FELT).agreement
    assert align(FELT, FELT).agreement == pytest.approx(1.0)


def test_agreement_in_everyday_operations_alone_tells_little() -> None:
    assert align(MACHINE, MACHINE).agreement < 0.65 * align(FELT[:4], FELT[:4]).agreement


def test_english_steps_meet_chinese_ones() -> None:
    english = [Step("carding the wool"), Step("sprinkled"), Step("rolling"), Step("air-dried")]
    found = align(english, [Step("弹毛"), Step("洒热水"), Step("擀"), Step("晾干")])
    assert [row.grade for row in found.rows] == [StepGrade.SAME] * 4
    assert grade_steps(Step("Smoking"), Step("烟熏")) is StepGrade.SAME


def test_an_english_claim_is_led_to_the_process_of_the_region(regional_pool: Pool) -> None:
    claim = (
        "1. A method of producing dried meat, comprising: cutting beef into long strips; salting the strips for 12 hours; "
        "drying the strips in the wind in winter; and grinding the dried strips."
    )
    match = engine.screen(
        regional_pool, {"publication": "US1", "title": "Method of making dried meat", "claims": [claim]}
    )[0]
    assert match.tk_name == "风干肉（宝日茨）"
    assert match.relation is Relation.SIMILAR_PROCESS
    met = [row for row in match.steps if row.patent and row.tk]
    assert len(met) >= 3
    assert all(row.claim_span and claim[slice(*row.claim_span)] == row.patent["operation"] for row in met if row.patent)


def test_verbs_take_their_forms() -> None:
    assert set(verb_forms("dry")) == {"dry", "dries", "dried", "drying"}
    assert set(verb_forms("chop")) == {"chop", "chops", "chopped", "chopping"}
    assert set(verb_forms("smoke")) == {"smoke", "smokes", "smoked", "smoking"}
    assert "washes" in verb_forms("wash")


def test_a_noun_in_running_text_is_no_step_but_the_verb_is() -> None:
    assert operation_words("add salt and ground pepper") == [(0, 3, "mix")]
    assert [slug for *_, slug in operation_words("the meat is salted and smoked")] == ["salt", "smoke"]
    assert classes_of("salt") == ("salt",)


def test_circumstances_become_intervals_in_one_unit() -> None:
    step = Step("风干", temperature="-10至-20℃", time="7-8天", other="过80目筛，料液比1:10-25")
    found = {one.kind: (one.low, one.high) for one in parameters_of(step)}
    assert found == {
        ParameterKind.TEMPERATURE: (-20.0, -10.0),
        ParameterKind.TIME: (7 * 1440.0, 8 * 1440.0),
        ParameterKind.MESH: (80.0, 80.0),
        ParameterKind.RATIO: (10.0, 25.0),
    }


def test_room_temperature_is_an_interval_and_a_gentle_fire_is_none() -> None:
    (one,) = compare_parameters(Step("静置", temperature="25℃"), Step("静置", temperature="常温"))
    assert (one.agreement, one.patent, one.tk) == (1.0, "25℃", "常温")
    assert compare_parameters(Step("煮", temperature="90℃"), Step("煮", temperature="文火")) == ()


def test_a_pair_whose_temperatures_lie_apart_counts_less_and_says_so() -> None:
    cold, hot = [Step("烟熏", temperature="20℃")] * 3, [Step("烟熏", temperature="90℃")] * 3
    found = align(hot, cold)
    assert found.agreement < align(cold, cold).agreement
    assert found.rows[0].parameters[0].agreement == 0


def test_a_material_is_known_by_its_ending(lexicon: Lexicon) -> None:
    found = materials_in(["手工鞣制牛皮", "柳木(哈那)", "灭菌牛奶；生牛皮条"], engine.Canonicaliser(lexicon))
    assert list(found.values()) == ["手工鞣制牛皮", "柳木", "灭菌牛奶"]


def test_the_same_steps_without_name_and_material_are_a_process_only(lexicon: Lexicon) -> None:
    record = {"name": "擀毡", "kind": "process", "steps": [{"op": step.operation} for step in (*FELT, Step("绣花"))]}
    pool = engine.prepare([record], lexicon)
    row = {"publication": "CN1", "title": "一种复合片材", "steps": [{"op": step.operation} for step in FELT]}
    (match,) = engine.screen(pool, row)
    assert match.relation is Relation.PROCESS_ONLY
    assert not match.alarm
    assert all(step.information > 0 for step in match.steps if step.grade == "same")


@given(STEPS, STEPS)
def test_the_alignment_never_crosses_and_uses_every_step_once(mine: list[Step], theirs: list[Step]) -> None:
    found = align(mine, theirs)
    assert [row.patent for row in found.rows if row.patent is not None] == list(range(len(mine)))
    assert [row.tk for row in found.rows if row.tk is not None] == list(range(len(theirs)))
    assert 0 <= found.agreement <= 1
    assert 0 <= found.core <= 1


@given(STEPS, STEPS)
def test_the_alignment_is_the_best_of_all_orders_of_pairs(mine: list[Step], theirs: list[Step]) -> None:
    """More steps on the patent's side never lower what is met of the tradition."""
    assert align([*MACHINE, *mine], theirs).core >= align(mine, theirs).core - 1e-9


def test_a_retold_process_leads_back_to_its_record(regional_pool: Pool) -> None:
    found = figures(judge_retold(regional_pool))
    assert found["source"] >= 25
    assert found["source R@1"] >= 0.95


def test_a_retold_process_names_neither_record_nor_product(regional_pool: Pool) -> None:
    record = next(record for record in regional_pool.records if record.name == "擀毡")
    patent = retold(record)
    assert patent is not None
    assert patent.publication.startswith("SYNTHETIC-")
    assert "毡" not in patent.title
    assert retold(engine.TkRecord("x", "x", steps=(Step("切"),))) is None


def test_the_labelled_patents_of_the_region_find_their_source_and_nothing_else(regional_pool: Pool) -> None:
    text = (resources.files("erdem.overlap") / "seeds" / "process_pairs.jsonl").read_text(encoding="utf-8")
    pairs = read_pairs(map(json.loads, text.splitlines()))
    patents: dict[str, engine.Patent] = {}
    rows = shared_path("data", "patents", "cn_facts_inner_mongolia.jsonl").read_text(encoding="utf-8").splitlines()
    for line, row in enumerate(map(json.loads, rows)):
        patent, _ = engine.patent(row, line)
        assert patent is not None
        patents[patent.publication] = patent
    found = figures(list(judge(regional_pool, pairs, patents)))
    assert found["source"] == 17
    # One is a protein of a strain from koumiss; its title does not say so.
    assert found["source R@1"] >= 16 / 17
    assert found["false alarms"] == 0


def test_the_counts_know_every_class_they_name() -> None:
    assert set(counts().classes) <= set(CLASSES)
