"""`erdem verify`: a sentence for each file, an exit code for programs, no database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from erdem.notary.tests.test_evidence import changed, made
from tests.test_sealing_commands import erdem


@pytest.fixture
def evidence(tmp_path: Path) -> tuple[Path, Path]:
    content, key = made(tmp_path)
    file, key_file = tmp_path / "示例.evidence.json", tmp_path / "log.key"
    file.write_bytes(content)
    key_file.write_text(f"{key.verifier.text}\n", encoding="utf-8")
    return file, key_file


def test_it_says_that_evidence_holds(evidence: tuple[Path, Path]) -> None:
    file, key = evidence
    said = erdem("verify", file, "--key", key)
    assert "holds. register_version: number TK-152530-0001, version 2" in said
    assert "entry 131 of 300" in said
    told = json.loads(erdem("verify", file, "--key", key.read_text(encoding="utf-8"), "--json"))
    assert (told["holds"], told["key_is_known"], told["index"]) == (True, True, 131)


def test_without_a_key_from_elsewhere_nothing_is_proven(evidence: tuple[Path, Path]) -> None:
    erdem("verify", evidence[0], code=65)


def test_one_file_that_does_not_hold_decides(evidence: tuple[Path, Path], tmp_path: Path) -> None:
    file, key = evidence
    other = tmp_path / "other.json"
    other.write_bytes(changed(file.read_bytes(), document="{}"))
    erdem("verify", file, other, "--key", key, code=65)
    other.write_bytes(b"\x00\xff")
    erdem("verify", other, "--key", key, code=65)
    assert "no public key" in erdem("verify", file, "--key", "nonsense", code=65)
