"""The page on the formats says what the importers do."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from erdem.base.testing.shared import shared_path
from erdem.literature.formats import FORMATS

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    shared_path("data", "patents")
    specification = importlib.util.spec_from_file_location("format_table", ROOT / "tools" / "format_table.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["format_table"] = module
    specification.loader.exec_module(module)
    return module


def page(tool: ModuleType) -> str:
    return str(tool.DOCUMENT.read_text(encoding="utf-8"))


def test_every_format_has_its_section_with_the_words_of_its_module(tool: ModuleType) -> None:
    text = page(tool)
    missing = [one.name for one in FORMATS if f"`{one.name}`; told by" not in text]
    stale = [one.name for one in FORMATS if tool.module_words(one.read) not in text]
    assert (missing, stale) == ([], [])
    assert set(tool.RECOGNISED) >= {one.name for one in FORMATS}


def test_every_sample_is_in_the_table_and_the_small_ones_read_as_it_says(tool: ModuleType) -> None:
    lines = set(page(tool).splitlines())
    stale = []
    for path in tool.files():
        name = path.relative_to(tool.PATENTS).as_posix()
        row = (
            tool.measure(path).row()
            if path.stat().st_size <= tool.QUICK
            else next((line for line in lines if line.startswith(f"| `{name}` |")), "")
        )
        if row not in lines:
            stale.append(name)
    assert stale == [], "run python tools/format_table.py"
