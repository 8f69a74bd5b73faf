"""The commands of `docs/reference/timestamps.md`, run as they stand there."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from erdem.notary.stamping import (
    Algorithm,
    LocalAuthority,
    Revocation,
    begin,
    digests_of,
    renew_hash,
    renew_time_stamp,
    verify_chain,
)
from erdem.notary.stamping.tests.clocks import SetClock, utc
from erdem.notary.stamping.tests.test_revocation import crl

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "timestamps.md"
DATA = b"what was known\n"


def commands() -> str:
    """Return the commands of the page as one script that stops at the first that fails."""
    _, found, rest = PAGE.read_text("utf-8").partition("## By hand")
    part, ended, _ = rest.partition("## Authorities")
    assert found
    assert ended
    return "set -eo pipefail\n" + "\n".join(line[4:] for line in part.splitlines() if line.startswith("    "))


@pytest.mark.skipif(
    any(shutil.which(program) is None for program in ("bash", "jq", "openssl", "sha256sum")),
    reason="bash, jq, openssl or sha256sum is not on this machine",
)
def test_the_commands_of_the_page_verify_stamps_and_renewals_without_us(tmp_path: Path) -> None:
    authority = LocalAuthority(tmp_path / "keys", SetClock(utc(2026, 11)), lifetime=dt.timedelta(days=15 * 365))
    digests = digests_of(DATA, Algorithm)
    stamp = authority.stamp(digests[Algorithm.SHA256], Algorithm.SHA256)
    chain = renew_hash(renew_time_stamp(begin(stamp), authority), digests, authority, Algorithm.SHA512)
    assert len(verify_chain(chain, digests, authority.authority.trusted)) == 3
    kept = dataclasses.replace(stamp, revocation=(Revocation("crl", "http://x/", utc(2026), crl()),))
    (tmp_path / "item").write_bytes(DATA)
    (tmp_path / "root.pem").write_text(authority.authority.roots)
    (tmp_path / "stamp.json").write_text(json.dumps(kept.to_json()))
    (tmp_path / "archive.json").write_text(json.dumps(chain.to_json()))
    done = subprocess.run(
        ["bash", "-c", commands()], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Verification: OK") == 5
    assert "proves nothing to outsiders" in done.stdout
