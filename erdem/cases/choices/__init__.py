"""Closed lists of the cases app; slugs are stable, labels are translated."""

from erdem.cases.choices.campaigns import (
    FOUND,
    INSPECTED,
    CampaignPaperKind,
    CampaignStatus,
    NameKind,
    PartState,
    RiskRuleCode,
    TargetKind,
    TargetState,
    TypicalStatus,
    VisitResult,
)
from erdem.cases.choices.clocks import AlarmLevel, ExtensionState
from erdem.cases.choices.enforcement import PenaltyStatus, ReportStatus
from erdem.cases.choices.filings import FORM_KIND, Body, FilingForm, FilingStatus, MessageSide, UnlockState
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
from erdem.cases.choices.ways import AidGround, AidNeed, Answer, PatentType, Standing, Track, Way
from erdem.cases.choices.work import (
    BY_HAND_ACTS,
    Audience,
    CustodyAct,
    EvidenceKind,
    NoteReview,
    SiteFinding,
)

__all__ = [
    "BY_HAND_ACTS",
    "FORM_KIND",
    "FOUND",
    "INSPECTED",
    "KIND_PROCESS",
    "KIND_SERIES",
    "AidGround",
    "AidNeed",
    "AlarmLevel",
    "Answer",
    "Audience",
    "Body",
    "CampaignPaperKind",
    "CampaignStatus",
    "CaseKind",
    "CaseRole",
    "Channel",
    "ComplaintStatus",
    "CustodyAct",
    "DocumentStatus",
    "EvidenceKind",
    "ExtensionState",
    "FilingForm",
    "FilingStatus",
    "LegalAidStatus",
    "LinkKind",
    "MemberRole",
    "MessageSide",
    "MisuseActionStatus",
    "NameKind",
    "NoteReview",
    "Outcome",
    "PartState",
    "PartyKind",
    "PatentDisputeStatus",
    "PatentType",
    "PenaltyStatus",
    "Queue",
    "ReportStatus",
    "ReviewStatus",
    "RightsAssistanceStatus",
    "RiskRuleCode",
    "SiteFinding",
    "Standing",
    "Subject",
    "TargetKind",
    "TargetState",
    "Track",
    "TypicalStatus",
    "UnlockState",
    "VisitResult",
    "Way",
]
