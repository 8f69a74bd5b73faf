"""The index on disk: generations side by side, one of them in use, readers that notice what changes.

    <folder>/current              the number of the generation in use
    <folder>/generations/<n>/     see `generation`
    <folder>/build.lock

A rebuild writes a new generation while the old one serves and takes its place in one step. A crash at any point leaves the
generation in use readable: what was committed is there, what was not is gone.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import tantivy

from erdem.literature.search.building import build
from erdem.literature.search.dictionary import Dictionary
from erdem.literature.search.document import IndexDocument
from erdem.literature.search.faults import IndexBusyError, IndexMissingError, IndexOutdatedError
from erdem.literature.search.files import FileLock, FileState, state_of_file, write_durably
from erdem.literature.search.generation import GenerationFolder, Meta, Position, generations
from erdem.literature.search.snapshot import Snapshot
from erdem.literature.search.writer import HEAP, Writer

BUILD_HEAP: Final = 256_000_000
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class StoreState:
    """Where the index stands. `generation` is 0 when there is none.

    `unreadable` names what another version wrote; then it must be rebuilt before it can be searched. `stale` names what it
    would be good to rebuild for: the index still serves, with the dictionary it was built with.
    """

    generation: int = 0
    meta: Meta | None = None
    position: Position = field(default_factory=Position)
    unreadable: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()


@dataclass(slots=True)
class _Opened:
    folder: GenerationFolder
    index: tantivy.Index
    use: FileLock
    dictionary: Dictionary
    pointer: FileState
    files: FileState
    snapshot: Snapshot


class IndexStore:
    """The search index of one folder. Safe for many threads; several processes may have the same folder open."""

    def __init__(self, folder: Path) -> None:
        self.path: Final = folder
        self._generations: Final = folder / "generations"
        self._pointer: Final = str(folder / "current")
        self._lock: Final = threading.Lock()
        self._opened: _Opened | None = None

    def snapshot(self) -> Snapshot:
        """The newest committed state; two file checks when nothing has changed.

        Raises `IndexMissingError` and `IndexOutdatedError`.
        """
        with self._lock:
            for _ in range(_TRIES):
                try:
                    return self._newest()
                except FileNotFoundError:  # removed between reading its number and opening it
                    continue
        raise IndexMissingError

    def state(self, dictionary: Dictionary | None = None) -> StoreState:
        """Where the index stands, and whether it was built with this dictionary when one is given."""
        folder = self._current()
        if folder is None:
            return StoreState()
        meta = folder.meta()
        unreadable = meta.differences() if meta else ("meta",)
        stale = meta.differences(dictionary) if meta else ()
        return StoreState(folder.number, meta, folder.position(), unreadable, stale)

    def writer(self, *, heap: int = HEAP, threads: int = 1) -> Writer:
        """The writer of the generation in use. Raises `IndexMissingError`, `IndexOutdatedError`, `IndexBusyError`."""
        folder = self._readable()
        return Writer(folder, lambda: self._current() == folder, heap=heap, threads=threads)

    def rebuild(
        self,
        documents: Iterable[IndexDocument],
        dictionary: Dictionary,
        *,
        position: str = "",
        processes: int = 0,
        heap: int = BUILD_HEAP,
    ) -> StoreState:
        """Build a new generation from all documents and put it in use; the old one serves until then.

        `position` is where the feeder stood before it began to read `documents`; what changed meanwhile is sent again from
        there. Raises `IndexBusyError` when another rebuild is under way, and what `documents` raises; the old generation
        then stays in use.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with FileLock(self.path / "build.lock") as lock:
            if not lock.take():
                raise IndexBusyError("building")
            self._remove(unfinished=True)
            numbers = [one.number for one in generations(self._generations)]
            folder = GenerationFolder(self._generations / str(max(numbers, default=0) + 1))
            build(folder, documents, dictionary, position=position, heap=heap, processes=processes)
            write_durably(Path(self._pointer), f"{folder.number}\n")
            self._remove(unfinished=True)
        return self.state(dictionary)

    def remove_unused(self) -> int:
        """Remove generations older than the one in use that no reader or writer has open; returns how many.

        `rebuild` does so itself; this is for later, when the last reader of an old one has ended.
        """
        return self._remove(unfinished=False)

    def _remove(self, *, unfinished: bool) -> int:
        current = self._current()
        number = current.number if current else 0
        removed = 0
        for one in generations(self._generations):
            if one.number == number or (one.number > number and not unfinished):
                continue
            with one.readers_lock(shared=False) as lock:
                if lock.take():
                    shutil.rmtree(one.path)
                    removed += 1
        return removed

    def close(self) -> None:
        """Let go of the files; the next `snapshot` opens them again."""
        with self._lock:
            self._let_go()

    def _newest(self) -> Snapshot:
        opened = self._opened
        if opened is None or state_of_file(self._pointer) != opened.pointer:
            opened = self._open()
        elif (files := state_of_file(opened.folder.commit_file)) != opened.files:
            opened.index.reload()
            opened.files, opened.snapshot = files, _snapshot(opened.folder, opened.index, opened.dictionary)
        return opened.snapshot

    def _open(self) -> _Opened:
        pointer = state_of_file(self._pointer)
        folder = self._readable()
        use = folder.readers_lock(shared=True)
        if not use.take():
            raise FileNotFoundError(folder.path)
        files, index, dictionary = state_of_file(folder.commit_file), folder.open(), folder.dictionary()
        index.reload()
        self._let_go()
        self._opened = _Opened(folder, index, use, dictionary, pointer, files, _snapshot(folder, index, dictionary))
        return self._opened

    def _let_go(self) -> None:
        if self._opened is not None:
            self._opened.use.free()
            self._opened = None

    def _readable(self) -> GenerationFolder:
        folder = self._current()
        if folder is None:
            raise IndexMissingError
        meta = folder.meta()
        differences = meta.differences() if meta else ("meta",)
        if differences:
            raise IndexOutdatedError(differences)
        return folder

    def _current(self) -> GenerationFolder | None:
        try:
            number = Path(self._pointer).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        return GenerationFolder(self._generations / number) if number.isdecimal() else None


def _snapshot(folder: GenerationFolder, index: tantivy.Index, dictionary: Dictionary) -> Snapshot:
    return Snapshot(folder.number, index.schema, index.searcher(), dictionary)
