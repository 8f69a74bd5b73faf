"""Rows of a CSV file or of the sheets of an XLS or XLSX workbook, with the place of each cell.

Every value comes as stripped text: whole numbers without decimals, dates as ISO 8601. Workbooks are read by
a process of their own (`workbook_process`), because a small damaged file can ask for any amount of memory.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from erdem.lib.reading import (
    MAX_LINE,
    Fault,
    Line,
    Problem,
    Source,
    UnreadableError,
    lines_of,
    open_bytes,
    peek_bytes,
)

XLSX_MAGIC: Final = b"PK\x03\x04"
XLS_MAGIC: Final = b"\xd0\xcf\x11\xe0"
DELIMITERS: Final = ",;\t|"

csv.field_size_limit(MAX_LINE)

DAMAGED_WORKBOOK = Fault(
    "damaged-workbook",
    "The workbook cannot be read (%(reason)s). Nothing was read. Open it in a spreadsheet program, save it "
    "as XLSX and import it again.",
)
LOCKED_WORKBOOK = Fault(
    "locked-workbook",
    "The workbook is protected by a password. Nothing was read. Save it without a password and import it again.",
)
OVERSIZED_WORKBOOK = Fault(
    "oversized-workbook",
    "The workbook needs more memory or time than an import may take, or is badly damaged. Nothing was "
    "stored. Delete empty rows and columns at the end of each sheet, or save it as CSV.",
)
LOST_CHARACTERS = Fault(
    "lost-characters",
    "Some characters of this row were destroyed before the file came here and are shown as \ufffd. The "
    "record is kept. Export it again as UTF-8 to get them back.",
)
BROKEN_CSV = Fault(
    "broken-csv",
    "The row cannot be split into cells (%(reason)s) and was skipped. The other rows are read. Check the "
    "quotation marks of this row.",
)


class Row(NamedTuple):
    """Cells of one row; `number` counts from 1 as the person sees it. `damaged` when characters were lost."""

    number: int
    cells: list[str]
    damaged: bool = False


class Merge(NamedTuple):
    """A merged area, all bounds inclusive and counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One table: a worksheet, or the only table of a CSV file (then `name` is empty)."""

    name: str
    rows: Iterator[Row | Problem]
    merges: Sequence[Merge] = ()
    unsaved: frozenset[str] = frozenset()
    """Cells whose formula was saved without its result, as B4: they read as empty and are not."""

    def place(self, number: int, column: int) -> str:
        """What to call the cell of row `number` (from 1) and `column` (from 0): `Sheet1!B4` or `column 2`."""
        if not self.name:
            return f"column {column + 1}"
        return f"{self.name}!{column_letters(column)}{number}"


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_workbook(head: bytes) -> bool:
    """Whether a file that begins so is an XLS or XLSX (or another Office document), not just any archive."""
    if head.startswith(XLSX_MAGIC):
        return b"[Content_Types].xml" in head or b"xl/" in head
    return head.startswith(XLS_MAGIC)


@contextmanager
def open_sheets(source: Source, name: str = "") -> Iterator[Iterator[Sheet]]:
    """The visible sheets of a workbook, or a CSV file as one sheet. Take the rows of a sheet before the next
    one.

    Raises `UnreadableError`, also while reading; a CSV file that breaks off gives its problem among the rows.
    """
    stream = peek_bytes(source, name)
    if not is_workbook(stream.head):
        with open_bytes(source, name) as whole:
            yield iter([Sheet("", csv_rows(lines_of(whole, keep_damaged=True), whole.name))])
    elif isinstance(source, (str, Path)):
        with _workbook(str(Path(source).resolve()), stream.name) as sheets:
            yield sheets
    else:
        with tempfile.NamedTemporaryFile(suffix=".workbook") as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            with _workbook(copy.name, stream.name) as sheets:
                yield sheets


@contextmanager
def _workbook(path: str, name: str) -> Iterator[Iterator[Sheet]]:
    command = [sys.executable, "-m", "erdem.lib.workbook_process", path]
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        command, cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        if process.stdout is None:  # cannot happen with PIPE
            raise UnreadableError(DAMAGED_WORKBOOK.at(name, reason="no reader"))
        try:
            yield _WorkbookItems(process.stdout, name).sheets()
        finally:
            process.kill()


class _WorkbookItems:
    """Turns what the reading process writes into sheets and rows; a process that dies is a problem, not an
    end.
    """

    def __init__(self, output: IO[bytes], name: str) -> None:
        self.items = map(json.loads, output)
        self.name = name
        self.opening: dict[str, Any] | None = None

    def sheets(self) -> Iterator[Sheet]:
        self.opening = self._next_object()
        while self.opening is not None:
            opening, self.opening = self.opening, None
            merges = [Merge(*bounds) for bounds in opening["merges"]]
            rows = self._rows()
            yield Sheet(opening["sheet"], rows, merges, frozenset(opening.get("unsaved", ())))
            deque(rows, maxlen=0)  # the rest of a sheet must be read before the next one begins

    def _rows(self) -> Iterator[Row | Problem]:
        number = 0
        while isinstance(item := self._next(), list):
            number += 1
            yield Row(number, item)
        self.opening = self._checked(item)

    def _next_object(self) -> dict[str, Any] | None:
        return self._checked(self._next())

    def _next(self) -> Any:
        try:
            return next(self.items, None)
        except ValueError:  # the process died in the middle of a row
            return None

    def _checked(self, item: Any) -> dict[str, Any] | None:
        if item is None:
            raise UnreadableError(OVERSIZED_WORKBOOK.at(self.name))
        if item.get("error") == "password":
            raise UnreadableError(LOCKED_WORKBOOK.at(self.name))
        if "error" in item:
            raise UnreadableError(DAMAGED_WORKBOOK.at(self.name, reason=str(item["reason"])))
        return None if item.get("end") else dict(item)


def csv_rows(lines: Iterator[Line | Problem], name: str) -> Iterator[Row | Problem]:
    """Rows of delimited text; quoted cells may span lines. The delimiter is found from the first lines."""
    feed = _Feed(lines)
    head = list(feed.peek(5))
    reader = csv.reader(feed, delimiter=sniff_delimiter(head), strict=True)
    while True:
        start = feed.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            yield BROKEN_CSV.at(name, start, reason=str(error))
        else:
            if any(cells):
                yield Row(start, [cell.strip() for cell in cells], feed.damaged)
        yield from feed.take_problems()
    yield from feed.take_problems()


def sniff_delimiter(head: Sequence[str]) -> str:
    """The delimiter that occurs most often outside quotation marks in the first lines; a comma in doubt.

    The first line that has any counts ten times: heads hold no stray bars and semicolons, while cells do.
    """
    bare = re.sub(r'"[^"]*"', "", "\n".join(head))
    first = next((line for line in bare.split("\n") if any(mark in line for mark in DELIMITERS)), "")
    return max(DELIMITERS, key=lambda mark: (bare.count(mark) + 10 * first.count(mark), mark == ","))


class _Feed(Iterator[str]):
    """Hands lines to the CSV reader, remembering numbers, damage and problems met on the way."""

    def __init__(self, lines: Iterator[Line | Problem]) -> None:
        self.lines = lines
        self.waiting: list[Line] = []
        self.problems: list[Problem] = []
        self.number = 0
        self.hurt = False

    def _next_line(self) -> Line | None:
        for item in self.lines:
            if isinstance(item, Line):
                return item
            self.problems.append(item)
        return None

    def peek(self, count: int) -> Iterator[str]:
        while len(self.waiting) < count and (line := self._next_line()):
            self.waiting.append(line)
        return (line.text for line in self.waiting)

    def __next__(self) -> str:
        line = self.waiting.pop(0) if self.waiting else self._next_line()
        if line is None:
            raise StopIteration
        self.number = line.number
        self.hurt = self.hurt or line.damaged
        return line.text + "\n"

    @property
    def damaged(self) -> bool:
        """Whether any line since the last question was damaged."""
        hurt, self.hurt = self.hurt, False
        return hurt

    def take_problems(self) -> list[Problem]:
        taken, self.problems = self.problems, []
        return taken
