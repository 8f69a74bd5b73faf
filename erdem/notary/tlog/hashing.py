"""Hashes of a Merkle tree as in RFC 6962 and RFC 9162, section 2.1.1, with SHA-256.

A tree of any size is a row of complete subtrees, from left to right as the bits of its size from the highest down. A
complete subtree is named by (level, index): it covers the leaves from index · 2^level up to, but not including,
(index + 1) · 2^level.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

HASH_SIZE = 32  # bytes
LARGEST_SIZE = 2**63 - 1  # leaves; every number of the formats fits into a signed 64-bit integer

Nodes = Callable[[int, int], bytes]
"""Gives the hash of the complete subtree (level, index)."""

_sha256 = hashlib.sha256
EMPTY_ROOT = _sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf, SHA-256(0x00 ‖ entry). RFC 9162, section 2.1.1."""
    return _sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node, SHA-256(0x01 ‖ left ‖ right). RFC 9162, section 2.1.1."""
    return _sha256(b"\x01" + left + right).digest()


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """Return the root over a whole list of leaf hashes; the reference that everything else is compared with."""
    if not leaf_hashes:
        return EMPTY_ROOT
    return pyramid(leaf_hashes)[-1][0]


def pyramid(hashes: Sequence[bytes]) -> list[list[bytes]]:
    """Return every level of the tree over the given hashes, the hashes first, the root last.

    The last node of a level may be that of an incomplete subtree. Pairing neighbours and carrying an odd one up gives
    the same tree as the recursive definition, whose left part is the largest power of two.
    """
    level = list(hashes)
    levels = [level]
    while len(level) > 1:
        above = [_sha256(b"\x01" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            above.append(level[-1])
        level = above
        levels.append(level)
    return levels


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees, given from left to right in falling size."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def is_subtree(start: int, end: int) -> bool:
    """Say whether [start, end) can stand as a tree of its own: it begins at a multiple of the next power of two of its length.

    Source: draft-ietf-plants-merkle-tree-certs, section 4.1.
    """
    return 0 <= start <= end and (start == end or start % (1 << (end - start - 1).bit_length()) == 0)


def range_nodes(start: int, end: int) -> list[tuple[int, int]]:
    """Return the complete subtrees (level, index) that make up the subtree [start, end), from left to right."""
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def range_root(nodes: Nodes, start: int, end: int) -> bytes:
    """Return the root of the subtree [start, end), read from a tree."""
    return fold([nodes(level, index) for level, index in range_nodes(start, end)])
