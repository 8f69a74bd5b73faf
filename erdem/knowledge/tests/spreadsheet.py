"""Helpers of the tests of the round trip: a table as a spreadsheet program sees, edits and saves it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge import queries, services
from erdem.knowledge.content import CHILDREN, RecordContent
from erdem.knowledge.formats.changes import ChangeRow, read_changes
from erdem.knowledge.models import Record
from erdem.knowledge.queries.exchange import content_of_record
from erdem.knowledge.tests.factories import sign_a_file
from erdem.lib.reading import Problem
from erdem.lib.tabular import open_sheets


def taken_out(actor: Actor, kind: str, language: str = "zh-hans") -> bytes:
    with acting_as(actor):
        return services.take_out_records(actor=actor, wanted=queries.RecordFilter(), kind=kind, language=language)


def table_of(content: bytes) -> list[list[str]]:
    """The cells as a spreadsheet program shows them."""
    with open_sheets(io.BytesIO(content), "示例") as sheets:
        sheet = next(iter(sheets))
        return [row.cells for row in sheet.rows if not isinstance(row, Problem)]


def as_csv(rows: Sequence[Sequence[str]], *, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for index, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, index, cell)
    return stream.getvalue()


MAKERS: dict[str, Callable[[Sequence[Sequence[str]]], bytes]] = {"csv": as_csv, "xlsx": as_xlsx}


def brought_back(actor: Actor, content: bytes, *, write: bool = True, **options: Any) -> services.ImportOutcome:
    """What the import makes of a file."""
    importer = services.ChangeImporter(actor, services.ImportOptions(file="示例", **options))
    items = list(read_changes(io.BytesIO(content), name="示例"))
    rows = [item for item in items if isinstance(item, ChangeRow)]
    if write:
        sign_a_file(actor)
    with acting_as(actor):
        outcome = importer.write(rows) if write else importer.check(rows)
    outcome.problems += [item for item in items if isinstance(item, Problem)]
    return outcome


def everything() -> dict[str, tuple[int, RecordContent]]:
    with acting_as(SYSTEM):
        found = Record.objects.all().prefetch_related(*CHILDREN)
        return {record.number: (record.version, content_of_record(record)) for record in found}


def codes(outcome: services.ImportOutcome) -> list[str]:
    return [problem.code for problem in outcome.problems]
