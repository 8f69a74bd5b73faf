"""PATENTSCOPE result list as XLS or XLSX (or saved again as CSV): a query line above the header in row 3.

Newer lists name some columns otherwise (`I P C`, `Priorities Data`) and have the application and the abstract too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats.faults import NO_NUMBER
from erdem.literature.formats.fields import classifications, guess_language, snapshot
from erdem.literature.formats.json_record import patentscope_priorities
from erdem.literature.formats.model import Party, Publication, identify
from erdem.literature.formats.record import Record
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.table import TableRow, table_rows

REQUIRED: Final = frozenset({"Publication Number", "Publication Date", "Title"})
OWN: Final = ("Priority Data", "Priorities Data", "National Phase Entries")


def sniff(head: Head) -> bool:
    first = head.text[:4000]
    return all(column in first for column in REQUIRED) and any(column in first for column in OWN)


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    file = source_name(source, name)
    for row in table_rows(source, file, REQUIRED):
        if isinstance(row, Problem):
            yield row
        else:
            yield from _publication(row, file)


def _publication(row: TableRow, file: str) -> Iterator[Publication | Problem]:
    record = Record(row.values, file, row.line)
    identity = identify(
        record.text("Publication Number"), record.text("Application Number"), country=record.text("Country")
    )
    if not identity.identifier:
        yield NO_NUMBER.at(file, row.line, "Publication Number").with_raw(row.alone)
        return
    title, abstract = record.text("Title"), record.text("Abstract")
    priorities = patentscope_priorities(record.text("Priority Data", "Priorities Data"))
    applicants, inventors = record.texts("Applicants"), record.texts("Inventors")
    publication = Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        application=identity.application,
        titles={guess_language(title): title} if title else {},
        abstracts={guess_language(abstract): abstract} if abstract else {},
        ipc=classifications(record.texts("IPC", "I P C")),
        applicants=applicants,
        inventors=inventors,
        parties=(
            *(Party("applicant", one) for one in applicants),
            *(Party("inventor", one) for one in inventors),
        ),
        priorities=priorities,
        priority_date=min((one.date for one in priorities if one.date), default=None),
        filing_date=record.date("Application Date", day_first=True),
        publication_date=record.date("Publication Date", day_first=True),
        source_format="patentscope",
        source_id=record.text("Application Id"),
        source_line=row.line,
        unseen=("only bibliographic data",) if not abstract else ("no claims", "no description"),
        remarks=identity.remarks,
        snapshot=snapshot(row.raw),
    )
    yield from record.problems
    yield publication


FORMAT = Format("patentscope", "PATENTSCOPE XLS or XLSX", sniff, read)
