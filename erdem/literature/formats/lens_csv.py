"""CSV export of Lens, old columns (`Publication Number`, `dd/mm/yy`) and new ones (`Display Key`, ISO
dates).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from erdem.lib.reading import Problem, Source
from erdem.literature.formats.faults import NO_NUMBER
from erdem.literature.formats.fields import classifications, guess_language, snapshot
from erdem.literature.formats.lens_json import read_priority
from erdem.literature.formats.model import Party, Publication, identify
from erdem.literature.formats.record import Record
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.table import TableRow, table_rows

REQUIRED: Final = frozenset({"Jurisdiction", "Kind", "Publication Date", "Title"})
OLD_AMERICAN: Final = re.compile(r"US \d{6,8} [A-Z]")


def sniff(head: Head) -> bool:
    first = head.text.lstrip().split("\n", 1)[0]
    return "Jurisdiction,Kind," in first or all(column in first for column in REQUIRED)


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    for row in table_rows(source, name, REQUIRED):
        if isinstance(row, Problem):
            yield row
        else:
            yield from _publication(row, name)


def _publication(row: TableRow, file: str) -> Iterator[Publication | Problem]:
    record = Record(row.values, file, row.line)
    number = record.text("Display Key", "Publication Number")
    filed = record.text("Application Number")
    # before 2001 such numbers end in the two digits of the year and would be read as a later series
    application = "" if OLD_AMERICAN.fullmatch(filed) else filed
    identity = identify(number, application, country=record.text("Jurisdiction"), fallback=record.text("Lens ID"))
    if not identity.identifier:
        yield NO_NUMBER.at(file, row.line, "Publication Number").with_raw(row.alone)
        return
    year = int(record.text("Publication Year")) if record.text("Publication Year").isdigit() else 0
    published = record.date("Publication Date", day_first=True, near_year=year)
    title, abstract = record.text("Title"), record.text("Abstract")
    priorities = tuple(read_priority(one) for one in record.texts("Priority Numbers", mark=";;"))
    applicants, inventors = record.texts("Applicants", mark=";;"), record.texts("Inventors", mark=";;")
    publication = Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind or record.text("Kind"),
        application=identity.application or filed,
        patent_type=record.text("Document Type", "Type"),
        titles={guess_language(title): title} if title else {},
        abstracts={guess_language(abstract): abstract} if abstract else {},
        ipc=classifications(record.texts("IPCR Classifications", mark=";;")),
        cpc=classifications(record.texts("CPC Classifications", mark=";;")),
        applicants=applicants,
        inventors=inventors,
        parties=(
            *(Party("applicant", one) for one in applicants),
            *(Party("assignee", one) for one in record.texts("Owners", "Owners (US)", mark=";;")),
            *(Party("inventor", one) for one in inventors),
        ),
        priorities=priorities,
        priority_date=record.date("Earliest Priority Date")
        or min((one.date for one in priorities if one.date), default=None),
        filing_date=record.date("Application Date", day_first=True, near_year=year),
        publication_date=published,
        family_members=record.texts("Simple Family Members", mark=";;"),
        citations=record.texts("Cites Patents", "Cited Patents", mark=";;"),
        legal_status=record.text("Legal Status"),
        source_format="lens-csv",
        source_id=record.text("Lens ID") or record.text("URL").rpartition("/")[2],
        source_url=record.text("URL"),
        source_line=row.line,
        unseen=("only bibliographic data",) if not abstract else ("no claims", "no description"),
        remarks=identity.remarks,
        snapshot=snapshot(row.raw),
    )
    yield from record.problems
    yield publication


FORMAT = Format("lens-csv", "Lens CSV", sniff, read)
