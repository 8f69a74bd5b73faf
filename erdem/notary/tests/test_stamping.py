"""Checkpoints and single digests are stamped through the services: by honest authorities, lying ones, and none at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rfc3161_client
from cryptography import x509
from django.db import DatabaseError, connection, transaction
from django.test import TestCase
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused
from erdem.base.testing.actors import People
from erdem.notary import authorities, queries, services
from erdem.notary.choices import Log
from erdem.notary.models import StampAttempt, StampedItem, TimeStamp
from erdem.notary.services import stamping
from erdem.notary.stamping import ArchiveChain, LocalAuthority, write_pem
from erdem.notary.stamping.local import NAME
from erdem.notary.stamping.structures import granted
from erdem.notary.stamping.tests.openssl import needs_openssl, openssl
from erdem.notary.stamping.tests.services import Service, lying, served
from erdem.notary.stamping.trouble import AlgorithmNotAllowed
from erdem.notary.tests.test_log import enter, integrate

PLUG = "erdem.notary.tests.national.National"
pytestmark = pytest.mark.django_db
DIGESTS = {"sha256": bytes(range(32)), "sm3": bytes(range(1, 33))}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> LocalAuthority:
    return LocalAuthority(tmp_path_factory.mktemp("authority") / "keys")


def name_authorities(settings: Any, folder: Path, *rows: dict[str, Any]) -> None:
    """Have the settings name these authorities."""
    path = folder / "authorities.json"
    path.write_text(json.dumps(list(rows)), encoding="utf-8")
    settings.NOTARY_AUTHORITIES = str(path)


def row(authority: LocalAuthority, url: str, **more: Any) -> dict[str, Any]:
    described = authority.authority
    roots = write_pem(described.trusted)
    known = {
        "name": "County TSA",
        "url": url,
        "policies": list(described.policies),
        "roots": roots,
        "revocation": False,
    }
    return {**known, **more}


def stamp(*, at_once: bool = True) -> services.Stamping | None:
    return services.stamp_checkpoint(actor=SYSTEM, log=Log.REGISTER, at_once=at_once)


def kept() -> list[TimeStamp]:
    with acting_as(SYSTEM):
        return list(TimeStamp.objects.select_related("item__checkpoint").order_by("pk"))


def test_without_any_setting_the_local_authority_stamps_and_says_what_that_is_worth() -> None:
    enter(3)
    assert stamp(at_once=False) is None  # nothing is published
    integrate()
    made = stamp(at_once=False)
    assert made is not None
    assert made.is_done
    (row,) = made.stamps
    assert (row.authority, row.is_local, row.algorithm) == (NAME, True, "sha256")
    assert (authorities.local_folder() / "root.pem").exists()
    assert authorities.local_folder().stat().st_mode & 0o777 == 0o700
    assert stamp(at_once=False) is None
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="notary.stamp").count() == 1


def test_a_log_is_stamped_anew_when_it_has_grown_and_a_day_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    enter(3)
    integrate()
    stamp(at_once=False)
    enter(3, first=3)
    integrate()
    assert stamp(at_once=False) is None
    monkeypatch.setattr(stamping, "DAILY", dt.timedelta(0))
    made = stamp(at_once=False)
    assert made is not None
    assert stamp(at_once=False) is None  # this checkpoint is stamped
    assert [row.item.checkpoint.size for row in kept() if row.item.checkpoint] == [3, 6]


def test_the_note_is_kept_exactly_as_it_was_stamped() -> None:
    enter(2)
    integrate()
    made = stamp()
    assert made is not None
    with acting_as(PUBLIC):
        item = StampedItem.objects.get(pk=made.item.pk)
        signed = queries.published_checkpoint(Log.REGISTER)
    assert signed is not None
    assert item.note.encode() == signed.note.encode()
    assert item.digests["sha256"] == ArchiveChain.from_json(made.stamps[0].chain).last.digest.hex()


def test_two_authorities_over_http_stamp_by_their_profiles(
    settings: Any, tmp_path: Path, authority: LocalAuthority
) -> None:
    enter(2)
    integrate()
    other = LocalAuthority(tmp_path / "other")
    settings.NOTARY_STAMPS_NEEDED = 1
    with served(Service(authority.answer)) as one, served(Service(other.answer)) as two:
        name_authorities(
            settings, tmp_path, row(authority, one), row(other, two, name="School TSA", profile="dual", seconds=5)
        )
        made = stamp()
    assert made is not None
    assert sorted((each.authority, each.algorithm) for each in made.stamps) == [
        ("County TSA", "sha256"),
        ("School TSA", "sha256"),
        ("School TSA", "sm3"),
    ]
    assert made.failures == ()


def set_clock(monkeypatch: pytest.MonkeyPatch, *, hours: float) -> None:
    """Have it be so many hours later."""
    now = timezone.now() + dt.timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: now)


LIES: dict[str, tuple[Callable[[LocalAuthority], Service], str]] = {
    "nonce": (lambda one: Service(lying(one, nonce=7)), "nonce"),
    "imprint": (lambda one: Service(lying(one, digest=bytes(32))), "imprint"),
    "policy": (lambda one: Service(lying(one, policy="1.2.3.4")), "policy"),
    "time": (lambda one: Service(lying(one, time=dt.datetime.now(dt.UTC) + dt.timedelta(hours=2))), "time"),
    "refusal": (lambda one: Service(one.answer, status=503), "unreachable"),
    "slow": (lambda one: Service(one.answer, drip=0.02), "slow"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lying_or_failing_authority_is_kept_with_its_reason_and_asked_again(
    lie: str, settings: Any, tmp_path: Path, authority: LocalAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(2)
    integrate()
    service, code = LIES[lie]
    answers = service(authority)
    with served(answers) as url:
        name_authorities(settings, tmp_path, row(authority, url, seconds=0.5))
        made = stamp()
        assert made is not None
        assert (made.is_done, made.stamps, [failure.code for failure in made.failures]) == (False, (), [code])
        with acting_as(SYSTEM):
            (attempt,) = StampAttempt.objects.all()
            assert (attempt.authority, attempt.code) == ("County TSA", code)
            assert attempt.reason
        assert services.stamp_waiting(actor=SYSTEM) == 0
        assert len(answers.asked) == 1  # not before its time
        answers.answer, answers.status, answers.drip = authority.answer, 200, 0.0
        set_clock(monkeypatch, hours=1)
        assert services.stamp_waiting(actor=SYSTEM) == 1
    assert [row.authority for row in kept()] == ["County TSA"]


def test_when_all_authorities_are_down_nothing_is_lost_and_the_log_goes_on(
    settings: Any, tmp_path: Path, authority: LocalAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(2)
    integrate()
    name_authorities(settings, tmp_path, row(authority, "http://127.0.0.1:1/"))
    with acting_as(SYSTEM):
        item = services.stamp_item(actor=SYSTEM, digests=DIGESTS)
    made = stamp()
    assert made is not None
    assert made.failures[0].code == "unreachable"
    assert services.stamp_waiting(actor=SYSTEM) == 0
    enter(2, first=2)
    assert integrate() == 2
    with served(Service(authority.answer)) as url:
        name_authorities(settings, tmp_path, row(authority, url))
        set_clock(monkeypatch, hours=2)
        assert services.stamp_waiting(actor=SYSTEM) == 2
    with acting_as(SYSTEM):
        assert len(queries.stamps_of(SYSTEM, item.pk)) == 1


def test_more_authorities_may_be_needed_than_answer(settings: Any, tmp_path: Path, authority: LocalAuthority) -> None:
    enter(2)
    integrate()
    other = LocalAuthority(tmp_path / "other")
    settings.NOTARY_STAMPS_NEEDED = 2
    with served(Service(authority.answer)) as one, served(Service(other.answer, status=500)) as two:
        name_authorities(settings, tmp_path, row(authority, one), row(other, two, name="School TSA"))
        made = stamp()
        assert made is not None
        assert (made.is_done, len(made.stamps), len(made.failures)) == (False, 1, 1)
    asked = Service(authority.answer)
    with served(asked) as one, served(Service(other.answer)) as two:
        name_authorities(settings, tmp_path, row(authority, one), row(other, two, name="School TSA"))
        again = stamp()
        assert again is not None
        assert again.is_done
    assert asked.asked == []  # who has stamped is not asked again
    assert sorted(each.authority for each in kept()) == ["County TSA", "School TSA"]


def test_who_asks_for_a_stamp_sees_it_and_nobody_else_unless_it_is_public(people: People) -> None:
    (organisation,) = people.holder.organisation_ids
    with acting_as(people.holder), TestCase.captureOnCommitCallbacks(execute=True):
        item = services.stamp_item(actor=people.holder, digests=DIGESTS, organisation_id=organisation)
        public = services.stamp_item(actor=people.holder, digests=DIGESTS, is_public=True)
    assert ProcrastinateJob.objects.filter(task_name="notary.stamp", status="todo").count() == 1
    assert services.stamp_waiting(actor=SYSTEM) == 2

    def seen(actor: Actor) -> list[int]:
        with acting_as(actor):
            return [len(queries.stamps_of(actor, one.pk)) for one in (item, public)]

    assert [seen(one) for one in (people.holder, people.stranger, people.officer, PUBLIC)] == [
        [1, 1],
        [0, 1],
        [0, 1],
        [0, 1],
    ]
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="notary.stamp_item").count() == 2


def test_a_stamp_is_refused_to_the_public_for_others_and_for_half_a_digest(
    people: People, settings: Any, tmp_path: Path, authority: LocalAuthority
) -> None:
    (other,) = people.stranger.organisation_ids
    with acting_as(PUBLIC), pytest.raises(PermissionRefused):
        services.stamp_item(actor=PUBLIC, digests=DIGESTS)
    with acting_as(people.holder), pytest.raises(PermissionRefused):
        services.stamp_item(actor=people.holder, digests=DIGESTS, organisation_id=other)
    with acting_as(people.holder), pytest.raises(AlgorithmNotAllowed):
        services.stamp_item(actor=people.holder, digests={"sha256": b"short"})
    name_authorities(settings, tmp_path, row(authority, "http://127.0.0.1:1/", profile="dual"))
    with acting_as(people.holder), pytest.raises(AlgorithmNotAllowed, match="also work with sm3"):
        services.stamp_item(actor=people.holder, digests={"sha256": bytes(32)})


def rows_of_stamps() -> list[list[Any]]:
    tables = ("notary_stampeditem", "notary_timestamp", "notary_stampattempt")
    found = []
    for table in tables:
        with acting_as(SYSTEM), connection.cursor() as cursor:
            cursor.execute(f"SELECT to_jsonb(one) FROM {table} AS one ORDER BY id")
            found.append(cursor.fetchall())
    return found


def test_nothing_that_was_stamped_is_changed_or_removed_not_even_by_machines(people: People) -> None:
    enter(1)
    integrate()
    made = stamp()
    assert made is not None
    attacks = [
        "UPDATE notary_timestamp SET is_local = false",
        "DELETE FROM notary_timestamp",
        "UPDATE notary_stampeditem SET note = note || ' '",
        "UPDATE notary_stampeditem SET done_at = NULL",
        "DELETE FROM notary_stampeditem",
        "TRUNCATE notary_timestamp CASCADE",
        "DELETE FROM notary_stampattempt",
    ]
    with acting_as(SYSTEM):
        StampAttempt.objects.create(item=made.item, authority="示例", algorithm="sha256", code="slow", reason="示例")
    before = rows_of_stamps()
    for sql in attacks:
        with contextlib.suppress(DatabaseError), acting_as(SYSTEM), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            assert cursor.rowcount == 0, sql
    assert rows_of_stamps() == before
    with acting_as(people.officer), connection.cursor() as cursor:
        cursor.execute("UPDATE notary_stampeditem SET claimed_until = now()")
        assert cursor.rowcount == 0


@needs_openssl
def test_openssl_and_rfc3161_client_verify_what_the_log_hands_out(client: Any, tmp_path: Path) -> None:
    enter(3)
    integrate()
    made = stamp()
    assert made is not None
    paths = {name: f"/log/register/stamps/{made.stamps[0].pk}/{name}" for name in ("token.der", "checkpoint")}
    for name, path in paths.items():
        answer = client.get(path)
        assert answer.status_code == 200
        (tmp_path / name).write_bytes(answer.content)
    root = authorities.local_folder() / "root.pem"
    done = openssl(
        "ts", "-verify", "-token_in", "-in", tmp_path / "token.der", "-data", tmp_path / "checkpoint", "-CAfile", root
    )
    assert done.returncode == 0, done.stderr
    roots = [x509.load_der_x509_certificate(der) for der in authorities.roots()]
    answer = rfc3161_client.decode_timestamp_response(granted((tmp_path / "token.der").read_bytes()))
    verifier = rfc3161_client.VerifierBuilder(roots=roots).build()
    assert verifier.verify_message(answer, (tmp_path / "checkpoint").read_bytes())
    archive = client.get(f"/log/register/stamps/{made.stamps[0].pk}/archive.json").json()
    assert ArchiveChain.from_json(archive).last.token == (tmp_path / "token.der").read_bytes()
    page = client.get("/log/register/").content.decode()
    assert paths["token.der"] in page


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_stamp_once_and_no_transaction_is_open_while_asking(settings: Any, tmp_path: Path) -> None:
    enter(2)
    integrate()
    inner = LocalAuthority(tmp_path / "national")
    plug = {"name": "示例", "stamper": PLUG, "roots": write_pem(inner.authority.trusted)}
    name_authorities(
        settings, tmp_path, {**plug, "options": {"folder": str(tmp_path / "national"), "mood": "watchful"}}
    )
    start = threading.Barrier(4)
    answers: list[services.Stamping | None] = []

    def work() -> None:
        try:
            start.wait(10)
            answers.append(stamp())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    made = [answer for answer in answers if answer is not None]
    assert len(answers) == 4
    assert len(made) == 1
    assert made[0].failures == ()
    assert len(kept()) == 1


def test_a_claim_of_a_worker_that_died_lapses(monkeypatch: pytest.MonkeyPatch) -> None:
    enter(1)
    integrate()
    with acting_as(SYSTEM):
        item = stamping._due_item(Log.REGISTER, at_once=True)
        assert item is not None
        assert stamping._claim(item.pk, at_once=True) is not None
    assert stamp() is None
    set_clock(monkeypatch, hours=1)
    assert stamp() is not None
