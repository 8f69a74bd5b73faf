"""Reads of the logs: what is published, and the proof of one entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from erdem.base.actor import Actor
from erdem.notary.audit_heads import statement_of
from erdem.notary.certificate_file import CERTIFICATE_FORMAT, MOST_ATTACHED
from erdem.notary.checking import Checked
from erdem.notary.evidence import write_evidence
from erdem.notary.log_files import key_of, storage_of, verifier_of
from erdem.notary.models import AuditHead, Leaf, LogAlarm, PublishedCheckpoint, StampedItem, TimeStamp
from erdem.notary.policies import visible_alarms, visible_heads, visible_logged, visible_stamps
from erdem.notary.stamping import ArchiveChain
from erdem.notary.stamping.profile import Algorithm, digest_of
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
    parse_checkpoint,
    parse_note,
    parse_path,
    parse_proof,
    parse_verifier_key,
)

__all__ = [
    "CERTIFICATE_FORMAT",
    "MOST_ATTACHED",
    "KnownWitness",
    "LogState",
    "Provable",
    "Recognised",
    "Said",
    "audit_head",
    "audit_heads",
    "evidence_of",
    "evidence_of_head",
    "known_witnesses",
    "log_file",
    "log_key",
    "log_stamp",
    "log_stamps",
    "log_state",
    "newest_of",
    "offer_recogniser",
    "offer_words",
    "open_alarms",
    "proof_of",
    "provable",
    "published_checkpoint",
    "recognised",
    "stamped_item_over",
    "stamps_of",
    "words_for",
]


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


def entry_proof(actor: Actor, log: str, index: int) -> bytes | None:
    """Return the proof file of the entry at a place, with the entry in it; None where the published log has none.

    Raises:
        StorageProblem: a tile cannot be read.
    """
    leaf = Leaf.objects.filter(visible_logged(actor), log=log, position=index).first()
    proof = proof_of(leaf) if leaf is not None else None
    if leaf is None or proof is None:
        return None
    return replace(parse_proof(proof), extra=bytes(leaf.entry)).encode()


def evidence_of(leaf: Leaf, *, statement: Mapping[str, Any], document: str, nonce: bytes) -> bytes | None:
    """Return the evidence file of an entry, or None while the published checkpoint does not cover it.

    It proves the entry under the smallest checkpoint that covers it and was stamped, and carries these stamps; under the
    published one, without any, as long as there is none.

    Raises:
        StorageProblem: a tile cannot be read.
    """
    stamped = stamped_item_over(leaf)
    proof = proof_of(leaf) if stamped is None else _proof_under(leaf, stamped)
    if proof is None:
        return None
    return write_evidence(
        kind=leaf.kind,
        statement=statement,
        document=document,
        nonce=nonce,
        proof=proof,
        key=verifier_of(leaf.log),
        stamps=() if stamped is None else [ArchiveChain.from_json(row.chain) for row in newest_of(stamped)],
    )


def audit_heads(actor: Actor) -> QuerySet[AuditHead]:
    """Return the heads of the audit trail, newest first."""
    return AuditHead.objects.filter(visible_heads(actor)).select_related("leaf")


def audit_head(actor: Actor, number: int) -> AuditHead | None:
    """Return a head by its number."""
    return audit_heads(actor).filter(number=number).first()


def evidence_of_head(head: AuditHead) -> bytes | None:
    """Return the evidence file of a head, or None while the published checkpoint does not cover it."""
    statement = statement_of(head.number, head.document)
    return evidence_of(head.leaf, statement=statement, document=head.document, nonce=bytes(head.nonce))


@dataclass(frozen=True)
class Provable:
    """What can be given away about an entry that the published log holds.

    ``evidence`` opens the commitment: for those who may read what it stands for. ``proof`` shows the entry alone, for anybody.
    """

    evidence: bytes
    proof: bytes
    sha256: str
    sm3: str
    document_sm3: str
    origin: str
    index: int
    size: int
    key: str


def provable(leaf: Leaf, *, statement: Mapping[str, Any], document: str, nonce: bytes) -> Provable | None:
    """Return evidence and proof of an entry under one checkpoint, or None while the published one does not cover it.

    Raises:
        StorageProblem: a tile cannot be read.
    """
    evidence = evidence_of(leaf, statement=statement, document=document, nonce=nonce)
    if evidence is None:
        return None
    proof = parse_proof(json.loads(evidence)["proof"].encode())
    head = parse_checkpoint(proof.checkpoint.text)
    entry = bytes(leaf.entry)
    shown = json.loads(entry)
    return Provable(
        evidence=evidence,
        proof=replace(proof, extra=entry).encode(),
        sha256=shown["sha256"],
        sm3=shown["sm3"],
        document_sm3=digest_of(Algorithm.SM3, document.encode()).hex(),
        origin=head.origin,
        index=proof.index,
        size=head.size,
        key=log_key(leaf.log),
    )


@dataclass(frozen=True)
class Recognised:
    """A file that was issued here: what it is called, how it stands today, where that is said, and what kind of paper it is."""

    number: str
    state: str
    url: str
    what: str


Recogniser = Callable[[str], Recognised | None]
_recognisers: Final[dict[str, Recogniser]] = {}


def offer_recogniser(name: str, ask: Recogniser) -> None:
    """Register who knows files by their SHA-256 (hexadecimal digits); offering it again replaces it."""
    _recognisers[name] = ask


def recognised(sha256: str) -> Recognised | None:
    """Return what a file is that was issued here, byte for byte, or None."""
    return next((found for ask in _recognisers.values() if (found := ask(sha256)) is not None), None)


@dataclass(frozen=True)
class Said:
    """What the page of checking says of a file whose form others know: one sentence and facts."""

    sentence: str
    facts: tuple[tuple[str, str], ...] = ()


Words = Callable[[Checked], Said]
_words: Final[dict[str, Words]] = {}


def offer_words(form: str, words: Words) -> None:
    """Register who puts into words what came of checking files of a form (`erdem.notary.checking.offer_reader`)."""
    _words[form] = words


def words_for(found: Checked) -> Said | None:
    """Return what others say of a file of their form, or None for a form of the notary."""
    words = _words.get(found.form)
    return None if words is None else words(found)


def stamped_item_over(leaf: Leaf) -> StampedItem | None:
    """Return the smallest stamped checkpoint that covers an entry: one of an outside authority before any of our own."""
    if leaf.position is None:
        return None
    stamps = TimeStamp.objects.filter(item=OuterRef("pk"))
    covering = StampedItem.objects.filter(Exists(stamps), checkpoint__log=leaf.log, checkpoint__size__gt=leaf.position)
    ranked = covering.annotate(outside=Exists(stamps.filter(is_local=False)))
    return ranked.order_by("-outside", "checkpoint__size").first()


def newest_of(item: StampedItem) -> QuerySet[TimeStamp]:
    """Return the time-stamps of an item as they stand, those of outside authorities first; older rows were renewed."""
    return item.stamps.filter(renewal__isnull=True).order_by("is_local", "id")


def stamps_of(actor: Actor, item_id: int) -> list[TimeStamp]:
    """Return the time-stamps of something that was stamped on demand, as they stand; none while they have not come."""
    found = TimeStamp.objects.filter(visible_stamps(actor), item_id=item_id, renewal__isnull=True)
    return list(found.order_by("is_local", "id"))


def log_stamps(actor: Actor, log: str) -> QuerySet[TimeStamp]:
    """Return the time-stamps over checkpoints of a log as they stand, the newest checkpoint first."""
    found = TimeStamp.objects.filter(visible_stamps(actor), item__checkpoint__log=log, renewal__isnull=True)
    return found.select_related("item", "item__checkpoint").order_by("-item__checkpoint__size", "is_local", "id")


def log_stamp(actor: Actor, log: str, number: int) -> TimeStamp | None:
    """Return one time-stamp over a checkpoint of a log, renewed ones as well."""
    found = TimeStamp.objects.filter(visible_stamps(actor), item__checkpoint__log=log, pk=number)
    return found.select_related("item", "item__checkpoint").first()


def open_alarms(actor: Actor) -> list[LogAlarm]:
    """Return what is wrong with the logs, as far as the actor looks after them."""
    return list(LogAlarm.objects.filter(visible_alarms(actor), gone_at__isnull=True).order_by("first_seen"))


def _proof_under(leaf: Leaf, item: StampedItem) -> bytes | None:
    note = parse_note(item.note.encode())
    reader = TileReader(storage_of(leaf.log).get, parse_checkpoint(note.text).size)
    return None if leaf.position is None else make_proof(reader, leaf.position, note).encode()


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
