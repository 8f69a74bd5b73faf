"""A table whose columns nobody knows: CSV, TSV, XLS or XLSX of any portal or hand.

`read_columns` shows header, first rows and a guess for a page on which a person says which column is what; `read` takes
that mapping, or guesses. Cells with several values are split at `;`, `；`, `|` and line breaks, classes also at commas.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest
from typing import Final

from erdem.lib.fields import squeeze, unique
from erdem.lib.reading import Problem, Source, UnreadableError, source_name
from erdem.lib.tabular import Row, Sheet, is_workbook, open_sheets, sniff_delimiter
from erdem.literature.formats.claims import make_claims
from erdem.literature.formats.column_words import NUMBERS, SYNONYMS, guess_columns, tells_publications
from erdem.literature.formats.faults import NO_NUMBER, UNKNOWN_COLUMN, UNMAPPED_TABLE, UNREADABLE_NUMBER
from erdem.literature.formats.fields import classifications, guess_language, snapshot
from erdem.literature.formats.model import Claim, Party, Priority, Publication, identify
from erdem.literature.formats.record import Record
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.table import HEADER_WITHIN, TableRow, body_rows, standing

SHOWN: Final = 5
WIDEST: Final = 200
MARKS: Final = re.compile(r"\s*(?:[;；|｜\n\r]+)\s*")
CLASS_MARKS: Final = re.compile(r"[;；|｜\n\r,，、]+")
NUMBERED: Final = re.compile(r"\b(?:[A-Z]{2}[ -]?\d{5,}|(?:19|20)\d{10}\.[\dX])")
FIELDS: Final = tuple(SYNONYMS)


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table looks like: header (its row counted from 1), the first rows below, and the guessed column of each field."""

    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[str, ...], ...]
    mapping: Mapping[str, str]

    @property
    def is_certain(self) -> bool:
        """Whether the table can be read without asking a person."""
        return tells_publications(self.mapping)


def read_columns(source: Source, name: str = "") -> Columns:
    """Header, first rows and guess of the first sheet that has rows. Raises `UnreadableError`.

    The header is the row of the first ten in which most words are known, else the first with two cells. A binary stream
    is put back where it stood.
    """
    file = source_name(source, name)
    with standing(source), open_sheets(source, name) as sheets:
        for sheet in sheets:
            rows = [row for row in _first(sheet, HEADER_WITHIN + SHOWN) if isinstance(row, Row)]
            if rows:
                return _columns(rows)
    raise UnreadableError(UNMAPPED_TABLE.at(file, columns="—"))


def _first(sheet: Sheet, count: int) -> Iterator[Row | Problem]:
    return islice(sheet.rows, count)


def _columns(rows: Sequence[Row]) -> Columns:
    place = header_place([row.cells for row in rows[:HEADER_WITHIN]])
    header = tuple(rows[place].cells[:WIDEST])
    shown = tuple(tuple(row.cells[:WIDEST]) for row in rows[place + 1 : place + 1 + SHOWN])
    return Columns(header, rows[place].number, shown, guess_columns(header))


def header_place(rows: Sequence[Sequence[str]]) -> int:
    """Which of the rows is the header, counted from 0."""
    known = [len(guess_columns(row[:WIDEST])) for row in rows]
    if max(known, default=0) > 0:
        return known.index(max(known))
    return next((place for place, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)


def head_rows(head: Head) -> list[list[str]]:
    """The first rows of a table by its beginning; none for what has only one column."""
    if head.text.lstrip()[:1] in ("{", "<"):
        return []
    lines = [line for line in head.text[:40_000].splitlines() if line.strip()][:HEADER_WITHIN]
    with suppress(csv.Error):
        rows = list(csv.reader(lines, delimiter=sniff_delimiter(lines[:5])))
        if len(rows) > 1 and any(len(row) > 1 for row in rows):
            return rows
    return []


def sniff(head: Head) -> bool:
    """Whether number and title are among the words of the header."""
    rows = head_rows(head)
    return bool(rows) and tells_publications(
        guess_columns([cell.strip() for cell in rows[header_place(rows)]][:WIDEST])
    )


def complaint(head: Head, file: str) -> Problem | None:
    """Why a file that is plainly a table cannot be read without being asked for its columns; None if it is no table."""
    rows = head_rows(head)
    if is_workbook(head.data):
        rows = rows or [head.text.split("\t")]
        return UNMAPPED_TABLE.at(file, columns=_shown(rows[header_place(rows)]))
    if not rows:
        return None
    width = len(rows[header_place(rows)])
    if width < 2 or sum(len(row) == width for row in rows) * 2 < len(rows):
        return None
    return UNMAPPED_TABLE.at(file, columns=_shown(rows[header_place(rows)]))


def _shown(header: Sequence[str]) -> str:
    return ", ".join(cell.strip()[:40] for cell in header[:12] if cell.strip()) or "—"


def is_running_text(head: Head) -> bool:
    """Whether a file is text of several lines in which nothing has the form of a publication number."""
    lines = [line for line in head.text.splitlines() if line.strip()]
    return len(lines) > 2 and not head.text.lstrip().startswith("<") and not NUMBERED.search(head.text)


def read(source: Source, name: str = "", mapping: Mapping[str, str] | None = None) -> Iterator[Publication | Problem]:
    """Every row as a publication. `mapping` gives the column of each field (`FIELDS`); without it, it is guessed.

    Raises ValueError for a field that does not exist.
    """
    if mapping is not None and (wrong := set(mapping) - set(FIELDS)):
        raise ValueError(f"there is no field {', '.join(sorted(wrong))}; known are {', '.join(FIELDS)}")
    file = source_name(source, name)
    try:
        with open_sheets(source, name) as sheets:
            for sheet in sheets:
                rows = list(_first(sheet, HEADER_WITHIN))
                if any(isinstance(row, Row) for row in rows):
                    yield from _sheet(sheet, rows, file, mapping)
                    return
    except UnreadableError as error:
        yield error.problem
        return
    yield UNMAPPED_TABLE.at(file, columns="—")


def _sheet(
    sheet: Sheet, first: list[Row | Problem], file: str, mapping: Mapping[str, str] | None
) -> Iterator[Publication | Problem]:
    rows = [row for row in first if isinstance(row, Row)]
    wanted = set(mapping.values()) if mapping else set()
    with_all = (place for place, row in enumerate(rows) if wanted and wanted <= set(row.cells))
    place = next(with_all, None) if wanted else header_place([row.cells for row in rows])
    header = rows[place if place is not None else header_place([row.cells for row in rows])].cells
    if mapping and (lost := next(((field, column) for field, column in mapping.items() if column not in header), None)):
        yield UNKNOWN_COLUMN.at(file, field=lost[0], column=lost[1])
        return
    chosen = mapping or guess_columns(header[:WIDEST])
    if not any(field in chosen for field in NUMBERS):
        yield UNMAPPED_TABLE.at(file, columns=_shown(header))
        return
    below = first[first.index(rows[place or 0]) + 1 :]
    rest = Sheet(sheet.name, chain(below, sheet.rows))
    for row in body_rows(rest, header, file):
        yield from [row] if isinstance(row, Problem) else _publication(row, chosen, file)


class _Cells:
    """The cells of one row by our fields."""

    def __init__(self, row: TableRow, mapping: Mapping[str, str], file: str) -> None:
        self.values = {field: row.values.get(column, "") for field, column in mapping.items()}
        self.record = Record(self.values, file, row.line)

    def text(self, field: str) -> str:
        return squeeze(self.values.get(field, ""))

    def several(self, field: str) -> tuple[str, ...]:
        """The values of a cell that holds one or more."""
        if not self.values.get(field):
            return ()
        return unique([squeeze(part) for part in MARKS.split(self.values.get(field, ""))])

    def classes(self, *fields: str) -> tuple[str, ...]:
        cells = [part.strip() for field in fields for part in CLASS_MARKS.split(self.values.get(field, ""))]
        return classifications([cell for cell in cells if cell])

    def worded(self, field: str) -> dict[str, str]:
        """The text by the language it looks to be in, and the English one beside it."""
        found = {}
        if text := self.text(f"{field}_english"):
            found["en"] = text
        if text := self.text(field):
            found[guess_language(text)] = text
        return found


def _publication(row: TableRow, mapping: Mapping[str, str], file: str) -> Iterator[Publication | Problem]:
    cells = _Cells(row, mapping, file)
    identity = identify(cells.text("publication_number"), cells.text("application_number"))
    if not identity.country:
        column = mapping.get("publication_number") or mapping.get("application_number", "")
        shown = identity.identifier[:60]
        fault = (
            UNREADABLE_NUMBER.at(file, row.line, column, value=shown) if shown else NO_NUMBER.at(file, row.line, column)
        )
        yield fault.with_raw(row.alone)
        return
    publication = Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        patent_type=cells.text("patent_type"),
        source_format="plain-table",
        source_url=cells.text("url"),
        source_line=row.line,
        remarks=identity.remarks,
        snapshot=snapshot(row.raw),
    )
    publication = _with_facts(_with_texts(publication, cells), cells)
    yield from cells.record.problems
    yield publication


def _with_texts(publication: Publication, cells: _Cells) -> Publication:
    claims = _claims(cells)
    return replace(
        publication,
        titles=cells.worded("title"),
        abstracts=cells.worded("abstract"),
        claims=claims,
        description=cells.record.long_text("description"),
        description_lang=guess_language(cells.text("description")) if cells.text("description") else "",
        ipc=cells.classes("main_ipc", "ipc"),
        cpc=cells.classes("cpc"),
        locarno=cells.several("locarno"),
        unseen=_unseen(cells, claims),
    )


def _with_facts(publication: Publication, cells: _Cells) -> Publication:
    record = cells.record
    return replace(
        publication,
        applicants=cells.several("applicants") or cells.several("assignees"),
        inventors=cells.several("inventors"),
        parties=tuple(_parties(cells)),
        applicant_place="".join(map(cells.text, ("province", "city", "county"))) or cells.text("address"),
        priorities=tuple(Priority(number) for number in cells.several("priorities")),
        priority_date=record.date("priority_date"),
        filing_date=record.date("filing_date"),
        publication_date=record.date("publication_date"),
        grant_date=record.date("grant_date"),
        family_id=cells.text("family_id"),
        family_members=cells.several("family_members"),
        citations=cells.several("citations"),
        legal_status=cells.text("legal_status"),
    )


def _claims(cells: _Cells) -> tuple[Claim, ...]:
    text = cells.values.get("claims") or cells.values.get("first_claim", "")
    return make_claims([text]) if text.strip() else ()


def _unseen(cells: _Cells, claims: Sequence[Claim]) -> tuple[str, ...]:
    if not claims and not cells.text("abstract") and not cells.text("description"):
        return ("only bibliographic data",)
    return ("only the first claim",) if claims and not cells.text("claims") else ()


def _parties(cells: _Cells) -> Iterator[Party]:
    """Everybody named; the parts of addresses belong to the applicants in their order, to the first where only one is."""
    parts = ("province", "city", "county", "postcode", "country", "address")
    columns = [*map(cells.several, parts[:4]), _countries(cells), _addresses(cells)]
    names = cells.several("applicants")
    for name, *places in zip_longest(names, *(column[: len(names)] for column in columns), fillvalue=""):
        yield Party("applicant", name, **dict(zip(parts, places, strict=True)))
    for field, role in (("assignees", "assignee"), ("inventors", "inventor"), ("examiners", "examiner")):
        yield from (Party(role, name) for name in cells.several(field))
    agencies = cells.several("agencies")
    yield from (Party("agency", name) for name in agencies)
    for name in cells.several("agents"):
        yield Party("agent", name, agency=agencies[0] if len(agencies) == 1 else "")


def _countries(cells: _Cells) -> tuple[str, ...]:
    """Codes of two letters; of the names only that of China is known here."""
    codes = ["CN" if name.startswith("中国") else name.upper() for name in cells.several("country")]
    return tuple(code if re.fullmatch("[A-Z]{2}", code) else "" for code in codes)


def _addresses(cells: _Cells) -> tuple[str, ...]:
    """One address for each applicant, else the whole cell for the first."""
    listed = cells.several("address")
    return listed if len(listed) == len(cells.several("applicants")) else listed[:1] and (cells.text("address"),)


FORMAT = Format("plain-table", "CSV, TSV, XLSX", sniff, read)
