"""Copies of an item for its readers: made from the original by a job, behind the same wall, without what it betrays."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from django.core.files.storage import storages
from django.db import transaction

from erdem.base import blobs
from erdem.base.actor import Actor, acting_as
from erdem.base.models import Blob
from erdem.knowledge.media_choices import CopiesState, FileRole
from erdem.knowledge.mediafiles import (
    Family,
    FileKind,
    Refused,
    kind_of_code,
    make_playing_copy,
    make_preview,
    make_tiles,
    peaks_of,
)
from erdem.knowledge.models import Media, MediaFile
from erdem.knowledge.services.records import leave_trace

THUMBNAIL: Final = 480
SCREEN: Final = 1600
"""Longest side in pixels."""
NOT_HANDED_OUT: Final = frozenset({"heic"})
"""Formats from which place and device cannot be taken; only those who hold the record have them."""

Advance = Callable[[int, int], None]


def make_media_copies(*, actor: Actor, media_id: int, on_progress: Advance | None = None) -> bool:
    """Make every copy that is missing; for machines. Repeating it is harmless. Say whether all are there."""
    with acting_as(actor):
        original = (
            MediaFile.objects.select_related("blob", "media__record")
            .filter(media_id=media_id, role=FileRole.ORIGINAL)
            .first()
        )
    if original is None:
        return False
    kind, state = kind_of_code(original.format), CopiesState.READY
    steps = _steps(kind)
    try:
        with on_disk(original.blob) as path:
            for number, step in enumerate(steps, 1):
                step(actor, original, path)
                if on_progress:
                    on_progress(number, len(steps))
    except Refused:
        state = CopiesState.FAILED
    _close(actor, original.media, state)
    return state == CopiesState.READY


@transaction.atomic
def _close(actor: Actor, media: Media, state: str) -> None:
    with acting_as(actor):
        Media.objects.filter(pk=media.pk).update(copies=state)
        leave_trace(actor, "knowledge.make_media_copies", media.record, media=media.pk, state=str(state))


@contextmanager
def on_disk(blob: Blob) -> Iterator[Path]:
    """Give the path of a stored file; a file of a storage elsewhere is fetched for the time of the work."""
    try:
        path = Path(storages["blobs"].path(blobs.path_of(blob)))
    except NotImplementedError:  # how Django's storages say that they are no folder on this disk
        with tempfile.NamedTemporaryFile() as fetched, blobs.open_blob(blob) as stream:
            for piece in iter(lambda: stream.read(blobs.PIECE), b""):
                fetched.write(piece)
            fetched.flush()
            yield Path(fetched.name)
    else:
        yield path


Step = Callable[[Actor, MediaFile, Path], None]


def _steps(kind: FileKind) -> tuple[Step, ...]:
    if kind.family == Family.IMAGE:
        return (_previews, _tiles) if kind.shown else ()
    if kind.family == Family.AUDIO:
        return (_copy, _peaks)
    return (_copy,)


def _put(actor: Actor, original: MediaFile, role: str, stream: IO[bytes], code: str, media_type: str) -> MediaFile:
    stream.seek(0)
    with acting_as(actor):
        blob = blobs.keep_file(stream, media_type=media_type)
        row, _created = MediaFile.objects.update_or_create(
            media_id=original.media_id,
            role=role,
            defaults={"blob": blob, "sha256": blob.sha256, "size": blob.size, "format": code},
        )
    return row


def _previews(actor: Actor, original: MediaFile, path: Path) -> None:
    for role, longest in ((FileRole.THUMBNAIL, THUMBNAIL), (FileRole.SCREEN, SCREEN)):
        content, width, height = make_preview(path, original.format, longest)
        row = _put(actor, original, role, io.BytesIO(content), "jpeg", "image/jpeg")
        with acting_as(actor):
            MediaFile.objects.filter(pk=row.pk).update(width=width, height=height)


def _tiles(actor: Actor, original: MediaFile, path: Path) -> None:
    with acting_as(actor):
        sizes = MediaFile.objects.filter(media_id=original.media_id, role__in=(FileRole.THUMBNAIL, FileRole.SCREEN))
        previews = tuple((row.width or 1, row.height or 1) for row in sizes)
    with tempfile.TemporaryFile() as stream:
        width, height = make_tiles(path, original.format, stream, tuple(dict.fromkeys(previews)))
        row = _put(actor, original, FileRole.TILES, stream, "zip", "application/zip")
    with acting_as(actor):
        MediaFile.objects.filter(pk=row.pk).update(width=width, height=height)


def _copy(actor: Actor, original: MediaFile, path: Path) -> None:
    kind = kind_of_code(original.format)
    if kind.code in NOT_HANDED_OUT:
        return
    with tempfile.TemporaryFile() as stream:
        if make_playing_copy(path, kind.code, stream):
            _put(actor, original, FileRole.COPY, stream, kind.code, kind.media_type)
            return
    with acting_as(actor):
        MediaFile.objects.update_or_create(
            media_id=original.media_id,
            role=FileRole.COPY,
            defaults={
                "blob_id": original.blob_id,
                "sha256": original.sha256,
                "size": original.size,
                "format": kind.code,
                "pages": original.pages,
            },
        )


def _peaks(actor: Actor, original: MediaFile, path: Path) -> None:
    peaks = peaks_of(path, original.format)
    if peaks is not None:
        content = json.dumps(peaks, separators=(",", ":")).encode()
        _put(actor, original, FileRole.PEAKS, io.BytesIO(content), "json", "application/json")
