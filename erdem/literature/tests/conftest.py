"""What the tests of the literature stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from erdem.base.actor import SYSTEM
from erdem.literature.services import update_index
from erdem.literature.tests.factories import bring_in


@pytest.fixture(params=["index", "database"])
def held(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Some publications, searched with the index and, as on a fresh installation, without."""
    bring_in(tmp_path)
    if request.param == "index":
        update_index(actor=SYSTEM)
