"""`erdem seal`, `erdem unseal` and `erdem seal-keys`: offline, whole or not at all, with sentences."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

PASSPHRASE = "示例 口令 四个 词语"
TEXT = "示例秘方：取井水一碗。\n"


def erdem(*arguments: str | Path, given: str = "", code: int = 0) -> str:
    """Run the command and return what it says; ``given`` is typed in."""
    done = subprocess.run(
        [sys.executable, "-m", "erdem.web.cli", *map(str, arguments)], input=given, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if code == 0 else done.stderr


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.txt"
    assert erdem("seal-keys", "make", path).startswith("age1")
    return path


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "示例.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def seal(secret: Path, key: Path) -> Path:
    """Seal a file to a key file."""
    public = erdem("seal-keys", "public", key).strip()
    told = json.loads(erdem("seal", secret, "--to", public, "--record", "TK-152530-0001", "--json"))
    assert len(told["commitment"]) == 64
    return Path(told["sealed"])


def test_a_file_is_sealed_and_opened_with_the_key_file(tmp_path: Path, key: Path, secret: Path) -> None:
    sealed = seal(secret, key)
    assert TEXT.encode() not in sealed.read_bytes()
    told = json.loads(erdem("unseal", sealed, "--identity", key, "--out", tmp_path / "out", "--json"))
    assert Path(told["opened"]).read_text("utf-8") == TEXT
    assert told["record"] == "TK-152530-0001"
    assert stat.S_IMODE(Path(told["opened"]).stat().st_mode) == 0o600
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_shares_open_it_too_and_one_too_few_do_not(tmp_path: Path, key: Path, secret: Path) -> None:
    sealed = seal(secret, key)
    shares = erdem("seal-keys", "split", key, "--need", "2", "--of", "3").splitlines()
    digits = erdem("seal-keys", "split", key, "--need", "2", "--of", "2", "--numbers")
    out = tmp_path / "out"
    few = erdem("unseal", sealed, "--shares", "-", "--out", out, given=shares[0], code=65)
    assert "2 different shares are needed, 1 were given" in few
    assert not (out / secret.name).exists()
    erdem("unseal", sealed, "--shares", "-", "--out", out, given="\n".join(shares[1:]))
    assert (out / secret.name).read_text("utf-8") == TEXT
    back = tmp_path / "back.txt"
    assert erdem("seal-keys", "combine", "-", back, given=digits) == erdem("seal-keys", "public", key)


def test_a_key_file_may_be_locked_and_a_file_sealed_with_a_passphrase_alone(tmp_path: Path, secret: Path) -> None:
    key = tmp_path / "locked.age"
    erdem("seal-keys", "make", key, "--passphrase", given=PASSPHRASE + "\n")
    assert key.read_text("ascii").startswith("-----BEGIN AGE ENCRYPTED FILE-----")
    assert "does not fit" in erdem("seal-keys", "public", key, given="another\n", code=65)
    assert erdem("seal-keys", "public", key, given=PASSPHRASE + "\n").startswith("age1")
    erdem("seal", secret, "--passphrase", "--out", tmp_path / "a", given=PASSPHRASE)
    sealed = tmp_path / "a" / f"{secret.name}.age"
    erdem("unseal", sealed, "--out", tmp_path / "b", given=PASSPHRASE)
    assert (tmp_path / "b" / secret.name).read_text("utf-8") == TEXT
    assert "is empty" in erdem("unseal", sealed, "--out", tmp_path / "c", given="\n", code=65)


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path, key: Path, secret: Path) -> None:
    sealed = seal(secret, key)
    kept = sealed.read_bytes()
    public = erdem("seal-keys", "public", key).strip()
    assert "is there already" in erdem("seal", secret, "--to", public, code=69)
    assert "is there already" in erdem("seal-keys", "make", key, code=69)
    assert sealed.read_bytes() == kept
    erdem("seal", secret, "--to", public, "--force")
    assert sealed.read_bytes() != kept


def test_a_wrong_key_a_wrong_commitment_and_a_plain_file_are_refused(tmp_path: Path, key: Path, secret: Path) -> None:
    sealed, other, out = seal(secret, key), tmp_path / "other.txt", tmp_path / "out"
    erdem("seal-keys", "make", other)
    assert "not sealed to your key" in erdem("unseal", sealed, "--identity", other, "--out", out, code=65)
    wrong = ("unseal", sealed, "--identity", key, "--out", out, "--commitment", "0" * 64)
    assert "not the content with that commitment" in erdem(*wrong, code=69)
    assert "not a sealed file" in erdem("unseal", secret, "--identity", key, "--out", out, code=65)
    assert "no public key of age" in erdem("seal", secret, "--to", "age1example", code=65)
    assert not list(out.iterdir())
