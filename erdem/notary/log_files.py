"""Where a log lies on the disk: its public files, its key, and the record of what it has signed last.

The public files may be served by any web server, and may lie in a bucket of an S3-compatible service instead. The key and the
record belong together and to nobody else: they stay in ``keys``, readable by the owner alone, and are part of every backup.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from erdem.notary.tlog import (
    Appender,
    FileRecord,
    FileStorage,
    SigningKey,
    Storage,
    StorageProblem,
    VerifierKey,
    parse_signing_key,
)
from erdem.notary.tlog.object_storage import Bucket, ObjectStorage
from erdem.notary.tlog.s3_signature import Credentials


def folder_of(log: str) -> Path:
    """Return the folder of the public files of a log."""
    return Path(settings.NOTARY) / log


def storage_of(log: str) -> Storage:
    """Return the public files of a log.

    Raises:
        StorageProblem: the setting cannot be understood, or the folder cannot be made.
    """
    if not settings.NOTARY_STORAGE:
        return FileStorage(folder_of(log))
    credentials = Credentials(
        settings.NOTARY_STORAGE_KEY, settings.NOTARY_STORAGE_SECRET, settings.NOTARY_STORAGE_TOKEN
    )
    place = urlsplit(settings.NOTARY_STORAGE)
    if place.scheme != "s3" or not place.netloc or not credentials.key or not credentials.secret:
        raise StorageProblem(
            "ERDEM_NOTARY_STORAGE must look like s3://bucket/prefix, with a key in ERDEM_NOTARY_STORAGE_KEY and"
            " ERDEM_NOTARY_STORAGE_SECRET."
        )
    prefix, region = f"{place.path}/{log}".strip("/").replace("//", "/"), settings.NOTARY_STORAGE_REGION
    endpoint = settings.NOTARY_STORAGE_ENDPOINT or f"https://s3.{region}.amazonaws.com"
    return _in_bucket(Bucket(endpoint, place.netloc, prefix, credentials, region))


@cache
def _in_bucket(bucket: Bucket) -> ObjectStorage:
    """Return the storage of a bucket, once: it keeps connections open."""
    return ObjectStorage(bucket)


def key_of(log: str) -> SigningKey:
    """Return the key that signs a log; made on first use, with the name of the log in it.

    Raises:
        OSError: it can be neither read nor made.
    """
    path = _keys() / f"{log}.key"
    if not path.exists():
        name = settings.NOTARY_NAME or _name_in_use() or f"erdem-{secrets.token_hex(6)}"
        made = SigningKey.generate(f"{name}/{log}").text
        temporary = path.with_suffix(f".{secrets.token_hex(6)}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(made)
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):  # whoever comes first keeps his; the other reads it
            os.link(temporary, path)
        temporary.unlink()
    return parse_signing_key(path.read_text(encoding="ascii").strip())


def _name_in_use() -> str:
    """Return the name that the keys of the other logs carry, so that all logs of an installation are told to be of one house."""
    for path in sorted(_keys().glob("*.key")):
        return parse_signing_key(path.read_text(encoding="ascii").strip()).name.rpartition("/")[0]
    return ""


def verifier_of(log: str) -> VerifierKey:
    """Return the public key of a log."""
    return key_of(log).verifier


def appender_of(log: str) -> Appender:
    """Return the writer of a log, opened from what is on the disk."""
    key = key_of(log)
    return Appender(storage_of(log), key.name, [key], FileRecord(_keys() / f"{log}.signed", key.name))


def _keys() -> Path:
    folder = Path(settings.NOTARY) / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
