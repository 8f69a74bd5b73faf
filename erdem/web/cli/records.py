"""Brings a file of TK records in from the command line, batch by batch, in the name of the installation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from erdem.base.actor import SYSTEM, acting_as
from erdem.knowledge import services
from erdem.knowledge.entries import read_contents
from erdem.lib.reading import Problem

BATCH = 200


@dataclass
class Tally:
    """What came of a file: ``kept`` were or would be written, ``known`` were there already."""

    read: int = 0
    kept: int = 0
    known: int = 0
    rejected: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """The figures to print."""
        return {"read": self.read, "kept": self.kept, "known": self.known, "rejected": self.rejected}

    def add(self, outcome: services.ImportOutcome) -> None:
        """Add the outcome of a batch."""
        self.read += outcome.read
        self.kept += outcome.kept
        self.known += outcome.known
        self.rejected += outcome.rejected
        self.problems += outcome.problems

    def lose(self, problem: Problem) -> None:
        """Count a line that could not be read."""
        self.problems.append(problem)
        if not problem.kept and problem.line is not None:
            self.read += 1
            self.rejected += 1


def import_records(
    path: Path, file_format: str, options: services.ImportOptions, *, dry_run: bool, advance: Callable[[int], None]
) -> Tally:
    """Read, check and, unless it is a dry run, write. A batch is written whole or not at all."""
    tally = Tally()
    importer = services.Importer(SYSTEM, options)
    items = read_contents(path, file_format, name=path.name)
    while batch := list(islice(items, BATCH)):
        contents = [item for item in batch if not isinstance(item, Problem)]
        for item in batch:
            if isinstance(item, Problem):
                tally.lose(item)
        with acting_as(SYSTEM):
            tally.add(importer.check(contents)[1] if dry_run else importer.write(contents))
        advance(tally.read)
    return tally
