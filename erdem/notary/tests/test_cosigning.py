"""Others witness the log: without them nobody could tell whether two readers are shown two histories."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.notary import queries, services, watching
from erdem.notary.choices import Log
from erdem.notary.evidence import EvidenceRefused, verify_evidence
from erdem.notary.log_files import verifier_of
from erdem.notary.tests.test_evidence import DOCUMENT, STATEMENT
from erdem.notary.tests.test_log import enter, integrate
from erdem.notary.tlog import KeyRefused, Kind, parse_verifier_key

pytestmark = pytest.mark.django_db


@contextmanager
def witness(folder: Path, name: str) -> Iterator[str]:
    """A witness as somebody else runs it; yields what it prints."""
    command = [
        sys.executable,
        "-m",
        "erdem.web.cli",
        "witness",
        "--state",
        str(folder / name),
        "--name",
        name,
        "--port",
        "0",
    ]
    command += ["--log", verifier_of(Log.REGISTER).text]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().strip()
        finally:
            running.terminate()
            assert running.wait(20) == 0


def cosign() -> services.Cosigning:
    return services.cosign(actor=SYSTEM, log=Log.REGISTER)


def test_two_witnesses_cosign_each_checkpoint_once(tmp_path: Path, settings: Any) -> None:
    enter(3)
    integrate()
    with witness(tmp_path, "school.example") as one, witness(tmp_path, "office.example") as two:
        settings.NOTARY_WITNESSES = [one, two]
        assert cosign() == services.Cosigning(2, ())
        assert cosign() == services.Cosigning(2, ())
        enter(300, first=3)
        integrate()
        assert cosign() == services.Cosigning(2, ())
        with acting_as(PUBLIC):
            state = queries.log_state(PUBLIC, Log.REGISTER)
            assert state.checkpoint is not None
            assert {each.key.name for each in state.checkpoint.cosignatures} == {"school.example", "office.example"}
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="notary.cosign").count() == 2
        assert watching.check_log(SYSTEM, Log.REGISTER) == []


def test_evidence_shows_its_witnesses_to_whoever_trusts_them(tmp_path: Path, settings: Any) -> None:
    with acting_as(SYSTEM):
        (entered,) = services.enter(actor=SYSTEM, log=Log.REGISTER, kind="register_version", statements=[STATEMENT])
    integrate()
    with witness(tmp_path, "school.example") as one:
        settings.NOTARY_WITNESSES = [one]
        cosign()
    with acting_as(PUBLIC):
        entered.leaf.refresh_from_db()
        content = queries.evidence_of(entered.leaf, statement=STATEMENT, document=DOCUMENT, nonce=entered.nonce)
    assert content is not None
    log, known = verifier_of(Log.REGISTER), parse_verifier_key(one.partition("@http")[0])
    assert verify_evidence(content, [log], [known], quorum=1).witnesses == ("school.example",)
    assert verify_evidence(content, [log]).witnesses == ()
    with pytest.raises(EvidenceRefused, match="cosigned by 0"):
        verify_evidence(content, [log], [], quorum=1)


def test_the_log_goes_on_without_a_witness_and_the_monitor_says_so(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(2)
    integrate()
    with witness(tmp_path, "school.example") as one:
        assert "@http" in one  # it listens, and is stopped at once
    settings.NOTARY_WITNESSES = [one]
    answer = cosign()
    assert answer.cosigned == 0
    assert "cannot be reached" in answer.troubles[0]
    enter(2, first=2)
    assert integrate() == 2
    with acting_as(SYSTEM):
        assert watching.check_log(SYSTEM, Log.REGISTER) == []  # it may still come
        monkeypatch.setattr(watching, "LONGEST_WAIT", watching.LONGEST_WAIT * 0)
        assert {each.kind for each in watching.check_log(SYSTEM, Log.REGISTER)} == {Kind.MISSING_COSIGNATURE}


def test_a_witness_that_is_written_wrongly_is_named(settings: Any) -> None:
    settings.NOTARY_WITNESSES = ["school.example"]
    with pytest.raises(KeyRefused, match="KEY@URL"):
        queries.known_witnesses()


def test_a_witness_without_a_name_says_what_it_needs(tmp_path: Path) -> None:
    key = verifier_of(Log.REGISTER).text
    command = [sys.executable, "-m", "erdem.web.cli", "witness", "--state", str(tmp_path / "w"), "--log", key]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 65
    assert "--name" in done.stderr
