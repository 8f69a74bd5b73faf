"""A bank statement: kept as it came, checked without writing, imported on a person's word, the same line never twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import Any, BinaryIO, Final, cast
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from erdem.base import audit, blobs, jobs
from erdem.base.actor import Actor, acting_as
from erdem.base.bulk import insert_rows
from erdem.base.models import JobState
from erdem.base.policy import RuleBroken, require
from erdem.ledger.bank_files import Columns, Head, Keys, Movement, RowProblem, look, read_movements
from erdem.ledger.models import BankAccount, BankLine, StatementFile
from erdem.ledger.payment_choices import FileState
from erdem.ledger.policies import can_keep
from erdem.ledger.services.reconciling import match_exact
from erdem.lib.reading import UnreadableError

LARGEST: Final = 50 * 1024 * 1024
AT_ONCE: Final = 512 * 1024
"""Smaller files are checked and imported while the person waits."""
BATCH: Final = 5000
MOST_PROBLEMS: Final = 1000
SHOWN: Final = 20
CHECK: Final = "ledger.check_statement"
IMPORT: Final = "ledger.import_statement"
Advance = Callable[[int], None]


@transaction.atomic
def receive_statement(*, actor: Actor, bank_account: BankAccount, content: bytes, file_name: str) -> StatementFile:
    """Keep a statement and check it. The same file again, by whomever and at the same moment, is the one that is there.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the file is empty or too large.
    """
    require(can_keep(actor, bank_account.book))
    if not content:
        raise RuleBroken(_("The file is empty. Nothing was read. Export it again."), field="file")
    if len(content) > LARGEST:
        raise RuleBroken(
            _("The file is larger than 50 MB. Nothing was read. Export fewer months at a time."), field="file"
        )
    sha256 = hashlib.sha256(content).hexdigest()
    if known := _known(bank_account, sha256):
        _take_up(actor, known)
        return known
    made = StatementFile(
        bank_account=bank_account,
        sha256=sha256,
        blob=blobs.keep(content, media_type="application/octet-stream"),
        file_name=PurePath(file_name.replace("\\", "/")).name[:200] or _("unnamed file"),
        handed_in_by_id=actor.user_id,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        return StatementFile.objects.select_related("bank_account__book", "blob").get(
            bank_account=bank_account, sha256=sha256
        )
    detail = {"bytes": len(content)}
    audit.record(
        actor,
        action="ledger.receive_statement",
        target=made,
        organisation_id=bank_account.book.keeper_id,
        detail=detail,
    )
    _begin(CHECK, actor, made, FileState.CHECKING)
    return made


def _known(bank_account: BankAccount, sha256: str) -> StatementFile | None:
    found = StatementFile.objects.filter(bank_account=bank_account, sha256=sha256)
    return found.select_related("bank_account__book", "blob").first()


def _take_up(actor: Actor, file: StatementFile) -> None:
    """Go on with a file whose work in the background stopped; what was added already is found there."""
    tasks = {FileState.CHECKING: CHECK, FileState.IMPORTING: IMPORT}
    task = tasks.get(FileState(file.state))
    progress = jobs.progress_of(file.progress_id) if file.progress_id else None
    if task and (progress is None or progress.state == JobState.FAILED):
        _begin(task, actor, file, FileState(file.state))


@transaction.atomic
def choose_columns(*, actor: Actor, file: StatementFile, columns: Mapping[str, int]) -> StatementFile:
    """Have a statement checked again with columns that the person has chosen.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: it was imported already, or a day or an amount is missing.
    """
    current = _locked(actor, file, (FileState.CHECKED, FileState.UNREADABLE))
    if missing := Columns(dict(columns)).missing:
        raise RuleBroken(_("Say which column is the day, and which the amount or money in and out."), field=missing[0])
    current.columns = {**current.columns, "places": dict(columns), "more": []}
    current.save(update_fields=["columns", "updated_at"])
    office = current.bank_account.book.keeper_id
    audit.record(actor, action="ledger.choose_columns", target=current, organisation_id=office)
    _begin(CHECK, actor, current, FileState.CHECKING)
    return current


@transaction.atomic
def confirm_statement(*, actor: Actor, file: StatementFile) -> StatementFile:
    """Import what was checked; a second click finds it imported or on its way.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the file cannot be read, or nothing in it is new.
    """
    require(can_keep(actor, file.bank_account.book))
    current = (
        StatementFile.objects.select_for_update(of=("self",))
        .select_related("bank_account__book", "blob")
        .get(pk=file.pk)
    )
    if current.state in (FileState.IMPORTING, FileState.DONE):
        return current
    if current.state != FileState.CHECKED or not current.counts.get("new"):
        raise RuleBroken(_("There is nothing new in this file. Nothing was added."))
    office = current.bank_account.book.keeper_id
    audit.record(actor, action="ledger.confirm_statement", target=current, organisation_id=office)
    _begin(IMPORT, actor, current, FileState.IMPORTING)
    return current


def _locked(actor: Actor, file: StatementFile, states: tuple[FileState, ...]) -> StatementFile:
    require(can_keep(actor, file.bank_account.book))
    found = StatementFile.objects.select_for_update(of=("self",)).filter(pk=file.pk, state__in=states)
    current = found.select_related("bank_account__book", "blob").first()
    if current is None:
        raise RuleBroken(_("This file was imported already, or is being worked on. Reload the page."))
    return current


def _begin(task: str, actor: Actor, file: StatementFile, state: FileState) -> None:
    """Work on a small file at once, on a large one in the background."""
    if file.blob.size <= AT_ONCE:
        (_check if task == CHECK else _import)(actor, file, None)
        return
    progress = jobs.announce(task, actor=actor, total=file.counts.get("read") or None)
    file.progress_id, file.state = progress.pk, state
    file.save(update_fields=["progress_id", "state", "updated_at"])
    app.configure_task(task, lock=f"ledger.statement:{file.bank_account_id}").defer(
        file_id=str(file.pk), user_id=actor.user_id, progress_id=str(progress.pk)
    )


def check_statement(*, actor: Actor, file_id: UUID | str, on_progress: Advance | None = None) -> dict[str, Any]:
    """Check a large statement; run again it says the same."""
    with acting_as(actor):
        file = StatementFile.objects.select_related("bank_account__book", "blob").get(pk=file_id)
        if file.state == FileState.CHECKING:
            _check(actor, file, on_progress)
        return dict(file.counts)


def import_statement(*, actor: Actor, file_id: UUID | str, on_progress: Advance | None = None) -> dict[str, Any]:
    """Import a large statement, some thousands of lines a transaction; interrupted, it is simply run again."""
    with acting_as(actor):
        file = StatementFile.objects.select_related("bank_account__book", "blob").get(pk=file_id)
    if file.state == FileState.IMPORTING:
        _import(actor, file, on_progress)
    return dict(file.counts)


def _check(actor: Actor, file: StatementFile, on_progress: Advance | None) -> None:
    counts: dict[str, Any] = {"read": 0, "new": 0, "known": 0, "wrong": 0, "in": 0, "out": 0}
    problems: list[list[Any]] = []
    sample: list[list[Any]] = []
    try:
        head = _head(file)
        for batch in _batches(file, head, problems, counts):
            known = _known_keys(file.bank_account_id, [key for key, _movement in batch])
            for key, movement in batch:
                counts["known" if key in known else "new"] += 1
                if key not in known:
                    counts["in" if movement.amount > 0 else "out"] += movement.amount
                    if len(sample) < SHOWN:
                        sample.append(
                            [
                                movement.row,
                                movement.day.isoformat(),
                                movement.amount,
                                movement.counterparty,
                                movement.reference,
                            ]
                        )
            if on_progress:
                on_progress(counts["read"])
        file.state = FileState.CHECKED
    except UnreadableError as error:
        file.state = FileState.UNREADABLE
        problems[:] = [[0, error.problem.code, "", dict(error.problem.params)]]
    except RuleBroken as error:
        file.state = FileState.UNREADABLE
        problems[:] = [[0, "no-head", str(error), {}]]
    file.counts, file.problems = {**counts, "sample": sample}, problems[:MOST_PROBLEMS]
    file.save(update_fields=["state", "counts", "problems", "columns", "updated_at"])


def _head(file: StatementFile) -> Head:
    """Return the head of a file with the columns as they were found, or as the person chose them."""
    with blobs.open_blob(file.blob) as stream:
        found = look(cast("BinaryIO", stream), name=file.file_name)
    if found is None:
        raise RuleBroken(_("No row names the columns. Choose them, or export the statement with its headings."))
    chosen = file.columns.get("places")
    columns = Columns(chosen) if chosen else found.columns
    shown = {"headings": list(found.headings), "row": found.row, "sample": [list(row) for row in found.sample]}
    file.columns = {**shown, "found": dict(columns.places), **({"places": chosen} if chosen else {})}
    if columns.missing:
        raise RuleBroken(_("Say which column is the day, and which the amount or money in and out."))
    return Head(found.row, found.headings, columns, found.sample)


def _batches(
    file: StatementFile, head: Head, problems: list[list[Any]], counts: dict[str, Any]
) -> Iterator[list[tuple[str, Movement]]]:
    """Yield the readable rows with their keys, some thousands at a time; note what is wrong with the others."""
    keys, batch = Keys(), []
    with blobs.open_blob(file.blob) as stream:
        rows = read_movements(
            cast("BinaryIO", stream),
            head,
            currency=file.bank_account.unit,
            name=file.file_name,
            latest=timezone.localdate(),
        )
        for row in rows:
            counts["read"] += 1
            if isinstance(row, RowProblem):
                counts["wrong"] += 1
                if len(problems) < MOST_PROBLEMS:
                    problems.append([row.row, row.code, row.text, {}])
                continue
            batch.append((keys.key(row), row))
            if len(batch) == BATCH:
                yield batch
                batch = []
    yield batch


def _known_keys(bank_account: int, keys: list[str]) -> set[str]:
    return set(BankLine.objects.filter(bank_account_id=bank_account, key__in=keys).values_list("key", flat=True))


def _import(actor: Actor, file: StatementFile, on_progress: Advance | None) -> None:
    head, added = _head(file), 0
    problems: list[list[Any]] = []  # filled and thrown away: they were shown before
    counts: dict[str, Any] = {"read": 0, "wrong": 0}
    for batch in _batches(file, head, problems, counts):
        with acting_as(actor), transaction.atomic():
            added += _add(file, batch)
        if on_progress:
            on_progress(counts["read"])
    matched = match_exact(actor=actor, bank_account=file.bank_account)
    with acting_as(actor):
        file.state = FileState.DONE
        file.counts = {**file.counts, "added": added, "matched": matched}
        file.save(update_fields=["state", "counts", "updated_at"])


def _add(file: StatementFile, batch: list[tuple[str, Movement]]) -> int:
    """Add what is not there yet; two who import at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ledger.bank.{file.bank_account_id}"])
    known = _known_keys(file.bank_account_id, [key for key, _movement in batch])
    rows = []
    for key, movement in batch:
        if key in known:
            continue
        known.add(key)
        rows.append(
            BankLine(
                bank_account_id=file.bank_account_id,
                file_id=file.pk,
                row=movement.row,
                key=key,
                day=movement.day,
                amount=movement.amount,
                counterparty=movement.counterparty,
                counterparty_number=movement.counterparty_number,
                reference=movement.reference,
                serial=movement.serial,
                balance=movement.balance,
            )
        )
    insert_rows(rows, batch=BATCH)
    return len(rows)
