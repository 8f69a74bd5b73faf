"""USPTO grants of 1976 to 2001 in tagged lines (Green Book), single documents or weekly files.

A record begins with `PATN`; parts with a name of four letters (`INVT`, `CLAS`, `CLMS`) hold fields of three.
Facts of the format: `WKU` is the number in eight places and a check digit; `APN` is the serial and a check
digit, its series is `SRC`; IPC (`ICL`) of the edition in `EDF` stands in columns, for designs Locarno;
persons are written `Last; First`; countries have three letters, the last of which says nothing. There are no
kind codes; those under which data bases know the documents follow from the type `APT`. Source: USPTO, Patent
Full Text APS documentation, and real files. The applicants of that law were the inventors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from erdem.lib.fields import squeeze, unique
from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats.american import shared_fields
from erdem.literature.formats.claims import depends_on
from erdem.literature.formats.faults import NO_NUMBER
from erdem.literature.formats.fields import read_date, snapshot
from erdem.literature.formats.model import Claim, Party, Priority, Publication
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.uspto_fields import FieldRecord, read_field_records
from erdem.literature.formats.uspto_numbers import identify_american, old_classes, series_and_serial
from erdem.literature.formats.uspto_signs import with_signs
from erdem.literature.formats.uspto_text import without_number

BEGIN: Final = re.compile(r"(?:\s*|[A-Z]+\d?\s+APS\d.*\n)PATN[ \t]*\r?\n(?:[A-Z]{3} .*\n)*?WKU  ", re.MULTILINE)
NAMES: Final = frozenset(
    {"PATN", "INVT", "ASSG", "PRIR", "REIS", "RLAP", "CLAS", "UREF", "FREF", "OREF", "LREP", "PCTA", "ABST", "GOVT"}
    | {"PARN", "BSUM", "DRWD", "DETD", "CLMS", "DCLM"}
)
DESCRIBING: Final = ("PARN", "GOVT", "BSUM", "DRWD", "DETD")
KINDS: Final = {"1": ("utility", "A"), "2": ("reissue", "E"), "4": ("design", "S"), "5": ("defensive", "I4")}
KINDS_LATER: Final = {"6": ("plant", "P"), "7": ("sir", "H")}
FORMER_CODES: Final = {"DT": "DE", "DL": "DD", "JA": "JP", "OE": "AT", "UK": "GB"}  # ICIREPAT, before WIPO ST.3
AGENTS: Final = {"FRM": "agency", "FR2": "agent", "AAT": "agent", "ATT": "agent"}
Fields = Sequence[tuple[str, str]]
Sections = Mapping[str, Sequence[Fields]]


def sniff(head: Head) -> bool:
    return BEGIN.match(head.text[:4000]) is not None


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    file = source_name(source, name)
    for record in read_field_records(source, file, lambda line: line.rstrip() == "PATN"):
        yield record if isinstance(record, Problem) else _publication(record, file)


def _publication(record: FieldRecord, file: str) -> Publication | Problem:
    sections: dict[str, list[Fields]] = {}
    for name, fields in record.sections(NAMES):
        sections.setdefault(name, []).append(fields)
    head = dict(reversed(sections.get("PATN", [[]])[0]))
    patent_type, kind = {**KINDS, **KINDS_LATER}.get(head.get("APT", "").strip(), ("", ""))
    number = head.get("WKU", "").strip()[:8]
    application = series_and_serial(head.get("SRC", "").strip(), head.get("APN", ""))
    identity = identify_american(f"US{number}{kind}" if number else "", application)
    if not identity.identifier:
        return NO_NUMBER.at(file, record.line, "WKU").with_raw(record.text())
    ipc, locarno = old_classes(text for one in sections.get("CLAS", ()) for tag, text in one if tag == "ICL")
    issued = read_date(head.get("ISD", ""))
    title, abstract = _plain(head.get("TTL", "")), _paragraphs(sections, ("ABST",)).replace("\n", " ")
    return Publication(
        **shared_fields(identity, title, abstract, _parties(sections, head), _priorities(sections)),
        patent_type=patent_type,
        claims=_claims(sections),
        description=_paragraphs(sections, DESCRIBING),
        ipc=ipc,
        locarno=locarno,
        filing_date=read_date(head.get("APD", "")),
        publication_date=issued,
        grant_date=issued,
        citations=_citations(sections),
        corrects=_reissued(sections),
        source_format="uspto-greenbook",
        source_line=record.line,
        remarks=identity.remarks + (("characters of the record cannot be read",) if record.damaged else ()),
        snapshot=snapshot(record.text()),
    )


def _plain(text: str) -> str:
    return squeeze(with_signs(text))


def _paragraphs(sections: Sections, names: Sequence[str]) -> str:
    """The texts of these parts, a paragraph, heading or table a line."""
    texts = (text for name in names for fields in sections.get(name, ()) for _, text in fields)
    return "\n".join(filter(None, map(_plain, texts)))


def _claims(sections: Sections) -> tuple[Claim, ...]:
    """A claim goes from one `NUM` to the next; a design has one claim without a number."""
    claims: list[list[str]] = []
    for name in ("CLMS", "DCLM"):
        for fields in sections.get(name, ()):
            for tag, text in fields:
                if tag == "NUM" or (not claims and tag != "STM"):
                    claims.append([])
                if tag not in ("NUM", "STM"):
                    claims[-1].append(text)
    texts = (without_number(_plain(" ".join(lines))) for lines in claims)
    return tuple(
        Claim(number, text, "en", depends_on(text, number)) for number, text in enumerate(texts, start=1) if text
    )


def _parties(sections: Sections, head: Mapping[str, str]) -> tuple[Party, ...]:
    found = [_located("inventor", dict(fields)) for fields in sections.get("INVT", ())]
    found += [_located("assignee", dict(fields)) for fields in sections.get("ASSG", ())]
    for fields in sections.get("LREP", ()):
        found += [Party(AGENTS[tag], _person(text)) for tag, text in fields if tag in AGENTS]
    found += [Party("examiner", _person(head[tag])) for tag in ("EXP", "EXA") if head.get(tag)]
    return tuple(dict.fromkeys(one for one in found if one.name))


def _located(role: str, said: Mapping[str, str]) -> Party:
    return Party(
        role,
        _person(said.get("NAM", "")),
        country=_country(said.get("CNT", "")) or ("US" if said.get("STA") else ""),
        province=_plain(said.get("STA", "")),
        city=_plain(said.get("CTY", "")),
        postcode=said.get("ZIP", "").strip(),
        address=_plain(said.get("STR", "")),
    )


def _person(text: str) -> str:
    """`Daniels; Everette E.` in the order in which it is spoken."""
    last, mark, first = _plain(text).partition(";")
    return f"{first.strip()} {last.strip()}".strip() if mark and ";" not in first else _plain(text)


def _country(text: str) -> str:
    code = text.strip()[:2]
    return FORMER_CODES.get(code, code) if len(code) == 2 and code.isalpha() else ""


def _priorities(sections: Sections) -> tuple[Priority, ...]:
    found = []
    for said in map(dict, sections.get("PRIR", ())):
        number, date = said.get("APN", "").strip(), read_date(said.get("APD", ""))
        found.append(Priority(number, date, _country(said.get("CNT", ""))))
    told = _paragraphs(sections, ("PARN",)).lower()
    for said in map(dict, sections.get("RLAP", ())):
        date = read_date(said.get("APD", ""))
        found.append(Priority(said.get("APN", "").strip(), date, "US", _relation(said.get("COD", ""), told)))
    found += [
        Priority(said.get("PCN", "").strip(), read_date(said.get("PD3", "")), "WO", "international")
        for said in map(dict, sections.get("PCTA", ()))
    ]
    return tuple(dict.fromkeys(one for one in found if one.number or one.date))


def _relation(code: str, told: str) -> str:
    """By the code of the relation (72 is a continuation in part), else by what the document tells of itself."""
    if code.strip() == "72":
        return "continuation in part"
    if "continuation-in-part" in told or "continuation in part" in told:
        return "continuation" if code.strip() == "71" else "continuation in part"
    return "division" if "division" in told and code.strip() != "71" else "continuation"


def _reissued(sections: Sections) -> str:
    said = dict(next(iter(sections.get("REIS", ())), ()))
    number = said.get("PNO", "").strip()
    return f"US{number}" if number else ""


def _citations(sections: Sections) -> tuple[str, ...]:
    numbers = [("US", dict(fields)) for fields in sections.get("UREF", ())]
    numbers += [(_country(dict(fields).get("CNT", "")), dict(fields)) for fields in sections.get("FREF", ())]
    return unique([country + re.sub(r"[\s.,]", "", said["PNO"]) for country, said in numbers if said.get("PNO")])


FORMAT = Format("uspto-greenbook", "USPTO Green Book of 1976-2001", sniff, read)
