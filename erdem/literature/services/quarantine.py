"""Refused records: corrected and read again through the same door, or put aside; each step in somebody's name."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from erdem.base import audit, events, jobs
from erdem.base.actor import Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.lib.reading import FAULTS, Problem
from erdem.lib.reading.problems import LONGEST_RAW
from erdem.literature import formats
from erdem.literature.choices import QuarantineState
from erdem.literature.events import LiteratureImported
from erdem.literature.formats.model import Publication as Read
from erdem.literature.models import ImportRun, Publication, QuarantinedRecord
from erdem.literature.policies import can_import
from erdem.literature.services.places import Gazetteer
from erdem.literature.services.runs import Advance, whole
from erdem.literature.services.storing import REFUSALS, Storer

READ_AT_ONCE: Final = 200


@dataclass(slots=True)
class Rerun:
    """What came of reading waiting records again."""

    read: int = 0
    stored: int = 0
    created: int = 0
    merged: int = 0


@transaction.atomic
def correct_record(*, actor: Actor, record: QuarantinedRecord, text: str) -> QuarantinedRecord:
    """Read a corrected record and store it as the import would have.

    Raises:
        PermissionRefused: the actor may not bring literature in.
        RuleBroken: the record was settled already, or the text still cannot be taken; the sentence says why.
    """
    require(can_import(actor))
    waiting = _waiting(record)
    document, problem = _read_one(waiting, text)
    if document is None:
        raise RuleBroken(_why(problem), field="text")
    stored, is_new, is_merged = _store(waiting, document)
    if stored is None:
        message = _("The database cannot hold this record as it stands. Nothing of it was saved. Look at its numbers.")
        raise RuleBroken(message, field="text")
    waiting.corrected = text if text != waiting.raw else ""
    _settle(actor, waiting, QuarantineState.CORRECTED, stored)
    _count(waiting.run_id, stored=1, created=int(is_new), merged=int(is_merged))
    audit.record(actor, action="literature.correct_record", target=waiting, detail={"publication": stored.pk})
    if is_new or is_merged:
        events.publish(LiteratureImported(waiting.run_id, waiting.run.source_name, int(is_new), int(is_merged)))
    return waiting


@transaction.atomic
def dismiss_record(*, actor: Actor, record: QuarantinedRecord) -> None:
    """Put a refused record aside: nobody needs it. It can be taken back.

    Raises:
        RuleBroken: the record was settled already.
    """
    require(can_import(actor))
    waiting = _waiting(record)
    _settle(actor, waiting, QuarantineState.DISMISSED, None)
    audit.record(actor, action="literature.dismiss_record", target=waiting)


@transaction.atomic
def reopen_record(*, actor: Actor, record: QuarantinedRecord) -> None:
    """Take a record back that was put aside.

    Raises:
        RuleBroken: the record is not put aside.
    """
    require(can_import(actor))
    held = QuarantinedRecord.objects.select_for_update().filter(pk=record.pk, state=QuarantineState.DISMISSED).first()
    if held is None:
        raise RuleBroken(_("This record is not put aside."))
    held.state, held.settled_by, held.settled_at = QuarantineState.WAITING, "", None
    held.save(update_fields=["state", "settled_by", "settled_at"])
    audit.record(actor, action="literature.reopen_record", target=held)


@transaction.atomic
def request_rerun(*, actor: Actor, run: ImportRun) -> None:
    """Have all waiting records of a run read again in the background."""
    require(can_import(actor))
    total = run.quarantine.filter(state=QuarantineState.WAITING).count()
    progress = jobs.announce("literature.read_again", actor=actor, total=total)
    task = app.configure_task("literature.read_again", queueing_lock=f"literature.read_again {run.pk}")
    task.defer(run_id=run.pk, progress_id=str(progress.pk))
    audit.record(actor, action="literature.request_rerun", target=run, detail={"records": total})


def rerun_waiting(*, actor: Actor, run_id: int, on_progress: Advance | None = None) -> Rerun:
    """Read every waiting record of a run again as it is: a newer program may understand it.

    Each record in a transaction of its own; repeating it is harmless. Leaves one audit entry.
    """
    require(can_import(actor))
    with acting_as(actor):
        run = ImportRun.objects.get(pk=run_id)
    came = Rerun()
    for number in _waiting_numbers(actor, run):
        with acting_as(actor):
            _rerun_one(actor, number, came)
        if on_progress:
            on_progress(came.read)
    with acting_as(actor):
        detail = {"read": came.read, "stored": came.stored}
        audit.record(actor, action="literature.rerun_waiting", target=run, detail=detail)
        if came.created or came.merged:
            events.publish(LiteratureImported(run.pk, run.source_name, came.created, came.merged))
    return came


def _waiting_numbers(actor: Actor, run: ImportRun) -> Iterator[int]:
    last = 0
    while True:
        with acting_as(actor):
            waiting = QuarantinedRecord.objects.filter(run=run, state=QuarantineState.WAITING, pk__gt=last)
            numbers = list(waiting.order_by("pk").values_list("pk", flat=True)[:READ_AT_ONCE])
        if not numbers:
            return
        yield from numbers
        last = numbers[-1]


def _rerun_one(actor: Actor, number: int, came: Rerun) -> None:
    waiting = QuarantinedRecord.objects.select_for_update().select_related("run").filter(pk=number).first()
    if waiting is None or waiting.state != QuarantineState.WAITING:
        return
    came.read += 1
    document, _problem = _read_one(waiting, waiting.raw)
    if document is None:
        return
    stored, is_new, is_merged = _store(waiting, document)
    if stored is None:
        return
    _settle(actor, waiting, QuarantineState.CORRECTED, stored)
    _count(waiting.run_id, stored=1, created=int(is_new), merged=int(is_merged))
    came.stored += 1
    came.created += int(is_new)
    came.merged += int(is_merged)


def _waiting(record: QuarantinedRecord) -> QuarantinedRecord:
    found = QuarantinedRecord.objects.select_for_update(of=("self",)).select_related("run").get(pk=record.pk)
    if found.state != QuarantineState.WAITING:
        raise RuleBroken(_("This record was settled already. Load the page again to see how."))
    return found


def _read_one(record: QuarantinedRecord, text: str) -> tuple[Read | None, Problem | None]:
    """The one document of the text, or what is wrong with it."""
    if len(text) > LONGEST_RAW:
        return None, None
    name = record.format if record.format in formats.format_names() else "auto"
    stream = io.BytesIO(text.encode("utf-8", "replace"))
    documents: list[Read] = []
    for item in whole(formats.read(stream, name, name=record.file)):
        if isinstance(item, Problem):
            if not item.kept:
                return None, item
        else:
            documents.append(item)
        if len(documents) > 1:
            break
    return (documents[0], None) if len(documents) == 1 else (None, None)


def _why(problem: Problem | None) -> str:
    if problem is None:
        return _("The text must hold exactly one record. Nothing was saved.")
    fault = FAULTS.get(problem.code)
    return _(fault.template) % problem.params if fault else problem.message


def _store(record: QuarantinedRecord, document: Read) -> tuple[Publication | None, bool, bool]:
    """The publication, whether it is new, whether it got something new; None when the database refuses it."""
    storer = Storer(record.run, Gazetteer.load())
    try:
        with transaction.atomic():
            intake = storer.taken_in(document)
            shelf = storer.put([intake])
            held = shelf.put_in[next(iter(shelf.put_in))]
            touched = shelf.save()
            connection.check_constraints()
    except REFUSALS:
        return None, False, False
    return held.publication, held.is_new, bool(touched) and not held.is_new


def _settle(actor: Actor, record: QuarantinedRecord, state: str, publication: Publication | None) -> None:
    record.state, record.publication = state, publication
    record.settled_by, record.settled_at = actor.label[:200], timezone.now()
    record.save(update_fields=["state", "publication", "corrected", "settled_by", "settled_at"])


def _count(run_id: int, *, stored: int, created: int, merged: int) -> None:
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    run.kept += stored
    run.rejected = max(0, run.rejected - stored)
    run.created += created
    run.merged += merged
    run.save(update_fields=["kept", "rejected", "created", "merged"])
