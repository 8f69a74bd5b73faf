"""Kills a process at every step of appending, then at random moments, and looks at what is left. Run by `test_crashes`.

    python -m erdem.notary.tlog.tests.crashing FOLDER SEED KILLS [bucket]

With `bucket` the public files lie in the service of the tests instead of a folder. Each child appends batches and is
killed; the next one begins from what is stored. After each the parent checks what anybody may see.
"""

from __future__ import annotations

import contextlib
import os
import random
import select
import signal
import sys
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from erdem.notary.tlog import log as log_module
from erdem.notary.tlog.checkpoint import Checkpoint
from erdem.notary.tlog.hashing import leaf_hash, root_of
from erdem.notary.tlog.keys import SigningKey
from erdem.notary.tlog.log import Appender
from erdem.notary.tlog.monitor import watch
from erdem.notary.tlog.notes import Signature, sign_note
from erdem.notary.tlog.object_storage import Bucket, ObjectStorage
from erdem.notary.tlog.proof_files import Policy
from erdem.notary.tlog.s3_signature import Credentials
from erdem.notary.tlog.signed_record import FileRecord
from erdem.notary.tlog.storage import CHECKPOINT, FileStorage, Storage
from erdem.notary.tlog.tests.s3_service import BUCKET, KEY, REGION, SECRET, running
from erdem.notary.tlog.tests.trees import LOG_KEY, ORIGIN, entries
from erdem.notary.tlog.trouble import MissingResource

STEPS = ("fsync", "link", "unlink", "mkdir", "replace", "rename", "open")
POLICY = Policy(ORIGIN, (LOG_KEY.verifier,))


class Watched:
    """What every child has shown to the outside: texts that it signed, sizes that it acknowledged."""

    def __init__(self, folder: Path, storage: Storage) -> None:
        self.folder = folder
        self.storage = storage
        self.signed: dict[int, str] = {}
        self.acknowledged = 0
        self.last: Checkpoint | None = None
        self.kills = 0
        self.leaves: list[bytes] = []

    def hear(self, line: str) -> None:
        """Take in a line of a child."""
        what, _, text = line.partition(" ")
        if what == "acknowledged":
            self.acknowledged = max(self.acknowledged, int(text))
            return
        size = int(text.split("|")[1])
        assert self.signed.setdefault(size, text) == text, f"two histories of {size} entries were signed"

    def check(self) -> None:
        """Look at the log as anybody may, before it is opened again."""
        try:
            self.storage.get(CHECKPOINT)
        except MissingResource:
            assert self.acknowledged == 0
            return
        report = watch(self.storage, POLICY, self.last, whole=True)
        assert report.checkpoint is not None, report.findings
        assert not report.findings, report.findings
        checkpoint = report.checkpoint.checkpoint
        assert checkpoint.size >= self.acknowledged, "an acknowledged entry is lost"
        self.leaves += map(leaf_hash, entries(len(self.leaves), checkpoint.size))
        assert checkpoint.root == root_of(self.leaves), "the log holds other entries"
        self.last = checkpoint


def append(watched: Watched, chance: random.Random, tell: Callable[[str], None], batches: int) -> None:
    """Append batches of any length, beginning where the caller last heard of, and tell of every signature."""

    def told(text: str, key: SigningKey, seconds: int | None = None) -> Signature:
        tell("signed " + text.replace("\n", "|"))
        return sign_note(text, key, seconds)

    vars(log_module)["sign_note"] = told
    log = Appender(watched.storage, ORIGIN, [LOG_KEY], FileRecord(watched.folder / "signed", ORIGIN))
    for _ in range(batches):
        first = max(0, log.size - chance.choice((0, 0, 5)))
        done = log.append(first, entries(first, first + chance.choice((1, 9, 60, 300))))
        tell(f"acknowledged {done.checkpoint.checkpoint.size}")


def die_at(step: int) -> None:
    """Kill this process before its n-th call that changes the disk or asks a service."""
    count = 0

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*arguments: Any, **named: Any) -> Any:
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **named)

        return counting

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))
    setattr(HTTPConnection, "request", counted(HTTPConnection.request))  # noqa: B010  a method of a class is not assigned to


def child(watched: Watched, seed: int, *, step: int = 0, seconds: float = 0.0) -> bool:
    """Run one child that is killed at a step or after a while; say whether it came to its end before."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        if step:
            die_at(step)
        append(watched, random.Random(seed), lambda line: _tell(writing, line), 3 if step else 1000)
        os._exit(0)
    os.close(writing)
    if not step:
        select.select([], [], [], seconds)
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(reading) as lines:
        for line in lines:
            watched.hear(line.rstrip("\n"))
    ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert ended in (0, -signal.SIGKILL), f"the child failed with {ended}"
    watched.kills += ended != 0
    watched.check()
    return ended == 0


def _tell(writing: int, line: str) -> None:
    os.write(writing, f"{line}\n".encode())


def main() -> None:
    """Kill at every step until a child ends by itself, then at random moments."""
    folder, seed, kills = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    with contextlib.ExitStack() as held:
        if sys.argv[4:] == ["bucket"]:
            url, credentials = held.enter_context(running()).url, Credentials(KEY, SECRET)
            storage: Storage = ObjectStorage(Bucket(url, BUCKET, "log", credentials, REGION))
        else:
            storage = FileStorage(folder / "log")
        sys.stdout.write(f"{_kill(Watched(folder, storage), random.Random(seed), kills)}\n")


def _kill(watched: Watched, chance: random.Random, kills: int) -> str:
    step = 1
    while not child(watched, chance.randrange(2**32), step=step):
        step += 1
    stepped = watched.kills
    while watched.kills < stepped + kills:
        child(watched, chance.randrange(2**32), seconds=chance.uniform(0.001, 0.08))
    told = f"killed {watched.kills} times, {stepped} of them step by step; signed {len(watched.signed)} heads"
    return f"{told} up to {watched.acknowledged} entries"


if __name__ == "__main__":
    main()
