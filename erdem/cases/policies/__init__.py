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
    CaseParty,
    ClockAlarm,
    ExtensionRequest,
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

__all__ = [
    "OFFICERS",
    "VISIBLE",
    "can_approve_document",
    "can_follow",
    "can_handle",
    "can_keep_numbering",
    "can_open_case",
    "can_oversee",
    "can_tend",
    "can_work",
    "can_write_document",
    "own_communities",
    "own_offices",
    "visible_cases",
    "visible_links",
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
}
