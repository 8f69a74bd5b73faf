"""Proof files: written, read strictly, verified offline, and worthless after any flipped bit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erdem.notary.tlog.hashing import leaf_hash
from erdem.notary.tlog.keys import LOG, WITNESS, SigningKey
from erdem.notary.tlog.log import Appender
from erdem.notary.tlog.notes import Note, sign_note
from erdem.notary.tlog.proof_files import Policy, ProofFile, make_proof, parse_proof, verify_proof
from erdem.notary.tlog.tests.test_proofs import flipped
from erdem.notary.tlog.tests.trees import (
    LOG_KEY,
    NEXT_KEY,
    ORIGIN,
    WITNESSES,
    MemoryRecord,
    MemoryStorage,
    entries,
    entry,
)
from erdem.notary.tlog.tiles import TileReader
from erdem.notary.tlog.trouble import LogProblem, NoteRefused, ProofRefused

NOON = 1_800_000_000
SIZE = 300
POLICY = Policy(ORIGIN, (LOG_KEY.verifier,), tuple(key.verifier for key in WITNESSES), 2)
STORAGE = MemoryStorage()
CHECKPOINT = Appender(STORAGE, ORIGIN, [LOG_KEY], MemoryRecord()).append(0, entries(0, SIZE)).checkpoint.note
COSIGNED = CHECKPOINT.with_signatures([sign_note(CHECKPOINT.text, key, NOON) for key in WITNESSES[:2]])
READER = TileReader(STORAGE.get, SIZE)


@given(st.integers(0, SIZE - 1), st.none() | st.binary(max_size=100))
def test_every_entry_is_proven_offline(index: int, extra: bytes | None) -> None:
    content = make_proof(READER, index, COSIGNED, extra).encode()
    assert parse_proof(content) == ProofFile(index, parse_proof(content).hashes, COSIGNED, extra)
    verified = verify_proof(content, leaf_hash(entry(index)), POLICY)
    assert verified.index == index
    assert verified.checkpoint.checkpoint.size == SIZE
    assert [(each.key.name, each.seconds) for each in verified.cosignatures] == [
        ("witness.example.org/w1", NOON),
        ("witness.example.org/w2", NOON),
    ]


def test_the_proof_of_a_single_entry_has_no_hashes() -> None:
    storage = MemoryStorage()
    note = Appender(storage, ORIGIN, [LOG_KEY], MemoryRecord()).append(0, entries(0, 1)).checkpoint.note
    content = make_proof(TileReader(storage.get, 1), 0, note).encode()
    assert content.startswith(b"c2sp.org/tlog-proof@v1\nindex 0\n\nlog.example.org/register\n1\n")
    assert verify_proof(content, leaf_hash(entry(0)), replace(POLICY, quorum=0)).index == 0


def test_a_proof_is_not_made_for_another_size_or_entry() -> None:
    with pytest.raises(NoteRefused, match="not of the size 299"):
        make_proof(TileReader(STORAGE.get, 299), 0, CHECKPOINT)
    with pytest.raises(ProofRefused, match="has no entry 300"):
        make_proof(READER, SIZE, CHECKPOINT)


def test_another_entry_is_not_proven() -> None:
    content = make_proof(READER, 7, COSIGNED).encode()
    with pytest.raises(ProofRefused, match="does not lead from entry 7"):
        verify_proof(content, leaf_hash(entry(8)), POLICY)


def test_another_log_another_key_and_too_few_witnesses_are_refused() -> None:
    content, leaf = make_proof(READER, 7, COSIGNED).encode(), leaf_hash(entry(7))
    for policy, words in (
        (replace(POLICY, origin="other.example"), "not of “other.example”"),
        (replace(POLICY, log_keys=(NEXT_KEY.verifier,)), "no signature by a key that is trusted here"),
        (replace(POLICY, log_keys=()), "no signature"),
        (replace(POLICY, quorum=3), "cosigned by 2 of the known witnesses; 3 are needed"),
        (replace(POLICY, witness_keys=POLICY.witness_keys[1:]), "cosigned by 1 of the known witnesses; 2 are needed"),
    ):
        with pytest.raises(NoteRefused, match=words):
            verify_proof(content, leaf, policy)


def test_one_witness_under_two_names_counts_once() -> None:
    double = SigningKey("other-name.example", WITNESS, WITNESSES[0].seed)
    note = CHECKPOINT.with_signatures([sign_note(CHECKPOINT.text, key, NOON) for key in (WITNESSES[0], double)])
    policy = replace(POLICY, witness_keys=(WITNESSES[0].verifier, double.verifier))
    with pytest.raises(NoteRefused, match="cosigned by 1"):
        verify_proof(make_proof(READER, 7, note).encode(), leaf_hash(entry(7)), policy)


def test_a_key_of_a_log_is_no_witness() -> None:
    posing = SigningKey(WITNESSES[0].name, LOG, WITNESSES[0].seed)
    note = CHECKPOINT.with_signatures([sign_note(CHECKPOINT.text, posing)])
    policy = replace(POLICY, witness_keys=(posing.verifier,), quorum=1)
    with pytest.raises(NoteRefused, match="cosigned by 0"):
        verify_proof(make_proof(READER, 7, note).encode(), leaf_hash(entry(7)), policy)


def test_every_single_bit_of_a_proof_file_is_needed() -> None:
    content, leaf = make_proof(READER, 299, COSIGNED).encode(), leaf_hash(entry(299))
    verify_proof(content, leaf, POLICY)
    for bit in range(len(content) * 8):
        with pytest.raises((NoteRefused, ProofRefused)):
            verify_proof(flipped(content, bit), leaf, POLICY)


@settings(max_examples=60)
@given(st.data())
def test_every_single_bit_of_any_proof_file_is_needed(data: st.DataObject) -> None:
    index = data.draw(st.integers(0, SIZE - 1))
    content, leaf = make_proof(READER, index, COSIGNED).encode(), leaf_hash(entry(index))
    for bit in data.draw(st.lists(st.integers(0, len(content) * 8 - 1), min_size=20, max_size=20)):
        with pytest.raises((NoteRefused, ProofRefused)):
            verify_proof(flipped(content, bit), leaf, POLICY)
    for bit in data.draw(st.lists(st.integers(0, 255), min_size=5, max_size=5)):
        with pytest.raises(ProofRefused):
            verify_proof(content, flipped(leaf, bit), POLICY)


@settings(max_examples=60)
@given(st.data())
def test_a_proof_file_cut_or_lengthened_anywhere_is_refused(data: st.DataObject) -> None:
    content, leaf = make_proof(READER, 12, COSIGNED).encode(), leaf_hash(entry(12))
    at = data.draw(st.integers(0, len(content) - 1))
    more = data.draw(st.binary(min_size=1, max_size=3))
    for wrong in (content[:at], content[:at] + content[at + 1 :], content[:at] + more + content[at:]):
        try:
            verified = verify_proof(wrong, leaf, POLICY)
        except LogProblem:
            continue
        # bytes put in may make up a line of their own, such as a further signature: what is proven stays the same
        assert verified.checkpoint.note.text == COSIGNED.text
        assert len(wrong) > len(content)


LINES = make_proof(READER, 12, COSIGNED, b"x").encode().split(b"\n")


@pytest.mark.parametrize(
    "lines",
    [
        [b"c2sp.org/tlog-proof@v2", *LINES[1:]],
        [b"", *LINES],
        [LINES[0], b"extra  eA==", *LINES[2:]],
        [LINES[0], b"extra eA", *LINES[2:]],
        [LINES[0], b"extra eB==", *LINES[2:]],
        [LINES[0], LINES[2], LINES[1], *LINES[3:]],
        [LINES[0], LINES[1], *LINES[1:]],
        [LINES[0], b"index 012", *LINES[3:]],
        [LINES[0], b"index -1", *LINES[3:]],
        [LINES[0], b"index 12 ", *LINES[3:]],
        [LINES[0], b"index 9223372036854775808", *LINES[3:]],
        [LINES[0], *LINES[3:]],
        [*LINES[:3], b"AAAA", *LINES[3:]],
        [*LINES[:3], *[LINES[3]] * 64, b"", *LINES[LINES.index(b"") + 1 :]],
        [line + b"\r" for line in LINES],
        [*LINES[:3], *LINES[LINES.index(b"") + 1 :]],
    ],
)
def test_a_proof_file_written_in_any_other_way_is_refused(lines: list[bytes]) -> None:
    verify_proof(b"\n".join(LINES), leaf_hash(entry(12)), POLICY)
    with pytest.raises(NoteRefused):
        parse_proof(b"\n".join(lines))


def test_what_is_far_too_long_is_not_read() -> None:
    with pytest.raises(NoteRefused, match="more than 1000000 are not read"):
        parse_proof(b"c2sp.org/tlog-proof@v1\n" + b"A" * 1_000_000)


def test_extra_data_prove_nothing() -> None:
    proof = make_proof(READER, 12, COSIGNED, b"from us")
    other = replace(proof, extra=b"from others").encode()
    assert verify_proof(other, leaf_hash(entry(12)), POLICY).index == 12


def test_during_a_change_of_keys_a_proof_verifies_with_either() -> None:
    both = Note(CHECKPOINT.text, (sign_note(CHECKPOINT.text, LOG_KEY), sign_note(CHECKPOINT.text, NEXT_KEY)))
    content, leaf = make_proof(READER, 5, both).encode(), leaf_hash(entry(5))
    for keys in ((LOG_KEY.verifier,), (NEXT_KEY.verifier,), (LOG_KEY.verifier, NEXT_KEY.verifier)):
        assert len(verify_proof(content, leaf, Policy(ORIGIN, keys)).checkpoint.signatures) == len(keys)
