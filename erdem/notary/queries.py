"""Reads of the logs: what is published, and the proof of one entry."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from erdem.base.actor import Actor
from erdem.notary.evidence import write_evidence
from erdem.notary.log_files import key_of, storage_of, verifier_of
from erdem.notary.models import AuditHead, Leaf, PublishedCheckpoint
from erdem.notary.policies import visible_heads, visible_logged
from erdem.notary.tlog import (
    CHECKPOINT,
    KeyRefused,
    LogProblem,
    SignedCheckpoint,
    StorageProblem,
    TileReader,
    VerifierKey,
    make_proof,
    open_checkpoint,
    parse_path,
    parse_verifier_key,
)


@dataclass(frozen=True)
class LogState:
    """A log as a reader meets it: its public key, the published checkpoint, and what waits."""

    log: str
    origin: str
    key: str
    checkpoint: SignedCheckpoint | None
    published: PublishedCheckpoint | None
    waiting: int


@dataclass(frozen=True)
class KnownWitness:
    """A witness that the office has named: its address and its public key."""

    url: str
    key: VerifierKey


def known_witnesses() -> list[KnownWitness]:
    """Return the witnesses of the settings, each written as KEY@URL.

    Raises:
        KeyRefused: one is not written so.
    """
    found = []
    for written in settings.NOTARY_WITNESSES:
        key, at, address = written.partition("@http")
        if not at:
            raise KeyRefused(f"“{written[:80]}” in ERDEM_NOTARY_WITNESSES is not written as KEY@URL.")
        found.append(KnownWitness(f"http{address}", parse_verifier_key(key)))
    return found


def log_state(actor: Actor, log: str) -> LogState:
    """Return how a log stands."""
    waiting = Leaf.objects.filter(visible_logged(actor), log=log, position__isnull=True).count()
    published = PublishedCheckpoint.objects.filter(visible_logged(actor), log=log).order_by("-size").first()
    key = key_of(log)
    return LogState(log, key.name, key.verifier.text, published_checkpoint(log), published, waiting)


def published_checkpoint(log: str) -> SignedCheckpoint | None:
    """Return the checkpoint that stands published, or None before the first."""
    key = key_of(log)
    try:
        content = storage_of(log).get(CHECKPOINT)
    except StorageProblem:
        return None
    return open_checkpoint(content, key.name, [key.verifier], [witness.key for witness in known_witnesses()])


def proof_of(leaf: Leaf) -> bytes | None:
    """Return the proof file of an entry under the published checkpoint; None while that does not cover it.

    Raises:
        StorageProblem: a tile cannot be read.
    """
    checkpoint = published_checkpoint(leaf.log)
    if checkpoint is None or leaf.position is None or leaf.position >= checkpoint.checkpoint.size:
        return None
    reader = TileReader(storage_of(leaf.log).get, checkpoint.checkpoint.size)
    return make_proof(reader, leaf.position, checkpoint.note).encode()


def evidence_of(leaf: Leaf, *, statement: Mapping[str, Any], document: str, nonce: bytes) -> bytes | None:
    """Return the evidence file of an entry, or None while the published checkpoint does not cover it.

    Raises:
        StorageProblem: a tile cannot be read.
    """
    proof = proof_of(leaf)
    if proof is None:
        return None
    return write_evidence(
        kind=leaf.kind, statement=statement, document=document, nonce=nonce, proof=proof, key=verifier_of(leaf.log)
    )


def audit_heads(actor: Actor) -> QuerySet[AuditHead]:
    """Return the heads of the audit trail, newest first."""
    return AuditHead.objects.filter(visible_heads(actor)).select_related("leaf")


def audit_head(actor: Actor, number: int) -> AuditHead | None:
    """Return a head by its number."""
    return audit_heads(actor).filter(number=number).first()


def evidence_of_head(head: AuditHead) -> bytes | None:
    """Return the evidence file of a head, or None while the published checkpoint does not cover it."""
    statement = {"number": head.number, "sha256": hashlib.sha256(head.document.encode()).hexdigest()}
    return evidence_of(head.leaf, statement=statement, document=head.document, nonce=bytes(head.nonce))


def log_key(log: str) -> str:
    """Return the public key of a log as text."""
    return key_of(log).verifier.text


def log_file(log: str, path: str) -> bytes | None:
    """Return a public file of a log, or None where there is none; only the paths of the format are looked up."""
    try:
        if path != CHECKPOINT:
            parse_path(path)
        return storage_of(log).get(path)
    except LogProblem:
        return None
