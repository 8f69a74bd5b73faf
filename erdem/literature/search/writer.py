"""Writing to the index: replace and delete documents, commit with a position.

A feeder that reads `position`, sends what changed since, and commits with the new position can be killed anywhere: the
position is written after the commit, so at worst the same documents are sent again, and sending twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Self

from erdem.literature.search import schema
from erdem.literature.search.document import IndexDocument
from erdem.literature.search.faults import GenerationReplacedError, IndexBusyError
from erdem.literature.search.generation import GenerationFolder

HEAP: Final = 128_000_000  # bytes in which tantivy gathers documents before it writes a segment
_ID: Final = "id"


class Writer:
    """The one writer of a generation. Use it as a context: leaving it drops what was not committed."""

    def __init__(
        self, folder: GenerationFolder, is_current: Callable[[], bool], *, heap: int = HEAP, threads: int = 1
    ) -> None:
        """Raises `IndexBusyError` when another writer has the generation."""
        self._folder: Final = folder
        self._is_current: Final = is_current
        self._lock: Final = folder.writer_lock
        if not self._lock.take():
            raise IndexBusyError("writing to")
        self._use: Final = folder.readers_lock(shared=True)
        try:
            if not self._use.take():
                raise GenerationReplacedError
            self._dictionary: Final = folder.dictionary()
            self._writer: Final = folder.open().writer(heap, threads)
        except BaseException:
            self._free()
            raise

    @property
    def position(self) -> str:
        """The position of the last commit; empty at the beginning."""
        return self._folder.position().position

    def replace(self, documents: Iterable[IndexDocument]) -> int:
        """Take documents in, each in the place of the one with its id; returns how many. Seen by readers after `commit`."""
        count = 0
        for document in documents:
            line = schema.line(document, self._dictionary)
            self._writer.delete_documents_by_term(_ID, document.id)
            self._writer.add_json(line)
            count += 1
        return count

    def delete(self, ids: Iterable[int]) -> None:
        """Take documents out; ids that are not there are passed over."""
        for one in ids:
            self._writer.delete_documents_by_term(_ID, one)

    def commit(self, position: str) -> None:
        """Make everything since the last commit durable and visible, then note the position.

        Raises `GenerationReplacedError`, and writes nothing, when a rebuilt index has taken the place of this one.
        """
        if not self._is_current():
            raise GenerationReplacedError
        self._writer.commit()
        self._folder.note(position)

    def close(self) -> None:
        """Drop what was not committed, let running merges end, and let the next writer in."""
        try:
            # Not rolled back first: that would leave its merges running beside the next writer.
            self._writer.wait_merging_threads()
        finally:
            self._free()

    def _free(self) -> None:
        self._use.free()
        self._lock.free()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
