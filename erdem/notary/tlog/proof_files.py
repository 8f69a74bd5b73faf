"""Proof files: all that is needed to verify one entry offline. Source: c2sp.org/tlog-proof."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from erdem.notary.tlog.checkpoint import SignedCheckpoint, open_checkpoint, parse_checkpoint, parse_number
from erdem.notary.tlog.hashing import HASH_SIZE
from erdem.notary.tlog.keys import VerifierKey, decode_base64, encode_base64
from erdem.notary.tlog.notes import LARGEST_NOTE, Note, Verified, parse_note
from erdem.notary.tlog.proofs import LONGEST_PROOF, inclusion_proof, verify_inclusion
from erdem.notary.tlog.tiles import TileReader
from erdem.notary.tlog.trouble import NoteRefused

HEADER = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"


@dataclass(frozen=True)
class ProofFile:
    """An index, the hashes from the leaf's sibling up, a checkpoint as it was published, and data that nobody vouches for.

    ``extra`` is not authenticated: it may help to find or rebuild the entry, and must not be believed.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Note
    extra: bytes | None = None

    def encode(self) -> bytes:
        """Return the bytes of the file."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {encode_base64(self.extra)}")
        lines.append(f"index {self.index}")
        lines += map(encode_base64, self.hashes)
        return "\n".join((*lines, "", "")).encode() + self.checkpoint.encode()


@dataclass(frozen=True)
class VerifiedProof:
    """What a proof file has proven: that the entry stands at ``index`` under this checkpoint, which these witnesses have seen."""

    index: int
    checkpoint: SignedCheckpoint

    @property
    def cosignatures(self) -> tuple[Verified, ...]:
        """The cosignatures of known witnesses, each with the POSIX time that it states."""
        return self.checkpoint.cosignatures


@dataclass(frozen=True)
class Policy:
    """Whom a verifier trusts: the log by its origin and keys, and ``quorum`` of the given witnesses."""

    origin: str
    log_keys: tuple[VerifierKey, ...]
    witness_keys: tuple[VerifierKey, ...] = ()
    quorum: int = 0

    def open(self, content: bytes) -> SignedCheckpoint:
        """Return a checkpoint that satisfies the policy. Witnesses with one public key under two names count once.

        Raises:
            NoteRefused: it does not.
        """
        opened = open_checkpoint(content, self.origin, self.log_keys, self.witness_keys)
        seen = len({verified.key.public for verified in opened.cosignatures})
        if seen < self.quorum:
            raise NoteRefused(f"The checkpoint is cosigned by {seen} of the known witnesses; {self.quorum} are needed.")
        return opened


def make_proof(reader: TileReader, index: int, checkpoint: Note, extra: bytes | None = None) -> ProofFile:
    """Return the proof file of an entry under a checkpoint of the size that the reader reads.

    Raises:
        NoteRefused: the checkpoint is of another size.
        ProofRefused: the log has no such entry.
        StorageProblem: a tile cannot be read.
    """
    if parse_checkpoint(checkpoint.text).size != reader.size:
        raise NoteRefused(f"The checkpoint is not of the size {reader.size}.")
    return ProofFile(index, tuple(inclusion_proof(reader, index, reader.size)), checkpoint, extra)


def parse_proof(content: bytes) -> ProofFile:
    """Return a proof file as it is written, strictly, without verifying anything.

    Raises:
        NoteRefused: it is not written as a proof file must be.
    """
    if len(content) > LARGEST_NOTE:
        raise NoteRefused(f"The proof file has {len(content)} bytes; more than {LARGEST_NOTE} are not read.")
    head, found, checkpoint = content.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        lines = []
    if not found or not lines or lines.pop(0) != HEADER:
        raise NoteRefused(f"A proof file begins with the line {HEADER}, and its checkpoint follows an empty line.")
    extra = _extra(lines.pop(0)) if lines and lines[0].startswith("extra ") else None
    index = parse_number(lines.pop(0).removeprefix("index ")) if lines and lines[0].startswith("index ") else None
    if index is None:
        raise NoteRefused("The proof file does not say the index of the entry.")
    return ProofFile(index, parse_hashes(lines), parse_note(checkpoint), extra)


def verify_proof(content: bytes, leaf: bytes, policy: Policy) -> VerifiedProof:
    """Verify a proof file for the entry with this leaf hash: signature of the log, quorum of witnesses, inclusion.

    Raises:
        NoteRefused: the file is malformed, of another log, or not signed as the policy asks.
        ProofRefused: the entry is not the one that the file proves.
    """
    proof = parse_proof(content)
    opened = policy.open(proof.checkpoint.encode())
    head = opened.checkpoint.head
    verify_inclusion(leaf, proof.index, head.size, proof.hashes, head.root)
    return VerifiedProof(proof.index, opened)


def parse_hashes(lines: Iterable[str]) -> tuple[bytes, ...]:
    """Return the hashes of a proof, one a line in base64.

    Raises:
        NoteRefused: a line is not 32 bytes in base64, or there are more than 63.
    """
    hashes = []
    for line in lines:
        hashed = decode_base64(line)
        if hashed is None or len(hashed) != HASH_SIZE:
            raise NoteRefused(f"“{line[:60]}” is no hash of a proof.")
        hashes.append(hashed)
    if len(hashes) > LONGEST_PROOF:
        raise NoteRefused(f"A proof has at most {LONGEST_PROOF} hashes.")
    return tuple(hashes)


def _extra(line: str) -> bytes:
    extra = decode_base64(line.removeprefix("extra "))
    if extra is None:
        raise NoteRefused("The extra data of the proof file are not base64.")
    return extra
