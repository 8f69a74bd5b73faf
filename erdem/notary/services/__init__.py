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
from erdem.notary.services.adopting import adopt_published
from erdem.notary.services.cosigning import Cosigning, cosign
from erdem.notary.services.entering import Entered, enter
from erdem.notary.services.integrating import LogAhead, integrate, request_integration
from erdem.notary.services.sealing_audit import seal_audit, write_head

__all__ = [
    "Basis",
    "Content",
    "Cosigning",
    "DateKind",
    "DateRefused",
    "Entered",
    "LogAhead",
    "Member",
    "Origin",
    "Role",
    "StatedDate",
    "add_proof",
    "adopt_published",
    "cosign",
    "enter",
    "integrate",
    "request_integration",
    "seal_audit",
    "write_bundle",
    "write_head",
]
