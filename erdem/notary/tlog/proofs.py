"""Inclusion and consistency proofs: making them from any tree, and verifying them. RFC 9162, sections 2.1.3 and 2.1.4.

Subtree proofs are those of draft-ietf-plants-merkle-tree-certs, section 4; a consistency proof is the one of a
subtree that begins at 0.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from erdem.notary.tlog.hashing import (
    EMPTY_ROOT,
    HASH_SIZE,
    LARGEST_SIZE,
    Nodes,
    is_subtree,
    node_hash,
    range_root,
)
from erdem.notary.tlog.trouble import ProofRefused

LONGEST_PROOF = 63  # hashes


def _split(start: int, end: int) -> int:
    """Return where the left part of a tree of at least two leaves ends: after the largest power of two."""
    return start + (1 << ((end - start - 1).bit_length() - 1))


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """Return the hashes that lead from leaf ``index`` to the root of the tree of ``size`` leaves, the leaf's sibling first.

    Raises:
        ProofRefused: there is no such leaf in that tree.
    """
    if not 0 <= index < size:
        raise ProofRefused(f"A tree of {size} entries has no entry {index}.")
    ranges, start, end = [], 0, size
    while end - start > 1:
        split = _split(start, end)
        if index < split:
            ranges.append((split, end))
            end = split
        else:
            ranges.append((start, split))
            start = split
    return [range_root(nodes, *each) for each in reversed(ranges)]


def consistency_proof(nodes: Nodes, first: int, second: int) -> list[bytes]:
    """Return the proof that the tree of ``first`` leaves is the beginning of the tree of ``second`` leaves.

    Raises:
        ProofRefused: the first tree is empty, or larger than the second.
    """
    if not 0 < first <= second:
        raise ProofRefused(f"There is no consistency proof from {first} to {second} entries.")
    return subtree_proof(nodes, 0, first, second)


def subtree_proof(nodes: Nodes, start: int, end: int, size: int) -> list[bytes]:
    """Return the proof that the leaves [start, end) stand so in the tree of ``size`` leaves.

    Raises:
        ProofRefused: [start, end) is no subtree, or not within the tree.
    """
    _require_subtree(start, end, size)
    if start == end:
        return []
    ranges, low, high, known = [], 0, size, True
    while (start, end) != (low, high):
        split = _split(low, high)
        if end <= split:
            ranges.append((split, high))
            high = split
            continue
        ranges.append((low, split))
        if start < split:
            start, known = split, False
        low = split
    if not known:
        ranges.append((low, high))
    return [range_root(nodes, *each) for each in reversed(ranges)]


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Return the root to which a proof leads from a leaf hash. RFC 9162, section 2.1.3.2.

    Raises:
        ProofRefused: there is no such leaf, or the proof has the wrong length.
    """
    if not 0 <= index < size <= LARGEST_SIZE:
        raise ProofRefused(f"A tree of {size} entries has no entry {index}.")
    _require_hashes([leaf, *proof])
    at, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofRefused("The inclusion proof has more hashes than the tree has levels.")
        if at & 1 or at == last:
            root = node_hash(sibling, root)
            while not at & 1:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofRefused("The inclusion proof has fewer hashes than the tree has levels.")
    return root


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Verify that the leaf with this hash stands at ``index`` in the tree of ``size`` leaves with this root.

    Raises:
        ProofRefused: it does not, or the proof is not one.
    """
    if not hmac.compare_digest(root_from_inclusion(leaf, index, size, proof), root):
        raise ProofRefused(f"The proof does not lead from entry {index} to the root of the tree of {size} entries.")


def verify_subtree_inclusion(
    leaf: bytes, index: int, start: int, end: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Verify that a leaf stands at ``index`` of the log, within the subtree [start, end) with this root.

    Raises:
        ProofRefused: it does not, or the proof is not one.
    """
    _require_subtree(start, end, end)
    verify_inclusion(leaf, index - start, end - start, proof, root)


def verify_consistency(first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes) -> None:
    """Verify that the tree of ``first`` leaves is the beginning of the tree of ``second`` leaves. RFC 9162, section 2.1.4.2.

    Raises:
        ProofRefused: it is not, or the proof is not one; the empty tree begins every tree and proves nothing.
    """
    if not 0 < first <= second:
        raise ProofRefused(f"There is no consistency proof from {first} to {second} entries.")
    verify_subtree(0, first, second, proof, first_root, second_root)


def verify_subtree(start: int, end: int, size: int, proof: Sequence[bytes], subtree_root: bytes, root: bytes) -> None:
    """Verify that the subtree [start, end) with its root stands so in the tree of ``size`` leaves.

    Source: draft-ietf-plants-merkle-tree-certs, section 4.4.3.

    Raises:
        ProofRefused: it does not, or the proof is not one.
    """
    _require_subtree(start, end, size)
    _require_hashes(proof)
    if start == end:
        if proof or subtree_root != EMPTY_ROOT:
            raise ProofRefused("An empty subtree has the empty root and needs no proof.")
        return
    found, whole = _roots_from_subtree(start, end, size, proof, subtree_root)
    if not hmac.compare_digest(found, subtree_root) or not hmac.compare_digest(whole, root):
        raise ProofRefused(
            f"The consistency proof does not lead from the entries {start} to {end} to the root of {size} entries."
        )


def _roots_from_subtree(
    start: int, end: int, size: int, proof: Sequence[bytes], subtree_root: bytes
) -> tuple[bytes, bytes]:
    """Return the roots of the subtree and of the tree, to which the proof leads."""
    first, last, top = start, end - 1, size - 1
    while first != last and (last & 1 or last == top):
        first, last, top = first >> 1, last >> 1, top >> 1
    if first != last and not proof:
        raise ProofRefused("The consistency proof has fewer hashes than the trees need.")
    small = large = subtree_root if first == last else proof[0]
    for sibling in proof if first == last else proof[1:]:
        if top == 0:
            raise ProofRefused("The consistency proof has more hashes than the trees need.")
        if last & 1 or last == top:
            small = node_hash(sibling, small) if first < last else small
            large = node_hash(sibling, large)
            shift = (last & -last).bit_length()
        else:
            large = node_hash(large, sibling)
            shift = 1
        first, last, top = first >> shift, last >> shift, top >> shift
    if top:
        raise ProofRefused("The consistency proof has fewer hashes than the trees need.")
    return small, large


def _require_subtree(start: int, end: int, size: int) -> None:
    if not is_subtree(start, end) or not end <= size <= LARGEST_SIZE:
        raise ProofRefused(f"The entries {start} to {end} are no subtree of a tree of {size} entries.")


def _require_hashes(hashes: Sequence[bytes]) -> None:
    if len(hashes) > LONGEST_PROOF + 1 or any(len(each) != HASH_SIZE for each in hashes):
        raise ProofRefused(f"A proof is at most {LONGEST_PROOF} hashes of {HASH_SIZE} bytes each.")
