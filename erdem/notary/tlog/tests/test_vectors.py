"""Good and broken proofs of other people (RFC 6962), with the answer that each must get."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from erdem.notary.tlog import proofs
from erdem.notary.tlog.trouble import ProofRefused

FOLDERS = [folder / "shared" / "data" / "vectors" / "merkle" for folder in Path(__file__).resolve().parents]
FOLDER = next((folder for folder in FOLDERS if folder.is_dir()), None)
pytestmark = pytest.mark.skipif(FOLDER is None, reason="the vectors in ../shared/data/vectors/merkle are not here")
COUNTS = {"inclusion": 98, "consistency": 98, "subtreeinclusion": 204, "subtreeconsistency": 118}


def _bytes(text: str) -> bytes:
    return base64.b64decode(text or "")


def _proof(case: dict[str, Any]) -> list[bytes]:
    return [_bytes(text) for text in case["proof"] or []]


def _inclusion(case: dict[str, Any]) -> None:
    leaf, root = _bytes(case["leafHash"]), _bytes(case["root"])
    proofs.verify_inclusion(leaf, case["leafIdx"], case["treeSize"], _proof(case), root)


def _consistency(case: dict[str, Any]) -> None:
    roots = _bytes(case["root1"]), _bytes(case["root2"])
    proofs.verify_consistency(case["size1"], case["size2"], _proof(case), *roots)


def _subtree_inclusion(case: dict[str, Any]) -> None:
    leaf, root = _bytes(case["leafHash"]), _bytes(case["root"])
    proofs.verify_subtree_inclusion(leaf, case["leafIdx"], case["start"], case["end"], _proof(case), root)


def _subtree(case: dict[str, Any]) -> None:
    roots = _bytes(case["root1"]), _bytes(case["root2"])
    proofs.verify_subtree(case["start"], case["end"], case["size"], _proof(case), *roots)


@pytest.mark.parametrize(
    ("name", "verify"),
    [
        ("inclusion", _inclusion),
        ("consistency", _consistency),
        ("subtreeinclusion", _subtree_inclusion),
        ("subtreeconsistency", _subtree),
    ],
)
def test_every_vector_gets_its_answer(name: str, verify: Callable[[dict[str, Any]], None]) -> None:
    assert FOLDER is not None
    cases = sorted((FOLDER / name).rglob("*.json"))
    assert len(cases) >= COUNTS[name]
    wrong = []
    for path in cases:
        case = json.loads(path.read_text(encoding="utf-8"))
        try:
            verify(case)
            refused = False
        except ProofRefused:
            refused = True
        if refused != case["wantErr"]:
            wrong.append(f"{path.relative_to(FOLDER)}: {case['desc']}")
    assert not wrong, "\n".join(wrong)
