"""The kernel gives what scoring every formula gives, to the last bit, with every one of its tricks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.overlap.engine import Pool
from erdem.overlap.engine.formula.index import base_score
from erdem.overlap.engine.kernel import (
    Compositions,
    Metric,
    brute_force,
    build,
    compiling,
    layout,
    search,
    synthetic,
    top_k,
)
from erdem.overlap.engine.kernel.compositions import from_lists, from_names
from erdem.overlap.engine.kernel.search import Found
from erdem.overlap.engine.kernel.similarity import Doubles, shares, similarities
from erdem.overlap.engine.kernel.storage import UnusableIndexError, identity, load, load_or_build, save

VOCABULARY = 24
METRICS = list(Metric)
FAST = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

sets_of_substances = st.lists(st.integers(0, VOCABULARY - 1), max_size=9)
# Pools of few substances: many formulas are equal, many scores are tied, and some hold one substance or none.
pools = st.lists(sets_of_substances, max_size=70)
questions = st.lists(st.lists(st.integers(-1, VOCABULARY - 1), max_size=12), min_size=1, max_size=5)
information = st.lists(st.floats(0.01, 4.0), min_size=VOCABULARY, max_size=VOCABULARY).map(np.array)
few_weights = st.lists(st.sampled_from([0.25, 1.0]), min_size=VOCABULARY, max_size=VOCABULARY).map(np.array)
weights = st.one_of(information, few_weights)
counts = st.integers(1, 90)


def same(first: Found, second: Found) -> bool:
    return np.array_equal(first.positions, second.positions) and np.array_equal(first.scores, second.scores)


@pytest.fixture(
    scope="module", params=[{}, {"DENSE": 1}, {"PARTS_FROM": 0}], ids=["small", "rows of bytes", "fields of blocks"]
)
def layouts(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in request.param.items():
            patch.setattr(layout, name, value)
        yield


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.usefixtures("layouts")
@FAST
@given(pools, questions, weights, counts)
def test_the_kernel_is_brute_force(
    metric: Metric, rows: list[list[int]], asked: list[list[int]], values: Doubles, k: int
) -> None:
    index = build(from_lists(rows), values, metric)
    assert same(top_k(index, from_lists(asked), k), brute_force(index, from_lists(asked), k))


@pytest.mark.parametrize("metric", METRICS)
@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 3, 10, 40]), st.booleans())
def test_it_is_brute_force_on_pools_of_many_blocks(metric: Metric, seed: int, k: int, flat: bool) -> None:
    frequency = 1 + 400 // np.arange(1, 301)
    pool = synthetic(frequency, 6_000, seed, (1, 14))
    values = np.full(300, 0.5) if flat else layout.information_of(pool, 300)
    index = build(pool, values, metric)
    asked = synthetic(frequency, 12, seed + 1)
    assert same(top_k(index, asked, k), brute_force(index, asked, k))


@FAST
@given(pools, st.lists(st.integers(0, VOCABULARY - 1), max_size=12), weights)
def test_every_level_holds_its_sum_from_both_sides(rows: list[list[int]], asked: list[int], values: Doubles) -> None:
    index = build(from_lists(rows), values)
    own = from_lists([asked])
    total = float(index.weights[own.terms].sum(dtype=np.float64))
    if not own.terms.size or not index.tables.groups[0]:
        return
    scale = (search.LEVELS - own.terms.size) / total
    levels = np.zeros(index.tables.totals.size, np.uint8)
    for term in own.terms:
        levels[_slots_of(index.tables, int(term))] += np.uint8(int(float(index.weights[term]) * scale) + 1)
    held = set(own.terms.tolist())
    slots = layout._slots(np.arange(index.tables.groups[0]), *_shape(index.tables))
    for group, slot in enumerate(slots):
        start, end = index.tables.term_starts[group : group + 2]
        shared = [term for term in index.tables.terms[start:end].tolist() if term in held]
        matched = float(index.weights[shared].sum(dtype=np.float64)) * scale
        assert matched * search.NARROWER <= levels[slot] <= matched + len(shared) + 1e-6
        assert (levels[slot] > matched * search.NARROWER) == bool(shared)


def _slots_of(tables: layout.Tables, term: int) -> np.ndarray:
    return tables.slots[tables.posting_starts[term] : tables.posting_starts[term + 1]]


def _shape(tables: layout.Tables) -> tuple[int, int, int]:
    """Lanes, fields, and blocks in a field."""
    blocks, fields = tables.block_low.size, tables.field_low.size
    return tables.totals.size // blocks, fields, blocks // fields


@pytest.mark.usefixtures("layouts")
@FAST
@given(pools, weights)
def test_a_slot_belongs_to_one_group_and_blocks_rise(rows: list[list[int]], values: Doubles) -> None:
    tables = build(from_lists(rows), values).tables
    lanes, fields, parts = _shape(tables)
    width = tables.totals.size
    slots = layout._slots(np.arange(width), lanes, fields, parts)
    assert sorted(slots.tolist()) == list(range(width))
    assert np.all(np.diff(tables.totals) >= 0)
    blocks = np.arange(width) // lanes
    lowest = {int(block): tables.totals[blocks == block].min() for block in set(blocks.tolist())}
    columns = slots % tables.block_low.size
    assert all(
        tables.block_low[column] == np.sqrt(lowest[int(block)]) for column, block in zip(columns, blocks, strict=True)
    )
    assert all(tables.field_low[block // parts] <= np.sqrt(low) for block, low in lowest.items())


@FAST
@given(st.permutations(range(VOCABULARY)), weights)
def test_sums_do_not_depend_on_their_order(order: list[int], values: Doubles) -> None:
    grid = layout.on_grid(values, Metric.COSINE).astype(np.float64)
    total = 0.0
    for place in order:
        total += grid[place]
    assert total == grid.sum() == float(sum(int(one * layout.GRID) for one in grid)) / layout.GRID


@FAST
@given(
    st.sampled_from(METRICS),
    st.floats(0.01, 50),
    st.floats(0.01, 50),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 9),
)
def test_every_similarity_grows_with_what_is_matched_and_falls_with_the_total(
    metric: Metric, asked: float, total: float, share: float, less: float, longer: float
) -> None:
    matched = share * min(asked, total)
    found = similarities(metric, np.array([matched * less, matched]), asked, np.array([total]))
    further = similarities(metric, np.array([matched]), asked, np.array([total, total + longer]))
    assert found[0] <= found[1] * (1 + 1e-12)
    assert further[1] <= further[0] * (1 + 1e-12)


@FAST
@given(st.sampled_from(METRICS), st.floats(0.01, 50), st.floats(0.01, 50), st.floats(0, 1), st.floats(0.001, 1))
def test_no_level_below_the_least_can_reach_the_bound(
    metric: Metric, asked: float, total: float, share: float, bound: float
) -> None:
    scale = 240 / asked
    matched = share * min(asked, total)
    score = float(similarities(metric, np.array([matched]), asked, np.array([total]))[0])
    question = search.Question(int(metric), shares(), asked, scale, float(np.sqrt(asked)))
    edge = float(np.sqrt(total)) if metric is Metric.COSINE else total
    least = _least_level(question, edge, bound)
    if score >= bound:
        assert matched * scale * (1 + 1e-9) >= least - 1  # a level is above the scaled sum, so at least the next number
        assert int(matched * scale) + 1 >= least


def _least_level(question: search.Question, low: float, bound: float) -> int:
    return int(search._least_level(question, low, bound))


def test_ties_go_to_the_lower_position() -> None:
    pool = from_lists([[3], [0, 1], [2], [1, 0], [0, 1]])
    found = top_k(build(pool, np.ones(4)), from_lists([[0, 1]]), 2)
    assert found.positions.tolist() == [[1, 3]]


def test_what_shares_nothing_is_not_found() -> None:
    index = build(from_lists([[0], [1], []]), np.ones(3))
    found = top_k(index, from_lists([[2], [], [-1, -1], [0, -1]]), 2)
    assert found.positions.tolist() == [[-1, -1], [-1, -1], [-1, -1], [0, -1]]
    assert found.scores[3, 0] == pytest.approx(np.sqrt(0.5))


def test_a_composition_of_five_hundred_substances_is_scored_in_full() -> None:
    generator = np.random.default_rng(5)
    pool = from_lists([generator.integers(0, 600, 8).tolist() for _ in range(700)])
    asked = from_lists([range(600), range(search.CROWDED), range(search.CROWDED + 1)])
    for metric in METRICS:
        index = build(pool, layout.information_of(pool, 600), metric)
        assert same(top_k(index, asked, 10), brute_force(index, asked, 10))


def test_threads_change_nothing() -> None:
    frequency = np.arange(1, 90)
    index = build(synthetic(frequency, 500, 1), np.linspace(0.1, 2, 89))
    asked = synthetic(frequency, 5_000, 2)
    assert same(top_k(index, asked, 5), top_k(index, asked, 5, threads=3))


def test_it_refuses_what_it_cannot_count() -> None:
    with pytest.raises(ValueError, match="no weight"):
        build(from_lists([[5]]), np.ones(3))
    with pytest.raises(ValueError, match="below 16"):
        build(from_lists([[0]]), np.zeros(1))
    with pytest.raises(ValueError, match="vocabulary"):
        build(from_lists([[-1]]), np.ones(1))
    index = build(from_lists([[0]]), np.ones(1))
    with pytest.raises(ValueError, match="outside"):
        top_k(index, from_lists([[1]]), 1)
    with pytest.raises(ValueError, match="at least 1"):
        top_k(index, from_lists([[0]]), 0)


@FAST
@given(st.floats(0.0, 9), st.floats(0, 9), st.floats(0, 9))
def test_the_fusion_is_the_first_score_of_the_engine(matched: float, missing: float, added: float) -> None:
    asked, total = matched + added + 0.1, matched + missing + 0.1
    one = similarities(Metric.FUSION, np.array([matched]), asked, np.array([total]))[0]
    parts = (np.array([value], dtype=np.float32) for value in (matched, total - matched, asked - matched))
    assert one == pytest.approx(float(base_score(next(parts), next(parts), next(parts), asked)[0]), abs=1e-5)


def test_the_cosine_is_that_of_the_product_of_sparse_rows() -> None:
    scipy_sparse = pytest.importorskip("scipy.sparse")
    sparse_dot_topn = pytest.importorskip("sparse_dot_topn")
    frequency = np.arange(1, 90)[::-1].copy()
    pool, asked = synthetic(frequency, 400, 3), synthetic(frequency, 60, 4)
    index = build(pool, layout.information_of(pool, 89))
    rows = [
        scipy_sparse.csr_matrix(
            (np.sqrt(index.weights[side.terms]), side.terms, side.starts), shape=(len(side), 89), dtype=np.float32
        )
        for side in (asked, pool)
    ]
    norms = [scipy_sparse.diags_array(1 / np.sqrt(np.ravel(row.multiply(row).sum(axis=1)))) for row in rows]
    left, right = (scipy_sparse.csr_matrix(norm @ row, dtype=np.float32) for norm, row in zip(norms, rows, strict=True))
    product = sparse_dot_topn.sp_matmul_topn(left, scipy_sparse.csr_matrix(right.T), top_n=7, sort=True).toarray()
    expected = -np.sort(-product, axis=1)[:, :7]
    assert top_k(index, asked, 7).scores == pytest.approx(expected, abs=1e-6)


@pytest.mark.usefixtures("layouts")
@FAST
@given(pools, questions, weights)
def test_every_formula_that_shares_something_is_found_once(
    rows: list[list[int]], asked: list[list[int]], values: Doubles
) -> None:
    found = top_k(build(from_lists(rows), values), from_lists(asked), len(rows) + 5)
    for question, positions in zip(asked, found.positions, strict=True):
        sharing = [place for place, row in enumerate(rows) if set(row) & set(question)]
        assert sorted(positions[positions >= 0].tolist()) == sharing


def test_code_is_compiled_also_where_no_folder_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[bool] = []

    def njit(cache: bool = False, **_options: object) -> object:
        kept.append(cache)
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    monkeypatch.setattr(compiling, "njit", njit)
    assert compiling.compiled(abs)(-3) == 3
    assert kept == [True, False]


def test_synthetic_compositions_are_the_same_for_one_seed_and_hold_no_repeats() -> None:
    frequency = np.array([50, 20, *[1] * 30])
    first, second = (synthetic(frequency, 300, seed=7) for _ in range(2))
    assert np.array_equal(first.terms, second.terms)
    assert {row.size for row in first} == set(range(3, 20))
    assert all(len(set(row.tolist())) == row.size for row in first)
    often = np.bincount(first.terms, minlength=32)
    assert often[0] > often[1] > often[2:].max()
    assert len(first.part(10, 30)) == 20
    joined = first.part(0, 10).followed_by(first.part(10, 300))
    assert all(np.array_equal(one, other) for one, other in zip(joined, first, strict=True))
    assert [row.tolist() for row in first.take([4, 2])] == [list(first)[4].tolist(), list(first)[2].tolist()]


@pytest.fixture
def small() -> tuple[Compositions, Doubles]:
    pool = from_names([["人参", "甘草"], ["甘草"], [], ["黄芪", "未知"]], {"人参": 0, "甘草": 1, "黄芪": 2, "未知": 3})
    return pool, layout.information_of(pool, 4)


@pytest.mark.parametrize("metric", METRICS)
def test_an_index_comes_back_from_disk_as_it_was(
    small: tuple[Compositions, Doubles], tmp_path: Path, metric: Metric
) -> None:
    made_from = identity(*small, "v1", metric)
    index = build(*small, metric)
    save(index, tmp_path / "index", made_from)
    save(index, tmp_path / "index", made_from)
    back = load(tmp_path / "index", made_from)
    assert isinstance(back.tables.slots.base, np.memmap)
    for name in layout.Tables._fields:
        assert np.array_equal(getattr(index.tables, name), getattr(back.tables, name)), name
    asked = from_lists([[0, 1], [2]])
    assert same(top_k(back, asked, 3), top_k(index, asked, 3))
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("nothing there", "holds no index"),
        ("manifest cut", "cannot be read"),
        ("manifest a list", "no manifest"),
        ("format", "format 99"),
        ("pool", "another pool"),
        ("lexicon", "another lexicon"),
        ("metric", "another metric"),
        ("array changed", "damaged"),
        ("array cut", "damaged"),
        ("array gone", "damaged"),
        ("array left out", "damaged"),
    ],
)
def test_an_index_that_does_not_fit_is_refused_and_made_again(
    small: tuple[Compositions, Doubles], tmp_path: Path, damage: str, said: str
) -> None:
    folder = tmp_path / "index"
    made_from = identity(*small, "v1", Metric.COSINE)
    save(build(*small), folder, made_from)
    _damage(folder, damage)
    with pytest.raises(UnusableIndexError, match=said):
        load(folder, made_from)
    told: list[str] = []
    assert load_or_build(folder, made_from, lambda: build(*small), told.append).size == 4
    assert said in told[0]
    assert told[0].endswith("It is made again.")
    assert load_or_build(folder, made_from, lambda: pytest.fail("it was good"), told.append).size == 4


def _damage(folder: Path, damage: str) -> None:
    manifest, array = folder / "index.json", folder / "slots.npy"
    if damage == "nothing there":
        folder.rename(folder.with_name("elsewhere"))
    elif damage == "manifest cut":
        manifest.write_text(manifest.read_text()[:40])
    elif damage == "manifest a list":
        manifest.write_text("[]")
    elif damage == "array changed":
        array.write_bytes(array.read_bytes()[:-1] + b"\x07")
    elif damage == "array cut":
        array.write_bytes(array.read_bytes()[:-1])
    elif damage == "array gone":
        array.unlink()
    else:
        written = json.loads(manifest.read_text())
        if damage == "array left out":
            del written["arrays"]["slots"]
        else:
            written[damage] = 99
        manifest.write_text(json.dumps(written))


def test_another_pool_or_lexicon_is_another_identity(small: tuple[Compositions, Doubles]) -> None:
    pool, values = small
    made = {
        identity(pool, values, "v1", Metric.COSINE),
        identity(pool, values * 2, "v1", Metric.COSINE),
        identity(pool.part(0, 2), values, "v1", Metric.COSINE),
        identity(pool, values, "v2", Metric.COSINE),
        identity(pool, values, "v1", Metric.FUSION),
    }
    assert len(made) == 5


def test_it_is_brute_force_on_the_classical_formulas(classical_pool: Pool) -> None:
    numbers = {name: place for place, name in enumerate(classical_pool.index.information)}
    pool = from_names(([item.id for item in items] for items in classical_pool.compositions), numbers)
    values = np.array(list(classical_pool.index.information.values()))
    asked = synthetic(np.bincount(pool.terms, minlength=values.size), 60, seed=11)
    own = pool.take(range(0, len(pool), 400))
    for metric in METRICS:
        index = build(pool, values, metric)
        for compositions in (asked, own):
            assert same(top_k(index, compositions, 10), brute_force(index, compositions, 10))
