"""The list of problems of an import from the command line."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from erdem.web.cli import importing
from erdem.web.cli.failures import CANNOT_CREATE


def test_counts_are_told_even_when_the_report_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = SimpleNamespace(read=3, kept=3, rejected=0, problems=[], counts={"read": 3, "kept": 3})
    with pytest.raises(SystemExit) as ended:
        importing._run(
            (tmp_path / "示例.csv",),
            lambda _path, _advance: outcome,
            report=tmp_path / "absent" / "problems.csv",
            as_json=False,
            dry_run=False,
        )
    assert ended.value.code == CANNOT_CREATE
    said = capsys.readouterr()
    assert "kept 3" in said.out
    assert "cannot be written" in said.err
