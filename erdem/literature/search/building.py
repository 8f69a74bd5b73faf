"""Building a whole generation: analysis in one process or several, memory bounded either way."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Final

import tantivy

from erdem.literature.search import dictionary as words
from erdem.literature.search import schema
from erdem.literature.search.dictionary import Dictionary
from erdem.literature.search.document import IndexDocument
from erdem.literature.search.generation import GenerationFolder, Meta, current_meta

BATCH_DOCUMENTS: Final = 200
BATCH_CHARACTERS: Final = 1_000_000
WAITING: Final = 2  # batches per process that may be under way
_PAGE: Final = 1 << 16

Line = tuple[int, str]


def build(
    folder: GenerationFolder,
    documents: Iterable[IndexDocument],
    dictionary: Dictionary,
    *,
    position: str,
    heap: int,
    processes: int = 0,
) -> Meta:
    """Write a new generation and finish it. A document sent twice counts once, the later one.

    `processes` analyse beside this one; 0 analyses here. Raises what `documents` raises; then the folder stays unfinished.
    """
    index = folder.create(dictionary)
    writer = index.writer(heap, 1)
    write(writer, analysed(documents, dictionary, processes))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    meta = current_meta(dictionary, index.searcher().num_docs)
    folder.finish(meta, position)
    return meta


def write(writer: tantivy.IndexWriter, lines: Iterable[Line]) -> None:
    """Add documents to an empty index, each in the place of an earlier one with its id."""
    seen = _SeenIds()
    for id_, line in lines:
        if not seen.is_new(id_):
            writer.delete_documents_by_term("id", id_)
        writer.add_json(line)


class _SeenIds:
    """Which ids came before, a bit each: a deletion for each document would be looked up in every segment in vain."""

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}

    def is_new(self, id_: int) -> bool:
        page, within = divmod(id_, _PAGE)
        bits = self._pages.get(page)
        if bits is None:
            bits = self._pages[page] = bytearray(_PAGE // 8)
        byte, bit = within >> 3, 1 << (within & 7)
        known = bits[byte] & bit
        bits[byte] |= bit
        return not known


def analysed(documents: Iterable[IndexDocument], dictionary: Dictionary, processes: int) -> Iterator[Line]:
    """Documents with their lines for the index, analysed here or by so many processes beside this one."""
    if not processes:
        return ((document.id, schema.line(document, dictionary)) for document in documents)
    return _lines_of_pool(documents, dictionary, processes)


def _lines_of_pool(documents: Iterable[IndexDocument], dictionary: Dictionary, processes: int) -> Iterator[Line]:
    waiting: deque[Future[list[Line]]] = deque()
    # Fresh processes: a fork would carry over threads and database connections of this one.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, _start, (dictionary.words,)) as pool:
        for batch in _batches(documents):
            waiting.append(pool.submit(_analyse, batch))
            if len(waiting) > processes * WAITING:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


_own: Dictionary | None = None


def _start(own_words: frozenset[str]) -> None:
    global _own
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _own = words.shared(own_words)


def _end_with_parent() -> None:
    """End when the process that builds was killed: it cannot say so itself, and nobody else would."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _analyse(batch: list[IndexDocument]) -> list[Line]:
    dictionary = _own or words.shared(frozenset())
    return [(document.id, schema.line(document, dictionary)) for document in batch]


def _batches(documents: Iterable[IndexDocument]) -> Iterator[list[IndexDocument]]:
    batch: list[IndexDocument] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += sum(map(len, (*document.claims, *document.descriptions, *document.abstracts)))
        if len(batch) >= BATCH_DOCUMENTS or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
