"""Who sees and does what with cases; second lock: ``sql/``."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model, Q

from erdem.base.actor import Actor
from erdem.cases.models import (
    Case,
    CaseClock,
    CaseClockEvent,
    CaseEvent,
    CaseLink,
    CaseMember,
    CaseNote,
    CaseParty,
    ClockAlarm,
    Cover,
    CustodyEvent,
    Evidence,
    ExtensionRequest,
    Inspection,
    OfficeNumbering,
    OfficialDocument,
    Party,
)
from erdem.cases.policies.cases import (
    OFFICERS,
    can_handle,
    can_open_case,
    can_oversee,
    can_tend,
    can_work,
    own_communities,
    own_offices,
    visible_cases,
    visible_links,
    visible_parties,
    visible_with_case,
    visible_with_clock,
)
from erdem.cases.policies.papers import can_approve_document, can_keep_numbering, can_write_document, visible_numberings
from erdem.cases.policies.rights import can_follow
from erdem.cases.policies.work import (
    can_check_evidence,
    can_end_cover,
    can_keep_covers,
    can_review_note,
    can_write_note,
    visible_covers,
    visible_custody,
    visible_notes,
)

__all__ = [
    "OFFICERS",
    "VISIBLE",
    "can_approve_document",
    "can_check_evidence",
    "can_end_cover",
    "can_follow",
    "can_handle",
    "can_keep_covers",
    "can_keep_numbering",
    "can_open_case",
    "can_oversee",
    "can_review_note",
    "can_tend",
    "can_work",
    "can_write_document",
    "can_write_note",
    "own_communities",
    "own_offices",
    "visible_cases",
    "visible_covers",
    "visible_custody",
    "visible_links",
    "visible_notes",
    "visible_numberings",
    "visible_parties",
    "visible_with_case",
    "visible_with_clock",
]

VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    Case: visible_cases,
    CaseLink: visible_links,
    **dict.fromkeys((CaseMember, CaseEvent, CaseParty, CaseClock), visible_with_case),
    **dict.fromkeys((CaseClockEvent, ExtensionRequest, ClockAlarm), visible_with_clock),
    **dict.fromkeys((CaseMember, CaseEvent, CaseParty, OfficialDocument), visible_with_case),
    Party: visible_parties,
    OfficeNumbering: visible_numberings,
    CaseNote: visible_notes,
    **dict.fromkeys((Evidence, Inspection), visible_with_case),
    CustodyEvent: visible_custody,
    Cover: visible_covers,
}
