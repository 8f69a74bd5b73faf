"""TK records from CSV, XLS and XLSX: a header row of known columns, one record a row.

The header may stand below a title, within the first ten rows. Merged cells: a column name over several
columns is refused; a value merged down several rows of one column counts for each of them, except the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from erdem.knowledge.formats.cells import read_list
from erdem.knowledge.formats.columns import BY_FIELD, Column, find_column
from erdem.knowledge.formats.entries import Place, read_entry
from erdem.knowledge.formats.faults import (
    MERGED_CELLS,
    MERGED_HEADER,
    RAGGED_ROW,
    REPEATED_COLUMN,
    UNKNOWN_COLUMN,
    UNKNOWN_TABLE,
)
from erdem.knowledge.formats.model import TKEntry
from erdem.lib.reading import Problem, Source, UnreadableError, source_name
from erdem.lib.tabular import LOST_CHARACTERS, Merge, Row, Sheet, column_letters, open_sheets

HEADER_WITHIN = 10
SOURCE = "source_"
EXAMPLE = ("示例", "example")  # the identifier of the example row of the template
CONTENT = frozenset(
    [
        "kind",
        "tk_class",
        "ich_category",
        "item_code",
        "tier",
        "origins",
        "places",
        "ingredients",
        "steps",
        "materials",
        "text",
        "indication",
        "known_since",
        "source_title",
        "aliases",
        "name_mn",
    ]
)


@dataclass(slots=True)
class Header:
    """The header row: its number, the column of each cell, the merges below it."""

    row: int
    columns: dict[int, Column]
    width: int
    down: list[Merge]
    across: list[Merge]


Chosen = Mapping[str, str]
"""Which field each head of a file means, as a person chose; an empty field is not read."""


def column_of(head: str, chosen: Chosen | None) -> Column | None:
    """The column that a head stands for: as chosen, else by its words."""
    if chosen is not None and head.strip() in chosen:
        return BY_FIELD.get(chosen[head.strip()])
    return find_column(head)


def read_table(source: Source, name: str = "", chosen: Chosen | None = None) -> Iterator[TKEntry | Problem]:
    """Every record of every sheet that has a header; a file without any header is one problem."""
    file = source_name(source, name)
    found = False
    try:
        with open_sheets(source, name) as sheets:
            for sheet in sheets:
                header = _find_header(sheet, chosen)
                if header is None:
                    continue
                found = True
                yield from _read_sheet(sheet, *header, file, chosen)
    except UnreadableError as error:
        yield error.problem
        return
    if not found:
        yield UNKNOWN_TABLE.at(file, place=file)


def _find_header(sheet: Sheet, chosen: Chosen | None) -> tuple[int, list[str]] | None:
    """Number and cells of the first row that names the name column and one with content."""
    for _, row in zip(range(HEADER_WITHIN), sheet.rows, strict=False):
        if not isinstance(row, Row):
            continue
        named = {column.field for cell in row.cells if (column := column_of(cell, chosen))}
        if "name" in named and (named & CONTENT or chosen):
            return row.number, row.cells
    return None


def _read_sheet(
    sheet: Sheet, number: int, cells: list[str], file: str, chosen: Chosen | None
) -> Iterator[TKEntry | Problem]:
    refused = _refused_header(sheet, number, cells, file, chosen)
    if refused:
        yield refused
        return
    columns = {index: column for index, cell in enumerate(cells) if (column := column_of(cell, chosen))}
    for index, cell in enumerate(cells):
        if cell and index not in columns and not (chosen and cell in chosen):
            yield UNKNOWN_COLUMN.at(file, number, sheet.place(number, index), kept=True, name=cell)
    last = max((merge.bottom for merge in sheet.merges if merge.top <= number - 1 <= merge.bottom), default=number - 1)
    below = [merge for merge in sheet.merges if merge.top > last]
    header = Header(
        last + 1,
        columns,
        len(cells),
        [merge for merge in below if merge.left == merge.right],
        [merge for merge in below if merge.left != merge.right],
    )
    yield from _read_rows(sheet, header, file)


def _refused_header(sheet: Sheet, number: int, cells: list[str], file: str, chosen: Chosen | None) -> Problem | None:
    for merge in sheet.merges:
        if merge.top <= number - 1 <= merge.bottom and merge.left != merge.right:
            area, name = _area(sheet, merge), cells[merge.left] if merge.left < len(cells) else ""
            return MERGED_HEADER.at(file, number, sheet.place(merge.top + 1, merge.left), name=name, area=area)
    seen: dict[str, str] = {}
    for index, cell in enumerate(cells):
        column = column_of(cell, chosen)
        if column and column.field in seen:
            place = sheet.place(number, index)
            return REPEATED_COLUMN.at(file, number, place, first=seen[column.field], second=cell)
        if column:
            seen[column.field] = cell
    return None


def _area(sheet: Sheet, merge: Merge) -> str:
    first = f"{column_letters(merge.left)}{merge.top + 1}"
    return f"{sheet.name}!{first}:{column_letters(merge.right)}{merge.bottom + 1}"


def _read_rows(sheet: Sheet, header: Header, file: str) -> Iterator[TKEntry | Problem]:
    carried: dict[int, str] = {}
    for row in sheet.rows:
        if isinstance(row, Problem):
            yield row
            continue
        if row.number <= header.row or not any(row.cells):
            continue
        cells = _fill_down(row, header, carried)
        refused = _refused_row(sheet, row, header, file)
        if refused:
            yield refused
            continue
        if row.damaged:
            yield LOST_CHARACTERS.at(file, row.number, kept=True)
        yield from _read_row(sheet, Row(row.number, cells), header, file)


def _fill_down(row: Row, header: Header, carried: dict[int, str]) -> list[str]:
    """The cells with the value of a merged area repeated in each of its rows."""
    cells = list(row.cells)
    for merge in header.down:
        if merge.top == row.number - 1 and merge.left < len(cells):
            carried[merge.left] = cells[merge.left]
        elif merge.top < row.number - 1 <= merge.bottom and merge.left < len(cells):
            cells[merge.left] = carried.get(merge.left, "")
    return cells


def _refused_row(sheet: Sheet, row: Row, header: Header, file: str) -> Problem | None:
    index = row.number - 1
    for merge in (*header.across, *header.down):
        named = any(header.columns[one].field == "name" for one in header.columns if merge.left <= one <= merge.right)
        inside = merge.top <= index <= merge.bottom
        if inside and (merge.left != merge.right or (named and index > merge.top)):
            place = sheet.place(row.number, merge.left)
            return MERGED_CELLS.at(file, row.number, place, area=_area(sheet, merge))
    if any(row.cells[header.width :]):
        return RAGGED_ROW.at(file, row.number, cells=len(row.cells), columns=header.width)
    return None


def _read_row(sheet: Sheet, row: Row, header: Header, file: str) -> Iterator[TKEntry | Problem]:
    fields: dict[str, Any] = {}
    places: dict[str, str] = {}
    for index, column in header.columns.items():
        places[column.field] = sheet.place(row.number, index)
        if index < len(row.cells) and row.cells[index]:
            fields[column.field] = row.cells[index]
    if fields.get("id", "").lower() in EXAMPLE:
        return
    shown = f"{sheet.name} row {row.number}" if sheet.name else f"line {row.number}"
    default_id = f"{sheet.name}!{row.number}" if sheet.name else str(row.number - 1)
    place = Place(file, row.number, default_id, shown, "table")
    entry, problems = read_entry(_with_source(fields), place, "\t".join(row.cells))
    for problem in problems:
        base = problem.field.partition("[")[0]
        yield replace(problem, field=places.get(base, problem.field))
    if entry is not None:
        yield entry


def _with_source(fields: dict[str, Any]) -> dict[str, Any]:
    """The columns of the source as one member of `sources`; codes among the places as `place_codes`."""
    source = {key.removeprefix(SOURCE): fields.pop(key) for key in list(fields) if key.startswith(SOURCE)}
    if source:
        fields["sources"] = [source]
    places = read_list(fields.pop("places", ""))
    fields["places"] = [part for part in places if not part.isdigit()]
    fields["place_codes"] = [part for part in places if part.isdigit()]
    return fields
