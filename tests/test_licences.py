"""What Erdem runs with may be distributed with it, and the document says so."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


def load(path: Path) -> ModuleType:
    """Load a tool, which lies outside the package."""
    specification = importlib.util.spec_from_file_location(path.stem, path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[path.stem] = module
    specification.loader.exec_module(module)
    return module


licences = load(ROOT / "tools" / "licences.py")


def test_every_package_may_be_used_with_our_licence() -> None:
    found = licences.packages()
    assert len(found) > 40
    assert not [one for one in found if one.is_refused]


def test_the_document_is_current() -> None:
    assert licences.DOCUMENT.read_text(encoding="utf-8") == licences.document(), "run python tools/licences.py"


@pytest.mark.parametrize(
    "licence", ["GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "GNU General Public License", "unknown"]
)
def test_it_refuses_a_licence_that_would_reach_over_to_our_code(licence: str) -> None:
    assert licences.Package("example", "1", licence).is_refused


@pytest.mark.parametrize("licence", ["LGPL-3.0-only", "MIT", "Apache-2.0 OR BSD-3-Clause", "MPL-2.0"])
def test_it_takes_permissive_and_weak_copyleft(licence: str) -> None:
    assert not licences.Package("example", "1", licence).is_refused


def test_it_names_what_is_under_a_weak_copyleft() -> None:
    weak = {one.name for one in licences.packages() if one.is_weak_copyleft}
    assert {"psycopg", "docxtpl"} <= weak
    text = licences.DOCUMENT.read_text(encoding="utf-8")
    assert all(f"{name} (" in text for name in weak)
