"""Merkle proofs: made and verified at random sizes, compared with another implementation, broken bit by bit."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sigstore._internal import merkle
from sigstore.errors import VerificationError

from erdem.notary.tlog import hashing, proofs
from erdem.notary.tlog.tests.trees import entry, leaves, nodes_of
from erdem.notary.tlog.trouble import ProofRefused

SIZES = st.integers(min_value=1, max_value=300)
LEAVES = leaves(300)


def flipped(content: bytes, bit: int) -> bytes:
    """Return the content with one bit turned."""
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def sigstore_accepts(index: int, size: int, proof: list[bytes], root: bytes, body: bytes) -> bool:
    """Ask the verification of sigstore-python."""
    inclusion = SimpleNamespace(log_index=index, tree_size=size, hashes=proof, root_hash=root)
    held = SimpleNamespace(_inner=SimpleNamespace(inclusion_proof=inclusion, canonicalized_body=body))
    try:
        merkle.verify_merkle_inclusion(held)  # type: ignore[arg-type]  # it reads these five fields only
    except VerificationError:
        return False
    return True


def recursive_root(hashes: list[bytes]) -> bytes:
    """Return the root as RFC 9162, section 2.1.1, defines it, word by word."""
    if not hashes:
        return hashlib.sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return hashlib.sha256(b"\x01" + recursive_root(hashes[:half]) + recursive_root(hashes[half:])).digest()


def test_roots_are_those_of_the_definition() -> None:
    for size in range(70):
        assert hashing.root_of(LEAVES[:size]) == recursive_root(LEAVES[:size])
        if size:
            assert hashing.range_root(nodes_of(LEAVES[:size]), 0, size) == recursive_root(LEAVES[:size])


def test_the_empty_tree_and_an_empty_leaf_have_the_known_hashes() -> None:
    assert hashing.EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert hashing.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(SIZES, st.data())
def test_every_leaf_is_proven_and_another_implementation_agrees(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    root = hashing.root_of(LEAVES[:size])
    proof = proofs.inclusion_proof(nodes_of(LEAVES[:size]), index, size)
    proofs.verify_inclusion(LEAVES[index], index, size, proof, root)
    assert sigstore_accepts(index, size, proof, root, entry(index))


@given(SIZES, st.data())
def test_what_another_implementation_refuses_is_refused_here(size: int, data: st.DataObject) -> None:
    root = hashing.root_of(LEAVES[:size])
    index = data.draw(st.integers(0, size - 1))
    proof = proofs.inclusion_proof(nodes_of(LEAVES[:size]), index, size)
    other, claimed = data.draw(st.integers(0, size + 3)), data.draw(st.integers(1, size + 3))
    cut = data.draw(st.sampled_from([proof, proof[:-1], proof[1:], [*proof, root], proof[::-1]]))
    try:
        proofs.verify_inclusion(LEAVES[index], other, claimed, cut, root)
        accepted = True
    except ProofRefused:
        accepted = False
    # sigstore checks no range of the index; this reading of RFC 9162 does
    assert accepted == (other < claimed and sigstore_accepts(other, claimed, cut, root, entry(index)))


@given(SIZES, st.data())
def test_no_flipped_bit_passes_an_inclusion_proof(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    root = hashing.root_of(LEAVES[:size])
    proof = proofs.inclusion_proof(nodes_of(LEAVES[:size]), index, size)
    parts = [LEAVES[index], root, *proof]
    at = data.draw(st.integers(0, len(parts) - 1))
    parts[at] = flipped(parts[at], data.draw(st.integers(0, 255)))
    with pytest.raises(ProofRefused):
        proofs.verify_inclusion(parts[0], index, size, parts[2:], parts[1])


@given(SIZES, st.data())
def test_every_beginning_is_proven_consistent(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, size))
    proof = proofs.consistency_proof(nodes_of(LEAVES[:size]), first, size)
    roots = hashing.root_of(LEAVES[:first]), hashing.root_of(LEAVES[:size])
    proofs.verify_consistency(first, size, proof, *roots)


@given(SIZES, st.data())
def test_no_flipped_bit_passes_a_consistency_proof(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, size))
    proof = proofs.consistency_proof(nodes_of(LEAVES[:size]), first, size)
    parts = [hashing.root_of(LEAVES[:first]), hashing.root_of(LEAVES[:size]), *proof]
    at = data.draw(st.integers(0, len(parts) - 1))
    parts[at] = flipped(parts[at], data.draw(st.integers(0, 255)))
    with pytest.raises(ProofRefused):
        proofs.verify_consistency(first, size, parts[2:], parts[0], parts[1])


@given(st.integers(2, 300), st.data())
def test_a_consistency_proof_cut_or_lengthened_is_refused(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, size - 1))
    proof = proofs.consistency_proof(nodes_of(LEAVES[:size]), first, size)
    roots = hashing.root_of(LEAVES[:first]), hashing.root_of(LEAVES[:size])
    for wrong in (proof[:-1], proof[1:], [*proof, roots[0]], [roots[0], *proof]):
        with pytest.raises(ProofRefused):
            proofs.verify_consistency(first, size, wrong, *roots)


@given(SIZES, st.data())
def test_every_subtree_is_proven(size: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, size))
    longest = min(size - start, start & -start or size)
    end = start + data.draw(st.integers(0, longest))
    root = hashing.root_of(LEAVES[start:end])
    proof = proofs.subtree_proof(nodes_of(LEAVES[:size]), start, end, size)
    proofs.verify_subtree(start, end, size, proof, root, hashing.root_of(LEAVES[:size]))
    if end - start == 1:
        assert proof == proofs.inclusion_proof(nodes_of(LEAVES[:size]), start, size)


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0), (0, 2**63)])
def test_an_index_outside_the_tree_is_refused(index: int, size: int) -> None:
    with pytest.raises(ProofRefused, match="has no entry"):
        proofs.verify_inclusion(LEAVES[0], index, size, [], LEAVES[0])
    if size < 10:
        with pytest.raises(ProofRefused, match="has no entry"):
            proofs.inclusion_proof(nodes_of(LEAVES), index, size)


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 3), (4, 3), (-1, 3)])
def test_there_is_no_proof_from_nothing_or_backwards(first: int, second: int) -> None:
    with pytest.raises(ProofRefused, match="no consistency proof"):
        proofs.consistency_proof(nodes_of(LEAVES), first, second)
    with pytest.raises(ProofRefused, match="no consistency proof"):
        proofs.verify_consistency(first, second, [], LEAVES[0], LEAVES[0])


def test_a_hash_of_another_length_and_an_endless_proof_are_refused() -> None:
    with pytest.raises(ProofRefused, match="32 bytes"):
        proofs.verify_inclusion(LEAVES[0], 0, 2, [LEAVES[1][:31]], LEAVES[0])
    with pytest.raises(ProofRefused, match="at most 63 hashes"):
        proofs.verify_consistency(1, 2**62, [LEAVES[1]] * 65, LEAVES[0], LEAVES[0])
