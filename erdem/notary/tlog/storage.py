"""Where the resources of a log lie: a small protocol, and a folder on disk that any web server can serve.

What every implementation must guarantee, also one for S3-compatible storage:

* ``get`` raises ``MissingResource`` only when the resource is known to be absent. A network failure is another
  ``StorageProblem``.
* When ``put_new`` or ``put`` returns, the content survives a loss of power, and every later ``get`` by anybody sees it.
* A name never leads to half of a content: it is absent, the old or the new one.
* ``put_new`` never replaces. On S3: a conditional PUT (``If-None-Match: *``); on 412 the content that is there is
  read and compared. The resources of one call may be written in any order and side by side; after a failure any part
  of them may be there.
* ``put`` replaces as a whole. Only ``checkpoint`` is replaced, by one writer at a time.
* ``remove_below`` may do nothing: it only frees space.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from erdem.notary.tlog.trouble import ConflictingResource, MissingResource, StorageFull, StorageProblem

CHECKPOINT = "checkpoint"
TEMPORARY = ".incoming"
THREADS = 8
ABANDONED = 3600.0  # seconds after which a temporary file belongs to a writer that is gone

_PATH = re.compile(r"[a-z0-9][a-z0-9.-]*(?:/[a-z0-9][a-z0-9.-]*)*")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK}


def require_path(path: str) -> str:
    """Return the path of a resource; nothing else is looked up or written, in any storage.

    Raises:
        StorageProblem: it is none.
    """
    if not _PATH.fullmatch(path):
        raise StorageProblem(f"“{path[:200]}” is no path of a resource of a log.")
    return path


class Storage(Protocol):
    """Keeps the resources of one log under their paths (`checkpoint`, `tile/…`)."""

    def get(self, path: str) -> bytes:
        """Return a resource, or raise ``MissingResource``."""

    def put_new(self, resources: Mapping[str, bytes]) -> None:
        """Add immutable resources; one that is there with the same content is well, with another one ``ConflictingResource``."""

    def put(self, path: str, content: bytes) -> None:
        """Add or replace one resource as a whole."""

    def remove_below(self, path: str) -> None:
        """Remove every resource whose path begins with this one and a slash."""


class FileStorage:
    """A folder. A file appears under its name complete and synchronised, by way of the folder ``.incoming``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with plain_errors(str(root)):
            make_folder(root / TEMPORARY)
            self._sweep()

    def get(self, path: str) -> bytes:
        """Return the content of a file.

        Raises:
            MissingResource: there is none.
            StorageProblem: it cannot be read.
        """
        with plain_errors(path):
            try:
                return self._target(path).read_bytes()
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                raise MissingResource(f"The log has no resource {path}.") from None

    def put_new(self, resources: Mapping[str, bytes]) -> None:
        """Add immutable files, then synchronise every folder that has changed.

        Raises:
            ConflictingResource: one is there with other content.
            StorageFull, StorageProblem: it cannot be written; files that were complete stay.
        """
        targets = {self._target(path): content for path, content in resources.items()}
        for folder in sorted({target.parent for target in targets}):
            with plain_errors(str(folder)):
                make_folder(folder)
        absent = [target for target in targets if not self._is_there(target, targets[target])]
        incoming = {target: self.root / TEMPORARY / secrets.token_hex(12) for target in absent}
        try:
            with plain_errors("new tiles of the log"):
                _side_by_side(lambda target: write_synchronised(incoming[target], targets[target]), absent)
                for target in absent:
                    self._link(incoming[target], target, targets[target])
        finally:
            for temporary in incoming.values():
                temporary.unlink(missing_ok=True)
        with plain_errors("the folders of the log"):
            _side_by_side(synchronise_folder, {target.parent for target in targets})

    def put(self, path: str, content: bytes) -> None:
        """Replace a file as a whole.

        Raises:
            StorageFull, StorageProblem: it cannot be written; the old one stays.
        """
        target = self._target(path)
        with plain_errors(path):
            make_folder(target.parent)
            temporary = self.root / TEMPORARY / secrets.token_hex(12)
            write_synchronised(temporary, content)
            temporary.replace(target)
            synchronise_folder(target.parent)

    def remove_below(self, path: str) -> None:
        """Remove a folder with what it holds; nothing happens when there is none."""
        with plain_errors(path):
            shutil.rmtree(self._target(path), ignore_errors=True)

    def _is_there(self, target: Path, content: bytes) -> bool:
        """Say whether a file is there; refuse one with other content."""
        path = target.relative_to(self.root).as_posix()
        with plain_errors(path):
            try:
                held = target.read_bytes()
            except FileNotFoundError:
                return False
        if held != content:
            raise ConflictingResource(
                f"The log already has another {path}. It was kept: either the file is damaged or the entries have changed since."
            )
        return True

    def _link(self, temporary: Path, target: Path, content: bytes) -> None:
        try:
            os.link(temporary, target)  # unlike a rename it never replaces what another writer has put there
        except FileExistsError:
            self._is_there(target, content)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            temporary.rename(target)

    def _target(self, path: str) -> Path:
        return self.root / require_path(path)

    def _sweep(self) -> None:
        for left in (self.root / TEMPORARY).iterdir():
            with contextlib.suppress(FileNotFoundError):
                if left.stat().st_mtime < time.time() - ABANDONED:
                    left.unlink()


def write_synchronised(path: Path, content: bytes) -> None:
    """Write a new file and wait until it is on the disk; on failure nothing is left.

    Raises:
        OSError: it cannot be written.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file as a whole, durably, for one writer at a time; on failure the old one stays.

    Raises:
        OSError: it cannot be written.
    """
    temporary = path.with_name(f"{path.name}.new")
    temporary.unlink(missing_ok=True)
    write_synchronised(temporary, content)
    temporary.replace(path)
    synchronise_folder(path.parent)


def synchronise_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk.

    Raises:
        OSError: the folder cannot be opened.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, each synchronised into the one above.

    Raises:
        OSError: one cannot be made.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    synchronise_folder(folder.parent)


def _side_by_side(act: Callable[[Path], None], paths: Collection[Path]) -> None:
    """Do something with each path in a few threads: a disk that is asked to synchronise many files at once is faster.

    The threads end with the call, so that a process which forks later carries none of them along.
    """
    if len(paths) == 1:
        act(next(iter(paths)))
    elif paths:
        with ThreadPoolExecutor(min(THREADS, len(paths))) as pool:
            list(pool.map(act, paths))  # taking the answers raises what a thread has raised


@contextlib.contextmanager
def plain_errors(what: str) -> Iterator[None]:
    """Turn failures of the operating system into sentences.

    Raises:
        StorageFull: there is no space left.
        StorageProblem: anything else.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull(
                f"There is no space left to write {what}. Nothing that was published has changed; free space and run it again."
            ) from error
        raise StorageProblem(f"The storage of the log failed at {what}: {error.strerror or error}.") from error
