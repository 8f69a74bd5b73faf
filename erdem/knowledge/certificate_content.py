"""What a certificate says and what the log commits to, as canonical JSON. Plain values, no database.

Nothing in it says what was registered: numbers of its own, dates, and the commitment that the log shows anyway. Whoever has the
number of a certificate may have all of it; what the commitment stands for is in the evidence of the version alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from typing import Any, Final

from erdem.notary.queries import CERTIFICATE_FORMAT

SERIES: Final = "DJ"
LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and capitals without I, L, O, U: nobody takes one for another (Crockford's base 32)."""
GUESSED_NEVER: Final = 8
"""Letters behind the counted number: 40 bits, so that nobody finds certificates by counting."""


def secret_part() -> str:
    """Return the part of a number that is not counted."""
    return "".join(secrets.choice(LETTERS) for _place in range(GUESSED_NEVER))


def tidy_number(text: str) -> str:
    """Return a number as it is printed, from what somebody has typed."""
    return text.strip().upper()[:40]


def moment(value: dt.datetime) -> str:
    """Return a moment in UTC, to the second."""
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def document_of(number: str, act: str, made_at: dt.datetime, told: dict[str, Any]) -> str:
    """Return the canonical JSON (RFC 8785: texts and small integers under ASCII names) of an act.

    Args:
        told: what this sort of act says besides.
    """
    said = {"format": CERTIFICATE_FORMAT, "number": number, "act": str(act), "at": moment(made_at), **told}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def statement_of(number: str, act: str, document: str, files: dict[str, str]) -> dict[str, Any]:
    """Return what the log commits to: number, act, SHA-256 of the document, and of each file as it was written."""
    return {"number": number, "act": str(act), "sha256": hashlib.sha256(document.encode()).hexdigest(), **files}
