"""The openssl program, as an implementation that is not ours."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not on this machine")


def openssl(*arguments: str | Path, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run openssl and return what it says."""
    return subprocess.run(["openssl", *map(str, arguments)], input=data, capture_output=True, timeout=20, check=False)


def made(*arguments: str | Path, data: bytes | None = None) -> bytes:
    """Run openssl, which must succeed, and return its output."""
    done = openssl(*arguments, data=data)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
