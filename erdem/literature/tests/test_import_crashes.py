"""Two rounds of the benchmark that kills an import: nothing is lost, nothing comes twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_a_killed_importer_and_a_killed_database_lose_nothing() -> None:
    command = [sys.executable, "benchmarks/import_crashes.py", "--rounds", "2", "--records", "450"]
    done = subprocess.run(
        [*command, "--victims", "importer,postgres"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["kills"] >= 2
    assert (figures["lost"], figures["duplicated"], figures["different"]) == (0, 0, 0)
