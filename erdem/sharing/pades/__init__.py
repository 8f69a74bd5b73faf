"""Signed PDF (PAdES, ETSI EN 319 142): prepared, signed one after another, sealed, examined. Plain Python.

`docs/reference/signing.md` says what stands in a signed file and how others check it without us.
"""

from erdem.sharing.pades.authority import HouseAuthority, Signatory, Signer
from erdem.sharing.pades.examining import Examined, SignatureFound, examine, looks_signed
from erdem.sharing.pades.picturing import draw_signatures
from erdem.sharing.pades.preparing import SEAL, Slot, place_slots, prepare
from erdem.sharing.pades.signing import Appearance, Signed, Signing, Stamped, TimeStamps, add_revocation, sign
from erdem.sharing.pades.trouble import Fault, NotSignable, SigningProblem

__all__ = [
    "SEAL",
    "Appearance",
    "Examined",
    "Fault",
    "HouseAuthority",
    "NotSignable",
    "Signatory",
    "SignatureFound",
    "Signed",
    "Signer",
    "Signing",
    "SigningProblem",
    "Slot",
    "Stamped",
    "TimeStamps",
    "add_revocation",
    "draw_signatures",
    "examine",
    "looks_signed",
    "place_slots",
    "prepare",
    "sign",
]
