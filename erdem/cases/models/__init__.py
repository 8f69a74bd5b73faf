"""Tables of cases: the case with its links, parties, people who take part, and the record of its process; what was handed in."""

from erdem.cases.models.campaigns import (
    Campaign,
    CampaignAct,
    CampaignOffice,
    CampaignPaper,
    CampaignTarget,
    RiskRule,
    TargetGround,
    TargetVisit,
)
from erdem.cases.models.case import Case, CaseEvent, CaseLink, CaseMember
from erdem.cases.models.clocks import CaseClock, CaseClockEvent, ClockAlarm, ExtensionRequest
from erdem.cases.models.details import (
    CallBack,
    EnforcementCertificate,
    Execution,
    Hearing,
    LegalFigure,
    LegalReview,
    MediationAgreement,
    PenaltyDecision,
    PreservationMeasure,
    Publication,
    ServiceRecord,
)
from erdem.cases.models.filings import CaseMessage, Filing, FilingFile, FilingReceipt, ReceiptGuess, RouterRule
from erdem.cases.models.identity import IdentityOpening, IdentityUnlock, SealedIdentity
from erdem.cases.models.papers import OfficeNumbering, OfficialDocument
from erdem.cases.models.parties import CaseParty, Party
from erdem.cases.models.rights import (
    ActionTaken,
    AidOpinion,
    AidProvider,
    AidRating,
    CaseTransfer,
    ChallengedDecision,
    HolderConsentToAct,
)
from erdem.cases.models.typical import TypicalCase, TypicalPublication
from erdem.cases.models.work import CaseNote, Cover, CustodyEvent, Evidence, Inspection

__all__ = [
    "ActionTaken",
    "AidOpinion",
    "AidProvider",
    "AidRating",
    "CallBack",
    "Campaign",
    "CampaignAct",
    "CampaignOffice",
    "CampaignPaper",
    "CampaignTarget",
    "Case",
    "CaseClock",
    "CaseClockEvent",
    "CaseEvent",
    "CaseLink",
    "CaseMember",
    "CaseMessage",
    "CaseNote",
    "CaseParty",
    "CaseTransfer",
    "ChallengedDecision",
    "ClockAlarm",
    "Cover",
    "CustodyEvent",
    "EnforcementCertificate",
    "Evidence",
    "Execution",
    "ExtensionRequest",
    "Filing",
    "FilingFile",
    "FilingReceipt",
    "Hearing",
    "HolderConsentToAct",
    "IdentityOpening",
    "IdentityUnlock",
    "Inspection",
    "LegalFigure",
    "LegalReview",
    "MediationAgreement",
    "OfficeNumbering",
    "OfficialDocument",
    "Party",
    "PenaltyDecision",
    "PreservationMeasure",
    "Publication",
    "ReceiptGuess",
    "RiskRule",
    "RouterRule",
    "SealedIdentity",
    "ServiceRecord",
    "TargetGround",
    "TargetVisit",
    "TypicalCase",
    "TypicalPublication",
]
