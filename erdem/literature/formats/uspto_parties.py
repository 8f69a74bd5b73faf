"""Applicants, assignees, inventors, agents and examiners of USPTO XML v4 with their addresses.

Facts of the format: up to v4.2 the listed applicants are the inventors (`app-type="applicant-inventor"`) and
the owner is the assignee; from v4.3 on inventors are listed by themselves. A place that the office does not
know is written `unknown` or `omitted` instead of a country.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from lxml import etree

from erdem.lib.fields import squeeze, unique
from erdem.literature.formats.model import Party
from erdem.literature.formats.uspto_text import child, parts

ROLES = {"applicant": "applicant", "us-applicant": "applicant", "inventor": "inventor", "assignee": "assignee"}
one_line = lru_cache(1 << 12)(squeeze)  # towns and states repeat
LINES = frozenset({"street", "text", *(f"address-{number}" for number in range(1, 6))})
NOWHERE = ("",) * 6


def read_parties(biblio: Mapping[str, etree._Element]) -> tuple[Party, ...]:
    """Every party of the bibliographic data (its sections by tag), owners first."""
    found: list[Party] = []
    for name in ("us-parties", "parties"):
        if name in biblio:
            for group in biblio[name]:
                for element in group:
                    found += _party(element)
    for name in ("assignees", "examiners"):
        for element in biblio.get(name, ()):
            found += _party(element)
    return tuple(found)


def _party(element: etree._Element) -> Iterator[Party]:
    """The party under its roles: two when an applicant is the inventor too."""
    tag = str(element.tag)
    if tag == "addressbook":  # of a correspondence address
        return
    book = child(element, "addressbook")
    if book is None:
        book = element
    values = parts(book)
    person = f"{values.get('first-name', '')} {values.get('last-name', '')}"
    company = values.get("orgname", "")
    name = squeeze(company or person) or squeeze(values.get("name", ""))
    if not name:
        return
    place = parts(child(book, "address")) if "address" in values else {}
    where = _where(place) if place else NOWHERE
    for role in _roles(element, tag, company=bool(company)):
        yield Party(role, name, *where)


def _roles(element: etree._Element, tag: str, *, company: bool) -> tuple[str, ...]:
    if tag.endswith("examiner"):
        return ("examiner",)
    if tag == "agent":
        return ("agency" if company else "agent",)
    role = ROLES.get(tag, "")
    if role == "applicant" and "inventor" in element.get("app-type", ""):
        return ("applicant", "inventor")
    return (role,) if role else ()


def _where(place: Mapping[str, str]) -> tuple[str, str, str, str, str, str]:
    """Country, province, city, county, postcode and the rest of an address given in parts."""
    country = place.get("country", "")
    return (
        country if len(country) == 2 else "",
        one_line(place.get("state", "")),
        one_line(place.get("city", "")),
        one_line(place.get("county", "")),
        place.get("postcode", ""),
        "" if LINES.isdisjoint(place) else ", ".join(one_line(text) for part, text in place.items() if part in LINES),
    )


def owners(parties: Sequence[Party]) -> tuple[Party, ...]:
    """Who the rights belong to: applicants that are not the inventors, then assignees; else all applicants."""
    inventors = {one.name for one in parties if one.role == "inventor"}
    others = [one for one in parties if one.role == "applicant" and one.name not in inventors]
    others += [one for one in parties if one.role == "assignee"]
    return tuple(others) or tuple(one for one in parties if one.role == "applicant")


def owner_names(parties: Sequence[Party]) -> tuple[str, ...]:
    return unique([one.name for one in owners(parties)])


def inventor_names(parties: Sequence[Party]) -> tuple[str, ...]:
    return unique([one.name for one in parties if one.role == "inventor"])


def owner_place(parties: Sequence[Party]) -> str:
    """Town, state and country of the first owner whose place is known."""
    places = (", ".join(filter(None, (one.city, one.province, one.country))) for one in owners(parties))
    return next(filter(None, places), "")
