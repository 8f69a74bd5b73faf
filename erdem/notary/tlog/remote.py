"""Reading a log of somebody else over HTTP, for monitors and sceptics: any web server that serves the folder will do."""

from __future__ import annotations

import http.client
from typing import Protocol
from urllib.parse import urlsplit

from erdem.notary.tlog.trouble import MissingResource, StorageProblem

LARGEST_RESOURCE = 256 * (2 + 65_535)  # bytes, an entry bundle with the longest entries


class Source(Protocol):
    """Gives the resources of a log; every storage is one."""

    def get(self, path: str) -> bytes:
        """Return a resource, or raise ``MissingResource``."""


class HttpSource:
    """A log at an address. ``url`` is its prefix, ``timeout`` is in seconds. Redirections are not followed."""

    def __init__(self, url: str, *, timeout: float = 20.0) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise StorageProblem(f"“{url}” is no address of a log.")
        self.url = url
        self._prefix = parts.path.rstrip("/")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=timeout)

    def get(self, path: str) -> bytes:
        """Return a resource.

        Raises:
            MissingResource: the server says that there is none (404 or 410).
            StorageProblem: the server cannot be reached, answers otherwise, or sends more than a log can hold.
        """
        try:
            status, content = self._ask(path)
        except (OSError, ValueError, http.client.HTTPException) as error:
            self._connection.close()
            raise StorageProblem(f"The log at {self.url} cannot be read: {error or type(error).__name__}.") from error
        if status in (404, 410):
            raise MissingResource(f"The log at {self.url} has no resource {path}.")
        if status != 200:
            raise StorageProblem(f"The log at {self.url} answers {status} for {path}.")
        return content

    def _ask(self, path: str) -> tuple[int, bytes]:
        try:
            return self._once(path)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self._connection.close()  # the server had closed a connection that was kept open; once more on a fresh one
            return self._once(path)

    def _once(self, path: str) -> tuple[int, bytes]:
        self._connection.request("GET", f"{self._prefix}/{path}", headers={"Accept-Encoding": "identity"})
        answer = self._connection.getresponse()
        content = answer.read(LARGEST_RESOURCE + 1)
        if len(content) > LARGEST_RESOURCE:
            raise ValueError("it sends more than a resource of a log can hold")
        return answer.status, content
