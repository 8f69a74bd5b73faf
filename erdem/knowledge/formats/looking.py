"""A look at a table before it is read: how it is written, which row names the columns, what each head probably means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from erdem.knowledge.formats.changes import ERRORS
from erdem.knowledge.formats.columns import COLUMNS, find_column
from erdem.knowledge.formats.detecting import detect
from erdem.knowledge.formats.layout import FIELDS, find_field, is_for_changing
from erdem.lib.reading import Problem, Source, UnreadableError, head_text, peek_bytes, source_name, text_encoding
from erdem.lib.tabular import Row, open_sheets, sniff_delimiter

HEADER_WITHIN: Final = 10
SHOWN: Final = 5
INTAKE: Final = "intake"
CHANGING: Final = "changing"
DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


@dataclass(frozen=True)
class Head:
    """One column of a file: its head, the field it probably means (empty: none), and what stands below it."""

    text: str
    field: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """What a file looks like. ``delimiter`` and ``encoding`` are empty for a workbook; ``row`` counts from 1."""

    format: str
    layout: str
    row: int
    heads: tuple[Head, ...]
    sheet: str = ""
    delimiter: str = ""
    encoding: str = ""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Heads whose meaning was not found."""
        return tuple(head.text for head in self.heads if head.text and not head.field)


def fields_of(layout: str) -> list[tuple[str, str, str]]:
    """Return the fields that a head may mean: field, Chinese and English name."""
    if layout == CHANGING:
        return [(each.field, each.zh, each.en) for each in FIELDS]
    return [(each.field, each.zh, each.field) for each in COLUMNS]


def look(source: Source, *, name: str = "", remembered: Mapping[str, Mapping[str, str]] | None = None) -> Look | None:
    """Look at a table; None for what is none or cannot be read. A stream is put back to its beginning.

    ``remembered`` holds, by layout, what heads were once said to mean.
    """
    try:
        kind = detect(source, name)
    except UnreadableError:
        kind = _any_table(source, name)
    if kind not in ("csv", "xlsx"):
        return None
    try:
        sheet, rows = _first_rows(source, name)
        _rewind(source)
        delimiter, encoding = _writing(source, name) if kind == "csv" else ("", "")
    except UnreadableError:
        return None
    finally:
        _rewind(source)
    return _looked(kind, sheet, rows, delimiter, encoding, remembered or {}) if rows else None


def _rewind(source: Source) -> None:
    if not isinstance(source, (str, Path)):
        source.seek(0)


def _any_table(source: Source, name: str) -> str:
    """A text whose heads nobody knows is still a table when its first lines divide alike."""
    try:
        head = head_text(source, name).splitlines()[:SHOWN]
    except UnreadableError:
        return ""
    mark = sniff_delimiter(head)
    return "csv" if any(mark in line for line in head) else ""


def _first_rows(source: Source, name: str) -> tuple[str, list[Row]]:
    """Return the name and the first rows of the first sheet that holds any."""
    with open_sheets(source, name) as sheets:
        for sheet in sheets:
            rows = [row for row in islice(sheet.rows, HEADER_WITHIN + SHOWN) if not isinstance(row, Problem)]
            if any(any(row.cells) for row in rows):
                return sheet.name, rows
    return "", []


def _writing(source: Source, name: str) -> tuple[str, str]:
    """Return how the cells are divided and the characters written."""
    stream = peek_bytes(source, source_name(source, name))
    wide = stream.head[:2] in (b"\xff\xfe", b"\xfe\xff")
    encoding = "utf-16" if wide else text_encoding(stream) or "ascii"
    return sniff_delimiter(head_text(source, name).splitlines()[:SHOWN]), encoding


def _looked(
    kind: str,
    sheet: str,
    rows: list[Row],
    delimiter: str,
    encoding: str,
    remembered: Mapping[str, Mapping[str, str]],
) -> Look:
    header = max(rows[:HEADER_WITHIN], key=lambda row: (_known(row.cells), sum(map(bool, row.cells)), -row.number))
    layout = CHANGING if is_for_changing(header.cells) else INTAKE
    below = [row.cells for row in rows if row.number > header.number][:SHOWN]
    words = remembered.get(layout, {})
    taken: set[str] = set()
    heads = []
    for index, text in enumerate(header.cells):
        meant = words[text] if text in words else _meaning(text, layout)
        meant = "" if meant in taken else meant
        taken.add(meant)
        heads.append(Head(text, meant, tuple(cells[index] if index < len(cells) else "" for cells in below)))
    return Look(kind, layout, header.number, tuple(heads), sheet, delimiter, encoding)


def _known(cells: list[str]) -> int:
    return sum(bool(find_column(cell) or find_field(cell)) for cell in cells if cell and cell not in ERRORS)


def _meaning(text: str, layout: str) -> str:
    if not text:
        return ""
    if layout == CHANGING:
        field = find_field(text)
        return field.field if field else ""
    column = find_column(text)
    return column.field if column else ""
