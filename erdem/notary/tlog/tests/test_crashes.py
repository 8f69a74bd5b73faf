"""Crashes at every step: no fork, nothing lost that was acknowledged, and the same bytes when the batch is handed in again."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from erdem.notary.tlog.checkpoint import TreeHead, parse_checkpoint
from erdem.notary.tlog.hashing import root_of
from erdem.notary.tlog.keys import SigningKey
from erdem.notary.tlog.log import Appender
from erdem.notary.tlog.notes import Signature, sign_note
from erdem.notary.tlog.storage import CHECKPOINT
from erdem.notary.tlog.tests.trees import LOG_KEY, ORIGIN, MemoryRecord, MemoryStorage, entries, leaves
from erdem.notary.tlog.trouble import LogProblem

BEFORE, AFTER = 250, 600
ROOT = Path(__file__).parents[4]


class Crash(BaseException):
    """Ends a process of the test."""


class CrashingStorage(MemoryStorage):
    """Crashes before its n-th change."""

    def __init__(self, resources: dict[str, bytes], left: int) -> None:
        super().__init__()
        self.resources = resources
        self.left = left

    def step(self) -> None:
        """Count a change."""
        self.left -= 1
        if self.left < 0:
            raise Crash


class CrashingRecord(MemoryRecord):
    """Takes part in the count of a storage: crashes before it is written."""

    def __init__(self, storage: CrashingStorage, head: TreeHead | None) -> None:
        super().__init__()
        self.storage = storage
        self.head = head

    def advance(self, before: TreeHead | None, after: TreeHead) -> None:
        """Crash, or step forward."""
        self.storage.step()
        super().advance(before, after)


def begun(left: int) -> tuple[CrashingStorage, CrashingRecord, bool]:
    """Return a log of 250 entries to which 350 were appended until the crash; and whether there was none."""
    storage, record = MemoryStorage(), MemoryRecord()
    Appender(storage, ORIGIN, [LOG_KEY], record).append(0, entries(0, BEFORE))
    crashing = CrashingStorage(storage.resources, left)
    crashing_record = CrashingRecord(crashing, record.head)
    try:
        Appender(crashing, ORIGIN, [LOG_KEY], crashing_record).append(BEFORE, entries(BEFORE, AFTER))
    except Crash:
        return crashing, crashing_record, False
    return crashing, crashing_record, True


def steps() -> int:
    """Return how many changes an append makes."""
    left = 0
    while not begun(left)[2]:
        left += 1
    return left


STEPS = steps()


def test_an_append_has_the_steps_that_the_tests_below_crash_at() -> None:
    assert STEPS == 3 + 3 + 1 + 1 + 1 + 2  # bundles, tiles, tile above, record, checkpoint, removed partial tiles


@pytest.mark.parametrize("left", range(STEPS + 1))
def test_after_a_crash_the_same_batch_gives_the_same_bytes(left: int) -> None:
    storage, record, _ = begun(left)
    storage.left = 1000
    log = Appender(storage, ORIGIN, [LOG_KEY], record)
    assert log.size in (BEFORE, AFTER)
    log.append(BEFORE, entries(BEFORE, AFTER))
    whole = begun(1000)[0].resources
    assert {path: content for path, content in storage.resources.items() if path in whole} == whole
    assert all(".p/" in path for path in storage.resources.keys() - whole.keys())


@pytest.mark.parametrize("left", range(STEPS + 1))
@pytest.mark.parametrize("until", [BEFORE + 1, 300, 512, AFTER, 900])
def test_after_a_crash_a_shorter_or_longer_batch_goes_on_with_the_history(left: int, until: int) -> None:
    storage, record, _ = begun(left)
    storage.left = 1000
    log = Appender(storage, ORIGIN, [LOG_KEY], record)
    log.append(BEFORE, entries(BEFORE, until))
    size = parse_checkpoint(storage.get(CHECKPOINT).decode().partition("\n\n")[0] + "\n").head.size
    assert size == log.size >= until
    assert record.head == TreeHead(size, root_of(leaves(size)))


@pytest.mark.parametrize("left", range(STEPS + 1))
def test_after_a_crash_other_entries_never_make_a_second_history(left: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever calls breaks the contract and hands in other entries: they are refused, or nothing had been signed."""
    signed: dict[int, set[str]] = {}

    def told(text: str, key: SigningKey, seconds: int | None = None) -> Signature:
        signed.setdefault(int(text.split("\n")[1]), set()).add(text)
        return sign_note(text, key, seconds)

    monkeypatch.setattr("erdem.notary.tlog.log.sign_note", told)
    storage, record, _ = begun(left)
    storage.left = 1000
    for count in (1, 50, AFTER - BEFORE, 700):
        try:
            log = Appender(storage, ORIGIN, [LOG_KEY], record)
            log.append(BEFORE, [b"another history"] * count)
        except LogProblem:
            continue
    assert all(len(texts) == 1 for texts in signed.values())
    assert Appender(storage, ORIGIN, [LOG_KEY], record).checkpoint.checkpoint.head == record.head


@pytest.mark.parametrize("storage", [[], ["bucket"]], ids=["folder", "bucket"])
def test_a_process_killed_at_every_step_and_at_random_moments_loses_nothing(tmp_path: Path, storage: list[str]) -> None:
    command = [sys.executable, "-m", "erdem.notary.tlog.tests.crashing", str(tmp_path), "7", "60", *storage]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-3000:]
    told = re.fullmatch(
        r"killed (\d+) times, (\d+) of them step by step; signed \d+ heads up to \d+ entries\n", done.stdout
    )
    assert told, done.stdout
    assert int(told[2]) > 20
    assert int(told[1]) == int(told[2]) + 60
