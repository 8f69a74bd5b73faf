"""What long and hostile input costs, and how much more twice as much costs; what the log writes and proves in a second.

    python benchmarks/bounds.py

The baseline of the input is half of it in the same run: twice as much that takes about twice as long is linear. The
baseline of the log is the hashing of the same bytes alone. Seconds of processor time. Prints one JSON object.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

LEAVES = 20_000
PROOFS = 10_000


def main() -> None:
    """Measure and print."""
    figures = {"input": _of_input(), "hostile_pdf": _of_hostile_files(), "log": _of_the_log(), "machine": _machine()}
    json.dump(figures, sys.stdout, ensure_ascii=False, indent=1)
    print()


def _of_input() -> dict[str, Any]:
    """Return for each sort of input the seconds for half of it and for all of it."""
    cases = {"claim of 200,000 characters, 1,000 marks": _marking, "marks that share their beginning": _same_beginnings}
    cases |= {f"names in {unit!r} × {count:,}": partial(_names, unit, count) for unit, count in _TEXTS.items()}
    found = {}
    for name, act in cases.items():
        act(0.01)  # what is imported and built once
        half, whole = _seconds(partial(act, 0.5)), _seconds(partial(act, 1.0))
        found[name] = {"half_s": round(half, 3), "whole_s": round(whole, 3), "times": round(whole / half, 1)}
    return found


_TEXTS = {
    "😀🐎": 100_000,
    "蒙古": 100_000,
    "mengniu": 28_000,
    "ᠢᠰᠡᠭᠡᠢ ": 28_000,
    "\ue234\ue235": 100_000,
    "цэгээ": 40_000,
    "蒙а牛e": 50_000,
}


def _marking(share: float) -> None:
    from erdem.literature.search.highlight import Mark, passages

    claim = "".join(chr(0x4E00 + at * 7919 % 4000) for at in range(int(200_000 * share)))
    passages([claim], tuple(Mark((claim[at * 99 : at * 99 + 3],)) for at in range(1_000)))


def _same_beginnings(share: float) -> None:
    from erdem.literature.search.highlight import Mark, marked

    marked("a" * int(50_000 * share), tuple(Mark(("a" * length,)) for length in range(1, 200)))


def _names(unit: str, count: int, share: float) -> None:
    from erdem.overlap.tests.engine.test_names import INDEX

    for kind in ("title", "claim", "mark"):
        INDEX.search((unit * int(count * share))[:200_000], kind)


def _of_hostile_files() -> dict[str, float]:
    """Return the seconds after which each broken certificate is refused."""
    from erdem.notary.checking import Trusted, check
    from erdem.notary.tests.test_certificate_file import BROKEN

    return {name: round(_seconds(partial(check, content, Trusted())), 3) for name, (content, _fault) in BROKEN.items()}


def _of_the_log() -> dict[str, Any]:
    """Return leaves and proofs a second of processor time, beside hashing alone."""
    from erdem.notary.tlog.hashing import leaf_hash
    from erdem.notary.tlog.proof_files import make_proof
    from erdem.notary.tlog.tests import test_proof_files as files
    from erdem.notary.tlog.tests.trees import entry

    entries = [(make_proof(files.READER, at, files.COSIGNED).encode(), at) for at in range(files.SIZE)]
    leaves = [(content, leaf_hash(entry(at))) for content, at in entries]
    told: dict[str, tuple[int, Callable[[], Any], Callable[[], Any]]] = {
        "leaves written": (LEAVES, _write_leaves, lambda: _hash_alone(LEAVES, 2, 300)),
        "proofs of a tree of 2^24 verified": (PROOFS, _verify_proofs, lambda: _hash_alone(PROOFS, 24, 65)),
        "proof files verified": (PROOFS, partial(_verify_files, leaves), lambda: _hash_alone(PROOFS, 9, 65)),
    }
    return {
        name: {"a_second": round(count / _seconds(act)), "hashing_alone": round(count / _seconds(baseline))}
        for name, (count, act, baseline) in told.items()
    }


def _write_leaves() -> None:
    from erdem.notary.tlog.log import Appender
    from erdem.notary.tlog.signed_record import FileRecord
    from erdem.notary.tlog.storage import FileStorage
    from erdem.notary.tlog.tests.trees import LOG_KEY, ORIGIN

    batch = [b"x" * 300] * 1000
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        log = Appender(FileStorage(place / "log"), ORIGIN, [LOG_KEY], FileRecord(place / "signed", ORIGIN))
        for size in range(0, LEAVES, len(batch)):
            log.append(size, batch)


def _verify_proofs() -> None:
    from erdem.notary.tlog import proofs

    size, index, leaf = 2**24, 5_000_011, hashlib.sha256(b"leaf").digest()
    proof = [hashlib.sha256(b"%d" % level).digest() for level in range(24)]
    root = proofs.root_from_inclusion(leaf, index, size, proof)
    for _ in range(PROOFS):
        proofs.verify_inclusion(leaf, index, size, proof, root)


def _verify_files(leaves: list[tuple[bytes, bytes]]) -> None:
    from erdem.notary.tlog.proof_files import verify_proof
    from erdem.notary.tlog.tests import test_proof_files as files

    for at in range(PROOFS):
        verify_proof(*leaves[at % files.SIZE], files.POLICY)


def _hash_alone(count: int, each: int, size: int) -> None:
    content = b"x" * size
    for _ in range(count * each):
        hashlib.sha256(content).digest()


def _seconds(act: Callable[[], Any]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started


def _machine() -> str:
    load = os.getloadavg()[0]
    return f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, load {load:.1f}"


if __name__ == "__main__":
    main()
