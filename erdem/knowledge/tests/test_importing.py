"""Bringing in many entries: once, in scope, with codes of today."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.content import PlaceLine, RecordContent
from erdem.knowledge.entries import SEEDS, read_contents, seed_contents, seed_substances
from erdem.knowledge.models import Ingredient, Record, Substance
from erdem.knowledge.services import ImportOptions, ImportOutcome
from erdem.knowledge.tests.factories import ELSEWHERE, a_formula, sign_a_file
from erdem.lib.reading import Problem
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db

HERE = ImportOptions(file="示例.csv", default_place="152530")


def take(entries: list[RecordContent], actor: object = SYSTEM, options: ImportOptions = HERE) -> ImportOutcome:
    sign_a_file(actor)  # type: ignore[arg-type]  # an actor
    with acting_as(actor):  # type: ignore[arg-type]  # an actor
        return services.import_entries(actor=actor, entries=entries, options=options)  # type: ignore[arg-type]  # an actor


def codes(outcome: ImportOutcome) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.code) for problem in outcome.problems]


def test_all_lines_of_the_seeds_are_taken(people: People) -> None:
    with acting_as(SYSTEM):
        services.load_lexicon(actor=SYSTEM, rows=seed_substances())
        for name in SEEDS:
            outcome = services.import_entries(
                actor=SYSTEM, entries=seed_contents(name), options=ImportOptions(file=name, register=True)
            )
            assert outcome.kept == outcome.read, [str(problem) for problem in outcome.problems][:5]
            assert outcome.problems == []
        assert Record.objects.filter(status="registered", is_demonstration=True).count() == Record.objects.count()
        assert Record.objects.filter(ich_category__gt="", batch__isnull=False).count() == 106
        linked = Ingredient.objects.filter(substance__isnull=False).count()
        assert linked / Ingredient.objects.count() > 0.9


def test_a_record_closed_since_is_told_in_a_plain_line_without_its_number(people: People) -> None:
    options = replace(HERE, register=True)
    first = take([a_formula(), a_formula("示例另方")], people.officer, options)
    with acting_as(SYSTEM):
        Record.objects.filter(pk=first.record_ids[0]).update(diffusion_tier="D1")
        closed = Record.objects.get(pk=first.record_ids[0]).number
    again = take([a_formula(), a_formula("示例另方"), a_formula("示例新方")], people.officer, options)
    assert (again.known, again.kept) == (2, 1)
    assert [code for _line, code in codes(again)] == ["kept-elsewhere", "already-registered"]
    assert closed not in str(again.problems[0])


def test_a_closed_record_of_somebody_else_is_not_given_away_by_an_import(people: People) -> None:
    options = replace(HERE, register=True)
    first = take([a_formula()], people.officer, options)
    with acting_as(SYSTEM):
        Record.objects.filter(pk=first.record_ids[0]).update(diffusion_tier="D1")
    colleague = make_actor("office", "示例旗市场监督管理局", "county_officer")
    new = take([a_formula("示例新方")], colleague, options)
    probed = take([a_formula()], colleague, options)
    assert (probed.kept, probed.known, codes(probed)) == (new.kept, new.known, codes(new))
    assert codes(take([a_formula()], colleague, options)) == [(None, "already-registered")]


def test_the_lexicon_comes_out_as_it_went_in(people: People) -> None:
    rows = list(seed_substances())
    with acting_as(SYSTEM):
        assert services.load_lexicon(actor=SYSTEM, rows=rows) == len(rows)
        version = queries.lexicon_version()
        assert services.load_lexicon(actor=SYSTEM, rows=rows[:10]) == 0
        assert Substance.objects.count() == len(rows)
        found = {row["id"]: row for row in queries.lexicon_rows()}
        assert queries.lexicon_version() == version
    given = {row["id"]: row for row in rows}
    for key, row in given.items():
        assert found[key] == row


def test_importing_twice_writes_once(people: People) -> None:
    entries = [a_formula("甲", line=1), a_formula("乙", line=2, source_key="x-2")]
    first, second = take(entries), take(entries)
    assert (first.kept, first.known) == (2, 0)
    assert (second.kept, second.known) == (0, 2)
    assert codes(second) == [(1, "already-registered"), (2, "already-registered")]
    with acting_as(SYSTEM):
        assert Record.objects.count() == 2
        assert AuditEntry.objects.filter(action="knowledge.import_entries").count() == 1


def test_a_line_that_stands_twice_is_taken_once(people: People) -> None:
    outcome = take([a_formula("甲", line=1), a_formula("甲", line=2), a_formula("乙", line=3)])
    assert (outcome.kept, outcome.known) == (2, 1)
    assert codes(outcome) == [(2, "repeated-in-file")]
    assert "line 1" in outcome.problems[0].message


def test_a_retired_code_is_led_to_the_one_of_today(people: People) -> None:
    outcome = take([a_formula("甲", line=7, places=(PlaceLine("152421"),))])
    (problem,) = outcome.problems
    assert (problem.line, problem.field, problem.kept, outcome.kept) == (7, "place", True, 1)
    assert "152421 was 阿鲁科尔沁旗 until 1983; today it is 阿鲁科尔沁旗 150421" in problem.message
    with acting_as(SYSTEM):
        assert Record.objects.get().place_id == "150421"


def test_a_retired_code_whose_area_was_divided_is_explained(people: People) -> None:
    outcome = take([a_formula("甲", line=7, places=(PlaceLine("150427"),))])
    (problem,) = outcome.problems
    assert (problem.line, problem.kept, outcome.rejected) == (7, False, 1)
    assert "150427 was 赤峰县" in problem.message
    assert "松山区 150404" in problem.message


def test_an_unknown_code_leaves_the_record_out_and_the_others_in(people: People) -> None:
    outcome = take([a_formula("甲", line=1, places=(PlaceLine("999999"),)), a_formula("乙", line=2)])
    assert (outcome.kept, outcome.rejected) == (1, 1)
    assert codes(outcome) == [(1, "unknown-division")]


def test_the_officer_imports_for_the_own_county_only(people: People) -> None:
    entries = [
        a_formula("甲", line=1),
        a_formula("乙", line=2, places=(PlaceLine(ELSEWHERE),)),
        a_formula("丙", places=(), line=3),
    ]
    outcome = take(entries, people.officer)
    assert (outcome.kept, outcome.rejected) == (2, 1)
    assert codes(outcome) == [(2, "outside-scope")]
    with acting_as(people.officer):
        assert set(Record.objects.values_list("place_id", "status")) == {("152530", "draft")}


def test_the_officer_may_register_what_is_imported(people: People) -> None:
    take([a_formula("甲")], people.officer, replace(HERE, register=True))
    with acting_as(PUBLIC):
        assert queries.registered_count(PUBLIC) == 1


def test_bearers_applicants_and_the_public_do_not_import(people: People) -> None:
    for actor in (people.holder, people.applicant, people.stranger, PUBLIC):
        with pytest.raises(PermissionRefused):
            take([a_formula("甲")], actor)


def test_checking_writes_nothing(people: People) -> None:
    with acting_as(people.officer):
        good, outcome = services.Importer(people.officer, HERE).check([a_formula("甲"), a_formula("", line=2)])
        assert (len(good), outcome.rejected) == (1, 1)
        assert not Record.objects.exists()


def contents_of(data: bytes, name: str) -> tuple[list[RecordContent], list[Problem]]:
    items = list(read_contents(io.BytesIO(data), name=name))
    return [item for item in items if isinstance(item, RecordContent)], [
        item for item in items if isinstance(item, Problem)
    ]


def test_a_table_in_gb18030_comes_in_with_names_of_places(people: People) -> None:
    table = (
        "名称,条目类型,类别,流传地区,配方,出处,出处类型\n示例散,配方,2,正蓝旗,诃子 三两; 栀子 各二两,饮膳正要,classic\n"
    )
    contents, problems = contents_of(table.encode("gb18030"), "示例.csv")
    assert problems == []
    assert take(contents, people.officer).kept == 1
    with acting_as(people.officer):
        record = Record.objects.get()
        assert (record.name, record.place_id, record.book, record.diffusion_tier) == (
            "示例散",
            "152530",
            "饮膳正要",
            "D4",
        )
        assert [(line.name, line.dose) for line in record.ingredients.all()] == [("诃子", "三两"), ("栀子", "各二两")]


def test_hostile_text_is_kept_as_text(people: People) -> None:
    hostile = "<script>alert(1)</script>'; DROP TABLE knowledge_record; --"
    line = json.dumps({"name": hostile, "kind": "narrative", "text": hostile, "places": ["正蓝旗"]})
    contents, problems = contents_of(line.encode(), "x.jsonl")
    assert problems == []
    take(contents)
    with acting_as(SYSTEM):
        assert Record.objects.get().name == hostile


def test_a_record_without_tier_is_not_shown_to_the_public(people: People) -> None:
    contents, _problems = contents_of(
        '{"name": "示例做法", "steps": ["煮"], "place_codes": ["152530"]}'.encode(), "x.jsonl"
    )
    take(contents, options=replace(HERE, register=True))
    with acting_as(SYSTEM):
        assert Record.objects.get().diffusion_tier == "D2"
    with acting_as(PUBLIC):
        assert queries.registered_count(PUBLIC) == 0


def test_an_entry_outside_the_lists_of_the_register_is_named_with_its_line(people: People) -> None:
    outcome = take([replace(a_formula("", line=4)), replace(a_formula("甲", line=5), tk_type="3.4")])
    assert codes(outcome) == [(4, "wrong-content"), (5, "wrong-content")]
