"""A backup comes back as it was, or says what is wrong with it; the log is proven to be the one of the database."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from erdem.base import blobs
from erdem.base.actor import SYSTEM, acting_as
from erdem.cases.vault import Vault
from erdem.notary import services
from erdem.notary.choices import LeafKind, Log
from erdem.notary.log_files import key_of
from erdem.notary.tlog import Appender, FileRecord, FileStorage, Finding, Kind
from erdem.web.backups import making, postgres, restoring
from erdem.web.backups.layout import (
    DATABASE,
    LOGS,
    MANIFEST,
    SUMS,
    UNFINISHED,
    BackupDamaged,
    BackupProblem,
    BackupUnwritable,
    Manifest,
    digest_of,
    files_of,
    require_whole,
    write_sums,
)
from erdem.web.cli.failures import DATA_ERROR

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[3]


def silent(_words: str) -> None:
    """Say nothing."""


@pytest.fixture
def stored(tmp_path: Path, settings: Any) -> bytes:
    """A log with published entries and one that waits, a stored file, a data folder with a kept secret."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    settings.IDENTITY_KEYS = tmp_path / "keys elsewhere"
    Vault(settings.IDENTITY_KEYS).make_key()
    (settings.HOME / "secret-key").write_text("示例")
    statements = [{"number": f"示例-{at}", "sha256": "0" * 64} for at in range(301)]
    for part in (statements[:300], statements[300:]):
        with acting_as(SYSTEM):
            services.enter(actor=SYSTEM, log=Log.REGISTER, kind=LeafKind.REGISTER_VERSION, statements=part)
        if len(part) > 1:
            services.integrate(actor=SYSTEM, log=Log.REGISTER)
    content = "示例".encode() * 1000
    with acting_as(SYSTEM):
        blobs.keep(content, media_type="text/plain")
    return content


@pytest.fixture
def home() -> Iterator[Path]:
    """Another data folder. Not in pytest's folder: that is closed to the user under whom root runs the embedded server."""
    with tempfile.TemporaryDirectory(prefix="erdem-restored-") as folder:
        yield Path(folder) / "home"


def restored(folder: Path, home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Restore into another home, in a process of its own."""
    environment = {**os.environ, "ERDEM_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "erdem.web.cli", "restore", str(folder), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120)


def test_a_backup_comes_back_in_another_place_and_its_log_is_proven_identical(
    stored: bytes, tmp_path: Path, home: Path, settings: Any
) -> None:
    sealed = Vault(settings.IDENTITY_KEYS).seal("示例身份".encode(), "SJ152530-2026-0001")
    made = making.make_backup(tmp_path / "backup", silent)
    assert made.fingerprint == digest_of(tmp_path / "backup" / SUMS)
    assert made.manifest.logs["register"]["size"] == 300
    assert not list(tmp_path.glob(".backup*"))
    done = restored(tmp_path / "backup", home, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["identical"]
    root = made.manifest.logs["register"]["root"]
    assert f"log register: 300 entries, root {root}, identical to the database" in told["compared"]
    assert "rules of row-level security, as in the backup" in told["compared"][0]
    assert (home / "secret-key").read_text() == "示例"
    assert [path.read_bytes() for path in (home / "blobs").rglob("*") if path.is_file()] == [stored]
    keys = home / "notary" / "keys"
    assert (keys / "register.key").read_text() == key_of(Log.REGISTER).text
    assert {path.stat().st_mode & 0o777 for path in (*keys.iterdir(), home / "secret-key")} == {0o600}
    opened = Vault(home / "identity-keys")
    assert opened.open(sealed, "SJ152530-2026-0001").decode() == "示例身份"
    assert {path.stat().st_mode & 0o777 for path in opened.folder.iterdir()} == {0o600}
    assert not (home / UNFINISHED).exists()
    again = restored(tmp_path / "backup", home)
    assert again.returncode == 69
    assert "there is an installation already. Nothing was changed." in again.stderr


def test_a_log_that_is_not_the_one_of_the_database_is_found_out_and_nothing_starts_on_it(
    stored: bytes, tmp_path: Path, home: Path
) -> None:
    making.make_backup(tmp_path / "backup", silent)
    shutil.rmtree(tmp_path / "backup" / LOGS / "register")
    key = key_of(Log.REGISTER)
    record = FileRecord(tmp_path / "signed", key.name)
    other = Appender(FileStorage(tmp_path / "backup" / LOGS / "register"), key.name, [key], record)
    other.append(0, [b"another history"] * 300)
    shutil.copy(tmp_path / "signed", tmp_path / "backup" / "private" / "notary" / "keys" / "register.signed")
    (tmp_path / "backup" / SUMS).unlink()
    write_sums(tmp_path / "backup")
    done = restored(tmp_path / "backup", home)
    assert done.returncode == DATA_ERROR
    assert "log register: Entry 0 of the database is not the one in the log." in done.stderr
    assert (home / UNFINISHED).exists()
    environment = {**os.environ, "ERDEM_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "erdem.web.cli", "upgrade"]
    started = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=60)
    assert started.returncode == 69
    assert "did not come to its end, or what came back does not fit together" in started.stderr


def test_every_changed_missing_or_added_file_of_a_backup_is_named(stored: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    making.make_backup(folder, silent)
    require_whole(folder, silent)
    for name in (*files_of(folder), SUMS):
        content = (folder / name).read_bytes()
        flipped = bytearray(content)
        flipped[len(flipped) // 2] ^= 4
        (folder / name).write_bytes(flipped)
        with pytest.raises(BackupDamaged, match="SHA256SUMS|is missing|was changed" if name == SUMS else f"{name} was"):
            restoring.restore_backup(folder, silent)
        (folder / name).write_bytes(content)
    (folder / DATABASE).rename(folder / "elsewhere")
    with pytest.raises(BackupDamaged, match=r"database\.dump is missing; elsewhere does not belong to it"):
        require_whole(folder, silent)


def test_a_backup_of_another_version_or_format_is_told(stored: bytes, tmp_path: Path) -> None:
    manifest = making.make_backup(tmp_path / "backup", silent).manifest
    assert restoring.require_known(manifest) == []
    older = dataclasses.replace(manifest, version="0.0.1", migrations=manifest.migrations[:-1])
    assert restoring.require_known(older)[0].startswith(
        "The backup was made by Erdem 0.0.1; the database was brought up"
    )
    newer = dataclasses.replace(manifest, version="9.0.0", migrations=[*manifest.migrations, "notary.9999_future"])
    with pytest.raises(BackupProblem, match=r"made by Erdem 9.0.0 and holds what .* \(notary.9999_future\)"):
        restoring.require_known(newer)
    (tmp_path / "backup" / MANIFEST).write_text('{"format": "erdem-backup@v2"}')
    with pytest.raises(BackupDamaged, match="has the format erdem-backup@v2"):
        Manifest.read(tmp_path / "backup")


def test_a_file_that_was_damaged_before_is_named_and_left_out(stored: bytes, tmp_path: Path) -> None:
    with acting_as(SYSTEM):
        blob = blobs.keep(b"another", media_type="text/plain")
    Path(storages["blobs"].path(blobs.path_of(blob))).write_bytes(b"changed")
    made = making.make_backup(tmp_path / "backup", silent)
    assert made.manifest.missing == [blob.sha256]
    assert made.manifest.blobs == 1
    assert not (tmp_path / "backup" / "blobs" / blobs.path_of(blob)).exists()


def test_a_backup_takes_no_place_that_holds_something_or_goes_with_the_data(stored: bytes, tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter").write_text("示例")
    with pytest.raises(BackupProblem, match=r"is not empty\. Nothing was written"):
        making.make_backup(tmp_path / "used", silent)
    with pytest.raises(BackupProblem, match="lies in the data folder"):
        making.make_backup(tmp_path / "home" / "backup", silent)
    assert [path.name for path in (tmp_path / "used").iterdir()] == ["letter"]


def test_a_full_disk_is_a_sentence_and_leaves_nothing(stored: bytes, tmp_path: Path, monkeypatch: Any) -> None:
    with postgres.snapshot() as moment, pytest.raises(OSError, match="No space left") as caught:
        postgres.dump(Path("/dev/full"), moment)
    assert caught.value.errno == errno.ENOSPC

    def full(*_arguments: object) -> None:
        raise caught.value

    before = sorted(tmp_path.iterdir())
    for step in ("_copy_blobs", "_copy_private", "write_sums"):
        with monkeypatch.context() as patched:
            patched.setattr(making, step, full)
            with pytest.raises(BackupUnwritable, match=r"There is no room left on the disk of .*backup"):
                making.make_backup(tmp_path / "backup", silent)
        assert sorted(tmp_path.iterdir()) == before


def test_an_owner_who_does_not_see_every_row_makes_no_backup(stored: bytes, monkeypatch: Any) -> None:
    settings = {**postgres._settings(), "USER": "erdem_app"}
    monkeypatch.setattr(postgres, "_settings", lambda: settings)
    with pytest.raises(BackupProblem, match="erdem_app may not read every row"), postgres.snapshot():
        pytest.fail("A snapshot was taken that leaves rows out.")


def test_only_a_log_of_another_history_is_a_difference_and_the_rest_is_told(
    stored: bytes, tmp_path: Path, monkeypatch: Any
) -> None:
    """A backup is restored days later: what is late by then says nothing of what came back."""
    late = {
        "stale_checkpoint",
        "stale_cosignature",
        "missing_cosignature",
        "clock",
        "stale_stamp",
        "bad_stamp",
        "stamp_due",
    }
    manifest = making.make_backup(tmp_path / "backup", silent).manifest
    for kind in Kind:
        restored = restoring.Restored(manifest)
        found = [Finding(kind, "示例")]
        monkeypatch.setattr("erdem.notary.watching.check_log", lambda _actor, _log, found=found: found)
        restoring._compare_logs(restored)
        told = ["log register: 示例"]
        assert restored.notes == (told if kind in late else [])
        assert restored.differences == ([] if kind in late else told)
        assert any("identical to the database" in line for line in restored.compared) == (kind in late)
