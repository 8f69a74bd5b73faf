"""Tables of the patents granted in the journal of the Indian office: `Serial No., Patent Number, Application Number, …`.

Dates are day/month/year. The number is that of the grant, which the journal of the last column announced; the
application was laid open earlier, on the day of `Date of Application Publication`. Lists taken from the PDF of the journal
hold rows of other tables (first examination reports), whose first cell is the name of an office: they are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats.faults import UNREADABLE_NUMBER
from erdem.literature.formats.fields import guess_language, read_date, snapshot
from erdem.literature.formats.model import LegalEvent, Party, Priority, Publication, identify
from erdem.literature.formats.record import Record
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.table import TableRow, table_rows

REQUIRED: Final = frozenset({"Patent Number", "Application Number", "Title of Invention"})
DATED: Final = re.compile(r"Dated\s+(\d\d/\d\d/\d{4})", re.IGNORECASE)


def sniff(head: Head) -> bool:
    first = head.text[:4_000]
    return all(column in first for column in (*REQUIRED, "Patentee Name"))


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    file = source_name(source, name)
    for row in table_rows(source, file, REQUIRED):
        if isinstance(row, Problem):
            yield row
        else:
            yield from _publication(row, file)


def _publication(row: TableRow, file: str) -> Iterator[Publication | Problem]:
    record = Record(row.values, file, row.line)
    written = record.text("Patent Number")
    if not re.fullmatch(r"(?:IN)?\s*\d{2,7}", written):
        yield UNREADABLE_NUMBER.at(file, row.line, "Patent Number", value=written).with_raw(row.alone)
        return
    identity = identify("IN" + written.removeprefix("IN").strip(), record.text("Application Number"), country="IN")
    title = record.text("Title of Invention")
    priority = record.date("Date of Priority", day_first=True)
    opened = record.date("Date of Application Publication", day_first=True)
    announced = DATED.search(record.text("journal", "Journal"))
    applicants = record.texts("Patentee Name")
    publication = Publication(
        identifier=identity.identifier,
        number=identity.number,
        country="IN",
        application=identity.application,
        titles={guess_language(title): title} if title else {},
        applicants=applicants,
        parties=tuple(Party("applicant", one) for one in applicants),
        priorities=(Priority("", priority),) if priority else (),
        priority_date=priority,
        filing_date=record.date("Date of Application", day_first=True),
        grant_date=read_date(announced[1], day_first=True) if announced else None,
        legal_events=(LegalEvent(opened, "", "application published", "IN"),) if opened else (),
        source_format="india-csv",
        source_line=row.line,
        unseen=("only bibliographic data",),
        remarks=identity.remarks,
        snapshot=snapshot(row.raw),
    )
    yield from record.problems
    yield publication


FORMAT = Format("india-csv", "Indian journal CSV", sniff, read)
