"""Tables of search portals: find the header row, then hand each row on as a mapping from column name to
text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Set
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
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
    header: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def alone(self) -> str:
        """Header and row as a CSV file of their own, so that a refused row can be corrected and read again."""
        return csv_text([self.header, self.cells])


def csv_text(rows: list[tuple[str, ...]]) -> str:
    """Rows as the text of a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def table_rows(source: Source, name: str, required: Set[str]) -> Iterator[TableRow | Problem]:
    """Rows of the first sheet whose header holds all `required` columns within its first ten rows."""
    file = source_name(source, name)
    try:
        with open_sheets(source, name) as sheets:
            for sheet in sheets:
                found = _header(sheet, required)
                if isinstance(found, list):
                    yield from body_rows(sheet, found, file)
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


def body_rows(sheet: Sheet, header: list[str], file: str) -> Iterator[TableRow | Problem]:
    """The rows of a sheet below its header. The first of several columns of one name counts."""
    for row in sheet.rows:
        if isinstance(row, Problem):
            yield row
        elif any(row.cells):
            if row.damaged:
                yield LOST_CHARACTERS.at(file, row.number, kept=True)
            pairs = list(zip(header, row.cells, strict=False))
            values = {column: cell for column, cell in reversed(pairs) if column}
            yield TableRow(row.number, values, "\t".join(row.cells), tuple(header), tuple(row.cells))


def workbook_text(source: Source, name: str = "") -> str:
    """The first rows of the first sheet that has any, cells set apart by tabs; raises `UnreadableError`.

    A binary stream must be seekable and is put back where it stood.
    """
    with standing(source), open_sheets(source, name) as sheets:
        for sheet in sheets:
            rows = [row.cells for row in islice(sheet.rows, HEADER_WITHIN) if isinstance(row, Row)]
            if rows:
                return "\n".join("\t".join(re.sub(r"\s", " ", cell) for cell in row) for row in rows)
    return ""


@contextmanager
def standing(source: Source) -> Iterator[None]:
    """Put a binary stream back where it stood, whatever happens in between."""
    position = None if isinstance(source, (str, Path)) else source.tell()
    try:
        yield
    finally:
        if position is not None and not isinstance(source, (str, Path)):
            source.seek(position)
