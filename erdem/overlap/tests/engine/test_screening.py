"""Screening a small pool: relations, grades, clusters, reasons, the JSON form, bad input."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.overlap import engine
from erdem.overlap.engine import Lexicon, Match, Pool, Relation
from erdem.overlap.engine.formula.compare import claimed_items, compare
from erdem.overlap.engine.formula.index import approximate
from erdem.overlap.engine.formula.items import items_of
from erdem.overlap.engine.wording import REASON_SLUGS, reason_text

Row = dict[str, object]


def formula(name: str, *ingredients: tuple[str, str] | str, **more: object) -> Row:
    rows = [
        {"herb": item, "dose": ""} if isinstance(item, str) else {"herb": item[0], "dose": item[1]}
        for item in ingredients
    ]
    return {"name": name, "ingredients": rows, **more}


POOL_ROWS: list[Row] = [
    formula(
        "黄芩汤",
        ("黄芩", "三两"),
        ("甘草（炙）", "二两"),
        ("芍药", "二两"),
        ("大枣", "十二枚"),
        book="伤寒论类方",
        indication="太阳与少阳合病自下利",
        text="黄芩三两 甘草炙二两 芍药二两 大枣十二枚",
    ),
    formula("黄芩汤", ("黄芩", "三两"), ("甘草", "二两"), ("白芍", "二两"), ("大枣", "十二枚"), book="医方考"),
    formula("四君子汤", "人参", "白术", "茯苓", "甘草", book="太平惠民和剂局方"),
    formula("四物汤", "当归", "川芎", "白芍", "熟地黄"),
    formula("生脉散", "人参", "麦冬", "五味子"),
    formula("独参汤", "人参"),
    formula("三子散", "诃子", "栀子", "川楝子", known_since=773),
    formula("大黄黄连汤", "大黄", "黄连"),
    formula("肉桂散", "肉桂", "干姜", "附子"),
]


@pytest.fixture(scope="module")
def pool(lexicon: Lexicon) -> Pool:
    prepared = engine.prepare(POOL_ROWS, lexicon)
    assert prepared.problems == ()
    return prepared


def screen(pool: Pool, *ingredients: tuple[str, str] | str, **more: object) -> list[Match]:
    return engine.screen(pool, {"publication": "CN1", **formula("", *ingredients), **more})


def test_the_same_composition_under_other_names_is_identical_with_its_ratio(pool: Pool) -> None:
    best = screen(pool, ("黄芩", "3份"), ("甘草", "2份"), ("白芍", "2份"), ("大枣", "2份"))[0]
    assert best.relation is Relation.IDENTICAL
    assert (best.tk, best.tk_book, best.tk_year) == (0, "伤寒论类方", 210)
    assert {row.substance: row.grade for row in best.shared} == {"黄芩": 1.0, "甘草": 1.0, "芍药": 1.0, "大枣": 1.0}
    assert best.doses.ratio == "3:2:2:2"
    assert best.alarm


def test_variants_form_one_cluster_with_the_earliest_source_first(pool: Pool) -> None:
    matches = screen(pool, "黄芩", "甘草", "白芍", "大枣")
    assert [variant.tk for variant in matches[0].variants] == [0, 1]
    assert len({match.cluster for match in matches}) == len(matches)
    assert [match.rank for match in matches] == list(range(1, len(matches) + 1))


def test_an_open_claim_word_covers_the_roasted_form_and_a_stated_one_does_not_cover_the_raw(pool: Pool) -> None:
    row = next(row for row in screen(pool, "黄芩", "甘草", "白芍", "大枣")[0].shared if row.substance == "甘草")
    assert (row.grade, row.reason) == (1.0, "processing_open")
    raw = next(match for match in screen(pool, "人参", "白术", "茯苓", "炙甘草") if match.tk_name == "四君子汤")
    assert {row.claim_name: row.grade for row in raw.shared}["炙甘草"] == 0.9


@pytest.mark.parametrize(
    ("ingredients", "name", "relation"),
    [
        (("人参", "白术", "茯苓", "甘草"), "四君子汤", Relation.IDENTICAL),
        (("人参", "白术", "茯苓", "甘草", "陈皮"), "四君子汤", Relation.TK_PLUS_ADDITIONS),
        (("人参", "白术", "茯苓"), "四君子汤", Relation.REDUCED),
        (("人参", "白术", "茯苓", "陈皮"), "四君子汤", Relation.MODIFIED),
        (("人参",), "独参汤", Relation.IDENTICAL),
    ],
)
def test_the_relation_is_named(pool: Pool, ingredients: tuple[str, ...], name: str, relation: Relation) -> None:
    found = {match.tk_name: match.relation for match in screen(pool, *ingredients)}
    expected = Relation.SINGLE_SUBSTANCE if len(ingredients) == 1 else relation
    assert found[name] is expected


def test_two_complete_formulas_that_make_up_a_claim_are_a_combination(pool: Pool) -> None:
    matches = screen(pool, "人参", "白术", "茯苓", "甘草", "当归", "川芎", "白芍", "熟地黄")
    relations = {match.tk_name: (match.relation, match.partners) for match in matches}
    assert relations["四君子汤"] == (Relation.COMBINATION, (3,))
    assert relations["四物汤"] == (Relation.COMBINATION, (2,))


def test_a_ready_mixture_is_opened(pool: Pool) -> None:
    best = screen(pool, "四物汤", "人参")[0]
    assert best.tk_name == "四物汤"
    assert best.added == ("人参",)


def test_a_compound_counts_for_the_herb_it_comes_from(pool: Pool) -> None:
    match = next(match for match in screen(pool, "肉桂醛", "干姜", "附子") if match.tk_name == "肉桂散")
    assert [(row.claim_name, row.grade, row.reason) for row in match.shared if row.grade < 1] == [
        ("肉桂醛", 0.6, "compound")
    ]


def test_one_shared_plant_raises_no_alarm(pool: Pool) -> None:
    assert not any(match.alarm for match in screen(pool, "人参", "牛奶", "白砂糖", "水"))


def test_a_substance_settled_by_a_person_wins_over_the_written_name(lexicon: Lexicon) -> None:
    rows = [{"name": "甲汤", "ingredients": [{"herb": "药王", "substance": "ren-shen"}, {"herb": "白术"}]}]
    best = screen(engine.prepare(rows, lexicon), "人参", "白术")[0]
    assert best.relation is Relation.IDENTICAL


def test_other_names_of_a_formula_are_found_in_the_text(lexicon: Lexicon) -> None:
    rows = [formula("甲汤", "诃子", "草乌", names=["甲汤", "嘎日迪五味丸"])]
    found = engine.screen(engine.prepare(rows, lexicon), {"publication": "CN1", "title": "嘎日迪五味丸的制法"})
    assert [match.signals for match in found] == [("formula_named",)]


def test_an_unknown_name_is_kept_and_named(pool: Pool) -> None:
    best = screen(pool, "人参", "白术", "茯苓", "甘草", "雪山灵草")[0]
    assert "雪山灵草" in best.added


def test_a_formula_named_without_ingredients_is_found_by_name(pool: Pool) -> None:
    matches = engine.screen(pool, {"publication": "CN2", "title": "生脉散的新用途"})
    assert [(match.tk_name, match.relation) for match in matches] == [("生脉散", Relation.NAME_ONLY)]


def test_a_tradition_the_patent_names_is_weighed(lexicon: Lexicon) -> None:
    rows = [formula("嘎日迪五味丸", "诃子", "草乌", "石菖蒲", "木香", "麝香", places=["内蒙古"])]
    small = engine.prepare(rows, lexicon)
    plain = screen(small, "草乌", "麝香", "雄黄", title="筋骨风痛膏")[0]
    named = screen(small, "草乌", "麝香", "雄黄", title="蒙药筋骨风痛膏")[0]
    assert plain.score < named.score
    assert named.signals == ("tradition_named",)
    assert named.alarm
    assert not plain.alarm


def test_reasons_are_slugs_with_parameters_and_each_has_words(pool: Pool) -> None:
    best = screen(pool, ("黄芩", "3份"), ("甘草", "2份"), ("赤芍", "9份"), indication="化学治疗的辅助")[0]
    slugs = {reason.slug for reason in best.reasons}
    assert {"missing", "indication_differs", "processing_not_written", "not_the_same_substance"} <= slugs
    assert slugs <= REASON_SLUGS
    assert all(reason_text(reason, language) for reason in best.reasons for language in ("zh", "en"))


def test_the_json_form_has_the_agreed_keys(pool: Pool) -> None:
    claims = ["一种组合物，由黄芩3份、甘草2份、白芍2份、大枣2份组成。"]
    best = engine.screen(pool, {"publication": "CN1", "claims": claims})[0].as_json()
    assert {"tk", "rank", "score", "relation", "cluster", "shared", "missing", "added"} <= best.keys()
    json.dumps(best, ensure_ascii=False)
    row = best["shared"][0]  # type: ignore[index]  # as_json returns plain objects
    assert {"substance", "grade", "tk_span", "claim", "claim_span", "tk_dose", "claim_dose"} <= row.keys()
    start, end = row["claim_span"]
    assert claims[row["claim"] - 1][start:end] == row["claim_name"]
    first, last = row["tk_span"]
    assert str(POOL_ROWS[0]["text"])[first:last] == row["tk_name"]


def test_screening_is_deterministic_and_stays_within_the_scale(pool: Pool) -> None:
    first, second = (screen(pool, "人参", "白术", "茯苓", "当归") for _ in range(2))
    assert [match.as_json() for match in first] == [match.as_json() for match in second]
    assert all(0 <= match.score <= 1 for match in first)
    assert [match.score for match in first] == sorted((match.score for match in first), reverse=True)


def test_the_first_score_and_the_exact_score_agree_where_nothing_else_counts(pool: Pool) -> None:
    patent, _ = engine.patent(formula("x", "人参", "白术", "陈皮"), 0)
    assert patent is not None
    items = items_of(patent.ingredients, pool.canonicalise)
    first = approximate(pool.index, items, pool.grades)
    claimed = claimed_items(items, pool.lexicon)
    for position in (2, 3, 6):
        exact = compare(pool.compositions[position], [], "", claimed, pool.index, pool.grades)
        assert first.score[position] * (1 - 0.5 * 0.12) == pytest.approx(exact.score, abs=1e-4)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"ingredients": [{"herb": "人参"}]}, "name"),
        ({"name": "甲", "ingredients": "人参"}, "ingredients"),
        ({"name": "甲", "ingredients": [{"herb": 3}]}, "ingredients[0]"),
        ({"name": "甲", "ingredients": []}, "ingredients"),
        ({"name": "甲", "ingredients": [None, {"herb": "人参"}]}, "ingredients[0]"),
        ({"name": ["甲"], "ingredients": [{"herb": "人参"}]}, "name"),
        (7, ""),
    ],
)
def test_a_bad_record_gives_a_problem_and_no_traceback(lexicon: Lexicon, row: object, field: str) -> None:
    prepared = engine.prepare([row], lexicon)  # type: ignore[list-item]  # wrong types are the point
    assert field in {problem.field for problem in prepared.problems}
    assert all(problem.line == 0 and problem.message for problem in prepared.problems)


def test_doses_that_are_no_numbers_are_accepted(lexicon: Lexicon) -> None:
    rows = [formula("甲汤", ("人参", "各二两"), ("白术", "少许"), ("茯苓", "不拘多少"), ("甘草", "\x00三两\x07"))]
    prepared = engine.prepare(rows, lexicon)
    assert prepared.problems == ()
    assert (
        screen(prepared, ("人参", "3份"), ("白术", "2份"), ("茯苓", "1份"), ("甘草", "1份"))[0].relation
        is Relation.IDENTICAL
    )


def test_a_list_of_ten_thousand_herbs_is_read(lexicon: Lexicon) -> None:
    many = [{"herb": f"草药{number}"} for number in range(10_000)]
    prepared = engine.prepare([{"name": "万味散", "ingredients": many}, *POOL_ROWS], lexicon)
    assert len(prepared.compositions[0]) == 10_000
    assert (
        engine.screen(prepared, {"publication": "CN3", "ingredients": [*many, {"herb": "人参"}]}, top=1)[0].tk_name
        == "万味散"
    )


def test_a_patent_with_nothing_to_compare_is_refused_in_plain_words(pool: Pool) -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        engine.screen(pool, {"publication": "CN4"})


FIELDS = ["herb", "dose", "op", "lo", "hi", "unit", "materials"]
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["herb", "dose", "op", "lo", "hi", "unit"]), inner)
    ),
    max_leaves=6,
)
KEYS = [
    "id",
    "name",
    "ingredients",
    "steps",
    "materials",
    "text",
    "book",
    "known_since",
    "publication",
    "title",
    "claims",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(row=st.dictionaries(st.sampled_from(KEYS), JSON_VALUES))
def test_no_json_object_makes_the_engine_raise(pool: Pool, lexicon: Lexicon, row: dict[str, object]) -> None:
    record, problems = engine.tk_record(row, 3)
    assert all(problem.line == 3 for problem in problems)
    if record is not None:
        engine.screen(engine.prepare([record], lexicon), {"publication": "CN1", "ingredients": [{"herb": "人参"}]})
    patent, _ = engine.patent(row, 0)
    if patent is not None:
        for match in engine.screen(pool, patent):
            json.dumps(match.as_json())
