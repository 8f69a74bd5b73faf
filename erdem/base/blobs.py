"""Content-addressed files: a local folder by default, any Django storage (S3-compatible too) by setting.

A file is written beside its place and moved there when it is whole, so that no address ever leads to half a file.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db import connection, models, transaction
from django.db.models.fields.reverse_related import ForeignObjectRel

from erdem.base.models import Blob

PIECE: Final = 1 << 20
INCOMING: Final = "incoming"


class BlobDamaged(OSError):
    """A stored file no longer has the content of its address."""


class NoSpace(OSError):
    """There is no room to store a file. Nothing of it was kept."""


def path_of(blob: Blob) -> str:
    """Return where the file lies within its storage."""
    return _path(blob.sha256)


def digest_of(blob: Blob, algorithm: str) -> str:
    """Return another hash of a stored file, such as the national ``sm3``; empty where this machine cannot compute it."""
    try:
        digest = hashlib.new(algorithm)
    except ValueError:
        return ""
    with open_blob(blob) as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def keep(content: bytes, *, media_type: str) -> Blob:
    """Store bytes once and return their row; the same content is never stored twice.

    Raises:
        NoSpace: the disk is full.
    """
    return keep_file(io.BytesIO(content), media_type=media_type)


@transaction.atomic
def keep_file(source: IO[bytes], *, media_type: str) -> Blob:
    """Store what can be read from ``source``, a piece at a time, and return its row.

    Raises:
        NoSpace: the disk is full; nothing of the file was kept.
    """
    storage = storages["blobs"]
    folder = _folder(storage)
    with (
        tempfile.TemporaryFile() if folder is None else tempfile.NamedTemporaryFile(dir=folder, delete=False) as written
    ):
        try:
            sha256, size = _copied(source, written)
            _lock(sha256)
            if not storage.exists(_path(sha256)):
                _put(storage, written, _path(sha256))
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise NoSpace(error.errno, os.strerror(error.errno)) from error
            raise
        finally:
            if folder is not None:
                Path(written.name).unlink(missing_ok=True)
    blob, _created = Blob.objects.get_or_create(sha256=sha256, defaults={"size": size, "media_type": media_type})
    return blob


@transaction.atomic
def drop(blob: Blob) -> None:
    """Remove a file that no record owns any more; the bytes go once the transaction is committed.

    Raises:
        ProtectedError: a record still owns it.
    """
    _lock(blob.sha256)
    sha256 = blob.sha256
    blob.delete()
    transaction.on_commit(lambda: _remove(sha256))


def _folder(storage: Storage) -> Path | None:
    """Return the folder of half-written files on the disk of the storage, or None for a storage elsewhere."""
    try:
        folder = Path(storage.path(INCOMING))
    except NotImplementedError:  # how Django's storages say that they are no folder on this disk
        return None
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _copied(source: IO[bytes], target: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += target.write(piece)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size


def _put(storage: Storage, written: IO[bytes], path: str) -> None:
    try:
        place = Path(storage.path(path))
    except NotImplementedError:  # as in `_folder`
        written.seek(0)
        storage.save(path, File(written))
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    Path(written.name).chmod(0o644)
    Path(written.name).replace(place)


def _lock(sha256: str) -> None:
    """Let storing and removing one content wait for each other until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])


@transaction.atomic
def forget(blob: Blob) -> bool:
    """Remove a file for good when no row leads to it any more; say whether it goes. For machines, which see every row.

    The bytes go after the transaction has come through, and only if nobody has stored the same content meanwhile.
    """
    _lock(blob.sha256)
    sha256 = blob.sha256
    if _is_used(blob):
        return False
    Blob.objects.filter(pk=blob.pk).delete()
    transaction.on_commit(lambda: _remove(sha256))
    return True


def _is_used(blob: Blob) -> bool:
    return any(model._default_manager.filter(**{name: blob}).exists() for model, name in uses_of_blobs())


def uses_of_blobs() -> Iterator[tuple[type[models.Model], str]]:
    """Yield every table that leads to stored files, with the name of its field."""
    for relation in Blob._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and isinstance(relation.related_model, type):
            yield relation.related_model, relation.field.name


@transaction.atomic
def _remove(sha256: str) -> None:
    _lock(sha256)
    if not Blob.objects.filter(sha256=sha256).exists():
        with contextlib.suppress(FileNotFoundError):
            storages["blobs"].delete(_path(sha256))


def open_blob(blob: Blob) -> IO[bytes]:
    """Open the file for reading. The caller has checked the policy of the record that owns it."""
    stream: IO[bytes] = storages["blobs"].open(_path(blob.sha256), "rb")
    return stream


def read_verified(blob: Blob) -> bytes:
    """Return the bytes after comparing them with their address.

    Raises:
        BlobDamaged: the file was changed on disk.
    """
    with open_blob(blob) as stream:
        content = stream.read()
    if hashlib.sha256(content).hexdigest() != blob.sha256:
        message = f"The stored file {blob.sha256[:12]} is damaged. Restore it from a backup."
        raise BlobDamaged(message)
    return content
