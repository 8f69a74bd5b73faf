"""A file that a person uploads: kept, checked without saving, then saved on the person's word, both with progress."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import PurePath
from typing import BinaryIO, Final, cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from erdem.base import audit, blobs, jobs
from erdem.base.actor import Actor, acting_as
from erdem.base.models import Blob
from erdem.base.policy import RuleBroken, require
from erdem.literature.choices import RunState
from erdem.literature.models import ImportRun
from erdem.literature.policies import can_import
from erdem.literature.services.columns import AUTO, TABLE, columns_of, items_of, name_columns, remembered
from erdem.literature.services.files import go_on, recognised
from erdem.literature.services.outcome import ImportOutcome
from erdem.literature.services.runs import Advance, Session

CHECKED_AT_ONCE: Final = 1024 * 1024
STANDS_STILL: Final = dt.timedelta(minutes=5)


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
    if len(content) > largest_upload():
        message = _(
            "The file is larger than %(limit)s MB. Nothing was read. Import it with the command “erdem import literature”."
        )
        raise RuleBroken(message % {"limit": settings.UPLOAD_LIMIT_MB}, field="file")
    blob = _kept(content)
    shown = PurePath(file_name.replace("\\", "/")).name[:255] or _("unnamed file")
    run = ImportRun(
        source_name=(source_name.strip() or shown)[:100],
        file_name=shown,
        format="" if format == AUTO else format,
        sha256=blob.sha256,
        size_bytes=len(content),
        blob=blob,
        user_id=actor.user_id,
    )
    run.save(force_insert=True)
    audit.record(actor, action="literature.receive_upload", target=run, detail={"bytes": len(content)})
    _check_soon(actor, run)
    return run


def largest_upload() -> int:
    """How many bytes a page takes at once."""
    return int(settings.UPLOAD_LIMIT_MB) * 1024 * 1024


def _kept(content: bytes) -> Blob:
    try:
        return blobs.keep(content, media_type="application/octet-stream")
    except OSError as error:
        message = _("The file could not be kept (%(reason)s). Nothing was read. Tell who runs this installation.")
        raise RuleBroken(message % {"reason": error.strerror or type(error).__name__}, field="file") from error


def check_run(*, actor: Actor, run_id: int, on_progress: Advance | None = None) -> ImportOutcome:
    """Count what an uploaded file holds and list its problems; nothing of it is saved. Repeating it is harmless."""
    require(can_import(actor))
    with acting_as(actor):
        run = ImportRun.objects.select_related("blob").get(pk=run_id)
    if run.blob is None or run.state != RunState.CHECKING:
        return ImportOutcome(run_id=run_id)
    with _opened(run.blob) as stream:
        with acting_as(actor):
            _recognise(run, stream)
        return Session(actor, run, None, on_progress).go(items_of(run, stream))


def _recognise(run: ImportRun, stream: BinaryIO) -> None:
    """Find out the format; the columns of a table whose header was named before are known."""
    if run.format or run.mapping:
        return
    run.format = recognised(stream, run.file_name)
    found = columns_of(run) if run.format in ("", TABLE) else None
    known = remembered(found.header) if found else {}
    if found and known:
        run.format, run.mapping = TABLE, {"header": list(found.header), "columns": known}
    run.save(update_fields=["format", "mapping"])


def set_columns(*, actor: Actor, run: ImportRun, mapping: Mapping[str, str]) -> None:
    """Say which column of a plain table holds which field, and have the file checked again by that.

    Raises:
        PermissionRefused, RuleBroken: as `name_columns`.
    """
    waiting = name_columns(actor=actor, run=run, mapping=mapping)
    with acting_as(actor):
        _check_soon(actor, waiting)


def _check_soon(actor: Actor, run: ImportRun) -> None:
    """Check a small file at once, a large one in the background."""
    if run.size_bytes > CHECKED_AT_ONCE:
        _enqueue("literature.check_upload", actor, run)
    else:
        check_run(actor=actor, run_id=run.pk)


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
    """Save a confirmed file from where it stands; repeating it changes nothing."""
    require(can_import(actor))
    with acting_as(actor):
        run = ImportRun.objects.select_related("blob").get(pk=run_id)
    if run.blob is None or run.state != RunState.RUNNING:
        return ImportOutcome(run_id=run_id)
    with _opened(run.blob) as stream:
        return go_on(actor, run, items_of(run, stream), on_progress=on_progress)


@transaction.atomic
def pause_run(*, actor: Actor, run: ImportRun) -> None:
    """Stop a run after the batch in hand; what is saved stays.

    Raises:
        PermissionRefused: the actor may not bring literature in.
        RuleBroken: the run is not going on.
    """
    require(can_import(actor))
    going = ImportRun.objects.select_for_update().filter(pk=run.pk, state=RunState.RUNNING).first()
    if going is None:
        raise RuleBroken(_("This import is not going on now. What was saved is kept."))
    going.state = RunState.PAUSED
    going.save(update_fields=["state"])
    audit.record(actor, action="literature.pause_run", target=going, detail={"position": going.position})


@transaction.atomic
def resume_run(*, actor: Actor, run: ImportRun) -> None:
    """Go on with a run that was paused, stopped or stands still; it goes on behind what is saved.

    Raises:
        PermissionRefused: the actor may not bring literature in.
        RuleBroken: the run goes on already, is finished, or was read by the command line.
    """
    require(can_import(actor))
    stopped = ImportRun.objects.select_for_update().get(pk=run.pk)
    if stopped.blob_id is None:
        raise RuleBroken(
            _("This file was read on the command line. Start the same command again; it goes on by itself.")
        )
    if not can_go_on(stopped):
        raise RuleBroken(_("This import goes on already, or there is nothing left to save."))
    stopped.state, stopped.finished_at = RunState.RUNNING, None
    _enqueue("literature.save_upload", actor, stopped)
    audit.record(actor, action="literature.resume_run", target=stopped, detail={"position": stopped.position})


def can_go_on(run: ImportRun) -> bool:
    """Say whether a run has something left to save and nobody is at it."""
    if run.state == RunState.RUNNING:
        return stands_still(run)
    return run.state in (RunState.PAUSED, RunState.FAILED) and bool(run.total_items or run.path) and run.kept > 0


def stands_still(run: ImportRun) -> bool:
    """Say whether a run that should be going on has settled nothing for a while, as after a power cut."""
    last = run.advanced_at or run.created_at
    return run.state == RunState.RUNNING and timezone.now() - last > STANDS_STILL


def _opened(blob: Blob) -> BinaryIO:
    return cast("BinaryIO", blobs.open_blob(blob))


def _enqueue(task: str, actor: Actor, run: ImportRun) -> None:
    """Enqueue in this transaction, with a progress row that the person's page watches."""
    total = run.total_items or None
    progress = jobs.announce(task, actor=actor, total=total)
    run.progress_id = progress.pk
    run.save(update_fields=["progress_id", "state", "finished_at"])
    app.configure_task(task).defer(run_id=run.pk, progress_id=str(progress.pk), total=total)
