"""Asking witnesses to cosign a checkpoint. Source: c2sp.org/tlog-witness."""

from __future__ import annotations

import http.client
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from erdem.notary.tlog.checkpoint import parse_checkpoint, parse_number
from erdem.notary.tlog.hashing import Nodes
from erdem.notary.tlog.keys import WITNESS, VerifierKey
from erdem.notary.tlog.notes import Note, Verified, parse_signatures, verify_signatures
from erdem.notary.tlog.proofs import consistency_proof
from erdem.notary.tlog.trouble import NoteRefused, WitnessUnavailable
from erdem.notary.tlog.witness import AddCheckpoint

LARGEST_ANSWER = 65_536  # bytes


@dataclass(frozen=True)
class Cosigned:
    """The witness has cosigned; only cosignatures of known keys that were verified are here."""

    cosignatures: tuple[Verified, ...]


@dataclass(frozen=True)
class Conflict:
    """The witness knows another size of the log than the request said."""

    size: int


@dataclass(frozen=True)
class Refused:
    """The witness does not cosign; ``reason`` is its own text, at most 500 letters of it."""

    status: int
    reason: str


def build_request(nodes: Nodes, old_size: int, checkpoint: Note) -> AddCheckpoint:
    """Return the request to cosign a checkpoint, for a witness that knows the log at ``old_size`` entries.

    Raises:
        NoteRefused: the note is no checkpoint.
        ProofRefused: the witness knows more entries than the checkpoint has.
        StorageProblem: a tile cannot be read.
    """
    size = parse_checkpoint(checkpoint.text).size
    return AddCheckpoint(old_size, tuple(consistency_proof(nodes, old_size, size)) if old_size else (), checkpoint)


def parse_answer(
    status: int, body: bytes, checkpoint: Note, keys: Sequence[VerifierKey]
) -> Cosigned | Conflict | Refused:
    """Return what a witness has answered; cosignatures are verified with its known keys.

    Raises:
        NoteRefused: it answered 200 without a good cosignature of a known key.
        WitnessUnavailable: it answered 409 without a size.
    """
    text = body.decode("utf-8", "replace")
    if status == 409:
        size = parse_number(text.removesuffix("\n"))
        if size is None:
            raise WitnessUnavailable("The witness answered that it knows another size, but not which one.")
        return Conflict(size)
    if status != 200:
        plain = "".join(letter if letter.isprintable() else " " for letter in text)
        return Refused(status, " ".join(plain.split())[:500])
    witnesses = [key for key in keys if key.kind == WITNESS]
    found = verify_signatures(checkpoint.text, parse_signatures(text), witnesses)
    if not found:
        raise NoteRefused("The witness answered without a cosignature by a key that is known here.")
    return Cosigned(found)


class WitnessClient:
    """Talks to one witness. ``url`` is its submission prefix, ``keys`` are its known keys, ``timeout`` is in seconds."""

    def __init__(self, url: str, keys: Sequence[VerifierKey], *, timeout: float = 10.0) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise WitnessUnavailable(f"“{url}” is no address of a witness.")
        self.url = url
        self.keys = tuple(keys)
        self._parts = parts
        self._timeout = timeout

    def cosign(self, nodes: Nodes, checkpoint: Note, old_size: int = 0) -> Cosigned | Conflict | Refused:
        """Ask for a cosignature; when the witness knows another size, ask once more from there.

        ``nodes`` reads the tree of the checkpoint, ``old_size`` is the size that this witness has cosigned last, 0
        when unknown. A ``Conflict`` remains when the witness knows more entries than the checkpoint has, or when
        another request came between.

        Raises:
            WitnessUnavailable: it cannot be reached or answers nonsense.
            NoteRefused: it answered without a good cosignature.
            ProofRefused: ``old_size`` is larger than the checkpoint.
            StorageProblem: a tile cannot be read.
        """
        answer = self._ask(build_request(nodes, old_size, checkpoint))
        if isinstance(answer, Conflict) and old_size != answer.size <= parse_checkpoint(checkpoint.text).size:
            answer = self._ask(build_request(nodes, answer.size, checkpoint))
        return answer

    def _ask(self, request: AddCheckpoint) -> Cosigned | Conflict | Refused:
        kind = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
        try:
            connection = kind(self._parts.hostname or "", self._parts.port, timeout=self._timeout)
            try:
                path = f"{self._parts.path.rstrip('/')}/add-checkpoint"
                connection.request("POST", path, request.encode(), {"Content-Type": "text/plain; charset=utf-8"})
                answer = connection.getresponse()
                body = answer.read(LARGEST_ANSWER)
            finally:
                connection.close()
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise WitnessUnavailable(
                f"The witness at {self.url} cannot be reached: {error or type(error).__name__}."
            ) from error
        return parse_answer(answer.status, body, request.checkpoint, self.keys)
