"""Closed lists of the cases app; slugs are stable, labels are translated."""

from erdem.cases.choices.clocks import AlarmLevel, ExtensionState
from erdem.cases.choices.enforcement import PenaltyStatus, ReportStatus
from erdem.cases.choices.kinds import (
    KIND_PROCESS,
    KIND_SERIES,
    CaseKind,
    Channel,
    LinkKind,
    MemberRole,
    Outcome,
    Subject,
)
from erdem.cases.choices.papers import DocumentStatus
from erdem.cases.choices.parties import CaseRole, PartyKind
from erdem.cases.choices.queues import Queue
from erdem.cases.choices.rights import (
    LegalAidStatus,
    MisuseActionStatus,
    PatentDisputeStatus,
    ReviewStatus,
    RightsAssistanceStatus,
)
from erdem.cases.choices.statuses import ComplaintStatus

__all__ = [
    "KIND_PROCESS",
    "KIND_SERIES",
    "AlarmLevel",
    "CaseKind",
    "CaseRole",
    "Channel",
    "ComplaintStatus",
    "DocumentStatus",
    "ExtensionState",
    "LegalAidStatus",
    "LinkKind",
    "MemberRole",
    "MisuseActionStatus",
    "Outcome",
    "PartyKind",
    "PatentDisputeStatus",
    "PenaltyStatus",
    "Queue",
    "ReportStatus",
    "ReviewStatus",
    "RightsAssistanceStatus",
    "Subject",
]
