"""Tables of records taken out for changing, read back: one `ChangeRow` a row, with the cells by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from erdem.knowledge.formats.detecting import detect
from erdem.knowledge.formats.faults import (
    ERROR_CELL,
    FORMULA_CELL,
    MERGED_CELLS,
    RAGGED_ROW,
    REPEATED_COLUMN,
    TOO_MANY_ROWS,
    UNKNOWN_COLUMN,
    UNKNOWN_TABLE,
)
from erdem.knowledge.formats.layout import BY_FIELD, Field, find_field, is_for_changing
from erdem.lib.cell_guard import restore
from erdem.lib.reading import Problem, Source, UnreadableError, source_name
from erdem.lib.tabular import LOST_CHARACTERS, Row, Sheet, column_letters, open_sheets

HEADER_WITHIN: Final = 10
MOST_ROWS: Final = 1_048_576
"""What a worksheet can hold; longer files are divided."""
ERRORS: Final = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One row: the number and version of the record as written (both empty for a new one), its cells, and where each stands."""

    line: int
    number: str
    version: str
    cells: dict[str, str]
    places: dict[str, str] = field(default_factory=dict)


Chosen = Mapping[str, str]
"""Which field each head of a file means, as a person chose; an empty field is not read."""


def field_of(head: str, chosen: Chosen | None) -> Field | None:
    """Return the column that a head stands for: as chosen, else by its words."""
    if chosen is not None and head.strip() in chosen:
        return BY_FIELD.get(chosen[head.strip()])
    return find_field(head)


def read_changes(source: Source, *, name: str = "", chosen: Chosen | None = None) -> Iterator[ChangeRow | Problem]:
    """Yield every row of every sheet that has record numbers, and every problem, in the order of the file."""
    file = source_name(source, name)
    found = False
    try:
        with open_sheets(source, name) as sheets:
            for sheet in sheets:
                header = find_header(sheet, chosen)
                if header is not None:
                    found = True
                    yield from _read_sheet(sheet, header, file, chosen)
    except UnreadableError as error:
        yield error.problem
        return
    if not found:
        yield UNKNOWN_TABLE.at(file, place=file)


def is_changing(source: Source, *, name: str = "", chosen: Chosen | None = None) -> bool:
    """Say whether a file is a table of records taken out for changing. A stream is put back to its beginning."""
    try:
        if not chosen and detect(source, name) == "jsonl":
            return False
        with open_sheets(source, name) as sheets:
            return any(find_header(sheet, chosen) is not None for sheet in sheets)
    except UnreadableError:
        return False
    finally:
        if not isinstance(source, (str, Path)):
            source.seek(0)


def find_header(sheet: Sheet, chosen: Chosen | None = None) -> Row | None:
    """Return the row of heads of a table for changing, or None."""
    for _position, row in zip(range(HEADER_WITHIN), sheet.rows, strict=False):
        if isinstance(row, Row):
            named = [column.field for head in row.cells if (column := field_of(head, chosen))]
            if is_for_changing(named):
                return row
    return None


def _read_sheet(sheet: Sheet, header: Row, file: str, chosen: Chosen | None) -> Iterator[ChangeRow | Problem]:
    columns: dict[int, str] = {}
    for problem in _name_columns(sheet, header, file, chosen, columns):
        yield problem
        if not problem.kept:
            return
    for row in sheet.rows:
        if isinstance(row, Problem):
            yield row
        elif row.number > MOST_ROWS:
            yield TOO_MANY_ROWS.at(file, row.number, most=MOST_ROWS)
            return
        elif row.number > header.number and any(row.cells):
            yield from _read_row(sheet, row, columns, len(header.cells), file)


def _name_columns(
    sheet: Sheet, header: Row, file: str, chosen: Chosen | None, columns: dict[int, str]
) -> Iterator[Problem]:
    """Fill in which field stands in which column; yield what is wrong with the heads."""
    for index, head in enumerate(header.cells):
        place, column = sheet.place(header.number, index), field_of(head, chosen)
        if column is None:
            if head and not (chosen and head.strip() in chosen):
                yield UNKNOWN_COLUMN.at(file, header.number, place, kept=True, name=head)
        elif column.field in columns.values():
            first = next(header.cells[at] for at, each in columns.items() if each == column.field)
            yield REPEATED_COLUMN.at(file, header.number, place, first=first, second=head)
        else:
            columns[index] = column.field


def _read_row(sheet: Sheet, row: Row, columns: dict[int, str], width: int, file: str) -> Iterator[ChangeRow | Problem]:
    refused = _refused(sheet, row, columns, width, file)
    if refused is not None:
        yield refused
        return
    if row.damaged:
        yield LOST_CHARACTERS.at(file, row.number, kept=False)
        return
    cells = {name: row.cells[index] if index < len(row.cells) else "" for index, name in columns.items()}
    number, version = (restore(cells.pop(key, "")).strip() for key in ("number", "version"))
    if number or any(cells.values()):
        places = {name: sheet.place(row.number, index) for index, name in columns.items()}
        yield ChangeRow(row.number, number, version, cells, places)


def _refused(sheet: Sheet, row: Row, columns: dict[int, str], width: int, file: str) -> Problem | None:
    """Return why the cells of a row cannot be trusted, or None."""
    if any(row.cells[width:]):
        return RAGGED_ROW.at(file, row.number, cells=len(row.cells), columns=width)
    for merge in sheet.merges:
        if merge.top <= row.number - 1 <= merge.bottom:
            first = f"{column_letters(merge.left)}{merge.top + 1}"
            area = f"{sheet.name}!{first}:{column_letters(merge.right)}{merge.bottom + 1}"
            return MERGED_CELLS.at(file, row.number, sheet.place(row.number, merge.left), area=area)
    for index in columns:
        if sheet.unsaved and f"{column_letters(index)}{row.number}" in sheet.unsaved:
            return FORMULA_CELL.at(file, row.number, sheet.place(row.number, index))
        if index < len(row.cells) and row.cells[index] in ERRORS:
            return ERROR_CELL.at(file, row.number, sheet.place(row.number, index), value=row.cells[index])
    return None
