"""The command that compares what is due."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from erdem.overlap.tests.factories import make_publication, make_record, with_claim
from erdem.web.cli import watching

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_database_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "ready_database", lambda **_given: None)
    monkeypatch.setattr(watching, "load_django", lambda: None)


def said(*words: str) -> Any:
    answer = CliRunner().invoke(watching.watch_group, [*words, "--json"], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout.splitlines()[-1])


def test_it_says_what_is_due_compares_it_and_then_nothing_is_due() -> None:
    make_record()
    with_claim(make_publication("CN100000001A"))
    with_claim(make_publication("CN100000002A"))
    before = said("status")
    assert (before["due_publications"], before["new_records"], before["last_run"]) == (2, 1, None)
    first = said("run", "--limit", "1")
    assert first["raised"] == 2
    after = said("status")
    assert (after["due_publications"], after["last_scope"], after["last_compared"]) == (0, "watch", 2)
    assert said("run")["publications"] == 0


def test_it_says_the_same_in_words() -> None:
    runner = CliRunner()
    assert "Last: never" in runner.invoke(watching.watch_group, ["status"]).stdout
    assert "new findings 0" in runner.invoke(watching.watch_group, ["run"]).stdout
    assert "Due: 0 publications" in runner.invoke(watching.watch_group, ["status"]).stdout
