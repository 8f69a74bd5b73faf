"""A witness: cosigns checkpoints of logs that only grow. Source: c2sp.org/tlog-witness.

This is the witness's own part, without a network; `witness_service` puts it behind HTTP and `witness_client` asks
others.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from erdem.notary.tlog.checkpoint import (
    EMPTY,
    Checkpoint,
    SignedCheckpoint,
    TreeHead,
    parse_checkpoint,
    parse_number,
)
from erdem.notary.tlog.keys import LOG, WITNESS, SigningKey, VerifierKey, encode_base64
from erdem.notary.tlog.notes import Note, parse_note, sign_note, verify_note, verify_signatures
from erdem.notary.tlog.proof_files import parse_hashes
from erdem.notary.tlog.proofs import verify_consistency
from erdem.notary.tlog.storage import make_folder, plain_errors, replace_file
from erdem.notary.tlog.trouble import KeyRefused, MissingResource, NoteRefused, ProofRefused, StorageProblem

PLAIN, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"
LARGEST_REQUEST = 65_536  # bytes; 63 hashes and a checkpoint with many signatures take less than 20,000


@dataclass(frozen=True)
class AddCheckpoint:
    """A request to cosign: the size that the witness knows, the proof from there, and the checkpoint."""

    old_size: int
    proof: tuple[bytes, ...]
    checkpoint: Note

    def encode(self) -> bytes:
        """Return the body of the request."""
        lines = (f"old {self.old_size}", *map(encode_base64, self.proof), "", "")
        return "\n".join(lines).encode() + self.checkpoint.encode()


@dataclass(frozen=True)
class Answer:
    """What a witness answers: an HTTP status, the type of the body, the body."""

    status: int
    body: bytes
    content_type: str = PLAIN


class _Refusal(Exception):
    """Ends a request with an answer."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.answer = Answer(status, f"{sentence}\n".encode())


def parse_request(body: bytes) -> AddCheckpoint:
    """Return the request of its body, strictly.

    Raises:
        NoteRefused: it is not written as the protocol asks.
    """
    head, found, checkpoint = body.partition(b"\n\n")
    try:
        first, *hashes = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        first, hashes = "", []
    size = parse_number(first.removeprefix("old ")) if found and first.startswith("old ") else None
    if size is None:
        raise NoteRefused("A request begins with the line “old” and a size, and its checkpoint follows an empty line.")
    return AddCheckpoint(size, parse_hashes(hashes), parse_note(checkpoint))


class WitnessStates(Protocol):
    """Keeps, for each log, the last checkpoint that was cosigned, with its signatures."""

    def alone(self) -> contextlib.AbstractContextManager[None]:
        """Keep every other request and process out while a checkpoint is compared and replaced."""

    def read(self, origin: str) -> Note | None:
        """Return the last one, or None when there has been none."""

    def write(self, origin: str, note: Note) -> None:
        """Replace it, durably and as a whole."""


class FileStates:
    """One file for each log in a folder, named by the SHA-256 of the origin; each is the checkpoint with its signatures."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        make_folder(folder)
        self._threads = threading.Lock()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other request and process out."""
        with self._threads, (self.folder / "lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def read(self, origin: str) -> Note | None:
        """Return the last checkpoint of a log.

        Raises:
            StorageProblem: the file cannot be read, or is damaged; the witness must not cosign this log then.
        """
        try:
            note = parse_note(self._path(origin).read_bytes())
            parse_checkpoint(note.text)
        except FileNotFoundError:
            return None
        except (OSError, NoteRefused) as error:
            raise StorageProblem(f"What the witness knows of “{origin}” cannot be read: {error}.") from error
        return note

    def write(self, origin: str, note: Note) -> None:
        """Replace the file of a log.

        Raises:
            StorageProblem: it cannot be written; the old one stays.
        """
        with plain_errors("what the witness cosigns"):
            replace_file(self._path(origin), note.encode())

    def _path(self, origin: str) -> Path:
        return self.folder / origin_hash(origin)


def origin_hash(origin: str) -> str:
    """Return the name under which a witness shows its checkpoint of a log: SHA-256 of the origin, in hexadecimal digits."""
    return hashlib.sha256(origin.encode()).hexdigest()


class Witness:
    """Cosigns what its logs sign, as long as each of them only grows. Safe for several threads."""

    def __init__(
        self,
        states: WitnessStates,
        logs: Mapping[str, Sequence[VerifierKey]],
        signer: SigningKey,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if signer.kind != WITNESS:
            raise KeyRefused("A witness signs with a key of a witness.")
        self._states = states
        self._logs = {origin: tuple(key for key in keys if key.kind == LOG) for origin, keys in logs.items()}
        self._origins = {origin_hash(origin): origin for origin in logs}
        self._signer = signer
        self._clock = clock

    def add_checkpoint(self, body: bytes) -> Answer:
        """Answer a request: cosignature (200), known size (409), or a refusal with its reason.

        400 malformed, 403 no good signature, 404 unknown log, 422 proof or root that does not fit, 500 storage failed.
        """
        try:
            request, signed = self._trusted(body)
            with self._states.alone():
                return self._cosign(request, signed)
        except _Refusal as refusal:
            return refusal.answer
        except (StorageProblem, OSError):
            return Answer(500, b"The witness cannot keep its records at the moment. Nothing was cosigned.\n")

    def latest(self, hashed_origin: str) -> bytes:
        """Return the last checkpoint that was cosigned for a log, with the signatures of the log and of this witness.

        Raises:
            MissingResource: there is none.
            StorageProblem: it cannot be read.
        """
        origin = self._origins.get(hashed_origin)
        note = self._states.read(origin) if origin is not None else None
        if note is None:
            raise MissingResource("This witness has cosigned no checkpoint of such a log.")
        return note.encode()

    def _trusted(self, body: bytes) -> tuple[AddCheckpoint, SignedCheckpoint]:
        """Return the request once the log's own signature is verified."""
        try:
            request = parse_request(body)
            checkpoint = parse_checkpoint(request.checkpoint.text)
        except NoteRefused as error:
            raise _Refusal(400, str(error)) from error
        keys = self._logs.get(checkpoint.origin)
        if keys is None:
            raise _Refusal(404, "This witness does not know the log.")
        try:
            verified = verify_note(request.checkpoint, keys)
        except NoteRefused as error:
            raise _Refusal(403, str(error)) from error
        return request, SignedCheckpoint(checkpoint, request.checkpoint, verified)

    def _cosign(self, request: AddCheckpoint, signed: SignedCheckpoint) -> Answer:
        checkpoint = signed.checkpoint
        if request.old_size > checkpoint.size:
            raise _Refusal(400, "The old size is larger than that of the checkpoint.")
        known = self._states.read(checkpoint.origin)
        head = parse_checkpoint(known.text).head if known else EMPTY
        if request.old_size != head.size:
            return Answer(409, b"%d\n" % head.size, SIZE)
        _require_growth(head, checkpoint, request.proof)
        cosignature = sign_note(request.checkpoint.text, self._signer, self._now(known))
        lines = [verified.signature for verified in signed.signatures]
        self._states.write(checkpoint.origin, Note(request.checkpoint.text, (*lines, cosignature)))
        return Answer(200, cosignature.line.encode())

    def _now(self, known: Note | None) -> int:
        """Return the POSIX time to state: never before the one stated last, even when the clock was set back."""
        if known is None:
            return max(int(self._clock()), 1)
        try:
            stated = verify_signatures(known.text, known.signatures, [self._signer.verifier])
        except NoteRefused as error:
            raise StorageProblem("What the witness has kept does not carry its own signature.") from error
        return max(int(self._clock()), *(verified.seconds or 0 for verified in stated), 1)


def _require_growth(head: TreeHead, checkpoint: Checkpoint, proof: Sequence[bytes]) -> None:
    """Refuse a checkpoint that does not extend the known head."""
    if not checkpoint.head.is_possible:
        raise _Refusal(422, "A tree of no entries must have the root of the empty tree.")
    try:
        if head.size:
            verify_consistency(head.size, checkpoint.size, proof, head.root, checkpoint.root)
        elif proof:
            raise ProofRefused("From the empty tree no proof is needed, and none may be there.")
    except ProofRefused as error:
        raise _Refusal(422, str(error)) from error
