"""PATENTSCOPE result list as XLS or XLSX (or saved again as CSV): a query line above the header in row 3."""

from __future__ import annotations

from collections.abc import Iterator

from erdem.lib.reading import Problem, Source, source_name
from erdem.lib.tabular import is_workbook
from erdem.literature.formats.faults import NO_NUMBER
from erdem.literature.formats.fields import classifications, guess_language, snapshot
from erdem.literature.formats.json_record import patentscope_priorities
from erdem.literature.formats.model import Publication, identify
from erdem.literature.formats.record import Record
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.table import TableRow, table_rows

REQUIRED = frozenset({"Publication Number", "Publication Date", "Title", "IPC"})


def sniff(head: Head) -> bool:
    """Every workbook is taken for one; the missing header says it better than an unknown format."""
    first = head.text[:4000]
    return is_workbook(head.data) or ("Publication Number" in first and "Priority Data" in first)


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    file = source_name(source, name)
    for row in table_rows(source, file, REQUIRED):
        if isinstance(row, Problem):
            yield row
        else:
            yield from _publication(row, file)


def _publication(row: TableRow, file: str) -> Iterator[Publication | Problem]:
    record = Record(row.values, file, row.line)
    identity = identify(record.text("Publication Number"), record.text("Application Number"))
    if not identity.identifier:
        yield NO_NUMBER.at(file, row.line, "Publication Number")
        return
    title, abstract = record.text("Title"), record.text("Abstract")
    priorities = patentscope_priorities(record.text("Priority Data"))
    publication = Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        titles={guess_language(title): title} if title else {},
        abstracts={guess_language(abstract): abstract} if abstract else {},
        ipc=classifications(record.texts("IPC")),
        applicants=record.texts("Applicants"),
        inventors=record.texts("Inventors"),
        priorities=priorities,
        priority_date=min((one.date for one in priorities if one.date), default=None),
        filing_date=record.date("Application Date", day_first=True),
        publication_date=record.date("Publication Date", day_first=True),
        source_format="patentscope",
        source_line=row.line,
        unseen=("only bibliographic data",),
        remarks=identity.remarks,
        snapshot=snapshot(row.raw),
    )
    yield from record.problems
    yield publication


FORMAT = Format("patentscope", "PATENTSCOPE XLS or XLSX", sniff, read)
