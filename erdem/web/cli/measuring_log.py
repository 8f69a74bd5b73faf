"""Measures the transparency log on the embedded database, with its durability: entered, taken up by a worker, proven.

The log is the product's: entries in transactions, a worker process that gives positions, writes tiles and signs. Baselines of the
same run: the same entries written to the database alone, and appended to files alone.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from erdem.web.cli.failures import Refused
from erdem.web.cli.measuring import machine

BATCH = 200
"""Entries in a transaction, as an import writes them."""
PROOFS = 10_000
LONGEST = 120.0
"""Seconds that the worker may take for what waits."""


@dataclass(frozen=True)
class Plan:
    """What to measure."""

    leaves: int
    rate: int
    seconds: int


def measure(plan: Plan) -> dict[str, Any]:
    """Return the figures. Works in a folder of its own and leaves nothing behind."""
    with tempfile.TemporaryDirectory(prefix="erdem-bench-log-") as folder:
        os.environ["ERDEM_HOME"], os.environ["ERDEM_DEMONSTRATION"] = folder, "no"
        from erdem.web.cli.session import ready_database

        held = ready_database()
        load = round(os.getloadavg()[0], 1)
        figures: dict[str, Any] = {"machine": machine(), "load": load, "leaves": plan.leaves}
        figures["baselines"] = _baselines(plan.leaves, Path(folder))
        with _worker():
            figures |= _sustained(plan.leaves)
            figures["at_a_rate"] = _at_a_rate(plan.rate, plan.seconds)
        figures |= _proofs()
        del held
    return figures


@contextmanager
def _worker() -> Iterator[None]:
    command = [sys.executable, "-m", "erdem.web.cli", "worker"]
    worker = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(30)


def _statements(count: int, first: int = 0) -> list[dict[str, Any]]:
    return [{"number": f"TK-000000-{first + n}", "version": 1, "sha256": f"{first + n:064x}"} for n in range(count)]


def _enter(statements: Sequence[dict[str, Any]]) -> list[int]:
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.notary.choices import LeafKind, Log
    from erdem.notary.services import enter

    with acting_as(SYSTEM):
        entered = enter(actor=SYSTEM, log=Log.REGISTER, kind=LeafKind.REGISTER_VERSION, statements=statements)
    return [each.leaf.pk for each in entered]


def _published() -> int:
    from erdem.notary.queries import published_checkpoint

    checkpoint = published_checkpoint("register")
    return checkpoint.checkpoint.size if checkpoint else 0


def _until(size: int) -> None:
    end = time.monotonic() + LONGEST
    while _published() < size:
        if time.monotonic() > end:
            raise Refused(f"The worker has not taken up {size} entries within {LONGEST:.0f} seconds.")
        threading.Event().wait(0.005)


def _sustained(count: int) -> dict[str, Any]:
    """Enter as fast as it goes while the worker takes up; from the first entry until the last one can be proven."""
    _enter(_statements(1))
    _until(1)  # the worker has started
    started = time.perf_counter()
    for first in range(1, count, BATCH):
        _enter(_statements(min(BATCH, count - first), first))
    entered = time.perf_counter() - started
    _until(count)
    seconds = time.perf_counter() - started
    return {"leaves_per_s": round((count - 1) / seconds), "entered_per_s": round((count - 1) / entered)}


def _at_a_rate(rate: int, seconds: int) -> dict[str, Any]:
    """Enter one at a time at a steady rate; how long each waits until the published checkpoint covers it."""
    before = _published()
    asked: list[float] = []
    took: list[float] = []
    done = threading.Event()

    def watching() -> None:
        covered = 0
        while not done.is_set() or covered < len(asked):
            size, now = _published() - before, time.perf_counter()
            took.extend(now - at for at in asked[covered : max(size, covered)])
            covered = max(size, covered)
            threading.Event().wait(0.005)

    watcher = threading.Thread(target=watching, daemon=True)
    watcher.start()
    started = time.perf_counter()
    for n in range(rate * seconds):
        threading.Event().wait(max(0.0, started + n / rate - time.perf_counter()))
        asked.append(time.perf_counter())
        _enter(_statements(1, 10**9 + n))
    done.set()
    watcher.join(LONGEST)
    took.sort()
    if len(took) < rate * seconds:
        raise Refused("The worker has not taken up all entries in time.")
    return {
        "per_s": rate,
        "p50_s": round(statistics.median(took), 3),
        "p99_s": round(took[int(len(took) * 0.99)], 3),
        "most_s": round(took[-1], 3),
    }


def _proofs() -> dict[str, Any]:
    """Make and verify proofs from the tiles as they lie on the disk, and weigh these."""
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.notary.log_files import folder_of, verifier_of
    from erdem.notary.models import Leaf
    from erdem.notary.queries import proof_of
    from erdem.notary.tlog import Policy, verify_proof

    key = verifier_of("register")
    policy = Policy(key.name, (key,))
    with acting_as(SYSTEM):
        leaves = list(Leaf.objects.order_by("?")[:1000])
        entries = sum(len(entry) for entry in Leaf.objects.values_list("entry", flat=True).iterator())
        count = Leaf.objects.count()
    times, made = [], []
    for leaf in leaves:
        started = time.perf_counter()
        proof = proof_of(leaf)
        times.append(time.perf_counter() - started)
        if proof is None:
            raise Refused("The published log does not hold an entry of the database. Look at `erdem log monitor`.")
        made.append((proof, bytes(leaf.leaf_hash)))
    started = time.perf_counter()
    for n in range(PROOFS):
        verify_proof(*made[n % len(made)], policy)
    verifying = time.perf_counter() - started
    size = sum(path.stat().st_size for path in folder_of("register").rglob("*") if path.is_file())
    return {
        "proof_ms": round(statistics.median(times) * 1000, 2),
        "proof_p99_ms": round(sorted(times)[int(len(times) * 0.99)] * 1000, 2),
        "verified_10000_s": round(verifying, 2),
        "bytes_per_leaf": round((size - entries) / count, 1),
    }


def _baselines(count: int, folder: Path) -> dict[str, int]:
    from django.db import transaction

    from erdem.base.actor import SYSTEM, acting_as
    from erdem.base.bulk import insert_rows
    from erdem.notary.canonical import commit
    from erdem.notary.entries import entry_of
    from erdem.notary.models import Leaf
    from erdem.notary.tlog import Appender, FileRecord, FileStorage, SigningKey, leaf_hash

    entries = [entry_of("register_version", commit(each)) for each in _statements(count)]
    started = time.perf_counter()
    with acting_as(SYSTEM):
        for first in range(0, count, BATCH):
            batch = entries[first : first + BATCH]
            insert_rows([Leaf(log="register", kind="register_version", entry=e, leaf_hash=leaf_hash(e)) for e in batch])
        transaction.set_rollback(True)
    rows = count / (time.perf_counter() - started)
    key = SigningKey.generate("baseline/register")
    appender = Appender(FileStorage(folder / "alone"), key.name, [key], FileRecord(folder / "signed", key.name))
    started = time.perf_counter()
    for first in range(0, count, 1000):
        appender.append(first, entries[first : first + 1000])
    return {"rows_alone_per_s": round(rows), "files_alone_per_s": round(count / (time.perf_counter() - started))}
