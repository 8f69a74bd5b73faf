"""An evidence file holds or it does not: nothing in it can be changed, and what is wrong is said in a sentence."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.notary.canonical import commit
from erdem.notary.entries import entry_of
from erdem.notary.evidence import EvidenceRefused, verify_evidence, write_evidence
from erdem.notary.tlog import Appender, FileRecord, FileStorage, SigningKey, TileReader, make_proof

DOCUMENT = '{"名称":"示例","ᠨᠡᠷ᠎ᠡ":"ᠰᠢᠯᠭᠠᠯᠲᠠ"}'
STATEMENT: dict[str, Any] = {
    "number": "TK-152530-0001",
    "version": 2,
    "sha256": hashlib.sha256(DOCUMENT.encode()).hexdigest(),
}
KIND, NONCE = "register_version", bytes(range(32))


def made(folder: Path, key: SigningKey | None = None, size: int = 300, place: int = 131) -> tuple[bytes, SigningKey]:
    """An evidence file of one entry of a log."""
    key = key or SigningKey.generate("示例.example/register")
    commitment = commit(STATEMENT, NONCE)
    entries = [entry_of(KIND, commit({"n": n})) for n in range(size)]
    entries[place] = entry_of(KIND, commitment)
    storage = FileStorage(folder / "log")
    appender = Appender(storage, key.name, [key], FileRecord(folder / "signed", key.name))
    note = appender.append(0, entries).checkpoint.note
    proof = make_proof(TileReader(storage.get, size), place, note).encode()
    content = write_evidence(
        kind=KIND, statement=STATEMENT, document=DOCUMENT, nonce=NONCE, proof=proof, key=key.verifier
    )
    return content, key


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, SigningKey]:
    return made(tmp_path_factory.mktemp("log"))


def test_it_holds_with_the_key_that_the_reader_has(evidence: tuple[bytes, SigningKey]) -> None:
    content, key = evidence
    found = verify_evidence(content, [key.verifier])
    assert (found.statement, found.document, found.size, found.proof.index) == (STATEMENT, DOCUMENT, 300, 131)
    assert found.key_is_known
    assert not verify_evidence(content).key_is_known


def changed(content: bytes, **values: Any) -> bytes:
    return json.dumps({**json.loads(content), **values}).encode()


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"document": DOCUMENT + " "}, "document was changed"),
        ({"statement": {**STATEMENT, "version": 3}}, "does not hold this statement"),
        ({"statement": {**STATEMENT, "more": None}}, "does not hold this statement"),
        ({"statement": {}}, "document was changed"),
        ({"statement": []}, "incomplete"),
        ({"kind": "consent"}, "does not hold this statement"),
        ({"nonce": "00" * 32}, "does not hold this statement"),
        ({"nonce": "00" * 31}, "nonce in the file is damaged"),
        ({"nonce": "AB" * 32}, "nonce in the file is damaged"),
        ({"nonce": "ganz"}, "nonce in the file is damaged"),
        ({"proof": "c2sp.org/tlog-proof@v1\n"}, "damaged"),
        ({"format": "erdem-evidence@v2"}, "does not say"),
        ({"key": None}, "incomplete"),
    ],
)
def test_whatever_is_changed_it_does_not_hold(
    evidence: tuple[bytes, SigningKey], values: dict[str, Any], why: str
) -> None:
    content, key = evidence
    with pytest.raises(EvidenceRefused, match=why):
        verify_evidence(changed(content, **values), [key.verifier])


def test_a_log_of_the_same_name_with_another_key_is_not_believed(
    evidence: tuple[bytes, SigningKey], tmp_path: Path
) -> None:
    _content, key = evidence
    forged, _other = made(tmp_path, SigningKey.generate(key.name))
    assert not verify_evidence(forged).key_is_known
    with pytest.raises(EvidenceRefused, match="does not hold this statement"):
        verify_evidence(forged, [key.verifier])


def test_a_proof_of_a_log_that_the_reader_does_not_know_is_refused(evidence: tuple[bytes, SigningKey]) -> None:
    content, _key = evidence
    with pytest.raises(EvidenceRefused, match="for which no key was given"):
        verify_evidence(content, [SigningKey.generate("another.example/register").verifier])


@given(st.data())
def test_no_flipped_bit_goes_unseen(evidence: tuple[bytes, SigningKey], data: st.DataObject) -> None:
    """A changed file is refused, or it still proves the very same: blanks between the parts are no part of the evidence."""
    content, key = evidence
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    flipped = bytearray(content)
    flipped[bit // 8] ^= 1 << bit % 8
    try:
        found = verify_evidence(bytes(flipped), [key.verifier])
    except EvidenceRefused:
        return
    assert (found.kind, found.statement, found.document, found.proof.index) == (KIND, STATEMENT, DOCUMENT, 131)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a":1,"a":2}', b"[" * 100_000])
def test_what_is_no_evidence_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(EvidenceRefused, match="This is no evidence file"):
        verify_evidence(content)
