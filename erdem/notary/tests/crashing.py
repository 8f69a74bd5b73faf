"""Kills a process that enters and integrates, and looks at what is left in database and log.

Run by `test_crashes` for a few kills and by `benchmarks/notary_crashes.py` for hundreds. Each child goes on from what the one
before has left; it tells of every entry that is committed, every head that it signs, every integration that has ended.
"""

from __future__ import annotations

import fcntl
import os
import random
import select
import signal
import traceback
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from erdem.base.actor import SYSTEM, acting_as
from erdem.notary import services, watching
from erdem.notary.choices import LeafKind, Log
from erdem.notary.log_files import storage_of, verifier_of
from erdem.notary.models import Leaf
from erdem.notary.tlog import CHECKPOINT, Checkpoint, MissingResource, Policy, TileReader, parse_checkpoint, watch
from erdem.notary.tlog import log as log_module
from erdem.notary.tlog.keys import SigningKey
from erdem.notary.tlog.notes import Signature, sign_note

DISK = ("fsync", "link", "unlink", "mkdir", "replace", "rename", "open")
DATABASE_GONE = 3
ROOM = 1 << 20
"""Bytes that a child can say before anybody listens."""
Tell = Callable[[str], None]


class Ended(Exception):
    """A child came to an end that a kill does not explain."""


class Watched:
    """What the children have said, and how much of it was broken."""

    def __init__(self, log: str = Log.REGISTER) -> None:
        self.log = log
        self.acknowledged: list[str] = []
        self.heads: dict[int, str] = {}
        self.last: Checkpoint | None = None
        self.kills = self.lost = self.doubled = self.forks = 0
        self.findings: list[str] = []

    @property
    def told(self) -> str:
        """The figures in a line."""
        return (
            f"kills: {self.kills}, acknowledged: {len(self.acknowledged)}, lost: {self.lost}, doubled: {self.doubled},"
            f" forks: {self.forks}"
        )

    @property
    def is_well(self) -> bool:
        """Whether nothing was broken."""
        return not (self.lost or self.doubled or self.forks or self.findings)

    def hear(self, line: str) -> None:
        """Take in a line of a child."""
        what, _, text = line.partition(" ")
        if what == "entered":
            self.acknowledged += text.split()
        else:
            size = int(text.split("|")[1])
            self.forks += self.heads.setdefault(size, text) != text

    def check(self, *, at_rest: bool = False) -> None:
        """Compare what is there with what was said; ``at_rest`` when nothing waits any more."""
        with acting_as(SYSTEM):
            rows = list(Leaf.objects.filter(log=self.log).order_by("position").values_list("leaf_hash", "position"))
            self.findings += [finding.detail for finding in watching.check_log(SYSTEM, self.log)]
        stored = Counter(bytes(leaf_hash).hex() for leaf_hash, _position in rows)
        published = self._published()
        logged = Counter(published)
        self.lost += sum(each not in (logged if at_rest else stored) for each in self.acknowledged)
        self.doubled += sum(count > 1 for counted in (stored, logged) for count in counted.values())
        if at_rest:
            in_order = [bytes(leaf_hash).hex() for leaf_hash, _position in rows]
            self.lost += published != in_order
        connections.close_all()

    def _published(self) -> list[str]:
        """Return the leaf hashes of the published log, after comparing its checkpoint with the one seen before."""
        storage, key = storage_of(self.log), verifier_of(self.log)
        try:
            content = storage.get(CHECKPOINT)
        except MissingResource:
            self.lost += self.last is not None
            return []
        found = parse_checkpoint(content.decode().partition("\n\n")[0] + "\n")
        report = watch(storage, Policy(key.name, (key,)), self.last)
        self.findings += [finding.detail for finding in report.findings]
        self.forks += any(finding.kind in ("fork", "rollback") for finding in report.findings)
        self.last = found
        reader = TileReader(storage.get, found.size)
        return [hashed.hex() for index in range(-(-found.size // 256)) for hashed in reader.hashes(0, index)]


def work(tell: Tell, chance: random.Random, batches: int) -> None:
    """Enter batches of any length and take them up, and tell of it."""

    def told(text: str, key: SigningKey, seconds: int | None = None) -> Signature:
        tell("signed " + text.replace("\n", "|"))
        return sign_note(text, key, seconds)

    vars(log_module)["sign_note"] = told
    for _ in range(batches):
        count = chance.choice((1, 3, 20, 130))
        statements = [{"number": f"示例-{chance.randrange(10**9)}", "sha256": "0" * 64} for _ in range(count)]
        with acting_as(SYSTEM):
            entered = services.enter(
                actor=SYSTEM, log=Log.REGISTER, kind=LeafKind.REGISTER_VERSION, statements=statements
            )
        tell("entered " + " ".join(bytes(each.leaf.leaf_hash).hex() for each in entered))
        if chance.random() < 0.8:
            services.integrate(actor=SYSTEM, log=Log.REGISTER)
    services.integrate(actor=SYSTEM, log=Log.REGISTER)


def die_at(step: int) -> None:
    """Kill this process before its n-th change of the disk or n-th word to the database."""
    count = 0

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*arguments: Any, **named: Any) -> Any:
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **named)

        return counting

    for name in DISK:
        setattr(os, name, counted(getattr(os, name)))
    for owner, name in ((CursorWrapper, "execute"), (BaseDatabaseWrapper, "_commit")):
        setattr(owner, name, counted(getattr(owner, name)))


def child(
    watched: Watched,
    seed: int,
    *,
    step: int = 0,
    seconds: float = 0.0,
    batches: int = 1,
    kill: Callable[[int], None] | None = None,
) -> bool:
    """Run a child that is killed at a step or after a while (or its database by ``kill``); say whether it ended before.

    Raises:
        Ended: it failed by itself.
    """
    connections.close_all()  # a connection that two processes share would be closed by both
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, ROOM)
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        os._exit(_life(writing, seed, step, batches))
    os.close(writing)
    if not step:
        select.select([], [], [], seconds)
        (kill or _kill)(pid)
    with os.fdopen(reading) as lines:
        for line in lines:
            if line.endswith("\n"):
                watched.hear(line.rstrip("\n"))
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code not in (0, -signal.SIGKILL, DATABASE_GONE):
        raise Ended(f"a child ended with {code}")
    watched.kills += code != 0
    return code == 0


def _life(writing: int, seed: int, step: int, batches: int) -> int:
    if step:
        die_at(step)
    try:
        work(lambda line: _tell(writing, line), random.Random(seed), batches)
    except (OperationalError, InterfaceError):
        return DATABASE_GONE
    except BaseException:  # noqa: BLE001  whatever it is, the parent hears of it by the exit code
        traceback.print_exc()
        return 1
    return 0


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def _tell(writing: int, line: str) -> None:
    os.write(writing, f"{line}\n".encode())


def settle(watched: Watched) -> None:
    """Let what waits be taken up, undisturbed, and compare everything."""
    services.integrate(actor=SYSTEM, log=watched.log)
    watched.check(at_rest=True)
