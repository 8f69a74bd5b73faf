"""Tables to take away: CSV and XLSX of what a list shows, safe to open in a spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Any
from unicodedata import east_asian_width
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

FORMATS = ("csv", "xlsx")
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NARROWEST, WIDEST = 8, 48
"""Widths of columns, in digits; longer text goes on to the right or is seen by opening the cell."""
_LEADING = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: Any) -> Any:
    """Return the value of a cell so that no spreadsheet takes text for a formula (OWASP: CSV injection).

    Numbers stay numbers, a `Decimal` an amount of money with two places; text that begins like a formula gets an apostrophe in
    front; None becomes empty.
    """
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_LEADING) else text


def table_response(kind: str, name: str, columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Return a download named ``name`` with the extension of the kind (``csv`` or ``xlsx``).

    The whole table is made before the response leaves: a streamed one would be read after the request's transaction, when
    the database no longer knows who asks and shows nothing.

    Raises:
        KeyError: the kind is unknown.
    """
    make = {"csv": _csv, "xlsx": _xlsx}[kind]
    return download(kind, name, make([str(column) for column in columns], rows))


def download(kind: str, name: str, content: bytes, media_type: str = "") -> HttpResponse:
    """Return a finished file as a download named ``name`` with the extension of the kind.

    Raises:
        KeyError: the kind is unknown and no media type is given.
    """
    response = HttpResponse(content, content_type=media_type or _TYPES[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([neutral(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")  # the mark tells spreadsheet programs that the text is UTF-8


def _width(value: Any) -> int:
    """Return how wide a cell is, in digits; a Chinese character takes the room of two."""
    text = str(value)
    wide = sum(east_asian_width(character) in "WF" for character in text[:WIDEST])
    return max(NARROWEST, min(WIDEST, len(text) + wide))


def _xlsx(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    head, money = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
    sheet.write_row(0, 0, columns, head)
    widths = [_width(column) for column in columns]
    for line, row in enumerate(rows, 1):
        cells = [neutral(value) for value in row]
        for place, cell in enumerate(cells):
            sheet.write(line, place, cell, money if isinstance(cell, Decimal) else None)
        widths = [max(pair) for pair in zip_longest(widths, map(_width, cells), fillvalue=NARROWEST)]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width + 2)
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()
