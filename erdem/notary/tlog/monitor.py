"""Watching a log: whether it only grows, whether its files are whole, and whether it is alive.

Every function returns findings as data and goes on after one, so that a report shows all that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from erdem.notary.tlog.checkpoint import Checkpoint, SignedCheckpoint, TreeHead
from erdem.notary.tlog.hashing import leaf_hash, root_of
from erdem.notary.tlog.proof_files import Policy
from erdem.notary.tlog.proofs import consistency_proof, verify_consistency
from erdem.notary.tlog.remote import Source
from erdem.notary.tlog.storage import CHECKPOINT
from erdem.notary.tlog.tiles import ENTRIES, HEIGHT, WIDTH, Tile, TileReader, changed_tiles
from erdem.notary.tlog.trouble import (
    DamagedResource,
    LogProblem,
    MissingResource,
    NoteRefused,
    ProofRefused,
    StorageProblem,
)


class Kind(StrEnum):
    """What can be wrong with a log, as stable slugs."""

    FORK = "fork"  # two checkpoints that cannot be of one history
    ROLLBACK = "rollback"  # a smaller checkpoint after a larger one
    BAD_CHECKPOINT = "bad_checkpoint"  # missing, malformed, of another log, or not signed as it must be
    MISSING_TILE = "missing_tile"
    DAMAGED_TILE = "damaged_tile"  # cut short, or not the hashes of what lies below
    ROOT_MISMATCH = "root_mismatch"  # the tiles lead to another root than the checkpoint
    ENTRY_MISMATCH = "entry_mismatch"  # an entry does not hash to its leaf
    STALE_CHECKPOINT = "stale_checkpoint"
    STALE_COSIGNATURE = "stale_cosignature"
    MISSING_COSIGNATURE = "missing_cosignature"
    CLOCK = "clock"  # a cosignature, a checkpoint or a time-stamp of the future
    STALE_STAMP = "stale_stamp"  # no authority has stamped the log for too long
    BAD_STAMP = "bad_stamp"  # a kept time-stamp does not verify
    STAMP_DUE = "stamp_due"  # a time-stamp has to be renewed
    UNREADABLE = "unreadable"  # the storage could not be asked: nothing is known about the log


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong; ``detail`` is a sentence."""

    kind: Kind
    detail: str


@dataclass(frozen=True)
class Ages:
    """How old things may be, in seconds. ``now`` and ``published`` are POSIX times; without the latter its age is not judged."""

    now: float
    published: float | None = None
    checkpoint: float = 2 * 86_400.0
    cosignature: float = 2 * 86_400.0
    clock: float = 300.0


@dataclass(frozen=True)
class Report:
    """The checkpoint that was found, None when there is no good one, and everything that is wrong."""

    checkpoint: SignedCheckpoint | None
    findings: tuple[Finding, ...]


def watch(
    storage: Source,
    policy: Policy,
    earlier: Checkpoint | None = None,
    ages: Ages | None = None,
    *,
    whole: bool = False,
) -> Report:
    """Check a log as it lies in a storage, or as it is served to everybody.

    ``earlier`` is the last checkpoint that this monitor has verified; only tiles that have come since are read, with
    ``whole`` all. The quorum of the policy is reported as a finding and does not make the checkpoint bad.
    """
    try:
        content = storage.get(CHECKPOINT)
        signed = Policy(policy.origin, policy.log_keys, policy.witness_keys).open(content)
    except (MissingResource, NoteRefused) as error:
        return Report(None, (Finding(Kind.BAD_CHECKPOINT, str(error)),))
    except StorageProblem as error:
        return Report(None, (Finding(Kind.UNREADABLE, str(error)),))
    head = signed.checkpoint.head
    reader = TileReader(storage.get, head.size)
    found = list(compare(earlier, signed.checkpoint, reader))
    since = 0 if whole or earlier is None or found else earlier.size
    found += check_tiles(reader, head, since)
    found += check_cosignatures(signed, policy)
    found += check_ages(signed, ages) if ages else ()
    return Report(signed, tuple(dict.fromkeys(found)))


def compare(earlier: Checkpoint | None, later: Checkpoint, reader: TileReader) -> Iterator[Finding]:
    """Yield a fork or a rollback between two checkpoints of one log; ``reader`` reads the tree of the later one."""
    if earlier is None or earlier.size == 0:
        return
    if earlier.origin != later.origin:
        yield Finding(Kind.FORK, f"The log calls itself “{later.origin}” and was “{earlier.origin}” before.")
    elif later.size < earlier.size:
        yield Finding(Kind.ROLLBACK, f"The log shows {later.size} entries and has shown {earlier.size} before.")
    elif later.size == earlier.size:
        if later.root != earlier.root:
            yield Finding(Kind.FORK, f"The log has signed two different trees of {later.size} entries.")
    else:
        yield from _consistency(earlier, later, reader)


def _consistency(earlier: Checkpoint, later: Checkpoint, reader: TileReader) -> Iterator[Finding]:
    try:
        proof = consistency_proof(reader, earlier.size, later.size)
        verify_consistency(earlier.size, later.size, proof, earlier.root, later.root)
    except ProofRefused:
        sentence = f"The tree of {later.size} entries does not begin with the {earlier.size} that were signed before."
        yield Finding(Kind.FORK, sentence)
    except StorageProblem as error:
        yield _storage_finding(error)


def check_tiles(reader: TileReader, head: TreeHead, since: int = 0) -> Iterator[Finding]:
    """Yield what is wrong with the tiles and bundles that have come since the tree had ``since`` entries.

    Each tile is compared with the hashes above it, each bundle with the leaf hashes, and the right edge with the root.
    """
    for tile in changed_tiles(since, head.size):
        try:
            yield from _check_bundle(reader, tile) if tile.level == ENTRIES else _check_tile(reader, tile)
        except LogProblem as error:
            yield _storage_finding(error)
    try:
        if reader.root() != head.root:
            yield Finding(
                Kind.ROOT_MISMATCH, f"The tiles lead to another root than the one signed for {head.size} entries."
            )
    except LogProblem as error:
        yield _storage_finding(error)


def _check_bundle(reader: TileReader, bundle: Tile) -> Iterator[Finding]:
    hashes = reader.hashes(0, bundle.index)
    for at, (entry, hashed) in enumerate(zip(reader.entries(bundle.index), hashes, strict=True)):
        if leaf_hash(entry) != hashed:
            yield Finding(
                Kind.ENTRY_MISMATCH, f"Entry {bundle.index * WIDTH + at} is not the one that its leaf was made of."
            )


def _check_tile(reader: TileReader, tile: Tile) -> Iterator[Finding]:
    hashes = reader.hashes(tile.level, tile.index)
    if tile.width == WIDTH and root_of(hashes) != reader((tile.level + 1) * HEIGHT, tile.index):
        yield Finding(Kind.DAMAGED_TILE, f"The hashes of {tile.path} do not lead to the one above them.")


def check_cosignatures(signed: SignedCheckpoint, policy: Policy) -> Iterator[Finding]:
    """Yield that there are fewer cosignatures than the policy asks for."""
    seen = len({verified.key.public for verified in signed.cosignatures})
    if seen < policy.quorum:
        sentence = f"The checkpoint is cosigned by {seen} of the known witnesses; {policy.quorum} are needed."
        yield Finding(Kind.MISSING_COSIGNATURE, sentence)


def check_ages(signed: SignedCheckpoint, ages: Ages) -> Iterator[Finding]:
    """Yield what is older than it may be, and cosignatures that state a time in the future."""
    if ages.published is not None and ages.now - ages.published > ages.checkpoint:
        hours = (ages.now - ages.published) / 3600
        yield Finding(Kind.STALE_CHECKPOINT, f"The last checkpoint is {hours:.0f} hours old.")
    for verified in signed.cosignatures:
        age = ages.now - (verified.seconds or 0)
        if age > ages.cosignature:
            yield Finding(
                Kind.STALE_COSIGNATURE, f"The cosignature of {verified.key.name} is {age / 3600:.0f} hours old."
            )
        elif age < -ages.clock:
            sentence = f"The cosignature of {verified.key.name} states a time {-age:.0f} seconds in the future."
            yield Finding(Kind.CLOCK, sentence)


def find_forks(checkpoints: Iterable[Checkpoint]) -> list[Finding]:
    """Return every pair of checkpoints of one log that states two roots for one size, wherever they were seen."""
    seen: dict[tuple[str, int], bytes] = {}
    found = []
    for checkpoint in checkpoints:
        if seen.setdefault((checkpoint.origin, checkpoint.size), checkpoint.root) != checkpoint.root:
            sentence = f"The log “{checkpoint.origin}” has signed two different trees of {checkpoint.size} entries."
            found.append(Finding(Kind.FORK, sentence))
    return list(dict.fromkeys(found))


def _storage_finding(error: LogProblem) -> Finding:
    kinds: dict[type[LogProblem], Kind] = {MissingResource: Kind.MISSING_TILE, DamagedResource: Kind.DAMAGED_TILE}
    return Finding(kinds.get(type(error), Kind.UNREADABLE), str(error))
