"""What a backup consists of: its folders, its manifest, and the list of SHA-256 sums that covers every file of it.

The list has the form of ``sha256sum``, so that a backup can be checked on any machine: ``sha256sum -c SHA256SUMS``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, Final

FORMAT: Final = "erdem-backup@v1"
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
DATABASE: Final = "database.dump"
SETTINGS: Final = "settings.json"
BLOBS: Final = "blobs"
LOGS: Final = "logs"
NOTARY: Final = "private/notary"
IDENTITY: Final = "private/identity-keys"
"""The keys of sealed identities: without them a restored one would be lost."""
HOME: Final = "private/home"
KEPT: Final = ("secret-key", "files")
"""What else of the data folder is kept; the search index and unfinished uploads are not."""
UNFINISHED: Final = "restore-unfinished"
"""The mark in a data folder whose restore has not come to its end; nothing starts on it."""

Tell = Callable[[str], None]
PIECE: Final = 1 << 20
_LINE: Final = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f]+)")


class BackupProblem(RuntimeError):
    """A backup or a restore cannot go on; the text says why, what is safe and what to do."""


class BackupUnwritable(BackupProblem):
    """The disk cannot take it."""


class BackupDamaged(BackupProblem):
    """A backup is not what was written, or no backup at all."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. ``rows`` are by table, ``logs`` by log: origin, key, size, root in hexadecimal digits."""

    version: str
    made_at: str
    postgres: int
    migrations: list[str]
    rows: dict[str, int]
    logs: dict[str, dict[str, Any]]
    blobs: int
    missing: list[str]
    format: str = FORMAT

    def write(self, folder: Path) -> None:
        """Write it."""
        write_file(folder / MANIFEST, json.dumps(asdict(self), ensure_ascii=False, indent=1).encode())

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read it.

        Raises:
            BackupDamaged: there is none, it is not written as it must be, or it is of another format.
        """
        try:
            held = json.loads((folder / MANIFEST).read_bytes())
            if not isinstance(held, dict) or not str(held.get("format", "")).startswith("erdem-backup@"):
                raise BackupDamaged(f"{folder} holds no backup of Erdem. Nothing was changed.")
            if held["format"] != FORMAT:
                raise BackupDamaged(
                    f"The backup has the format {held['format']}, this program reads {FORMAT}. Nothing was changed."
                    " Restore it with the version of Erdem that made it."
                )
            return cls(**{field.name: held[field.name] for field in fields(cls)})
        except FileNotFoundError:
            raise BackupDamaged(f"{folder} holds no backup of Erdem: {MANIFEST} is not there.") from None
        except (KeyError, TypeError, ValueError) as error:
            raise BackupDamaged(f"{folder / MANIFEST} is damaged ({error}). Nothing was changed.") from None


def program_version() -> str:
    """Return the version of this program."""
    return version("erdem")


def write_file(path: Path, content: bytes) -> None:
    """Write a new file, for its owner alone, and wait until it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def copy_stream(source: IO[bytes], path: Path) -> str:
    """Write what can be read into a new file, for its owner alone; return its SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        while piece := source.read(PIECE):
            digest.update(piece)
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    return digest.hexdigest()


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_of(folder: Path) -> Iterator[str]:
    """Yield every file of a backup but the list of sums, as it stands in that."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_dir() and name != SUMS:
            yield name


def write_sums(folder: Path) -> str:
    """Write the list of sums of what is there; return the SHA-256 of the list, which stands for the whole backup."""
    lines = [f"{digest_of(folder / name)}  {name}\n" for name in files_of(folder)]
    write_file(folder / SUMS, "".join(lines).encode())
    return digest_of(folder / SUMS)


def require_whole(folder: Path, tell: Tell) -> str:
    """Compare every file of a backup with the list of sums; return the SHA-256 of the list.

    Raises:
        BackupDamaged: a file is changed, missing or one too many; the text names it.
    """
    tell("Comparing every file of the backup with its SHA-256 …")
    try:
        listed = dict(_listed((folder / SUMS).read_text(encoding="utf-8").splitlines()))
    except FileNotFoundError:
        raise BackupDamaged(f"{folder} holds no backup of Erdem that was finished: {SUMS} is not there.") from None
    except UnicodeDecodeError:
        raise BackupDamaged(f"{folder / SUMS} is damaged. Nothing was changed. Use another backup.") from None
    there = set(files_of(folder))
    wrong = [f"{name} is missing" for name in sorted(listed.keys() - there)]
    wrong += [f"{name} does not belong to it" for name in sorted(there - listed.keys())]
    wrong += [
        f"{name} was changed" for name in sorted(listed.keys() & there) if digest_of(folder / name) != listed[name]
    ]
    if wrong:
        more = f" (and {len(wrong) - 5} more)" if len(wrong) > 5 else ""
        raise BackupDamaged(
            f"The backup {folder} is damaged: {'; '.join(wrong[:5])}{more}. Nothing was changed. Use another backup."
        )
    return digest_of(folder / SUMS)


def _listed(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if not found or ".." in found[2].split("/") or found[2].startswith("/"):
            raise BackupDamaged(f"Line {number} of {SUMS} is damaged. Nothing was changed. Use another backup.")
        yield found[2], found[1]
