"""The monitor: what it must find, named in a sentence, and nothing when all is well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from erdem.notary.tlog.checkpoint import Checkpoint
from erdem.notary.tlog.hashing import leaf_hash, root_of
from erdem.notary.tlog.log import Appender
from erdem.notary.tlog.monitor import Ages, Kind, Report, find_forks, watch
from erdem.notary.tlog.notes import Note, sign_note
from erdem.notary.tlog.proof_files import Policy
from erdem.notary.tlog.storage import CHECKPOINT
from erdem.notary.tlog.tests.test_proofs import flipped
from erdem.notary.tlog.tests.trees import (
    LOG_KEY,
    NEXT_KEY,
    ORIGIN,
    WITNESSES,
    MemoryRecord,
    MemoryStorage,
    entries,
    leaves,
)
from erdem.notary.tlog.tiles import encode_bundle
from erdem.notary.tlog.trouble import StorageProblem

NOON = 1_800_000_000.0
SIZE = 66_000
LEAVES = leaves(SIZE)
POLICY = Policy(ORIGIN, (LOG_KEY.verifier,), tuple(key.verifier for key in WITNESSES))
EARLIER = Checkpoint(ORIGIN, 1000, root_of(LEAVES[:1000]))


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    storage, record = MemoryStorage(), MemoryRecord()
    log = Appender(storage, ORIGIN, [LOG_KEY], record)
    log.append(0, entries(0, 1000))
    log.append(1000, entries(1000, SIZE))
    return storage.resources


@pytest.fixture
def storage(written: dict[str, bytes]) -> MemoryStorage:
    made = MemoryStorage()
    made.resources = dict(written)
    return made


def kinds(report: Report) -> set[Kind]:
    """Return the kinds of the findings, each of which is a sentence."""
    assert all(finding.detail.endswith(".") for finding in report.findings), report.findings
    return {finding.kind for finding in report.findings}


def publish(storage: MemoryStorage, checkpoint: Checkpoint, *witnesses: tuple[int, float]) -> None:
    """Publish a checkpoint with cosignatures of some times."""
    lines = [sign_note(checkpoint.text, WITNESSES[number], int(seconds)) for number, seconds in witnesses]
    storage.resources[CHECKPOINT] = Note(checkpoint.text, (sign_note(checkpoint.text, LOG_KEY), *lines)).encode()


def test_a_sound_log_gives_no_findings(storage: MemoryStorage) -> None:
    for earlier in (None, EARLIER, Checkpoint(ORIGIN, 0, root_of([])), Checkpoint(ORIGIN, SIZE, root_of(LEAVES))):
        for whole in (False, True):
            report = watch(storage, POLICY, earlier, Ages(NOON, NOON - 60), whole=whole)
            assert report.findings == ()
            assert report.checkpoint is not None
            assert report.checkpoint.checkpoint.size == SIZE


def test_a_fork_is_found(storage: MemoryStorage) -> None:
    forged = replace(EARLIER, root=leaf_hash(b"forged"))
    report = watch(storage, POLICY, forged)
    assert kinds(report) == {Kind.FORK}
    assert "does not begin with the 1000" in report.findings[0].detail
    other = Checkpoint(ORIGIN, SIZE, leaf_hash(b"other"))
    assert kinds(watch(storage, POLICY, other)) == {Kind.FORK}
    assert kinds(watch(storage, POLICY, replace(EARLIER, origin="before.example"))) == {Kind.FORK}


def test_a_rollback_is_found(storage: MemoryStorage) -> None:
    publish(storage, EARLIER)
    report = watch(storage, POLICY, Checkpoint(ORIGIN, SIZE, root_of(LEAVES)))
    assert Kind.ROLLBACK in kinds(report)
    assert "shows 1000 entries and has shown 66000 before" in report.findings[0].detail


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("tile/0/100", Kind.MISSING_TILE),
        ("tile/entries/100", Kind.MISSING_TILE),
        ("tile/entries/257.p/208", Kind.MISSING_TILE),
        ("tile/1/001.p/1", Kind.MISSING_TILE),
        ("tile/2/000.p/1", Kind.MISSING_TILE),
    ],
)
def test_a_missing_resource_is_found(storage: MemoryStorage, path: str, kind: Kind) -> None:
    del storage.resources[path]
    report = watch(storage, POLICY, EARLIER)
    assert kind in kinds(report)
    assert any(path in finding.detail for finding in report.findings)


@pytest.mark.parametrize(
    "path", ["tile/0/100", "tile/entries/100", "tile/entries/257.p/208", "tile/1/000", "tile/1/001.p/1"]
)
def test_a_truncated_resource_is_found(storage: MemoryStorage, path: str) -> None:
    storage.resources[path] = storage.resources[path][:-1]
    report = watch(storage, POLICY, EARLIER)
    assert Kind.DAMAGED_TILE in kinds(report)
    assert any(path in finding.detail for finding in report.findings)


@pytest.mark.parametrize(
    "path", ["tile/0/000", "tile/0/100", "tile/0/257.p/208", "tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1"]
)
@pytest.mark.parametrize("bit", [0, 6151])
def test_a_flipped_bit_in_any_tile_is_found(storage: MemoryStorage, path: str, bit: int) -> None:
    content = storage.resources[path]
    storage.resources[path] = flipped(content, bit % (len(content) * 8))
    assert kinds(watch(storage, POLICY, whole=True)) & {Kind.DAMAGED_TILE, Kind.ROOT_MISMATCH, Kind.ENTRY_MISMATCH}


def test_a_changed_entry_is_found_and_named(storage: MemoryStorage) -> None:
    changed = entries(256, 512)
    changed[7] = b"changed"
    storage.resources["tile/entries/001"] = encode_bundle(changed)
    report = watch(storage, POLICY, whole=True)
    assert [(finding.kind, finding.detail) for finding in report.findings] == [
        (Kind.ENTRY_MISMATCH, "Entry 263 is not the one that its leaf was made of.")
    ]
    assert not watch(storage, POLICY, EARLIER).findings  # it lies before what this monitor has seen


def test_tiles_that_lead_to_another_root_are_found(storage: MemoryStorage) -> None:
    publish(storage, Checkpoint(ORIGIN, SIZE, leaf_hash(b"other")))
    assert kinds(watch(storage, POLICY)) == {Kind.ROOT_MISMATCH}


def test_a_checkpoint_that_is_missing_forged_or_of_another_log_is_found(storage: MemoryStorage) -> None:
    good = storage.resources[CHECKPOINT]
    for content in (None, b"", flipped(good, 400), good[:-1]):
        storage.resources.pop(CHECKPOINT, None)
        if content is not None:
            storage.resources[CHECKPOINT] = content
        report = watch(storage, POLICY)
        assert report.checkpoint is None
        assert kinds(report) == {Kind.BAD_CHECKPOINT}
    storage.resources[CHECKPOINT] = good
    assert kinds(watch(storage, replace(POLICY, origin="other.example"))) == {Kind.BAD_CHECKPOINT}
    assert kinds(watch(storage, replace(POLICY, log_keys=(NEXT_KEY.verifier,)))) == {Kind.BAD_CHECKPOINT}


def test_a_log_that_has_fallen_asleep_is_found(storage: MemoryStorage) -> None:
    day = 86_400.0
    publish(storage, Checkpoint(ORIGIN, SIZE, root_of(LEAVES)), (0, NOON - 3 * day), (1, NOON - 60), (2, NOON + 3600))
    report = watch(storage, POLICY, EARLIER, Ages(NOON, NOON - 2.5 * day))
    assert [(finding.kind, finding.detail) for finding in report.findings] == [
        (Kind.STALE_CHECKPOINT, "The last checkpoint is 60 hours old."),
        (Kind.STALE_COSIGNATURE, "The cosignature of witness.example.org/w1 is 72 hours old."),
        (Kind.CLOCK, "The cosignature of witness.example.org/w3 states a time 3600 seconds in the future."),
    ]


def test_too_few_cosignatures_are_found(storage: MemoryStorage) -> None:
    publish(storage, Checkpoint(ORIGIN, SIZE, root_of(LEAVES)), (0, NOON))
    assert not watch(storage, replace(POLICY, quorum=1), EARLIER).findings
    report = watch(storage, replace(POLICY, quorum=2), EARLIER)
    assert kinds(report) == {Kind.MISSING_COSIGNATURE}
    assert report.checkpoint is not None


def test_a_storage_that_cannot_be_asked_is_no_missing_log(
    storage: MemoryStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_path: str) -> bytes:
        raise StorageProblem("The storage of the log is away.")

    monkeypatch.setattr(storage, "get", away)
    assert kinds(watch(storage, POLICY)) == {Kind.UNREADABLE}


def test_two_roots_of_one_size_are_found_wherever_they_were_seen() -> None:
    other = replace(EARLIER, root=leaf_hash(b"other"))
    elsewhere = replace(other, origin="other.example")
    assert find_forks([EARLIER, elsewhere, EARLIER]) == []
    (found,) = find_forks([EARLIER, elsewhere, other, other])
    assert (found.kind, "two different trees of 1000 entries" in found.detail) == (Kind.FORK, True)
