"""Classes, people and priorities of a document in WIPO ST.96."""

from __future__ import annotations

from typing import Final

from lxml import etree

from erdem.literature.formats.fields import classifications, read_date
from erdem.literature.formats.model import Party, Priority
from erdem.literature.formats.xml_text import plain, said

ROLES: Final = {
    "Applicant": "applicant",
    "Inventor": "inventor",
    "Assignee": "assignee",
    "RegisteredPractitioner": "agent",
}
PARTS: Final = (("Section", "CPCSection"), ("Class",), ("Subclass",), ("MainGroup",), ("Subgroup",))


def classes(root: etree._Element) -> tuple[str, ...]:
    """Symbols of the international classification, those of 2006 on where there are any."""
    newer = symbols(root, "IPCRClassificationBag")
    older = [
        plain(part)
        for one in root.iter("IPCClassification")
        for part in one.iter("MainClassification", "FurtherClassification")
    ]
    return newer or classifications(older)


def symbols(root: etree._Element, bag: str) -> tuple[str, ...]:
    """Symbols in parts or as text under one bag."""
    found: list[str] = []
    for holder in root.iter(bag):
        for one in holder.iter("IPCRClassification", "CPCClassification", "MainCPC", "FurtherCPC"):
            section, main, subclass, group, rest = (said(one, *names) for names in PARTS)
            text = f"{section}{main}{subclass} {group}/{rest}" if group else said(one, "PatentClassificationText")
            found.append(text or ("" if len(one) else plain(one)))
    return classifications([one for one in found if one])


def parties(root: etree._Element) -> tuple[Party, ...]:
    """Applicants, inventors, assignees and representatives."""
    found = [_party(one, role) for tag, role in ROLES.items() for one in root.iter(tag)]
    return tuple(dict.fromkeys(one for one in found if one.name))


def _party(element: etree._Element, role: str) -> Party:
    person = " ".join(filter(None, (said(element, ".//FirstName"), said(element, ".//LastName"))))
    organisation = (".//EntityName", ".//OrganizationStandardName", ".//OrganizationName", ".//PersonFullName")
    return Party(
        role=role,
        name=said(element, *organisation) or person,
        country=said(element, ".//CountryCode"),
        province=said(element, ".//GeographicRegionName"),
        city=said(element, ".//CityName"),
        postcode=said(element, ".//PostalCode"),
        address=said(element, ".//AddressLineText", ".//PostalAddressText"),
    )


def priorities(root: etree._Element) -> tuple[Priority, ...]:
    """Earlier applications whose date is claimed."""
    found = [
        Priority(
            said(one, ".//ApplicationNumberText", ".//ApplicationNumber"),
            read_date(said(one, ".//FilingDate")),
            said(one, ".//IPOfficeCode"),
        )
        for one in root.iter("PriorityClaim")
    ]
    return tuple(dict.fromkeys(one for one in found if one.number or one.date))
