"""Tables of search portals: find the header row, then hand each row on as a mapping from column name to
text.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import NamedTuple

from erdem.lib.reading import Problem, Source, UnreadableError, source_name
from erdem.lib.tabular import LOST_CHARACTERS, Row, Sheet, open_sheets
from erdem.literature.formats.faults import MISSING_COLUMN

HEADER_WITHIN = 10


class TableRow(NamedTuple):
    """One row under its column names, with the line it begins on and its cells joined (for the snapshot)."""

    line: int
    values: dict[str, str]
    raw: str


def table_rows(source: Source, name: str, required: Set[str]) -> Iterator[TableRow | Problem]:
    """Rows of the first sheet whose header holds all `required` columns within its first ten rows."""
    file = source_name(source, name)
    try:
        with open_sheets(source, name) as sheets:
            for sheet in sheets:
                found = _header(sheet, required)
                if isinstance(found, list):
                    yield from _body(sheet, found, file)
                    return
    except UnreadableError as error:
        yield error.problem
        return
    yield MISSING_COLUMN.at(file, column=", ".join(sorted(required)))


def _header(sheet: Sheet, required: Set[str]) -> list[str] | None:
    for _, row in zip(range(HEADER_WITHIN), sheet.rows, strict=False):
        if isinstance(row, Row) and required <= set(row.cells):
            return row.cells
    return None


def _body(sheet: Sheet, header: list[str], file: str) -> Iterator[TableRow | Problem]:
    for row in sheet.rows:
        if isinstance(row, Problem):
            yield row
        elif any(row.cells):
            if row.damaged:
                yield LOST_CHARACTERS.at(file, row.number, kept=True)
            values = {column: cell for column, cell in zip(header, row.cells, strict=False) if column}
            yield TableRow(row.number, values, "\t".join(row.cells))
