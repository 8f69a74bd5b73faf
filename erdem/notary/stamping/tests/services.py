"""A small web server bound to 127.0.0.1, and time authorities that lie in different ways."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from asn1crypto import tsp

from erdem.notary.stamping import HttpAuthority, LocalAuthority, TimeAuthority
from erdem.notary.stamping.assembly import Statement, assemble, grant
from erdem.notary.stamping.local import POLICY
from erdem.notary.stamping.profile import Algorithm
from erdem.notary.stamping.remote import REPLY

Answer = Callable[[bytes], bytes]


@dataclasses.dataclass
class Service:
    """What the server answers, and what it was asked."""

    answer: Answer
    kind: str | None = REPLY
    status: int = 200
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    drip: float = 0.0
    finished: bool = False
    asked: list[tuple[str, str, bytes]] = dataclasses.field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Answers what its service says, in pieces of one byte when that drips."""

    service: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.service.asked.append((self.path, self.headers.get("Content-Type", ""), body))
        self._send(self.service.answer(body))

    def do_GET(self) -> None:
        self.service.asked.append((self.path, "", b""))
        self._send(self.service.answer(b""))

    def _send(self, answer: bytes) -> None:
        self.send_response(self.service.status)
        headers = {"Content-Type": self.service.kind, "Content-Length": str(len(answer)), **self.service.headers}
        for name, value in headers.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        size = 1 if self.service.drip else 1 << 16
        with suppress(OSError):  # the client goes away, as it should
            for start in range(0, len(answer), size):
                self.wfile.write(answer[start : start + size])
                time.sleep(self.service.drip)  # a slow line is what the test needs
            self.service.finished = True

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@contextmanager
def served(service: Service) -> Iterator[str]:
    """Serve it, and give its address."""
    handler = type("ServiceHandler", (Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def over_http(local: LocalAuthority, url: str, **changes: Any) -> HttpAuthority:
    """Return a client of an address that trusts the root of a local authority."""
    options = {"timeout": 3.0, **changes}
    description = TimeAuthority("County TSA", url, (POLICY,), local.authority.roots, **options)
    return HttpAuthority(description)


def lying(local: LocalAuthority, **lies: Any) -> Answer:
    """Return an authority that signs properly, but not what it was asked."""

    def answer(request: bytes) -> bytes:
        asked = tsp.TimeStampReq.load(request)
        honest = Statement(
            digest=asked["message_imprint"]["hashed_message"].native,
            algorithm=Algorithm.SHA256,
            policy=POLICY,
            serial=7,
            time=local.clock(),
            accuracy=1,
            nonce=asked["nonce"].native,
        )
        return grant(assemble(dataclasses.replace(honest, **lies), local._key_signer()))

    return answer
