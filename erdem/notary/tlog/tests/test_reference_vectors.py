"""The worked examples of `docs/reference/proofs.md`: computed anew, and those in the document are those in the file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from erdem.notary.tlog.checkpoint import Checkpoint
from erdem.notary.tlog.hashing import leaf_hash, node_hash, root_of
from erdem.notary.tlog.keys import LOG, WITNESS, SigningKey, cosigned_message, encode_base64
from erdem.notary.tlog.notes import Note, sign_note
from erdem.notary.tlog.proof_files import ProofFile
from erdem.notary.tlog.proofs import (
    consistency_proof,
    inclusion_proof,
    subtree_proof,
    verify_consistency,
    verify_inclusion,
)
from erdem.notary.tlog.tests.trees import leaves, nodes_of
from erdem.notary.tlog.tiles import index_path
from erdem.notary.tlog.tree import TreeState
from erdem.notary.tlog.trouble import ProofRefused
from erdem.notary.tlog.witness import AddCheckpoint, origin_hash

FILE = Path(__file__).with_name("vectors.json")
DOCUMENT = next(
    (folder / "docs" / "reference" / "proofs.md" for folder in FILE.parents if (folder / "docs").is_dir()), FILE
)
ORIGIN = "log.example.org/register"
ENTRIES = ("", "a", '{"kind":"example","number":2}', '{"名称":"蒙医正骨"}', "ᠮᠣᠩᠭᠣᠯ", "5", "6")
SECONDS = 1_790_000_000
LEAVES = leaves(200)
KEYS = {
    "log": SigningKey(ORIGIN, LOG, bytes(range(32))),
    "next log": SigningKey(ORIGIN, LOG, bytes(range(1, 33))),
    "witness": SigningKey("witness.example.org/w1", WITNESS, bytes([1] * 32)),
}


def computed() -> dict[str, Any]:
    """Return every example, computed from entries and seeds alone."""
    hashes = [leaf_hash(text.encode()) for text in ENTRIES]
    checkpoint = Checkpoint(ORIGIN, 7, root_of(hashes))
    lines = tuple(sign_note(checkpoint.text, key, SECONDS if key.kind == WITNESS else None) for key in KEYS.values())
    inclusion = tuple(inclusion_proof(nodes_of(hashes), 3, 7))
    consistency = tuple(consistency_proof(nodes_of(hashes), 3, 7))
    request = AddCheckpoint(3, consistency, Note(checkpoint.text, lines[:1]))
    return {
        "entries": list(ENTRIES),
        "leaf_hashes": [each.hex() for each in hashes],
        "node_of_first_two_leaves": node_hash(hashes[0], hashes[1]).hex(),
        "roots_by_size": [root_of(hashes[:size]).hex() for size in range(8)],
        "inclusion": {"index": 3, "size": 7, "proof": _texts(inclusion)},
        "consistency": {"first": 3, "second": 7, "proof": _texts(consistency)},
        "subtree": {"start": 4, "end": 6, "size": 7, "proof": _texts(subtree_proof(nodes_of(hashes), 4, 6, 7))},
        "resources_of_seven_entries": {
            path: content.hex()
            for path, content in TreeState().grow([text.encode() for text in ENTRIES]).resources.items()
        },
        "index_paths": {str(index): index_path(index) for index in (0, 7, 999, 1000, 1_234_067)},
        "large": _large(),
        "keys": {name: _key(key) for name, key in KEYS.items()},
        "checkpoint": Note(checkpoint.text, lines).encode().decode(),
        "cosigned_message": cosigned_message(checkpoint.text, SECONDS).decode(),
        "proof_file": ProofFile(3, inclusion, Note(checkpoint.text, lines)).encode().decode(),
        "witness": {
            "request": request.encode().decode(),
            "answer": lines[2].line,
            "answer_when_seven_are_known": {"status": 409, "type": "text/x.tlog.size", "body": "7\n"},
            "origin_hash": origin_hash(ORIGIN),
        },
    }


def _texts(hashes: list[bytes] | tuple[bytes, ...]) -> list[str]:
    return [encode_base64(each) for each in hashes]


def _key(key: SigningKey) -> dict[str, str]:
    return {"seed": key.seed.hex(), "id": key.verifier.id.hex(), "verifier": key.verifier.text, "private": key.text}


def _large() -> dict[str, Any]:
    growth = TreeState().grow([b'{"entry":%d}' % number for number in range(70_000)])
    kept = {
        path: content
        for path, content in growth.resources.items()
        if path.startswith(("tile/1", "tile/2")) or "273" in path
    }
    return {
        "entry": 'entry n is the text {"entry":n}, n in decimal digits',
        "size": 70_000,
        "root": growth.state.head.root.hex(),
        "resources": len(growth.resources),
        "sha256_of_some": {path: hashlib.sha256(content).hexdigest() for path, content in kept.items()},
    }


def test_every_worked_example_is_what_the_code_computes() -> None:
    assert json.loads(FILE.read_text(encoding="utf-8")) == computed()


@pytest.mark.skipif(DOCUMENT.suffix != ".md", reason="an installed package comes without its documents")
def test_every_value_in_the_document_is_one_of_the_examples() -> None:
    """A hash, key or signature that somebody mistyped in the document would be found here."""
    file, text = FILE.read_text(encoding="utf-8"), DOCUMENT.read_text(encoding="utf-8")
    known = json.dumps(json.loads(file), ensure_ascii=False)
    text = re.sub(
        r"\n## Bundles\n.*?(?=\n## )", "", text, flags=re.DOTALL
    )  # its example is a file of its own, compared there
    words = re.findall(r"[^\s`]+", text)
    values = {
        word for word in words if re.fullmatch(r"[0-9a-f]{32,}|[A-Za-z0-9+/]{43,}={0,2}|\S+\+[0-9a-f]{8}\+\S+", word)
    }
    assert len(values) > 15
    assert not {value for value in values if value not in known}


def root_by_definition(hashes: list[bytes]) -> bytes:
    """Return the root as the document defines it."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256().digest()
    half = 1 << ((len(hashes) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + root_by_definition(hashes[:half]) + root_by_definition(hashes[half:])).digest()


def test_the_examples_verify_with_nothing_but_the_document() -> None:
    """A verifier of a few lines, written from the document; it uses SHA-256 and Ed25519 and nothing of this package."""
    held = json.loads(FILE.read_text(encoding="utf-8"))
    head, text, signatures = held["proof_file"].split("\n\n")
    name, index, *siblings = head.split("\n")
    assert (name, index) == ("c2sp.org/tlog-proof@v1", "index 3")
    root = hashlib.sha256(b"\0" + held["entries"][3].encode()).digest()
    for sibling, on_the_left in zip(map(base64.b64decode, siblings), (True, True, False), strict=True):
        root = hashlib.sha256(b"\1" + (sibling + root if on_the_left else root + sibling)).digest()
    hashes = [hashlib.sha256(b"\0" + entry.encode()).digest() for entry in held["entries"]]
    assert root == root_by_definition(hashes)
    assert text.split("\n") == ["log.example.org/register", "7", base64.b64encode(root).decode()]
    for line, key in zip(signatures.splitlines(), held["keys"].values(), strict=True):
        origin, identifier, encoded = key["verifier"].split("+", 2)
        kind, public = base64.b64decode(encoded)[:1], base64.b64decode(encoded)[1:]
        assert hashlib.sha256(origin.encode() + b"\n" + kind + public).hexdigest()[:8] == identifier == key["id"]
        dash, signer, content = line.split(" ")
        signature = base64.b64decode(content)
        assert (dash, signer, signature[:4].hex()) == ("\u2014", origin, identifier)
        seconds = int.from_bytes(signature[4:12], "big")
        cosigned = f"cosignature/v1\ntime {seconds}\n{text}\n"
        message = f"{text}\n" if kind == b"\1" else cosigned
        Ed25519PublicKey.from_public_bytes(public).verify(signature[-64:], message.encode())


def halved(numbers: list[int], until_odd: int) -> list[int]:
    """Return numbers halved until one of them is odd."""
    while not numbers[until_odd] % 2:
        numbers = [number // 2 for number in numbers]
    return numbers


def included(leaf: bytes, m: int, n: int, proof: list[bytes], root: bytes) -> bool:
    """Verify an inclusion proof in the words of the document."""
    f, s, r = m, n - 1, leaf
    for p in proof:
        if s == 0:
            return False
        if f % 2 or f == s:
            r = node_hash(p, r)
            f, s = halved([f, s], 0)
        else:
            r = node_hash(r, p)
        f, s = f // 2, s // 2
    return s == 0 and r == root


def consistent(m: int, n: int, proof: list[bytes], old: bytes, new: bytes) -> bool:
    """Verify a consistency proof in the words of the document."""
    if m == n:
        return not proof and old == new
    s, t = m - 1, n - 1
    while s % 2:
        s, t = s // 2, t // 2
    rest = proof if s == 0 else proof[1:]
    if s and not proof:
        return False
    a = b = old if s == 0 else proof[0]
    for c in rest:
        if t == 0:
            return False
        if s % 2 or s == t:
            a = node_hash(c, a) if s > 0 else a
            b = node_hash(c, b)
            s, t = halved([s, t], 0)
        else:
            b = node_hash(b, c)
        s, t = s // 2, t // 2
    return t == 0 and a == old and b == new


@given(st.integers(1, 200), st.data())
def test_the_steps_of_the_document_accept_and_refuse_what_the_code_does(size: int, data: st.DataObject) -> None:
    nodes, first = nodes_of(LEAVES[:size]), data.draw(st.integers(1, size))
    roots = root_of(LEAVES[:first]), root_of(LEAVES[:size])
    for proof, good in _variants(inclusion_proof(nodes, first - 1, size)):
        assert included(LEAVES[first - 1], first - 1, size, proof, roots[1]) == good
        assert _accepted(verify_inclusion, LEAVES[first - 1], first - 1, size, proof, roots[1]) == good
    for proof, good in _variants(consistency_proof(nodes, first, size)):
        assert consistent(first, size, proof, *roots) == good
        assert _accepted(verify_consistency, first, size, proof, *roots) == good


def _variants(proof: list[bytes]) -> Iterator[tuple[list[bytes], bool]]:
    yield proof, True
    yield [*proof, LEAVES[0]], False
    if proof:
        yield proof[1:], False
        yield proof[:-1], False
        yield [*proof[:-1], LEAVES[199]], proof[-1] == LEAVES[199]


def _accepted(verify: Callable[..., None], *arguments: object) -> bool:
    try:
        verify(*arguments)
    except ProofRefused:
        return False
    return True
