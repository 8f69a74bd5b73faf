"""The state machines of the eight kinds of case."""

from __future__ import annotations

from erdem.base.workflow import Workflow
from erdem.cases.choices import CaseKind
from erdem.cases.workflow.campaign import CAMPAIGN
from erdem.cases.workflow.complaint import COMPLAINT
from erdem.cases.workflow.filing import FILING
from erdem.cases.workflow.legal_aid import LEGAL_AID
from erdem.cases.workflow.misuse_action import MISUSE_ACTION
from erdem.cases.workflow.papers import DOCUMENT
from erdem.cases.workflow.patent_dispute import PATENT_DISPUTE
from erdem.cases.workflow.penalty import PENALTY
from erdem.cases.workflow.process import CaseProcess, Effect
from erdem.cases.workflow.report import REPORT
from erdem.cases.workflow.review import REVIEW
from erdem.cases.workflow.rights_assistance import RIGHTS_ASSISTANCE
from erdem.cases.workflow.typical_case import TYPICAL_CASE

__all__ = [
    "CAMPAIGN",
    "FILING",
    "PROCESSES",
    "TYPICAL_CASE",
    "CaseProcess",
    "Effect",
    "process_of",
    "workflows",
]

PROCESSES: dict[str, CaseProcess] = {
    CaseKind.COMPLAINT: COMPLAINT,
    CaseKind.PATENT_DISPUTE: PATENT_DISPUTE,
    CaseKind.LEGAL_AID: LEGAL_AID,
    CaseKind.RIGHTS_ASSISTANCE: RIGHTS_ASSISTANCE,
    CaseKind.REVIEW: REVIEW,
    CaseKind.MISUSE_ACTION: MISUSE_ACTION,
    CaseKind.REPORT: REPORT,
    CaseKind.PENALTY: PENALTY,
}


def process_of(kind: str) -> CaseProcess:
    """Return what the product knows of a kind of case; `KeyError` when it has no machine."""
    return PROCESSES[kind]


def workflows() -> tuple[Workflow, ...]:
    """Return the workflow of every kind, of documents, of what is handed in, of campaigns and typical cases."""
    return (*(process.workflow for process in PROCESSES.values()), DOCUMENT, FILING, CAMPAIGN, TYPICAL_CASE)
