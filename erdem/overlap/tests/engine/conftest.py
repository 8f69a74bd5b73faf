"""Fixtures of the engine's tests: the project's own lexicon, and the evaluation data when it is at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from erdem.overlap import engine
from erdem.overlap.engine import Canonicaliser, Lexicon, Pool

ROOT = Path(__file__).resolve().parents[4]
SEED = ROOT / "erdem" / "knowledge" / "seeds" / "substances.jsonl"


def shared_path(*parts: str) -> Path:
    """Path inside the folder of evaluation data; skips the test when it is absent."""
    base = Path(os.environ.get("ERDEM_SHARED", ROOT.parent / "shared"))
    path = base.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"evaluation data not at hand: {'/'.join(parts)}")
    return path


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return engine.load_seed(SEED)


@pytest.fixture(scope="session")
def canonicalise(lexicon: Lexicon) -> Canonicaliser:
    return Canonicaliser(lexicon)


@pytest.fixture(scope="session")
def classical_pool(lexicon: Lexicon) -> Pool:
    records, _ = engine.read_tk(shared_path("data", "tk", "classical_formulas.jsonl.gz"))
    return engine.prepare(records, lexicon)


@pytest.fixture(scope="session")
def regional_pool(lexicon: Lexicon) -> Pool:
    records, _ = engine.read_tk(shared_path("data", "tk", "inner_mongolia_records.jsonl"))
    return engine.prepare(records, lexicon)
