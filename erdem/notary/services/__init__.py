"""Writes of the notary: entries that wait, the log that takes them up, and bundles of what was entered."""

from erdem.notary.bundle import (
    Basis,
    Content,
    DateKind,
    DateRefused,
    Member,
    Origin,
    Role,
    StatedDate,
    add_proof,
    write_bundle,
)
from erdem.notary.canonical import Json, canonical
from erdem.notary.services.adopting import adopt_published
from erdem.notary.services.alarms import keep_alarms, tell_alarms
from erdem.notary.services.cosigning import Cosigning, cosign
from erdem.notary.services.entering import Entered, enter
from erdem.notary.services.integrating import LogAhead, integrate, request_integration
from erdem.notary.services.renewing import Renewing, renew_stamps
from erdem.notary.services.sealing_audit import seal_audit, write_head
from erdem.notary.services.stamping import Stamping, stamp_checkpoint, stamp_item, stamp_waiting
from erdem.notary.tlog import LogProblem

__all__ = [
    "Basis",
    "Content",
    "Cosigning",
    "DateKind",
    "DateRefused",
    "Entered",
    "Json",
    "LogAhead",
    "LogProblem",
    "Member",
    "Origin",
    "Renewing",
    "Role",
    "Stamping",
    "StatedDate",
    "add_proof",
    "adopt_published",
    "canonical",
    "cosign",
    "enter",
    "integrate",
    "keep_alarms",
    "renew_stamps",
    "request_integration",
    "seal_audit",
    "stamp_checkpoint",
    "stamp_item",
    "stamp_waiting",
    "tell_alarms",
    "write_bundle",
    "write_head",
]
