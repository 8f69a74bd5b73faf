"""Tiles and entry bundles: names, widths, what changes, and reading a tree back from them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erdem.notary.tlog.hashing import leaf_hash, root_of
from erdem.notary.tlog.proofs import inclusion_proof, verify_inclusion
from erdem.notary.tlog.tests.trees import MemoryStorage, entries, leaves
from erdem.notary.tlog.tiles import (
    ENTRIES,
    Tile,
    TileReader,
    changed_tiles,
    decode_bundle,
    encode_bundle,
    index_path,
    parse_path,
    width_in,
)
from erdem.notary.tlog.tree import TreeState
from erdem.notary.tlog.trouble import DamagedResource, LogProblem, MissingResource

LARGE = 66_100  # one full tile of level 1 and a little more
LARGE_LEAVES = leaves(LARGE)


def grown(storage: MemoryStorage, *sizes: int) -> TreeState:
    """Return a tree that was written to a storage in batches up to each of the sizes."""
    state = TreeState()
    for size in sizes:
        growth = state.grow(entries(state.size, size))
        storage.put_new(growth.resources)
        state = growth.state
    return state


def all_tiles(size: int) -> set[Tile]:
    """Return the tiles of a tree as the specification defines them, level by level."""
    found = set()
    for level in range(4):
        whole = size // 256**level
        full, rest = divmod(whole, 256)
        held = {Tile(level, index) for index in range(full)} | ({Tile(level, full, rest)} if rest else set())
        found |= held | ({Tile(ENTRIES, tile.index, tile.width) for tile in held} if level == 0 else set())
    return found


@pytest.mark.parametrize(
    ("index", "written"),
    [
        (0, "000"),
        (7, "007"),
        (999, "999"),
        (1000, "x001/000"),
        (1234067, "x001/x234/067"),
        (10**9, "x001/x000/x000/000"),
    ],
)
def test_an_index_is_written_in_groups_of_three_digits(index: int, written: str) -> None:
    assert index_path(index) == written
    assert parse_path(f"tile/3/{written}") == Tile(3, index)


@given(st.integers(ENTRIES, 63), st.integers(0, 10**14), st.integers(1, 256))
def test_every_path_leads_back_to_its_tile(level: int, index: int, width: int) -> None:
    assert parse_path(Tile(level, index, width).path) == Tile(level, index, width)


@pytest.mark.parametrize(
    "path",
    [
        "checkpoint",
        "tile/64/000",
        "tile/00/000",
        "tile/-1/000",
        "tile/0/0",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/1000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/../0/000",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/0/٠٠٠",
    ],
)
def test_a_path_written_in_any_other_way_is_refused(path: str) -> None:
    with pytest.raises(LogProblem, match="no path of a tile"):
        parse_path(path)


def test_the_example_of_the_specification_has_its_tiles() -> None:
    tiles = all_tiles(70_000)
    assert set(changed_tiles(0, 70_000)) == tiles
    assert Tile(0, 273, 112) in tiles
    assert len([tile for tile in tiles if tile.level == 0]) == 274
    assert {tile for tile in tiles if tile.level > 0} == {Tile(1, 0), Tile(1, 1, 17), Tile(2, 0, 1)}
    assert set(changed_tiles(0, 256)) == {Tile(ENTRIES, 0), Tile(0, 0), Tile(1, 0, 1)}


@given(st.integers(0, 140_000), st.integers(0, 140_000))
def test_the_tiles_that_change_are_those_that_were_not_there(one: int, other: int) -> None:
    before, after = sorted((one, other))
    changed = changed_tiles(before, after)
    assert set(changed) == all_tiles(after) - all_tiles(before)
    assert len(changed) == len(set(changed))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 1500), min_size=1, max_size=6))
def test_a_tree_grown_in_any_batches_is_the_tree_grown_at_once(sizes: list[int]) -> None:
    sizes.sort()
    parts, whole = MemoryStorage(), MemoryStorage()
    state, reference = grown(parts, *sizes), grown(whole, sizes[-1])
    assert state == reference
    assert state.head.root == root_of(LARGE_LEAVES[: sizes[-1]])
    assert whole.resources.keys() == {tile.path for tile in all_tiles(sizes[-1])}
    assert whole.resources.items() <= parts.resources.items()
    assert TreeState.load(TileReader(parts.get, sizes[-1]), state.head.root) == state


def test_a_tree_of_three_levels_of_tiles_is_read_back() -> None:
    storage = MemoryStorage()
    root = grown(storage, 1, 300, LARGE).head.root
    reader = TileReader(storage.get, LARGE, kept=8)
    assert root == root_of(LARGE_LEAVES) == reader.root()
    for index in (0, 1, 255, 256, 65_535, 65_536, LARGE - 1):
        verify_inclusion(LARGE_LEAVES[index], index, LARGE, inclusion_proof(reader, index, LARGE), root)
    for level, index in ((0, 70), (3, 8000), (7, 500), (8, 255), (11, 31), (15, 1), (16, 0)):
        assert reader(level, index) == root_of(LARGE_LEAVES[index << level : (index + 1) << level])
    assert reader.entries(257) == entries(65_792, 66_048)
    assert reader.entries(258) == entries(66_048, LARGE)


def test_the_tree_of_an_older_size_is_read_from_the_tiles_of_a_newer_one() -> None:
    storage = MemoryStorage()
    grown(storage, 100, 700)
    for path in [path for path in storage.resources if ".p/100" in path]:
        del storage.resources[path]
    reader = TileReader(storage.get, 100)
    assert reader.root() == root_of(LARGE_LEAVES[:100])
    assert reader.entries(0) == entries(0, 100)


def test_a_missing_tile_is_named_with_both_its_names() -> None:
    storage = MemoryStorage()
    grown(storage, 100)
    del storage.resources["tile/0/000.p/100"]
    with pytest.raises(MissingResource, match=r"Neither tile/0/000\.p/100 nor tile/0/000 is there"):
        TileReader(storage.get, 100).root()
    with pytest.raises(MissingResource, match="has no node"):
        TileReader(_full().get, 700)(4, 43)
    with pytest.raises(MissingResource, match="has no tile"):
        TileReader(_full().get, 700)(0, 768)


def _full() -> MemoryStorage:
    storage = MemoryStorage()
    grown(storage, 700)  # 43 complete subtrees of 16 leaves, and 12 leaves
    return storage


@pytest.mark.parametrize("times", [0, 0.5, 0.999, 1.001, 2])
def test_a_tile_that_is_cut_short_or_too_long_is_named_with_its_length(times: float) -> None:
    storage = _full()
    storage.resources["tile/0/001"] = (storage.resources["tile/0/001"] * 2)[: int(8192 * times)]
    with pytest.raises(DamagedResource, match=r"tile/0/001 has \d+ bytes instead of 8192"):
        TileReader(storage.get, 700)(0, 256)


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"\x00\x05abc", b"\x00\x01a", b"\x00\x01a\x00\x01b\x00\x01c", b"\x00\x01a\x00\x01b\x00"]
)
def test_a_truncated_entry_bundle_is_refused(content: bytes) -> None:
    with pytest.raises(DamagedResource, match="does not hold exactly 2 entries"):
        decode_bundle(content, Tile(ENTRIES, 0, 2))


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_entries_come_out_of_a_bundle_as_they_went_in(held: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(held), Tile(ENTRIES, 0, len(held))) == held


def test_an_entry_that_is_too_long_is_refused_with_its_length() -> None:
    longest = b"x" * 65_535
    assert decode_bundle(encode_bundle([longest]), Tile(ENTRIES, 0, 1)) == [longest]
    with pytest.raises(LogProblem, match=r"65536 bytes; at most 65535"):
        TreeState().grow([longest + b"x"])


def test_a_state_is_not_loaded_from_other_entries_or_for_another_root() -> None:
    storage = MemoryStorage()
    head = grown(storage, 300).head
    with pytest.raises(DamagedResource, match="do not lead to the root"):
        TreeState.load(TileReader(storage.get, 300), leaf_hash(b"x"))
    storage.resources["tile/entries/001.p/44"] = encode_bundle(entries(0, 44))
    with pytest.raises(DamagedResource, match="other entries"):
        TreeState.load(TileReader(storage.get, 300), head.root)


def test_the_width_of_a_tile_follows_from_the_size() -> None:
    assert [width_in(0, 0, size) for size in (0, 1, 255, 256, 257)] == [0, 1, 255, 256, 256]
    assert [width_in(1, 0, size) for size in (255, 256, 65_535, 65_536)] == [0, 1, 255, 256]
