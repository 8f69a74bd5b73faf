"""Tiles and entry bundles: how a tree lies in files. Source: c2sp.org/tlog-tiles.

A tile of level L and index N holds up to 256 hashes, those of the complete subtrees of height 8 · L from N · 256 on.
An entry bundle holds the entries whose hashes stand in the tile of level 0 with the same index. The last tile of a
level may be partial; its name says its width.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from erdem.notary.tlog.hashing import EMPTY_ROOT, HASH_SIZE, pyramid, range_root
from erdem.notary.tlog.trouble import DamagedResource, LogProblem, MissingResource

HEIGHT = 8  # levels of the tree in one tile
WIDTH = 256  # hashes in a full tile, entries in a full bundle
ENTRIES = -1  # stands for the level of entry bundles
LONGEST_ENTRY = 65535  # bytes, as its length is a uint16
HIGHEST_LEVEL = 63

_PATH = re.compile(
    r"tile/(entries|0|[1-5]?[0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?"
)


@dataclass(frozen=True, order=True)
class Tile:
    """A tile, or an entry bundle (level ``ENTRIES``); ``width`` is the number of its hashes or entries, 1 to 256."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The path below the prefix of the log, for example ``tile/0/x001/x234/067.p/17``."""
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{'entries' if self.level == ENTRIES else self.level}/{index_path(self.index)}{partial}"

    @property
    def full(self) -> Tile:
        """The same tile once it is complete."""
        return Tile(self.level, self.index)


def index_path(index: int) -> str:
    """Return an index in groups of three digits: 1234067 is ``x001/x234/067``."""
    digits = str(index).zfill(3)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "".join(f"x{group}/" for group in groups[:-1]) + groups[-1]


def parse_path(path: str) -> Tile:
    """Return the tile of a path.

    Raises:
        LogProblem: the path names no tile, or not in the one way in which it must be written.
    """
    matched = _PATH.fullmatch(path)
    if matched:
        level, index, width = matched.groups()
        tile = Tile(
            ENTRIES if level == "entries" else int(level),
            int(index.replace("x", "").replace("/", "")),
            int(width) if width else WIDTH,
        )
        if tile.path == path:
            return tile
    raise LogProblem(f"“{path[:200]}” is no path of a tile or of an entry bundle.")


def width_in(level: int, index: int, size: int) -> int:
    """Return how many hashes the tile has in the tree of ``size`` leaves: 0 when it is not there, 256 when it is full."""
    whole = size >> (HEIGHT * max(level, 0))
    return max(0, min(WIDTH, whole - index * WIDTH))


def changed_tiles(before: int, after: int) -> list[Tile]:
    """Return the tiles and bundles that a tree of ``after`` leaves has and one of ``before`` leaves has not, bundles first."""
    found = []
    for level in range(ENTRIES, HIGHEST_LEVEL + 1):
        shift = HEIGHT * max(level, 0)
        old, new = before >> shift, after >> shift
        if not new:
            break
        for index in range(old // WIDTH, -(-new // WIDTH)):
            width = width_in(level, index, after)
            if width > width_in(level, index, before):
                found.append(Tile(level, index, width))
    return found


def encode_tile(hashes: Sequence[bytes]) -> bytes:
    """Return the content of a tile."""
    return b"".join(hashes)


def decode_tile(content: bytes, tile: Tile) -> list[bytes]:
    """Return the hashes of a tile.

    Raises:
        DamagedResource: it has not the length that its name says.
    """
    expected = tile.width * HASH_SIZE
    if len(content) != expected:
        raise DamagedResource(f"The tile {tile.path} has {len(content)} bytes instead of {expected}.")
    return [content[at : at + HASH_SIZE] for at in range(0, expected, HASH_SIZE)]


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Return the content of an entry bundle: each entry after its length as a big-endian uint16.

    Raises:
        LogProblem: an entry is longer than 65,535 bytes.
    """
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise LogProblem(f"An entry has {len(entry)} bytes; at most {LONGEST_ENTRY} fit into the log.")
        parts += (struct.pack(">H", len(entry)), entry)
    return b"".join(parts)


def decode_bundle(content: bytes, bundle: Tile) -> list[bytes]:
    """Return the entries of a bundle.

    Raises:
        DamagedResource: it is cut short, or holds more or fewer entries than its name says.
    """
    entries, at = [], 0
    while at + 2 <= len(content):
        end = at + 2 + int.from_bytes(content[at : at + 2], "big")
        entries.append(content[at + 2 : end])
        at = end
    if at != len(content) or len(entries) != bundle.width:
        raise DamagedResource(
            f"The entry bundle {bundle.path} is cut short or does not hold exactly {bundle.width} entries."
        )
    return entries


class TileReader:
    """Reads the tree of one size from its tiles; an instance is a source of nodes for proofs.

    ``get`` returns the content of a path or raises ``MissingResource``. Up to ``kept`` tiles are remembered with the
    levels inside them, 33 KiB each, so that neighbouring proofs cost no reading and no hashing. Not safe for several
    threads at once.
    """

    def __init__(self, get: Callable[[str], bytes], size: int, *, kept: int = 128) -> None:
        self.size = size
        self._get = get
        self._kept = kept
        self._tiles: dict[tuple[int, int], list[list[bytes]]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """Return the hash of the complete subtree (level, index).

        Raises:
            MissingResource, DamagedResource: its tile cannot be read.
        """
        above, inside = divmod(level, HEIGHT)
        number, at = divmod(index << inside, WIDTH)
        try:
            return self._levels(above, number)[inside][at >> inside]
        except IndexError:
            raise MissingResource(f"A tree of {self.size} entries has no node {index} on level {level}.") from None

    def hashes(self, level: int, index: int) -> list[bytes]:
        """Return the hashes of a tile as wide as it is in this tree.

        Raises:
            MissingResource, DamagedResource: it cannot be read.
        """
        return self._levels(level, index)[0]

    def entries(self, index: int) -> list[bytes]:
        """Return the entries of a bundle as wide as it is in this tree.

        Raises:
            MissingResource, DamagedResource: it cannot be read.
        """
        bundle = self._tile(ENTRIES, index)
        content, found = self._content(bundle)
        return decode_bundle(content, found)[: bundle.width]

    def root(self) -> bytes:
        """Return the root of the tree.

        Raises:
            MissingResource, DamagedResource: a tile of the right edge cannot be read.
        """
        return range_root(self, 0, self.size) if self.size else EMPTY_ROOT

    def _tile(self, level: int, index: int) -> Tile:
        width = width_in(level, index, self.size)
        if not width:
            raise MissingResource(f"A tree of {self.size} entries has no tile {index} on level {level}.")
        return Tile(level, index, width)

    def _levels(self, level: int, index: int) -> list[list[bytes]]:
        known = self._tiles.pop((level, index), None)
        if known is None:
            tile = self._tile(level, index)
            content, found = self._content(tile)
            known = _complete_levels(decode_tile(content, found)[: tile.width])
            if len(self._tiles) >= self._kept:
                self._tiles.pop(next(iter(self._tiles)))
        self._tiles[level, index] = known
        return known

    def _content(self, tile: Tile) -> tuple[bytes, Tile]:
        """Return the content, of the full tile when the partial one has been pruned; and which of both it is."""
        try:
            return self._get(tile.path), tile
        except MissingResource:
            if tile.width == WIDTH:
                raise
            try:
                return self._get(tile.full.path), tile.full
            except MissingResource:
                raise MissingResource(f"Neither {tile.path} nor {tile.full.path} is there.") from None


def _complete_levels(hashes: list[bytes]) -> list[list[bytes]]:
    """Return the levels inside a tile without the nodes of incomplete subtrees."""
    return [level[: len(hashes) >> height] for height, level in enumerate(pyramid(hashes))]
