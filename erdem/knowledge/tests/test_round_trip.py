"""Records taken out, changed in a spreadsheet and brought back: nothing but the change arrives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.testing.actors import People
from erdem.knowledge.content import (
    IngredientLine,
    NameLine,
    OriginLine,
    PlaceLine,
    RecordContent,
    SourceLine,
    StepLine,
)
from erdem.knowledge.formats.cell_values import Register, plain, read_cell, write_cell
from erdem.knowledge.formats.layout import BY_FIELD, CONTENT, FIELDS
from erdem.knowledge.models import Record
from erdem.knowledge.tests.factories import a_formula, a_process, make_record
from erdem.knowledge.tests.spreadsheet import (
    MAKERS,
    as_csv,
    as_xlsx,
    brought_back,
    codes,
    everything,
    table_of,
    taken_out,
)
from erdem.lib.cell_guard import guard, restore

pytestmark = pytest.mark.django_db

NASTY = [
    "=1+1", "+8613800000000", "-5", "@SUM(A1)", "'=已加引号", "''", "\t=1", "a\nb", "a\r\nb", '说 "x", y; z',
    "1\t2",
    "\u200b零宽\u200b", "ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ", "ᠰᠠᠷ\u180eᠠ\u180b", "2026-01-02", "3-4", "1/2", "007", "123456789012345678",
    "1E5", "12.50", "🐎👨‍👩‍👧", "ＡＢＣ＝１", "＝全角", "|", "a|b", "用量=三两",
    "\\", "\\n", "a\\", "TRUE", "Mar-3", " 前后空格 ", "5%",
    "\u3000全角空格\u3000", "《书》（注）", "#REF!", "_x0041_", "０１２", "1,234", "(5)", "¥3", "x\u2028y", "a\x0bb", "\ufeff标",
]  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\x00"), min_size=1, max_size=12),
).filter(lambda text: bool(text.strip()) and not text.startswith("_x000D_"))


def a_full_record() -> Record:
    """A record with something in every field."""
    return make_record(
        a_formula(
            "=示例三味散",
            name_mn="ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ",
            name_mn_checked=True,
            name_other="-Formula",
            ich_category="IX",
            item_code="Ⅸ-12",
            level="national",
            batch=4,
            list_year=2014,
            protection_unit="示例单位",
            subject_groups=("ICH", "MED"),
            diffusion_reason="@示例",
            confidence="medium",
            confidence_note="2026-01-02",
            known_since_year=-300,
            known_since_text="0012",
            known_since_confidence="示例",
            holder_type="X",
            people_group="示例群体",
            tradition="mongolian",
            vitality="endangered",
            biological_source="Terminalia chebula",
            summary=" 前后空格 ",
            text="第一行\r\n第二行；“引号”\t制表",
            indication="'已加引号",
            lineage="+示例",
            note="🐎",
            book="示例方书",
            extra={"甲": "乙|丙", "数": 3, "列": ["x", 1], "空": ""},
            names=(NameLine("示例别名", "zh"), NameLine("ᠨᠡᠷ᠎ᠡ", "mn"), NameLine("=Name | x", "en")),
            origins=(OriginLine("示例说法", "示例依据", "152530", "元"),),
            sources=(SourceLine("示例书=甲", kind="book", author="示例", year=1980, quotation="多行\n引文"),),
            places=(PlaceLine("152530"), PlaceLine("152502", "原文"), PlaceLine(None, "示例旧地名")),
            ingredients=(IngredientLine("诃子", "3-4", "去核", "果实"), IngredientLine("栀子", in_method=True)),
            steps=(StepLine("煎", "诸药", "砂锅", "微火", "3:00", "汤"),),
            materials=("鲜奶|牛",),
            products=("-产品",),
            source_key="示例:1",
        )
    )


@given(text=st.one_of(st.sampled_from(NASTY), st.text(max_size=30)))
def test_what_is_guarded_for_a_cell_is_restored_exactly(text: str) -> None:
    assert restore(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


LINES = {
    "names": st.builds(NameLine, WORDS, st.sampled_from(["zh", "mn", "en", "la"])),
    "origins": st.builds(OriginLine, WORDS, WORDS, st.sampled_from([None, "152530"]), st.just("") | WORDS),
    "sources": st.builds(SourceLine, WORDS, st.sampled_from(["book", "oral", "other"]), author=WORDS, quotation=WORDS),
    "places": st.builds(PlaceLine, st.sampled_from(["152530", "150000"]), st.just("") | WORDS),
    "ingredients": st.builds(IngredientLine, WORDS, st.just("") | WORDS, st.just("") | WORDS, in_method=st.booleans()),
    "steps": st.builds(StepLine, WORDS, st.just("") | WORDS, product=st.just("") | WORDS),
    "materials": WORDS,
    "products": WORDS,
}


@settings(max_examples=60, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(LINES)), language=st.sampled_from(["zh-hans", "en"]))
def test_cells_with_several_things_are_read_as_they_were_written(data: st.DataObject, name: str, language: str) -> None:
    value = tuple(data.draw(st.lists(LINES[name], max_size=4)))
    register = Register({}, {"152530": "正蓝旗"}, language)
    cell = str(write_cell(BY_FIELD[name], value, register))
    for maker in (as_csv, as_xlsx):
        back = table_of(maker([["一", "二"], ["x", cell]]))[1][1]
        assert read_cell(BY_FIELD[name], back, register) == value


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_bringing_back_an_untouched_table_changes_nothing(people: People, kind: str, language: str) -> None:
    a_full_record(), make_record(a_process()), make_record(a_formula("示例另方"), status="draft")
    before, trail = everything(), AuditEntry.objects.count()
    content = taken_out(people.officer, kind, language)
    with acting_as(SYSTEM):
        trail = AuditEntry.objects.count()
    outcome = brought_back(people.officer, content)
    assert (outcome.read, outcome.unchanged, outcome.changed, outcome.rejected) == (3, 3, 0, 0), codes(outcome)
    assert codes(outcome) == []
    assert everything() == before
    with acting_as(SYSTEM):
        assert AuditEntry.objects.count() == trail


def test_every_field_of_a_record_has_its_column() -> None:
    assert {column.field for column in CONTENT} == {*RecordContent.__dataclass_fields__} - {"line"}
    assert len({column.zh for column in FIELDS}) == len({column.en for column in FIELDS}) == len(FIELDS)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nasty_records_come_back_unchanged_and_one_edit_is_exactly_one_edit(
    people: People, kind: str, data: st.DataObject
) -> None:
    with acting_as(SYSTEM):
        Record.objects.all().delete()
    lines = {name: tuple(data.draw(st.lists(each, max_size=2, unique_by=str))) for name, each in LINES.items()}
    lines["places"] = (PlaceLine("152530"),)
    texts = {name: data.draw(st.just("") | WORDS) for name in ("summary", "text", "note", "people_group", "name_mn")}
    content = a_formula("示例", extra={"键": data.draw(WORDS)}, **{**lines, **texts})
    record = make_record(content, status="draft")
    make_record(a_formula("示例旁方"), status="draft")
    before = everything()
    rows = table_of(taken_out(people.officer, kind))
    assert brought_back(people.officer, MAKERS[kind](rows)).unchanged == 2
    assert everything() == before
    name, new = data.draw(st.sampled_from(["name_other", "indication", "lineage"])), data.draw(WORDS)
    edited: dict[str, Any] = {name: plain(new)}
    at = next(row for row in rows if row[0] == record.number)
    at[rows[0].index(BY_FIELD[name].zh)] = guard(new)
    outcome = brought_back(people.officer, MAKERS[kind](rows))
    assert (outcome.changed, outcome.unchanged, codes(outcome)) == (1 if plain(new) else 0, 1 + (not plain(new)), [])
    version, old = before[record.number]
    after = everything()
    assert after.pop(record.number) == (version + 1, replace(old, **edited))
    before.pop(record.number)
    assert after == before
