"""The figures of `docs/evaluation.md` are those that the runs of record printed."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("evaluation_tables", ROOT / "tools" / "evaluation_tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_table_is_what_the_runs_printed(tables: ModuleType) -> None:
    held = tables.DOCUMENT.read_text(encoding="utf-8")
    assert held == tables.document(held), "run python tools/evaluation_tables.py"


def test_every_table_there_is_stands_in_the_document(tables: ModuleType) -> None:
    found = tables.MARKED.finditer(tables.DOCUMENT.read_text(encoding="utf-8"))
    assert sorted(match.group(1) for match in found) == sorted(tables.TABLES)


def test_recorded_seeds_are_those_of_the_runs(tables: ModuleType) -> None:
    seeds = ROOT / "erdem" / "overlap" / "seeds"
    bands = json.loads((seeds / "band_precision.json").read_text(encoding="utf-8"))
    assert bands["bands"] == tables.read("bands")["report"]["bands"]
    outcomes = json.loads((seeds / "case_outcomes.json").read_text(encoding="utf-8"))
    assert outcomes["cases"] == tables.read("cases")["report"]["cases"]


def test_every_run_names_its_command_its_pool_and_its_day(tables: ModuleType) -> None:
    for name, _ in tables.TABLES.values():
        run = tables.read(name)
        assert run["command"].startswith("erdem eval ")
        assert run["report"]["pool"] > 20_000
        assert len(run["date"]) == 10
