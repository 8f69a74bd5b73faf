"""What the pages of the import show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base import jobs
from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment, number
from erdem.base.models import JobProgress
from erdem.literature import queries
from erdem.literature.choices import RunState
from erdem.literature.forms import UploadForm
from erdem.literature.models import ImportRun
from erdem.literature.pages import Link
from erdem.literature.queries.runs import PROBLEMS_SHOWN

RUNS_SHOWN = 20
MOVING = (RunState.CHECKING, RunState.RUNNING)
SHAPES = {
    RunState.CHECKING: "work",
    RunState.CHECKED: "wait",
    RunState.RUNNING: "work",
    RunState.DONE: "done",
    RunState.FAILED: "over",
}


@dataclass(frozen=True)
class RunRow:
    """A run in the list of runs."""

    run: ImportRun
    shape: str
    begun: str
    url: str


@dataclass(frozen=True)
class ImportPage:
    """The page where a file is handed in."""

    form: UploadForm
    trail: tuple[Link, ...]
    runs: tuple[RunRow, ...]


@dataclass(frozen=True)
class ProblemRow:
    """One problem in words."""

    place: str
    field: str
    words: str
    kept: bool


@dataclass(frozen=True)
class RunPage:
    """The page of one run: checked, being saved, saved or stopped."""

    run: ImportRun
    trail: tuple[Link, ...]
    shape: str
    title: str
    format: str
    figures: tuple[dict[str, Any], ...]
    problems: tuple[ProblemRow, ...]
    moving: bool
    words: str
    percent: int | None

    @property
    def can_confirm(self) -> bool:
        """Say whether there is something to save that waits for the person's word."""
        return self.run.state == RunState.CHECKED

    @property
    def more_problems(self) -> int:
        """How many problems are only in the download."""
        return max(0, self.run.problem_count - len(self.problems))


def import_page(actor: Actor, form: UploadForm) -> ImportPage:
    """Gather the page where a file is handed in."""
    return ImportPage(form, _trail(), tuple(_row(run) for run in queries.runs(actor)[:RUNS_SHOWN]))


def _trail(last: str = "") -> tuple[Link, ...]:
    own = reverse("literature:publication-import")
    trail = (Link(_("Literature"), reverse("literature:publication-list")), Link(_("Import"), own if last else ""))
    return (*trail, Link(last, "")) if last else trail


def _row(run: ImportRun) -> RunRow:
    url = reverse("literature:import-run", args=[run.pk])
    return RunRow(run, SHAPES[RunState(run.state)], iso_moment(run.created_at), url)


def run_page(run: ImportRun) -> RunPage:
    """Gather the page of a run."""
    progress = jobs.progress_of(run.progress_id) if run.progress_id else None
    return RunPage(
        run=run,
        trail=_trail(run.file_name),
        shape=SHAPES[RunState(run.state)],
        title=_title(run),
        format=queries.format_label(run.format) if run.format else _("not recognised"),
        figures=tuple(_figures(run)),
        problems=tuple(
            ProblemRow(
                place=_("line %(line)s") % {"line": problem.line} if problem.line is not None else _("whole file"),
                field=problem.field,
                words=words,
                kept=problem.record_kept,
            )
            for problem, words in queries.problems(run, PROBLEMS_SHOWN)
        ),
        moving=run.state in MOVING,
        words=_progress_words(run, progress),
        percent=_percent(progress),
    )


def _title(run: ImportRun) -> str:
    values = {"kept": number(run.kept), "created": number(run.created), "merged": number(run.merged)}
    match run.state:
        case RunState.CHECKING:
            return _("The file is being checked, nothing is saved yet")
        case RunState.CHECKED:
            return _("%(kept)s records can be saved; nothing is saved yet") % values
        case RunState.RUNNING:
            return _("%(kept)s records are being saved") % values
        case RunState.DONE:
            return _("Saved: %(created)s new publications, %(merged)s completed") % values
        case _:
            return _("The import stopped; what to do stands below")


def _figures(run: ImportRun) -> list[dict[str, Any]]:
    if run.state == RunState.CHECKING:
        return []
    problems = reverse("literature:import-problems", args=[run.pk])
    return [
        {"label": _("records read"), "value": number(run.read)},
        {"label": _("can be kept"), "value": number(run.kept)},
        {"label": _("left out"), "value": number(run.rejected), "url": problems if run.problem_count else ""},
        {"label": _("different publications"), "value": number(run.distinct_publications)},
    ]


def _progress_words(run: ImportRun, progress: JobProgress | None) -> str:
    done = progress.done if progress else 0
    if run.state == RunState.CHECKING:
        return ngettext("%(done)s record read so far", "%(done)s records read so far", done) % {"done": number(done)}
    return ngettext("%(done)s record saved so far", "%(done)s records saved so far", done) % {"done": number(done)}


def _percent(progress: JobProgress | None) -> int | None:
    if progress is None or not progress.total:
        return None
    return min(100, progress.done * 100 // progress.total)
