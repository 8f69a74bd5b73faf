"""What the list of findings shows: rows, filters with counts, title sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from erdem.base.actor import Actor
from erdem.base.models import JobProgress, JobState
from erdem.overlap.choices import FindingStatus, ScoreBand
from erdem.overlap.models import ScreeningRun
from erdem.overlap.queries import findings
from erdem.overlap.queries.findings import OPEN, FindingRow, Wanted
from erdem.overlap.queries.words import RELATIONS, kind_labels, relation_label
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


@dataclass(frozen=True)
class ListPage:
    """Everything on the list page."""

    title: str
    wanted: Wanted
    rows: list[FindingRow]
    shown: Page[Any]
    total: int
    statuses: list[Option]
    relations: list[Option]
    kinds: list[Option]
    bands: list[Option]
    place_name: str
    is_narrowed: bool
    may_screen: bool
    run: ScreeningRun | None
    exports: list[dict[str, str]]


def list_page(actor: Actor, wanted: Wanted, shown: Page[Any], *, may_screen: bool) -> ListPage:
    """Return what the list page shows."""
    place = get_place(wanted.place) if wanted.place else None
    return ListPage(
        title=_title(shown.paginator.count, wanted),
        wanted=wanted,
        rows=findings.rows_of(shown.object_list),
        shown=shown,
        total=shown.paginator.count,
        statuses=_statuses(findings.counts(actor, wanted, "status")),
        relations=_options(
            findings.counts(actor, wanted, "relation"), {slug: relation_label(slug) for slug in RELATIONS}
        ),
        kinds=_options(findings.counts(actor, wanted, "kind"), kind_labels()),
        bands=[Option("", _("any")), *(Option(value, str(label)) for value, label in ScoreBand.choices)],
        place_name=place.name if place else "",
        is_narrowed=wanted != Wanted(sort=wanted.sort),
        may_screen=may_screen,
        run=findings.last_run(actor),
        exports=[
            {"url": reverse("overlap:finding-export", args=[kind]) + _query(wanted), "label": kind.upper()}
            for kind in ("csv", "xlsx")
        ],
    )


def _title(count: int, wanted: Wanted) -> str:
    if wanted.status == OPEN:
        words = ngettext("%(count)s finding waits for an opinion", "%(count)s findings wait for an opinion", count)
    else:
        words = ngettext("%(count)s finding", "%(count)s findings", count)
    return words % {"count": count}


def _statuses(counted: dict[str, int]) -> list[Option]:
    waiting = sum(counted.get(status, 0) for status in ("new", "checking", "needs_expert"))
    every = [Option("", _("any")), Option(OPEN, _("waiting for an opinion (%(count)s)") % {"count": waiting})]
    return every + [_option(value, label, counted) for value, label in FindingStatus.choices if value in counted]


def _options(counted: dict[str, int], labels: dict[str, Any]) -> list[Option]:
    return [
        Option("", _("any")),
        *(_option(value, label, counted) for value, label in labels.items() if value in counted),
    ]


def _option(value: str, label: Any, counted: dict[str, int]) -> Option:
    return Option(value, f"{label} ({counted[value]})")


def _query(wanted: Wanted) -> str:
    from django.http import QueryDict

    query = QueryDict(mutable=True)
    named = {
        "q": wanted.words,
        "status": wanted.status,
        "relation": wanted.relation,
        "kind": wanted.kind,
        "place": wanted.place,
        "band": wanted.band,
        "alarm": "1" if wanted.alarm else "",
        "sort": wanted.sort,
    }
    query.update({name: value for name, value in named.items() if value})
    return f"?{query.urlencode()}" if query else ""


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
            "Compared. New findings: %(raised)s; brought up to date: %(refreshed)s; reviewed ones with newer evidence: %(outdated)s."
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
