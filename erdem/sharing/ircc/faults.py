"""What can be wrong with a certificate or a draft: the field, and a lasting slug. Words for people stand in the app."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """Why something is refused."""

    MISSING = "missing"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_KIND = "wrong_kind"
    WRONG_VALUE = "wrong_value"
    NOT_GRANTED = "not_granted"
    GIVEN_AND_CONFIDENTIAL = "given_and_confidential"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    UNREADABLE = "unreadable"
    OUT_OF_SCOPE = "out_of_scope"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class IrccProblem:
    """One fault. ``field`` is the name in the exchanged document."""

    field: str
    code: FaultCode


class IrccRefused(ValueError):
    """The document is not accepted; ``problems`` says all that is wrong with it, in the order of the form."""

    def __init__(self, problems: tuple[IrccProblem, ...]) -> None:
        super().__init__("; ".join(f"{one.field}: {one.code}" for one in problems))
        self.problems = problems
