"""Appending: what is published, handing in again, refusing to sign two histories, changing keys, pruning."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erdem.notary.tlog.checkpoint import EMPTY, Checkpoint, TreeHead, open_checkpoint
from erdem.notary.tlog.hashing import leaf_hash, root_of
from erdem.notary.tlog.keys import SigningKey
from erdem.notary.tlog.log import Appender
from erdem.notary.tlog.notes import Note, sign_note
from erdem.notary.tlog.signed_record import FileRecord, SignedRecord
from erdem.notary.tlog.storage import CHECKPOINT, FileStorage, Storage
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
from erdem.notary.tlog.trouble import (
    ConflictingResource,
    DamagedResource,
    HistoryConflict,
    KeyRefused,
    LogProblem,
    MissingResource,
    NoteRefused,
    StorageFull,
)

LEAVES = leaves(2000)


def appender(
    storage: Storage, record: SignedRecord, *signers: SigningKey, trusted: tuple[SigningKey, ...] = ()
) -> Appender:
    """Return a writer of the log."""
    return Appender(storage, ORIGIN, signers or (LOG_KEY,), record, trusted=[key.verifier for key in trusted])


def published(storage: Storage, *keys: SigningKey) -> Checkpoint:
    """Return the verified checkpoint that everybody sees."""
    known = [key.verifier for key in keys or (LOG_KEY,)]
    return open_checkpoint(storage.get(CHECKPOINT), ORIGIN, known).checkpoint


def test_a_new_log_signs_its_empty_tree() -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    log = appender(storage, record)
    assert log.size == 0
    assert published(storage).head == EMPTY == record.head
    assert set(storage.resources) == {CHECKPOINT}


def test_a_batch_is_published_with_its_leaf_hashes() -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    log = appender(storage, record)
    done = log.append(0, entries(0, 300))
    assert (done.first, list(done.leaf_hashes)) == (0, LEAVES[:300])
    assert done.checkpoint.checkpoint == published(storage) == Checkpoint(ORIGIN, 300, root_of(LEAVES[:300]))
    assert log.append(300, entries(300, 301)).first == 300
    assert record.head == TreeHead(301, root_of(LEAVES[:301]))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=5), st.booleans())
def test_any_batches_with_or_without_reopening_give_one_history(counts: list[int], reopen: bool) -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    log, size = appender(storage, record), 0
    for count in counts:
        log = appender(storage, record) if reopen else log
        log.append(size, entries(size, size + count))
        size += count
        assert published(storage).head == TreeHead(size, root_of(LEAVES[:size]))


def test_a_batch_that_is_handed_in_again_changes_nothing() -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    log = appender(storage, record)
    log.append(0, entries(0, 500))
    before = dict(storage.resources)
    for each in (log, appender(storage, record)):
        again = each.append(0, entries(0, 500))
        assert again.leaf_hashes == ()
        assert again.checkpoint.checkpoint.size == 500
        assert storage.resources == before
    longer = log.append(100, entries(100, 700))
    assert (longer.first, list(longer.leaf_hashes)) == (500, LEAVES[500:700])


def test_an_entry_that_changed_since_is_refused() -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    log = appender(storage, record)
    log.append(0, entries(0, 300))
    before = dict(storage.resources)
    with pytest.raises(HistoryConflict, match=r"Entry 299 is in the log with another content\."):
        log.append(299, [b"other", b"more"])
    with pytest.raises(HistoryConflict, match="has 300 entries; the next one cannot have the index 302"):
        log.append(302, [b"x"])
    assert storage.resources == before


def test_an_entry_that_is_too_long_changes_nothing() -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    log = appender(storage, record)
    with pytest.raises(LogProblem, match="at most 65535"):
        log.append(0, [b"a", b"x" * 65_536])
    assert set(storage.resources) == {CHECKPOINT}
    assert log.append(0, entries(0, 2)).checkpoint.checkpoint.size == 2


def test_two_writers_take_turns() -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    one, other = appender(storage, record), appender(storage, record)
    assert one.size == other.size == 0
    one.append(0, entries(0, 10))
    with pytest.raises(HistoryConflict, match=r"Entry 0 is in the log with another content\."):
        other.append(0, [b"other"] * 11)
    assert other.append(5, entries(5, 12)).first == 10
    assert one.size == 12
    assert published(storage).head == TreeHead(12, root_of(LEAVES[:12])) == record.head


@pytest.mark.parametrize("count", [3, 10, 11, 300])
def test_even_without_a_lock_two_writers_sign_one_history(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other writer appends while this one is between its tiles and the record."""
    storage, record = MemoryStorage(), MemoryRecord()
    one, other = appender(storage, record), appender(storage, record)
    assert one.size == other.size == 0
    writing = storage.put_new

    def interrupted(resources: Mapping[str, bytes]) -> None:
        monkeypatch.setattr(storage, "put_new", writing)
        other.append(0, entries(0, 10))
        writing(resources)

    monkeypatch.setattr(storage, "put_new", interrupted)
    with pytest.raises((HistoryConflict, ConflictingResource)) as caught:
        one.append(0, [b"another history"] * count)
    assert isinstance(caught.value, ConflictingResource) == (count == 10)
    assert published(storage).head == record.head == TreeHead(10, root_of(LEAVES[:10]))


def test_several_threads_with_files_write_one_history_that_never_goes_back(tmp_path: Path) -> None:
    storage, sizes = FileStorage(tmp_path / "log"), [0]
    assert appender(storage, FileRecord(tmp_path / "signed", ORIGIN)).size == 0
    failures: list[LogProblem] = []

    def write() -> None:
        log = appender(storage, FileRecord(tmp_path / "signed", ORIGIN))
        try:
            for _ in range(12):
                size = log.size
                log.append(size, entries(size, size + 7))
        except LogProblem as problem:
            failures.append(problem)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        sizes.append(published(storage).size)
    for thread in threads:
        thread.join()
    assert not failures
    assert sizes == sorted(sizes)
    head = published(storage).head
    assert head == TreeHead(head.size, root_of(LEAVES[: head.size]))
    assert 12 * 7 <= head.size <= 4 * 12 * 7


def test_a_log_whose_files_were_replaced_is_not_signed() -> None:
    storage, record, forged = MemoryStorage(), MemoryRecord(), MemoryStorage()
    appender(storage, record).append(0, entries(0, 300))
    appender(forged, MemoryRecord()).append(0, [b"forged"] * 300)
    storage.resources.update(forged.resources)
    with pytest.raises((HistoryConflict, DamagedResource)):
        appender(storage, record).append(300, [b"more"])
    appender(forged, MemoryRecord()).append(300, [b"forged"])
    storage.resources.update(forged.resources)
    with pytest.raises(HistoryConflict, match="does not begin with the 300"):
        appender(storage, record).append(301, [b"more"])
    assert len(record.heads) == 2


def test_a_record_restored_from_an_older_backup_is_brought_up_to_what_is_published() -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    log = appender(storage, record)
    log.append(0, entries(0, 10))
    older = record.head
    log.append(10, entries(10, 30))
    record.head = older
    reopened = appender(storage, record)
    assert reopened.size == 30
    assert record.head == published(storage).head


def test_a_storage_restored_from_an_older_backup_is_not_signed_over() -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    log = appender(storage, record)
    log.append(0, entries(0, 10))
    older = dict(storage.resources)
    log.append(10, entries(10, 30))
    storage.resources = older
    with pytest.raises(MissingResource, match=r"tile/0/000\.p/30"):
        appender(storage, record).append(10, [b"other history"])
    assert record.head == TreeHead(30, root_of(LEAVES[:30]))


def test_a_log_is_not_begun_anew_where_there_is_one() -> None:
    storage = MemoryStorage()
    appender(storage, MemoryRecord()).append(0, entries(0, 300))
    del storage.resources[CHECKPOINT]
    with pytest.raises(HistoryConflict, match="Restore one of them first"):
        appender(storage, MemoryRecord()).append(0, [b"another history"])
    assert CHECKPOINT not in storage.resources


def test_a_damaged_checkpoint_is_published_anew_from_the_record_once_it_is_removed() -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    whole = appender(storage, record).append(0, entries(0, 300)).checkpoint.note.encode()
    storage.resources[CHECKPOINT] = whole[:-1]
    with pytest.raises(NoteRefused, match="remove the file: it is then published anew"):
        appender(storage, record).append(300, entries(300, 301))
    del storage.resources[CHECKPOINT]
    assert appender(storage, record).size == 300
    assert storage.resources[CHECKPOINT] == whole


@pytest.mark.parametrize("cut", [0, 1, -1])
def test_a_truncated_tile_stops_the_log(cut: int) -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    appender(storage, record).append(0, entries(0, 300))
    storage.resources["tile/0/001.p/44"] = storage.resources["tile/0/001.p/44"][:cut]
    with pytest.raises(DamagedResource, match=r"tile/0/001\.p/44 has \d+ bytes instead of 1408"):
        appender(storage, record).append(300, [b"x"])


def test_a_damaged_checkpoint_or_one_of_another_log_or_key_stops_the_log() -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    appender(storage, record).append(0, entries(0, 3))
    good = storage.resources[CHECKPOINT]
    other = Checkpoint("other.example", 3, root_of(LEAVES[:3]))
    for wrong in (
        good[:-9],
        good.replace(b"\n3\n", b"\n4\n"),
        Note(other.text, (sign_note(other.text, LOG_KEY),)).encode(),
    ):
        storage.resources[CHECKPOINT] = wrong
        with pytest.raises(NoteRefused):
            appender(storage, record).append(3, [b"x"])
    storage.resources[CHECKPOINT] = good
    with pytest.raises(NoteRefused, match="no signature"):
        appender(storage, record, NEXT_KEY).append(3, [b"x"])
    assert record.head == TreeHead(3, root_of(LEAVES[:3]))


def test_keys_are_changed_by_signing_with_both_for_a_while() -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    appender(storage, record).append(0, entries(0, 3))
    both = appender(storage, record, NEXT_KEY, LOG_KEY)
    assert both.size == 3
    assert published(storage, LOG_KEY) == published(storage, NEXT_KEY)
    both.append(3, entries(3, 5))
    assert published(storage, LOG_KEY) == published(storage, NEXT_KEY)
    after = appender(storage, record, NEXT_KEY, trusted=(LOG_KEY,))
    after.append(5, entries(5, 6))
    assert published(storage, NEXT_KEY).size == 6
    with pytest.raises(NoteRefused):
        published(storage, LOG_KEY)


def test_a_log_is_signed_with_keys_of_a_log() -> None:
    for signers in ((), (WITNESSES[0],)):
        with pytest.raises(KeyRefused):
            Appender(MemoryStorage(), ORIGIN, signers, MemoryRecord())


def test_cosignatures_are_published_only_with_the_checkpoint_they_are_for() -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    log = appender(storage, record)
    text = log.append(0, entries(0, 3)).checkpoint.note.text
    line = sign_note(text, WITNESSES[0], 1_800_000_000)
    assert log.add_cosignatures(text, [line])
    known = [WITNESSES[0].verifier]
    assert len(open_checkpoint(storage.get(CHECKPOINT), ORIGIN, [LOG_KEY.verifier], known).cosignatures) == 1
    other = appender(storage, record)
    assert other.add_cosignatures(text, [sign_note(text, WITNESSES[1], 1_800_000_000)])
    assert log.add_cosignatures(text, [sign_note(text, WITNESSES[2], 1_800_000_000)])
    assert len(log.checkpoint.note.signatures) == len(appender(storage, record).checkpoint.note.signatures) == 4
    kept = appender(storage, record, LOG_KEY, NEXT_KEY)
    assert line in kept.checkpoint.note.signatures
    kept.append(3, entries(3, 4))
    assert not kept.add_cosignatures(text, [line])
    assert not open_checkpoint(storage.get(CHECKPOINT), ORIGIN, [LOG_KEY.verifier], known).cosignatures


def test_partial_tiles_go_once_the_full_one_is_there() -> None:
    storage, record = MemoryStorage(), MemoryRecord()
    log = appender(storage, record)
    for size in range(0, 300, 20):
        log.append(size, entries(size, size + 20))
    assert not [path for path in storage.resources if path.startswith(("tile/0/000.p/", "tile/entries/000.p/"))]
    assert {"tile/0/000", "tile/entries/000", "tile/0/001.p/44", "tile/1/000.p/1"} <= set(storage.resources)


def test_a_record_in_a_file_goes_only_forward(tmp_path: Path) -> None:
    record = FileRecord(tmp_path / "keys" / "signed", ORIGIN)
    heads = [TreeHead(size, root_of(LEAVES[:size])) for size in (0, 3, 3, 5)]
    assert record.read() is None
    record.advance(None, heads[0])
    record.advance(heads[0], heads[1])
    record.advance(heads[1], heads[2])
    for before, after in (
        (None, heads[3]),
        (heads[0], heads[3]),
        (heads[1], heads[0]),
        (heads[1], TreeHead(3, leaf_hash(b"other"))),
    ):
        with pytest.raises(HistoryConflict):
            record.advance(before, after)
    assert FileRecord(record.path, ORIGIN).read() == heads[1]
    with pytest.raises(DamagedResource, match="belongs to the log"):
        FileRecord(record.path, "other.example").read()


@pytest.mark.parametrize("content", [b"", b"x", b"\xff", b"log.example.org/register\n3\n"])
def test_a_damaged_record_stops_the_log(tmp_path: Path, content: bytes) -> None:
    record = FileRecord(tmp_path / "signed", ORIGIN)
    record.path.write_bytes(content)
    with pytest.raises(DamagedResource, match="Nothing is signed"):
        appender(MemoryStorage(), record).append(0, entries(0, 3))


def test_a_record_that_cannot_be_written_stops_the_signature(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage, record = MemoryStorage(), FileRecord(tmp_path / "signed", ORIGIN)
    log = appender(storage, record)
    log.append(0, entries(0, 3))

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(StorageFull, match="no space left to write the record"):
            log.append(3, entries(3, 5))
    assert published(storage).size == 3
    assert log.append(3, entries(3, 5)).checkpoint.checkpoint.size == 5
