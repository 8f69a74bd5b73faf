"""Content-addressed files: a local folder by default, any Django storage (S3-compatible too) by setting."""

from __future__ import annotations

import hashlib
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from erdem.base.models import Blob


class BlobDamaged(OSError):
    """A stored file no longer has the content of its address."""


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def keep(content: bytes, *, media_type: str) -> Blob:
    """Store bytes once and return their row; the same content is never stored twice."""
    sha256 = hashlib.sha256(content).hexdigest()
    storage = storages["blobs"]
    if not storage.exists(_path(sha256)):
        storage.save(_path(sha256), ContentFile(content))
    blob, _created = Blob.objects.get_or_create(
        sha256=sha256, defaults={"size": len(content), "media_type": media_type}
    )
    return blob


def drop(blob: Blob) -> None:
    """Remove a file that no record owns any more; the bytes go once the transaction is committed.

    Raises:
        ProtectedError: a record still owns it.
    """
    path = _path(blob.sha256)
    blob.delete()
    transaction.on_commit(lambda: storages["blobs"].delete(path))


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
