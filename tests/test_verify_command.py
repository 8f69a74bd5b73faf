"""`erdem verify`: a sentence for each file, an exit code for programs, no database."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from erdem.notary.stamping import LocalAuthority, write_pem
from erdem.notary.stamping.local import NAME
from erdem.notary.tests.bundles import KEY, VECTOR, repacked, unpacked
from erdem.notary.tests.test_evidence import changed, made
from erdem.notary.tests.test_stamped_evidence import stamped_by, with_stamps
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


def test_it_says_who_stamped_when_and_whether_the_root_was_given(evidence: tuple[Path, Path], tmp_path: Path) -> None:
    content, signing = made(tmp_path / "stamped")
    authority = LocalAuthority(tmp_path / "authority")
    file, root = tmp_path / "stamped.json", tmp_path / "root.pem"
    file.write_bytes(with_stamps(content, signing, stamped_by(authority, content)))
    root.write_text(write_pem(authority.authority.trusted), encoding="ascii")
    given = ("verify", file, "--key", signing.verifier.text)
    said = erdem(*given, "--root", root)
    assert f"The checkpoint was stamped by {NAME} at 20" in said
    assert "proves nothing to outsiders" in said
    assert "NOT TRUSTED: a time-stamp of" in erdem(*given)
    assert json.loads(erdem(*given, "--root", root, "--json"))["stamped"][0]["trusted"] is True
    assert "no certificate" in erdem(*given, "--root", evidence[1], code=65)
    told = json.loads(file.read_bytes())
    told["stamps"][0]["chains"][0][0]["serial"] = "1"
    file.write_text(json.dumps(told), encoding="utf-8")
    erdem(*given, code=65)


def test_a_bundle_is_checked_file_by_file_and_a_file_of_it_beside_it(tmp_path: Path) -> None:
    said = erdem("verify", VECTOR, "--key", KEY.verifier.text)
    assert "holds. 4 files are as the manifest says; dossier: number ZJ-2026-0001" in said
    page = tmp_path / "01.png"
    page.write_bytes(unpacked(VECTOR.read_bytes())["pages/01.png"])
    assert "It is named by dossier: number ZJ-2026-0001" in erdem("verify", VECTOR, page, "--key", KEY.verifier.text)
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(repacked(VECTOR.read_bytes(), {"pages/01.png": b"x"}))
    command = [sys.executable, "-m", "erdem.web.cli", "verify", str(wrong), "--key", KEY.verifier.text, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    told = json.loads(done.stdout)
    assert done.returncode == 65
    assert told["fault"] == "files_differ"
    assert [file["path"] for file in told["files"] if file["state"] != "ok"] == ["pages/01.png"]
