"""A log in a bucket: nothing replaced, nothing missing that merely could not be asked, no fork whatever the service does."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from erdem.notary.tlog import object_storage
from erdem.notary.tlog.checkpoint import TreeHead, parse_checkpoint
from erdem.notary.tlog.hashing import root_of
from erdem.notary.tlog.keys import SigningKey
from erdem.notary.tlog.log import Appender
from erdem.notary.tlog.monitor import watch
from erdem.notary.tlog.notes import Signature, sign_note
from erdem.notary.tlog.object_storage import Bucket, ObjectStorage
from erdem.notary.tlog.proof_files import Policy
from erdem.notary.tlog.s3_signature import Credentials, signed_headers
from erdem.notary.tlog.storage import CHECKPOINT
from erdem.notary.tlog.tests.s3_service import BUCKET, KEY, REGION, SECRET, Service, running
from erdem.notary.tlog.tests.test_crashes import AFTER, BEFORE, STEPS
from erdem.notary.tlog.tests.trees import LOG_KEY, ORIGIN, MemoryRecord, MemoryStorage, entries, leaves
from erdem.notary.tlog.trouble import ConflictingResource, LogProblem, MissingResource, StorageFull, StorageProblem


@pytest.fixture(scope="module")
def shared() -> Iterator[Service]:
    """A service for the tests of this file; each begins with an empty one."""
    with running() as service:
        yield service


@pytest.fixture
def service(shared: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    """An empty service without faults."""
    monkeypatch.setattr(object_storage, "PAUSE", 0.001)
    shared.objects, shared.kinds = {}, {}
    shared.fault, shared.left, shared.changes, shared.asked = "", 0, 0, 0
    shared.keeps_conditions, shared.once = True, False
    return shared


def bucket(service: Service, **other: str) -> Bucket:
    given = {
        "endpoint": service.url,
        "name": BUCKET,
        "prefix": "示例/register",
        "region": REGION,
        "secret": SECRET,
        **other,
    }
    credentials = Credentials(KEY, given.pop("secret"))
    return Bucket(**given, credentials=credentials, timeout=20)


@pytest.fixture
def storage(service: Service) -> Iterator[ObjectStorage]:
    opened = ObjectStorage(bucket(service))
    yield opened
    opened.close()


def test_what_is_put_is_got_under_its_prefix(storage: ObjectStorage, service: Service) -> None:
    storage.put_new({"tile/0/x001/234": b"full", "tile/0/x001/235.p/7": b"part"})
    storage.put(CHECKPOINT, b"one")
    storage.put(CHECKPOINT, b"two")
    assert storage.get("tile/0/x001/235.p/7") == b"part"
    assert storage.get(CHECKPOINT) == b"two"
    names = {key.removeprefix("示例/register/") for key in service.objects}
    assert names == {"checkpoint", "conditions", "tile/0/x001/234", "tile/0/x001/235.p/7"}
    assert service.kinds["示例/register/checkpoint"] == "text/plain; charset=utf-8"


def test_an_immutable_resource_is_written_once_and_again_only_with_the_same_content(storage: ObjectStorage) -> None:
    storage.put_new({"tile/0/000": b"same"})
    storage.put_new({"tile/0/000": b"same", "tile/0/001": b"new"})
    with pytest.raises(ConflictingResource, match="already has another tile/0/000"):
        storage.put_new({"tile/0/000": b"other"})
    assert storage.get("tile/0/000") == b"same"


def test_a_service_that_replaces_although_it_is_asked_not_to_is_refused(
    storage: ObjectStorage, service: Service
) -> None:
    service.keeps_conditions = False
    with pytest.raises(StorageProblem, match="replaces files although it is asked not to"):
        storage.put_new({"tile/0/000": b"x"})
    assert list(service.objects) == ["示例/register/conditions"]


@pytest.mark.parametrize("path", ["tile/0/000", "tile", "checkpoint/x", "tile/0"])
def test_what_is_not_there_is_said_to_be_missing(storage: ObjectStorage, path: str) -> None:
    storage.put_new({"tile/0/000.p/3": b"x"})
    with pytest.raises(MissingResource, match=f"no resource {path}"):
        storage.get(path)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"name": "elsewhere"}, "bucket elsewhere at 127.0.0.1 does not exist"),
        ({"secret": "wrong"}, r"refuses the key.*SignatureDoesNotMatch"),
        ({"region": "cn-south-1"}, "refuses the key"),
        ({"endpoint": "http://127.0.0.1:1"}, "cannot be asked: .*refused"),
        ({"endpoint": "http://name.invalid"}, "cannot be asked"),
    ],
    ids=["bucket", "secret", "region", "port", "name"],
)
def test_nothing_is_said_to_be_missing_that_could_merely_not_be_asked(
    service: Service, other: dict[str, str], words: str
) -> None:
    storage = ObjectStorage(bucket(service, **other))
    for act in (lambda: storage.get("tile/0/000"), lambda: storage.put(CHECKPOINT, b"x")):
        with pytest.raises(StorageProblem, match=words) as caught:
            act()
        assert not isinstance(caught.value, MissingResource)
    storage.remove_below("tile/0/000.p")
    storage.close()


@pytest.mark.parametrize("fault", ["500", "503", "404", "301", "reset", "slow", "half"])
def test_a_failing_service_is_a_sentence_within_its_time(storage: ObjectStorage, service: Service, fault: str) -> None:
    storage.put_new({"tile/0/000": b"full"})
    storage.close()
    storage.bucket = replace(storage.bucket, timeout=0.3 if fault == "slow" else 20)
    service.fault = fault
    acts: list[Callable[[], object]] = [lambda: storage.get("tile/0/000")]
    if fault != "half":  # what is answered to a change is empty
        acts += [lambda: storage.put_new({"tile/0/001": b"second"}), lambda: storage.put(CHECKPOINT, b"x")]
    for act in acts:
        with pytest.raises(StorageProblem, match="storage of the log") as caught:
            act()
        assert not isinstance(caught.value, (MissingResource, ConflictingResource))
    service.fault, storage.bucket = "", replace(storage.bucket, timeout=20)
    storage.close()
    assert storage.get("tile/0/000") == b"full"
    storage.put_new({"tile/0/001": b"second"})


@pytest.mark.parametrize("fault", ["507 InsufficientStorage", "403 QuotaExceeded"])
def test_a_full_service_says_so_and_keeps_what_is_there(storage: ObjectStorage, service: Service, fault: str) -> None:
    storage.put_new({"tile/0/000": b"full"})
    service.fault = fault
    with pytest.raises(StorageFull, match="no space left"):
        storage.put_new({"tile/0/001": b"second"})
    assert storage.get("tile/0/000") == b"full"


def test_an_answer_that_was_lost_is_made_up_for(storage: ObjectStorage, service: Service) -> None:
    """The first try has written it; the second finds it there, and compares."""
    storage.put_new({"tile/0/000": b"full"})
    service.fault, service.left, service.once = "answer lost", service.changes, True
    storage.put_new({"tile/0/001": b"second"})
    assert service.fault == ""
    assert service.objects["示例/register/tile/0/001"] == b"second"


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "tile//0", ".incoming/x", "Tile/0", "a\n", "tile/"])
def test_a_path_leads_nowhere_else(storage: ObjectStorage, service: Service, path: str) -> None:
    for act in (
        storage.get,
        lambda path: storage.put(path, b""),
        lambda path: storage.put_new({path: b""}),
        storage.remove_below,
    ):
        with pytest.raises(StorageProblem, match="is no path of a resource"):
            act(path)
    assert service.asked == 0


def test_removing_partial_tiles_leaves_the_full_one(storage: ObjectStorage, service: Service) -> None:
    parts = {f"tile/0/000.p/{width}": b"x" for width in range(1, 8)}
    storage.put_new({"tile/0/000": b"full", "tile/0/001.p/3": b"z", **parts})
    storage.remove_below("tile/0/000.p")
    assert {key.partition("register/")[2] for key in service.objects} == {"conditions", "tile/0/000", "tile/0/001.p/3"}


def test_connections_are_used_again(storage: ObjectStorage, service: Service) -> None:
    storage.put_new({f"tile/0/{number:03}": b"x" for number in range(100)})
    assert len(storage._idle) <= object_storage.IDLE
    assert storage._idle


EXAMPLE = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


@pytest.mark.parametrize(
    ("method", "path", "query", "headers", "content", "signature"),
    [
        (
            "GET",
            "/test.txt",
            {},
            {"Range": "bytes=0-9"},
            b"",
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            "PUT",
            "/test$file.text",
            {},
            {"Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
            b"Welcome to Amazon S3.",
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
        ("GET", "/", {"lifecycle": ""}, {}, b"", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        (
            "GET",
            "/",
            {"prefix": "J", "max-keys": "2"},
            {},
            b"",
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
    ],
    ids=["get", "put", "lifecycle", "list"],
)
def test_requests_are_signed_as_in_the_published_examples(
    method: str, path: str, query: dict[str, str], headers: dict[str, str], content: bytes, signature: str
) -> None:
    """Source: AWS, Amazon S3 API Reference, “Signature calculations for the Authorization header: examples”."""
    host, now = {"Host": "examplebucket.s3.amazonaws.com"}, dt.datetime(2013, 5, 24, tzinfo=dt.UTC)
    sent = signed_headers(
        method, path, query, {**host, **headers}, content, region="us-east-1", credentials=EXAMPLE, now=now
    )
    assert sent["Authorization"].rpartition("Signature=")[2] == signature


def test_a_secret_never_shows_in_a_description(service: Service) -> None:
    assert SECRET not in repr(bucket(service))


@pytest.mark.parametrize("fault", ["500", "answer lost"])
@pytest.mark.parametrize("left", range(STEPS))
def test_a_service_that_fails_at_any_step_of_an_append_loses_and_forks_nothing(
    storage: ObjectStorage, service: Service, monkeypatch: pytest.MonkeyPatch, left: int, fault: str
) -> None:
    signed: dict[int, set[str]] = {}

    def told(text: str, key: SigningKey, seconds: int | None = None) -> Signature:
        signed.setdefault(int(text.split("\n")[1]), set()).add(text)
        return sign_note(text, key, seconds)

    monkeypatch.setattr("erdem.notary.tlog.log.sign_note", told)
    monkeypatch.setattr(object_storage, "TRIES", 1)
    record = MemoryRecord()
    Appender(storage, ORIGIN, [LOG_KEY], record).append(0, entries(0, BEFORE))
    service.fault, service.left = fault, service.changes + left
    whole = False
    with contextlib.suppress(LogProblem):
        Appender(storage, ORIGIN, [LOG_KEY], record).append(BEFORE, entries(BEFORE, AFTER))
        whole = True
    service.fault = ""
    log = Appender(storage, ORIGIN, [LOG_KEY], record)
    assert log.size in ((AFTER,) if whole else (BEFORE, AFTER))
    log.append(BEFORE, entries(BEFORE, AFTER))
    head = TreeHead(AFTER, root_of(leaves(AFTER)))
    assert parse_checkpoint(storage.get(CHECKPOINT).decode().partition("\n\n")[0] + "\n").head == record.head == head
    assert all(len(texts) == 1 for texts in signed.values())
    assert not watch(storage, Policy(ORIGIN, (LOG_KEY.verifier,)), whole=True).findings


def test_a_log_in_a_bucket_has_the_same_files_as_any_other(storage: ObjectStorage, service: Service) -> None:
    memory = MemoryStorage()
    for kept in (memory, storage):
        log = Appender(kept, ORIGIN, [LOG_KEY], MemoryRecord())
        for first, last in ((0, 3), (3, 300), (300, 900)):
            log.append(first, entries(first, last))
    found = {key.partition("register/")[2]: content for key, content in service.objects.items()}
    del found["conditions"]
    assert found == memory.resources
