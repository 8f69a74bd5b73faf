"""What `erdem bench log` measures of a large log is true of the log that it made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from erdem.notary.canonical import read
from erdem.notary.tlog import leaf_hash, root_of
from erdem.web.cli import measuring_large_log
from erdem.web.cli.failures import Refused


def test_the_figures_of_a_large_log_are_those_of_its_entries(monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(measuring_large_log, "PROOFS", 40)
    monkeypatch.setattr(measuring_large_log, "BATCH", 700)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    told: list[str] = []
    figures = measuring_large_log.measure_large(2_000, told.append)
    entries = measuring_large_log._entries(0, 2_000)
    assert len(set(entries)) == 2_000
    assert read(entries[1_999])["kind"] == "register_version"
    assert figures["root"] == root_of([leaf_hash(entry) for entry in entries]).hex()
    assert figures["entry_bytes"] == len(entries[0])
    assert figures["checkpoints"] == 3
    assert 34 <= figures["bytes_per_leaf"] < 45
    assert told[-1].startswith("Every tile and entry")
    json.dumps(figures)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_too_small_is_told_before_anything_is_written(monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(Refused, match=r"need 30,000\.0 GB"):
        measuring_large_log.measure_large(100_000_000_000, print)
    assert list(tmp_path.iterdir()) == []
