"""Witnesses: never a fork, never a smaller tree, nothing answered that is not on the disk, over HTTP as well."""

from __future__ import annotations

import http.client
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erdem.notary.tlog.checkpoint import Checkpoint, open_checkpoint
from erdem.notary.tlog.hashing import leaf_hash, root_of
from erdem.notary.tlog.keys import SigningKey
from erdem.notary.tlog.notes import Note, sign_note
from erdem.notary.tlog.proofs import consistency_proof
from erdem.notary.tlog.tests.test_proofs import flipped
from erdem.notary.tlog.tests.trees import LOG_KEY, NEXT_KEY, ORIGIN, WITNESSES, leaves, nodes_of
from erdem.notary.tlog.trouble import KeyRefused, MissingResource, NoteRefused, StorageProblem, WitnessUnavailable
from erdem.notary.tlog.witness import AddCheckpoint, Answer, FileStates, Witness, origin_hash, parse_request
from erdem.notary.tlog.witness_client import Conflict, Cosigned, Refused, WitnessClient, build_request, parse_answer
from erdem.notary.tlog.witness_service import WitnessService

NOON = 1_800_000_000
LEAVES = leaves(200)
FORK = [*LEAVES[:50], *(leaf_hash(b"fork %d" % number) for number in range(150))]
KEY = WITNESSES[0]
KEYS = [KEY.verifier]


def note(size: int, *keys: SigningKey, hashes: list[bytes] = LEAVES, origin: str = ORIGIN) -> Note:
    """Return a checkpoint signed by the log."""
    text = Checkpoint(origin, size, root_of(hashes[:size])).text
    return Note(text, tuple(sign_note(text, key) for key in keys or (LOG_KEY,)))


def request(old: int, size: int, *, hashes: list[bytes] = LEAVES) -> bytes:
    """Return a request as the log makes it."""
    return build_request(nodes_of(hashes[:size]), old, note(size, hashes=hashes)).encode()


def witness(folder: Path, now: float = NOON) -> Witness:
    """Return a witness that keeps its state in a folder."""
    return Witness(FileStates(folder), {ORIGIN: [LOG_KEY.verifier]}, KEY, lambda: now)


def cosigned(answer: Answer, size: int, *, hashes: list[bytes] = LEAVES) -> int:
    """Return the time of a good cosignature."""
    found = parse_answer(answer.status, answer.body, note(size, hashes=hashes), KEYS)
    assert isinstance(found, Cosigned), answer
    return found.cosignatures[0].seconds or 0


def test_a_growing_log_is_cosigned_with_the_time(tmp_path: Path) -> None:
    one = witness(tmp_path)
    for old, size in ((0, 0), (0, 5), (5, 5), (5, 64), (64, 200)):
        assert cosigned(one.add_checkpoint(request(old, size)), size) == NOON
        kept = open_checkpoint(one.latest(origin_hash(ORIGIN)), ORIGIN, [LOG_KEY.verifier], KEYS)
        assert kept.checkpoint.size == size
        assert [each.seconds for each in kept.cosignatures] == [NOON]


@pytest.mark.parametrize("old", [0, 3, 65, 100])
def test_another_old_size_is_answered_with_the_known_one(tmp_path: Path, old: int) -> None:
    one = witness(tmp_path)
    one.add_checkpoint(request(0, 64))
    assert one.add_checkpoint(request(old, 100)) == Answer(409, b"64\n", "text/x.tlog.size")


def test_a_fork_and_a_smaller_tree_are_never_cosigned(tmp_path: Path) -> None:
    one = witness(tmp_path)
    one.add_checkpoint(request(0, 100))
    before = one.latest(origin_hash(ORIGIN))
    honest = consistency_proof(nodes_of(LEAVES[:120]), 100, 120)
    for body, status in (
        (request(100, 120, hashes=FORK), 422),
        (request(100, 100, hashes=FORK), 422),
        (AddCheckpoint(100, (), note(120)).encode(), 422),
        (AddCheckpoint(100, tuple(honest[:-1]), note(120)).encode(), 422),
        (AddCheckpoint(100, (*honest, honest[0]), note(120)).encode(), 422),
        (AddCheckpoint(100, tuple(honest), note(100)).encode(), 422),
        (AddCheckpoint(100, (), note(60)).encode(), 400),
        (request(60, 60), 409),
        (request(0, 60), 409),
        (request(0, 120, hashes=FORK), 409),
    ):
        assert one.add_checkpoint(body).status == status
        assert one.latest(origin_hash(ORIGIN)) == before
    assert cosigned(one.add_checkpoint(request(100, 120)), 120)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 200), st.integers(0, 200)), max_size=12))
def test_whatever_is_asked_the_cosigned_heads_are_one_history(
    tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[bool, int, int]]
) -> None:
    one, heads = witness(tmp_path_factory.mktemp("witness")), []
    for forked, size, old in asked:
        hashes = FORK if forked else LEAVES
        answer = one.add_checkpoint(request(min(old, size), size, hashes=hashes))
        if answer.status == 409:
            known = int(answer.body)
            answer = one.add_checkpoint(request(known, size, hashes=hashes)) if known <= size else answer
        if answer.status == 200:
            heads.append((size, root_of(hashes[:size])))
    assert [size for size, _ in heads] == sorted(size for size, _ in heads)
    assert any(all(root == root_of(tree[:size]) for size, root in heads) for tree in (LEAVES, FORK))


def test_the_first_checkpoint_needs_no_proof_and_must_have_none(tmp_path: Path) -> None:
    one = witness(tmp_path)
    assert one.add_checkpoint(AddCheckpoint(0, (LEAVES[0],), note(5)).encode()).status == 422
    empty = Checkpoint(ORIGIN, 0, LEAVES[0]).text
    forged = Note(empty, (sign_note(empty, LOG_KEY),))
    assert one.add_checkpoint(AddCheckpoint(0, (), forged).encode()).status == 422
    with pytest.raises(MissingResource):
        one.latest(origin_hash(ORIGIN))


def test_an_unknown_log_and_a_wrong_signature_are_refused(tmp_path: Path) -> None:
    one = witness(tmp_path)
    assert one.add_checkpoint(AddCheckpoint(0, (), note(5, origin="other.example")).encode()).status == 404
    assert one.add_checkpoint(AddCheckpoint(0, (), note(5, NEXT_KEY)).encode()).status == 403
    good = note(5).signatures[0]
    bad = type(good)(good.name, good.key_id, flipped(good.content, 3))
    assert one.add_checkpoint(AddCheckpoint(0, (), Note(note(5).text, (bad,))).encode()).status == 403
    assert one.add_checkpoint(AddCheckpoint(0, (), note(5, NEXT_KEY, LOG_KEY)).encode()).status == 200


def test_no_flipped_bit_of_a_request_is_cosigned_unless_it_is_the_same_checkpoint(tmp_path: Path) -> None:
    one = witness(tmp_path)
    one.add_checkpoint(request(0, 3))
    body = request(3, 5)
    for bit in range(len(body) * 8):
        answer = one.add_checkpoint(flipped(body, bit))
        assert answer.status in (400, 403, 404, 409, 422), (bit, answer)
    assert cosigned(one.add_checkpoint(body), 5)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0",
        b"old 0\n\n",
        b"old 00\n\n" + note(5).encode(),
        b"new 0\n\n" + note(5).encode(),
        b"old 0\nAAAA\n\n" + note(5).encode(),
        b"old 0\n" + note(5).encode(),
        b"\xff\n\n" + note(5).encode(),
        AddCheckpoint(0, (LEAVES[0],) * 64, note(5)).encode(),
        b"old 0\n\nnot a checkpoint\n\n" + note(5).signatures[0].line.encode(),
    ],
)
def test_a_malformed_request_is_refused(tmp_path: Path, body: bytes) -> None:
    assert witness(tmp_path).add_checkpoint(body).status == 400


def test_what_was_cosigned_is_on_the_disk_before_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = witness(tmp_path)
    one.add_checkpoint(request(0, 5))

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        answer = one.add_checkpoint(request(5, 9))
    assert (answer.status, b"Nothing was cosigned" in answer.body) == (500, True)
    assert open_checkpoint(one.latest(origin_hash(ORIGIN)), ORIGIN, [LOG_KEY.verifier]).checkpoint.size == 5
    again = witness(tmp_path)
    assert again.add_checkpoint(request(0, 9)).body == b"5\n"
    assert cosigned(again.add_checkpoint(request(5, 9)), 9)


def test_a_witness_with_a_damaged_record_cosigns_nothing(tmp_path: Path) -> None:
    one = witness(tmp_path)
    one.add_checkpoint(request(0, 5))
    path = tmp_path / origin_hash(ORIGIN)
    whole = path.read_bytes()
    for damaged in (b"", whole[:-1], whole.replace(KEY.name.encode(), KEY.name.encode(), 1)[:-90] + b"\n"):
        path.write_bytes(damaged)
        assert one.add_checkpoint(request(0, 9)).status == 500
        with pytest.raises(StorageProblem):
            one.latest(origin_hash(ORIGIN))


def test_a_clock_set_back_never_makes_an_earlier_time(tmp_path: Path) -> None:
    assert cosigned(witness(tmp_path, NOON).add_checkpoint(request(0, 5)), 5) == NOON
    assert cosigned(witness(tmp_path, NOON - 9000).add_checkpoint(request(5, 9)), 9) == NOON
    assert cosigned(witness(tmp_path, NOON + 7).add_checkpoint(request(9, 10)), 10) == NOON + 7


def test_each_log_has_a_state_of_its_own(tmp_path: Path) -> None:
    logs = {ORIGIN: [LOG_KEY.verifier], "other.example": [LOG_KEY.verifier]}
    one = Witness(FileStates(tmp_path), logs, KEY, lambda: NOON)
    assert one.add_checkpoint(request(0, 9)).status == 200
    assert one.add_checkpoint(AddCheckpoint(0, (), note(4, origin="other.example")).encode()).status == 200
    assert one.add_checkpoint(request(0, 9)).body == b"9\n"
    with pytest.raises(KeyRefused):
        Witness(FileStates(tmp_path), logs, LOG_KEY)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[WitnessService]:
    with WitnessService(witness(tmp_path)) as running:
        yield running


def client(service: WitnessService) -> WitnessClient:
    """Return a client of a service."""
    return WitnessClient("http://{}:{}/".format(*service.address), KEYS, timeout=5)


def test_a_log_is_cosigned_over_http_also_when_it_does_not_know_the_size(service: WitnessService) -> None:
    asking = client(service)
    for old, size in ((0, 5), (0, 90), (90, 90), (17, 200)):
        answer = asking.cosign(nodes_of(LEAVES[:size]), note(size), old)
        assert isinstance(answer, Cosigned)
        assert answer.cosignatures[0].seconds == NOON
    assert asking.cosign(nodes_of(LEAVES[:100]), note(100), 0) == Conflict(200)
    refused = asking.cosign(nodes_of(FORK[:200]), note(200, hashes=FORK), 200)
    assert isinstance(refused, Refused)
    assert refused.status == 422


def ask(
    service: WitnessService, method: str, path: str, body: bytes = b"", length: str | None = None
) -> tuple[int, bytes]:
    """Ask a service anything."""
    connection = http.client.HTTPConnection(*service.address, timeout=5)
    try:
        connection.request(method, path, body, {"Content-Length": length} if length else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_monitors_find_the_last_cosigned_checkpoint(service: WitnessService) -> None:
    address = f"/{origin_hash(ORIGIN)}/checkpoint"
    assert ask(service, "GET", address)[0] == 404
    assert ask(service, "POST", "/add-checkpoint", request(0, 5))[0] == 200
    status, body = ask(service, "GET", address)
    assert status == 200
    assert open_checkpoint(body, ORIGIN, [LOG_KEY.verifier], KEYS).cosignatures
    for other in ("/", "/checkpoint", f"/{'0' * 64}/checkpoint", f"/{'x' * 64}/checkpoint", "/../lock"):
        assert ask(service, "GET", other)[0] == 404


def test_a_request_without_or_with_too_great_a_length_is_refused(service: WitnessService) -> None:
    assert ask(service, "POST", "/add-checkpoint", b"x" * 65_537)[0] == 413
    assert ask(service, "POST", "/other", b"x")[0] == 404
    for length in ("-1", "x", "1e3"):
        assert ask(service, "POST", "/add-checkpoint", length=length)[0] == 411
    with socket.create_connection(service.address, timeout=5) as raw:
        raw.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert b" 411 " in raw.recv(200)
    assert ask(service, "POST", "/add-checkpoint", request(0, 5))[0] == 200


def test_requests_at_the_same_time_are_cosigned_one_after_the_other(service: WitnessService) -> None:
    answers: list[int] = []

    def add(size: int) -> None:
        answers.append(ask(service, "POST", "/add-checkpoint", request(0, size))[0])

    threads = [threading.Thread(target=add, args=(size,)) for size in range(10, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, *[409] * 19]


@pytest.mark.parametrize("url", ["", "witness.example", "ftp://witness.example", "file:///etc/passwd", "http://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(WitnessUnavailable, match="is no address of a witness"):
        WitnessClient(url, KEYS)


def test_a_witness_that_is_away_is_a_sentence() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(WitnessUnavailable, match="cannot be reached"):
        WitnessClient(f"http://127.0.0.1:{port}", KEYS, timeout=2).cosign(nodes_of(LEAVES[:5]), note(5))


def test_answers_are_believed_only_with_a_good_cosignature() -> None:
    asked = note(5)
    other = sign_note(asked.text, WITNESSES[1], NOON).line.encode()
    own = sign_note(asked.text, KEY, NOON).line.encode()
    assert isinstance(parse_answer(200, other + own, asked, KEYS), Cosigned)
    for body in (
        other,
        b"",
        b"thanks\n",
        own[:-1],
        flipped(own, 300),
        sign_note(note(6).text, KEY, NOON).line.encode(),
    ):
        with pytest.raises(NoteRefused):
            parse_answer(200, body, asked, KEYS)
    for body in (b"", b"x\n", b"-1\n", b"05\n", b"5\n\n"):
        with pytest.raises(WitnessUnavailable, match="not which one"):
            parse_answer(409, body, asked, KEYS)
    assert parse_answer(503, b"busy \x1b[31m\n  now" + b"x" * 999, asked, KEYS) == Refused(
        503, ("busy [31m now" + "x" * 999)[:500]
    )


@given(st.integers(0, 2**63 - 1), st.lists(st.binary(min_size=32, max_size=32), max_size=63))
def test_every_request_is_read_as_it_was_written(old: int, proof: list[bytes]) -> None:
    written = AddCheckpoint(old, tuple(proof), note(5))
    assert parse_request(written.encode()) == written
