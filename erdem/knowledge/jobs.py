"""Background work: checking and importing uploads, tying ingredients to new names."""

from __future__ import annotations

from procrastinate.contrib.django import app

from erdem.base.actor import acting_as, job_actor
from erdem.base.jobs import job_run
from erdem.knowledge import services


@app.task(name="knowledge.check_upload")
def check_upload(upload_id: str, progress_id: str) -> None:
    """Check a large upload."""
    with job_run("knowledge.check_upload", progress_id) as run:
        outcome = services.check_upload(actor=run.actor, upload_id=upload_id, on_progress=run.advance)
        run.finish({"read": outcome.read, "kept": outcome.kept})


@app.task(name="knowledge.import_upload")
def import_upload(upload_id: str, progress_id: str) -> None:
    """Import a confirmed upload; an interrupted one may be started again."""
    with job_run("knowledge.import_upload", progress_id) as run:
        outcome = services.import_upload(actor=run.actor, upload_id=upload_id, on_progress=run.advance)
        run.finish({"kept": outcome.kept, "known": outcome.known, "rejected": outcome.rejected})


@app.task(name="knowledge.make_bundle")
def make_bundle(bundle_id: str, progress_id: str) -> None:
    """Make everything of a community into one file."""
    with job_run("knowledge.make_bundle", progress_id) as run:
        run.finish(services.make_bundle(actor=run.actor, bundle_id=bundle_id, on_progress=run.advance))


@app.periodic(cron="43 * * * *")
@app.task(name="knowledge.drop_ended_bundles", queueing_lock="knowledge.drop_ended_bundles")
def drop_ended_bundles(timestamp: int = 0) -> None:
    """Remove bundles whose time is over."""
    services.drop_ended_bundles(actor=job_actor("knowledge.drop_ended_bundles"))


@app.periodic(cron="*/5 * * * *")
@app.task(name="knowledge.prove_older_versions", queueing_lock="knowledge.prove_older_versions")
def prove_older_versions(timestamp: int = 0) -> None:
    """Enter versions in the public log that were written before it began."""
    services.prove_older_versions(actor=job_actor("knowledge.prove_older_versions"))


@app.task(name="knowledge.relink", queueing_lock="knowledge.relink")
def relink() -> None:
    """Tie ingredients to the names that substances bear now."""
    actor = job_actor("knowledge.relink")
    with acting_as(actor):
        services.relink_ingredients(actor=actor)


@app.periodic(cron="30 17 * * *")  # 01:30 in China, at night
@app.task(name="knowledge.tend_consents", queueing_lock="knowledge.tend_consents")
def tend_consents(timestamp: int = 0) -> None:
    """Let consents run out whose last day has passed, and write to those who should talk about renewing."""
    actor = job_actor("knowledge.tend_consents")
    with acting_as(actor):
        services.expire_consents(actor=actor)
    services.send_reminders(actor=actor)


@app.periodic(
    cron="30 17 1 * *"
)  # 01:30 in China, on the second of each month: twelve chances a year to extend the dates
@app.task(name="knowledge.extend_seasons", queueing_lock="knowledge.extend_seasons")
def extend_seasons(timestamp: int = 0) -> None:
    """Reckon the days of seasonal labels on for another year."""
    actor = job_actor("knowledge.extend_seasons")
    with acting_as(actor):
        services.extend_seasons(actor=actor)


@app.task(name="knowledge.take_in_upload")
def take_in_upload(upload_id: str, progress_id: str) -> None:
    """Look at a large file that has come in whole."""
    with job_run("knowledge.take_in_upload", progress_id) as run:
        upload = services.take_in_upload(actor=run.actor, upload_id=upload_id)
        run.finish({"state": str(upload.state)})


@app.task(name="knowledge.make_media_copies")
def make_media_copies(media_id: int, progress_id: str) -> None:
    """Make the copies of an item for its readers; an interrupted job may be started again."""
    with job_run("knowledge.make_media_copies", progress_id) as run:
        run.finish({"all": services.make_media_copies(actor=run.actor, media_id=media_id, on_progress=run.advance)})


@app.task(name="knowledge.read_scan")
def read_scan(media_id: int, progress_id: str) -> None:
    """Propose the text of a scan."""
    with job_run("knowledge.read_scan", progress_id) as run:
        run.finish({"lines": services.read_media(actor=run.actor, media_id=media_id)})


@app.periodic(cron="37 * * * *")
@app.task(name="knowledge.clear_uploads", queueing_lock="knowledge.clear_uploads")
def clear_uploads(timestamp: int) -> None:
    """Throw away files that were never sent to their end."""
    services.clear_uploads(actor=job_actor("knowledge.clear_uploads"))


@app.periodic(cron="20 16 * * *")  # 00:20 in China: notices end with the day
@app.task(name="knowledge.nightly_register", queueing_lock="knowledge.nightly_register")
def nightly_register(timestamp: int = 0) -> None:
    """End the notices that have run their time, and set the day of review where there is none."""
    actor = job_actor("knowledge.nightly_register")
    with acting_as(actor):
        services.end_due_public_notices(actor=actor)
        services.open_yearly_reviews(actor=actor)
