"""One door for all files of the notary: each is recognised by its content and refused with its own reason."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.notary.canonical import commit
from erdem.notary.checking import Trusted, check
from erdem.notary.entries import entry_of
from erdem.notary.evidence import Fault, write_evidence
from erdem.notary.tlog import Appender, FileRecord, FileStorage, SigningKey, TileReader, make_proof

PHOTOGRAPH = b"\x89PNG an invented photograph"
DOCUMENT = json.dumps({"media": [hashlib.sha256(PHOTOGRAPH).hexdigest()]}, separators=(",", ":"))
STATEMENT: dict[str, Any] = {
    "number": "TK-152530-0001",
    "version": 1,
    "sha256": hashlib.sha256(DOCUMENT.encode()).hexdigest(),
}
NONCE = bytes(32)


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return SigningKey.generate("示例.example/register")


@pytest.fixture(scope="module")
def files(key: SigningKey, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """An evidence file and the proof file of the same entry, with the entry in it and without."""
    folder = tmp_path_factory.mktemp("log")
    storage = FileStorage(folder / "log")
    appender = Appender(storage, key.name, [key], FileRecord(folder / "signed", key.name))
    entry = entry_of("register_version", commit(STATEMENT, NONCE))
    note = appender.append(0, [entry, b"another"]).checkpoint.note
    reader = TileReader(storage.get, 2)
    proof = make_proof(reader, 0, note).encode()
    evidence = write_evidence(
        kind="register_version", statement=STATEMENT, document=DOCUMENT, nonce=NONCE, proof=proof, key=key.verifier
    )
    return {"evidence": evidence, "proof": make_proof(reader, 0, note, entry).encode(), "bare": proof}


def test_evidence_and_proof_files_hold_under_a_trusted_key(files: dict[str, bytes], key: SigningKey) -> None:
    trusted = Trusted((key.verifier,))
    evidence, proof = check(files["evidence"], trusted), check(files["proof"], trusted)
    assert (evidence.form, evidence.holds, evidence.key_is_known) == ("evidence", True, True)
    assert (proof.form, proof.holds, proof.key_is_known) == ("proof", True, True)
    assert json.loads(proof.detail["entry"])["kind"] == "register_version"
    assert hashlib.sha256(PHOTOGRAPH).hexdigest() in evidence.digests


def test_each_refusal_has_its_reason(files: dict[str, bytes], key: SigningKey) -> None:
    other = Trusted((SigningKey.generate("other.example/register").verifier,))
    own = Trusted((key.verifier,))
    assert check(b"", own).fault == Fault.NO_EVIDENCE
    assert check(PHOTOGRAPH, own).fault == Fault.NO_EVIDENCE
    assert check(files["evidence"], other).fault == Fault.UNKNOWN_LOG
    assert check(files["proof"], other).fault == Fault.UNKNOWN_LOG
    assert check(files["bare"], own).fault == Fault.INCOMPLETE
    assert check(files["proof"][:60], own).fault == Fault.DAMAGED
    assert check(files["proof"].replace(b"index 0", b"index 1"), own).fault == Fault.NOT_IN_LOG


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(data=st.data())
def test_every_turned_bit_of_a_proof_file_is_noticed(
    files: dict[str, bytes], key: SigningKey, data: st.DataObject
) -> None:
    whole = files["proof"]
    place = data.draw(st.integers(0, len(whole) * 8 - 1))
    turned = bytearray(whole)
    turned[place // 8] ^= 1 << place % 8
    assert not check(bytes(turned), Trusted((key.verifier,))).holds


def test_the_command_finds_a_photograph_in_the_evidence_given_with_it(
    files: dict[str, bytes], key: SigningKey, tmp_path: Path
) -> None:
    paths = {name: tmp_path / name for name in ("evidence.json", "photograph.png", "another.png")}
    for path, content in zip(paths.values(), (files["evidence"], PHOTOGRAPH, b"another"), strict=True):
        path.write_bytes(content)
    command = [sys.executable, "-m", "erdem.web.cli", "verify", "--json", "--key", key.verifier.text]
    done = subprocess.run([*command, *map(str, paths.values())], capture_output=True, text=True, check=False)
    evidence, photograph, another = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 65
    assert evidence["holds"]
    assert (photograph["form"], photograph["holds"], photograph["kind"]) == ("blob", True, "register_version")
    assert not another["holds"]
    assert "names this file" in another["why"]
