"""The certificate (form F06) as data: the fields of an internationally recognised certificate of compliance. Plain Python.

Source of the fields and their names: form ``absPermit`` of the ABS Clearing-House as quoted in the programme's reference, and
Nagoya Protocol Art. 17(4) for the least that it contains. Days are calendar days, countries ISO 3166-1 codes of two letters,
languages ISO 639-1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

SCHEMA: Final = "absPermit"
LONGEST: Final = 20_000
"""Characters of one text in one language."""
Words = Mapping[str, str]
"""A text by language: ``{"zh": "…", "en": "…"}``."""


class Usage(StrEnum):
    """What the holder of the certificate may use the knowledge for, as Nagoya Art. 17(4)(i) divides it."""

    COMMERCIAL = "commercial"
    NON_COMMERCIAL = "non-commercial"


class Intent(StrEnum):
    """Why a certificate takes the place of another or ends: the values of ``amendmentIntent``, 0 and 1, in words."""

    UPDATE = "update"
    REVOKE = "revoke"


INTENTS: Final = {Intent.UPDATE: 0, Intent.REVOKE: 1}


@dataclass(frozen=True)
class Entity:
    """A provider, or somebody to whom consent was granted: the name by language, country where it is known."""

    name: Words
    country: str = ""


@dataclass(frozen=True)
class Link:
    """A link into another data base, for instance a taxon in the Catalogue of Life."""

    url: str
    name: str = ""


@dataclass(frozen=True)
class Confidential:
    """Which parts the parties keep to themselves."""

    providers: bool = False
    entities: bool = False
    subject_matter: bool = False
    usages: bool = False


@dataclass(frozen=True)
class Certificate:
    """One certificate.

    A part that is confidential is empty here once `public` was asked for; whoever holds the whole certificate keeps it beside
    the flag.
    """

    languages: tuple[str, ...]
    country: str
    issuing_authority: Words
    number: str
    issued_on: dt.date
    pic_granted: bool
    mat_established: bool
    providers: tuple[Entity, ...] = ()
    entities: tuple[Entity, ...] = ()
    subject_matter: Words = field(default_factory=dict)
    usages: tuple[Usage, ...] = ()
    confidential: Confidential = Confidential()
    expires_on: dt.date | None = None
    national_reference: Words = field(default_factory=dict)
    related: tuple[str, ...] = ()
    pic_information: Words = field(default_factory=dict)
    mat_information: Words = field(default_factory=dict)
    specimens: tuple[Link, ...] = ()
    taxonomies: tuple[Link, ...] = ()
    geography: Mapping[str, Any] | None = None
    keywords: tuple[str, ...] = ()
    keyword_other: Words = field(default_factory=dict)
    usages_description: Words = field(default_factory=dict)
    third_party_transfer: Words = field(default_factory=dict)
    permit_description: Words = field(default_factory=dict)
    relevant_information: Words = field(default_factory=dict)
    intent: Intent | None = None
    amendment_description: Words = field(default_factory=dict)
    amended: tuple[str, ...] = ()

    def public(self) -> Certificate:
        """Return it without what is confidential, nor what would tell it: place, taxa and uses tell the matter."""
        hides, shown = self.confidential, self
        if hides.providers:
            shown = replace(shown, providers=(), geography=None, pic_information={})
        if hides.entities:
            shown = replace(shown, entities=())
        if hides.subject_matter:
            shown = replace(
                shown,
                subject_matter={},
                specimens=(),
                taxonomies=(),
                geography=None,
                keywords=(),
                keyword_other={},
                permit_description={},
                usages_description={},
            )
        if hides.usages:
            shown = replace(shown, usages=(), usages_description={})
        return shown
