"""Sending a file in pieces that survive a broken line, a closed browser and a killed server.

What was acknowledged is on disk and counted in the row of the upload; what is written beyond that count is cut off before the
next piece. The protocol is tus 1.0.0 (https://tus.io/protocols/resumable-upload); here are its rules without its headers.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import os
import shutil
import uuid
from pathlib import Path, PurePath
from typing import BinaryIO, Final

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from erdem.base import audit, jobs
from erdem.base.actor import Actor, acting_as, job_actor
from erdem.base.blobs import NoSpace
from erdem.base.formatting import number
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.media_choices import UploadState
from erdem.knowledge.media_content import MediaContent, content_from
from erdem.knowledge.mediafiles import Checked, Refused, check_file
from erdem.knowledge.models import Record, Upload
from erdem.knowledge.policies import can_add_media, visible_media_uploads, visible_records
from erdem.knowledge.services.media import check_content, take_in_media
from erdem.people.queries import actor_of, bare_actor

TAKE_IN: Final = "knowledge.take_in_upload"
PIECE: Final = 256 * 1024
AT_ONCE: Final = 16 * 1024 * 1024
"""Files up to this size are looked at before the last piece is acknowledged; larger ones by a job."""
MOST_OPEN: Final = 50


class OffsetDiffers(Exception):
    """A piece does not follow on what is there. ``received`` is where it would have to begin."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


class ChecksumDiffers(Exception):
    """A piece has changed on its way; nothing of it was kept."""


class UploadBusy(Exception):
    """Another piece of the same file is being written at this moment."""


class UploadOver(Exception):
    """The upload is finished, was given up or has run out."""


def largest_upload() -> int:
    """Return the size of the largest file that is taken, in bytes."""
    return int(settings.MEDIA_LIMIT_MB) * 1024 * 1024


def path_of_upload(upload: Upload) -> Path:
    """Return where the pieces lie."""
    return Path(settings.MEDIA_UPLOADS) / str(upload.pk)


@transaction.atomic
def begin_upload(*, actor: Actor, record: Record, file_name: str, size: int, content: MediaContent) -> Upload:
    """Make room for a file before its first byte is sent.

    Raises:
        PermissionRefused: the actor may not add to this record.
        RuleBroken: the file is empty or too large, there is no room, too much is on its way, or its description does not fit.
    """
    require(can_add_media(actor, record))
    check_content(actor, record, content)
    _check_size(actor, size)
    _check_room(size)
    shown = PurePath(file_name.replace("\\", "/").replace("\x00", "")).name[-200:] or _("unnamed file")
    upload = Upload(
        user_id=actor.user_id or 0,
        record=record,
        file_name=shown,
        size=size,
        content=content.stored(),
        expires_at=timezone.now() + dt.timedelta(hours=int(settings.MEDIA_UPLOAD_HOURS)),
    )
    upload.save(force_insert=True)
    path = path_of_upload(upload)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    audit.record(actor, action="knowledge.begin_upload", target=upload, detail={"bytes": size})
    return upload


def _check_size(actor: Actor, size: int) -> None:
    limit = largest_upload()
    if size <= 0:
        raise RuleBroken(_("The file is empty. Nothing was kept. Copy it from the device again."), field="file")
    if size > limit:
        raise RuleBroken(
            _(
                "The file has %(size)s MB; up to %(limit)s MB are taken. Nothing was sent. Cut the recording into parts or save"
                " it smaller, then send the parts one by one."
            )
            % {"size": number(-(-size // 1_048_576)), "limit": number(limit // 1_048_576)},
            field="file",
        )
    waiting = Upload.objects.filter(visible_media_uploads(actor), user_id=actor.user_id or 0, state=UploadState.OPEN)
    if waiting.count() >= MOST_OPEN or (waiting.aggregate(all=Sum("size"))["all"] or 0) + size > 4 * limit:
        raise RuleBroken(
            _(
                "Too many of your files are on their way. Let them come to their end or give some up, then send this one."
            ),
            field="file",
        )


def _check_room(size: int) -> None:
    """A file needs its own size twice for a moment: as pieces and as the stored file."""
    folder = next(
        path for path in (Path(settings.MEDIA_UPLOADS), *Path(settings.MEDIA_UPLOADS).parents) if path.exists()
    )
    if shutil.disk_usage(folder).free - int(settings.MEDIA_RESERVE_MB) * 1_048_576 < 2 * size:
        raise RuleBroken(
            _(
                "There is no room for this file on the server. Nothing was sent. Tell whoever runs the server, then try again."
            ),
            field="file",
        )


@transaction.atomic
def receive_piece(
    *, actor: Actor, upload_id: uuid.UUID, offset: int, source: BinaryIO, checksum: tuple[str, bytes] | None = None
) -> Upload:
    """Write one piece after what is there, and look at the file when it is whole. Leaves no entry of its own: that it began
    and that it was taken in are entries, a thousand pieces between them are not.

    Args:
        checksum: algorithm and digest of the piece, when the sender gave them.

    Raises:
        UploadOver, UploadBusy, OffsetDiffers, ChecksumDiffers: see there.
        PermissionRefused: the actor may no longer add to the record.
        NoSpace: the disk is full; what was acknowledged is safe.
    """
    upload = _locked(actor, upload_id)
    require(can_add_media(actor, upload.record))
    if offset != upload.received:
        raise OffsetDiffers(upload.received)
    upload.received += _written(path_of_upload(upload), offset, upload.size - offset, source, checksum)
    upload.expires_at = timezone.now() + dt.timedelta(hours=int(settings.MEDIA_UPLOAD_HOURS))
    if upload.received == upload.size:
        _finish(actor, upload)
    upload.save()
    if upload.state == UploadState.RECEIVED and upload.progress_id is None:
        with acting_as(job_actor(TAKE_IN)):
            take_in_upload(actor=job_actor(TAKE_IN), upload_id=str(upload.pk))
        upload.refresh_from_db()
    return upload


def _locked(actor: Actor, upload_id: uuid.UUID) -> Upload:
    try:
        with transaction.atomic():
            found = Upload.objects.filter(visible_media_uploads(actor), pk=upload_id, user_id=actor.user_id or 0)
            upload = found.select_for_update(nowait=True, of=("self",)).select_related("record").first()
    except DatabaseError as error:
        raise UploadBusy from error
    if upload is None or upload.state != UploadState.OPEN or upload.expires_at < timezone.now():
        raise UploadOver
    return upload


def _written(path: Path, offset: int, room: int, source: BinaryIO, checksum: tuple[str, bytes] | None) -> int:
    """Write a piece and return its length; what came before a line broke is kept, what came damaged is not."""
    digest = hashlib.new(checksum[0]) if checksum else None
    count = 0
    try:
        with path.open("r+b") as target:
            target.truncate(offset)
            target.seek(offset)
            while count < room and (part := _read(source, min(PIECE, room - count))):
                count += target.write(part)
                if digest:
                    digest.update(part)
            if digest and checksum and digest.digest() != checksum[1]:
                target.truncate(offset)
                raise ChecksumDiffers
            target.flush()
            os.fsync(target.fileno())
    except FileNotFoundError as error:
        raise UploadOver from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace(error.errno, os.strerror(error.errno)) from error
        raise
    return count


def _read(source: BinaryIO, length: int) -> bytes:
    try:
        return source.read(length)
    except OSError:  # the line broke: Django tells it as an unreadable request
        return b""


def _finish(actor: Actor, upload: Upload) -> None:
    upload.state = UploadState.RECEIVED
    if upload.size > AT_ONCE:
        progress = jobs.announce(TAKE_IN, actor=actor)
        upload.progress_id = progress.pk
        app.configure_task(TAKE_IN).defer(upload_id=str(upload.pk), progress_id=str(progress.pk))


@transaction.atomic
def give_up_upload(*, actor: Actor, upload_id: uuid.UUID) -> None:
    """Throw away what was sent of a file.

    Raises:
        UploadOver, UploadBusy: it is finished, or a piece is being written.
    """
    upload = _locked(actor, upload_id)
    audit.record(actor, action="knowledge.give_up_upload", target=upload, detail={"bytes": upload.received})
    _drop(upload)
    upload.delete()


def _drop(upload: Upload) -> None:
    path = path_of_upload(upload)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def take_in_upload(*, actor: Actor, upload_id: str) -> Upload:
    """Look at a whole file and make an item of it, or say why not; for machines. Repeating it is harmless."""
    with acting_as(actor):
        upload = Upload.objects.select_related("record", "user").get(pk=upload_id)
    if upload.state != UploadState.RECEIVED:
        return upload
    person = _person(upload)
    try:
        if not _may_still(person, upload.record):
            raise Refused("no_longer_allowed")
        checked = check_file(path_of_upload(upload), upload.file_name)
    except Refused as refused:
        return _settle(actor, upload, fault=refused.code, params=refused.params)
    return _settle(actor, upload, checked=checked, person=person)


def _person(upload: Upload) -> Actor:
    with acting_as(bare_actor(upload.user)):
        return actor_of(upload.user)


def _may_still(person: Actor, record: Record) -> bool:
    with acting_as(person):
        seen = Record.objects.filter(visible_records(person), pk=record.pk).first()
        return seen is not None and bool(can_add_media(person, seen))


@transaction.atomic
def _settle(
    actor: Actor,
    upload: Upload,
    *,
    checked: Checked | None = None,
    person: Actor | None = None,
    fault: str = "",
    params: dict[str, object] | None = None,
) -> Upload:
    with acting_as(actor):
        upload = Upload.objects.select_for_update(of=("self",)).select_related("record", "user").get(pk=upload.pk)
        if upload.state != UploadState.RECEIVED:
            return upload
        if checked is not None and person is not None:
            fault = _take(actor, person, upload, checked)
        if fault:
            upload.state, upload.fault, upload.params = UploadState.REFUSED, fault, params or {}
            audit.record(actor, action="knowledge.refuse_upload", target=upload, detail={"fault": fault})
        upload.save()
        _drop(upload)
    return upload


def _take(actor: Actor, person: Actor, upload: Upload, checked: Checked) -> str:
    """Make an item of the file; return the code of what stood in the way."""
    try:
        with transaction.atomic():
            upload.media = take_in_media(
                actor=actor,
                person=person,
                record=upload.record,
                path=path_of_upload(upload),
                file_name=upload.file_name,
                checked=checked,
                content=content_from(upload.content),
            )
    except NoSpace:
        return "no_space"
    upload.state = UploadState.TAKEN
    upload.params = {"renamed": checked.renamed, "kind": checked.kind.label}
    return ""


def clear_uploads(*, actor: Actor) -> int:
    """Throw away uploads whose time is over, sent to their end or not, and pieces that no row leads to; for machines.

    What is just being looked at stays. Return how many went.
    """
    with acting_as(actor):
        over = Upload.objects.filter(expires_at__lt=timezone.now()).exclude(state=UploadState.RECEIVED)
        gone = list(over.select_for_update(skip_locked=True, of=("self",)))
        for upload in gone:
            _drop(upload)
            upload.delete()
        known = {str(key) for key in Upload.objects.values_list("pk", flat=True)}
        audit.record(actor, action="knowledge.clear_uploads", detail={"given_up": len(gone)})
    _sweep(known)
    return len(gone)


def _sweep(known: set[str]) -> None:
    """Remove pieces without a row once they are a day old; younger ones may belong to a row that is just being written."""
    folder = Path(settings.MEDIA_UPLOADS)
    oldest = timezone.now().timestamp() - 86_400
    for path in folder.iterdir() if folder.is_dir() else ():
        with contextlib.suppress(OSError):
            if path.name not in known and path.stat().st_mtime < oldest:
                path.unlink()
