"""What the pages of the import show: handing files in, one run, how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from erdem.base import jobs
from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment, number
from erdem.base.models import JobProgress
from erdem.literature import queries, services
from erdem.literature.choices import QuarantineState, RunState
from erdem.literature.import_forms import UploadForm
from erdem.literature.models import ImportRun
from erdem.literature.pages.links import Link
from erdem.literature.queries import refused
from erdem.literature.queries.runs import PROBLEMS_SHOWN, format_labels
from erdem.literature.services.columns import TABLE
from erdem.literature.services.pace import seconds_left

RUNS_SHOWN = 20
MOVING = (RunState.CHECKING, RunState.RUNNING)
SHAPES = {
    RunState.CHECKING: "work",
    RunState.CHECKED: "wait",
    RunState.RUNNING: "work",
    RunState.DONE: "done",
    RunState.PAUSED: "wait",
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
    """The page where files are handed in."""

    form: UploadForm
    trail: tuple[Link, ...]
    runs: tuple[RunRow, ...]
    formats: tuple[str, ...]


@dataclass(frozen=True)
class ProblemRow:
    """One problem in words."""

    place: str
    field: str
    words: str
    kept: bool


@dataclass(frozen=True)
class RunPage:
    """The page of one run: checked, being saved, paused, saved or stopped."""

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
    can_go_on: bool
    waiting: int
    settled: int
    columns_url: str

    @property
    def can_confirm(self) -> bool:
        """Say whether there is something to save that waits for the person's word."""
        return self.run.state == RunState.CHECKED

    @property
    def can_pause(self) -> bool:
        """Say whether there is something to stop."""
        return self.run.state == RunState.RUNNING and not self.can_go_on

    @property
    def goes_on_by_command(self) -> bool:
        """Say whether the file was read on the command line and only the command goes on with it."""
        return self.run.blob_id is None and services.can_go_on(self.run)

    @property
    def more_problems(self) -> int:
        """How many problems are only in the download."""
        return max(0, self.run.problem_count - len(self.problems))


def import_page(actor: Actor, form: UploadForm) -> ImportPage:
    """Gather the page where files are handed in."""
    rows = tuple(_row(run) for run in queries.runs(actor)[:RUNS_SHOWN])
    return ImportPage(form, trail_of(), rows, tuple(format_labels()))


def run_of(actor: Actor, number: int) -> ImportRun:
    """The run of an address, else the page that there is none."""
    run = queries.get_run(actor, number)
    if run is None:
        raise Http404
    return run


def trail_of(*last: Link) -> tuple[Link, ...]:
    """The way to a page of the import."""
    own = reverse("literature:publication-import")
    return (
        Link(_("Literature"), reverse("literature:publication-list")),
        Link(_("Import"), own if last else ""),
        *last,
    )


def run_url(run: ImportRun) -> str:
    """The address of a run."""
    return reverse("literature:import-run", args=[run.pk])


def _row(run: ImportRun) -> RunRow:
    return RunRow(run, SHAPES[RunState(run.state)], iso_moment(run.created_at), run_url(run))


def run_page(actor: Actor, run: ImportRun) -> RunPage:
    """Gather the page of a run."""
    progress = jobs.progress_of(run.progress_id) if run.progress_id else None
    states = refused.states(actor, run)
    stands_still = services.stands_still(run)
    waiting = states.get(QuarantineState.WAITING, 0)
    columns_url = _columns_url(run)
    return RunPage(
        run=run,
        trail=trail_of(Link(run.file_name, "")),
        shape="wait" if stands_still else SHAPES[RunState(run.state)],
        title=_title(run, stands_still=stands_still, asks_columns=bool(columns_url)),
        format=queries.format_label(run.format) if run.format else _("not recognised"),
        figures=tuple(_figures(run, waiting)),
        problems=_problems(run),
        moving=run.state in MOVING and not stands_still,
        words=_progress_words(run, progress),
        percent=_percent(run),
        can_go_on=services.can_go_on(run) and run.blob_id is not None,
        waiting=waiting,
        settled=sum(states.values()) - waiting,
        columns_url=columns_url,
    )


def _problems(run: ImportRun) -> tuple[ProblemRow, ...]:
    return tuple(
        ProblemRow(
            place=place_words(problem.line),
            field=problem.field,
            words=words,
            kept=problem.record_kept,
        )
        for problem, words in queries.problems(run, PROBLEMS_SHOWN)
    )


def place_words(line: int | None) -> str:
    """Where in a file something is."""
    return _("line %(line)s") % {"line": line} if line is not None else _("whole file")


def _columns_url(run: ImportRun) -> str:
    """The page that asks for the columns, where the file is a table and nothing of it is saved."""
    if run.blob_id is None or run.position or run.state not in (RunState.CHECKED, RunState.FAILED):
        return ""
    if run.format != TABLE and not run.problems.filter(code="unmapped-table").exists():
        return ""
    return reverse("literature:import-columns", args=[run.pk])


def _title(run: ImportRun, *, stands_still: bool, asks_columns: bool) -> str:
    values = {"kept": number(run.kept), "created": number(run.created), "merged": number(run.merged)}
    if stands_still:
        words = _("The import stands still; %(kept)s records are safe")
    elif run.state == RunState.FAILED:
        words = _failed_words(run, asks_columns=asks_columns)
    else:
        words = str(TITLES[RunState(run.state)])
    return words % values


TITLES: Final[dict[RunState, Promise]] = {
    RunState.CHECKING: gettext_lazy("The file is being checked, nothing is saved yet"),
    RunState.CHECKED: gettext_lazy("%(kept)s records can be saved; nothing is saved yet"),
    RunState.RUNNING: gettext_lazy("The records are being saved"),
    RunState.DONE: gettext_lazy("Saved: %(created)s new publications, %(merged)s completed"),
    RunState.PAUSED: gettext_lazy("Paused; %(kept)s records are saved"),
}


def _failed_words(run: ImportRun, *, asks_columns: bool) -> str:
    if asks_columns:
        return _("Say what each column holds, then the table can be read")
    if run.position:
        return _("The import stopped; %(kept)s records are saved")
    return _("The import stopped; what to do stands below")


def _figures(run: ImportRun, waiting: int) -> list[dict[str, Any]]:
    if run.state == RunState.CHECKING:
        return []
    problems = reverse("literature:import-problems", args=[run.pk])
    waiting_url = reverse("literature:refused-list", args=[run.pk]) if waiting else ""
    kept = _("can be kept") if run.state == RunState.CHECKED else _("kept")
    return [
        {"label": _("records read"), "value": number(run.read)},
        {"label": kept, "value": number(run.kept)},
        {
            "label": _("left out"),
            "value": number(run.rejected),
            "url": waiting_url or (problems if run.problem_count else ""),
        },
        {"label": _("different publications"), "value": number(run.distinct_publications)},
    ]


def _progress_words(run: ImportRun, progress: JobProgress | None) -> str:
    """How far, how fast, how long still, and what is safe."""
    if run.state == RunState.CHECKING:
        done = progress.done if progress else 0
        words = ngettext("%(done)s record read so far", "%(done)s records read so far", done)
        return words % {"done": number(done)}
    words = ngettext("%(done)s record settled so far", "%(done)s records settled so far", run.read)
    parts = [words % {"done": number(run.read)}, *_pace_words(run, progress)]
    return _(", ").join(parts) + _(". What is settled stays, whatever happens.")


def _pace_words(run: ImportRun, progress: JobProgress | None) -> list[str]:
    try:
        rate = float(progress.message) if progress else 0.0
    except ValueError:
        return []
    if rate <= 0:
        return []
    words = [_("%(rate)s a second") % {"rate": number(max(1, round(rate)))}]
    left = seconds_left(run.total_items - run.position, rate) if run.total_items else None
    return [*words, duration_words(left)] if left is not None else words


def duration_words(seconds: int) -> str:
    """About how long something still takes."""
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 60:
        return ngettext("about %(minutes)s minute left", "about %(minutes)s minutes left", minutes) % {
            "minutes": minutes
        }
    return _("about %(hours)s h %(minutes)s min left") % {"hours": minutes // 60, "minutes": minutes % 60}


def _percent(run: ImportRun) -> int | None:
    return min(100, run.position * 100 // run.total_items) if run.total_items else None
