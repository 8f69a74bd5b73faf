"""Bibliographic data in the elements of WIPO ST.36, shared by the European exchange format and by ST.36 files.

Everything works on trees without namespaces. Numbers and names may stand several times in different formats
(`docdb`, `docdba`, `epodoc`, `original`), told apart by `data-format` or `document-id-type`; for each use one is chosen.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from erdem.lib.fields import unique
from erdem.literature.formats.fields import classifications, read_date
from erdem.literature.formats.model import Party, Priority
from erdem.literature.formats.xml_text import first, language, plain, said

EXCHANGE: Final = ("docdb", "", "original", "epodoc")  # numbers: the exchange form tells country, serial and kind apart
COUNTRY_FIRST: Final = ("docdb", "", "epodoc", "original")  # priorities often lack the exchange form
READABLE: Final = ("original", "", "docdba", "docdb", "epodoc")  # names: as the applicant writes them
FORMATS: Final = ("data-format", "document-id-type", "format")
RESIDENCE: Final = re.compile(r"\s*\[([A-Z]{2})\]\s*$")
CPC_SCHEMES: Final = ("CPC", "CPCI", "CPCA", "CPCNO")
GROUPS: Final = {
    "applicants": ("applicant", "applicant"),
    "assignees": ("assignee", "assignee"),
    "grantees": ("grantee", "assignee"),
    "inventors": ("inventor", "inventor"),
    "agents": ("agent", "agent"),
    "examiners": ("primary-examiner", "examiner"),
}


def form(element: etree._Element) -> str:
    """The format a number or name is written in; empty when the element does not say."""
    return next((found for name in FORMATS if (found := element.get(name, ""))), "")


def chosen(elements: Sequence[etree._Element], order: Sequence[str]) -> etree._Element | None:
    """The element in the most wanted format, the first of several alike."""
    return min(elements, key=lambda one: order.index(form(one)) if form(one) in order else len(order), default=None)


def document_ids(parent: etree._Element, path: str) -> list[etree._Element]:
    """Every `document-id` under a reference, each with its format on it."""
    found: list[etree._Element] = []
    for reference in parent.iterfind(path):
        for one in reference.iter("document-id"):
            if not form(one) and form(reference):
                one.set("data-format", form(reference))
            found.append(one)
    return found


def number_of(element: etree._Element | None) -> str:
    """Country, number and kind in one word; empty when there is no number."""
    if not said(element, "doc-number"):
        return ""
    return "".join(said(element, part).replace(" ", "") for part in ("country", "doc-number", "kind"))


def dated(elements: Sequence[etree._Element]) -> datetime.date | None:
    """The first readable date of these `document-id`."""
    return next((date for one in elements if (date := read_date(said(one, "date")))), None)


def application_number(elements: Sequence[etree._Element]) -> tuple[str, str]:
    """Application number and its country. American numbers are taken as the applicant writes them (11/023,667): the
    exchange form of old ones (2366704) leaves out the series and would read as another number, so it is passed over.
    All others are taken in the exchange form.
    """
    exchange = chosen(elements, EXCHANGE)
    country = said(exchange, "country") or said(exchange, "doc-number")[:2]
    original = next((said(one, "doc-number") for one in elements if form(one) == "original"), "")
    digits = re.sub(r"\D", "", original)
    if country == "US" and len(digits) == 8:
        return digits, country
    number = said(exchange, "doc-number")
    return ("" if country == "US" and len(number) < 12 else number), country


def titles(biblio: etree._Element, lang: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for one in biblio.iter("invention-title"):
        if text := plain(one):
            found.setdefault(language(one, text, lang), text)
    return found


def abstracts(elements: Sequence[etree._Element], lang: str = "") -> dict[str, str]:
    """Abstracts by language; of several in one language the first."""
    found: dict[str, str] = {}
    for one in elements:
        text = " ".join(filter(None, map(plain, one.iterfind("p")))) or plain(one)
        if text:
            found.setdefault(language(one, text, lang), text)
    return found


def ipc(biblio: etree._Element) -> tuple[str, ...]:
    """Symbols of 2006 on, as fixed-width text or in parts; else the classification of the older editions."""
    newer = [_ipc_symbol(one) for one in biblio.iter("classification-ipcr")]
    older = [
        plain(part)
        for one in biblio.iter("classification-ipc")
        for part in one.iter("text", "main-classification", "main-clsf", "further-classification", "further-clsf")
    ]
    return classifications(newer or older)


def _ipc_symbol(element: etree._Element) -> str:
    return said(element, "text") or _symbol(element) or (plain(element) if not len(element) else "")


def _symbol(element: etree._Element) -> str:
    section, main, subclass, group, rest = (
        said(element, part) for part in ("section", "class", "subclass", "main-group", "subgroup")
    )
    return f"{section}{main}{subclass} {group}/{rest}" if group and rest else f"{section}{main}{subclass}"


def cpc(biblio: etree._Element) -> tuple[str, ...]:
    """Symbols of the cooperative classification; those of national schemes are left out."""
    found = [said(one, "text") or _symbol(one) or plain(one) for one in biblio.iter("classification-cpc")]
    for one in biblio.iter("patent-classification"):
        scheme = one.find("classification-scheme")
        if scheme is None or scheme.get("scheme", "").upper() in CPC_SCHEMES:
            found.append(said(one, "classification-symbol") or _symbol(one))
    return classifications(found)


def priorities(biblio: etree._Element) -> tuple[Priority, ...]:
    """Priority claims, each number in the exchange form where there is one."""
    found: list[Priority] = []
    for claim in biblio.iter("priority-claim"):
        ids = list(claim.iter("document-id"))
        one = chosen(ids, COUNTRY_FIRST)
        holder = claim if one is None else one
        number = said(holder, "doc-number")
        country = said(holder, "country") or (number[:2] if number[:2].isalpha() else "")
        date = dated(ids) or read_date(said(claim, "date"))
        found.append(Priority(number.removeprefix(country), date, country))
    return tuple(dict.fromkeys(one for one in found if one.number or one.date))


def citations(biblio: etree._Element) -> tuple[str, ...]:
    """Cited publications."""
    cited = biblio.iter("patcit")
    return unique([number_of(chosen(list(one.iter("document-id")), EXCHANGE)) for one in cited])


def read_parties(biblio: etree._Element) -> tuple[Party, ...]:
    """Everybody named, once each: of the formats a name is repeated in, the most readable one that is there."""
    found: list[Party] = []
    for group, (tag, role) in GROUPS.items():
        members = [one for holder in biblio.iter(group) for one in holder.iterfind(tag)]
        best = chosen(members, READABLE)
        found += [_party(one, role, members) for one in members if best is not None and form(one) == form(best)]
    return tuple(dict.fromkeys(one for one in found if one.name))


def _party(element: etree._Element, role: str, members: Sequence[etree._Element]) -> Party:
    book = first(element, "addressbook", f"{element.tag}-name")
    book = element if book is None else book
    address = first(element, ".//address")
    person = " ".join(filter(None, (said(book, "first-name"), said(book, "last-name"))))
    name = said(book, "name", "orgname") or person
    residence = RESIDENCE.search(name)
    country = said(element, ".//residence/country", ".//address/country", ".//nationality/country")
    return Party(
        role=role,
        name=RESIDENCE.sub("", name).rstrip(" ,;"),
        country=country or (residence[1] if residence else _country_elsewhere(element, members)),
        province=said(address, "state"),
        city=said(address, "city"),
        county=said(address, "county"),
        postcode=said(address, "postcode"),
        address=said(address, "text") or ", ".join(filter(None, (said(address, "street"), said(address, "address-1")))),
    )


def _country_elsewhere(element: etree._Element, members: Sequence[etree._Element]) -> str:
    """The country that another writing of the same name carries in brackets; the names share a sequence number."""
    place = element.get("sequence")
    same = [plain(one) for one in members if place and one.get("sequence") == place]
    return next((found[1] for text in same if (found := RESIDENCE.search(text))), "")


def names(parties: Sequence[Party], *roles: str) -> tuple[str, ...]:
    """Names of the first of these roles that anybody has."""
    for role in roles:
        if found := unique([one.name for one in parties if one.role == role]):
            return found
    return ()


def place(parties: Sequence[Party]) -> str:
    """Where the first applicant (else assignee) is, as far as said."""
    for role in ("applicant", "assignee"):
        for one in parties:
            parts = list(filter(None, (one.city, one.county, one.province, one.country)))
            if one.role == role and parts:
                return ", ".join(parts)
    return ""
