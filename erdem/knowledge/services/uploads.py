"""A file that a person uploads: kept, checked without writing, then imported on the person's word, with progress.

Everything is done in the name of the person, never of the machinery: a file cannot reach further than its sender.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from itertools import islice
from pathlib import PurePath
from typing import Any, BinaryIO, Final, cast

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from erdem.base import audit, blobs, jobs
from erdem.base.actor import Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.choices import ImportState
from erdem.knowledge.entries import read_contents
from erdem.knowledge.formats.changes import is_changing, read_changes
from erdem.knowledge.formats.looking import look
from erdem.knowledge.models import RecordImport
from erdem.knowledge.policies import can_import
from erdem.knowledge.queries.columns import remembered_columns
from erdem.knowledge.services.changing import ChangeImporter
from erdem.knowledge.services.columns import choose_columns
from erdem.knowledge.services.disclosure import sign_upload
from erdem.knowledge.services.importing import Importer, ImportOptions, ImportOutcome
from erdem.lib.reading import Problem
from erdem.people.queries import actor_of, bare_actor

LARGEST: Final = 50 * 1024 * 1024
CHECKED_AT_ONCE: Final = 512 * 1024
MOST_PROBLEMS: Final = 10_000
"""So many problems of one file are kept; a file with more is wrong as a whole."""
BATCH: Final = 500
CHECK: Final = "knowledge.check_upload"
IMPORT: Final = "knowledge.import_upload"

Advance = Callable[[int], None]


@transaction.atomic
def receive_upload(
    *, actor: Actor, content: bytes, file_name: str, options: ImportOptions, no_state_secret: bool
) -> RecordImport:
    """Keep an uploaded file and have it checked: at once when it is small, else in the background.

    ``no_state_secret`` is the person's word for the whole file; without it nothing is kept.

    Raises:
        PermissionRefused: the actor may not import.
        RuleBroken: the file is empty or too large for the page.
    """
    require(can_import(actor))
    if not no_state_secret:
        raise RuleBroken(
            _("State secrets are not uploaded. Check, then tick this box; in doubt ask your office first."),
            field="no_state_secret",
        )
    if not content:
        raise RuleBroken(_("The file is empty. Nothing was read. Export it again."), field="file")
    if len(content) > LARGEST:
        raise RuleBroken(
            _("The file is larger than 50 MB. Nothing was read. Import it with the command “erdem import tk”."),
            field="file",
        )
    shown = PurePath(file_name.replace("\\", "/")).name[:200] or _("unnamed file")
    upload = RecordImport(
        user_id=actor.user_id,
        file_name=shown,
        blob=blobs.keep(content, media_type="application/octet-stream"),
        options=asdict(replace(options, file=shown)),
    )
    upload.save(force_insert=True)
    sign_upload(actor, upload)
    audit.record(actor, action="knowledge.receive_upload", target=upload, detail={"bytes": len(content)})
    upload.options = {**upload.options, "columns": _remembered(actor, upload)}
    upload.save(update_fields=["options"])
    _check(actor, upload)
    return upload


@transaction.atomic
def check_again(*, actor: Actor, upload: RecordImport, layout: str, columns: Mapping[str, str]) -> RecordImport:
    """Have a file checked again with columns that the person has chosen.

    Raises:
        PermissionRefused: the actor may not import.
        RuleBroken: the choice cannot be, or the file was imported already.
    """
    waiting = choose_columns(actor=actor, upload=upload, layout=layout, columns=columns)
    _check(actor, waiting)
    return waiting


def _check(actor: Actor, upload: RecordImport) -> None:
    if upload.blob.size > CHECKED_AT_ONCE:
        _enqueue(CHECK, actor, upload, ImportState.RUNNING)
    else:
        _record(upload, _go_through(actor, upload, write=False), ImportState.CHECKED)


def _remembered(actor: Actor, upload: RecordImport) -> dict[str, str]:
    """Return what the office once said of heads whose own words say nothing; known words need no memory."""
    remembered = remembered_columns(actor)
    if not remembered:
        return {}
    with _opened(upload) as stream:
        found = look(stream, name=upload.file_name, remembered=remembered)
    words = remembered.get(found.layout, {}) if found else {}
    return {head.text: head.field for head in found.heads if head.text in words} if found else {}


@transaction.atomic
def confirm_upload(*, actor: Actor, upload: RecordImport) -> RecordImport:
    """Take the person's word that the checked file is to be imported; the rest goes on in the background.

    Raises:
        RuleBroken: it was confirmed before, or there is nothing in it to import.
    """
    require(can_import(actor))
    waiting = RecordImport.objects.select_for_update().filter(pk=upload.pk, state=ImportState.CHECKED).first()
    if waiting is None or not (waiting.counts.get("kept") or waiting.counts.get("changed")):
        raise RuleBroken(_("This file was imported already, or there is nothing in it to import."))
    _enqueue(IMPORT, actor, waiting, ImportState.RUNNING)
    audit.record(actor, action="knowledge.confirm_upload", target=waiting)
    return waiting


def check_upload(*, actor: Actor, upload_id: str, on_progress: Advance | None = None) -> ImportOutcome:
    """Check a large file in the background; for machines. Repeating it is harmless."""
    return _work(actor, upload_id, write=False, on_progress=on_progress)


def import_upload(*, actor: Actor, upload_id: str, on_progress: Advance | None = None) -> ImportOutcome:
    """Import a confirmed file in batches; for machines. An interrupted import is begun again and loses nothing."""
    return _work(actor, upload_id, write=True, on_progress=on_progress)


def _work(actor: Actor, upload_id: str, *, write: bool, on_progress: Advance | None) -> ImportOutcome:
    with acting_as(actor):
        upload = RecordImport.objects.select_related("blob", "user").get(pk=upload_id)
    if upload.user is None or upload.state != ImportState.RUNNING:
        return ImportOutcome()
    with acting_as(bare_actor(upload.user)):
        person = actor_of(upload.user)
    outcome = _go_through(person, upload, write=write, on_progress=on_progress)
    with acting_as(actor):
        _record(upload, outcome, ImportState.DONE if write else ImportState.CHECKED)
    return outcome


def _go_through(
    person: Actor, upload: RecordImport, *, write: bool, on_progress: Advance | None = None
) -> ImportOutcome:
    """Read the file in batches, each in its own transaction in the name of the person."""
    options = ImportOptions(**upload.options)
    outcome = ImportOutcome()
    with _opened(upload) as stream:
        take, items = _taker(person, options, stream, write=write)
        while batch := list(islice(items, BATCH)):
            entries = [item for item in batch if not isinstance(item, Problem)]
            read = [item for item in batch if isinstance(item, Problem)]
            outcome.problems += read[: MOST_PROBLEMS - len(outcome.problems)]
            outcome.rejected += sum(not problem.kept for problem in read)
            outcome.read += sum(not problem.kept for problem in read)
            with acting_as(person):
                outcome.add(take(entries))
            del outcome.problems[MOST_PROBLEMS:], outcome.record_ids[:]
            if on_progress:
                on_progress(outcome.read)
    return outcome


def _taker(
    person: Actor, options: ImportOptions, stream: BinaryIO, *, write: bool
) -> tuple[Callable[[list[Any]], ImportOutcome], Iterator[Any]]:
    """Return what takes a batch, and what reads the file: a table taken out for changing meets the records it came from."""
    if is_changing(stream, name=options.file, chosen=options.columns):
        changes = ChangeImporter(person, options)
        take = changes.write if write else changes.check
        return take, read_changes(stream, name=options.file, chosen=options.columns)
    importer = Importer(person, options)
    items = read_contents(stream, name=options.file, chosen=options.columns)
    return (importer.write if write else lambda entries: importer.check(entries)[1]), items


@contextmanager
def _opened(upload: RecordImport) -> Iterator[BinaryIO]:
    with blobs.open_blob(upload.blob) as stream:
        yield cast("BinaryIO", stream)


def _record(upload: RecordImport, outcome: ImportOutcome, state: str) -> None:
    upload.state = state
    upload.counts = {
        "read": outcome.read,
        "kept": outcome.kept,
        "known": outcome.known,
        "rejected": outcome.rejected,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "problems": len(outcome.problems),
    }
    upload.problems = [_stored(problem) for problem in sorted(outcome.problems, key=_urgency)[:MOST_PROBLEMS]]
    upload.save(update_fields=["state", "counts", "problems", "updated_at"])


def _urgency(problem: Problem) -> tuple[bool, int]:
    return (problem.kept, problem.line or 0)


def _stored(problem: Problem) -> dict[str, Any]:
    return {
        "line": problem.line,
        "field": problem.field,
        "code": problem.code,
        "params": dict(problem.params),
        "kept": problem.kept,
    }


def _enqueue(task: str, actor: Actor, upload: RecordImport, state: str) -> None:
    """Enqueue in this transaction, with a progress row that the person's page watches."""
    progress = jobs.announce(task, actor=actor, total=upload.counts.get("read") or None)
    upload.progress_id = progress.pk
    upload.state = state
    upload.save(update_fields=["progress_id", "state", "updated_at"])
    app.configure_task(task).defer(upload_id=str(upload.pk), progress_id=str(progress.pk))
