"""Empty tables to fill in: the known columns with an example row and, in the workbook, an explanation
sheet.
"""

from __future__ import annotations

import csv
from pathlib import Path

import xlsxwriter

from erdem.knowledge.formats.columns import COLUMNS
from erdem.knowledge.formats.values import known

DATA_SHEET = "传统知识"
HELP_SHEET = "填写说明"
ROWS = 2000


def template_csv(path: Path | str) -> None:
    """Write the template as CSV (UTF-8 with mark, so that spreadsheet programs read it rightly)."""
    with Path(path).open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(column.zh for column in COLUMNS)
        writer.writerow(column.example for column in COLUMNS)


def template_xlsx(path: Path | str) -> None:
    """Write the template as a workbook: the table with drop-down lists, and a sheet that explains every
    column.
    """
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#EFEBE0", "border": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        table = book.add_worksheet(DATA_SHEET)
        table.freeze_panes(1, 0)
        for index, column in enumerate(COLUMNS):
            table.set_column(index, index, max(12, 2 * len(column.zh)), text)
            table.write_string(0, index, column.zh, bold)
            table.write_string(1, index, column.example, text)
            if column.choices:
                listed = {"validate": "list", "source": [names[0] for names in column.choices.values()]}
                listed |= {"error_type": "warning"}
                table.data_validation(1, index, ROWS, index, listed)
        guide = book.add_worksheet(HELP_SHEET)
        guide.set_column(0, 4, 30)
        for index, title in enumerate(("列", "Column", "说明", "Explanation", "可填写 / allowed")):
            guide.write_string(0, index, title, bold)
        for number, column in enumerate(COLUMNS, start=1):
            allowed = known(column.choices) if column.choices else ""
            for index, cell in enumerate((column.zh, column.field, column.help_zh, column.help_en, allowed)):
                guide.write_string(number, index, cell)
