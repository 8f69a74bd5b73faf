"""Restoring a backup, and proving that what came back is what the log has signed.

Every file is compared with its sum before anything is touched. A restore that did not come to its end leaves a mark, and nothing
starts on a data folder that has it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psutil
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from erdem.base import schema, server
from erdem.base.actor import SYSTEM, acting_as
from erdem.notary import copying, watching
from erdem.notary.choices import Log
from erdem.notary.tlog import Kind, LogProblem
from erdem.web import wiring
from erdem.web.backups import postgres
from erdem.web.backups.layout import (
    BLOBS,
    DATABASE,
    HOME,
    IDENTITY,
    LOGS,
    NOTARY,
    SETTINGS,
    UNFINISHED,
    BackupProblem,
    BackupUnwritable,
    Manifest,
    Tell,
    files_of,
    program_version,
    require_whole,
)

DIFFERENT: Final = frozenset(
    {
        Kind.FORK,
        Kind.ROLLBACK,
        Kind.BAD_CHECKPOINT,
        Kind.MISSING_TILE,
        Kind.DAMAGED_TILE,
        Kind.ROOT_MISMATCH,
        Kind.ENTRY_MISMATCH,
        Kind.UNREADABLE,
    }
)
"""What the monitor finds when log and database are not one history; the rest is about workers, witnesses, authorities and age."""
LEFT_OUT: Final = ("SECRET_KEY", "HOME", "TRACEBACK")


@dataclass
class Restored:
    """What came back: the manifest, sentences on what was compared, and what does not fit."""

    manifest: Manifest
    compared: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def restore_backup(source: Path, tell: Tell, *, replace: bool = False) -> Restored:
    """Fill this installation from a backup, then compare log and database.

    Args:
        source: the folder of the backup.
        tell: is told how far it is.
        replace: set the data that is there aside; otherwise there must be none.

    Raises:
        BackupDamaged: the backup is not what was written; nothing was changed.
        BackupProblem: it cannot be restored here; the text says what was changed.
        BackupUnwritable: the disk is full; the restore is to be done again.
    """
    source = source.absolute()
    require_whole(source, tell)
    restored = Restored(Manifest.read(source))
    restored.notes += require_known(restored.manifest)
    if not settings.DATABASE_IS_EMBEDDED:
        _require_empty_database()
    if replace:
        _set_aside(tell)
    _require_empty()
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    (home / UNFINISHED).write_text(f"{source}\n", encoding="utf-8")
    try:
        _fill(source, restored, tell)
    except OSError as error:
        words = f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
        raise BackupUnwritable(
            f"The backup could not be restored ({words}). The backup is untouched. Free space, then run it again with --replace."
        ) from error
    except LogProblem as error:
        raise BackupProblem(f"A log could not be restored. {error} The backup is untouched.") from error
    if not restored.differences:
        (home / UNFINISHED).unlink()
    return restored


def _fill(source: Path, restored: Restored, tell: Tell) -> None:
    held = server.start(Path(settings.HOME) / "postgres") if settings.DATABASE_IS_EMBEDDED else None
    _require_empty_database()
    tell("Database …")
    postgres.restore(source / DATABASE)
    _compare_rows(restored)
    tell(f"Files: {restored.manifest.blobs:,} …")
    _put_blobs(source / BLOBS)
    _put_private(source)
    for log in Log:
        if (source / LOGS / log).is_dir():
            tell(f"Log {log} …")
            restored.notes += filter(None, [copying.put_back(log, source / LOGS / log)])
    tell("Bringing the database up to date …")
    schema.upgrade(wiring.workflows())
    tell("Comparing every entry of the database with the logs …")
    _compare_logs(restored)
    restored.differences += postgres.unprotected()
    restored.notes += _compare_settings(source)
    del held


def require_known(manifest: Manifest) -> list[str]:
    """Refuse a backup that a newer program made; say when an older one made it."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = [name for name in manifest.migrations if name not in known]
    here = program_version()
    if unknown:
        raise BackupProblem(
            f"The backup was made by Erdem {manifest.version} and holds what this version, {here}, does not know"
            f" ({unknown[0]}). Nothing was changed. Install the version that made it, or a newer one."
        )
    newer = len(known) - len(manifest.migrations)
    if newer or manifest.version != here:
        told = f"The backup was made by Erdem {manifest.version}; the database was brought up to this one, {here}"
        return [f"{told}, by {newer} migrations"]
    return []


def _places() -> Iterator[Path]:
    """Yield every folder that a restore fills or that belongs to what was there."""
    home, blobs = Path(settings.HOME), storages["blobs"]
    if settings.DATABASE_IS_EMBEDDED:
        yield home / "postgres"
    yield from (Path(settings.NOTARY), Path(settings.IDENTITY_KEYS), home / "files", Path(settings.SEARCH_INDEX))
    location = getattr(blobs, "location", None)
    if location and hasattr(blobs, "path"):
        yield Path(location)


def _require_empty_database() -> None:
    if postgres.tables():
        raise BackupProblem(
            f"The database {connections['owner'].settings_dict['NAME']} is not empty. Nothing was changed."
            " Make an empty one and name it in ERDEM_DATABASE_URL."
        )


def _is_filled(folder: Path) -> bool:
    return any(path.is_file() for path in folder.rglob("*"))


def _require_empty() -> None:
    for folder in _places():
        if folder != Path(settings.SEARCH_INDEX) and _is_filled(folder):
            raise BackupProblem(
                f"{folder} is not empty: there is an installation already. Nothing was changed. Restore into another"
                " folder (ERDEM_HOME), or add --replace to set aside what is there."
            )


def _set_aside(tell: Tell) -> None:
    """Rename what is there; nothing is deleted."""
    pid = Path(settings.HOME) / "postgres" / "postmaster.pid"
    if settings.DATABASE_IS_EMBEDDED and pid.exists():
        number = int(pid.read_text(encoding="utf-8").split()[0])
        if psutil.pid_exists(number) and "postgres" in psutil.Process(number).name():
            raise BackupProblem("Erdem runs on this data folder. Nothing was changed. Stop it, then restore.")
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M%S")
    for folder in _places():
        if folder.exists() and _is_filled(folder):
            aside = folder.with_name(f"{folder.name}.replaced-{stamp}")
            folder.rename(aside)
            tell(f"Set aside: {aside}")


def _compare_rows(restored: Restored) -> None:
    found, expected = postgres.tables(), restored.manifest.rows
    wrong = [name for name in sorted(found.keys() | expected.keys()) if found.get(name) != expected.get(name)]
    if wrong:
        restored.differences += [
            f"{name} has {found.get(name)} rows, the backup {expected.get(name)}" for name in wrong
        ]
    else:
        restored.compared.append(
            f"database: {len(found)} tables, {sum(found.values()):,} rows, {postgres.policies()} rules of row-level"
            " security, as in the backup"
        )


def _put_blobs(folder: Path) -> None:
    storage = storages["blobs"]
    for name in files_of(folder):
        if storage.exists(name):
            continue
        with (folder / name).open("rb") as stream:
            storage.save(name, File(stream))


def _put_private(source: Path) -> None:
    for kept, place in (
        (NOTARY, Path(settings.NOTARY)),
        (IDENTITY, Path(settings.IDENTITY_KEYS)),
        (HOME, Path(settings.HOME)),
    ):
        for path in sorted((source / kept).rglob("*")):
            target = place / path.relative_to(source / kept)
            if path.is_dir():
                target.mkdir(mode=0o700, parents=True, exist_ok=True)
                continue
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as written, path.open("rb") as stream:
                shutil.copyfileobj(stream, written)
                written.flush()
                os.fsync(written.fileno())


def _compare_logs(restored: Restored) -> None:
    """Compare every entry of the database with the tiles, and the checkpoint with the one of the backup."""
    for log in Log:
        expected = restored.manifest.logs.get(log)
        if expected is None:
            restored.compared.append(f"log {log}: nothing was published yet")
            continue
        with acting_as(SYSTEM):
            findings = watching.check_log(SYSTEM, log)
        wrong = [f"log {log}: {finding.detail}" for finding in findings if finding.kind in DIFFERENT]
        restored.notes += [f"log {log}: {each.detail}" for each in findings if each.kind not in DIFFERENT]
        restored.differences += wrong
        if not wrong:
            restored.compared.append(
                f"log {log}: {expected['size']:,} entries, root {expected['root']}, identical to the database"
            )


def _compare_settings(source: Path) -> list[str]:
    """Say which settings of the backup are not set here, or otherwise."""
    held: dict[str, Any] = json.loads((source / SETTINGS).read_bytes())
    names = [name for name in held if not name.endswith(LEFT_OUT)]
    missing = [name for name in names if not os.environ.get(name)]
    other = [name for name in names if held[name] and os.environ.get(name, held[name]) != held[name]]
    told = [f"{name} was set{f' to {held[name]}' if held[name] else ''} and is not here" for name in missing]
    return told + [f"{name} was {held[name]} and is {os.environ[name]} here" for name in other]
