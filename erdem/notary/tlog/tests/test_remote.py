"""A log is served by any web server and watched from outside."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from erdem.notary.tlog.checkpoint import Checkpoint
from erdem.notary.tlog.hashing import leaf_hash, root_of
from erdem.notary.tlog.log import Appender
from erdem.notary.tlog.monitor import Kind, watch
from erdem.notary.tlog.proof_files import Policy, make_proof, verify_proof
from erdem.notary.tlog.remote import HttpSource
from erdem.notary.tlog.signed_record import FileRecord
from erdem.notary.tlog.storage import FileStorage
from erdem.notary.tlog.tests.trees import LOG_KEY, ORIGIN, entries, entry, leaves
from erdem.notary.tlog.tiles import TileReader
from erdem.notary.tlog.trouble import MissingResource, StorageProblem

POLICY = Policy(ORIGIN, (LOG_KEY.verifier,))


class Quiet(SimpleHTTPRequestHandler):
    """The web server of the standard library, which closes each connection, and which redirects one address."""

    def do_GET(self) -> None:
        """Serve a file."""
        if self.path.endswith("/moved"):
            self.send_response(302)
            self.send_header("Location", "/log/checkpoint")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path.endswith("/endless"):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * 17_000_000)
        else:
            super().do_GET()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    storage = FileStorage(tmp_path / "log")
    Appender(storage, ORIGIN, [LOG_KEY], FileRecord(tmp_path / "signed", ORIGIN)).append(0, entries(0, 700))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/log/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_log_is_watched_and_an_entry_proven_from_outside(served: str) -> None:
    source = HttpSource(served)
    earlier = Checkpoint(ORIGIN, 300, root_of(leaves(300)))
    report = watch(source, POLICY, earlier, whole=True)
    assert report.findings == ()
    assert report.checkpoint is not None
    proof = make_proof(TileReader(source.get, 700), 655, report.checkpoint.note)
    assert verify_proof(proof.encode(), leaf_hash(entry(655)), POLICY).index == 655


def test_what_the_server_does_not_have_is_missing_and_what_it_refuses_is_not(served: str, tmp_path: Path) -> None:
    source = HttpSource(served)
    with pytest.raises(MissingResource, match="has no resource tile/5/000"):
        source.get("tile/5/000")
    with pytest.raises(StorageProblem, match="answers 302 for moved") as caught:
        source.get("moved")
    assert not isinstance(caught.value, MissingResource)
    with pytest.raises(StorageProblem, match="sends more than a resource"):
        source.get("endless")
    (tmp_path / "log" / "tile" / "0" / "001").unlink()
    assert {finding.kind for finding in watch(source, POLICY).findings} == {Kind.MISSING_TILE}


def test_a_server_that_is_away_is_no_missing_log(served: str) -> None:
    away = HttpSource("http://127.0.0.1:9/", timeout=2)
    assert [finding.kind for finding in watch(away, POLICY).findings] == [Kind.UNREADABLE]


@pytest.mark.parametrize("url", ["", "log.example", "file:///etc", "http://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(StorageProblem, match="is no address of a log"):
        HttpSource(url)
