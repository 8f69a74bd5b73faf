"""Tables of records as files: CSV with the mark of UTF-8, and a workbook with text cells, choices and an explanation."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

import xlsxwriter

from erdem.knowledge.formats.layout import FIELDS, Field

DATA_SHEET: Final = "登记表"
HELP_SHEET: Final = "填写说明"
MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HELP: Final = (
    ("登记编号与登记版本", "用来认出记录，请勿改动；新增记录请把这两格留空。",
     "Record number, Record version", "They tell which record a row is. Leave them; leave both empty for a new record."),
    ("空单元格", "表示清空该项。整列删除表示不改动该项。删除整行不会删除记录。",
     "Empty cell", "Empties the field. A deleted column leaves the field alone. A deleted row deletes no record."),
    ("多项单元格", "每行一项（Alt+Enter 换行），各部分用 | 隔开，例如：诃子 | 用量=三两 | 炮制=去核",
     "Cells with several things", "One a line (Alt+Enter), parts divided by |, such as: 诃子 | dose=三两 | processing=去核"),
    ("反斜杠", r"\| 表示竖线，\n 表示项内换行，\\ 表示反斜杠，\s 表示首尾空格。",
     "Backslash", r"\| is a bar, \n a line break inside a part, \\ a backslash, \s a blank at the edge."),
    ("开头的单引号", "防止电子表格把内容当作公式、数字或日期；导入时自动去掉。",
     "Leading apostrophe", "Keeps spreadsheet programs from taking text for a formula, number or date; it is taken away again."),
    ("标签、对外级别、状态、导出说明", "只供查看，导入时不读。",
     "Labels, level, status, about this copy", "For information; they are not read back."),
)  # fmt: skip

Cells = Sequence[str | int | None]


def write_csv(heads: Sequence[str], rows: Iterable[Cells]) -> bytes:
    """Return the table as CSV; the mark at its beginning tells spreadsheet programs that the text is UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(heads)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def write_xlsx(columns: Sequence[Field], heads: Sequence[str], rows: Iterable[Cells], *, language: str) -> bytes:
    """Return the table as a workbook whose cells are text, so that no program rewrites them."""
    stream = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        bold = book.add_format({"bold": True, "bg_color": "#EFEBE0", "border": 1})
        text = book.add_format({"num_format": "@", "valign": "top"})
        table = book.add_worksheet(DATA_SHEET)
        table.freeze_panes(1, 3)
        for index, (column, head) in enumerate(zip(columns, heads, strict=True)):
            table.set_column(index, index, 28 if column.shape == "lines" else 16, text)
            table.write_string(0, index, head, bold)
        for number, row in enumerate(rows, 1):
            for index, value in enumerate(row):
                if isinstance(value, int):
                    table.write_number(number, index, value, text)
                elif value:
                    table.write_string(number, index, value, text)
        guide = book.add_worksheet(HELP_SHEET if language.startswith("zh") else "Guide")
        guide.set_column(0, 1, 60)
        for number, (name, words, english, said) in enumerate(HELP):
            shown = (name, words) if language.startswith("zh") else (english, said)
            guide.write_row(number, 0, shown)
    return stream.getvalue()


def columns_for_changing() -> tuple[Field, ...]:
    """Return the columns in the order in which they are written."""
    return FIELDS
