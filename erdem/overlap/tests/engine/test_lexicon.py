"""The substance lexicon and graded equality."""

from __future__ import annotations

import json

import pytest

from erdem.lib.folding import fold_name
from erdem.overlap.engine import Canonicaliser, GradeTable, Lexicon, Reason
from erdem.overlap.engine.canonical import Found
from erdem.overlap.engine.grades import Grade, with_treatments
from erdem.overlap.tests.engine.conftest import SEED


def test_the_seed_reads_without_problems_and_stays_small(lexicon: Lexicon) -> None:
    assert lexicon.problems == ()
    assert len(lexicon) > 5000
    assert SEED.stat().st_size < 900_000


def test_a_name_or_alias_of_the_seed_means_one_substance_only(lexicon: Lexicon) -> None:
    owner: dict[str, str] = {}
    for substance in lexicon:
        for name in (substance.name_zh, *substance.aliases):
            assert owner.setdefault(fold_name(name), substance.id) == substance.id, name


def test_every_reference_inside_the_seed_leads_somewhere(lexicon: Lexicon) -> None:
    for substance in lexicon:
        for other in (*substance.substitutes, *substance.found_in, *substance.ingredients):
            assert lexicon.get(other) is not None, (substance.id, other)


def test_the_version_changes_with_the_content_and_not_with_the_order() -> None:
    rows: list[dict[str, object]] = [{"id": "a", "name_zh": "甲草"}, {"id": "b", "name_zh": "乙草"}]
    first = Lexicon.from_rows(rows).version
    assert first == Lexicon.from_rows(rows[::-1]).version
    assert first != Lexicon.from_rows([*rows, {"id": "c", "name_zh": "丙草"}]).version


def test_bad_rows_become_problems_and_the_rest_is_kept() -> None:
    rows: list[object] = [{"id": "a", "name_zh": "甲草"}, {"id": "", "name_zh": "乙"}, {"id": "c"}, 7]
    rows.append({"id": "d", "name_zh": "丁草", "kind": "song"})
    lexicon = Lexicon.from_rows(rows)  # type: ignore[arg-type]  # wrong types are the point
    assert list(lexicon.substances) == ["a"]
    assert [(problem.line, problem.field) for problem in lexicon.problems] == [
        (1, "id"),
        (2, "name_zh"),
        (3, ""),
        (4, "kind"),
    ]


def test_a_row_survives_a_round_trip(lexicon: Lexicon) -> None:
    rows = [substance.as_row() for substance in lexicon]
    again = Lexicon.from_rows(json.loads(json.dumps(rows, ensure_ascii=False)))
    assert again.version == lexicon.version


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("白芍", "芍药"),
        ("白芍药", "芍药"),
        ("浓朴", "厚朴"),
        ("黃耆", "黄芪"),
        ("黄", "黄芪"),
        ("诃黎勒皮", "诃子"),
        ("阿如拉", "诃子"),
        ("苏格木勒", "豆蔻"),
        ("川大黄", "大黄"),
        ("炒白术", "白术"),
        ("甘草（炙）", "甘草"),
        ("曲拉", "阿如勒"),
        ("Glycyrrhiza uralensis", "甘草"),
        ("Radix Astragali", "黄芪"),
        ("Astragali Radix", "黄芪"),
        ("Hippophae rhamnoides", "沙棘"),
        ("Xanthoceras sorbifolium", "文冠木"),
        ("Choerospondias axillaris", "广枣"),
        ("Aconitum kusnezoffii", "草乌"),
        ("Scabiosa comosa", "蓝盆花"),
        ("liquorice root", "甘草"),
        ("yak meat", "牦牛肉"),
    ],
)
def test_written_names_lead_to_their_substance(canonicalise: Canonicaliser, written: str, canonical: str) -> None:
    assert canonicalise.lexicon.name_of(canonicalise(written).id) == canonical


def test_an_unknown_name_gets_a_provisional_id_and_is_not_dropped(canonicalise: Canonicaliser) -> None:
    found = canonicalise("雪山灵草")
    assert found.id == "?雪山灵草"
    assert found.found is Found.PROVISIONAL


def grade(canonicalise: Canonicaliser, first: str, second: str) -> Grade:
    return GradeTable(canonicalise.lexicon).between(canonicalise(first).id, canonicalise(second).id)


@pytest.mark.parametrize(
    ("first", "second", "value", "reason"),
    [
        ("白芍", "芍药", 1.0, Reason.SAME),
        ("生地黄", "熟地黄", 0.9, Reason.PROCESSING),
        ("生姜", "干姜", 0.9, Reason.PROCESSING),
        ("肉桂醛", "肉桂", 0.6, Reason.COMPOUND),
        ("白芍", "赤芍", 0.5, Reason.SUBSTITUTE),
        ("牛肉", "牦牛肉", 0.5, Reason.SUBSTITUTE),
        ("人参", "党参", 0.2, Reason.CLASS_SUBSTITUTE),
        ("人参", "大黄", 0.0, Reason.NONE),
    ],
)
def test_grades_follow_the_scale_and_are_symmetric(
    canonicalise: Canonicaliser, first: str, second: str, value: float, reason: Reason
) -> None:
    assert grade(canonicalise, first, second) == Grade(value, reason)
    assert grade(canonicalise, second, first) == Grade(value, reason)


def test_a_claim_that_leaves_the_treatment_open_covers_the_treated_form() -> None:
    same = Grade(1.0, Reason.SAME)
    roasted, nothing = frozenset({"roasted"}), frozenset[str]()
    assert with_treatments(same, roasted, nothing) == Grade(1.0, Reason.PROCESSING_OPEN)
    assert with_treatments(same, nothing, roasted) == Grade(0.9, Reason.PROCESSING)
    assert with_treatments(same, roasted, roasted) == same
