"""What the list of findings shows: rows, filters with counts, title sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment, number
from erdem.base.models import JobProgress, JobState
from erdem.overlap.choices import OPEN_STATES, FindingStatus, ScoreBand
from erdem.overlap.models import ScreeningRun
from erdem.overlap.policies import can_draw_set
from erdem.overlap.queries import findings
from erdem.overlap.queries.bands import band_sentence
from erdem.overlap.queries.findings import OPEN, FindingRow, Wanted
from erdem.overlap.queries.joining import sentences
from erdem.overlap.queries.watching import duration, watch_state
from erdem.overlap.queries.words import RELATIONS, WINDOW_WORDS, kind_labels
from erdem.people.queries import get_place

EXPORT_COLUMNS = (
    gettext_lazy("number"),
    gettext_lazy("status"),
    gettext_lazy("publication"),
    gettext_lazy("title of the publication"),
    gettext_lazy("record"),
    gettext_lazy("name of the record"),
    gettext_lazy("relation"),
    gettext_lazy("ranking score (orders only, no verdict)"),
    gettext_lazy("band"),
    gettext_lazy("window for action"),
    gettext_lazy("last day of the window"),
    gettext_lazy("rank"),
    gettext_lazy("records compared"),
    gettext_lazy("found"),
    gettext_lazy("engine version"),
    gettext_lazy("lexicon version"),
)


@dataclass(frozen=True)
class Option:
    """One choice of a filter with the number of findings behind it."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    """One filter."""

    name: str
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class WatchNote:
    """What the automatic comparison has done and still has to do, in sentences."""

    last: str
    due: str
    is_due: bool


@dataclass(frozen=True)
class ListPage:
    """Everything on the list page."""

    title: str
    wanted: Wanted
    rows: list[FindingRow]
    shown: Page[Any]
    facets: tuple[Facet, ...]
    place_name: str
    is_narrowed: bool
    may_screen: bool
    may_annotate: bool
    run: ScreeningRun | None
    watch: WatchNote | None
    news: Option | None
    bands: tuple[str, ...]
    exports: list[dict[str, str]]

    @property
    def news_options(self) -> tuple[Option, ...]:
        """The one choice of the filter for news."""
        return (self.news,) if self.news else ()


def list_page(actor: Actor, wanted: Wanted, shown: Page[Any], *, may_screen: bool) -> ListPage:
    """Return what the list page shows."""
    place = get_place(wanted.place) if wanted.place else None
    return ListPage(
        title=_title(shown.paginator.count, wanted),
        wanted=wanted,
        rows=findings.rows_of(shown.object_list),
        shown=shown,
        facets=_facets(actor, wanted),
        place_name=place.name if place else "",
        is_narrowed=wanted != Wanted(sort=wanted.sort),
        may_screen=may_screen,
        may_annotate=bool(can_draw_set(actor)),
        run=findings.last_run(actor),
        watch=watch_note(actor) if may_screen else None,
        news=_news(actor, wanted),
        bands=tuple(band_sentence(band) for band in ScoreBand.values),
        exports=[
            {"url": f"{reverse('overlap:finding-export', args=[kind])}?{wanted.query()}", "label": kind.upper()}
            for kind in ("csv", "xlsx")
        ],
    )


def watch_note(actor: Actor) -> WatchNote:
    """Say when the last comparison ended, how long it took and what is due, for those who may see runs."""
    state = watch_state(actor)
    run = state.last
    last = _("Nothing has been compared yet.")
    if run is not None and run.finished_at is not None:
        took = duration(run) or dt.timedelta()
        last = _("Last compared %(moment)s: %(count)s publications in %(seconds)s s.") % {
            "moment": iso_moment(run.finished_at)[:16],
            "count": number(run.publications),
            "seconds": number(max(1, round(took.total_seconds()))),
        }
    due = _("Nothing is due.")
    if state.due:
        due = ngettext("%(count)s publication is due.", "%(count)s publications are due.", state.due)
        due %= {"count": number(state.due)}
    if state.running is not None and state.due:
        due = sentences((due, _("A comparison is at work or goes on with the next one.")))
    return WatchNote(last, due, is_due=bool(state.due))


def _news(actor: Actor, wanted: Wanted) -> Option | None:
    """The filter for decided findings with news; None when there are none and nobody asks."""
    count = findings.counts(actor, wanted, "news").get("True", 0)
    return Option("1", _("with news since the decision"), count, wanted.news) if count or wanted.news else None


def _title(count: int, wanted: Wanted) -> str:
    if wanted.status == (OPEN,):
        words = ngettext("%(count)s finding waits for an opinion", "%(count)s findings wait for an opinion", count)
    else:
        words = ngettext("%(count)s finding", "%(count)s findings", count)
    return words % {"count": count}


def _facets(actor: Actor, wanted: Wanted) -> tuple[Facet, ...]:
    statuses = findings.counts(actor, wanted, "status")
    waiting = {OPEN: sum(statuses.get(status, 0) for status in OPEN_STATES)}
    described: tuple[tuple[str, str, dict[str, Any], dict[str, int]], ...] = (
        (
            "status",
            _("Status"),
            {OPEN: _("waiting for an opinion"), **dict(FindingStatus.choices)},
            {**waiting, **statuses},
        ),
        ("relation", _("Relation"), RELATIONS, findings.counts(actor, wanted, "relation")),
        ("kind", _("Kind of knowledge"), kind_labels(), findings.counts(actor, wanted, "kind")),
        ("band", _("Band"), dict(ScoreBand.choices), findings.counts(actor, wanted, "band")),
        ("window", _("Window for action"), WINDOW_WORDS, findings.counts(actor, wanted, "window")),
    )
    return tuple(
        Facet(name, title, _options(getattr(wanted, name), labels, counted))
        for name, title, labels, counted in described
    )


def _options(chosen: tuple[str, ...], labels: dict[str, Any], counted: dict[str, int]) -> tuple[Option, ...]:
    return tuple(
        Option(value, str(label), counted.get(value, 0), value in chosen)
        for value, label in labels.items()
        if value in chosen or counted.get(value)
    )


@dataclass(frozen=True)
class ProgressPage:
    """How far a comparison is."""

    url: str
    done: bool
    failed: bool
    percent: int | None
    text: str


def progress_page(progress: JobProgress) -> ProgressPage:
    """Return the words and the share of a running comparison."""
    finished = progress.state == JobState.DONE
    failed = progress.state == JobState.FAILED
    known = bool(progress.total)
    return ProgressPage(
        url=reverse("overlap:screen-progress", args=[progress.pk]),
        done=finished or failed,
        failed=failed,
        percent=100
        if finished
        else (round(100 * progress.done / progress.total) if known and progress.total else None),
        text=_progress_words(progress),
    )


def _progress_words(progress: JobProgress) -> str:
    if progress.state == JobState.DONE:
        return _(
            "Compared. New findings: %(raised)s; brought up to date: %(refreshed)s; reviewed ones with newer"
            " evidence: %(outdated)s."
        ) % {name: progress.detail.get(name, 0) for name in ("raised", "refreshed", "outdated")}
    if progress.state == JobState.FAILED:
        return _(
            "The comparison stopped before it was finished. What was already saved is kept; start it again to go on."
        )
    if progress.state == JobState.QUEUED:
        return _("The comparison waits for its turn. You may leave this page.")
    return _("Comparing: %(done)s of %(total)s publications. You may leave this page.") % {
        "done": progress.done,
        "total": progress.total or "…",
    }
