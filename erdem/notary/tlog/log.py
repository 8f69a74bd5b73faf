"""Appending to a log and signing its checkpoints.

The order of every step is what makes a crash harmless: bundles and tiles first, then the record of what is about to
be signed, then the signature, then the checkpoint under its public name. Until the record is written, nothing binds
the log; once it is written, the tiles that it speaks of are durable, and opening the log again finishes what was
begun.

Whoever calls holds the entries and decides their order. An entry must be durable and its place final before it is
handed in: then a batch that is handed in again, whole or longer, gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from erdem.notary.tlog.checkpoint import EMPTY, Checkpoint, SignedCheckpoint, TreeHead, open_checkpoint
from erdem.notary.tlog.hashing import leaf_hash
from erdem.notary.tlog.keys import LOG, SigningKey, VerifierKey
from erdem.notary.tlog.notes import Note, Signature, sign_note
from erdem.notary.tlog.proofs import consistency_proof, verify_consistency
from erdem.notary.tlog.signed_record import SignedRecord
from erdem.notary.tlog.storage import CHECKPOINT, Storage
from erdem.notary.tlog.tiles import WIDTH, Tile, TileReader, changed_tiles, width_in
from erdem.notary.tlog.tree import TreeState
from erdem.notary.tlog.trouble import HistoryConflict, KeyRefused, MissingResource, NoteRefused, ProofRefused


@dataclass(frozen=True)
class Appended:
    """What came of a batch: the checkpoint that covers it, and the leaf hashes of the entries that are new with it."""

    checkpoint: SignedCheckpoint
    first: int
    leaf_hashes: tuple[bytes, ...]


class Appender:
    """The writer of one log. Each step holds the lock of the record, so that writers in several processes take turns.

    Every signer signs every checkpoint, so that during a change of keys both do. ``trusted`` are further keys that
    may have signed what is published already, such as the one before. An instance belongs to one thread.
    """

    def __init__(
        self,
        storage: Storage,
        origin: str,
        signers: Sequence[SigningKey],
        record: SignedRecord,
        *,
        trusted: Sequence[VerifierKey] = (),
    ) -> None:
        if not signers or any(key.kind != LOG for key in signers):
            raise KeyRefused("A log is signed with at least one key, and with keys of a log only.")
        self.origin = origin
        self._storage = storage
        self._signers = tuple(signers)
        self._record = record
        self._keys = (*(key.verifier for key in signers), *trusted)
        self._open: tuple[TreeState, SignedCheckpoint] | None = None

    @property
    def checkpoint(self) -> SignedCheckpoint:
        """The published checkpoint. Opens the log, which finishes what a crash has left; an empty log signs its empty tree.

        Raises:
            HistoryConflict: what is published or stored is not what was signed.
            NoteRefused: the published checkpoint is damaged, or of another log or key.
            StorageProblem: the storage cannot be read, or its tiles do not lead to the root that was signed.
        """
        with self._record.alone():
            return self._opened()[1]

    @property
    def size(self) -> int:
        """The number of entries in the log: the index of the next one. Opens the log as ``checkpoint`` does."""
        with self._record.alone():
            return self._opened()[0].size

    def append(self, first: int, entries: Sequence[bytes]) -> Appended:
        """Add entries, the first of which has the index ``first``, and publish the checkpoint that covers them.

        Entries that are in the log already are compared with what is there, so a batch may be handed in again.

        Raises:
            HistoryConflict: an entry is in the log with another content, an index is left out, or somebody else
                has signed meanwhile.
            LogProblem: an entry is too long.
            StorageProblem: it cannot be written or read. Nothing that was published has changed; hand the batch in again.
        """
        with self._record.alone():
            state, checkpoint = self._opened()
            fresh = self._fresh(state.size, first, entries)
            if not fresh:
                return Appended(checkpoint, state.size, ())
            growth = state.grow(fresh)
            self._storage.put_new(growth.resources)
            before, after = state.head, growth.state.head
            _require_extension(TileReader(self._storage.get, after.size), before, after)
            self._record.advance(before, after)
            published = self._publish(after, None)
            self._open = growth.state, published
            self._prune(before.size, after.size)
            return Appended(published, before.size, tuple(growth.leaf_hashes))

    def add_cosignatures(self, text: str, cosignatures: Sequence[Signature]) -> bool:
        """Publish the checkpoint with further cosignatures; say whether it still is the one that was cosigned.

        They must have been verified.

        Raises:
            StorageProblem: it cannot be written.
        """
        with self._record.alone():
            state, _ = self._opened()
            published = self._published()  # another process may have added cosignatures since
            if published is None or published.note.text != text:
                return False
            self._storage.put(CHECKPOINT, published.note.with_signatures(cosignatures).encode())
            self._open = state, self._published() or published
            return True

    def _opened(self) -> tuple[TreeState, SignedCheckpoint]:
        """Return what is open, read anew when the record is another one: a step failed, or another process made one."""
        if self._open is None or self._open[0].head != self._record.read():
            self._open = self._recover()
        return self._open

    def _recover(self) -> tuple[TreeState, SignedCheckpoint]:
        published, signed = self._published(), self._record.read()
        if published is None and signed is None:
            self._require_new()
        known = published.checkpoint.head if published else None
        head = max((each for each in (signed, known) if each), key=lambda each: each.size, default=EMPTY)
        reader = TileReader(self._storage.get, head.size)
        state = TreeState.load(reader, head.root)
        for earlier in (signed, known):
            _require_extension(reader, earlier or EMPTY, head)
        if signed != head:
            self._record.advance(signed, head)
        if published is None or known != head or not self._signed_by_all(published):
            published = self._publish(head, published)
        return state, published

    def _published(self) -> SignedCheckpoint | None:
        try:
            content = self._storage.get(CHECKPOINT)
        except MissingResource:
            return None
        try:
            return open_checkpoint(content, self.origin, self._keys)
        except NoteRefused as error:
            raise NoteRefused(
                f"The published checkpoint cannot be trusted, so nothing is signed. {error} When the file is damaged and the "
                f"record of what was signed last is whole, remove the file: it is then published anew."
            ) from error

    def _require_new(self) -> None:
        """Refuse to begin a log where there is one already, of which record and checkpoint were lost."""
        try:
            self._storage.get(Tile(0, 0).path)
        except MissingResource:
            return
        raise HistoryConflict(
            "There are entries, but no checkpoint and no record of what was signed last. Restore one of them first."
        )

    def _signed_by_all(self, checkpoint: SignedCheckpoint) -> bool:
        done = {verified.key for verified in checkpoint.signatures}
        return all(key.verifier in done for key in self._signers)

    def _publish(self, head: TreeHead, published: SignedCheckpoint | None) -> SignedCheckpoint:
        """Sign a head that is in the record already, and publish it; further signatures of the same text are kept."""
        text = Checkpoint(self.origin, head.size, head.root).text
        note = Note(text, published.note.signatures if published and published.note.text == text else ())
        content = note.with_signatures([sign_note(text, key) for key in self._signers]).encode()
        checkpoint = open_checkpoint(content, self.origin, self._keys)
        self._storage.put(CHECKPOINT, content)
        return checkpoint

    def _fresh(self, size: int, first: int, entries: Sequence[bytes]) -> Sequence[bytes]:
        """Return the entries that are not in the log yet, after comparing the others with it."""
        if not 0 <= first <= size:
            raise HistoryConflict(f"The log has {size} entries; the next one cannot have the index {first}.")
        known = entries[: size - first]
        reader = TileReader(self._storage.get, size)
        for index, entry in enumerate(known, first):
            if reader(0, index) != leaf_hash(entry):
                raise HistoryConflict(f"Entry {index} is in the log with another content. Nothing was signed.")
        return entries[len(known) :]

    def _prune(self, before: int, after: int) -> None:
        """Remove the partial tiles of tiles that are full now; clients then take the full one."""
        for tile in changed_tiles(before, after):
            if tile.width == WIDTH and width_in(tile.level, tile.index, before):
                self._storage.remove_below(f"{tile.path}.p")


def _require_extension(reader: TileReader, before: TreeHead, after: TreeHead) -> None:
    """Prove from the tiles that one tree is the beginning of another.

    Raises:
        HistoryConflict: it is not.
    """
    if not before.size:
        return
    try:
        proof = consistency_proof(reader, before.size, after.size)
        verify_consistency(before.size, after.size, proof, before.root, after.root)
    except ProofRefused:
        raise HistoryConflict(
            f"The tree of {after.size} entries does not begin with the {before.size} that were signed. Nothing was signed."
        ) from None
