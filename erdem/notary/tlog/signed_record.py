"""What the log has signed last, written down before it signs: no crash and no second process makes it sign two histories."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from erdem.notary.tlog.checkpoint import Checkpoint, TreeHead, parse_checkpoint
from erdem.notary.tlog.storage import make_folder, synchronise_folder, write_synchronised
from erdem.notary.tlog.trouble import DamagedResource, HistoryConflict, NoteRefused, StorageProblem


class SignedRecord(Protocol):
    """The largest head that the log has signed or is about to sign. It belongs to the private key, not to the public storage."""

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
    """A record in a file: the text of the checkpoint, without signature. A lock keeps other processes out of each step."""

    def __init__(self, path: Path, origin: str) -> None:
        self.path = path
        self.origin = origin
        make_folder(path.parent)

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
            StorageProblem: the file cannot be written; the old one stays.
        """
        with self._alone():
            require_advance(self.read(), before, after)
            text = Checkpoint(self.origin, after.size, after.root).text
            temporary = self.path.with_name(f"{self.path.name}.new")
            try:
                temporary.unlink(missing_ok=True)
                write_synchronised(temporary, text.encode())
                temporary.replace(self.path)
                synchronise_folder(self.path.parent)
            except OSError as error:
                raise StorageProblem(
                    f"What the log signs cannot be written down first ({error.strerror or error}). Nothing was signed."
                ) from error

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        descriptor = os.open(self.path.with_name(f"{self.path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
