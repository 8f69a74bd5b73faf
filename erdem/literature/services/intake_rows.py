"""From what an importer read to the unsaved rows that belong to a publication: texts, classes, parties, events, facts."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from erdem.literature import numbers
from erdem.literature.choices import PartyRole, Scheme, Unit
from erdem.literature.formats import model as read
from erdem.literature.models import (
    Classification,
    LegalEvent,
    Party,
    Priority,
    StatedIngredient,
    StatedStep,
    TextUnit,
)
from erdem.literature.services.places import Gazetteer, Written
from erdem.literature.services.regions import region_of


def texts(item: read.Publication, source: str) -> Iterator[TextUnit]:
    """Titles, abstracts, claims and description as text units."""
    shared = {"source": source, "sha256": item.snapshot}
    for language, text in item.titles.items():
        if text:
            yield TextUnit(unit=Unit.TITLE, language=language[:20], text=text, **shared)
    for language, text in item.abstracts.items():
        if text:
            yield TextUnit(unit=Unit.ABSTRACT, language=language[:20], text=text, **shared)
    for claim in item.claims:
        yield TextUnit(
            unit=Unit.CLAIM,
            ordinal=claim.n,
            language=claim.lang[:20],
            text=claim.text,
            depends_on=list(claim.depends_on),
            **shared,
        )
    if item.description:
        language = item.description_lang[:20]
        yield TextUnit(unit=Unit.DESCRIPTION, ordinal=1, language=language, text=item.description, **shared)


def classifications(item: read.Publication) -> Iterator[Classification]:
    """Class symbols, each once."""
    for scheme, codes in ((Scheme.IPC, item.ipc), (Scheme.CPC, item.cpc), (Scheme.LOCARNO, item.locarno)):
        for ordinal, code in enumerate(dict.fromkeys(code[:60] for code in codes)):
            main_group = code.partition("/")[0]
            subclass = code[:4] if scheme != Scheme.LOCARNO else code
            yield Classification(scheme=scheme, code=code, subclass=subclass, main_group=main_group, ordinal=ordinal)


def parties(item: read.Publication, gazetteer: Gazetteer | None = None) -> Iterator[Party]:
    """Applicants, inventors, agents … numbered within their role, with the division their address means."""
    counted: dict[str, int] = defaultdict(int)
    for one in _named(item):
        if one.role not in PartyRole.values or not one.name.strip():
            continue
        row = Party(
            role=one.role,
            ordinal=counted[one.role],
            name=one.name,
            address=one.address,
            country=one.country if re.fullmatch(r"[A-Z]{2}", one.country) else "",
            province=one.province[:60],
            city=one.city[:60],
            county=one.county[:60],
            postcode=one.postcode[:20],
            agency=one.agency,
        )
        row.region = _region(row)
        row.place_id = (gazetteer.find(Written.of(row)) or None) if gazetteer else None
        counted[one.role] += 1
        yield row


def _named(item: read.Publication) -> list[read.Party]:
    """The parties with addresses; a role that only the lists of names know comes from there."""
    known = {party.role for party in item.parties}
    listed = list(item.parties)
    if PartyRole.APPLICANT not in known:
        places = (item.applicant_place, *("" for _ in item.applicants))
        listed += [
            read.Party("applicant", name, address=place) for name, place in zip(item.applicants, places, strict=False)
        ]
    if PartyRole.INVENTOR not in known:
        listed += [read.Party("inventor", name) for name in item.inventors]
    return listed


def _region(party: Party) -> str:
    """The short name of the province, else the country, else the place as written."""
    if party.country and party.country != "CN":
        return party.country
    return region_of(party.province) or region_of(party.address) or party.country


def priorities(item: read.Publication) -> Iterator[Priority]:
    """Earlier filings that say at least a number or a day."""
    ordinal = 0
    for one in item.priorities:
        if not one.number and one.date is None:
            continue
        yield Priority(
            ordinal=ordinal,
            number=one.number[:60],
            number_key=filing_key(one.number, one.country),
            country=one.country if re.fullmatch(r"[A-Z]{2}", one.country) else "",
            date=one.date,
            kind=one.kind[:40],
        )
        ordinal += 1


def filing_key(number: str, country: str = "") -> str:
    """The key of an application number, blank when it cannot be read for certain."""
    if not number:
        return ""
    office = country if re.fullmatch(r"[A-Z]{2}", country) else ""
    written = (office + number) if office and number[:1].isdigit() else number
    parsed = numbers.parse(written, "application") or numbers.parse(number, "application")
    key = parsed.key() if parsed else ""
    return key if key.startswith("APP:") and len(key) <= 60 else ""


def legal_events(item: read.Publication) -> Iterator[LegalEvent]:
    """Events of the legal status that say something, each once."""
    for one in dict.fromkeys(item.legal_events):
        if one.code or one.text:
            country = one.country if re.fullmatch(r"[A-Z]{2}", one.country) else ""
            yield LegalEvent(date=one.date, code=one.code[:40], text=one.text, country=country)


def ingredients(stated: Iterable[read.Ingredient]) -> Iterator[StatedIngredient]:
    """Ingredients with amounts; bounds in the wrong order are kept as written words."""
    for ordinal, one in enumerate(stated, start=1):
        low, high = _amount(one.lo), _amount(one.hi)
        written = one.dose
        if low is not None and high is not None and high < low:
            written, low, high = written or f"{one.lo:g}–{one.hi:g}", None, None
        yield StatedIngredient(
            ordinal=ordinal,
            name=one.name,
            amount_low=low,
            amount_high=high,
            unit=one.unit,
            amount_text=written,
            processing=one.processing,
        )


def _amount(value: float | None) -> Decimal | None:
    if value is None or not math.isfinite(value) or abs(value) >= 1e11:
        return None
    return round(Decimal(str(value)), 4)


def steps(item: read.Publication) -> list[StatedStep]:
    """Steps of a process."""
    return [
        StatedStep(
            ordinal=ordinal,
            operation=step.op,
            materials=step.materials,
            tool=step.tool,
            temperature=step.temp,
            time=step.time,
            other=step.other,
        )
        for ordinal, step in enumerate(item.steps, start=1)
    ]
