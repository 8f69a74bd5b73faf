"""Writing records: who may, what is kept, what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.content import IngredientLine, PlaceLine
from erdem.knowledge.models import Record
from erdem.knowledge.tests.factories import ELSEWHERE, a_formula, a_process, community_of, make_record, sign_no_secret

pytestmark = pytest.mark.django_db


def drafted(actor: Actor, **given: Any) -> Record:
    return make_record(a_formula(**given), status="draft", actor=actor)


def test_numbers_run_per_place_without_gaps(people: People) -> None:
    numbers = [drafted(SYSTEM, name=f"示例{at}").number for at in range(3)]
    assert numbers == ["TK-152530-0001", "TK-152530-0002", "TK-152530-0003"]
    assert drafted(SYSTEM, places=(PlaceLine(ELSEWHERE),)).number == "TK-150621-0001"
    assert drafted(SYSTEM, places=()).number == "TK-000000-0001"


def test_a_refused_draft_takes_no_number(people: People) -> None:
    with acting_as(people.officer):
        sign_no_secret(people.officer)
        with pytest.raises(RuleBroken, match="管辖"):
            services.draft_record(actor=people.officer, content=a_formula(places=(PlaceLine(ELSEWHERE),)))
    assert drafted(people.officer).number == "TK-152530-0001"


def test_the_way_from_draft_to_register_and_out_of_it(people: People) -> None:
    record = drafted(people.holder, community_id=community_of(people.holder))
    with acting_as(people.holder):
        services.submit(actor=people.holder, record=record)
        with pytest.raises(PermissionRefused):
            services.register_record(actor=people.holder, record=record)
    with acting_as(people.officer):
        services.return_record(actor=people.officer, record=record, reason="示例：请补来源")
        assert (record.status, record.status_reason) == ("draft", "示例：请补来源")
        services.submit(actor=people.officer, record=record)
        with pytest.raises(PermissionRefused):
            services.register_record(actor=people.officer, record=record)
        with pytest.raises(PermissionRefused):
            services.withdraw_record(actor=people.officer, record=record, reason="示例")
    with acting_as(SYSTEM):
        services.register_record(actor=SYSTEM, record=record)
    with acting_as(people.holder):
        with pytest.raises(RuleBroken):
            services.withdraw_record(actor=people.holder, record=record, reason="  ")
        services.withdraw_record(actor=people.holder, record=record, reason="示例：社区决定")
    with acting_as(PUBLIC):
        assert queries.get_record(PUBLIC, record.number) is None


def test_each_service_leaves_exactly_one_audit_entry(people: People) -> None:
    with acting_as(people.holder):
        own = community_of(people.holder)
        sign_no_secret(people.holder)
        actions = []
        before = AuditEntry.objects.count()

        def added() -> list[str]:
            return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))[before:]

        record = services.draft_record(actor=people.holder, content=a_formula(community_id=own))
        actions.append("knowledge.draft_record")
        record = services.change_record(actor=people.holder, record=record, content=a_process(community_id=own))
        actions.append("knowledge.change_record")
        services.submit(actor=people.holder, record=record)
        actions.append("knowledge.submit")
        services.return_record(actor=people.holder, record=record, reason="示例")
        actions.append("knowledge.return_record")
        services.withdraw_record(actor=people.holder, record=record, reason="示例")
        actions.append("knowledge.withdraw_record")
        assert added() == actions


def test_the_trail_of_a_secret_record_is_not_for_the_office(people: People) -> None:
    drafted(people.holder, community_id=community_of(people.holder), diffusion_tier="D1")
    with acting_as(people.officer):
        assert not AuditEntry.objects.filter(action="knowledge.draft_record").exists()
    with acting_as(people.holder):
        assert AuditEntry.objects.filter(action="knowledge.draft_record").count() == 1


def test_applicants_and_strangers_write_nothing_here(people: People) -> None:
    record = make_record()
    for actor in (people.applicant, PUBLIC):
        with acting_as(actor), pytest.raises(PermissionRefused):
            services.draft_record(actor=actor, content=a_formula())
    with acting_as(people.stranger), pytest.raises(PermissionRefused):
        services.change_record(actor=people.stranger, record=record, content=a_formula("改名"))
    with acting_as(people.stranger):
        sign_no_secret(people.stranger)
    with acting_as(people.stranger), pytest.raises(RuleBroken) as refused:
        services.draft_record(actor=people.stranger, content=a_formula(community_id=community_of(people.holder)))
    assert refused.value.field == "community"


def test_the_officer_writes_no_secret_record(people: People) -> None:
    with acting_as(people.officer):
        sign_no_secret(people.officer)
    with acting_as(people.officer), pytest.raises(RuleBroken) as refused:
        services.draft_record(actor=people.officer, content=a_formula(diffusion_tier="D1"))
    assert refused.value.field == "diffusion_tier"


def test_only_the_community_changes_its_registered_record(people: People) -> None:
    own = community_of(people.holder)
    record = make_record(a_formula(community_id=own))
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        services.change_record(actor=people.officer, record=record, content=a_formula("改名", community_id=own))
    with acting_as(people.holder):
        services.change_record(actor=people.holder, record=record, content=a_formula("改名", community_id=own))
    with acting_as(PUBLIC):
        found = queries.get_record(PUBLIC, record.number)
        assert found is not None
        assert (found.name, found.version) == ("改名", 2)


def test_the_officer_never_opens_a_record_of_a_community_further(people: People) -> None:
    own = community_of(people.holder)
    record = drafted(people.holder, community_id=own, diffusion_tier="D2")
    for content, field in (
        (a_formula(community_id=own, diffusion_tier="D4"), "diffusion_tier"),
        (a_formula(community_id=None, diffusion_tier="D2"), "community"),
    ):
        with acting_as(people.officer), pytest.raises(RuleBroken) as refused:
            services.change_record(actor=people.officer, record=record, content=content)
        assert refused.value.field == field
    with acting_as(people.officer):
        services.change_record(
            actor=people.officer, record=record, content=a_formula("改名", community_id=own, diffusion_tier="D2")
        )


def test_what_somebody_else_has_just_written_is_not_overwritten(people: People) -> None:
    record = drafted(people.officer)
    with acting_as(people.officer):
        services.change_record(actor=people.officer, record=record, content=a_formula("先写的"), version=1)
        with pytest.raises(RuleBroken):
            services.change_record(actor=people.officer, record=record, content=a_formula("后写的"), version=1)
        assert Record.objects.get(pk=record.pk).name == "先写的"


def test_a_submitted_record_is_not_changed(people: People) -> None:
    record = make_record(status="submitted")
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        services.change_record(actor=people.officer, record=record, content=a_formula())


@pytest.mark.parametrize("missing", [{"ingredients": ()}, {"sources": ()}])
def test_a_draft_without_body_or_source_is_not_submitted(people: People, missing: dict[str, Any]) -> None:
    record = make_record(replace(a_formula(), **missing), status="draft")
    with acting_as(people.officer), pytest.raises(RuleBroken):
        services.submit(actor=people.officer, record=record)


def test_it_keeps_the_dose_as_written_and_reads_the_amount(people: People) -> None:
    content = a_formula(
        ingredients=(
            IngredientLine("白术"),
            IngredientLine("茯苓", "各二两"),
            IngredientLine("甘草", "少许"),
            IngredientLine("大枣", "十二枚"),
            IngredientLine("蜜", "看不清"),
        )
    )
    record = make_record(content)
    with acting_as(SYSTEM):
        lines = list(record.ingredients.all())
    assert [(line.dose, line.low, line.unit) for line in lines[:2]] == [("", 2.0, "两"), ("各二两", 2.0, "两")]
    assert lines[0].inherited
    assert not lines[1].inherited
    assert [line.quantity_kind for line in lines[2:]] == ["some", "exact", "unknown"]
    assert [line.dose for line in lines[2:]] == ["少许", "十二枚", "看不清"]


def test_ingredients_are_tied_to_substances_by_any_spelling(people: People) -> None:
    with acting_as(SYSTEM):
        services.load_lexicon(
            actor=SYSTEM,
            rows=[
                {"id": "huang-qi", "name_zh": "黄芪", "kind": "herb", "aliases": ["绵芪"]},
                {"id": "he-zi", "name_zh": "诃子", "kind": "herb"},
            ],
        )
    written = ("黃耆", "绵芪", "诃子（煨）", "不知名")
    record = make_record(a_formula(ingredients=tuple(IngredientLine(name) for name in written)))
    with acting_as(SYSTEM):
        keys = [line.substance.key if line.substance else None for line in record.ingredients.all()]
        assert keys == ["huang-qi", "huang-qi", "he-zi", None]
        assert [(row.name, row.count) for row in queries.unknown_names(SYSTEM)] == [("不知名", 1)]


def test_lists_find_by_name_alias_code_and_pinyin(people: People) -> None:
    record = make_record(a_process("奶豆腐（呼日德）", item_code="Ⅷ-226"))
    make_record(a_formula("别的方"))
    with acting_as(PUBLIC):
        for wanted in ("奶豆腐", "呼日德", "Ⅷ-226", "naidoufu", "NDF", "奶 豆腐", record.number.lower(), "奶豆腐（"):
            found = queries.record_list(PUBLIC, queries.RecordFilter(search=wanted))
            assert [row.number for row in found] == [record.number], wanted


def test_reading_a_narrow_record_by_the_office_leaves_a_trace_for_the_community(people: People) -> None:
    record = make_record(a_formula(diffusion_tier="D2", community_id=community_of(people.holder)))
    open_one = make_record(a_formula("公开的"))
    for actor, seen in ((people.holder, record), (people.officer, open_one), (people.officer, record)):
        with acting_as(actor):
            services.note_reading(actor=actor, record=seen)
    with acting_as(people.holder):
        (entry,) = AuditEntry.objects.filter(action="knowledge.read_restricted")
        assert (entry.actor_user_id, entry.target_id) == (people.officer.user_id, str(record.pk))


def test_figures_count_what_the_actor_sees(people: People) -> None:
    make_record(a_formula("甲"))
    make_record(a_formula("乙", diffusion_tier="D3"))
    make_record(a_formula("丙", diffusion_tier="D2", places=(PlaceLine("152530"), PlaceLine(ELSEWHERE))))
    make_record(a_formula("丁"), status="submitted")
    expected = {
        PUBLIC: (1, {"152530": 1}),
        people.applicant: (1, {"152530": 1}),
        people.officer: (3, {"152530": 3, ELSEWHERE: 1}),
    }
    for actor, (count, by_place) in expected.items():
        with acting_as(actor):
            assert queries.registered_count(actor) == queries.new_this_month(actor) == count
            assert queries.counts_by_place(actor) == by_place
            months = queries.monthly_counts(actor)
            assert (len(months), sum(number for _first, number in months), months[-1][1]) == (12, count, count)
    with acting_as(people.officer):
        assert queries.waiting_count(people.officer) == 1


def test_screening_rows_carry_everything_the_engine_reads(people: People) -> None:
    formula, process = make_record(a_formula(known_since_year=1330)), make_record(a_process())
    make_record(a_formula("草稿"), status="draft")
    with acting_as(SYSTEM):
        rows = {row["id"]: row for row in queries.screening_rows(SYSTEM)}
        assert set(rows) == {formula.pk, process.pk}
        assert [line["herb"] for line in rows[formula.pk]["ingredients"]] == ["诃子", "栀子", "川楝子"]
        assert rows[formula.pk]["known_since"] == 1330
        assert rows[process.pk]["steps"][0] == {
            "op": "静置发酵",
            "materials": "鲜奶",
            "tool": "木桶",
            "temp": None,
            "time": "约24小时",
        }
        assert [row["id"] for row in queries.screening_rows(SYSTEM, ids=[process.pk])] == [process.pk]
