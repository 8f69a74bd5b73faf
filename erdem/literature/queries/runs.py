"""Reads of import runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.lib.reading import FAULTS
from erdem.literature import formats
from erdem.literature.models import ImportProblem, ImportRun, QuarantinedRecord
from erdem.literature.policies import visible_runs

PROBLEMS_SHOWN = 50
WORDED = ("what", "expected", "instead", "reason")
"""Parameters of a problem that are words of ours, not of the file."""


def runs(actor: Actor) -> QuerySet[ImportRun]:
    """Return the runs the actor may see, newest first."""
    return ImportRun.objects.filter(visible_runs(actor)).order_by("-pk")


def get_run(actor: Actor, number: int) -> ImportRun | None:
    """Return a run, or None."""
    return runs(actor).filter(pk=number).first()


def problem_words(problem: ImportProblem | QuarantinedRecord) -> str:
    """The sentence of a problem in the reader's language; as it was written when the kind is no longer known."""
    fault = FAULTS.get(problem.code)
    if fault is None:
        return problem.message
    try:
        params = {name: _(value) if name in WORDED and value else value for name, value in problem.params.items()}
        return str(_(fault.template) % params)
    except (KeyError, TypeError, ValueError):
        return problem.message


def problems(run: ImportRun, most: int | None = None) -> Iterator[tuple[ImportProblem, str]]:
    """Yield the problems of a run with their sentences."""
    rows = run.problems.order_by("pk")
    for problem in rows[:most] if most else rows:
        yield problem, problem_words(problem)


def problem_rows(run: ImportRun) -> Iterator[list[Any]]:
    """Yield rows for the download: file, line, field, what happened, whether the record was kept, kind."""
    for problem, words in problems(run):
        kept = _("record kept") if problem.record_kept else _("record left out")
        yield [problem.file, problem.line, problem.field, words, kept, problem.code]


def format_label(name: str) -> str:
    """The name of a file format for people."""
    return next((_(one.label) for one in formats.FORMATS if one.name == name), name)


def format_labels() -> list[str]:
    """The names of all formats for people, each once; what packs the others stands last."""
    ordered = sorted(formats.FORMATS, key=lambda one: one is formats.ARCHIVE)
    return [_(label) for label in dict.fromkeys(one.label for one in ordered)]


def format_choices() -> list[tuple[str, str]]:
    """Formats to choose from; by itself the content decides."""
    return [("auto", _("recognise by content")), *((one.name, _(one.label)) for one in formats.FORMATS)]
