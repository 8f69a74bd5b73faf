"""Mutually agreed terms as data: reading and writing, what is due when, royalties, differences. Plain Python."""

from erdem.sharing.terms.checking import check
from erdem.sharing.terms.faults import TermsProblem, TermsRefused
from erdem.sharing.terms.model import Terms
from erdem.sharing.terms.periods import (
    Due,
    Period,
    milestone_due,
    milestones,
    obligations,
    period_of,
    periods,
    report_due,
    royalty_due,
)
from erdem.sharing.terms.reading import as_bytes, as_document, digest, read_terms
from erdem.sharing.terms.reported import Exchange, ReportLine, report_faults
from erdem.sharing.terms.royalty import Calculation, History, compute
from erdem.sharing.terms.steps import Step

__all__ = [
    "Calculation",
    "Due",
    "Exchange",
    "History",
    "Period",
    "ReportLine",
    "Step",
    "Terms",
    "TermsProblem",
    "TermsRefused",
    "as_bytes",
    "as_document",
    "check",
    "compute",
    "digest",
    "milestone_due",
    "milestones",
    "obligations",
    "period_of",
    "periods",
    "read_terms",
    "report_due",
    "report_faults",
    "royalty_due",
]
