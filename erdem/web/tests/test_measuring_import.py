"""`erdem bench import` on small files: what it prints and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from erdem.web.cli import cli, measuring_import
from erdem.web.cli.failures import Refused


def measured(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["bench", "import", *arguments, "--json"])


def test_the_import_benchmark_names_its_baseline_and_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring_import, "RATED_BYTES", 300_000)
    monkeypatch.setattr(measuring_import, "ROUNDS", 1)
    answer = measured("--megabytes", "1")
    assert answer.exit_code == 0
    figures = json.loads(answer.stdout)
    assert figures["documents"] == figures["publications"] > 0
    assert figures["ratio_to_lxml"] > 0
    assert figures["peak_file_mb"] >= 1
    assert figures["peak_mb"] > 10


def test_the_import_benchmark_refuses_what_is_no_american_xml(tmp_path: Path) -> None:
    other = tmp_path / "示例.jsonl"
    other.write_text('{"publication": "CN100000001A", "title": "示例"}\n', encoding="utf-8")
    answer = measured("--file", str(other))
    assert isinstance(answer.exception, Refused)
    assert "Nothing was measured." in str(answer.exception)
