"""The state of a growing tree: its size and right edge, which is all that is needed to append."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from erdem.notary.tlog.checkpoint import TreeHead
from erdem.notary.tlog.hashing import fold, leaf_hash, pyramid, range_nodes
from erdem.notary.tlog.tiles import (
    ENTRIES,
    HEIGHT,
    WIDTH,
    Tile,
    TileReader,
    changed_tiles,
    encode_bundle,
    encode_tile,
)
from erdem.notary.tlog.trouble import DamagedResource


@dataclass(frozen=True)
class TreeState:
    """A tree of ``size`` leaves.

    ``edge`` holds, for each level of tiles from the lowest up, the hashes of its last tile as long as it is not full;
    ``bundle`` the entries of the last bundle as long as it is not full.
    """

    size: int = 0
    edge: tuple[tuple[bytes, ...], ...] = ()
    bundle: tuple[bytes, ...] = ()

    @classmethod
    def load(cls, reader: TileReader, root: bytes) -> TreeState:
        """Return the state of the tree that a reader reads, after comparing it with the root that is expected.

        Raises:
            MissingResource: a tile or bundle of the right edge is not there.
            DamagedResource: one is cut short, or what they hold does not lead to the root.
        """
        edge: list[tuple[bytes, ...]] = []
        level, whole = 0, reader.size
        while whole:
            index, width = divmod(whole, WIDTH)
            edge.append(tuple(reader.hashes(level, index)) if width else ())
            level, whole = level + 1, whole >> HEIGHT
        bundle = tuple(reader.entries(reader.size // WIDTH)) if reader.size % WIDTH else ()
        state = cls(reader.size, tuple(edge), bundle)
        if state.head.root != root:
            raise DamagedResource(f"The tiles do not lead to the root that was signed for {reader.size} entries.")
        if tuple(leaf_hash(entry) for entry in bundle) != (edge[0] if edge else ()):
            raise DamagedResource("The last entry bundle holds other entries than the tile of their hashes.")
        return state

    @cached_property
    def head(self) -> TreeHead:
        """Size and root."""
        complete: list[bytes] = []
        for hashes in reversed(self.edge):
            levels = pyramid(hashes)
            complete += [levels[level][index] for level, index in range_nodes(0, len(hashes))]
        return TreeHead(self.size, fold(complete))

    def grow(self, entries: Sequence[bytes]) -> Growth:
        """Return the tree with further entries, and the resources that it needs beside those of this one.

        Raises:
            LogProblem: an entry is longer than 65,535 bytes.
        """
        growing = _Growing(self)
        for entry in entries:
            growing.add(entry)
        return growing.finish(self.size)


@dataclass(frozen=True)
class Growth:
    """A grown tree, the content of each new tile and bundle by path, and the hashes of the new leaves."""

    state: TreeState
    resources: dict[str, bytes]
    leaf_hashes: list[bytes]


class _Growing:
    """A tree while entries are added."""

    def __init__(self, state: TreeState) -> None:
        self.size = state.size
        self.edge = [list(level) for level in state.edge]
        self.bundle = list(state.bundle)
        self.resources: dict[str, bytes] = {}
        self.leaf_hashes: list[bytes] = []

    def add(self, entry: bytes) -> None:
        """Add one entry; write down every tile that is full with it."""
        hashed = leaf_hash(entry)
        self.leaf_hashes.append(hashed)
        self.bundle.append(entry)
        self.size += 1
        if len(self.bundle) == WIDTH:
            self.resources[Tile(ENTRIES, self.size // WIDTH - 1).path] = encode_bundle(self.bundle)
            self.bundle = []
        level = 0
        while self._put(level, hashed):
            full, self.edge[level] = self.edge[level], []
            self.resources[Tile(level, (self.size >> (HEIGHT * (level + 1))) - 1).path] = encode_tile(full)
            hashed = pyramid(full)[-1][0]
            level += 1

    def _put(self, level: int, hashed: bytes) -> bool:
        """Put a hash on a level; say whether its tile is full with it."""
        if level == len(self.edge):
            self.edge.append([])
        self.edge[level].append(hashed)
        return len(self.edge[level]) == WIDTH

    def finish(self, before: int) -> Growth:
        """Write down the tiles that are left partial."""
        for tile in changed_tiles(before, self.size):
            if tile.width < WIDTH:
                held = encode_bundle(self.bundle) if tile.level == ENTRIES else encode_tile(self.edge[tile.level])
                self.resources[tile.path] = held
        state = TreeState(self.size, tuple(map(tuple, self.edge)), tuple(self.bundle))
        return Growth(state, self.resources, self.leaf_hashes)
