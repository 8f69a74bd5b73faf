"""Checkpoints: the head of a log as a signed note. Source: c2sp.org/tlog-checkpoint."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from erdem.notary.tlog.hashing import EMPTY_ROOT, HASH_SIZE, LARGEST_SIZE
from erdem.notary.tlog.keys import LOG, WITNESS, VerifierKey, decode_base64, encode_base64
from erdem.notary.tlog.notes import Note, Verified, parse_note, verify_note, verify_signatures
from erdem.notary.tlog.trouble import NoteRefused

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


def parse_number(text: str) -> int | None:
    """Return a number written in decimal digits without leading zeros, or None when it is not, or is 2^63 or more."""
    if not _NUMBER.fullmatch(text):
        return None
    number = int(text)
    return number if number <= LARGEST_SIZE else None


@dataclass(frozen=True)
class TreeHead:
    """What a tree is known by: the number of its leaves and its root."""

    size: int
    root: bytes

    @property
    def is_possible(self) -> bool:
        """Whether a tree of no leaves has the root that it must have."""
        return self.size > 0 or self.root == EMPTY_ROOT


EMPTY = TreeHead(0, EMPTY_ROOT)


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log: its origin, the number of its entries, the root over them, and lines that are opaque here."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.origin or "\n" in self.origin:
            raise NoteRefused("The origin of a log is one line that is not empty.")
        if not 0 <= self.size <= LARGEST_SIZE or len(self.root) != HASH_SIZE:
            raise NoteRefused("A checkpoint needs a size from 0 to 2^63 − 1 and a root of 32 bytes.")
        if any(not line or "\n" in line for line in self.extensions):
            raise NoteRefused("An extension of a checkpoint is one line that is not empty.")

    @property
    def head(self) -> TreeHead:
        """Size and root."""
        return TreeHead(self.size, self.root)

    @property
    def text(self) -> str:
        """The text that is signed."""
        return "\n".join((self.origin, str(self.size), encode_base64(self.root), *self.extensions, ""))


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint whose signature by the log was verified; cosignatures are those of known witnesses, verified too."""

    checkpoint: Checkpoint
    note: Note
    signatures: tuple[Verified, ...]
    cosignatures: tuple[Verified, ...] = ()


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint of a note's text, strictly.

    Raises:
        NoteRefused: it is not written as a checkpoint must be.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop():
        raise NoteRefused("A checkpoint has at least three lines: origin, size and root.")
    size, root = parse_number(lines[1]), decode_base64(lines[2])
    if size is None:
        raise NoteRefused(f"“{lines[1][:40]}” is no size of a tree.")
    if root is None or len(root) != HASH_SIZE:
        raise NoteRefused(f"“{lines[2][:60]}” is no root of a tree.")
    return Checkpoint(lines[0], size, root, tuple(lines[3:]))


def open_checkpoint(
    content: bytes, origin: str, log_keys: Iterable[VerifierKey], witness_keys: Iterable[VerifierKey] = ()
) -> SignedCheckpoint:
    """Return a checkpoint after verifying that it is of this origin and signed by one of the log's keys.

    Cosignatures of the given witnesses are verified when they are there; how many are needed is for the caller to say.

    Raises:
        NoteRefused: it is malformed, of another log, or a signature does not verify.
    """
    note = parse_note(content)
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != origin:
        raise NoteRefused(f"The checkpoint is of the log “{checkpoint.origin[:200]}”, not of “{origin}”.")
    if not checkpoint.head.is_possible:
        raise NoteRefused("The checkpoint speaks of no entries, but its root is not the one of the empty tree.")
    signatures = verify_note(note, [key for key in log_keys if key.kind == LOG])
    witnesses = [key for key in witness_keys if key.kind == WITNESS]
    return SignedCheckpoint(checkpoint, note, signatures, verify_signatures(note.text, note.signatures, witnesses))
