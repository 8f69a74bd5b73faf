"""Signed agreements at the one door of checking: which file is one, whether it holds, and what it proves. Plain Python."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Final

from erdem.notary.checking import Checked, Trusted
from erdem.sharing.pades import Examined, Fault, SignatureFound, examine, looks_signed

FORM: Final = "agreement"
WHY: Final = {
    Fault.NOT_READABLE: "The PDF is damaged and cannot be read.",
    Fault.NOT_SIGNED: "The PDF carries no signature.",
    Fault.SIGNATURE_MISSING: "A signature is missing: not everybody has signed, or one was cut off.",
    Fault.OUT_OF_ORDER: "The signatures were not made in their order.",
    Fault.WRONG_PLACE: "A signature was made for another place or another document.",
    Fault.CHANGED: "The file was changed after it had been signed.",
    Fault.ADDED_TO: "Something was added to the file after it had been signed.",
    Fault.UNKNOWN_ROOT: "The certificates of the signers lead to a root that is not known here.",
    Fault.NO_TIME: "A signature has no time-stamp.",
    Fault.WRONG_TIME: "A time-stamp does not fit its signature.",
    Fault.UNKNOWN_TIME_ROOT: "The time authority is not known here.",
    Fault.NOT_COMPUTED: "A signature is made with SM2, which this installation does not compute.",
    Fault.NOT_SEALED: "The file is not sealed: it is not the one that was issued when all had signed.",
}


def read_agreement(content: bytes, trusted: Trusted) -> Checked | None:
    """Check a signed PDF; None for a file that is none. ``trusted.roots`` are those of signers and of time authorities."""
    if not looks_signed(content):
        return None
    found = examine(content, trusted.roots, trusted.roots)
    digest = hashlib.sha256(content).hexdigest()
    detail = told(found) | {"sha256": digest}
    if not found.fits_together:
        why = " ".join(WHY[each] for each in found.faults or (Fault.NOT_SEALED,))
        return Checked(FORM, holds=False, key_is_known=True, why=why, detail=detail)
    digests = frozenset({digest, found.document_sha256})
    return Checked(FORM, holds=True, key_is_known=found.holds, detail=detail, digests=digests)


def reader_with(roots: Callable[[], tuple[bytes, ...]]) -> Callable[[bytes, Trusted], Checked | None]:
    """Return the reader of an installation, which also trusts its own roots."""

    def read(content: bytes, trusted: Trusted) -> Checked | None:
        if not looks_signed(content):
            return None
        own = Trusted(trusted.keys, trusted.witnesses, trusted.quorum, (*trusted.roots, *roots()))
        return read_agreement(content, own)

    return read


def told(found: Examined) -> dict[str, Any]:
    """Return what the signatures say, as JSON values."""
    return {
        "signatures": [_signature(one) for one in found.signatures],
        "open": list(found.open_fields),
        "faults": [str(one) for one in found.faults],
        "document_sha256": found.document_sha256,
        "number": found.signatures[0].place.rpartition("/")[0] if found.signatures else "",
    }


def _signature(one: SignatureFound) -> dict[str, Any]:
    return {
        "field": one.field,
        "name": one.name,
        "organisation": one.organisation,
        "time": one.time.isoformat() if one.time else "",
        "stamped_by": one.stamped_by,
        "certificate": one.serial,
        "faults": [str(fault) for fault in one.faults],
    }
