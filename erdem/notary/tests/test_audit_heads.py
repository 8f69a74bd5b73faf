"""Heads of the audit trail cover every entry once, and whatever is done to an entry afterwards shows."""

from __future__ import annotations

import threading
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client

from erdem.base import audit
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.notary import services, watching
from erdem.notary.audit_heads import Range, check_audit, final_ranges, head_states, unsealed
from erdem.notary.choices import Log
from erdem.notary.evidence import verify_evidence
from erdem.notary.log_files import verifier_of
from erdem.notary.models import AuditHead
from erdem.people.choices import OrganisationKind, Role
from erdem.people.tests.factories import make_actor, user_of

pytestmark = pytest.mark.django_db(transaction=True)


def act(count: int = 1) -> None:
    """Leave entries, each in a transaction of its own."""
    for number in range(count):
        with acting_as(SYSTEM):
            audit.record(SYSTEM, action="示例.act", detail={"number": number, "名称": "示例"})


def seal() -> list[AuditHead]:
    """Seal once all that was written is final: other tests write in the same cluster at the same time."""
    with acting_as(SYSTEM):
        newest = AuditEntry.objects.order_by("-id").values_list("transaction_id", flat=True)[0]
    for _turn in range(600):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint > %s", [newest % 1_000_000_000]
            )
            if cursor.fetchone() == (True,):
                return services.seal_audit(actor=SYSTEM)
        threading.Event().wait(0.1)
    raise AssertionError("a transaction elsewhere did not end within a minute")


def faults() -> list[str]:
    with acting_as(SYSTEM):
        return [finding.detail for finding in check_audit(SYSTEM)]


def owner() -> psycopg.Connection[Any]:
    return psycopg.connect(**connections["owner"].get_connection_params())


def as_owner(sql: str, *values: Any, table: str = "base_auditentry") -> None:
    """Do in the database what only its owner can do: rewrite behind the back of the application."""
    with owner() as session:
        session.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        session.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        session.execute(sql, values)
        session.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        session.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def an_entry(action: str = "示例.act") -> int:
    with acting_as(SYSTEM):
        return AuditEntry.objects.filter(action=action).order_by("id").values_list("pk", flat=True)[0]


def test_each_head_follows_the_one_before_and_covers_what_came_since() -> None:
    act(3)
    first = seal()[-1]
    act(2)
    (second,) = seal()
    assert second.number == first.number + 1
    assert second.first_transaction == first.end_transaction
    assert second.entries == 3  # the two acts, and the entry that the first sealing left
    assert faults() == []
    with acting_as(SYSTEM):
        assert unsealed()[0] == 1


def test_an_entry_of_a_transaction_that_was_still_running_is_covered_by_the_head_after_its_end() -> None:
    held, go_on, failed = threading.Event(), threading.Event(), []

    def slow() -> None:
        try:
            with acting_as(SYSTEM):
                audit.record(SYSTEM, action="示例.slow")
                held.set()
                assert go_on.wait(30)
        except BaseException as error:  # a thread's failure must reach the test
            failed.append(error)
            raise
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert held.wait(30)
    act(2)
    early = services.seal_audit(actor=SYSTEM)
    go_on.set()
    thread.join(30)
    late = seal()
    assert not failed
    slow_entry = an_entry("示例.slow")
    with acting_as(SYSTEM):
        written = AuditEntry.objects.get(pk=slow_entry)
    assert all(head.end_transaction <= written.transaction_id for head in early)
    (covering,) = (head for head in late if head.first_transaction <= written.transaction_id < head.end_transaction)
    assert covering.entries >= 3  # the slow one, and the two that were written after it began and before it ended
    assert faults() == []


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("DELETE FROM base_auditentry WHERE id = %s", "are gone"),
        ("UPDATE base_auditentry SET actor_label = '别人' WHERE id = %s", "was changed"),
        ("UPDATE base_auditentry SET at = at - interval '1 day' WHERE id = %s", "was changed"),
        ("UPDATE base_auditentry SET detail = '{}' WHERE id = %s", "was changed"),
        (
            "INSERT INTO base_auditentry (at, actor_kind, actor_label, action, target_type, target_id, place_code, detail,"
            " cluster_id, transaction_id) SELECT at, actor_kind, actor_label, action, target_type, target_id, place_code,"
            " detail, cluster_id, transaction_id FROM base_auditentry WHERE id = %s",
            "were put in",
        ),
    ],
    ids=["removed", "other actor", "other time", "other detail", "put in later"],
)
def test_whatever_the_owner_of_the_database_does_to_an_entry_shows(sql: str, sentence: str) -> None:
    act(5)
    seal()
    assert faults() == []
    as_owner(sql, an_entry())
    (fault,) = faults()
    assert sentence in fault
    with acting_as(SYSTEM):
        assert any(sentence in finding.detail for finding in watching.check_log(SYSTEM, Log.AUDIT))


def test_a_head_that_was_rewritten_to_fit_no_longer_fits_the_log() -> None:
    act(3)
    seal()
    act(1)
    seal()
    as_owner("UPDATE notary_audithead SET document = document || ' '", table="notary_audithead")
    assert any("the log holds another document" in fault for fault in faults())


def test_heads_are_neither_changed_nor_removed_nor_left_out() -> None:
    act(1)
    head = seal()[-1]
    with acting_as(SYSTEM):
        assert (
            AuditHead.objects.filter(pk=head.pk).update(entries=0) == 0
        )  # not even machines may, and see nothing to change
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation), owner() as session:
        session.execute("DELETE FROM notary_audithead")
    gap = Range(head.cluster_id, head.end_transaction + 1, head.end_transaction + 2)
    with acting_as(SYSTEM), pytest.raises(IntegrityError, match="follows the one before"), transaction.atomic():
        services.write_head(actor=SYSTEM, covered=gap)


def test_entries_of_another_cluster_are_covered_once_after_a_restore() -> None:
    act(2)
    as_owner("UPDATE base_auditentry SET cluster_id = 4711, transaction_id = transaction_id + 1000000000 WHERE true")
    act(1)
    heads = seal()
    assert [head.cluster_id == 4711 for head in heads] == [True, False]
    act(1)
    assert len(seal()) == 1
    assert faults() == []


def test_two_sealing_at_once_leave_no_gap_and_no_double() -> None:
    act(4)
    failed: list[BaseException] = []

    def sealing() -> None:
        try:
            seal()
        except BaseException as error:  # a thread's failure must reach the test
            failed.append(error)
            raise
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sealing) for _turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failed
    with acting_as(SYSTEM):
        numbers = list(AuditHead.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert faults() == []


def test_an_auditor_compares_on_the_page_and_takes_the_evidence_away(client: Client) -> None:
    auditor = make_actor(OrganisationKind.OFFICE, "示例审计处", Role.AUDITOR)
    client.force_login(user_of(auditor))
    assert "还没有摘要" in client.get("/audit/").content.decode()
    act(2)
    head = seal()[-1]
    assert client.get(f"/audit/{head.number}/evidence.json").status_code == 302
    services.integrate(actor=SYSTEM, log=Log.AUDIT)
    page = client.get("/audit/?check=1").content.decode()
    assert "全部相符" in page
    answer = client.get(f"/audit/{head.number}/evidence.json")
    found = verify_evidence(answer.content, [verifier_of(Log.AUDIT)])
    assert (found.kind, found.statement["number"]) == ("audit_head", head.number)
    assert "示例.act" not in found.document
    as_owner("DELETE FROM base_auditentry WHERE id = %s", an_entry())
    page = client.get("/audit/?check=1").content.decode()
    assert "封存时的记录有缺失" in page
    assert client.get("/audit/?page=x&check=1").status_code == 200


def test_others_find_no_page(client: Client, people: Any) -> None:
    for person in (people.officer, people.holder, people.stranger):
        client.force_login(user_of(person))
        assert client.get("/audit/").status_code == 404
        assert client.get("/audit/1/evidence.json").status_code == 404


def test_nothing_is_final_while_the_own_transaction_runs() -> None:
    with acting_as(SYSTEM):
        audit.record(SYSTEM, action="示例.own")
        own = AuditEntry.objects.get(action="示例.own").transaction_id
        assert all(covered.end <= own for covered in final_ranges())
        assert head_states([]) == []
    assert connection.in_atomic_block is False


def test_an_application_cannot_choose_the_transaction_of_an_entry(people: Any) -> None:
    person: Actor = people.officer
    with acting_as(person):
        forged = audit.entry(person, action="示例.forged")
        forged.transaction_id, forged.cluster_id = 3, 4
        forged.save(force_insert=True)
        forged.refresh_from_db()
    assert (forged.transaction_id, forged.cluster_id) != (3, 4)
    assert forged.transaction_id > 3
