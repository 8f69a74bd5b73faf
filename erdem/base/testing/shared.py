"""Real data for tests lies beside the project, in a folder that may be absent; then the test skips with a reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[4] / "shared"


def shared_path(*parts: str) -> Path:
    """Return a path in the shared folder, or skip the test when it is not there."""
    path = Path(os.environ.get("ERDEM_SHARED", _BESIDE)).joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the shared data folder has no {'/'.join(parts)}")
    return path
