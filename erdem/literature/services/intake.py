"""From what an importer read to unsaved rows: keys, kind of right, stage, region, coverage, searchable text."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any, Final

from erdem.lib.folding import fold
from erdem.literature import numbers
from erdem.literature.choices import Coverage, NumberKind, PartyRole, PublicationType, Stage, Unit
from erdem.literature.formats.model import Publication as Read
from erdem.literature.models import (
    Classification,
    LegalEvent,
    Party,
    Priority,
    StatedIngredient,
    StatedStep,
    TextUnit,
)
from erdem.literature.services import intake_rows as rows
from erdem.literature.services.places import Gazetteer
from erdem.literature.services.regions import region_of
from erdem.literature.services.said import snapshot_of, what_was_said

KEY: Final = re.compile(r"[A-Z0-9:/]{1,60}")
YEARS: Final = range(1600, 2201)
SEARCHED: Final = 60_000


@dataclass(frozen=True, slots=True)
class Intake:
    """One document as unsaved rows. ``scalars`` are the fields that fill empty ones of a known publication."""

    key: str
    stem: str
    kind: str
    number: str
    number_kind: str
    application_key: str
    family_id: str
    country: str
    titles: dict[str, str]
    scalars: dict[str, Any]
    source: dict[str, str]
    unseen: list[str]
    remarks: list[str]
    texts: list[TextUnit] = field(default_factory=list)
    classifications: list[Classification] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    ingredients: list[StatedIngredient] = field(default_factory=list)
    steps: list[StatedStep] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)
    events: list[LegalEvent] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    corrects: str = ""
    withdrawn: bool = False
    place: tuple[str, int | None] = ("", None)


def take_in(item: Read, source: dict[str, str], file: str = "", gazetteer: Gazetteer | None = None) -> Intake:
    """Turn one read document into rows; never raises for what the document says."""
    number = item.parsed_number()
    filed = numbers.parse(item.application, "application") if item.application else None
    key, shown, kind_of_number = _identity(item, number, filed)
    application_key = filed.key() if filed else ""
    kind = number.kind if number else ""
    country = _country(item, number, filed)
    parties = list(rows.parties(item, gazetteer))
    said = what_was_said(item)
    return Intake(
        key=key,
        stem=number.stem if number else key,
        kind=kind,
        number=shown,
        number_kind=kind_of_number,
        application_key=application_key,
        family_id=item.family_id,
        country=country,
        titles={language: text for language, text in item.titles.items() if text},
        scalars={
            **_scalars(item, country, kind, filed, number.stem if number else ""),
            **_applicant_facts(item, parties),
        },
        source=_source(item, source, said),
        unseen=list(item.unseen),
        remarks=list(item.remarks),
        texts=list(rows.texts(item, source.get("name", ""))),
        classifications=list(rows.classifications(item)),
        parties=parties,
        ingredients=list(rows.ingredients(item.ingredients)),
        steps=rows.steps(item),
        priorities=list(rows.priorities(item)),
        events=list(rows.legal_events(item)),
        said=said,
        corrects=_corrected(item.corrects),
        withdrawn=item.withdrawn,
        place=(file, item.source_line or None),
    )


def _identity(item: Read, number: numbers.Number | None, filed: numbers.Number | None) -> tuple[str, str, str]:
    """Key, number to show, and which number it is."""
    if number:
        return number.key(), number.stem + number.kind, NumberKind.PUBLICATION
    if filed and not item.number:
        return filed.key(), filed.stem, NumberKind.APPLICATION
    written = (item.number or item.identifier).strip()
    folded = re.sub(r"[\s.\-_]", "", written.upper())
    key = folded if KEY.fullmatch(folded) else "SRC:" + hashlib.sha256(written.encode()).hexdigest()[:16].upper()
    return key, written[:60], NumberKind.PUBLICATION


def _source(item: Read, source: dict[str, str], said: dict[str, Any]) -> dict[str, str]:
    """Where the record comes from; its snapshot is made of what it says where the reader gives none."""
    snapshot = item.snapshot or snapshot_of(said)
    return {**source, "url": item.source_url, "snapshot": snapshot, "id": item.source_id}


def _corrected(written: str) -> str:
    """Key of the document that is corrected; a number without kind gives the stem."""
    number = numbers.parse(written, "publication") if written else None
    return number.key()[:60] if number else ""


def _country(item: Read, number: numbers.Number | None, filed: numbers.Number | None) -> str:
    known = number.country if number else (item.country or (filed.country if filed else ""))
    if known == "PCT":
        return "WO"
    return known if re.fullmatch(r"[A-Z]{2}", known) else "XX"


def _scalars(item: Read, country: str, kind: str, filed: numbers.Number | None, stem: str) -> dict[str, Any]:
    kind = kind or item.kind
    filing_year = item.filing_date.year if item.filing_date else _year_of(filed)
    dates = (item.filing_date, item.priority_date, item.publication_date, item.grant_date)
    year = filing_year or next((date.year for date in dates if date), None)
    return {
        "kind_code": kind[:4],
        "application_number": (filed.display() if filed else item.application)[:60],
        "type": _type_of(item.patent_type, country, kind, filed, stem),
        "stage": stage_of(country, kind),
        "status": item.legal_status,
        "filing_date": item.filing_date,
        "filing_year": filing_year,
        "priority_date": item.priority_date,
        "publication_date": item.publication_date,
        "grant_date": item.grant_date,
        "year": year if year in YEARS else None,
        "product": item.product,
        "indication": item.indication,
        "declared_source": item.declared_source,
        "facts_page": item.source_url if item.ingredients or item.steps else "",
        "family_members": list(item.family_members),
        "citations": list(item.citations),
    }


def _applicant_facts(item: Read, parties: list[Party]) -> dict[str, Any]:
    """Names of the applicants in one line, and where the first of them whose place is known sits."""
    applicants = [party for party in parties if party.role == PartyRole.APPLICANT]
    regions = (party.region for party in applicants if party.region)
    return {
        "applicants": "; ".join(item.applicants or [party.name for party in applicants]),
        "applicant_region": region_of(item.applicant_place) or next(regions, ""),
    }


def _year_of(filed: numbers.Number | None) -> int | None:
    """The filing year that a Chinese application number begins with."""
    if filed is None or filed.country != "CN":
        return None
    if len(filed.serial) == 12:
        return int(filed.serial[:4])
    short = int(filed.serial[:2]) if len(filed.serial) == 8 else 0
    return (1900 if short >= 85 else 2000) + short if short else None


_TYPES: Final = {
    "发明": PublicationType.INVENTION,
    "实用新型": PublicationType.UTILITY,
    "外观设计": PublicationType.DESIGN,
    "invention": PublicationType.INVENTION,
    "utility": PublicationType.INVENTION,
    "utility model": PublicationType.UTILITY,
    "design": PublicationType.DESIGN,
    "plant": PublicationType.PLANT,
}
_CN_APPLICATION_TYPES: Final = {
    "1": PublicationType.INVENTION,
    "8": PublicationType.INVENTION,
    "2": PublicationType.UTILITY,
    "9": PublicationType.UTILITY,
    "3": PublicationType.DESIGN,
}
_KIND_TYPES: Final = {
    "A": PublicationType.INVENTION,
    "B": PublicationType.INVENTION,
    "C": PublicationType.INVENTION,
    "T": PublicationType.INVENTION,
    "E": PublicationType.INVENTION,
    "U": PublicationType.UTILITY,
    "Y": PublicationType.UTILITY,
    "S": PublicationType.DESIGN,
    "D": PublicationType.DESIGN,
    "P": PublicationType.PLANT,
}


def _type_of(said: str, country: str, kind: str, filed: numbers.Number | None, stem: str) -> str:
    """The kind of right: as said, else from the kind code, else from the Chinese application number.

    What the United States call a utility patent is an invention elsewhere; a Chinese “utility” is a utility model.
    """
    said = said.strip().lower()
    if said == "utility" and country != "US":
        return PublicationType.UTILITY
    if said in _TYPES:
        return _TYPES[said]
    if kind[:1] in _KIND_TYPES:
        return _KIND_TYPES[kind[:1]]
    if filed and filed.country == "CN":
        digit = filed.serial[4] if len(filed.serial) == 12 else filed.serial[2:3]
        return _CN_APPLICATION_TYPES.get(digit, PublicationType.UNKNOWN)
    # These offices number inventions without a letter; designs, plants and reissues of the United States carry one.
    plain = re.fullmatch(r"(EP|WO|US)\d+", stem)
    return PublicationType.INVENTION if plain else PublicationType.UNKNOWN


def stage_of(country: str, kind: str) -> str:
    """Whether the office had granted when it published, by the kind code (WIPO ST.16)."""
    if not kind:
        return Stage.UNKNOWN
    if kind == "P1" or (kind[0] in "AT" and (country, kind) != ("US", "A")):
        return Stage.PUBLISHED
    return Stage.GRANTED if kind[0] in "ABCUYSEP" else Stage.UNKNOWN


def coverage_of(units: set[str], *, has_facts: bool) -> str:
    """How much is held, from the kinds of text and whether there are typed facts."""
    if Unit.DESCRIPTION in units and Unit.CLAIM in units:
        return Coverage.FULL_TEXT
    for unit, coverage in ((Unit.CLAIM, Coverage.CLAIMS), (Unit.ABSTRACT, Coverage.ABSTRACT)):
        if unit in units:
            return coverage
    return Coverage.FACTS if has_facts else Coverage.TITLE


def searchable(intake: Intake) -> str:
    """The folded words in which the list looks: numbers, texts but the description, facts, parties."""
    parts = [
        intake.number,
        intake.scalars["application_number"],
        *(text.text for text in intake.texts if text.unit != Unit.DESCRIPTION),
        *(one.name for one in intake.ingredients),
        *(f"{step.operation} {step.materials}" for step in intake.steps),
        *(party.name for party in intake.parties),
        intake.scalars["product"],
        intake.scalars["indication"],
        intake.scalars["declared_source"],
    ]
    return fold("\n".join(part for part in parts if part))[:SEARCHED]
