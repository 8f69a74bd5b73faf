"""Import runs: read a file in bounded memory, store it batch by batch, leave one audit entry and a list of problems."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.utils import timezone

from erdem.base import audit, events
from erdem.base.actor import Actor, acting_as
from erdem.base.policy import require
from erdem.lib.reading import Problem, UnreadableError
from erdem.literature import formats
from erdem.literature.choices import RunState
from erdem.literature.events import LiteratureImported
from erdem.literature.formats.model import Publication as Read
from erdem.literature.models import ImportProblem, ImportRun
from erdem.literature.policies import can_import
from erdem.literature.services.faults import NOT_STORED
from erdem.literature.services.intake import Intake, take_in
from erdem.literature.services.shelf import Shelf

AUTO: Final = "auto"
BATCH: Final = 200
LISTED: Final = 100_000
STORED: Final = 5_000
SAMPLE: Final = 10
Item = Read | Problem
Advance = Callable[[int], None]


@dataclass(slots=True)
class ImportOutcome:
    """What came of a file. ``read`` = ``kept`` + ``rejected``; ``problems`` lists the first 100,000 of ``problem_count``."""

    read: int = 0
    kept: int = 0
    rejected: int = 0
    created: int = 0
    merged: int = 0
    problem_count: int = 0
    format: str = ""
    run_id: int = 0
    problems: list[Problem] = field(default_factory=list)
    sample: list[dict[str, str]] = field(default_factory=list)
    publication_ids: list[int] = field(default_factory=list)
    identifiers: set[str] = field(default_factory=set)

    @property
    def distinct_publications(self) -> int:
        """How many different documents the file speaks of."""
        return len(self.identifiers)

    @property
    def counts(self) -> dict[str, int]:
        """The four figures that `erdem import` prints."""
        return {
            "read": self.read,
            "kept": self.kept,
            "rejected": self.rejected,
            "distinct_publications": self.distinct_publications,
        }

    @property
    def is_clean(self) -> bool:
        """Say whether nothing was rejected and the file was read to its end."""
        return all(problem.kept for problem in self.problems) and self.rejected == 0

    def note(self, problem: Problem) -> None:
        """Count a problem; one that cost a record counts as read and rejected."""
        self.problem_count += 1
        if len(self.problems) < LISTED:
            self.problems.append(problem)
        if not problem.kept and problem.line is not None:
            self.read += 1
            self.rejected += 1

    def keep(self, item: Read) -> None:
        """Count a record that was read well."""
        self.read += 1
        self.kept += 1
        self.identifiers.add(item.identifier)
        if len(self.sample) < SAMPLE:
            self.sample.append({"number": item.number or item.application or item.identifier, "title": item.title})

    def lose(self, problem: Problem) -> None:
        """Count a record that was read well but could not be stored."""
        self.kept -= 1
        self.read -= 1
        self.note(problem)


def check_items(items: Iterable[Item], *, on_progress: Advance | None = None) -> ImportOutcome:
    """Count what an import would read, without touching the database."""
    outcome = ImportOutcome()
    for item in _readable(items, outcome):
        outcome.keep(item)
        if on_progress and outcome.kept % BATCH == 0:
            on_progress(outcome.read)
    return outcome


def import_publications(
    *,
    actor: Actor,
    items: Iterable[Item],
    source_name: str,
    file_name: str = "",
    sha256: str = "",
    run_id: int = 0,
    demonstration: bool = False,
    on_progress: Advance | None = None,
) -> ImportOutcome:
    """Store documents batch by batch; importing the same again changes nothing.

    A batch is stored whole or not at all; a record that the database refuses is left out alone and reported. Held fields
    are never overwritten. Leaves one audit entry and tells `LiteratureImported`.

    Raises:
        PermissionRefused: the actor may not bring literature in.
    """
    require(can_import(actor))
    outcome = ImportOutcome(run_id=run_id or _open_run(actor, source_name, file_name, sha256))
    source = {"name": source_name, "file": file_name, "day": timezone.localdate().isoformat()}
    try:
        stream = _readable(items, outcome)
        while batch := list(islice(stream, BATCH)):
            for item in batch:
                outcome.keep(item)
            intakes = [take_in(item, source, file_name) for item in batch]
            _store(actor, intakes, outcome, demonstration=demonstration)
            if on_progress:
                on_progress(outcome.read)
        _close_run(actor, outcome, source_name)
    except BaseException:
        with contextlib.suppress(DatabaseError), acting_as(actor):
            ImportRun.objects.filter(pk=outcome.run_id).update(state=RunState.FAILED, finished_at=timezone.now())
        raise
    return outcome


def import_file(
    actor: Actor,
    path: Path | str,
    *,
    format: str = AUTO,  # noqa: A002  the word the command line uses
    dry_run: bool = False,
    source_name: str = "",
    demonstration: bool = False,
    on_progress: Advance | None = None,
) -> ImportOutcome:
    """Import a file of any known format, or with ``dry_run`` only count what it holds.

    ``on_progress`` is called with the number of records read so far.

    Raises:
        PermissionRefused: the actor may not bring literature in.
    """
    path = Path(path)
    items = formats.read(path, format, name=path.name)
    if dry_run:
        outcome = check_items(items, on_progress=on_progress)
    else:
        outcome = import_publications(
            actor=actor,
            items=items,
            source_name=source_name or path.name,
            file_name=path.name,
            sha256=_sha256(path),
            demonstration=demonstration,
            on_progress=on_progress,
        )
    outcome.format = format if format != AUTO else recognised(path, path.name)
    return outcome


def recognised(source: Path | BinaryIO, name: str) -> str:
    """Return the name of the format a file is in, blank when it is none that is known."""
    try:
        return formats.detect(source, name)
    except UnreadableError:
        return ""


def _readable(items: Iterable[Item], outcome: ImportOutcome) -> Iterator[Read]:
    """Yield the documents and note the problems; a file that breaks off is a problem, not an exception."""
    try:
        for item in items:
            if isinstance(item, Problem):
                outcome.note(item)
            else:
                yield item
    except UnreadableError as error:
        outcome.note(error.problem)


def _store(actor: Actor, intakes: list[Intake], outcome: ImportOutcome, *, demonstration: bool) -> None:
    try:
        _store_together(actor, intakes, outcome, demonstration=demonstration)
    except (DataError, IntegrityError) as error:
        if len(intakes) > 1:  # halves, until the refused record stands alone
            middle = len(intakes) // 2
            for part in (intakes[:middle], intakes[middle:]):
                _store(actor, part, outcome, demonstration=demonstration)
            return
        file, line = intakes[0].place
        reason = str(error).splitlines()[0][:200]
        outcome.lose(NOT_STORED.at(file, line or 0, number=intakes[0].number, reason=reason))


def _store_together(actor: Actor, intakes: list[Intake], outcome: ImportOutcome, *, demonstration: bool) -> None:
    with acting_as(actor):
        shelf = Shelf(intakes, demonstration=demonstration)
        for intake in intakes:
            shelf.put(intake)
        touched = shelf.save()
    outcome.created += sum(held.is_new for held in touched)
    outcome.merged += sum(not held.is_new for held in touched)
    outcome.publication_ids += [held.publication.pk for held in touched]
    for problem in shelf.problems:
        outcome.note(problem)


def _open_run(actor: Actor, source_name: str, file_name: str, sha256: str) -> int:
    with acting_as(actor):
        run = ImportRun(
            source_name=source_name[:100],
            file_name=(file_name or source_name)[:255],
            sha256=sha256,
            state=RunState.RUNNING,
            user_id=actor.user_id,
        )
        run.save(force_insert=True)
    return run.pk


def _close_run(actor: Actor, outcome: ImportOutcome, source_name: str) -> None:
    with acting_as(actor):
        run = ImportRun.objects.get(pk=outcome.run_id)
        record_outcome(run, outcome, RunState.DONE)
        detail = {**outcome.counts, "created": outcome.created, "merged": outcome.merged}
        audit.record(actor, action="literature.import_publications", target=run, detail=detail)
        events.publish(LiteratureImported(run.pk, source_name, tuple(outcome.publication_ids)))


@transaction.atomic
def record_outcome(run: ImportRun, outcome: ImportOutcome, state: str) -> None:
    """Write the counts and problems of a run in place of those of an earlier check."""
    for name, value in outcome.counts.items():
        setattr(run, name, value)
    run.created, run.merged, run.problem_count = outcome.created, outcome.merged, outcome.problem_count
    run.sample, run.state, run.finished_at = outcome.sample, state, timezone.now()
    run.format = outcome.format or run.format
    run.save()
    run.problems.all().delete()
    ImportProblem.objects.bulk_create(
        ImportProblem(
            run=run,
            file=problem.file[:255],
            line=problem.line,
            field=problem.field[:200],
            code=problem.code,
            message=problem.message,
            params=dict(problem.params),
            record_kept=problem.kept,
        )
        for problem in outcome.problems[:STORED]
    )


def _sha256(path: Path) -> str:
    with contextlib.suppress(OSError), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
    return ""
