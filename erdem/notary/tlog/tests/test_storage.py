"""The folder of a log: whole files or none, nothing replaced that must not be, nothing outside, plain sentences."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest

from erdem.notary.tlog.storage import TEMPORARY, FileStorage
from erdem.notary.tlog.trouble import ConflictingResource, MissingResource, StorageFull, StorageProblem


def files(root: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_what_is_put_is_got_and_nothing_else_is_left(tmp_path: Path) -> None:
    storage = FileStorage(tmp_path / "log")
    storage.put_new({"tile/0/x001/234": b"full", "tile/0/x001/235.p/7": b"part"})
    storage.put("checkpoint", b"one")
    storage.put("checkpoint", b"two")
    assert storage.get("tile/0/x001/235.p/7") == b"part"
    assert files(tmp_path / "log") == {"checkpoint": b"two", "tile/0/x001/234": b"full", "tile/0/x001/235.p/7": b"part"}


def test_an_immutable_resource_is_written_once_and_again_only_with_the_same_content(tmp_path: Path) -> None:
    storage = FileStorage(tmp_path)
    storage.put_new({"tile/0/000": b"same"})
    storage.put_new({"tile/0/000": b"same", "tile/0/001": b"new"})
    with pytest.raises(ConflictingResource, match="already has another tile/0/000"):
        storage.put_new({"tile/0/000": b"other"})
    assert files(tmp_path) == {"tile/0/000": b"same", "tile/0/001": b"new"}


@pytest.mark.parametrize("path", ["tile/0/000", "tile", "checkpoint/x", "tile/0"])
def test_what_is_not_there_is_said_to_be_missing(tmp_path: Path, path: str) -> None:
    storage = FileStorage(tmp_path)
    storage.put_new({"tile/0/000.p/3": b"x"})
    storage.put("checkpoint", b"x")
    with pytest.raises(MissingResource, match=f"no resource {path}"):
        storage.get(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../x",
        "tile/../../x",
        "tile//0",
        "tile/.x",
        ".incoming/x",
        "Tile/0",
        "a\\b",
        "a\0b",
        "a\n",
        "tile/",
    ],
)
def test_a_path_leads_nowhere_else(tmp_path: Path, path: str) -> None:
    storage = FileStorage(tmp_path / "log")
    for act in (
        storage.get,
        lambda path: storage.put(path, b""),
        lambda path: storage.put_new({path: b""}),
        storage.remove_below,
    ):
        with pytest.raises(StorageProblem, match="is no path of a resource"):
            act(path)


def test_removing_partial_tiles_leaves_the_full_one(tmp_path: Path) -> None:
    storage = FileStorage(tmp_path)
    storage.put_new({"tile/0/000": b"full", "tile/0/000.p/3": b"x", "tile/0/000.p/4": b"y", "tile/0/001.p/3": b"z"})
    storage.remove_below("tile/0/000.p")
    storage.remove_below("tile/5/000.p")
    assert files(tmp_path) == {"tile/0/000": b"full", "tile/0/001.p/3": b"z"}


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, StorageFull), (errno.EDQUOT, StorageFull), (errno.EIO, StorageProblem)]
)
@pytest.mark.parametrize("call", ["fsync", "link", "open"])
def test_a_failing_disk_is_a_sentence_and_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[StorageProblem], call: str
) -> None:
    storage = FileStorage(tmp_path)
    storage.put("checkpoint", b"old")
    storage.put_new({"tile/0/000": b"first"})

    def fail(*_arguments: object, **_named: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(kind) as caught:
            storage.put_new({"tile/0/001": b"second"})
        if call != "link":
            with pytest.raises(kind):
                storage.put("checkpoint", b"new")
    assert ("no space left" in str(caught.value)) == (kind is StorageFull)
    assert storage.get("tile/0/000") == b"first"
    assert {name for name in files(tmp_path) if not name.startswith(TEMPORARY)} == {"checkpoint", "tile/0/000"}
    storage.put_new({"tile/0/001": b"second"})
    storage.put("checkpoint", b"new")
    assert storage.get("checkpoint") == b"new"


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files cannot be named on this system")
def test_every_new_file_and_its_folder_are_synchronised_before_the_call_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage, synchronised = FileStorage(tmp_path), []
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        synchronised.append(Path(f"/proc/self/fd/{descriptor}").resolve())
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    storage.put_new({"tile/0/000": b"x", "tile/0/001": b"y"})
    folders = [path for path in synchronised if path.is_dir()]
    assert len(synchronised) - len(folders) == 2
    assert synchronised[-1] == tmp_path / "tile" / "0"
    assert {tmp_path, tmp_path / "tile"} <= set(folders)


def test_a_disk_without_hard_links_is_served_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    storage = FileStorage(tmp_path)
    storage.put_new({"tile/0/000": b"x"})
    assert files(tmp_path) == {"tile/0/000": b"x"}


def test_what_a_killed_writer_left_is_swept_away_later(tmp_path: Path) -> None:
    FileStorage(tmp_path)
    old, fresh = tmp_path / TEMPORARY / "old", tmp_path / TEMPORARY / "fresh"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    FileStorage(tmp_path)
    assert not old.exists()
    assert fresh.exists()
