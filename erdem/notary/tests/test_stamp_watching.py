"""What the monitor says of time-stamps and of the clock, how it becomes an alarm, and how stamps are renewed in time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.testing.actors import People
from erdem.notary import authorities, jobs, queries, services, watching
from erdem.notary.choices import Log
from erdem.notary.due import due_orders
from erdem.notary.models import LogAlarm, PublishedCheckpoint, StampAttempt, StampedItem, TimeStamp
from erdem.notary.services import stamping
from erdem.notary.stamping import ArchiveChain, LocalAuthority, ProfileName
from erdem.notary.stamping.tests.clocks import SetClock
from erdem.notary.tests.test_log import enter, integrate
from erdem.notary.tests.test_stamping import kept, name_authorities, row, set_clock, stamp
from erdem.notary.tlog import Finding, Kind
from erdem.people.choices import Role
from erdem.people.models import Membership, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def log() -> None:
    """A log of three entries that was stamped."""
    enter(3)
    integrate()
    stamp()


def seen(*, whole: bool = True) -> list[Finding]:
    look = watching.check_log if whole else watching.glance_at_log
    with acting_as(SYSTEM):
        return look(SYSTEM, Log.REGISTER)


def kinds(*, whole: bool = True) -> set[Kind]:
    return {finding.kind for finding in seen(whole=whole)}


@pytest.mark.parametrize("whole", [True, False])
def test_a_fresh_stamp_is_no_finding_and_an_old_one_only_when_the_log_has_grown(
    log: None, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kinds(whole=whole) == set()
    set_clock(monkeypatch, hours=40)
    assert kinds(whole=whole) == set()
    enter(1, first=3)
    integrate()
    assert kinds(whole=whole) == {Kind.STALE_STAMP}
    stamp()  # its own clock has not moved: the stamp is 40 hours old, but nothing is newer
    assert kinds(whole=whole) == set()


@pytest.mark.parametrize("whole", [True, False])
def test_a_log_that_nobody_stamps_is_found_with_the_last_reason(
    whole: bool, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(1)
    integrate()
    name_authorities(settings, tmp_path, row(LocalAuthority(tmp_path / "a"), "http://127.0.0.1:1/"))
    stamp()
    assert kinds(whole=whole) == set()
    set_clock(monkeypatch, hours=26)
    (finding,) = seen(whole=whole)
    assert finding.kind == Kind.STALE_STAMP
    assert "County TSA cannot be reached" in finding.detail


def forge(row: TimeStamp, **changes: Any) -> None:
    """Put another row in the place of one, as only who controls the database machine can."""
    values = {field.attname: getattr(row, field.attname) for field in TimeStamp._meta.fields} | changes
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notary_timestamp"
            " (item_id, authority, algorithm, is_local, proven_at, expires_at, chain, renews_id, kept_at)"
            " VALUES (%s, 'forged', %s, false, %s, %s, %s, NULL, now())",
            [
                values["item_id"],
                values["algorithm"],
                values["proven_at"],
                values["expires_at"],
                json.dumps(values["chain"]),
            ],
        )


@pytest.mark.parametrize("whole", [True, False])
def test_a_stamp_that_does_not_verify_is_found(log: None, whole: bool) -> None:
    (good,) = kept()
    chain = json.loads(json.dumps(good.chain))
    chain["chains"][0][0]["serial"] = "1"
    forge(good, chain=chain)
    (finding,) = seen(whole=whole)
    assert (finding.kind, "differs from the token" in finding.detail) == (Kind.BAD_STAMP, True)


def test_a_stamp_of_an_authority_that_is_no_longer_trusted_is_found(log: None) -> None:
    folder = authorities.local_folder()
    for path in folder.iterdir():
        path.unlink()
    assert kinds() == {Kind.BAD_STAMP}


def test_a_checkpoint_that_was_signed_anew_under_a_stamp_is_a_fork(log: None) -> None:
    with acting_as(SYSTEM):
        note = StampedItem.objects.get().note
        origin, size, root, *rest = note.split("\n")
        other = "\n".join([origin, size, "A" * 43 + "=", *rest])
        found = PublishedCheckpoint.objects.create(log=Log.REGISTER, size=2, root=bytes(32), note=note)
        StampedItem.objects.create(checkpoint=found, note=other, digests={}, is_public=True)
    assert root != "A" * 43 + "="
    assert Kind.FORK in kinds(whole=False)
    assert Kind.FORK in kinds()


@pytest.mark.parametrize("whole", [True, False])
def test_a_clock_that_was_set_back_is_found(log: None, whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, hours=-2)
    assert Kind.CLOCK in kinds(whole=whole)
    assert any("its clock was set back" in finding.detail for finding in seen(whole=whole))


def test_a_missing_or_older_checkpoint_is_seen_at_a_glance(log: None) -> None:
    from erdem.notary.log_files import folder_of

    path = folder_of(Log.REGISTER) / "checkpoint"
    before = path.read_bytes()
    enter(1, first=3)
    integrate()
    assert kinds(whole=False) == set()
    path.write_bytes(before)
    assert kinds(whole=False) == {Kind.ROLLBACK}
    path.write_bytes(b"nonsense")
    assert kinds(whole=False) == {Kind.BAD_CHECKPOINT}
    path.unlink()
    assert kinds(whole=False) == {Kind.BAD_CHECKPOINT}


def alarms() -> list[tuple[str, bool]]:
    with acting_as(SYSTEM):
        return [(row.kind, row.gone_at is None) for row in LogAlarm.objects.filter(log=Log.REGISTER).order_by("pk")]


def keep(*found: Finding, closes: Any = None) -> int:
    return services.keep_alarms(actor=SYSTEM, log=Log.REGISTER, findings=found, closes=closes)


def test_an_alarm_is_open_as_long_as_the_finding_is_there() -> None:
    fork, stale = Finding(Kind.FORK, "示例一"), Finding(Kind.STALE_STAMP, "示例二")
    assert keep(fork, stale) == 2
    assert keep(fork, Finding(Kind.STALE_STAMP, "示例三")) == 2
    assert alarms() == [("fork", True), ("stale_stamp", True)]
    assert keep(closes=watching.SEEN_AT_A_GLANCE) == 1  # a glance does not see forks in tiles
    assert alarms() == [("fork", True), ("stale_stamp", False)]
    assert keep() == 0
    assert keep(stale) == 1
    assert alarms() == [("fork", False), ("stale_stamp", False), ("stale_stamp", True)]
    with acting_as(SYSTEM):
        first, *_others = LogAlarm.objects.order_by("pk")
        assert first.first_seen <= first.last_seen
        assert AuditEntry.objects.filter(action="notary.keep_alarms").count() == 4


def region_officer(people: People) -> User:
    with acting_as(SYSTEM):
        user = User.objects.get(pk=people.officer.user_id or 0)
        User.objects.filter(pk=user.pk).update(email="officer@erdem.example")
        (organisation,) = people.officer.organisation_ids
        Membership.objects.create(user=user, organisation_id=organisation, role=Role.REGION_OFFICER)
    return user


def test_the_office_is_written_to_once_and_sees_the_alarm_on_its_desk(people: People, client: Any) -> None:
    user = region_officer(people)
    assert services.tell_alarms(actor=SYSTEM) == 0
    keep(Finding(Kind.FORK, "two different trees"))
    assert services.tell_alarms(actor=SYSTEM) == 1
    assert services.tell_alarms(actor=SYSTEM) == 0
    (letter,) = mail.outbox
    assert letter.to == ["officer@erdem.example"]
    assert "two different trees" in letter.body
    assert "/log/register/" in letter.body
    client.force_login(user)
    assert "two different trees" in client.get("/").content.decode()
    keep()
    assert "two different trees" not in client.get("/").content.decode()


def test_others_see_no_alarm(people: People) -> None:
    keep(Finding(Kind.FORK, "示例"))

    def count(actor: Any) -> int:
        with acting_as(actor):
            return len(queries.open_alarms(actor))

    assert [count(one) for one in (people.officer, people.holder, people.applicant, PUBLIC)] == [1, 0, 0, 0]


def test_the_jobs_stamp_watch_and_close(log: None, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(1, first=3)
    integrate()
    set_clock(monkeypatch, hours=26)
    jobs.watch()
    assert alarms() == [("stale_stamp", True)]
    jobs.stamp()
    jobs.watch()
    assert alarms() == [("stale_stamp", False)]
    jobs.watch_whole()
    assert alarms() == [("stale_stamp", False)]


NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def short(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalAuthority:
    """An authority whose certificate ends in ten days."""
    authority = LocalAuthority(
        tmp_path / "short", SetClock(NOW), lifetime=dt.timedelta(days=10), profile=ProfileName.INTL
    )
    monkeypatch.setattr(authorities, "stampers", lambda: (authority,))
    monkeypatch.setattr(authorities, "roots", lambda: authority.authority.trusted)
    settings.NOTARY_RENEW_DAYS = 30
    return authority


def renew(now: dt.datetime = NOW) -> services.Renewing:
    return services.renew_stamps(actor=SYSTEM, now=now)


def test_a_stamp_is_renewed_before_its_certificate_ends(short: LocalAuthority, log: None) -> None:
    assert renew() == services.Renewing(due=1, renewed=0, ended=0)  # it still signs with what ends as soon
    with acting_as(SYSTEM):
        assert StampAttempt.objects.get().code == "no_longer"
    short.lifetime = dt.timedelta(days=900)
    short.rotate()
    assert renew() == services.Renewing(due=1, renewed=1, ended=0)
    assert renew() == services.Renewing(due=0, renewed=0, ended=0)
    old, new = kept()
    assert (new.renews_id, new.proven_at, new.expires_at > old.expires_at) == (old.pk, old.proven_at, True)
    assert len(ArchiveChain.from_json(new.chain).chains[0]) == 2
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="notary.renew_stamp").count() == 2
        assert [each.pk for each in queries.log_stamps(SYSTEM, Log.REGISTER)] == [new.pk]
    assert kinds() == set()


def test_a_stamp_that_has_ended_is_not_renewed_and_the_monitor_says_so(
    short: LocalAuthority, log: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = short.clock
    assert isinstance(clock, SetClock)
    clock.now = NOW + dt.timedelta(days=11)
    short.rotate()
    assert renew(clock.now) == services.Renewing(due=1, renewed=0, ended=1)
    assert len(kept()) == 1
    set_clock(monkeypatch, hours=24 * 11)
    found = {finding.kind: finding.detail for finding in seen()}
    assert "nobody has renewed it" in found[Kind.BAD_STAMP]
    assert "have to be renewed" in found[Kind.STAMP_DUE]


def test_a_hash_that_weakens_is_renewed_by_another_one(
    short: LocalAuthority, log: None, settings: Any, tmp_path: Path
) -> None:
    short.lifetime = dt.timedelta(days=900)
    short.rotate()
    renew()
    short.authority = dataclasses.replace(short.authority, profile=ProfileName.DUAL)
    rows = json.loads((Path(stamping.__file__).parents[1] / "stamping" / "strength.json").read_text(encoding="utf-8"))
    weak = (NOW + dt.timedelta(days=20)).date().isoformat()
    for each in rows:
        if (each["name"], each["use"]) == ("sha256", "imprint"):
            each["safe_until"] = weak
    path = tmp_path / "strength.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    settings.NOTARY_STRENGTHS = str(path)
    assert renew().renewed == 1
    last = kept()[-1]
    chain = ArchiveChain.from_json(last.chain)
    assert [[stamp.algorithm.value for stamp in stamps] for stamps in chain.chains] == [["sha256", "sha256"], ["sm3"]]
    assert kinds() == set()


def test_a_renewal_that_does_not_come_is_said_after_two_days(short: LocalAuthority, log: None) -> None:
    assert kinds() == {Kind.STAMP_DUE}
    with acting_as(SYSTEM):
        assert due_orders(timezone.localdate() - dt.timedelta(days=30), authorities.strengths()) == []


def test_the_local_authority_takes_a_new_certificate_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = authorities.local_authority()
    old = (authorities.local_folder() / "tsa.pem").read_bytes()
    assert authorities.local_authority().authority == first.authority
    assert (authorities.local_folder() / "tsa.pem").read_bytes() == old
    monkeypatch.setattr(authorities, "ROTATE", dt.timedelta(days=4 * 365))
    assert authorities.local_authority().authority == first.authority
    assert (authorities.local_folder() / "tsa.pem").read_bytes() != old
