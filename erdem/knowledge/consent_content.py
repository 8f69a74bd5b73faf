"""What a consent says and what is answered to it, as forms give it to the services."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from erdem.knowledge.consent_choices import PERSONAL_SUBJECTS, ConsentFamily


@dataclass(frozen=True)
class ConsentContent:
    """The question: everything that is settled before somebody is asked (form F03)."""

    subject: str
    community_id: int | None = None
    holder_type: str = ""
    authority_basis: str = ""
    person_id: int | None = None
    person_name: str = ""
    is_minor: bool = False
    guardian_name: str = ""
    guardian_relation: str = ""
    purpose: str = ""
    explained: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    benefits: str = ""
    uses: tuple[str, ...] = ()
    territory: str = ""
    conditions: str = ""
    sublicence: bool = False
    withdrawal_way: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    answer_by: dt.date | None = None
    expires_on: dt.date | None = None

    @property
    def family(self) -> str:
        """Which of the two families the subject belongs to."""
        return ConsentFamily.PERSON if self.subject in PERSONAL_SUBJECTS else ConsentFamily.COMMUNITY


@dataclass(frozen=True)
class ConsentAnswer:
    """The answer: who signed how, who was there, from when it holds."""

    signing: str
    signed_name: str
    spoken_by: str = ""
    meeting_on: dt.date | None = None
    present: int | None = None
    agreeing: int | None = None
    witnesses: str = ""
    effective_on: dt.date | None = None
