"""What stands in an entry of a log: canonical JSON that says its kind and a commitment, and nothing else. Plain Python."""

from __future__ import annotations

from erdem.notary.canonical import Commitment, canonical


def entry_of(kind: str, commitment: Commitment) -> bytes:
    """Return the bytes of an entry: the same for everybody who has the kind and the commitment."""
    return canonical({"erdem": "v1", "kind": kind, **commitment.public()})
