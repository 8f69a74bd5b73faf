"""Entries go in with what they prove, are taken up in order, and stay."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.test import Client, TestCase
from procrastinate.contrib.django.models import ProcrastinateJob

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.testing.actors import People
from erdem.notary import queries, services
from erdem.notary.checking import Trusted, check
from erdem.notary.choices import LeafKind, Log
from erdem.notary.evidence import verify_evidence
from erdem.notary.log_files import appender_of, storage_of, verifier_of
from erdem.notary.models import Leaf, PublishedCheckpoint
from erdem.notary.services import integrating
from erdem.notary.tlog import CHECKPOINT, StorageFull, TileReader, storage

pytestmark = pytest.mark.django_db


def enter(count: int, first: int = 0) -> list[services.Entered]:
    statements = [{"number": f"示例-{first + at}", "sha256": "0" * 64} for at in range(count)]
    with acting_as(SYSTEM):
        return services.enter(actor=SYSTEM, log=Log.REGISTER, kind=LeafKind.REGISTER_VERSION, statements=statements)


def integrate(most: int = 10_000) -> int:
    return services.integrate(actor=SYSTEM, log=Log.REGISTER, most=most)


def positions() -> list[int | None]:
    with acting_as(SYSTEM):
        return list(Leaf.objects.order_by("pk").values_list("position", flat=True))


def test_what_waits_is_taken_up_in_order_under_checkpoints_that_extend_each_other() -> None:
    enter(3)
    assert positions() == [None] * 3
    assert integrate() == 3
    enter(600)
    assert integrate(most=256) == 600
    assert positions() == list(range(603))
    assert integrate() == 0
    with acting_as(PUBLIC):
        sizes = list(PublishedCheckpoint.objects.order_by("size").values_list("size", flat=True))
        assert sizes == [3, 259, 515, 603]
        state = queries.log_state(PUBLIC, Log.REGISTER)
        assert state.checkpoint is not None
        assert state.checkpoint.checkpoint.size == 603
        assert state.waiting == 0
        for leaf in Leaf.objects.filter(position__in=[0, 255, 256, 602]):
            assert queries.proof_of(leaf) is not None
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="notary.publish_checkpoint").count() == 4


def test_the_entry_is_undone_with_what_it_proves() -> None:
    with transaction.atomic():
        enter(1)
        transaction.set_rollback(True)
    assert positions() == []
    assert integrate() == 0


def test_one_job_waits_however_many_entries_do() -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        enter(1)
        assert not ProcrastinateJob.objects.filter(
            task_name="notary.integrate"
        ).exists()  # a job could begin before the commit
    with TestCase.captureOnCommitCallbacks(execute=True):
        enter(2, first=1)
    assert ProcrastinateJob.objects.filter(task_name="notary.integrate", status="todo").count() == 1


def test_a_queue_that_fails_after_the_commit_fails_nobody_who_has_entered(monkeypatch: Any, caplog: Any) -> None:
    def gone(_log: str) -> None:
        raise OperationalError("示例")

    monkeypatch.setattr(integrating, "_enqueue", gone)
    with TestCase.captureOnCommitCallbacks(execute=True):
        enter(1)
    assert "enqueue" in caplog.text
    assert integrate() == 1


def test_evidence_holds_and_everything_in_it_is_bound() -> None:
    (entered,) = enter(1)
    enter(7, first=1)
    with acting_as(PUBLIC):
        assert queries.proof_of(entered.leaf) is None
    integrate()
    with acting_as(PUBLIC):
        leaf = Leaf.objects.get(pk=entered.leaf.pk)
        statement = {"number": "示例-0", "sha256": "0" * 64}
        content = queries.evidence_of(leaf, statement=statement, document="not the document", nonce=entered.nonce)
    assert content is not None
    with pytest.raises(ValueError, match="document was changed"):
        verify_evidence(content, [verifier_of(Log.REGISTER)])


@pytest.mark.parametrize("step", range(12))
def test_a_disk_that_fills_up_at_any_step_loses_and_doubles_nothing(monkeypatch: Any, step: int) -> None:
    enter(300)
    integrate()
    enter(300, first=300)
    left = [step]
    written = storage.write_synchronised

    def full(path: Path, content: bytes) -> None:
        if left[0] == 0:
            raise StorageFull("There is no room left on the disk of the log.")
        left[0] -= 1
        written(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(storage, "write_synchronised", full)
        with contextlib.suppress(StorageFull):
            integrate()
    enter(5, first=600)
    integrate()
    assert positions() == list(range(605))
    reader = TileReader(storage_of(Log.REGISTER).get, 605)
    assert reader.root() == appender_of(Log.REGISTER).checkpoint.checkpoint.root
    with acting_as(SYSTEM):
        entries = [bytes(entry) for entry in Leaf.objects.order_by("position").values_list("entry", flat=True)]
    assert [entry for bundle in range(3) for entry in reader.entries(bundle)] == entries


def test_a_database_older_than_the_published_log_signs_nothing() -> None:
    with transaction.atomic():
        enter(4)
        integrate()
        transaction.set_rollback(True)
    before = storage_of(Log.REGISTER).get(CHECKPOINT)
    enter(2)
    with pytest.raises(services.LogAhead, match="older backup"):
        integrate()
    assert storage_of(Log.REGISTER).get(CHECKPOINT) == before
    assert positions() == [None, None]


def test_a_database_of_another_history_is_found_out_before_anything_is_signed() -> None:
    with transaction.atomic():
        enter(4)
        integrate()
        transaction.set_rollback(True)
    before = storage_of(Log.REGISTER).get(CHECKPOINT)
    enter(6, first=100)
    with pytest.raises(services.LogAhead):
        integrate()
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notary_leaf SET position = n FROM"
            " (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM notary_leaf) AS o WHERE o.id = notary_leaf.id"
        )
    with pytest.raises(Exception, match="another content"):
        integrate()
    assert storage_of(Log.REGISTER).get(CHECKPOINT) == before


ATTACKS = (
    "UPDATE notary_leaf SET position = position + 1",
    "UPDATE notary_leaf SET position = NULL",
    "UPDATE notary_leaf SET entry = entry || 'x'::bytea",
    "UPDATE notary_leaf SET kind = kind",
    "DELETE FROM notary_leaf",
    "TRUNCATE notary_leaf CASCADE",
    "UPDATE notary_publishedcheckpoint SET size = size + 1",
    "DELETE FROM notary_publishedcheckpoint",
    "TRUNCATE notary_publishedcheckpoint",
)


def everything() -> list[tuple[Any, ...]]:
    with acting_as(SYSTEM):
        return [*Leaf.objects.order_by("pk").values_list(), *PublishedCheckpoint.objects.order_by("pk").values_list()]


@pytest.mark.parametrize("statement", ATTACKS)
def test_nothing_that_was_entered_or_published_is_changed(statement: str) -> None:
    """The application finds no row that it may touch, or is refused."""
    enter(2)
    integrate()
    before = everything()
    with acting_as(SYSTEM), contextlib.suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert everything() == before


def test_an_entry_has_the_hash_of_its_own_bytes() -> None:
    with acting_as(SYSTEM), pytest.raises(IntegrityError, match="leaf_hash_is_of_its_entry"), transaction.atomic():
        Leaf.objects.create(log=Log.REGISTER, kind=LeafKind.REGISTER_VERSION, entry=b"{}", leaf_hash=b"\x00" * 32)


def test_only_machines_give_positions(people: People) -> None:
    enter(1)
    with acting_as(people.officer), connection.cursor() as cursor:
        cursor.execute("UPDATE notary_leaf SET position = 0")
        assert cursor.rowcount == 0
    taking = (
        "INSERT INTO notary_leaf (log, kind, entry, leaf_hash, position, written_at)"
        " SELECT log, kind, entry, leaf_hash, 7, now() FROM notary_leaf"
    )
    with (
        acting_as(people.officer),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(taking)


def test_anybody_gets_the_proof_of_any_entry_and_can_check_it_alone(client: Client) -> None:
    enter(3)
    assert client.get("/log/register/entry/2.tlog-proof").status_code == 404  # not published yet
    integrate()
    answer = client.get("/log/register/entry/2.tlog-proof")
    assert answer.status_code == 200
    found = check(answer.content, Trusted((verifier_of(Log.REGISTER),)))
    assert (found.form, found.holds, found.detail["index"], found.detail["size"]) == ("proof", True, 2, 3)
    for absent in ("register/entry/3", "audit/entry/0", f"register/entry/{1 << 80}", "nothing/entry/0"):
        assert client.get(f"/log/{absent}.tlog-proof").status_code == 404


def test_the_key_is_for_the_owner_alone_and_stays_the_same() -> None:
    key = verifier_of(Log.REGISTER).text
    path = Path(settings.NOTARY) / "keys" / "register.key"
    assert path.stat().st_mode & 0o077 == 0
    assert verifier_of(Log.REGISTER).text == key


def test_all_logs_of_an_installation_carry_one_name() -> None:
    names = {verifier_of(log).name.rpartition("/")[0] for log in Log}
    assert len(names) == 1
    assert {verifier_of(log).name.rpartition("/")[2] for log in Log} == set(Log.values)
