"""One run of the importer: a file read batch by batch, each batch settled with its position in one transaction.

Whatever is killed at whatever moment, the run goes on behind the position that the database holds, and comes to the same end:
all counts, problems and refused records stand in the database, none of them in memory only.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, events
from erdem.base.actor import Actor, acting_as
from erdem.base.policy import RuleBroken
from erdem.lib.reading import Problem, UnreadableError
from erdem.literature.choices import QuarantineState, RunState
from erdem.literature.events import LiteratureImported
from erdem.literature.formats.model import Publication as Read
from erdem.literature.models import ImportRun
from erdem.literature.services.outcome import COUNTED, ImportOutcome
from erdem.literature.services.quarantine_rows import TroubleBook
from erdem.literature.services.storing import Storer

BATCH: Final = 200
CHARACTERS: Final = 8_000_000
"""A batch ends after so many items, or when their texts are so long."""

Item = Read | Problem
Advance = Callable[[int], None]


class RunTaken(RuleBroken):
    """Another importer goes on with the run; nothing is lost, this one stops."""


class RunPaused(Exception):
    """Somebody stopped the run on its page; the batch in hand was not stored."""


class Session:
    """One reading of one run, from its position to the end. ``storer`` is None where the file is only checked."""

    def __init__(self, actor: Actor, run: ImportRun, storer: Storer | None, on_progress: Advance | None = None) -> None:
        self.actor = actor
        self.storer = storer
        self.on_progress = on_progress
        self.state = RunState.RUNNING if storer else RunState.CHECKING
        with acting_as(actor):
            self.run = self._begin(run.pk)
            self.outcome = ImportOutcome.of(self.run)
            self.book = TroubleBook(self.run)

    def _begin(self, pk: int) -> ImportRun:
        """Start from nothing, or say that the run was interrupted."""
        run = ImportRun.objects.select_for_update().get(pk=pk)
        if run.position:
            run.interruptions += 1
            run.save(update_fields=["interruptions"])
            return run
        for name in (*COUNTED, "distinct_publications"):
            setattr(run, name, 0)
        run.sample = []
        run.save()
        run.problems.all().delete()
        run.quarantine.filter(state=QuarantineState.WAITING).delete()
        return run

    def go(self, items: Iterable[Item]) -> ImportOutcome:
        """Read to the end.

        Raises:
            RunTaken: another importer goes on with this run.
        """
        stream = whole(items)
        try:
            self._skip(stream)
            for batch in batches(stream):
                self._settle(batch)
                if self.on_progress:
                    self.on_progress(self.outcome.read)
            self._close()
        except RunPaused:
            self.outcome.paused = True
        except (OperationalError, InterfaceError, RunTaken):
            raise  # the database is gone or another goes on: the run stays as it is
        except BaseException as error:
            self._stop(error)
            raise
        return self.outcome

    def _skip(self, stream: Iterator[Item]) -> None:
        """Pass over what is settled; the problems are listed again, nothing is counted twice."""
        for _number in range(self.outcome.position):
            item = next(stream, None)
            if isinstance(item, Problem):
                self.outcome.list(item)
            elif item is not None:
                self.outcome.distinct.add(item.identifier)

    def _settle(self, batch: list[Item]) -> None:
        with acting_as(self.actor):
            run = self._locked()
            found = [item for item in batch if isinstance(item, Problem)]
            for problem in found:
                self.outcome.note(problem)
            documents = [item for item in batch if not isinstance(item, Problem)]
            for document in documents:
                self.outcome.keep(document)
            self.book.enter(found)
            if self.storer and documents:
                self.storer.store(documents, self.outcome, self.book)
            self.outcome.position += len(batch)
            self._write(run)

    def _locked(self) -> ImportRun:
        run = ImportRun.objects.select_for_update().get(pk=self.run.pk)
        if run.position != self.outcome.position or run.state in (RunState.DONE, RunState.CHECKED):
            raise RunTaken(
                _("Another importer is going on with this file. Nothing is lost; this one stops. Watch the run page.")
            )
        if run.state != self.state:
            raise RunPaused
        return run

    def _write(self, run: ImportRun) -> None:
        for name in COUNTED:
            setattr(run, name, getattr(self.outcome, name))
        run.sample = self.outcome.sample
        run.distinct_publications = self.outcome.distinct_publications
        run.advanced_at = timezone.now()
        run.save(update_fields=[*COUNTED, "sample", "distinct_publications", "advanced_at"])

    def _close(self) -> None:
        with acting_as(self.actor):
            run = self._locked()
            self._write(run)
            run.finished_at = timezone.now()
            if self.storer:
                run.state = RunState.DONE
                self._tell(run)
            else:
                run.state = RunState.CHECKED if run.kept else RunState.FAILED
                run.total_items, run.position = run.position, 0
            run.save()

    def _tell(self, run: ImportRun) -> None:
        detail = {**self.outcome.counts, "created": run.created, "merged": run.merged}
        audit.record(self.actor, action="literature.import_publications", target=run, detail=detail)
        events.publish(LiteratureImported(run.pk, run.source_name, run.created, run.merged))

    def _stop(self, error: BaseException) -> None:
        """Say that the reading stopped; it goes on behind its position when it is started again."""
        state = RunState.FAILED if isinstance(error, Exception) else RunState.PAUSED
        with contextlib.suppress(DatabaseError), acting_as(self.actor):
            ImportRun.objects.filter(pk=self.run.pk, state=self.state).update(state=state, finished_at=timezone.now())


def whole(items: Iterable[Item]) -> Iterator[Item]:
    """The items; a file that breaks off is a problem at the end, not an exception."""
    try:
        yield from items
    except UnreadableError as error:
        yield error.problem


def batches(stream: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in batches, cut at the same places whenever the file is read from a boundary."""
    batch: list[Item] = []
    length = 0
    for item in stream:
        batch.append(item)
        length += _length(item)
        if len(batch) >= BATCH or length >= CHARACTERS:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _length(item: Item) -> int:
    if isinstance(item, Problem):
        return len(item.raw)
    return len(item.description) + sum(len(claim.text) for claim in item.claims)


def check_items(items: Iterable[Item], *, on_progress: Advance | None = None) -> ImportOutcome:
    """Count what an import would read, without touching the database."""
    outcome = ImportOutcome()
    for batch in batches(whole(items)):
        for item in batch:
            if isinstance(item, Problem):
                outcome.note(item)
            else:
                outcome.keep(item)
        if on_progress:
            on_progress(outcome.read)
    return outcome
