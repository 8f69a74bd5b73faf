"""What forms and callers hand to the services of requests: frozen values, checked by the services."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from erdem.knowledge.choices import AccessLevel
from erdem.sharing.models.requests import HOME_COUNTRY


@dataclass(frozen=True)
class RequestContent:
    """The words of a request (form F04). ``applicant_id`` is the organisation that asks; None when a person does.

    Countries are ISO 3166-1 codes of two letters.
    """

    title: str
    applicant_kind: str
    applicant_name: str
    contact: str
    purpose: str
    project: str
    methods: tuple[str, ...]
    use_from: dt.date
    use_until: dt.date
    applicant_id: int | None = None
    country: str = HOME_COUNTRY
    controller_name: str = ""
    controller_country: str = ""
    results: str = ""
    leaves_country: bool = False
    partners: str = ""
    benefit_plan: str = ""
    ethics_promised: bool = False


@dataclass(frozen=True)
class NamedRecord:
    """A record by its number, and which part of it is wanted."""

    number: str
    scope: str = ""


@dataclass(frozen=True)
class ApprovalContent:
    """An approval as it stands on paper, or why none is needed."""

    authority: str = ""
    reference: str = ""
    given_on: dt.date | None = None
    not_needed: str = ""
    file_name: str = ""
    file: bytes = b""


@dataclass(frozen=True)
class SpokenContent:
    """An answer as the office took it down: who spoke, how, when, with the scan or the recording of it."""

    how: str
    said_by: str
    capacity: str
    said_on: dt.date
    evidence: bytes
    file_name: str
    language: str = ""
    conditions: str = ""
    basis: str = ""


@dataclass(frozen=True)
class RecordAnswer:
    """What a community says to one requested record: yes or no, and up to which level of openness."""

    requested_id: int
    agrees: bool
    level: int = AccessLevel.FULL
