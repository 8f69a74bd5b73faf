"""Keeping the search index in step with the database.

A trigger leaves a line (`IndexChange`) with every write of a publication, in its transaction. The feeder reads lines, tells
the index how those publications stand now, commits the index, and only then removes the lines it read. Killed between any
two steps it does the same again, and the same again changes nothing. One process feeds at a time: it holds the lock of the
feeder, which the system frees however the process ends.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.db import connection, transaction
from procrastinate.contrib.django import app as queue
from procrastinate.exceptions import AlreadyEnqueued

from erdem.base import audit
from erdem.base.actor import Actor, acting_as
from erdem.base.policy import require
from erdem.literature.models import IndexChange, Publication
from erdem.literature.policies import can_feed_index, visible_changes, visible_publications
from erdem.literature.queries.searching_documents import documents_of
from erdem.literature.queries.searching_expansion import offered_words
from erdem.literature.queries.searching_index import index_folder, index_store
from erdem.literature.search import dictionary as words
from erdem.literature.search.document import IndexDocument
from erdem.literature.search.faults import IndexBusyError, IndexMissingError, IndexOutdatedError
from erdem.literature.search.files import FileLock
from erdem.literature.search.store import StoreState
from erdem.literature.search.writer import Writer

INDEX_QUEUE: Final = "index"
UPDATE: Final = "literature.update_index"
LINES: Final = 500
"""Lines that are looked at for one commit."""
RECENT: Final = 5_000
"""Of the newest lines so many are searched for small transactions, which go before large ones."""
TOGETHER: Final = 20
"""Publications that are read and written together."""
SECONDS: Final = 0.3
"""After so long what was written is committed, so that a single document never waits for many long ones."""
BUILT: Final = 100
"""Publications that a rebuild reads in one transaction, and after which it looks for changes."""
ALONE: Final = 3_000
"""A rebuild of fewer publications analyses in its own process: helpers take seconds to start."""
PATIENCE: Final = 20.0
"""Seconds that a job waits for another feeder."""
LINGER: Final = 2.0
"""Seconds that a job stays after the last change."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """What came of a visit to the index: changes taken up, and whether all of it was built anew."""

    changes: int = 0
    was_rebuilt: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """How a visit goes: until ``should_stop`` says so, ``linger`` seconds beyond the last change, telling every commit.

    To linger keeps the next change from waiting until the index is closed, which takes seconds after a large import.
    """

    should_stop: Callable[[], bool] = lambda: False
    on_commit: Callable[[], None] = lambda: None
    linger: float = 0.0


AT_ONCE: Final = Visit()


def request_index_update() -> None:
    """Have what this transaction writes taken up by the search index; one waiting request is enough.

    It is enqueued after the commit. Enqueued before, it would meet a request that is still waiting, count on it, and be
    forgotten when that one begins before this transaction is committed.
    """
    transaction.on_commit(_enqueue_update, robust=True)


def _enqueue_update() -> None:
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        queue.configure_task(UPDATE, queue=INDEX_QUEUE, queueing_lock=UPDATE).defer()


def update_index(*, actor: Actor, patience: float = 0, visit: Visit = AT_ONCE) -> IndexUpdate:
    """Take up everything that waits; build the index when there is none that this program can read.

    ``patience`` is how many seconds to wait for another feeder to finish.

    Raises:
        PermissionRefused: only machines feed the index.
        IndexBusyError: another process feeds the index; it takes up what waits here too.
    """
    require(can_feed_index(actor))
    with _feeding(patience):
        writer = _writer()
        if writer is None:
            return _rebuild(actor, None)
        return IndexUpdate(_take_up_all(actor, writer, visit))


def rebuild_index(*, actor: Actor, on_progress: Progress | None = None, patience: float = 0) -> IndexUpdate:
    """Build the index anew beside the one in use, which goes on being searched and kept up to date, and swap them.

    Stopped half-way, the one in use stays; start again. ``on_progress`` hears how many publications of how many are read.
    Leaves one audit entry.

    Raises:
        PermissionRefused: only machines feed the index.
        IndexBusyError: another process feeds the index.
    """
    require(can_feed_index(actor))
    with _feeding(patience):
        return _rebuild(actor, on_progress)


def refresh_index(*, actor: Actor, patience: float = 0) -> IndexUpdate:
    """Build the index anew when it would come out better today: the lexicon has words that the index does not know."""
    with acting_as(actor):
        dictionary = words.shared(offered_words())
    state = index_store().state(dictionary)
    if state.generation and not state.stale:
        return IndexUpdate()
    return rebuild_index(actor=actor, patience=patience)


@contextlib.contextmanager
def _feeding(patience: float) -> Iterator[None]:
    folder = index_folder()
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience
    with FileLock(folder / "feeder.lock") as lock:
        while not lock.take():
            if time.monotonic() >= until:
                raise IndexBusyError("feeding")
            threading.Event().wait(0.1)
        yield


def _writer() -> Writer | None:
    """Open the index in use for writing; None when there is none, or none that can be read."""
    try:
        return index_store().writer()
    except (IndexMissingError, IndexOutdatedError, FileNotFoundError, ValueError):  # ValueError: its files are damaged
        return None


def _take_up_all(actor: Actor, opened: Writer, visit: Visit) -> int:
    """Take up what waits, commit by commit, and remove the lines that were read; return how many."""
    taken = 0
    with opened as writer:
        until = time.monotonic() + visit.linger
        while not visit.should_stop():
            if lines := _waiting(actor):
                done = _take_up(actor, writer, dict.fromkeys(lines.values()))
                read = [line for line, publication in lines.items() if publication in done]
                _remove(actor, read)
                taken += len(read)
                until = time.monotonic() + visit.linger
                visit.on_commit()
            elif time.monotonic() < until:
                threading.Event().wait(0.05)
            else:
                break
    return taken


_WAITING: Final = """
WITH near AS (
    (SELECT id, publication_id, xmin FROM literature_indexchange ORDER BY id DESC LIMIT %(recent)s)
    UNION
    (SELECT id, publication_id, xmin FROM literature_indexchange ORDER BY id LIMIT %(lines)s)
)
SELECT id, publication_id FROM (
    SELECT id, publication_id, count(*) OVER (PARTITION BY xmin::text) AS together FROM near
) AS counted ORDER BY together, id LIMIT %(lines)s
"""


def _waiting(actor: Actor) -> dict[int, int]:
    """Lines to take up next with their publications: those of small transactions first, a person's before an import's."""
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute(_WAITING, {"recent": RECENT, "lines": LINES})
        return dict(cursor.fetchall())


def _take_up(actor: Actor, writer: Writer, publications: Iterable[int]) -> set[int]:
    """Tell the index how these publications stand now, and commit; return those it came to in time. Their lines stay.

    The position counts commits.
    """
    done: set[int] = set()
    until = time.monotonic() + SECONDS
    for some in _cut(publications):
        missing = set(some)
        with acting_as(actor):
            writer.replace(_noting(documents_of(some), missing))
        writer.delete(missing)
        done.update(some)
        if time.monotonic() >= until:
            break
    writer.commit(str(int(writer.position or 0) + 1))
    return done


def _cut(publications: Iterable[int]) -> Iterator[list[int]]:
    waiting = iter(publications)
    while some := list(islice(waiting, TOGETHER)):
        yield some


def _remove(actor: Actor, lines: Iterable[int]) -> None:
    """Remove exactly the lines that were read: one with a lower key may be of a transaction that was committed since."""
    with acting_as(actor):
        IndexChange.objects.filter(visible_changes(actor), pk__in=list(lines)).delete()


def _noting(documents: Iterable[IndexDocument], missing: set[int]) -> Iterator[IndexDocument]:
    for document in documents:
        missing.discard(document.id)
        yield document


def _rebuild(actor: Actor, on_progress: Progress | None) -> IndexUpdate:
    with acting_as(actor):
        dictionary = words.shared(offered_words())
        total = Publication.objects.filter(visible_publications(actor)).count()
    helpers = 0 if total < ALONE else max(1, min(4, (os.cpu_count() or 2) - 1))
    documents = _everything(actor, total, on_progress)
    state = index_store().rebuild(documents, dictionary, processes=helpers)
    _record(actor, state)
    return IndexUpdate(_take_up_all(actor, index_store().writer(), AT_ONCE), was_rebuilt=True)


def _record(actor: Actor, state: StoreState) -> None:
    documents = state.meta.documents if state.meta else 0
    with acting_as(actor):
        audit.record(
            actor, action="literature.rebuild_index", detail={"generation": state.generation, "documents": documents}
        )


def _everything(actor: Actor, total: int, on_progress: Progress | None) -> Iterator[IndexDocument]:
    """Yield every publication in short transactions, and keep the index in use up to date in between."""
    last = done = 0
    with contextlib.closing(_Follower(actor)) as follower:
        while True:
            with acting_as(actor):
                found = Publication.objects.filter(visible_publications(actor), pk__gt=last).order_by("pk")
                ids = list(found.values_list("pk", flat=True)[:BUILT])
                yield from documents_of(ids)
            if not ids:
                return
            last, done = ids[-1], done + len(ids)
            if on_progress is not None:
                on_progress(done, max(done, total))
            follower.follow()


class _Follower:
    """Keeps the index in use up to date while another is built. The lines stay: the new index is told again."""

    def __init__(self, actor: Actor) -> None:
        self._actor: Final = actor
        self._last = 0
        self._writer: Final = _writer()

    def follow(self) -> None:
        """Take up the lines that came since the last time, at most `LINES` of them."""
        if self._writer is None:
            return
        with acting_as(self._actor):
            lines = IndexChange.objects.filter(visible_changes(self._actor), pk__gt=self._last).order_by("pk")
            fresh = dict(lines.values_list("pk", "publication_id")[:LINES])
        left = dict.fromkeys(fresh.values())
        while left:
            for publication in _take_up(self._actor, self._writer, left):
                del left[publication]
        self._last = max(fresh, default=self._last)

    def close(self) -> None:
        """Let the index in use go."""
        if self._writer is not None:
            self._writer.close()
