"""The claim chart of a dossier as a workbook and as a table of text: the same rows as in the dossier itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from erdem.base.exports import neutral
from erdem.notary.services import DateKind, StatedDate

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
CHART: Final = 2  # the point of the checklist that is the claim chart
NARROWEST: Final = 12
WIDEST: Final = 44
LINE: Final = 16  # points
MOST_TEXT: Final = 32_000  # characters of a cell: Excel takes 32,767

Rows = Sequence[Sequence[Any]]


def csv_of(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a table as CSV that spreadsheet programs open as UTF-8 and never run."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(head)
    writer.writerows([neutral(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def chart_rows(content: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Return head and rows of the chart; no rows when nothing could be put side by side."""
    for block in _blocks(content):
        if block["kind"] == "chart":
            head = [_("No."), *block["head"][1:]]
            return head, [[str(row["number"]), *row["cells"]] for row in block["rows"]]
    return [_("No."), _("patent"), _("knowledge"), _("sameness"), _("remark")], []


def chart_csv(content: dict[str, Any]) -> bytes:
    """Return the chart as CSV."""
    return csv_of(*chart_rows(content))


def chart_workbook(content: dict[str, Any], dates: Sequence[StatedDate], made_at: Any) -> bytes:
    """Return the chart as a workbook: the rows, the wording of both sides, and the dates of publication and filing alone."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": content["title"], "created": made_at.replace(tzinfo=None)})
        head, rows = chart_rows(content)
        _sheet(book, _("Claim chart"), [content["title"], content["number"], content["caveat"]], head, rows)
        _sheet(
            book,
            _("Wording"),
            [_("Digits in brackets are the rows of the chart.")],
            [_("side"), _("text")],
            _wording(content),
        )
        prior = [
            (each.date, _kind(each.kind), each.of)
            for each in dates
            if each.kind in (DateKind.PUBLISHED, DateKind.FILED)
        ]
        words = _("Dates of publication come from sources and documents. No date of this platform is among them.")
        _sheet(book, _("Dates"), [words], [_("date"), _("kind"), _("of")], prior)
    return stream.getvalue()


def _kind(kind: DateKind) -> str:
    return _("publication") if kind == DateKind.PUBLISHED else _("filing or priority")


def _blocks(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for part in content["parts"] if part["number"] == CHART for block in part["blocks"]]


def _wording(content: dict[str, Any]) -> list[tuple[str, str]]:
    sides = {"patent": _("patent"), "knowledge": _("knowledge")}
    return [
        (sides.get(block["side"], ""), "\n".join(filter(None, (block["label"], _numbered(block["segments"])))))
        for block in _blocks(content)
        if block["kind"] == "quote"
    ]


def _numbered(segments: Iterable[dict[str, Any]]) -> str:
    return "".join(part["text"] if part["number"] is None else f"{part['text']}[{part['number']}]" for part in segments)


def _sheet(book: Any, name: str, lines: Sequence[str], head: Sequence[str], rows: Rows) -> None:
    """Write one sheet as somebody reads and prints it: what it is on top, the head kept in sight, long cells wrapped."""
    sheet = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True, "bg_color": "#EFEBE0", "border": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"})
    top = book.add_format({"text_wrap": True, "valign": "top"})
    widths = [_column(title, [str(row[place]) for row in rows], len(head)) for place, title in enumerate(head)]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for line, words in enumerate(lines):
        sheet.merge_range(line, 0, line, len(head) - 1, words, top)
        sheet.set_row(line, LINE * (1 + _width(words) // (sum(widths) - 2)))
    start = len(lines)
    sheet.write_row(start, 0, head, bold)
    if not rows:
        sheet.write_string(start + 1, 0, _("none is recorded"), text)
    for offset, row in enumerate(rows, start + 1):
        sheet.write_row(offset, 0, [str(neutral(value))[:MOST_TEXT] for value in row], text)
    sheet.freeze_panes(start + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _column(title: str, cells: Sequence[str], columns: int) -> int:
    """Return how wide a column is: as its longest cell, within bounds that fit a page."""
    widest = WIDEST * 2 if columns == 2 and title == _("text") else WIDEST
    return min(widest, max(NARROWEST, _width(title) + 2, *(_width(cell) + 2 for cell in cells), 0))


def _width(text: str) -> int:
    """Columns that a text takes: characters of East Asia take two."""
    return max((sum(2 if ord(one) > 0x2E7F else 1 for one in line) for line in text.split("\n")), default=0)
