"""Making a backup while everything runs: one moment of the database first, then the files and logs that belong to it.

It is written beside its place and renamed when it is whole, so that what carries the name of a backup is one.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.storage import storages
from django.utils import timezone

from erdem.base.blobs import path_of
from erdem.base.models import Blob
from erdem.notary import copying
from erdem.notary.choices import Log
from erdem.notary.log_files import storage_of, verifier_of
from erdem.notary.tlog import FileStorage, LogProblem, StorageFull
from erdem.notary.tlog.storage import TEMPORARY, synchronise_folder
from erdem.web.backups import postgres
from erdem.web.backups.layout import (
    BLOBS,
    DATABASE,
    HOME,
    IDENTITY,
    KEPT,
    LOGS,
    NOTARY,
    SETTINGS,
    BackupProblem,
    BackupUnwritable,
    Manifest,
    Tell,
    copy_stream,
    program_version,
    write_file,
    write_sums,
)

EVERY: Final = 1000
"""Files after which a line tells how far it is."""
_WITHHELD: Final = re.compile(r"SECRET|PASSWORD|TOKEN|OPTIONS|CREDENTIAL|ACCESS|_PIN|_KEY|DATABASE")
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class Made:
    """A backup that is whole: what it says of itself, its bytes, and the SHA-256 of its list of sums."""

    manifest: Manifest
    size: int
    fingerprint: str


def make_backup(target: Path, tell: Tell) -> Made:
    """Write a backup of this installation to a folder that is new or empty.

    Raises:
        BackupProblem: the folder is not empty, lies in the data folder, or something cannot be read; nothing was written.
        BackupUnwritable: the disk is full or may not be written to; nothing of the backup is left.
    """
    target = target.absolute()
    _require_place(target)
    unfinished = target.with_name(f".{target.name}.unfinished-{secrets.token_hex(4)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.mkdir(mode=0o700)
        made = _written(unfinished, tell)
        unfinished.rename(target)
        synchronise_folder(target.parent)
    except OSError as error:
        raise _unwritable(error, target) from error
    except StorageFull as error:
        raise BackupUnwritable(_no_room(target)) from error
    except LogProblem as error:
        raise BackupProblem(f"A log cannot be copied: {error} Nothing was kept. See `erdem log monitor`.") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return made


def _require_place(target: Path) -> None:
    home = Path(settings.HOME).resolve()
    if home == target.resolve() or home in target.resolve().parents:
        raise BackupProblem(
            f"{target} lies in the data folder {home}: whatever takes one takes both. Nothing was written."
            " Choose a folder on another disk."
        )
    if target.is_mount():
        raise BackupProblem(
            f"{target} is a disk. Nothing was written. Name a new folder on it, such as {target}/erdem."
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupProblem(f"{target} is not empty. Nothing was written. Name a new folder.")


def _unwritable(error: OSError, target: Path) -> BackupProblem:
    if error.errno in _FULL:
        return BackupUnwritable(_no_room(target))
    place = f": {error.filename}" if error.filename else ""
    return BackupUnwritable(
        f"The backup could not be written ({error.strerror or error}{place}). Nothing of it was kept; what runs is untouched."
    )


def _no_room(target: Path) -> str:
    return (
        f"There is no room left on the disk of {target}. Nothing of the backup was kept, and what runs is untouched."
        " Free space or choose another disk."
    )


def _written(folder: Path, tell: Tell) -> Made:
    with postgres.snapshot() as moment:
        tell("Database …")
        write_file(folder / DATABASE, b"")  # for its owner alone, before anything is in it
        postgres.dump(folder / DATABASE, moment)
        rows = moment.counts()
        migrations = moment.rows("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        files, missing = _copy_blobs(folder / BLOBS, moment, tell)
        logs = dict(_copy_logs(folder / LOGS, moment, folder / NOTARY, tell))
        version = moment.connection.info.server_version // 10_000
    _copy_private(folder)
    write_file(folder / SETTINGS, json.dumps(_settings(), ensure_ascii=False, indent=1).encode())
    manifest = Manifest(
        version=program_version(),
        made_at=timezone.now().isoformat(timespec="seconds"),
        postgres=version,
        migrations=[name for (name,) in migrations],
        rows=rows,
        logs=logs,
        blobs=files,
        missing=missing,
    )
    manifest.write(folder)
    tell("SHA-256 of every file …")
    fingerprint = write_sums(folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Made(manifest, size, fingerprint)


def _copy_blobs(folder: Path, moment: postgres.Snapshot, tell: Tell) -> tuple[int, list[str]]:
    """Copy every stored file; return how many, and the addresses of those that are missing or damaged.

    A file that was removed for good since the moment is neither: its row is gone by now.
    """
    storage, copied, missing = storages["blobs"], 0, []
    listed = moment.rows("SELECT sha256, size FROM base_blob ORDER BY sha256")
    tell(f"Files: {len(listed):,} …")
    total = sum(size for _sha256, size in listed)
    if total > shutil.disk_usage(folder.parent).free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    for number, (sha256, _size) in enumerate(listed, 1):
        path = path_of(Blob(sha256=sha256))
        try:
            with storage.open(path, "rb") as stream:
                found = copy_stream(stream.file or stream, folder / path)
        except FileNotFoundError:
            found = ""
        if found == sha256:
            copied += 1
        elif _is_kept(sha256):
            missing.append(sha256)
        if found != sha256:
            (folder / path).unlink(missing_ok=True)
        if number % EVERY == 0:
            tell(f"Files: {number:,} of {len(listed):,}")
    return copied, missing


def _is_kept(sha256: str) -> bool:
    with postgres.connect() as connection:
        return bool(connection.execute("SELECT 1 FROM base_blob WHERE sha256 = %s", [sha256]).fetchone())


def _copy_logs(
    folder: Path, moment: postgres.Snapshot, private: Path, tell: Tell
) -> Iterator[tuple[str, dict[str, str | int]]]:
    for log in Log:
        placed, note = moment.connection.execute(
            "SELECT (SELECT count(*) FROM notary_leaf WHERE log = %(log)s AND position IS NOT NULL),"
            " (SELECT note FROM notary_publishedcheckpoint WHERE log = %(log)s ORDER BY size DESC LIMIT 1)",
            {"log": str(log)},
        ).fetchall()[0]
        copy = copying.copy_for(log, placed=placed, note=note)
        if copy is None:
            continue
        head = copy.checkpoint
        tell(f"Log {log}: {head.size:,} entries …")
        copying.copy_log(copy, storage_of(log).get, FileStorage(folder / log))
        shutil.rmtree(folder / log / TEMPORARY)
        write_file(private / "keys" / f"{log}.signed", copy.record.encode())
        key = verifier_of(log).text
        yield str(log), {"origin": head.origin, "key": key, "size": head.size, "root": head.root.hex()}


def _copy_private(folder: Path) -> None:
    notary, home = Path(settings.NOTARY), Path(settings.HOME)
    sources = [(notary / path, folder / NOTARY / path) for path in copying.other_files()]
    keys = Path(settings.IDENTITY_KEYS)
    sources += [(path, folder / IDENTITY / path.name) for path in sorted(keys.glob("*"))]
    for name in KEPT:
        found = [home / name] if (home / name).is_file() else sorted((home / name).rglob("*"))
        sources += [(path, folder / HOME / path.relative_to(home)) for path in found]
    for source, target in sources:
        if source.is_file():
            with source.open("rb") as stream:
                copy_stream(stream, target)
    for path in (folder / "private").rglob("*"):
        if path.is_dir():
            path.chmod(0o700)


def _settings() -> dict[str, str | None]:
    """Return the settings as they were given; of secret ones only that they were."""
    given = sorted((name, value) for name, value in os.environ.items() if name.startswith("ERDEM_"))
    return {name: None if _WITHHELD.search(name) and not name.endswith("_FILE") else value for name, value in given}
