"""Writes of the notary: entries that wait, and the log that takes them up."""

from erdem.notary.services.cosigning import Cosigning, cosign
from erdem.notary.services.entering import Entered, enter
from erdem.notary.services.integrating import LogAhead, integrate, request_integration
from erdem.notary.services.sealing_audit import seal_audit, write_head

__all__ = [
    "Cosigning",
    "Entered",
    "LogAhead",
    "cosign",
    "enter",
    "integrate",
    "request_integration",
    "seal_audit",
    "write_head",
]
