"""The bibliographic data of European documents, which stand in elements named by the codes of WIPO ST.9 (`B110`).

B110 number, B130 kind, B132EP original kind, B140 date, B190 office, B210 application, B220 its date, B300 priorities,
B510 or B510EP classes, B520EP cooperative classes, B540 titles, B560 citations, B620 parent, B710/B720/B730/B740
applicant, inventor, proprietor, representative, B860 international application.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from erdem.lib.fields import unique
from erdem.literature.formats.fields import classifications, guess_language, read_date
from erdem.literature.formats.model import LegalEvent, Party, Priority
from erdem.literature.formats.xml_text import plain, said

ROLES: Final = {"B711": "applicant", "B721": "inventor", "B731": "assignee", "B741": "agent"}
CITED: Final = re.compile(r"([A-Z]{2})\s*-\s*([A-Z]\d?)\s*-?\s*([\dA-Z][\d\s/.A-Z]*)")
EVENTS: Final = {
    "B236": "international preliminary examination report",
    "B241": "request for examination",
    "B242": "first examination report",
    "B450": "grant",
    "B452EP": "intention to grant",
    "B477": "limitation",
}


@dataclass(frozen=True, slots=True)
class CodedData:
    """Bibliographic data of one document, as far as said."""

    number: str = ""
    country: str = ""
    application: str = ""
    patent_type: str = ""
    corrected_kind: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    ipc: tuple[str, ...] = ()
    cpc: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    priorities: tuple[Priority, ...] = ()
    filing_date: datetime.date | None = None
    publication_date: datetime.date | None = None
    citations: tuple[str, ...] = ()
    legal_events: tuple[LegalEvent, ...] = ()


def read_codes(data: etree._Element) -> CodedData:
    """The data of one `SDOBI`."""
    country = said(data, "B100/B190") or "EP"
    number = said(data, "B100/B110")
    return CodedData(
        number=country + number + said(data, "B100/B130") if number else "",
        country=country,
        application=said(data, "B200/B210"),
        corrected_kind=said(data, "B100/B132EP", ".//B132EP"),
        titles=_titles(data),
        ipc=_ipc(data),
        cpc=classifications([plain(one) for one in data.iterfind(".//B520EP//classification-cpc/text")]),
        parties=_parties(data),
        priorities=_priorities(data),
        filing_date=read_date(said(data, "B200/B220/date", "B200/B220")),
        publication_date=read_date(said(data, "B100/B140/date", "B100/B140")),
        citations=_citations(data),
        legal_events=_events(data),
    )


def _titles(data: etree._Element) -> dict[str, str]:
    """A title is in the language named by the element before it."""
    found: dict[str, str] = {}
    lang = ""
    for one in data.iterfind(".//B540/*"):
        if one.tag == "B541":
            lang = plain(one).lower()[:2]
        elif one.tag == "B542" and plain(one):
            found.setdefault(lang or guess_language(plain(one)), plain(one))
            lang = ""
    return found


def _ipc(data: etree._Element) -> tuple[str, ...]:
    """Fixed-width symbols of 2006 on, else main and further classification of the older editions."""
    newer = [plain(one) for one in data.iterfind(".//B510EP//classification-ipcr/text")]
    older = [plain(one) for one in data.iterfind(".//B510/*") if one.tag in ("B511", "B512", "B513")]
    return classifications(newer or older)


def _parties(data: etree._Element) -> tuple[Party, ...]:
    found: list[Party] = []
    for tag, role in ROLES.items():
        for one in data.iter(tag):
            address = one.find("adr")
            name = " ".join(filter(None, (said(one, "snm"), said(one, "fnm")))) or said(one, "onm")
            found.append(
                Party(
                    role=role,
                    name=name,
                    country=said(address, "ctry"),
                    city=said(address, "city"),
                    postcode=said(address, "pcode"),
                    address=said(address, "str"),
                )
            )
    return tuple(dict.fromkeys(one for one in found if one.name))


def _priorities(data: etree._Element) -> tuple[Priority, ...]:
    """Number, date and country follow each other without an element around them; a number begins the next one."""
    found: list[Priority] = []
    number = country = ""
    date: datetime.date | None = None
    for one in [*data.iterfind(".//B300/*"), None]:
        if one is None or one.tag == "B310":
            if number or date:
                found.append(Priority(number, date, country))
            number, date, country = plain(one), None, ""
        elif one.tag == "B320":
            date = read_date(said(one, "date") or plain(one))
        elif one.tag == "B330":
            country = said(one, "ctry") or plain(one)
    for parent in data.iterfind(".//B620//pdoc"):
        number = said(parent, "dnum/anum", "dnum/pnum", "dnum", "doc-number")
        found.append(Priority(number, read_date(said(parent, "date")), said(parent, "ctry"), "division"))
    return tuple(dict.fromkeys(found))


def _citations(data: etree._Element) -> tuple[str, ...]:
    """Cited patents, `EP-A- 0 123 456` as `EP0123456A`; what is written otherwise stays."""
    found: list[str] = []
    for one in data.iterfind(".//B561/text"):
        text = plain(one)
        cited = CITED.match(text)
        found.append(cited[1] + re.sub(r"[\s/.]", "", cited[3]) + cited[2] if cited else text[:60])
    return unique(found)


def _events(data: etree._Element) -> tuple[LegalEvent, ...]:
    """Steps of the procedure with the day each carries."""
    found = []
    for tag, text in EVENTS.items():
        for one in data.iter(tag):
            date = read_date(said(one, ".//date") or plain(one))
            if date:
                found.append(LegalEvent(date, tag, text, "EP"))
    return tuple(dict.fromkeys(found))
