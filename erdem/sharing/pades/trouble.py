"""What can be wrong with signing, and with what was signed."""

from __future__ import annotations

from enum import StrEnum


class SigningProblem(Exception):
    """Nothing was signed; the text says in one sentence why."""


class NotSignable(SigningProblem):
    """The PDF cannot be signed: damaged, encrypted, or not as it was prepared."""


class Fault(StrEnum):
    """Why a signed file does not hold."""

    NOT_READABLE = "not_readable"
    NOT_SIGNED = "not_signed"
    SIGNATURE_MISSING = "signature_missing"
    OUT_OF_ORDER = "out_of_order"
    WRONG_PLACE = "wrong_place"
    CHANGED = "changed"
    ADDED_TO = "added_to"
    UNKNOWN_ROOT = "unknown_root"
    NO_TIME = "no_time"
    WRONG_TIME = "wrong_time"
    UNKNOWN_TIME_ROOT = "unknown_time_root"
    NOT_COMPUTED = "not_computed"
    NOT_SEALED = "not_sealed"


UNTRUSTED = frozenset({Fault.UNKNOWN_ROOT, Fault.UNKNOWN_TIME_ROOT})
"""Not the file is wrong: the reader does not trust the roots that it leads to."""
