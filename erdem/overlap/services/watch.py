"""The watch: what is new or changed is compared, and nothing else.

Literature that is new, changed, or was compared with another engine or lexicon meets the whole register, newest first.
Then records that are new or changed meet the rest of the literature. Each batch is one transaction that also keeps how
far the work is, so a run that is killed goes on at its next start; a second run finds nothing to do.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import F, QuerySet

from erdem.base.actor import Actor, acting_as
from erdem.base.models import JobProgress
from erdem.base.policy import require
from erdem.literature.models import Publication
from erdem.overlap import engine
from erdem.overlap.choices import RunScope
from erdem.overlap.models import ComparedPublication, ComparedRecord, Finding, ScreeningRun
from erdem.overlap.policies import can_run_screening
from erdem.overlap.queries.evidence import fingerprint
from erdem.overlap.queries.watching import due_publications, newest_first
from erdem.overlap.services.comparing import WITHDRAWN, Outcome, Pool, Row, Task, compare_batch, pool_of, vanish
from erdem.overlap.services.screening import (
    Progress,
    batches,
    begin_run,
    finish_run,
    remember_records,
    request_job,
)

WATCH: Final = "overlap.watch"
LARGE_SHARE: Final = 0.2  # of the register: with so many changed records looking ahead saves nothing


@dataclass
class Plan:
    """What is to be done: publications that are due, records that are new or changed, records that are gone."""

    due: Sequence[int]
    changed: dict[int, str]
    gone: list[int]

    def basis(self, pool: Pool) -> str:
        """Return what a stopped run must agree in to be gone on with."""
        versions = [pool.engine_version, pool.lexicon_version]
        return fingerprint([*versions, sorted(self.changed.items()), sorted(self.gone)])


def request_watch(*, actor: Actor) -> JobProgress | None:
    """Put the watch into the queue; None when one is waiting already, which will see what has come since.

    Raises:
        PermissionRefused: the actor may not start a comparison.
    """
    return request_job(WATCH, actor, "overlap.request_watch")


def watch(*, actor: Actor, on_progress: Progress | None = None, most: int | None = None) -> Outcome:
    """Compare what is new or changed.

    Args:
        actor: a machine; it reads records that no single person sees.
        on_progress: hears how many publications of how many are done.
        most: stop after about so many publications and leave the rest to the next run.

    Raises:
        PermissionRefused: the comparison runs in the name of a machine.
    """
    require(can_run_screening(actor))
    with acting_as(actor):
        pool = pool_of(actor)
        plan = _plan(pool)
        run = _run_of(plan, pool)
        outcome = Outcome(
            run.pk, len(pool.rows), run.publications, run.raised, run.refreshed, run.outdated, run.skipped
        )
    work = _Work(actor, run, pool, plan, outcome, on_progress, most)
    if work.literature() and work.knowledge():
        work.finish()
    else:
        outcome.is_whole = False
    return outcome


def _plan(pool: Pool) -> Plan:
    versions = (pool.engine_version, pool.lexicon_version)
    held = {
        key: (print_, *rest)
        for key, print_, *rest in ComparedRecord.objects.values_list(
            "record_id", "fingerprint", "engine_version", "lexicon_version"
        )
    }
    prints = {key: pool.fingerprint_of(key) for key in pool.rows}
    return Plan(
        due=array("q", newest_first(due_publications(*versions)).values_list("pk", flat=True).iterator()),
        changed={key: print_ for key, print_ in prints.items() if held.get(key) != (print_, *versions)},
        gone=[key for key in held if key not in pool.rows],
    )


def _run_of(plan: Plan, pool: Pool) -> ScreeningRun:
    """Return the run that was stopped in the middle of this very work, or a new one."""
    basis = plan.basis(pool)
    stopped = ScreeningRun.objects.filter(scope=RunScope.WATCH, finished_at__isnull=True, progress__basis=basis).first()
    if stopped is not None:
        return stopped
    run = begin_run(RunScope.WATCH, pool, 0)
    run.progress = {"basis": basis, "after": 0}
    run.save(update_fields=["progress"])
    return run


@dataclass
class _Work:
    """One run at work."""

    actor: Actor
    run: ScreeningRun
    pool: Pool
    plan: Plan
    outcome: Outcome
    on_progress: Progress | None
    most: int | None
    done: int = 0
    total: int = 0

    def literature(self) -> bool:
        """Let the publications that are due meet the whole register; say whether all have."""
        with acting_as(self.actor):
            unchanged = self._unchanged()
        self.total = len(self.plan.due)
        task = Task(self.run, self.pool, self.outcome, remembers=True, unchanged=unchanged)
        return all(self._batch(task, batch) for batch in batches(self.plan.due))

    def _unchanged(self) -> dict[int, str]:
        """Fingerprints of publications that were saved since without any change to what is read."""
        versions = {"engine_version": self.pool.engine_version, "lexicon_version": self.pool.lexicon_version}
        touched = ComparedPublication.objects.filter(**versions).exclude(changed_at=F("publication__updated_at"))
        return dict(touched.values_list("publication_id", "fingerprint"))

    def knowledge(self) -> bool:
        """Let new or changed records meet the literature that has not met them yet; say whether all has."""
        changed = frozenset(self.plan.changed)
        if not changed:
            return True
        with acting_as(self.actor):
            rest = array("q", self._rest().values_list("pk", flat=True).iterator())
        self.total += len(rest)
        task = Task(self.run, self.pool, self.outcome, changed, self._look_ahead(changed))
        return all(self._batch(task, batch, keeps_place=True) for batch in batches(rest))

    def _rest(self) -> QuerySet[Publication]:
        met = ComparedPublication.objects.filter(run=self.run).values("publication_id")
        after = int(self.run.progress.get("after") or 0)
        return Publication.objects.filter(pk__gt=after).exclude(pk__in=met).order_by("pk")

    def _look_ahead(self, changed: frozenset[int]) -> Callable[[Row], bool] | None:
        """Say cheaply whether a publication has anything in common with the changed records, by a pool of these alone."""
        if len(changed) > LARGE_SHARE * len(self.pool.rows):
            return None
        small = engine.prepare([self.pool.rows[key] for key in sorted(changed)], self.pool.lexicon)
        return lambda row: bool(engine.screen(small, row, 1))

    def _batch(self, task: Task, batch: list[int], *, keeps_place: bool = False) -> bool:
        """Compare one batch in a transaction of its own, with the figures and the place; False when enough is done."""
        if self.most is not None and self.done >= self.most:
            return False
        with acting_as(self.actor):
            compare_batch(self.actor, task, batch)
            if keeps_place:
                self.run.progress["after"] = batch[-1]
            self._keep_figures()
        self.done += len(batch)
        if self.on_progress is not None:
            self.on_progress(self.done, self.total)
        return True

    def _keep_figures(self) -> None:
        for name in ("publications", "raised", "refreshed", "outdated", "skipped"):
            setattr(self.run, name, getattr(self.outcome, name))
        self.run.save(update_fields=["progress", "publications", "raised", "refreshed", "outdated", "skipped"])

    def finish(self) -> None:
        """Remember the records, say what became of the findings of withdrawn ones, and close the run."""
        with acting_as(self.actor):
            remember_records(Task(self.run, self.pool, self.outcome), self.plan.changed)
            self._let_go()
            self.run.publications = self.outcome.publications
            finish_run(self.actor, self.run, self.outcome)

    def _let_go(self) -> None:
        for finding in Finding.objects.select_for_update().filter(record_id__in=self.plan.gone):
            vanish(finding, WITHDRAWN, self.outcome)
        ComparedRecord.objects.filter(record_id__in=self.plan.gone).delete()
