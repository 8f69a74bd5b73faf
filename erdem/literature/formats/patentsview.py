"""Tables of PatentsView: `g_patent` and its sister tables, tab-separated, every cell a text in quotation marks.

A table is told by its columns, not by its name. `g_patent` gives the publications; a sister table gives what it holds of
them under the number without kind code (`US10000000`), by which it completes the publications read before. Rows of one
patent stand together in these tables; where they do not, each group comes as a part of its own. Identifiers stay text, for
`D534340` and `RE38123` are no numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby, islice
from typing import Any, Final

from erdem.lib.fields import unique
from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats.claims import depends_on
from erdem.literature.formats.faults import NO_NUMBER, UNREADABLE_NUMBER
from erdem.literature.formats.fields import classifications, snapshot
from erdem.literature.formats.model import Claim, Party, Publication, identify
from erdem.literature.formats.record import Record
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.table import TableRow, table_rows

Rows = list[Record]
KEY: Final = "patent_id"
TYPES: Final = {"utility": "utility", "design": "design", "plant": "plant", "reissue": "utility"}
LONGEST_GROUP: Final = 5_000  # rows of one patent; a longer run comes in parts


def _patent(rows: Rows) -> dict[str, Any]:
    row = rows[0]
    title, abstract = row.text("patent_title"), row.text("patent_abstract")
    return {
        "patent_type": TYPES.get(row.text("patent_type").lower(), ""),
        "titles": {"en": title} if title else {},
        "abstracts": {"en": abstract} if abstract else {},
        "publication_date": row.date("patent_date"),
        "grant_date": row.date("patent_date"),
        "withdrawn": row.text("withdrawn") == "1",
        "unseen": ("only bibliographic data",) if not abstract else ("no claims", "no description"),
    }


def _abstract(rows: Rows) -> dict[str, Any]:
    return {"abstracts": {"en": rows[0].text("patent_abstract")}}


def _claims(rows: Rows) -> dict[str, Any]:
    """`claim_sequence` counts from 0, `claim_number` is the number as printed."""
    found: dict[int, Claim] = {}
    for row in rows:
        printed, place = row.text("claim_number"), row.text("claim_sequence")
        number = int(printed) if printed.isdecimal() else int(place) + 1 if place.isdecimal() else 0
        text = row.text("claim_text").removeprefix(f"{number}.").strip()
        if 0 < number < 10_000 and text:
            found.setdefault(number, Claim(number, text, "en", depends_on(text, number)))
    return {"claims": tuple(found[number] for number in sorted(found))}


def _cpc(rows: Rows) -> dict[str, Any]:
    return {"cpc": classifications([row.text("cpc_group") for row in rows if row.text("cpc_group")])}


def _ipc(rows: Rows) -> dict[str, Any]:
    parts = ("section", "ipc_class", "subclass", "main_group", "subgroup")
    codes = ["{}{:0>2}{}{}/{}".format(*(row.text(part) for part in parts)) for row in rows if row.text("main_group")]
    return {"ipc": classifications(codes)}


def _inventors(rows: Rows) -> dict[str, Any]:
    first, last = "disambig_inventor_name_first", "disambig_inventor_name_last"
    names = unique([" ".join(filter(None, (row.text(first), row.text(last)))) for row in rows])
    return {"inventors": names, "parties": tuple(Party("inventor", name) for name in names)}


def _assignees(rows: Rows) -> dict[str, Any]:
    person = ("disambig_assignee_individual_name_first", "disambig_assignee_individual_name_last")
    names = unique(
        [
            row.text("disambig_assignee_organization") or " ".join(filter(None, (row.text(part) for part in person)))
            for row in rows
        ]
    )
    return {"applicants": names, "parties": tuple(Party("assignee", name) for name in names)}


def _citations(rows: Rows) -> dict[str, Any]:
    return {
        "citations": unique(["US" + row.text("citation_patent_id") for row in rows if row.text("citation_patent_id")])
    }


def _application(rows: Rows) -> dict[str, Any]:
    return {"filing_date": rows[0].date("filing_date")}


# The column beside `patent_id` that only one table has, and what the table gives.
TABLES: Final[dict[str, Callable[[Rows], dict[str, Any]]]] = {
    "patent_title": _patent,
    "claim_text": _claims,
    "cpc_group": _cpc,
    "ipc_class": _ipc,
    "disambig_inventor_name_last": _inventors,
    "disambig_assignee_organization": _assignees,
    "citation_patent_id": _citations,
    "application_id": _application,
    "patent_abstract": _abstract,
}


def _table_of(columns: set[str]) -> str:
    return next((column for column in TABLES if column in columns), "") if KEY in columns else ""


def sniff(head: Head) -> bool:
    first = head.text.lstrip().split("\n", 1)[0][:8_000]
    return "\t" in first and bool(_table_of({cell.strip().strip('"') for cell in first.split("\t")}))


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    file = source_name(source, name)
    for key, group in groupby(table_rows(source, file, {KEY}), _group_key(file)):
        if not key:
            yield from (one if isinstance(one, Problem) else _refused(one, file) for one in group)
            continue
        rows = (one for one in group if isinstance(one, TableRow))
        while part := list(islice(rows, LONGEST_GROUP)):
            yield from _publication(part, file)


def _group_key(file: str) -> Callable[[TableRow | Problem], str]:
    return lambda row: "" if isinstance(row, Problem) else row.values.get(KEY, "").strip()


def _refused(row: TableRow, file: str) -> Problem:
    return NO_NUMBER.at(file, row.line, KEY).with_raw(row.alone)


def _publication(rows: list[TableRow], file: str) -> Iterator[Publication | Problem]:
    first = rows[0]
    records = [Record(row.values, file, row.line) for row in rows]
    kind = records[0].text("wipo_kind")
    identity = identify(f"US{records[0].text(KEY)}{kind}", records[0].text("application_id"), country="US")
    if not identity.country:
        yield UNREADABLE_NUMBER.at(file, first.line, KEY, value=records[0].text(KEY)[:40]).with_raw(first.alone)
        return
    table = _table_of(set(first.values))
    values = TABLES[table](records) if table else {}
    yield from (problem for record in records for problem in record.problems)
    yield Publication(
        identifier=identity.identifier,
        number=identity.number,
        country="US",
        kind=identity.kind,
        application=identity.application,
        source_format="patentsview",
        source_id=records[0].text(KEY),
        source_line=first.line,
        remarks=identity.remarks,
        snapshot=snapshot("\n".join(row.raw for row in rows)),
        **values,
    )


FORMAT = Format("patentsview", "PatentsView TSV", sniff, read)
