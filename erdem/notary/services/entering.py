"""Entering: in the transaction of what is proven, so that nothing is kept without its entry and no entry without it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from erdem.base.actor import Actor
from erdem.base.bulk import insert_rows
from erdem.notary.canonical import NONCE, commit
from erdem.notary.entries import entry_of
from erdem.notary.models import Leaf
from erdem.notary.services.integrating import request_integration
from erdem.notary.tlog import leaf_hash


@dataclass(frozen=True)
class Entered:
    """An entry, and the nonce of 32 bytes that opens its commitment; the nonce is the caller's to keep, with its own rule."""

    leaf: Leaf
    nonce: bytes


@transaction.atomic
def enter(*, actor: Actor, log: str, kind: str, statements: Sequence[Mapping[str, Any]]) -> list[Entered]:
    """Enter commitments to statements in a log, one entry each, in order; they are taken up once the transaction is committed.

    A statement is a small JSON object that says what was there, with the SHA-256 of the document. It is not kept here. The
    caller leaves the audit entry, for what it proves.

    Raises:
        NotCanonical: a statement has no single spelling.
    """
    nonces = [secrets.token_bytes(NONCE) for _statement in statements]
    entries = [entry_of(str(kind), commit(dict(said), nonce)) for said, nonce in zip(statements, nonces, strict=True)]
    leaves = [Leaf(log=log, kind=kind, entry=entry, leaf_hash=leaf_hash(entry)) for entry in entries]
    insert_rows(leaves)
    if leaves:
        request_integration(log=log)
    return [Entered(leaf, nonce) for leaf, nonce in zip(leaves, nonces, strict=True)]
