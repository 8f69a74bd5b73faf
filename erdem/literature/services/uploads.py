"""A file that a person uploads: kept, checked without saving, then saved on the person's word, both with progress."""

from __future__ import annotations

from pathlib import PurePath
from typing import BinaryIO, Final, cast

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from erdem.base import audit, blobs, jobs
from erdem.base.actor import Actor, acting_as
from erdem.base.models import Blob
from erdem.base.policy import RuleBroken, require
from erdem.literature import formats
from erdem.literature.choices import RunState
from erdem.literature.models import ImportRun
from erdem.literature.policies import can_import
from erdem.literature.services.runs import (
    AUTO,
    Advance,
    ImportOutcome,
    check_items,
    import_publications,
    recognised,
    record_outcome,
)

LARGEST_UPLOAD: Final = 50 * 1024 * 1024
CHECKED_AT_ONCE: Final = 1024 * 1024
ENDED: Final = (RunState.DONE, RunState.FAILED)


@transaction.atomic
def receive_upload(
    *,
    actor: Actor,
    content: bytes,
    file_name: str,
    source_name: str = "",
    format: str = AUTO,  # noqa: A002  as in `import_file`
) -> ImportRun:
    """Keep an uploaded file and have it checked: at once when it is small, else in the background.

    Raises:
        PermissionRefused: the actor may not bring literature in.
        RuleBroken: the file is empty or too large for the page.
    """
    require(can_import(actor))
    if not content:
        raise RuleBroken(_("The file is empty. Nothing was read. Export it again."), field="file")
    if len(content) > LARGEST_UPLOAD:
        message = _(
            "The file is larger than 50 MB. Nothing was read. Import it with the command “erdem import literature”."
        )
        raise RuleBroken(message, field="file")
    blob = blobs.keep(content, media_type="application/octet-stream")
    shown = PurePath(file_name.replace("\\", "/")).name[:255] or _("unnamed file")
    run = ImportRun(
        source_name=(source_name.strip() or shown)[:100],
        file_name=shown,
        format="" if format == AUTO else format,
        sha256=blob.sha256,
        blob=blob,
        user_id=actor.user_id,
    )
    run.save(force_insert=True)
    audit.record(actor, action="literature.receive_upload", target=run, detail={"bytes": len(content)})
    if len(content) > CHECKED_AT_ONCE:
        _enqueue("literature.check_upload", actor, run)
    else:
        check_run(actor=actor, run_id=run.pk)
    return run


def check_run(*, actor: Actor, run_id: int, on_progress: Advance | None = None) -> ImportOutcome:
    """Count what an uploaded file holds and list its problems; nothing of it is saved. Repeating it is harmless."""
    require(can_import(actor))
    with acting_as(actor):
        run = ImportRun.objects.select_related("blob").get(pk=run_id)
    if run.blob is None or run.state != RunState.CHECKING:
        return ImportOutcome(run_id=run_id)
    with _opened(run.blob) as stream:
        chosen = run.format or recognised(stream, run.file_name)
        outcome = check_items(formats.read(stream, chosen or AUTO, name=run.file_name), on_progress=on_progress)
    outcome.format = chosen
    with acting_as(actor):
        record_outcome(run, outcome, RunState.CHECKED if outcome.kept else RunState.FAILED)
    return outcome


@transaction.atomic
def confirm_run(*, actor: Actor, run: ImportRun) -> None:
    """Take the person's word that the checked file is to be saved; the saving goes on in the background.

    Raises:
        PermissionRefused: the actor may not bring literature in.
        RuleBroken: the run was confirmed before or has nothing to save.
    """
    require(can_import(actor))
    waiting = ImportRun.objects.select_for_update().filter(pk=run.pk, state=RunState.CHECKED).first()
    if waiting is None:
        raise RuleBroken(_("This file was already confirmed, or there is nothing in it to save."))
    waiting.state = RunState.RUNNING
    _enqueue("literature.save_upload", actor, waiting)
    audit.record(actor, action="literature.confirm_run", target=waiting)


def save_run(*, actor: Actor, run_id: int, on_progress: Advance | None = None) -> ImportOutcome:
    """Save a confirmed file; repeating it changes nothing."""
    require(can_import(actor))
    with acting_as(actor):
        run = ImportRun.objects.select_related("blob").get(pk=run_id)
    if run.blob is None or run.state in ENDED:
        return ImportOutcome(run_id=run_id)
    with _opened(run.blob) as stream:
        return import_publications(
            actor=actor,
            items=formats.read(stream, run.format or AUTO, name=run.file_name),
            source_name=run.source_name,
            file_name=run.file_name,
            run_id=run_id,
            on_progress=on_progress,
        )


def _opened(blob: Blob) -> BinaryIO:
    return cast("BinaryIO", blobs.open_blob(blob))


def _enqueue(task: str, actor: Actor, run: ImportRun) -> None:
    """Enqueue in this transaction, with a progress row that the person's page watches."""
    progress = jobs.announce(task, actor=actor, total=run.read or None)
    run.progress_id = progress.pk
    run.save(update_fields=["progress_id", "state"])
    app.configure_task(task).defer(run_id=run.pk, progress_id=str(progress.pk), total=run.read or None)
