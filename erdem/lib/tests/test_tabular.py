"""Tables: CSV, XLSX, XLS give the same rows with the place of each cell; hostile workbooks end in a problem."""

from __future__ import annotations

import contextlib
import datetime
import io
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from erdem.lib.reading import Problem, UnreadableError
from erdem.lib.tabular import Merge, Row, column_letters, open_sheets


def rows_of(data: bytes) -> list[Row | Problem]:
    with open_sheets(io.BytesIO(data), "t.csv") as sheets:
        return [row for sheet in sheets for row in sheet.rows]


def cells_of(data: bytes) -> list[list[str]]:
    return [row.cells for row in rows_of(data) if isinstance(row, Row)]


def workbook(path: Path, cells: dict[str, object], sheet: str = "甲") -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        for place, value in cells.items():
            page.write(place, value)
    return path


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_it_finds_the_delimiter(mark: str) -> None:
    data = f"名称{mark}配方\n黄芩汤{mark}黄芩\n".encode()
    assert cells_of(data) == [["名称", "配方"], ["黄芩汤", "黄芩"]]


def test_quoted_cells_may_span_lines_and_rows_keep_the_number_of_their_first_line() -> None:
    found = rows_of(b'a,b\n"x\ny",2\n\nz,3\n')
    assert found == [Row(1, ["a", "b"]), Row(2, ["x\ny", "2"]), Row(5, ["z", "3"])]


def test_a_row_with_broken_quotes_is_a_problem_and_the_others_are_read() -> None:
    found = rows_of(b'a,b\n"x"y,2\nz,3\n')
    assert [item.code if isinstance(item, Problem) else item.cells[0] for item in found] == ["a", "broken-csv", "z"]
    assert isinstance(found[1], Problem)
    assert found[1].line == 2


def test_an_unclosed_quote_at_the_end_is_a_problem() -> None:
    found = rows_of(b'a,b\nx,"2\nz,3\n')
    assert isinstance(found[-1], Problem)
    assert (found[-1].code, found[-1].line) == ("broken-csv", 2)


def test_a_row_with_lost_characters_is_marked() -> None:
    data = b"a,b\n" + "中,文\n又,文\n".encode() + b"\xff\xfe\xfa,2\n"
    assert [row.damaged for row in rows_of(data) if isinstance(row, Row)] == [False, False, False, True]


def test_it_reads_a_workbook_with_places_dates_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("记录")
        page.write("B3", " 名称 ")
        page.write("C3", 12.0)
        page.write("D3", 1.5)
        page.write_datetime("E3", datetime.datetime(2014, 5, 1), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001 - spreadsheets know no zone
        page.merge_range("B5:C6", "并")
        book.add_worksheet("空")
        hidden = book.add_worksheet("藏")
        hidden.write("A1", "secret")
        hidden.hide()
    with open_sheets(path) as sheets:
        found = [(sheet.name, list(sheet.rows), sheet.merges, sheet.place(3, 1)) for sheet in sheets]
    assert [name for name, *_ in found] == ["记录", "空"]
    _, rows, merges, place = found[0]
    assert rows[2] == Row(3, ["", "名称", "12", "1.5", "2014-05-01"])
    assert merges == [Merge(4, 1, 5, 2)]
    assert place == "记录!B3"


def test_a_workbook_that_describes_a_giant_grid_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "giant.xlsx", {"A1": "名称", "XFD1048576": "x"})
    with pytest.raises(UnreadableError) as caught, open_sheets(path) as sheets:
        list(sheets)
    assert caught.value.problem.code == "oversized-workbook"


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    data = workbook(tmp_path / "a.xlsx", {"A1": "名称"}).read_bytes()
    for broken in (data[: len(data) // 2], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600):
        with pytest.raises(UnreadableError) as caught, open_sheets(io.BytesIO(broken), "b.xlsx") as sheets:
            list(sheets)
        assert caught.value.problem.code == "damaged-workbook"


def test_a_plain_archive_is_no_workbook() -> None:
    with pytest.raises(UnreadableError) as caught:
        rows_of(b"PK\x03\x04" + b"\x14\x00" * 20)
    assert caught.value.problem.code == "not-text"


def test_columns_are_named_as_spreadsheets_name_them() -> None:
    assert [column_letters(number) for number in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


@given(st.binary(max_size=300))
def test_reading_delimited_text_never_raises_but_for_the_whole_file(data: bytes) -> None:
    if data.startswith((b"PK", b"\xd0\xcf")):
        return
    with contextlib.suppress(UnreadableError):
        assert all(isinstance(row, Row | Problem) for row in rows_of(data))
