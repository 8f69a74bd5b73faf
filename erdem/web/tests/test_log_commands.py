"""`erdem log` says how the logs stand, has them stamped, and keeps what the monitor finds as alarms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from erdem.base.actor import SYSTEM, acting_as
from erdem.notary.log_files import folder_of
from erdem.notary.models import LogAlarm
from erdem.notary.stamping import LocalAuthority
from erdem.notary.tests.test_log import enter, integrate
from erdem.notary.tests.test_stamping import name_authorities, row
from erdem.web.cli import logs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the test is there already."""
    monkeypatch.setattr(logs, "load_django", lambda: None)
    monkeypatch.setattr(logs, "ready_database", lambda **_options: None)


def log(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(logs.log_group, arguments)
    assert done.exit_code == code, done.output
    return done.output


def test_a_log_is_stamped_at_once_and_its_status_says_what_the_stamp_is_worth() -> None:
    assert "register: nothing to be stamped" in log("stamp")
    enter(3)
    integrate()
    assert "register: 3 entries, 0 waiting" in log("status")
    assert "no time-stamp yet" in log("status")
    assert "register: stamped by Local time authority" in log("stamp")
    said = log("status")
    assert "stamped by Local time authority" in said
    assert "proves nothing to outsiders" in said
    told = json.loads(log("status", "--json").splitlines()[0])
    assert (told["size"], [(stamp["local"], stamp["size"]) for stamp in told["stamps"]]) == (3, [(True, 3)])
    assert "nothing to be stamped" in log("stamp")


def test_when_no_authority_answers_the_command_says_so_and_that_nothing_is_lost(settings: Any, tmp_path: Path) -> None:
    enter(1)
    integrate()
    name_authorities(settings, tmp_path, row(LocalAuthority(tmp_path / "a"), "http://127.0.0.1:1/"))
    said = log("stamp", code=69)
    assert "NOT stamped by County TSA: County TSA cannot be reached" in said
    assert "Nothing is lost" in said
    told = json.loads(log("stamp", "--json", code=69).splitlines()[0])
    assert (told["done"], told["failures"][0]["code"]) == (False, "unreachable")


def open_alarms() -> list[str]:
    with acting_as(SYSTEM):
        return list(LogAlarm.objects.filter(gone_at__isnull=True).values_list("kind", flat=True))


def test_what_the_monitor_finds_is_an_alarm_until_it_is_gone() -> None:
    enter(3)
    integrate()
    assert "time-stamps and database fit together" in log("monitor")
    path = folder_of("register") / "checkpoint"
    good = path.read_bytes()
    path.unlink()
    assert json.loads(log("monitor", "--json", code=65).splitlines()[0])["kind"] == "bad_checkpoint"
    assert open_alarms() == ["bad_checkpoint"]
    path.write_bytes(good)
    log("monitor")
    assert open_alarms() == []
