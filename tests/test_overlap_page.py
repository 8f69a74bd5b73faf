"""The page that explains how a finding comes about names the numbers that the engine decides with."""

from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path
from typing import Any

from erdem.overlap.engine import Relation, weights
from erdem.overlap.engine.grades import GRADES

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "overlap.md"


def numbers() -> dict[str, str]:
    """Return every number of `weights.py` under its name."""
    found: dict[str, object] = {}
    records: dict[str, Any] = {
        "formula": weights.FORMULA,
        "dose": weights.DOSES,
        "process": weights.PROCESS,
        "name": weights.NAMES,
        "band": weights.BANDS_AT,
        "combination": weights.COMBINATION_AT,
    }
    for prefix, record in records.items():
        found |= {f"{prefix}.{field.name}": getattr(record, field.name) for field in dataclasses.fields(record)}
    tree = ast.parse(Path(weights.__file__).read_text(encoding="utf-8"))
    names = [node.targets[0] for node in tree.body if isinstance(node, ast.Assign)]
    constants = {name.id: getattr(weights, name.id) for name in names if isinstance(name, ast.Name)}
    found |= {name: value for name, value in constants.items() if isinstance(value, int | float)}
    return {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in found.items()}


def test_every_number_of_the_engine_stands_on_the_page() -> None:
    told = dict(re.findall(r"^\| `([\w.]+)` \| ([\d.]+) \|", PAGE.read_text(encoding="utf-8"), re.M))
    expected = numbers()
    assert len(expected) > 25
    wanted = "\n".join(f"| `{name}` | {value} |" for name, value in expected.items())
    assert told == expected, f"the table of the page should be:\n{wanted}"


def test_every_relation_has_its_name_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for relation in Relation:
        assert f"| `{relation.value}` | " in text


def test_every_grade_stands_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for value in sorted({grade for grade in GRADES.values() if grade}):
        assert re.search(rf"^\| {value} \| ", text, re.M), value
