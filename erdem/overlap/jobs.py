"""Background work of the overlap app: screening, with progress that a page can watch."""

from __future__ import annotations

from procrastinate.contrib.django import app

from erdem.base.actor import acting_as, job_actor
from erdem.base.jobs import JobRun, job_run
from erdem.overlap import services

SCREEN = services.SCREEN
WATCH = services.WATCH
ONE_AT_A_TIME = "overlap.compare"


def _reporter(run: JobRun) -> services.Progress:
    def report(done: int, total: int) -> None:
        run.advance(done, total)

    return report


def _counts(outcome: services.Outcome) -> dict[str, int]:
    names = ("raised", "refreshed", "outdated", "publications", "skipped")
    return {name: getattr(outcome, name) for name in names}


@app.task(name=WATCH, queueing_lock=WATCH, lock=ONE_AT_A_TIME)
def watch(progress_id: str) -> None:
    """Compare what is new or changed, and tell those whose findings have news; killed, it goes on where it was."""
    with job_run(WATCH, progress_id) as run:
        outcome = services.watch(actor=run.actor, on_progress=_reporter(run))
        services.tell_deciders(actor=run.actor)
        run.finish(_counts(outcome))


@app.periodic(cron="45 17 * * *")  # 01:45 in China, at night
@app.task(name="overlap.watch_nightly", queueing_lock="overlap.watch_nightly")
def watch_nightly(timestamp: int = 0) -> None:
    """Ask for the watch every night: what no import and no registration has announced is found then."""
    actor = job_actor("overlap.watch_nightly")
    with acting_as(actor):
        services.request_watch(actor=actor)


@app.task(name=SCREEN, queueing_lock=SCREEN, lock=ONE_AT_A_TIME)
def screen_collection(progress_id: str) -> None:
    """Compare every registered record with every publication."""
    with job_run(SCREEN, progress_id) as run:
        outcome = services.screen_collection(actor=run.actor, on_progress=_reporter(run))
        services.tell_deciders(actor=run.actor)
        run.finish(_counts(outcome))


@app.task(name="overlap.screen_record")
def screen_record(progress_id: str, record_id: int) -> None:
    """Compare one record with every publication."""
    with job_run("overlap.screen_record", progress_id) as run:
        outcome = services.screen_record(actor=run.actor, record_id=record_id, on_progress=_reporter(run))
        run.finish(_counts(outcome))


@app.task(name="overlap.screen_publication")
def screen_publication(progress_id: str, publication_id: int) -> None:
    """Compare one publication with every registered record."""
    with job_run("overlap.screen_publication", progress_id) as run:
        outcome = services.screen_publication(actor=run.actor, publication_id=publication_id)
        run.finish(_counts(outcome))


@app.task(name=services.DRAW)
def draw_pairs(progress_id: str, set_id: int) -> None:
    """Draw the pairs of an annotation set."""
    with job_run(services.DRAW, progress_id) as run:
        run.finish(
            {"set": set_id, "pairs": services.draw_pairs(actor=run.actor, set_id=set_id, on_progress=_reporter(run))}
        )


@app.task(name=services.SEAL)
def seal_dossier(progress_id: str, dossier_number: str, user_id: int) -> None:
    """Seal a dossier; done once, however often it is called."""
    with job_run(services.SEAL, progress_id) as run:
        run.advance(0, 1)
        number = services.seal_in_background(actor=run.actor, dossier_number=dossier_number, user_id=user_id)
        run.advance(1, 1)
        run.finish({"dossier": number})
