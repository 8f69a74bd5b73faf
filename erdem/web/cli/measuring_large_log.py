"""Measures a log of millions of entries as it lies in files: the tlog alone, without database and worker.

Entries have the form and length of the product's, with digests that are counted instead of committed to. They go in by the
product's writer in the product's batches, each with its signed checkpoint, nothing of its durability relaxed. Then: a proof read
cold from the tiles, the root computed anew from the lowest tiles, every tile and entry checked as the monitor does, sizes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from erdem.lib.chance import repeatable
from erdem.web.cli.failures import Refused
from erdem.web.cli.measuring import machine

BATCH = 10_000
"""Entries under one checkpoint, as the worker takes them up."""
PROOFS = 10_000
TOLD = 1_000_000
ROOM = 300
"""Bytes on the disk that an entry may take, to refuse a disk that is too small before anything is written."""
SEED = 20261126

Tell = Callable[[str], None]


def measure_large(leaves: int, tell: Tell) -> dict[str, Any]:
    """Return the figures. Works in a folder of its own below TMPDIR and leaves nothing behind.

    Raises:
        Refused: there is no room, or the log does not hold what was entered.
    """
    from erdem.notary.tlog import Appender, FileRecord, FileStorage, Policy, SigningKey

    with tempfile.TemporaryDirectory(prefix="erdem-bench-log-") as held:
        folder = Path(held)
        if shutil.disk_usage(folder).free < leaves * ROOM:
            raise Refused(f"{leaves:,} entries need {leaves * ROOM / 1e9:,.1f} GB in {folder.parent}. Set TMPDIR.")
        figures: dict[str, Any] = {"machine": machine(), "load": _load(), "leaves": leaves}
        key = SigningKey.generate("bench.example/register")
        storage = FileStorage(folder / "log")
        appender = Appender(storage, key.name, [key], FileRecord(folder / "signed", key.name))
        figures |= _append(appender, leaves, tell)
        policy = Policy(key.name, (key.verifier,))
        tell("Proofs …")
        figures["load_at_proofs"] = _load()
        figures |= _prove(storage, policy, leaves)
        tell("The root anew, from the lowest tiles …")
        figures |= _rebuild(storage, appender.checkpoint.checkpoint.root, leaves)
        tell("Every tile and entry, as the monitor checks them …")
        figures |= _check(storage, policy)
        figures |= _weigh(folder / "log", leaves, len(_entries(0, 1)[0]))
    return figures


def _load() -> float:
    return round(os.getloadavg()[0], 1)


def _entries(first: int, count: int) -> list[bytes]:
    """Return entries as the product writes them; only the digests are made up."""
    from erdem.notary.canonical import Commitment
    from erdem.notary.entries import entry_of

    blank = Commitment(bytes(32), b"\xff" * 32)
    head, middle, tail = entry_of("register_version", blank).replace(b"f" * 64, b"0" * 64).split(b"0" * 64)
    made = []
    for number in range(first, first + count):
        digest = hashlib.sha256(number.to_bytes(8, "big"))
        made.append(b"".join((head, digest.hexdigest().encode(), middle, digest.hexdigest()[::-1].encode(), tail)))
    return made


def _append(appender: Any, leaves: int, tell: Tell) -> dict[str, Any]:
    appending, started = 0.0, time.perf_counter()
    for first in range(0, leaves, BATCH):
        entries = _entries(first, min(BATCH, leaves - first))
        begun = time.perf_counter()
        appender.append(first, entries)
        appending += time.perf_counter() - begun
        if (first + BATCH) % TOLD == 0:
            tell(f"{first + BATCH:,} entries, {(first + BATCH) / appending:,.0f} a second")
    return {
        "appended_per_s": round(leaves / appending),
        "checkpoints": -(-leaves // BATCH),
        "building_s": round(time.perf_counter() - started),
    }


def _prove(storage: Any, policy: Any, leaves: int) -> dict[str, Any]:
    """Make proofs of entries drawn by chance, each with nothing remembered, and verify them."""
    from erdem.notary.tlog import CHECKPOINT, TileReader, leaf_hash, make_proof, verify_proof

    chance, times, worked, made = repeatable(SEED), [], [], []
    for _ in range(PROOFS):
        index = chance.randrange(leaves)
        started, begun = time.perf_counter(), time.thread_time()
        checkpoint = policy.open(storage.get(CHECKPOINT))
        proof = make_proof(TileReader(storage.get, checkpoint.checkpoint.size), index, checkpoint.note).encode()
        times.append(time.perf_counter() - started)
        worked.append(time.thread_time() - begun)
        made.append((proof, leaf_hash(_entries(index, 1)[0])))
    started = time.perf_counter()
    for proof, hashed in made:
        verify_proof(proof, hashed, policy)
    verifying = time.perf_counter() - started
    return {
        "proof_ms": round(statistics.median(times) * 1000, 2),
        "proof_p99_ms": round(sorted(times)[int(len(times) * 0.99)] * 1000, 2),
        "proof_processor_ms": round(statistics.median(worked) * 1000, 2),
        "proof_processor_p99_ms": round(sorted(worked)[int(len(worked) * 0.99)] * 1000, 2),
        "verified_10000_s": round(verifying, 2),
    }


def _rebuild(storage: Any, root: bytes, leaves: int) -> dict[str, Any]:
    """Compute the root from the leaf hashes alone."""
    from erdem.notary.tlog import TileReader, root_of

    started, reader = time.perf_counter(), TileReader(storage.get, leaves, kept=1)
    lowest = [root_of(reader.hashes(0, index)) for index in range(-(-leaves // 256))]
    if root_of(lowest) != root:
        raise Refused("The tiles do not lead to the root that was signed.")
    return {"root": root.hex(), "root_rebuilt_s": round(time.perf_counter() - started, 1)}


def _check(storage: Any, policy: Any) -> dict[str, Any]:
    from erdem.notary.tlog import watch

    started = time.perf_counter()
    report = watch(storage, policy, whole=True)
    if report.findings:
        raise Refused(report.findings[0].detail)
    return {"whole_check_s": round(time.perf_counter() - started, 1)}


def _weigh(folder: Path, leaves: int, entry: int) -> dict[str, Any]:
    """Return what the files hold, and what they take on the disk with its blocks, beyond the entries themselves."""
    held = [path.stat() for path in folder.rglob("*") if path.is_file()]
    size, taken = sum(each.st_size for each in held), sum(each.st_blocks * 512 for each in held)
    return {
        "files": len(held),
        "entry_bytes": entry,
        "bytes_per_leaf": round(size / leaves - entry, 1),
        "bytes_per_leaf_in_blocks": round(taken / leaves - entry, 1),
    }
