"""What came of a file: counts that the run keeps in the database, and the first problems to show."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from erdem.lib.reading import Problem
from erdem.literature.formats.model import Publication as Read
from erdem.literature.models import ImportRun
from erdem.literature.services.distinct import Distinct

LISTED: Final = 100_000
SAMPLE: Final = 10
COUNTED: Final = ("read", "kept", "rejected", "created", "merged", "problem_count", "position")


@dataclass(slots=True)
class ImportOutcome:
    """What came of a file. ``read`` = ``kept`` + ``rejected``; ``problems`` lists the first 100,000 of ``problem_count``.

    The counts are of the whole run, also of a part that was read before an interruption; ``resumed_at`` is the position
    from which this reading went on. ``paused`` when somebody stopped it.
    """

    read: int = 0
    kept: int = 0
    rejected: int = 0
    created: int = 0
    merged: int = 0
    problem_count: int = 0
    position: int = 0
    resumed_at: int = 0
    paused: bool = False
    format: str = ""
    run_id: int = 0
    problems: list[Problem] = field(default_factory=list)
    sample: list[dict[str, str]] = field(default_factory=list)
    distinct: Distinct = field(default_factory=Distinct)

    @classmethod
    def of(cls, run: ImportRun) -> ImportOutcome:
        """Go on counting where a run stands."""
        counts = {name: getattr(run, name) for name in COUNTED}
        return cls(**counts, resumed_at=run.position, format=run.format, run_id=run.pk, sample=list(run.sample))

    @property
    def distinct_publications(self) -> int:
        """How many different documents the file speaks of."""
        return len(self.distinct)

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

    def list(self, problem: Problem) -> None:
        """List a problem without counting it; the refused record itself is not held in memory."""
        if len(self.problems) < LISTED:
            self.problems.append(replace(problem, raw=""))

    def note(self, problem: Problem) -> None:
        """Count a problem; one that cost a record counts as read and rejected."""
        self.problem_count += 1
        self.list(problem)
        if not problem.kept and problem.line is not None:
            self.read += 1
            self.rejected += 1

    def keep(self, item: Read) -> None:
        """Count a record that was read well."""
        self.read += 1
        self.kept += 1
        self.distinct.add(item.identifier)
        if len(self.sample) < SAMPLE:
            number = item.number or item.application or item.identifier
            self.sample.append({"number": number[:60], "title": item.title[:500]})

    def lose(self, problem: Problem) -> None:
        """Count a record that was read well but could not be stored."""
        self.kept -= 1
        self.read -= 1
        self.note(problem)
