"""Tables of sharing: the request with what it asks for, approvals, questions to holders, the agreement and its signing."""

from erdem.sharing.models.agreements import Agreement, AgreementComment, AgreementVersion, Assent, Clause
from erdem.sharing.models.asking import HolderDecision, HolderQuestion, QuorumChoice, SpokenAnswer
from erdem.sharing.models.benefits import AuditDraw, Delivery, Obligation, ReportAudit, TermsPayee
from erdem.sharing.models.permits import (
    Permit,
    PermitAct,
    PermitMatter,
    PermitRecord,
    PermitWithdrawal,
    PublicationChoice,
    PublicPermit,
)
from erdem.sharing.models.reports import ReportCalculation, UseReport, UseReportFile, UseReportLine
from erdem.sharing.models.requests import AccessRequest, Approval, RequestedRecord, RequestMove
from erdem.sharing.models.signing import Envelope, SignedRevision, Signer

__all__ = [
    "AccessRequest",
    "Agreement",
    "AgreementComment",
    "AgreementVersion",
    "Approval",
    "Assent",
    "AuditDraw",
    "Clause",
    "Delivery",
    "Envelope",
    "HolderDecision",
    "HolderQuestion",
    "Obligation",
    "Permit",
    "PermitAct",
    "PermitMatter",
    "PermitRecord",
    "PermitWithdrawal",
    "PublicPermit",
    "PublicationChoice",
    "QuorumChoice",
    "ReportAudit",
    "ReportCalculation",
    "RequestMove",
    "RequestedRecord",
    "SignedRevision",
    "Signer",
    "SpokenAnswer",
    "TermsPayee",
    "UseReport",
    "UseReportFile",
    "UseReportLine",
]
