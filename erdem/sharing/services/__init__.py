"""Writes of sharing."""

from erdem.sharing.services.agreement_comments import comment, resolve_comment
from erdem.sharing.services.agreements import (
    assent,
    break_off,
    end_agreement,
    extend_time,
    mark_signed,
    missing_parties,
    open_agreement,
    propose_terms,
)

__all__ = [
    "assent",
    "break_off",
    "comment",
    "end_agreement",
    "extend_time",
    "mark_signed",
    "missing_parties",
    "open_agreement",
    "propose_terms",
    "resolve_comment",
]
