"""Documents of the search system of the American office (BRS) in tagged lines, many in a file.

A record stands between two lines `*** BRS DOCUMENT BOUNDARY ***`; before each there is a line of an index
with tabs and the title, which belong to no record. Facts of the format, from real files: `DID` is the number
with country and kind; `IPCP` and `IPCS` are the first and the further IPC symbols, `CPOI` and `CPOA` those of
the CPC; the fields of a party follow its name (`INNM`, `AANM`, `ASNM`); `COND` tells the relation to the
earlier application in the lines after it; `N/A` says that there is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from erdem.lib.fields import squeeze, unique
from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats.american import shared_fields
from erdem.literature.formats.claims import make_claims
from erdem.literature.formats.faults import NO_NUMBER
from erdem.literature.formats.fields import classifications, read_date, snapshot
from erdem.literature.formats.model import Party, Priority, Publication
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.uspto import PARENTS, first_publication
from erdem.literature.formats.uspto_fields import FieldRecord, read_field_records
from erdem.literature.formats.uspto_numbers import identify_american

BOUNDARY: Final = "*** BRS DOCUMENT BOUNDARY ***"
INDEX: Final = re.compile(r"[A-Z]*\d+\t[A-Z]\d?\t")
DESCRIBING: Final = ("CRTX", "PARN", "GOTX", "BSTX", "DRTX", "DETX")
ROLES: Final = {"AA": "applicant", "AS": "assignee", "IN": "inventor"}


def sniff(head: Head) -> bool:
    return BOUNDARY in head.text[:4000]


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    file = source_name(source, name)
    for record in read_field_records(
        source, file, lambda line: line.strip() == BOUNDARY, lambda line: INDEX.match(line) is not None
    ):
        yield record if isinstance(record, Problem) else _publication(record, file)


def _publication(record: FieldRecord, file: str) -> Publication | Problem:
    number = re.sub(r"\s", "", record.first("DID"))
    application = re.sub(r"\D", "", record.first("APP", "APNR"))
    identity = identify_american(number, application)
    if not identity.identifier:
        return NO_NUMBER.at(file, record.line, "DID").with_raw(record.text())
    title, abstract = squeeze(record.first("TTL")), squeeze(" ".join(record.all("ABPR", "ABTX")))
    granted = identity.kind[:1] not in ("A", "")
    published = read_date(record.first("GISD", "ISD", "PD"))
    return Publication(
        **shared_fields(identity, title, abstract, _parties(record), _priorities(record)),
        claims=make_claims(record.all("CLPR", "CLTX"), "en"),
        description="\n".join(filter(None, (squeeze(text) for text in record.all(*DESCRIBING)))),
        ipc=classifications([text.split()[0] for text in record.all("IPCP", "IPCS")]),
        cpc=classifications([text.split()[0] for text in record.all("CPOI", "CPOA")]),
        filing_date=read_date(record.first("AFD", "AD")),
        publication_date=published,
        grant_date=published if granted else None,
        citations=_citations(record),
        family_members=unique([re.sub(r"\s", "", text) for text in record.all("PDID")]),
        corrects=first_publication(identity.number, identity.kind),
        source_format="uspto-brs",
        source_line=record.line,
        remarks=identity.remarks + (("characters of the record cannot be read",) if record.damaged else ()),
        snapshot=snapshot(record.text()),
    )


def _said(group: dict[str, str], tag: str) -> str:
    text = squeeze(group.get(tag, ""))
    return "" if text == "N/A" else text


def _person(text: str) -> str:
    last, mark, first = squeeze(text).partition(";")
    return f"{first.strip()} {last.strip()}".strip() if mark and ";" not in first else squeeze(text)


def _parties(record: FieldRecord) -> tuple[Party, ...]:
    found = [
        Party(
            role,
            _person(group[prefix + "NM"]),
            country=_said(group, prefix + "CO"),
            province=_said(group, prefix + "ST"),
            city=_said(group, prefix + "CI"),
            postcode=_said(group, prefix + "ZP"),
            address=_said(group, prefix + "SA"),
        )
        for prefix, role in ROLES.items()
        for group in record.groups(prefix + "NM")
    ]
    found += [Party("agency", squeeze(text)) for text in record.all("LRFM")]
    found += [Party("agent", _person(text)) for text in record.all("LRFW")]
    found += [Party("examiner", _person(text)) for text in record.all("EXP", "EXA")]
    return tuple(dict.fromkeys(one for one in found if one.name))


def _priorities(record: FieldRecord) -> tuple[Priority, ...]:
    found = [
        Priority(_said(one, "PRAN"), read_date(_said(one, "PRAD")), _said(one, "PRCO")) for one in record.groups("PRCO")
    ]
    for one in record.groups("COND"):
        kind = PARENTS.get(one["COND"].split()[0] if one["COND"].split() else "")
        if kind and _said(one, "RLAN"):
            found.append(Priority(_said(one, "RLAN"), read_date(_said(one, "RLFD")), _said(one, "RLPY"), kind))
    return tuple(dict.fromkeys(found))


def _citations(record: FieldRecord) -> tuple[str, ...]:
    """`URGP` and `FRGP` begin with country, number and often the kind: `US 2003/0169838 A1 20030900 …`."""
    found = []
    for text in record.all("URGP", "FRGP"):
        country, number, *rest = (*text.split(), "", "")
        kind = rest[0] if rest and re.fullmatch(r"[A-Z]\d?", rest[0]) else ""
        found.append(country + number.replace(",", "").replace("/", "") + kind if number else "")
    return unique(found)


FORMAT = Format("uspto-brs", "USPTO search system (BRS)", sniff, read)
