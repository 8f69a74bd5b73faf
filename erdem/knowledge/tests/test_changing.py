"""A table for changing, brought back with all that people and spreadsheet programs do to it."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.content import IngredientLine
from erdem.knowledge.formats.layout import BY_FIELD
from erdem.knowledge.models import LabelUse, Record
from erdem.knowledge.tests.factories import a_formula, a_process, community_of, make_record
from erdem.knowledge.tests.spreadsheet import (
    as_csv,
    as_xlsx,
    brought_back,
    codes,
    everything,
    table_of,
    taken_out,
)
from erdem.lib.cell_guard import guard

pytestmark = pytest.mark.django_db
Table = list[list[str]]


def zh(name: str) -> str:
    return BY_FIELD[name].zh


def put(rows: Table, record: Record, name: str, cell: str) -> None:
    row = next(row for row in rows if row[0] == record.number)
    row[rows[0].index(zh(name))] = cell


def without(rows: Table, *names: str) -> Table:
    kept = [index for index, head in enumerate(rows[0]) if head not in map(zh, names)]
    return [[row[index] for index in kept] for row in rows]


@pytest.fixture
def record(people: People) -> Record:
    return make_record(a_formula(summary="旧的概述", batch=4, item_code="Ⅸ-12"), status="draft")


@pytest.fixture
def rows(people: People, record: Record) -> Table:
    return table_of(taken_out(people.officer, "csv"))


def test_an_empty_cell_empties_and_a_missing_column_is_left_alone(people: People, record: Record, rows: Table) -> None:
    put(rows, record, "summary", "")
    outcome = brought_back(people.officer, as_csv(without(rows, "batch", "ingredients")))
    assert (outcome.changed, codes(outcome)) == (1, [])
    ((version, content),) = everything().values()
    assert (version, content.summary, content.batch, len(content.ingredients)) == (2, "", 4, 3)


def test_one_line_of_a_cell_is_changed_and_the_others_stay(people: People, record: Record, rows: Table) -> None:
    put(rows, record, "ingredients", "诃子 | 用量=三两 | 炮制=去核\n栀子 | 用量=三两\n川楝子 | 少许\n甘草")
    assert brought_back(people.officer, as_csv(rows)).changed == 1
    ((_version, content),) = everything().values()
    assert content.ingredients == (
        IngredientLine("诃子", "三两", "去核"),
        IngredientLine("栀子", "三两"),
        IngredientLine("川楝子", "少许"),
        IngredientLine("甘草"),
    )


def test_a_dry_run_says_the_same_and_writes_nothing(people: People, record: Record, rows: Table) -> None:
    before = everything()
    with acting_as(SYSTEM):
        trail = AuditEntry.objects.count()
    put(rows, record, "summary", "新的概述")
    rows.append(["" for _ in rows[0]])
    for name, cell in (("name", "示例新方"), ("kind", "配方"), ("tk_class", "2 传统医药"), ("places", "152530")):
        rows[-1][rows[0].index(zh(name))] = cell
    dry = brought_back(people.officer, as_csv(rows), write=False)
    assert everything() == before
    with acting_as(SYSTEM):
        assert AuditEntry.objects.count() == trail
    done = brought_back(people.officer, as_csv(rows))
    assert (dry.changed, dry.kept, codes(dry)) == (done.changed, done.kept, codes(done)) == (1, 1, [])
    assert len(everything()) == 2
    again = brought_back(people.officer, as_csv(rows))
    assert (again.kept, again.known, len(everything())) == (0, 1, 2)


def test_a_row_from_an_older_version_overwrites_nothing(people: People, record: Record, rows: Table) -> None:
    with acting_as(people.officer):
        services.change_record(actor=people.officer, record=record, content=a_formula(summary="别人改的"), version=1)
    before = everything()
    put(rows, record, "summary", "我改的")
    outcome = brought_back(people.officer, as_csv(rows))
    assert codes(outcome) == ["version-passed"]
    assert outcome.problems[0].line == 2
    assert everything() == before


def test_a_changed_row_without_a_version_is_refused(people: People, record: Record, rows: Table) -> None:
    put(rows, record, "summary", "新的概述")
    assert codes(brought_back(people.officer, as_csv(without(rows, "version")))) == ["version-missing"]


def test_rows_left_out_of_the_table_delete_nothing(people: People, record: Record, rows: Table) -> None:
    make_record(a_process(), status="draft")
    outcome = brought_back(people.officer, as_csv(rows))
    assert (outcome.unchanged, len(everything())) == (1, 2)


def test_what_one_may_read_but_not_write_is_refused_by_the_line(people: People) -> None:
    own = community_of(people.holder)
    record = make_record(a_formula(community_id=own, diffusion_tier="D4"))
    rows = table_of(taken_out(people.officer, "xlsx"))
    put(rows, record, "summary", "办公室想改")
    before = everything()
    outcome = brought_back(people.officer, as_xlsx(rows))
    assert (codes(outcome), outcome.rejected) == (["may-not-change"], 1)
    assert zh("summary") in str(outcome.problems[0].params["column"])
    assert everything() == before


def test_a_record_one_may_not_read_looks_like_none(people: People, rows: Table) -> None:
    secret = make_record(a_formula("示例秘方", diffusion_tier="D1", community_id=community_of(people.holder)))
    rows[1][0] = secret.number
    unknown = [rows[0], ["TK-152530-9999", *rows[1][1:]]]
    told = [brought_back(people.officer, as_csv(table)).problems[0] for table in (rows, unknown)]
    assert [problem.code for problem in told] == ["no-such-record"] * 2
    assert told[0].message.replace(secret.number, "X") == told[1].message.replace("TK-152530-9999", "X")


def test_an_office_does_not_open_a_communitys_record_by_table(people: People) -> None:
    record = make_record(a_formula(community_id=community_of(people.holder), diffusion_tier="D2"), status="draft")
    rows = table_of(taken_out(people.officer, "csv"))
    put(rows, record, "diffusion_tier", "D4 已公开")
    outcome = brought_back(people.officer, as_csv(rows))
    assert (codes(outcome), outcome.changed) == (["outside-scope"], 0)


def test_locked_columns_and_repeated_numbers_are_refused(people: People, record: Record, rows: Table) -> None:
    put(rows, record, "source_key", "别的来源")
    assert codes(brought_back(people.officer, as_csv(rows))) == ["locked-column"]
    put(rows, record, "source_key", "")
    assert codes(brought_back(people.officer, as_csv([*rows, rows[1]]))) == ["number-twice"]


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        ("tk_class", "第九类", "unreadable-cell"),
        ("diffusion_tier", "公司", "unreadable-cell"),
        ("batch", "四", "not-a-whole-number"),
        ("known_since_year", "9999", "out-of-bounds"),
        ("name", "", "empty-required"),
        ("item_code", "九" * 41, "long-cell"),
        ("ingredients", "诃子 | 重量=三两", "unreadable-line"),
        ("origins", "示例说法", "incomplete-line"),
        ("community_id", "没有这个社区", "unknown-community"),
        ("tk_type", "3.4 食品加工", "wrong-content"),
        ("places", "999999", "wrong-content"),
    ],
)
def test_a_cell_that_cannot_be_read_names_line_column_value_and_remedy(
    people: People, record: Record, rows: Table, name: str, cell: str, code: str
) -> None:
    before = everything()
    put(rows, record, name, cell)
    outcome = brought_back(people.officer, as_csv(rows))
    assert codes(outcome) == [code]
    problem = outcome.problems[0]
    assert (problem.line, problem.kept) == (2, False)
    if code != "wrong-content":
        assert problem.params["column"] == zh(name)
        assert problem.field == f"column {rows[0].index(zh(name)) + 1}"
    assert everything() == before


@pytest.mark.parametrize(
    "saved",
    [
        {"encoding": "gb18030"},
        {"encoding": "utf-16"},
        {"encoding": "utf-8"},
        {"delimiter": ";"},
        {"delimiter": "\t", "encoding": "utf-16"},
    ],
)
def test_what_spreadsheet_programs_make_of_a_file_is_no_change(
    people: People, record: Record, rows: Table, saved: dict[str, Any]
) -> None:
    put(rows, record, "batch", "4.0")
    put(rows, record, "version", "1.0")
    for row in rows:
        row[:] = [f"{cell} " if cell else cell for cell in (*row, "", "")]
    outcome = brought_back(people.officer, as_csv([["我的记录，请勿外传"], *rows], **saved))
    assert (outcome.unchanged, outcome.changed, codes(outcome)) == (1, 0, [])


def test_heads_in_english_and_mongolian_are_known(people: People, record: Record, rows: Table) -> None:
    heads = [
        [BY_FIELD[name].en for name in ("number", "version", "name", "batch")],
        ["Бүртгэлийн дугаар", "", "НЭР", "Ээлж"],
    ]
    for batch, head in enumerate(heads, 5):
        outcome = brought_back(people.officer, as_csv([head, [record.number, "1", record.name, str(batch)]]))
        assert codes(outcome) == ([] if head is heads[0] else ["version-missing"])
    assert everything()[record.number][1].batch == 5


def test_a_formula_whose_result_was_not_saved_empties_nothing(people: People, record: Record, rows: Table) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, [zh("number"), zh("version"), zh("summary"), zh("batch")])
        sheet.write_row(1, 0, [record.number, 1])
        sheet.write_formula(1, 2, '="新"&"概述"', None, "新概述")
        sheet.write_formula(1, 3, "=2+3", None, "")
    outcome = brought_back(people.officer, stream.getvalue())
    assert [(problem.code, problem.field) for problem in outcome.problems] == [("formula-without-value", "表!D2")]
    assert everything()[record.number][0] == 1


def test_a_formula_with_a_result_is_its_result_and_an_error_is_refused(people: People, record: Record) -> None:
    for written, code in (("新概述", []), ("#REF!", ["formula-without-value"])):
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream) as book:
            sheet = book.add_worksheet("表")
            sheet.write_row(0, 0, [zh("number"), zh("version"), zh("summary")])
            sheet.write_row(1, 0, [record.number, 1])
            sheet.write_formula(1, 2, '="新"&"概述"', None, written)
        assert codes(brought_back(people.officer, stream.getvalue())) == code
    assert everything()[record.number][1].summary == "新概述"


def test_text_longer_than_a_cell_is_neither_cut_nor_emptied(people: People) -> None:
    make_record(a_formula(text="长" * 40_000), status="draft")
    before = everything()
    for kind in ("csv", "xlsx"):
        assert brought_back(people.officer, taken_out(people.officer, kind)).unchanged == 1
    rows = table_of(taken_out(people.officer, "csv"))
    rows[1][rows[0].index(zh("text"))] = "长" * 32_767
    assert codes(brought_back(people.officer, as_csv(rows))) == ["cut-cell"]
    assert everything() == before


def test_no_cell_of_a_table_begins_like_a_formula(people: People) -> None:
    text = ("=HYPERLINK(1)", "+1", "-1", "@a", "\t=1", "＝1")
    make_record(
        a_formula(text[0], summary=text[1], note=text[2], lineage=text[3], indication=text[4], tradition=text[5]),
        status="draft",
    )
    for kind in ("csv", "xlsx"):
        cells = [cell for row in table_of(taken_out(people.officer, kind)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝"))]
        assert {guard(each.strip()) for each in text} <= set(cells)


def test_restricted_rows_carry_who_took_them_out_and_leave_a_trace(people: People) -> None:
    make_record(a_formula("示例社区方", diffusion_tier="D2", community_id=community_of(people.holder)))
    make_record(a_formula("示例公开方"))
    rows = table_of(taken_out(people.officer, "csv"))
    at, level = rows[0].index(zh("watermark")), rows[0].index(zh("level_public"))
    marks = {row[2]: (bool(row[at]), row[level]) for row in rows[1:]}
    assert marks == {"示例社区方": (True, "A0"), "示例公开方": (False, "A5")}
    with acting_as(SYSTEM):
        actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert actions.count("knowledge.take_out_records") == 1
    assert actions.count("knowledge.export_restricted") == 1


def test_what_is_labelled_secret_or_sacred_is_not_taken_out_by_its_own_community_either(people: People) -> None:
    own = community_of(people.holder)
    record = make_record(a_formula("示例秘方", community_id=own, diffusion_tier="D2"))
    assert len(table_of(taken_out(people.holder, "csv"))) == 2
    with acting_as(SYSTEM):
        LabelUse.objects.create(record=record, community_id=own, code="tkss")
    assert len(table_of(taken_out(people.holder, "csv"))) == 1
