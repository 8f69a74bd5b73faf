"""List of USPTO grants as a collecting program left it: CSV, or a JSON object with the number as key.

Facts of the format, from real files: lists are written in square brackets with bare commas between the
members; the type of a grant is told in words instead of a code; `NA` says that there is nothing; characters
are written as HTML does. There are no dates, classes or owners.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from erdem.lib.fields import squeeze, unique
from erdem.lib.json_items import DOCUMENT_TOO_LONG, NOT_A_RECORD, NOT_JSON
from erdem.lib.reading import Line, Problem, Source, read_lines, source_name
from erdem.literature.formats.claims import make_claims
from erdem.literature.formats.faults import NO_NUMBER
from erdem.literature.formats.fields import snapshot
from erdem.literature.formats.model import Publication, identify
from erdem.literature.formats.record import Record
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.table import table_rows

MAX_DOCUMENT: Final = 64 << 20
REQUIRED: Final = frozenset({"grant_id", "patent_title", "claims_text"})
START: Final = re.compile(r'\s*\{\s*"[A-Z]{2}[A-Z]{0,2}\d+"\s*:\s*\{\s*"patent_title"')
MEMBER: Final = re.compile(r'[\s,]*"((?:[^"\\]|\\.){1,60})"\s*:\s*')
NEXT_CLAIM: Final = re.compile(r",(?=\d{1,3}\s*\. )")
KINDS: Final = (
    (r"utility.*no published application", "utility", "B1"),
    (r"utility.*published application", "utility", "B2"),
    (r"design", "design", "S1"),
    (r"reissue", "reissue", "E1"),
    (r"plant.*no published application", "plant", "P2"),
    (r"plant.*published application", "plant", "P3"),
)


def sniff_csv(head: Head) -> bool:
    first = head.text.lstrip().split("\n", 1)[0]
    return all(column in first for column in REQUIRED)


def sniff_json(head: Head) -> bool:
    return START.match(head.text) is not None


def read_csv(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    file = source_name(source, name)
    for row in table_rows(source, file, REQUIRED):
        if isinstance(row, Problem):
            yield row
            continue
        record = Record(row.values, file, row.line)
        for item in _publication(record, row.values.get("grant_id", ""), row.raw):
            if isinstance(item, Problem) and not item.kept:
                yield item.with_raw(_as_csv(row.values))
            else:
                yield item


def read_json(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    """The members one by one; a broken one ends the reading, because nobody knows where the next begins."""
    file = source_name(source, name)
    text = _whole(source, file)
    if isinstance(text, Problem):
        yield text
        return
    decoder = json.JSONDecoder()
    position, line, counted = text.find("{") + 1, 1, 0
    while match := MEMBER.match(text, position):
        line, counted = line + text.count("\n", counted, match.start(1)), match.start(1)
        try:
            values, position = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            yield NOT_JSON.at(file, line, match[1], reason="the record is damaged")
            return
        yield from _member(match[1], values, (file, line), text[match.start() : position])
    if not text[position:].strip().startswith("}"):
        yield NOT_JSON.at(file, line, reason="the end is missing")


def _whole(source: Source, file: str) -> str | Problem:
    held: list[str] = []
    size = 0
    for item in read_lines(source, name=file):
        if isinstance(item, Line):
            held.append(item.text)
            size += len(item.text) + 1
        if isinstance(item, Problem) or size > MAX_DOCUMENT:
            return item if isinstance(item, Problem) else DOCUMENT_TOO_LONG.at(file, limit=MAX_DOCUMENT)
    return "\n".join(held)


def _member(number: str, values: Any, place: tuple[str, int], raw: str) -> Iterator[Publication | Problem]:
    if isinstance(values, dict):
        yield from _publication(Record(values, *place), number, raw)
    else:
        yield NOT_A_RECORD.at(*place, what="something else")


def _publication(record: Record, number: str, raw: str) -> Iterator[Publication | Problem]:
    patent_type, kind = _type(record.text("kind"))
    identity = identify(number.strip() + kind, country="US")
    if not re.search(r"\d", number):
        yield NO_NUMBER.at(record.file, record.line, "grant_id").with_raw("{" + raw.lstrip(" \n\t,") + "}")
        return
    title, abstract = _text(record.text("patent_title")), _text(record.text("abstract"))
    claims = make_claims([NEXT_CLAIM.sub("\n", _listed(record.text("claims_text")))], "en")
    told = record.text("number_of_claims")
    remarks = (f"the list tells of {told} claims, {len(claims)} are there",) if told != str(len(claims)) else ()
    yield from record.problems
    yield Publication(
        identifier=identity.identifier,
        number=identity.number,
        country=identity.country,
        kind=identity.kind,
        patent_type=patent_type,
        titles={"en": title} if title else {},
        abstracts={"en": abstract} if abstract else {},
        claims=claims,
        inventors=unique([squeeze(one) for one in _listed(record.text("inventors")).split(",")]),
        source_format="uspto-grant-list",
        source_line=record.line,
        unseen=("only title, abstract, claims and inventors",),
        remarks=identity.remarks + remarks,
        snapshot=snapshot(raw),
    )


def _type(told: str) -> tuple[str, str]:
    """Type and kind code of what is told in words; both empty when it says anything else."""
    return next(((name, kind) for said, name, kind in KINDS if re.match(said, told.lower())), ("", ""))


def _text(text: str) -> str:
    return "" if text == "NA" else squeeze(html.unescape(text))


def _listed(text: str) -> str:
    return _text(text.removeprefix("[").removesuffix("]"))


def _as_csv(values: Mapping[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(values))
    writer.writeheader()
    writer.writerow(values)
    return out.getvalue()


CSV: Final = Format("uspto-grant-list", "USPTO grant list (CSV)", sniff_csv, read_csv)
JSON: Final = Format("uspto-grant-list-json", "USPTO grant list (JSON)", sniff_json, read_json)
