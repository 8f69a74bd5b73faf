"""Environment of the test suite. Loaded as an early plugin, before the settings are read."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HOME = Path(os.environ.get("ERDEM_TEST_HOME", ROOT / "var" / "test"))

os.environ["ERDEM_HOME"] = str(HOME)
os.environ["ERDEM_SECRET_KEY"] = "only-for-tests-only-for-tests-only-for-tests-0"
for _name in ("ERDEM_DATABASE_URL", "ERDEM_DATABASE_OWNER_URL", "ERDEM_DEBUG"):
    os.environ.pop(_name, None)
