"""What the watch has still to compare, and what it did last: for its page, its command and the watch itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from erdem.base.actor import Actor
from erdem.knowledge.choices import Status
from erdem.knowledge.models import Record
from erdem.literature.models import Publication
from erdem.overlap.choices import RunScope
from erdem.overlap.engine import ENGINE_VERSION
from erdem.overlap.models import ComparedPublication, ComparedRecord, ScreeningRun
from erdem.overlap.policies import visible_runs


def due_publications(engine_version: str, lexicon_version: str) -> QuerySet[Publication]:
    """Return the publications that are new, were saved since, or were compared with another engine or lexicon."""
    same = ComparedPublication.objects.filter(
        publication=OuterRef("pk"),
        changed_at=OuterRef("updated_at"),
        engine_version=engine_version,
        lexicon_version=lexicon_version,
    )
    return Publication.objects.filter(~Exists(same))


def applications_of(keys: Collection[int]) -> list[int]:
    """Return the other documents of the same applications on which findings stand: a grant changes their stage too."""
    mine = Publication.objects.filter(pk__in=keys)
    stems, applications = (mine.exclude(**{name: ""}).values(name) for name in ("number_stem", "application_key"))
    kin = Publication.objects.filter(Q(number_stem__in=stems) | Q(application_key__in=applications))
    return list(
        kin.filter(findings__isnull=False).exclude(pk__in=keys).distinct().order_by("pk").values_list("pk", flat=True)
    )


def newest_first(found: QuerySet[Publication]) -> QuerySet[Publication]:
    """Order literature by its day of publication, the newest first, undated last."""
    return found.order_by(F("publication_date").desc(nulls_last=True), "-pk")


@dataclass(frozen=True)
class WatchState:
    """What is due and what was done: the last finished watch and the last comparison of everything, and how long they took."""

    due: int
    changed_records: int | None
    watched: ScreeningRun | None
    whole: ScreeningRun | None
    running: ScreeningRun | None

    @property
    def last(self) -> ScreeningRun | None:
        """The later of the two."""
        runs = [run for run in (self.watched, self.whole) if run is not None and run.finished_at is not None]
        return max(runs, key=lambda run: run.finished_at or run.started_at, default=None)


def watch_state(actor: Actor) -> WatchState:
    """Return what is due, for those who may see runs. The versions of the last run count; a new lexicon marks itself."""
    runs = ScreeningRun.objects.filter(visible_runs(actor))
    finished = runs.filter(finished_at__isnull=False)
    watched = finished.filter(scope=RunScope.WATCH).order_by("-id").first()
    whole = finished.filter(scope=RunScope.COLLECTION).order_by("-id").first()
    latest = runs.order_by("-id").first()
    lexicon = latest.lexicon_version if latest else ""
    return WatchState(
        due=due_publications(ENGINE_VERSION, lexicon).count(),
        changed_records=_records_never_compared() if actor.is_machine else None,
        watched=watched,
        whole=whole,
        running=runs.filter(scope=RunScope.WATCH, finished_at__isnull=True).order_by("-id").first(),
    )


def _records_never_compared() -> int:
    """Count registered records without a mark. Changed ones are known only when their rows are read."""
    held = Record.objects.filter(status=Status.REGISTERED)
    return held.filter(~Exists(ComparedRecord.objects.filter(record=OuterRef("pk")))).count()


def duration(run: ScreeningRun) -> dt.timedelta | None:
    """Return how long a run took, or None while it runs."""
    return run.finished_at - run.started_at if run.finished_at else None


def as_json(state: WatchState) -> dict[str, Any]:
    """Return the state for a command that prints JSON."""
    last = state.last
    took = duration(last) if last else None
    return {
        "due_publications": state.due,
        "new_records": state.changed_records,
        "unfinished_run": state.running.pk if state.running else None,
        "last_run": last.finished_at.isoformat() if last and last.finished_at else None,
        "last_scope": last.scope if last else None,
        "last_seconds": round(took.total_seconds(), 1) if took is not None else None,
        "last_compared": last.publications if last else None,
        "raised": last.raised if last else None,
        "outdated": last.outdated if last else None,
    }
