"""Problems and refused records of a run as rows, within what one run may keep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Sum
from django.db.models.functions import Length

from erdem.lib.reading import Problem
from erdem.literature.choices import QuarantineState
from erdem.literature.models import ImportProblem, ImportRun, QuarantinedRecord

STORED: Final = 5_000
QUARANTINED: Final = 20_000
CHARACTERS: Final = 200_000_000


class TroubleBook:
    """Enters what is wrong with a file; beyond 5,000 problems, 20,000 records or 200 million characters only counts."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        waiting = run.quarantine.all()
        self.listed = run.problems.count()
        self.records = waiting.count()
        self.characters = waiting.aggregate(total=Sum(Length("raw")))["total"] or 0
        settled = run.quarantine.exclude(state=QuarantineState.WAITING)
        self.settled = set(settled.values_list("file", "line", "code"))

    def enter(self, problems: Iterable[Problem], formats: dict[int, str] | None = None) -> None:
        """Write problems, and the records they cost. ``formats`` names the format of a raw record by the problem's `id`."""
        rows = list(problems)
        room = max(0, STORED - self.listed)
        ImportProblem.objects.bulk_create(ImportProblem(run=self.run, **_facts(one)) for one in rows[:room])
        self.listed += min(room, len(rows))
        refused = [one for one in rows if self._has_room(one)]
        QuarantinedRecord.objects.bulk_create(
            QuarantinedRecord(
                run=self.run,
                format=(formats or {}).get(id(one), self.run.format),
                raw=_storable(one.raw),
                **{name: value for name, value in _facts(one).items() if name != "record_kept"},
            )
            for one in refused
        )

    def _has_room(self, problem: Problem) -> bool:
        if (
            not problem.raw.strip("\x00")
            or problem.kept
            or (problem.file[:255], problem.line, problem.code) in self.settled
        ):
            return False
        if self.records >= QUARANTINED or self.characters + len(problem.raw) > CHARACTERS:
            return False
        self.records += 1
        self.characters += len(problem.raw)
        return True


def _facts(problem: Problem) -> dict[str, Any]:
    return {
        "file": _storable(problem.file)[:255],
        "line": problem.line,
        "field": _storable(problem.field)[:200],
        "code": problem.code,
        "message": _storable(problem.message),
        "params": {
            name: _storable(value) if isinstance(value, str) else value for name, value in problem.params.items()
        },
        "record_kept": problem.kept,
    }


def _storable(text: str) -> str:
    """The text without zero bytes and halves of characters, which the database cannot hold."""
    return text.replace("\x00", "�").encode("utf-8", "replace").decode("utf-8")
