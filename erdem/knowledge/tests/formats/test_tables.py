"""Tables of records: names of columns, merged cells, bad rows, templates."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from erdem.knowledge.formats import Ingredient, Problem, TKEntry, detect, read, template_csv, template_xlsx
from erdem.knowledge.formats.columns import COLUMNS


def take(data: str | bytes | Path, **options: Any) -> list[TKEntry | Problem]:
    source = data if isinstance(data, Path) else io.BytesIO(data.encode() if isinstance(data, str) else data)
    return list(read(source, name="t", **options))


def entries(items: list[TKEntry | Problem]) -> list[TKEntry]:
    return [item for item in items if isinstance(item, TKEntry)]


def told(items: list[TKEntry | Problem]) -> list[tuple[str, int | None, str]]:
    return [(item.code, item.line, item.field) for item in items if isinstance(item, Problem)]


def book(path: Path, rows: list[list[str]], merges: dict[str, str] | None = None, sheet: str = "记录") -> Path:
    with xlsxwriter.Workbook(str(path)) as out:
        page = out.add_worksheet(sheet)
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
        for area, text in (merges or {}).items():
            page.merge_range(area, text)
    return path


CSV = "名称,类别,配方,传播层级,流传地区,出处,页码\n黄芩汤,2,黄芩 三两; 芍药 二两（酒炒）,D4,150000;科尔沁,伤寒论,12\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_it_reads_chinese_columns_in_every_usual_encoding(encoding: str) -> None:
    (found,) = entries(take(CSV.encode(encoding)))
    assert (found.kind, found.name, found.tk_class, found.tier) == ("formula", "黄芩汤", "2", "D4")
    assert found.ingredients == (Ingredient("黄芩", "三两"), Ingredient("芍药", "二两", "酒炒"))
    assert (found.places, found.place_codes) == (("科尔沁",), ("150000",))
    assert (found.book, found.sources[0].page) == ("伤寒论", "12")
    assert (found.id, found.id_given, found.source_line) == ("1", False, 2)


def test_it_reads_english_columns_and_old_division_codes_as_written() -> None:
    (found,) = entries(take("id;name;kind;steps;places\nA1;Dried curd;process;filter: milk | cloth;150427\n"))
    assert (found.id, found.id_given, found.kind) == ("A1", True, "process")
    assert found.steps[0].tool == "cloth"
    assert found.place_codes == ("150427",)


def test_a_kind_written_as_class_counts_as_the_kind() -> None:
    (found,) = entries(take("名称,类别,正文\n奶豆腐,工艺,揉\n"))
    assert (found.kind, found.tk_class) == ("process", "")


def test_refused_rows_name_file_line_and_column_and_the_others_are_read() -> None:
    text = "名称,条目类型,传播层级,批次,正文\n,配方,D4,,x\n甲,菜谱,D4,,x\n乙,配方,D9,,x\n丙,配方,,第四批,x\n丁,配方,D2,4,x\n"
    items = take(text)
    assert [entry.name for entry in entries(items)] == ["丙", "丁"]
    assert told(items) == [
        ("missing-name", 2, "column 1"),
        ("unknown-kind", 3, "column 2"),
        ("unknown-tier", 4, "column 3"),
        ("wrong-field", 5, "column 4"),
    ]


def test_problems_of_a_workbook_name_sheet_and_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["名称", "传播层级"], ["甲", "D9"]])
    assert told(take(path)) == [("unknown-tier", 2, "记录!B2")]


def test_the_header_may_stand_below_a_merged_title(tmp_path: Path) -> None:
    rows = [["", "", ""], ["名称", "配方", "备注"], ["黄芩汤", "黄芩", ""]]
    path = book(tmp_path / "a.xlsx", rows, {"A1:C1": "传统知识登记表"})
    assert [entry.name for entry in entries(take(path))] == ["黄芩汤"]


def test_a_merged_column_name_is_refused_naming_the_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["名称", "", ""], ["黄芩汤", "黄芩", "x"]], {"B1:C1": "配方"})
    items = take(path)
    assert told(items) == [("merged-header", 1, "记录!B1")]
    assert isinstance(items[0], Problem)
    assert "记录!B1:C1" in items[0].message


def test_a_value_merged_down_counts_for_each_row_but_a_name_does_not(tmp_path: Path) -> None:
    rows = [["名称", "配方", "流传地区"], ["甲", "黄芩", ""], ["乙", "芍药", ""], ["", "甘草", "x"], ["", "大枣", "x"]]
    path = book(tmp_path / "a.xlsx", rows, {"C2:C3": "150000", "A4:A5": "丙"})
    items = take(path)
    assert [(entry.name, entry.place_codes) for entry in entries(items)] == [
        ("甲", ("150000",)),
        ("乙", ("150000",)),
        ("丙", ()),
    ]
    assert told(items) == [("merged-cells", 5, "记录!A5")]


def test_cells_merged_across_are_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["名称", "配方", "备注"], ["甲", "", ""], ["乙", "芍药", ""]], {"B2:C2": "黄芩"})
    items = take(path)
    assert told(items) == [("merged-cells", 2, "记录!B2")]
    assert [entry.name for entry in entries(items)] == ["乙"]


def test_two_columns_of_one_meaning_are_refused() -> None:
    assert told(take("名称,配方,组成\n甲,黄芩,芍药\n")) == [("repeated-column", 1, "column 3")]


def test_an_unknown_column_is_said_and_the_rest_read() -> None:
    items = take("名称,配方,价格\n甲,黄芩,3\n")
    assert told(items) == [("unknown-column", 1, "column 3")]
    assert len(entries(items)) == 1


def test_a_row_with_too_many_cells_is_refused() -> None:
    items = take("名称,配方\n甲,黄芩,芍药\n乙,甘草\n")
    assert told(items) == [("ragged-row", 2, "")]
    assert [entry.name for entry in entries(items)] == ["乙"]


def test_repeated_records_and_identifiers_are_refused_unless_wanted() -> None:
    text = "编号,名称,配方\n1,甲,黄芩\n2,甲,黄芩\n1,乙,芍药\n"
    assert told(take(text)) == [("repeated-record", 3, "name"), ("repeated-id", 4, "id")]
    assert len(entries(take(text, keep_repeated=True))) == 3


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "名称,级别\n甲,国家级\n", "名称\n甲\n"])
def test_a_table_without_name_and_content_is_refused(text: str) -> None:
    assert [code for code, *_ in told(take(text))] == ["no-header"]


def test_what_is_no_table_is_refused() -> None:
    assert [code for code, *_ in told(take("hello\n"))] == ["unknown-record-file"]
    assert [code for code, *_ in told(take(b"%PDF-1.4"))] == ["not-text"]
    with pytest.raises(ValueError, match="jsonl"):
        take("{}", format="pdf")


def test_templates_are_recognised_and_their_example_row_is_passed_over(tmp_path: Path) -> None:
    template_csv(tmp_path / "t.csv")
    template_xlsx(tmp_path / "t.xlsx")
    assert take(tmp_path / "t.csv") == []
    assert take(tmp_path / "t.xlsx") == []
    assert (detect(tmp_path / "t.csv"), detect(tmp_path / "t.xlsx")) == ("csv", "xlsx")


def test_the_example_row_of_the_template_is_itself_right(tmp_path: Path) -> None:
    template_csv(tmp_path / "t.csv")
    text = (tmp_path / "t.csv").read_text(encoding="utf-8-sig").replace("示例", "17", 1)
    (found,) = take(text)
    assert isinstance(found, TKEntry)
    assert [one.name for one in found.ingredients] == ["黄芩", "芍药", "甘草", "大枣"]
    assert (found.tk_class, found.ich_category, found.level, found.vitality) == ("2", "IX", "national", "good")
    assert all(column.help_en and column.help_zh for column in COLUMNS)


@given(st.text(max_size=120))
def test_reading_never_raises(text: str) -> None:
    data = ("名称,配方,批次\n" + text).encode("utf-8", "surrogatepass")
    assert all(isinstance(item, TKEntry | Problem) for item in take(data))
