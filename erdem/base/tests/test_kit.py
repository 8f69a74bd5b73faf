"""The kit: settings reader, workflow, numbering, events, blobs, jobs, server."""

from __future__ import annotations

import contextlib
import logging
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection, transaction

from erdem.base import blobs, env, events, jobs, logs, numbering, server
from erdem.base.actor import PUBLIC, SYSTEM, Actor, ActorKind, acting_as, become, significant_digits, tell_database
from erdem.base.database import databases, parse
from erdem.base.models import Blob, JobProgress, JobState
from erdem.base.policy import ALLOWED, Denied, PermissionRefused, require
from erdem.base.workflow import Step, Workflow


def test_a_setting_that_cannot_be_understood_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERDEM_X", "perhaps")
    with pytest.raises(env.BadSetting, match="yes or no"):
        env.flag("ERDEM_X")
    with pytest.raises(env.BadSetting, match="whole number"):
        env.number("ERDEM_X", 3)
    with pytest.raises(env.BadSetting, match="not JSON"):
        env.options("ERDEM_X", {})


def test_a_secret_comes_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("示例\n", encoding="utf-8")
    monkeypatch.setenv("ERDEM_X_FILE", str(tmp_path / "key"))
    assert env.secret("ERDEM_X") == "示例"
    monkeypatch.setenv("ERDEM_X", "other")
    with pytest.raises(env.BadSetting, match="keep one"):
        env.secret("ERDEM_X")


def test_a_kept_secret_stays_the_same_and_is_private(tmp_path: Path) -> None:
    first = env.kept_secret(tmp_path / "a" / "key")
    assert env.kept_secret(tmp_path / "a" / "key") == first
    assert (tmp_path / "a" / "key").stat().st_mode & 0o077 == 0


def test_an_address_of_another_kind_of_database_is_refused() -> None:
    with pytest.raises(env.BadSetting, match="postgresql://"):
        parse("mysql://a/b")
    assert parse("postgresql://u:p%40@h:5433/erdem?sslmode=require")["PASSWORD"] == "p@"


def test_an_address_keeps_its_own_options_and_the_role_is_taken_on_last(tmp_path: Path) -> None:
    asked = "postgresql://u:p@h/erdem?options=-c%20statement_timeout%3D5000"
    default, owner = databases(tmp_path, url=asked).values()
    assert default["OPTIONS"]["options"].split(" -c ")[1:] == ["statement_timeout=5000", "role=erdem_app"]
    assert owner["OPTIONS"]["options"] == "-c statement_timeout=5000"
    assert databases(tmp_path, url=asked, owner_url=asked)["default"]["OPTIONS"] == owner["OPTIONS"]
    assert databases(tmp_path)["owner"]["OPTIONS"] == {}


@pytest.mark.parametrize(("code", "digits"), [("152530", "152530"), ("152500", "1525"), ("150000", "15")])
def test_a_league_serves_all_its_banners(code: str, digits: str) -> None:
    assert significant_digits(code) == digits
    assert Actor(ActorKind.PERSON, place_codes=(code,)).serves_place("152530")


def test_an_office_serves_no_place_elsewhere_and_no_blank_place() -> None:
    actor = Actor(ActorKind.PERSON, place_codes=("152530",))
    assert not actor.serves_place("152531")
    assert not actor.serves_place("")
    assert not actor.serves_place(None)


def test_a_denial_says_why() -> None:
    with pytest.raises(PermissionRefused, match="because"):
        require(Denied("because"))
    require(ALLOWED)


def test_a_workflow_gives_states_rows_and_diagram() -> None:
    workflow = Workflow("x.y", ("new",), (Step("close", ("new", "open"), "closed", "Close"),), final=("closed",))
    assert workflow.states() == {"new", "open", "closed"}
    assert ("close", "open", "closed") in list(workflow.rows())
    assert "new --> closed: close" in workflow.diagram()
    with pytest.raises(KeyError):
        workflow.step("fly")


@pytest.mark.django_db
def test_the_actor_ends_with_the_block() -> None:
    with acting_as(SYSTEM):
        with acting_as(PUBLIC):
            assert _setting() == "public"
        assert _setting() == "system"
    assert _setting() == ""


@pytest.mark.django_db
def test_the_actor_is_restored_after_an_error() -> None:
    with acting_as(SYSTEM):
        with pytest.raises(ZeroDivisionError), acting_as(PUBLIC):
            _ = 1 / 0
        assert _setting() == "system"


@pytest.mark.django_db
def test_what_is_nested_comes_back_to_whom_one_has_become() -> None:
    with acting_as(PUBLIC):
        become(SYSTEM)
        with acting_as(PUBLIC):
            assert _setting() == "public"
        assert _setting() == "system"
    assert _setting() == ""


@pytest.mark.django_db(transaction=True)
def test_an_actor_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        tell_database(SYSTEM)


def _setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('erdem.kind', true), '')")
        row = cursor.fetchone()
    return str(row[0])


@pytest.mark.django_db
def test_numbers_have_no_gap_after_a_rollback() -> None:
    first = numbering.next_number("示例", 2026)
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        numbering.next_number("示例", 2026)
        _ = 1 / 0
    assert numbering.next_number("示例", 2026) == first + 1
    assert numbering.document_number("示例", 2027) == "示例-2027-0001"


@dataclass(frozen=True)
class Happened:
    """An event of this test."""

    number: int


@pytest.mark.django_db(transaction=True)
def test_an_event_is_told_only_after_commit() -> None:
    heard: list[int] = []
    events.on(Happened, lambda event: heard.append(event.number))
    with transaction.atomic():
        events.publish(Happened(1))
        assert heard == []
    assert heard == [1]
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        events.publish(Happened(2))
        _ = 1 / 0
    assert heard == [1]


@dataclass(frozen=True)
class Failed:
    """An event whose first listener fails."""

    number: int


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_fails_fails_neither_the_service_nor_the_others(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[int] = []

    def failing(_event: Failed) -> None:
        raise ZeroDivisionError

    events.on(Failed, failing)
    events.on(Failed, lambda event: heard.append(event.number))
    with transaction.atomic():
        events.publish(Failed(1))
    assert heard == [1]
    assert "failing" in caplog.text


@pytest.mark.django_db
def test_the_same_content_is_kept_once_and_damage_is_noticed() -> None:
    with acting_as(SYSTEM):
        blob = blobs.keep("内容".encode(), media_type="text/plain")
        assert blobs.keep("内容".encode(), media_type="text/plain") == blob
        assert blobs.read_verified(blob) == "内容".encode()
        with blobs.open_blob(blob) as stream:
            Path(stream.name).write_bytes(b"changed")
        with pytest.raises(blobs.BlobDamaged):
            blobs.read_verified(blob)


@pytest.mark.django_db
def test_the_public_sees_no_file_address() -> None:
    with acting_as(SYSTEM):
        blobs.keep(b"x", media_type="text/plain")
    with acting_as(PUBLIC):
        assert Blob.objects.count() == 0


@pytest.mark.django_db
def test_progress_is_for_the_person_who_started() -> None:
    one = Actor(ActorKind.PERSON, user_id=1)
    with acting_as(one):
        progress = jobs.announce("示例", actor=one)
    with acting_as(Actor(ActorKind.PERSON, user_id=2)):
        assert jobs.progress_of(progress.pk) is None
    with jobs.job_run("示例", str(progress.pk)) as run:
        run.advance(2, 4)
        run.finish({"kept": 2})
    with acting_as(one):
        seen = JobProgress.objects.get(pk=progress.pk)
    assert (seen.state, seen.done, seen.total) == (JobState.DONE, 2, 4)


@pytest.mark.django_db
def test_a_job_that_stops_says_so() -> None:
    with acting_as(SYSTEM):
        progress = jobs.announce("示例", actor=SYSTEM)
    with pytest.raises(ZeroDivisionError), jobs.job_run("示例", str(progress.pk)):
        _ = 1 / 0
    with acting_as(SYSTEM):
        assert JobProgress.objects.get(pk=progress.pk).state == JobState.FAILED


def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(server.ServerProblem, match="ERDEM_HOME"):
        server.start(tmp_path / "file" / "postgres")


def test_a_stale_process_number_is_forgotten(tmp_path: Path) -> None:
    pid_file = tmp_path / "postmaster.pid"
    pid_file.write_text("1\n/x\n", encoding="utf-8")
    server._forget_dead_server(tmp_path)
    assert not pid_file.exists()


def test_the_terminal_shows_one_line_of_an_error() -> None:
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        record = logging.getLogger("x").makeRecord("x", logging.ERROR, "f", 1, "It stopped", (), sys.exc_info())
    assert logs.OneLine("{message}", style="{").format(record) == "It stopped"
    assert "ZeroDivisionError" in logging.Formatter().format(record)
