"""Evidence files: what is proven, how it was committed to, and where the log holds it, in one JSON file. Plain Python.

A reader needs nothing but the file and the public key of the log, which he has from elsewhere: the project's page, a gazette, a
witness. The document is text whose SHA-256 stands in the statement; the statement and a nonce make the commitment; the
commitment stands in the entry; the proof leads from the entry to a signed checkpoint, over which
time-stamps of authorities may lie. Formats: ``docs/reference/proofs.md``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from erdem.notary.canonical import CanonicalProblem, commit
from erdem.notary.entries import entry_of
from erdem.notary.stamped import Stamped, check_stamps, read_chains
from erdem.notary.stamping import ArchiveChain, StampingProblem
from erdem.notary.tlog import (
    LogProblem,
    Policy,
    VerifiedProof,
    VerifierKey,
    leaf_hash,
    parse_proof,
    parse_verifier_key,
    verify_proof,
)
from erdem.notary.tlog.checkpoint import parse_checkpoint

FORMAT = "erdem-evidence@v1"
MOST_BYTES = 32 * 1024 * 1024


class Fault(StrEnum):
    """Why evidence does not hold, as stable slugs."""

    NO_EVIDENCE = "no_evidence"
    INCOMPLETE = "incomplete"
    DAMAGED = "damaged"
    DOCUMENT_CHANGED = "document_changed"
    NOT_IN_LOG = "not_in_log"
    UNKNOWN_LOG = "unknown_log"
    BAD_STAMP = "bad_stamp"
    FILES_DIFFER = "files_differ"
    NO_PROOF = "no_proof"
    OWN_DATE = "own_date"


class EvidenceRefused(ValueError):
    """The file is no evidence that could be checked, or a check has failed; the message is a sentence in English."""

    def __init__(self, fault: Fault, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = fault


@dataclass(frozen=True)
class Verified:
    """What an evidence file has proven."""

    kind: str
    statement: dict[str, Any]
    document: str
    nonce: bytes
    proof: VerifiedProof
    key: VerifierKey
    key_is_known: bool
    """False when the public key was taken from the file itself: then the file proves only that it fits together."""
    stamped: tuple[Stamped, ...] = ()
    """What the time-stamps over the checkpoint of the proof say, in the order of the file."""

    @property
    def witnesses(self) -> tuple[str, ...]:
        """Names of the trusted witnesses that have cosigned."""
        return tuple(verified.key.name for verified in self.proof.cosignatures)

    @property
    def size(self) -> int:
        """Entries of the log under the checkpoint of the proof."""
        return self.proof.checkpoint.checkpoint.size


def write_evidence(
    *,
    kind: str,
    statement: Mapping[str, Any],
    document: str,
    nonce: bytes,
    proof: bytes,
    key: VerifierKey,
    stamps: Sequence[ArchiveChain] = (),
) -> bytes:
    """Return an evidence file. ``stamps`` lie over the checkpoint of the proof, byte for byte as it stands there."""
    told: dict[str, Any] = {
        "format": FORMAT,
        "kind": kind,
        "statement": dict(statement),
        "document": document,
        "nonce": nonce.hex(),
        "proof": proof.decode(),
        "key": key.text,
    }
    if stamps:
        told["stamps"] = [chain.to_json() for chain in stamps]
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def verify_evidence(
    content: bytes,
    keys: Iterable[VerifierKey] = (),
    witness_keys: Iterable[VerifierKey] = (),
    quorum: int = 0,
    *,
    roots: Sequence[bytes] = (),
    at: dt.datetime | None = None,
) -> Verified:
    """Check an evidence file from end to end.

    Args:
        content: the file.
        keys: public keys of logs that the reader trusts. Without any, the key in the file is taken, and the answer says so.
        witness_keys: public keys of witnesses that the reader trusts.
        quorum: how many of these must have cosigned.
        roots: root certificates of time authorities that the reader trusts, DER; under others a time-stamp only fits together.
        at: the moment at which the time-stamps shall hold; now when left out.

    Raises:
        EvidenceRefused: with the first thing that does not fit.
    """
    told = _read(content)
    statement, document = told["statement"], told["document"]
    if hashlib.sha256(document.encode()).hexdigest() != statement.get("sha256"):
        raise EvidenceRefused(
            Fault.DOCUMENT_CHANGED, "The document was changed: its SHA-256 is not the one that was entered in the log."
        )
    nonce = _hex(told["nonce"])
    entry = _entry(told["kind"], statement, nonce)
    key, known = _key(told, tuple(keys))
    policy = Policy(key.name, (key,), tuple(witness_keys), quorum)
    try:
        proof = verify_proof(told["proof"].encode(), leaf_hash(entry), policy)
    except LogProblem as error:
        raise EvidenceRefused(Fault.NOT_IN_LOG, f"The log does not hold this statement: {error}") from error
    return Verified(told["kind"], statement, document, nonce, proof, key, known, _stamped(told, tuple(roots), at))


def checkpoint_in(proof: bytes) -> bytes:
    """Return the checkpoint as it stands in a proof file: what its time-stamps lie over."""
    return proof.partition(b"\n\n")[2]


def _stamped(told: Mapping[str, Any], roots: tuple[bytes, ...], at: dt.datetime | None) -> tuple[Stamped, ...]:
    if "stamps" not in told:
        return ()
    try:
        return check_stamps(read_chains(told["stamps"]), checkpoint_in(told["proof"].encode()), roots, at)
    except StampingProblem as error:
        sentence = f"A time-stamp in the file does not fit the checkpoint of its proof, or was changed: {error}"
        raise EvidenceRefused(Fault.BAD_STAMP, sentence) from error


def _read(content: bytes) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise EvidenceRefused(Fault.NO_EVIDENCE, "The file is larger than any evidence file is.")
    try:
        told = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise EvidenceRefused(Fault.NO_EVIDENCE, "This is no evidence file: it cannot be read as JSON.") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise EvidenceRefused(Fault.NO_EVIDENCE, f"This is no evidence file: it does not say “{FORMAT}”.")
    for name in ("kind", "document", "nonce", "proof", "key"):
        if not isinstance(told.get(name), str):
            raise EvidenceRefused(Fault.INCOMPLETE, f"The evidence file is incomplete: “{name}” is missing.")
    if not isinstance(told.get("statement"), dict):
        raise EvidenceRefused(Fault.INCOMPLETE, "The evidence file is incomplete: “statement” is missing.")
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _value in pairs}) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _hex(text: str) -> bytes:
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise EvidenceRefused(Fault.DAMAGED, "The nonce in the file is damaged: it is not 64 hexadecimal digits.")
    return bytes.fromhex(text)


def _entry(kind: str, statement: Mapping[str, Any], nonce: bytes) -> bytes:
    try:
        return entry_of(kind, commit(dict(statement), nonce))
    except CanonicalProblem as error:
        raise EvidenceRefused(Fault.DAMAGED, f"The statement in the file is damaged: {error}") from error


def _key(told: Mapping[str, Any], trusted: tuple[VerifierKey, ...]) -> tuple[VerifierKey, bool]:
    try:
        origin = parse_checkpoint(parse_proof(told["proof"].encode()).checkpoint.text).origin
        for key in trusted:
            if key.name == origin:
                return key, True
        if trusted:
            raise EvidenceRefused(Fault.UNKNOWN_LOG, f"The proof is of the log “{origin}”, for which no key was given.")
        return parse_verifier_key(told["key"]), False
    except LogProblem as error:
        raise EvidenceRefused(Fault.DAMAGED, f"The proof in the file is damaged: {error}") from error
