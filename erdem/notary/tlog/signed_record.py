"""What the log has signed last, written down before it signs: no crash and no second process makes it sign two histories."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from erdem.notary.tlog.checkpoint import Checkpoint, TreeHead, parse_checkpoint
from erdem.notary.tlog.storage import make_folder, plain_errors, replace_file
from erdem.notary.tlog.trouble import DamagedResource, HistoryConflict, NoteRefused


class SignedRecord(Protocol):
    """The largest head that the log has signed or is about to sign. It belongs to the private key, not to the public storage."""

    def alone(self) -> contextlib.AbstractContextManager[None]:
        """Keep every other writer of this log out, in whatever process; the same record may enter again inside."""

    def read(self) -> TreeHead | None:
        """Return the head; None when the log has never signed anything."""

    def advance(self, before: TreeHead | None, after: TreeHead) -> None:
        """Put ``after`` in the place of ``before``, durably and in one step.

        Raises:
            HistoryConflict: the record is not ``before`` any more, or ``after`` is smaller. Nothing was changed.
        """


def require_advance(current: TreeHead | None, before: TreeHead | None, after: TreeHead) -> None:
    """Refuse a step of a record that would go back or that rests on an outdated reading; for every implementation.

    Raises:
        HistoryConflict: the step must not be made.
    """
    if current != before:
        raise HistoryConflict("Another process has signed a checkpoint of this log meanwhile. Nothing was signed.")
    if before is not None and (after.size < before.size or (after.size == before.size and after != before)):
        raise HistoryConflict(f"The log has already signed another tree of {before.size} entries. Nothing was signed.")


class FileRecord:
    """A record in a file: the text of the checkpoint, without signature. An instance belongs to one thread."""

    def __init__(self, path: Path, origin: str) -> None:
        self.path = path
        self.origin = origin
        self._depth = 0
        with plain_errors(str(path.parent)):
            make_folder(path.parent)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold a lock beside the file, which the system releases when the process ends in whatever way."""
        with contextlib.ExitStack() as held:
            if not self._depth:
                lock = held.enter_context(self.path.with_name(f"{self.path.name}.lock").open("ab"))
                fcntl.flock(lock, fcntl.LOCK_EX)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1

    def read(self) -> TreeHead | None:
        """Return the head; None when there is no file.

        Raises:
            DamagedResource: the file cannot be read as a record of this log; the log must not sign until that is clear.
        """
        try:
            checkpoint = parse_checkpoint(self.path.read_bytes().decode("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError, NoteRefused):
            raise DamagedResource(
                "The record of what the log has signed last cannot be read. Nothing is signed."
            ) from None
        if checkpoint.origin != self.origin:
            raise DamagedResource(f"The record belongs to the log “{checkpoint.origin}”, not to “{self.origin}”.")
        return checkpoint.head

    def advance(self, before: TreeHead | None, after: TreeHead) -> None:
        """Replace the file, unless it has changed since ``before`` was read.

        Raises:
            HistoryConflict: it has changed, or the step would go back.
            StorageFull, StorageProblem: the file cannot be written; the old one stays, and nothing may be signed.
        """
        with self.alone():
            require_advance(self.read(), before, after)
            with plain_errors("the record of what the log has signed last"):
                replace_file(self.path, Checkpoint(self.origin, after.size, after.root).text.encode())
