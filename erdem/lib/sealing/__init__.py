"""Sealed files: an envelope in standard age encryption, private keys, recovery shares. Plain Python, no network.

The twin in the browser is ``erdem/base/assets/sealing``; `docs/reference/sealing.md` describes the format for others.
"""

from erdem.lib.sealing.envelope import Opened, Sealed, open_sealed, seal, stanza_kinds
from erdem.lib.sealing.identity import (
    identity_file,
    make_identity,
    parse_recipients,
    read_identities,
    recipient_of,
    secret_of,
    unwrap_identity,
    wrap_identity,
)
from erdem.lib.sealing.parties import Identity, Recipient
from erdem.lib.sealing.shares import combine, fingerprint, numbers, split
from erdem.lib.sealing.trouble import SealingProblem

__all__ = [
    "Identity",
    "Opened",
    "Recipient",
    "Sealed",
    "SealingProblem",
    "combine",
    "fingerprint",
    "identity_file",
    "make_identity",
    "numbers",
    "open_sealed",
    "parse_recipients",
    "read_identities",
    "recipient_of",
    "seal",
    "secret_of",
    "split",
    "stanza_kinds",
    "unwrap_identity",
    "wrap_identity",
]
