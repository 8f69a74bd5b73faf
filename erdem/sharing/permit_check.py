"""“May X do Y with Z today?”: the rule that answers it from what the asker may know of a permit. No database, no words.

``no`` when something stands against it, ``unknown`` when something that decides is not known to the asker, else ``yes``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """The answer."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why: lasting codes. Those of ``_TO_SAY_NO`` stand against the act, those of ``_TO_NOT_KNOW`` leave it open."""

    IN_FORCE = "in_force"
    NO_SUCH_PERMIT = "no_such_permit"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    REPLACED = "replaced"
    PURPOSE = "purpose"
    PURPOSE_NOT_TOLD = "purpose_not_told"
    TERRITORY = "territory"
    THIRD_PARTY = "third_party"
    THIRD_PARTY_CONSENT = "third_party_consent"
    THIRD_PARTY_TERMS = "third_party_terms"
    ANOTHER_PARTY = "another_party"
    PARTY_NOT_TOLD = "party_not_told"
    RECORD_NOT_COVERED = "record_not_covered"
    RECORD_NOT_TOLD = "record_not_told"
    LABEL = "label"
    HOLDER_WITHDREW = "holder_withdrew"


_TO_NOT_KNOW = {
    Reason.NO_SUCH_PERMIT,
    Reason.PURPOSE_NOT_TOLD,
    Reason.PARTY_NOT_TOLD,
    Reason.RECORD_NOT_TOLD,
    Reason.THIRD_PARTY_CONSENT,
    Reason.THIRD_PARTY_TERMS,
}
_TO_SAY_NO = set(Reason) - _TO_NOT_KNOW - {Reason.IN_FORCE}
STATES = {
    "suspended": Reason.SUSPENDED,
    "revoked": Reason.REVOKED,
    "amended": Reason.REPLACED,
    "expired": Reason.EXPIRED,
}


@dataclass(frozen=True)
class Question:
    """What is to be done. Whatever is left empty is not asked. ``place`` is a country by two letters."""

    purpose: str = ""
    party: str = ""
    place: str = ""
    third_party: bool = False
    record: str = ""


@dataclass(frozen=True)
class Facts:
    """What the asker may know of a permit.

    Attributes:
        purposes: None when they are not told.
        holders: names to which it was granted; None when not told.
        record: about the record of the question: ``covered``, ``not_covered``, ``withdrawn``, ``label``; empty when not told.
        home: country within which it holds unless ``abroad``.
    """

    status: str
    valid_from: dt.date
    expires_on: dt.date
    purposes: tuple[str, ...] | None
    holders: tuple[str, ...] | None
    transfer: str
    abroad: bool
    record: str = ""
    home: str = "CN"


@dataclass(frozen=True)
class Answered:
    """The answer with all its reasons."""

    verdict: Verdict
    reasons: tuple[Reason, ...]


NOTHING_KNOWN = Answered(Verdict.UNKNOWN, (Reason.NO_SUCH_PERMIT,))


def answer(question: Question, facts: Facts, day: dt.date) -> Answered:
    """Answer a question about a permit for a day."""
    found = tuple(_reasons(question, facts, day))
    if any(reason in _TO_SAY_NO for reason in found):
        return Answered(Verdict.NO, tuple(reason for reason in found if reason in _TO_SAY_NO))
    if found:
        return Answered(Verdict.UNKNOWN, found)
    return Answered(Verdict.YES, (Reason.IN_FORCE,))


def _reasons(question: Question, facts: Facts, day: dt.date) -> Iterator[Reason]:
    if facts.status in STATES:
        yield STATES[facts.status]
    elif day > facts.expires_on:
        yield Reason.EXPIRED
    if day < facts.valid_from:
        yield Reason.NOT_YET
    yield from _purpose(question, facts)
    yield from _party(question, facts)
    if question.place and question.place.upper() != facts.home and not facts.abroad:
        yield Reason.TERRITORY
    yield from _record(question, facts)


def _purpose(question: Question, facts: Facts) -> Iterator[Reason]:
    if not question.purpose:
        return
    if facts.purposes is None:
        yield Reason.PURPOSE_NOT_TOLD
    elif question.purpose not in facts.purposes:
        yield Reason.PURPOSE


def _party(question: Question, facts: Facts) -> Iterator[Reason]:
    """Somebody else than the holder is a third party; whoever is not told the holder cannot be told that."""
    is_other = False
    if question.party and facts.holders is None:
        yield Reason.PARTY_NOT_TOLD
    elif question.party and facts.holders is not None:
        is_other = _plain(question.party) not in {_plain(name) for name in facts.holders}
    if not (is_other or question.third_party):
        return
    if facts.transfer == "none":
        yield Reason.ANOTHER_PARTY if is_other else Reason.THIRD_PARTY
    else:
        yield Reason.THIRD_PARTY_TERMS if facts.transfer == "same_terms" else Reason.THIRD_PARTY_CONSENT


def _record(question: Question, facts: Facts) -> Iterator[Reason]:
    told = {
        "not_covered": Reason.RECORD_NOT_COVERED,
        "withdrawn": Reason.HOLDER_WITHDREW,
        "label": Reason.LABEL,
        "": Reason.RECORD_NOT_TOLD,
    }
    if question.record and facts.record in told:
        yield told[facts.record]


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()
