"""A witness behind HTTP, with the standard library alone. Source: c2sp.org/tlog-witness."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

from erdem.notary.tlog.trouble import MissingResource, StorageProblem
from erdem.notary.tlog.witness import LARGEST_REQUEST, Answer, Witness

SECONDS = 20.0  # that a client may keep a connection silent
MOST_CONNECTIONS = 64
_MONITORING = re.compile(r"/([0-9a-f]{64})/checkpoint")


class WitnessService:
    """Serves ``POST /add-checkpoint`` and ``GET /<origin hash>/checkpoint``. Put TLS in front of it.

    Use it as a context manager, or call ``serve`` until another thread calls ``stop``. Port 0 takes a free one.
    """

    def __init__(self, witness: Witness, host: str = "127.0.0.1", port: int = 0) -> None:
        handler = type("WitnessHandler", (_Handler,), {"witness": witness})
        self._server = _Server((host, port), handler)
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Host and port on which it listens."""
        host, port = self._server.server_address[:2]
        return str(host), int(port)

    def serve(self) -> None:
        """Serve until ``stop`` is called."""
        self._server.serve_forever(poll_interval=0.2)

    def stop(self) -> None:
        """End ``serve`` and close the port."""
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> WitnessService:
        self._thread = threading.Thread(target=self.serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self.stop()
        if self._thread:
            self._thread.join()


class _Server(ThreadingHTTPServer):
    """Answers each connection in a thread of its own, but not in any number of them."""

    daemon_threads = True
    request_queue_size = 32

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._places = threading.BoundedSemaphore(MOST_CONNECTIONS)

    def server_bind(self) -> None:
        """Bind without looking up the name of the host, which can take long where there is no name service."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Begin a thread, or close the connection when there are too many."""
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of connections that break off."""


class _Handler(BaseHTTPRequestHandler):
    witness: Witness
    protocol_version = "HTTP/1.1"
    server_version = "erdem-witness"
    sys_version = ""
    timeout = SECONDS
    disable_nagle_algorithm = True  # head and body leave in two pieces, and the second would wait for the first

    def do_POST(self) -> None:
        """Answer add-checkpoint."""
        if self.path != "/add-checkpoint":
            self._refuse(404, "There is nothing at this address.")
            return
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch(r"[0-9]{1,9}", length):
            self._refuse(411, "The request must say its length.")
        elif int(length) > LARGEST_REQUEST:
            self._refuse(413, f"A request has at most {LARGEST_REQUEST} bytes.")
        else:
            self._answer(self.witness.add_checkpoint(self.rfile.read(int(length))))

    def do_GET(self) -> None:
        """Answer with the last checkpoint that was cosigned for a log."""
        matched = _MONITORING.fullmatch(self.path)
        try:
            self._answer(Answer(200, self.witness.latest(matched[1] if matched else "")))
        except MissingResource as error:
            self._answer(Answer(404, f"{error}\n".encode()))
        except StorageProblem:
            self._answer(Answer(500, b"The witness cannot read its records at the moment.\n"))

    def _refuse(self, status: int, sentence: str) -> None:
        self.close_connection = True  # the body was not read
        self._answer(Answer(status, f"{sentence}\n".encode()))

    def _answer(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # the standard library names it so
        """Write no access log: who asks is nobody's business."""
