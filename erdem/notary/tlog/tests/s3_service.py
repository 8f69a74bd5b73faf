"""A small S3-speaking service on loopback for the tests: it checks each signature by itself, and fails as it is told."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

KEY, SECRET, REGION, BUCKET = "ERDEMEXAMPLE", "示例-secret", "cn-north-1", "heritage"
_SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?"
    r"Signature=([0-9a-f]{64})"
)


class Service(ThreadingHTTPServer):
    """Holds objects by key.

    ``fault`` names what goes wrong, ``left`` after how many changes it begins: a status for every request, a status with a code
    for changes only, ``reset``, ``slow``, ``half`` of what is asked for, ``answer lost`` after the change was made.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.kinds: dict[str, str] = {}
        self.fault = ""
        self.left = 0
        self.changes = self.asked = 0
        self.keeps_conditions, self.once = True, False
        self.waiting = threading.Event()
        self.one_at_a_time = threading.Lock()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a connection that was broken off."""


@contextlib.contextmanager
def running() -> Iterator[Service]:
    """Run a service."""
    with Service() as service:
        thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield service
        finally:
            service.waiting.set()
            service.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Service

    def log_message(self, *_arguments: Any) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        """Give an object, or the list of keys."""
        key = self._begin()
        if key is None:
            return
        if not key:
            self._list()
        elif key not in self.server.objects:
            self._refuse(404, "NoSuchKey")
        else:
            self._give(200, self.server.objects[key])

    def do_PUT(self) -> None:
        """Keep an object, unless it is there and must not be."""
        key = self._begin(changes=True)
        if key is None:
            return
        with self.server.one_at_a_time:
            wanted = self.headers.get("If-None-Match") == "*" and self.server.keeps_conditions
            if wanted and key in self.server.objects:
                self._refuse(412, "PreconditionFailed")
                return
            self.server.objects[key] = self.content
            self.server.kinds[key] = self.headers.get("Content-Type", "")
        self._end_change(200)

    def do_DELETE(self) -> None:
        """Remove an object."""
        key = self._begin(changes=True)
        if key is not None:
            self.server.objects.pop(key, None)
            self._end_change(204)

    def _begin(self, *, changes: bool = False) -> str | None:
        """Read the request and return its key; answer it and return None when it is refused."""
        self.server.asked += 1
        self.content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = unquote(urlsplit(self.path).path)
        refused = self._wrong_signature() or ("" if path.startswith(f"/{BUCKET}/") else "NoSuchBucket")
        if refused:
            self._refuse(404 if refused == "NoSuchBucket" else 403, refused)
            return None
        if changes and not path.endswith("/conditions"):
            self.server.changes += 1
        if self._failed(changes=changes):
            return None
        return path.removeprefix(f"/{BUCKET}/")

    def _fails(self) -> bool:
        return bool(self.server.fault) and self.server.changes > self.server.left

    def _failed(self, *, changes: bool) -> bool:
        """Go wrong as told; a lost answer is lost only after the change."""
        fault = self.server.fault
        if not self._fails() or fault in ("answer lost", "half"):
            return False
        if fault == "reset":
            self.close_connection = True
        elif fault == "slow":
            self.server.waiting.wait(30)
            self.close_connection = True
        elif fault.isdigit() or changes:
            self._refuse(int(fault.split()[0]), fault.partition(" ")[2] or "InternalError")
        else:
            return False
        return True

    def _end_change(self, status: int) -> None:
        if self._fails() and self.server.fault == "answer lost":
            self.close_connection = True
            self.server.fault = "" if self.server.once else self.server.fault
        else:
            self._give(status, b"")

    def _give(self, status: int, content: bytes) -> None:
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
            self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()[:32]}"')
            self.send_header("Last-Modified", self.date_time_string())
        self.end_headers()
        if self.server.fault == "half" and self._fails():
            content, self.close_connection = content[: len(content) // 2], True
        self.wfile.write(content)

    def _refuse(self, status: int, code: str) -> None:
        self._give(status, f'<?xml version="1.0"?><Error><Code>{code}</Code></Error>'.encode())

    def _list(self) -> None:
        """List keys, two at a time."""
        query = dict(parse_qsl(urlsplit(self.path).query))
        after = query.get("continuation-token", "")
        keys = sorted(key for key in self.server.objects if key.startswith(query["prefix"]) and key > after)
        parts = [f"<Contents><Key>{key}</Key></Contents>" for key in keys[:2]]
        if len(keys) > 2:
            parts.append(f"<NextContinuationToken>{keys[1]}</NextContinuationToken>")
        self._give(200, f"<ListBucketResult>{''.join(parts)}</ListBucketResult>".encode())

    def _wrong_signature(self) -> str:
        """Return what is wrong with the signature; nothing when it is right."""
        found = _SIGNED.fullmatch(self.headers.get("Authorization", ""))
        if not found or found[1] != KEY or found[3] != REGION:
            return "InvalidAccessKeyId"
        digest = self.headers["x-amz-content-sha256"]
        if hashlib.sha256(self.content).hexdigest() != digest:
            return "XAmzContentSHA256Mismatch"
        path, _, query = self.path.partition("?")
        headers = "".join(f"{name}:{self.headers[name].strip()}\n" for name in found[4].split(";"))
        asked = "\n".join((self.command, path, "&".join(sorted(query.split("&"))), headers, found[4], digest))
        scope = f"{found[2]}/{REGION}/s3/aws4_request"
        told = f"AWS4-HMAC-SHA256\n{self.headers['x-amz-date']}\n{scope}\n{hashlib.sha256(asked.encode()).hexdigest()}"
        key = ("AWS4" + SECRET).encode()
        for part in (found[2], REGION, "s3", "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        right = hmac.new(key, told.encode(), hashlib.sha256).hexdigest()
        return "" if hmac.compare_digest(right, found[5]) else "SignatureDoesNotMatch"
