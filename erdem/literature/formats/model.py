"""What every importer gives: one `Publication`, whatever the file it came from.

Texts are kept as the source writes them, with white space made single. Dates are dates or None, never
guessed. What the source did not show is said in `unseen`; what was odd about it in `remarks`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from erdem.literature.numbers import Number, parse


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: its number from 1, its text without the number, the claims it depends on."""

    n: int
    text: str
    lang: str
    depends_on: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A material named by structured facts. `lo` and `hi` are the bounds of the amount in `unit`, None if
    not said; `dose` is the amount as written when the source gives no numbers."""

    name: str
    lo: float | None = None
    hi: float | None = None
    unit: str = ""
    processing: str = ""
    dose: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a process, every part as written."""

    op: str
    materials: str = ""
    tool: str = ""
    temp: str = ""
    time: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Priority:
    """An earlier filing. `kind` is priority, provisional, continuation or division; parts may be missing."""

    number: str = ""
    date: datetime.date | None = None
    country: str = ""
    kind: str = "priority"


@dataclass(frozen=True, slots=True)
class Party:
    """An applicant, assignee, inventor, agent, agency or examiner as named in the document.

    `role` is one of `ROLES`. `agency` is the agency an agent works for, where the source pairs them. The address is
    kept in the parts that the source gives: `country` is the two-letter code, `province`, `city` and `county` are
    names as written (for China the county ties an applicant to a banner), `address` is the rest or the whole line.
    """

    role: str
    name: str
    country: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    postcode: str = ""
    address: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class LegalEvent:
    """One event of the legal status: day it took effect or was announced, the office's code, its words."""

    date: datetime.date | None = None
    code: str = ""
    text: str = ""
    country: str = ""


ROLES = ("applicant", "assignee", "inventor", "agent", "agency", "examiner")


@dataclass(frozen=True, slots=True)
class Publication:
    """A patent publication or application as one source shows it.

    `number` and `application` are compact (`CN102302596A`, `CN201110265152.0`) where they could be read,
    else as written. `identifier` is the one key to tell documents apart and is never empty.

    `applicants` and `inventors` are names; `parties` holds the same and further parties with their addresses, where
    the source has any. `corrects` is the number of the publication that this one corrects or replaces;
    `withdrawn` is True when the office took the publication back.
    """

    identifier: str
    number: str = ""
    country: str = ""
    kind: str = ""
    application: str = ""
    patent_type: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    abstracts: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    description: str = ""
    description_lang: str = ""
    ipc: tuple[str, ...] = ()
    cpc: tuple[str, ...] = ()
    locarno: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    applicant_place: str = ""
    priorities: tuple[Priority, ...] = ()
    priority_date: datetime.date | None = None
    filing_date: datetime.date | None = None
    publication_date: datetime.date | None = None
    grant_date: datetime.date | None = None
    family_id: str = ""
    family_members: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    legal_status: str = ""
    parties: tuple[Party, ...] = ()
    legal_events: tuple[LegalEvent, ...] = ()
    corrects: str = ""
    withdrawn: bool = False
    ingredients: tuple[Ingredient, ...] = ()
    steps: tuple[Step, ...] = ()
    indication: str = ""
    product: str = ""
    declared_source: str = ""
    source_format: str = ""
    source_id: str = ""
    source_url: str = ""
    source_line: int = 0
    unseen: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    snapshot: str = ""

    @property
    def title(self) -> str:
        """The Chinese title, else the English, else any."""
        return next((self.titles[lang] for lang in ("zh", "en", *self.titles) if self.titles.get(lang)), "")

    def parsed_number(self) -> Number | None:
        return parse(self.number, "publication") if self.number else None


@dataclass(frozen=True, slots=True)
class Identity:
    """The numbers of a document in compact form, and the key made of them."""

    number: str
    country: str
    kind: str
    application: str
    identifier: str
    remarks: tuple[str, ...] = ()


def identify(publication: str, application: str = "", *, country: str = "", fallback: str = "") -> Identity:
    """Work out the identity from numbers as written.

    A "publication" that has the form of an application number is taken as the application; `fallback` (a
    source identifier or address) makes the key when there is no number at all.
    """
    number = parse(publication) if publication else None
    if number and number.sort == "application" and not application:
        publication, application, number = "", publication, None
    filed = _application(application, country or (number.country if number else ""))
    remarks = []
    if filed and filed.check_valid is False:
        remarks.append(f"the check digit of application number {application} is wrong")
    if publication and number is None:
        remarks.append(f"publication number {publication} is in no known form")
    shown = number.compact() if number else publication
    place = number.country if number else (filed.country if filed else country)
    written = filed.compact() if filed else application
    without = publication or (filed.key() if filed else application) or fallback
    identifier = number.key() if number else without
    return Identity(shown, place, number.kind if number else "", written, identifier, tuple(remarks))


def _application(text: str, country: str) -> Number | None:
    if not text:
        return None
    if country and text[:1].isdigit() and country != "CN":
        return parse(country + text, "application") or parse(text, "application")
    return parse(text, "application")
