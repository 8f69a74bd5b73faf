"""The people of a Chinese document: applicants with their place, inventors, agents with their agency, examiners."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

from erdem.lib.fields import unique
from erdem.literature.formats.model import Party
from erdem.literature.formats.xml_text import first, said

ROLES: Final = {
    "Applicant": "applicant",
    "Inventor": "inventor",
    "Designer": "inventor",
    "Agent": "agent",
    "Assignee": "assignee",
    "Examiner": "examiner",
}
# Names of a level that only says "belongs to no city of its own"; they are no place.
NO_PLACE: Final = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


def read_parties(biblio: etree._Element) -> tuple[Party, ...]:
    """Everybody named in the bibliographic data, each agency once after its agents."""
    found: list[Party] = []
    for tag, role in ROLES.items():
        for element in biblio.iterfind(f".//{tag}Details/{tag}"):
            party = _party(element, role)
            if party.name:
                found.append(party)
    agencies = unique([one.agency for one in found] + [_agency(one) for one in biblio.iterfind(".//Agent")])
    return tuple(dict.fromkeys((*found, *(Party("agency", name) for name in agencies))))


def _party(element: etree._Element, role: str) -> Party:
    book = _book(element)
    address = first(book, "Address")
    return Party(
        role=role,
        name=said(book, "Name", "OrganizationName") or "".join(said(book, part) for part in ("LastName", "FirstName")),
        country=said(address, "WIPOST3Code", "CountryCode") or said(book, "WIPOST3Code", "CountryCode"),
        province=said(address, "Province"),
        city=said(address, "City"),
        county=said(address, "County"),
        postcode=said(address, "PostCode"),
        address=said(address, "Text"),
        agency=_agency(element),
    )


def _agency(element: etree._Element) -> str:
    agency = element.find("Agency")
    return "" if agency is None else said(_book(agency), "OrganizationName", "Name")


def _book(element: etree._Element) -> etree._Element:
    """The address book in Chinese, else the first one, else the element itself."""
    books = list(element.iterfind("AddressBook"))
    chinese = next((one for one in books if one.get("lang", "").lower().startswith("zh")), None)
    return chinese if chinese is not None else books[0] if books else element


def applicant_place(parties: Iterable[Party]) -> str:
    """Province, city and county of the first applicant (else assignee) that has a place, else its address line."""
    placed = [one for role in ("applicant", "assignee") for one in parties if one.role == role]
    for one in placed:
        levels = [level for level in (one.province, one.city, one.county) if level and level not in NO_PLACE]
        if levels:
            return "".join(dict.fromkeys(levels))
    return next((one.address for one in placed if one.address), "")
