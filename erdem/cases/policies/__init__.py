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
from erdem.cases.policies.rights import can_follow

__all__ = [
    "OFFICERS",
    "VISIBLE",
    "can_follow",
    "can_handle",
    "can_open_case",
    "can_oversee",
    "can_tend",
    "can_work",
    "own_communities",
    "own_offices",
    "visible_cases",
    "visible_links",
    "visible_parties",
    "visible_with_case",
    "visible_with_clock",
]

VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    Case: visible_cases,
    CaseLink: visible_links,
    **dict.fromkeys((CaseMember, CaseEvent, CaseParty, CaseClock), visible_with_case),
    **dict.fromkeys((CaseClockEvent, ExtensionRequest, ClockAlarm), visible_with_clock),
    Party: visible_parties,
}
