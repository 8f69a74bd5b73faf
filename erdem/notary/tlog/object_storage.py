"""The public files of a log in a bucket of an S3-compatible service.

Four plain requests are all that a log needs, so they are made here, without a package: what counts is that each answer is
understood exactly, a missing file never confused with a missing bucket, a right or a network.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import html
import http.client
import os
import re
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from erdem.notary.tlog.s3_signature import Credentials, encoded_path, encoded_query, signed_headers
from erdem.notary.tlog.storage import CHECKPOINT, THREADS, require_path
from erdem.notary.tlog.trouble import ConflictingResource, MissingResource, StorageFull, StorageProblem

TRIES = 3
PAUSE = 0.2  # seconds before the second try, twice as many before the third
IDLE = 8  # connections that are kept open
LARGEST = 1 << 25  # bytes of an answer; the largest entry bundle has 16,777,472
PROBE = "conditions"
ELSEWHERE = {301, 307, 400}
PASSING = {408, 409, 429, 500, 502, 503, 504}
FULL = {"QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "EntityTooLarge"}

_CODE = re.compile(rb"<Code>([A-Za-z0-9]{1,60})</Code>")
_KEY = re.compile(rb"<Key>([^<]*)</Key>")
_NEXT = re.compile(rb"<NextContinuationToken>([^<]*)</NextContinuationToken>")


@dataclass(frozen=True)
class Bucket:
    """Where a log lies in a service.

    Args:
        endpoint: ``https://host[:port]``; with ``{bucket}`` in it for services that name the bucket in the host, otherwise the
            bucket is the first part of the path.
        name: of the bucket.
        prefix: before every path, without slashes at its ends.
        region: as the service calls it; ``us-east-1`` where there are none.
        timeout: seconds that a connection may say nothing.
    """

    endpoint: str
    name: str
    prefix: str
    credentials: Credentials
    region: str = "us-east-1"
    timeout: float = 20.0


@dataclass(frozen=True)
class _Answer:
    status: int
    content: bytes

    @property
    def code(self) -> str:
        """What the service calls the failure."""
        found = _CODE.search(self.content[:4096])
        return found[1].decode() if found else ""


class ObjectStorage:
    """A prefix in a bucket. Immutable resources are written on the condition that there is none; may serve several threads."""

    def __init__(self, bucket: Bucket) -> None:
        address = urlsplit(bucket.endpoint.replace("{bucket}", bucket.name))
        if address.scheme not in ("http", "https") or not address.hostname:
            raise StorageProblem(f"“{bucket.endpoint[:200]}” is no address of a storage: write https://host.")
        self.bucket = bucket
        self._address = address
        self._root = "" if "{bucket}" in bucket.endpoint else f"/{bucket.name}"
        self._idle: list[http.client.HTTPConnection] = []
        self._process = os.getpid()
        self._keeps_conditions = False

    def get(self, path: str) -> bytes:
        """Return a resource.

        Raises:
            MissingResource: the service says that there is none.
            StorageProblem: anything else, also that the bucket is missing.
        """
        answer = self._ask("GET", require_path(path))
        if answer.status == http.HTTPStatus.OK:
            return answer.content
        if answer.status == http.HTTPStatus.NOT_FOUND and answer.code == "NoSuchKey":
            raise MissingResource(f"The log has no resource {path}.")
        raise self._problem(answer, path)

    def put_new(self, resources: Mapping[str, bytes]) -> None:
        """Add immutable resources side by side.

        Raises:
            ConflictingResource: one is there with other content.
            StorageFull, StorageProblem: it cannot be written, or the service does not keep conditions.
        """
        for path in resources:
            require_path(path)
        if not resources:
            return
        self._require_conditions()
        with ThreadPoolExecutor(min(THREADS, len(resources))) as pool:
            list(
                pool.map(self._add, resources, resources.values())
            )  # taking the answers raises what a thread has raised

    def put(self, path: str, content: bytes) -> None:
        """Replace a resource as a whole.

        Raises:
            StorageFull, StorageProblem: it cannot be written, or nobody knows whether it was.
        """
        answer = self._ask("PUT", require_path(path), content=content, headers=_kind(path))
        if answer.status != http.HTTPStatus.OK:
            raise self._problem(answer, path)

    def remove_below(self, path: str) -> None:
        """Remove every resource below a path; what cannot be removed stays, it only takes space."""
        prefix = self._key(require_path(path)) + "/"
        with contextlib.suppress(StorageProblem):
            for key in list(self._listed(prefix)):
                self._ask("DELETE", key, is_key=True)

    def close(self) -> None:
        """Close the connections that are kept open; it can be used again."""
        with contextlib.suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _add(self, path: str, content: bytes) -> None:
        if self._is_added(path, content):
            return
        if self.get(path) != content:
            raise ConflictingResource(
                f"The log already has another {path}. It was kept: either it is damaged or the entries have changed since."
            )

    def _is_added(self, path: str, content: bytes) -> bool:
        """Write a resource where there is none; say whether it was written."""
        answer = self._ask("PUT", path, content=content, headers={**_kind(path), "If-None-Match": "*"})
        if answer.status not in (http.HTTPStatus.OK, http.HTTPStatus.PRECONDITION_FAILED):
            raise self._problem(answer, path)
        return answer.status == http.HTTPStatus.OK

    def _require_conditions(self) -> None:
        """Refuse a service that would replace what is there although it was asked not to."""
        if self._keeps_conditions:
            return
        if self._is_added(PROBE, b"") and self._is_added(PROBE, b""):
            raise StorageProblem(
                f"The storage at {self._address.hostname} replaces files although it is asked not to (If-None-Match)."
                " Nothing of the log was written. Use another one."
            )
        self._keeps_conditions = True

    def _listed(self, prefix: str) -> Iterator[str]:
        query = {"list-type": "2", "prefix": prefix}
        while True:
            answer = self._ask("GET", "", query=query, is_key=True)
            if answer.status != http.HTTPStatus.OK:
                raise self._problem(answer, prefix)
            yield from (html.unescape(key.decode()) for key in _KEY.findall(answer.content))
            further = _NEXT.search(answer.content)
            if not further:
                return
            query["continuation-token"] = html.unescape(further[1].decode())

    def _key(self, path: str) -> str:
        return f"{self.bucket.prefix}/{path}" if self.bucket.prefix else path

    def _ask(
        self,
        method: str,
        path: str,
        *,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        is_key: bool = False,
    ) -> _Answer:
        """Ask the service, again after passing failures: every request may come twice.

        Raises:
            StorageProblem: it does not answer, or breaks off.
        """
        target = f"{self._root}/{path if is_key else self._key(path)}"
        for number in range(1, TRIES + 1):
            try:
                answer = self._once(method, target, content, headers or {}, query or {})
            except (OSError, http.client.HTTPException) as error:
                if number == TRIES:
                    raise StorageProblem(self._unreached(error)) from error
            else:
                if answer.status not in PASSING or number == TRIES:
                    return answer
            threading.Event().wait(PAUSE * number)
        raise AssertionError("a last try always ends")

    def _once(
        self, method: str, target: str, content: bytes, headers: Mapping[str, str], query: Mapping[str, str]
    ) -> _Answer:
        sent = signed_headers(
            method, target, query, {"Host": self._address.netloc, **headers}, content,
            region=self.bucket.region, credentials=self.bucket.credentials, now=dt.datetime.now(dt.UTC),
        )  # fmt: skip
        connection = self._connection()
        try:
            asked = f"?{encoded_query(query)}" if query else ""
            connection.request(method, encoded_path(target) + asked, body=content or None, headers=sent)
            response = connection.getresponse()
            if response.length is None and not response.chunked and response.status != http.HTTPStatus.NO_CONTENT:
                raise http.client.HTTPException("an answer without its length cannot be known to be whole")
            if (response.length or 0) > LARGEST:
                raise http.client.HTTPException("an answer is larger than any file of a log")
            answer = _Answer(response.status, response.read())  # raises when it is cut short
        except BaseException:
            connection.close()
            raise
        if len(self._idle) < IDLE and not response.will_close:
            self._idle.append(connection)
        else:
            connection.close()
        return answer

    def _connection(self) -> http.client.HTTPConnection:
        """Return an open connection that nobody uses, or a new one; those of the process before a fork are left to it."""
        if self._process != os.getpid():
            self._process, self._idle = os.getpid(), []
        with contextlib.suppress(IndexError):
            return self._idle.pop()
        kind = http.client.HTTPSConnection if self._address.scheme == "https" else http.client.HTTPConnection
        return kind(self._address.hostname or "", self._address.port, timeout=self.bucket.timeout)

    def _unreached(self, error: Exception) -> str:
        why = "it did not answer in time" if isinstance(error, TimeoutError) else str(error) or type(error).__name__
        place = self._address.hostname
        return f"The storage of the log at {place} cannot be asked: {why}. Nothing that was published has changed."

    def _problem(self, answer: _Answer, path: str) -> StorageProblem:
        """Say what a refusal means."""
        code, place = answer.code, f"bucket {self.bucket.name} at {self._address.hostname}"
        if code in FULL or answer.status == http.HTTPStatus.INSUFFICIENT_STORAGE:
            return StorageFull(
                f"There is no space left for {path} in the {place}. Nothing that was published has changed; free space and run"
                " it again."
            )
        if answer.status == http.HTTPStatus.FORBIDDEN:
            why = (
                "refuses the key. It needs the rights to read, write and list; the clock of this machine must be right"
            )
        elif code == "NoSuchBucket":
            why = "does not exist"
        elif answer.status in (
            http.HTTPStatus.MOVED_PERMANENTLY,
            http.HTTPStatus.TEMPORARY_REDIRECT,
            http.HTTPStatus.BAD_REQUEST,
        ):
            why = "wants to be asked otherwise: look at region and endpoint"
        else:
            why = "failed"
        return StorageProblem(f"The storage of the log failed at {path}: {place} {why} ({answer.status} {code}).")


def _kind(path: str) -> dict[str, str]:
    """Return what whoever serves the bucket needs to know of a resource."""
    if path == CHECKPOINT:
        return {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-cache"}
    return {"Content-Type": "application/octet-stream", "Cache-Control": "public, max-age=31536000, immutable"}
