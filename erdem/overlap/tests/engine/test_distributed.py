"""The kernel over partitions: one answer, however many parts there are and whatever happens to a worker."""

from __future__ import annotations

import os
import signal
import threading
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erdem.overlap.engine.kernel import Compositions, Metric, build, layout, synthetic, top_k
from erdem.overlap.engine.kernel.compositions import from_lists
from erdem.overlap.engine.kernel.distributed import (
    Partition,
    RayMissingError,
    local_cluster,
    merge,
    partitions_of,
    search_partition,
    top_k_distributed,
)
from erdem.overlap.engine.kernel.search import Found

FREQUENCY = 1 + 200 // np.arange(1, 121)
rows = st.lists(st.lists(st.integers(0, 11), max_size=6), max_size=40)


def same(first: Found, second: Found) -> bool:
    return np.array_equal(first.positions, second.positions) and np.array_equal(first.scores, second.scores)


@settings(max_examples=80, deadline=None)
@given(rows, rows, st.integers(1, 6), st.integers(1, 12), st.sampled_from(Metric))
def test_merged_partitions_are_one_process(
    formulas: list[list[int]], asked: list[list[int]], parts: int, k: int, metric: Metric
) -> None:
    pool, compositions = from_lists(formulas), from_lists(asked)
    information = np.linspace(0.2, 1.0, 12)
    found = [search_partition(part, compositions, k) for part in partitions_of(pool, information, metric, parts)]
    assert same(merge(found, k), top_k(build(pool, information, metric), compositions, k))


def test_partitions_hold_every_formula_once() -> None:
    pool = synthetic(FREQUENCY, 103, 1)
    parts = partitions_of(pool, np.ones(120), Metric.COSINE, 4)
    assert [part.first for part in parts] == [0, 25, 51, 77]
    assert sum(len(part.pool) for part in parts) == 103
    assert np.array_equal(np.concatenate([part.pool.terms for part in parts]), pool.terms)


def test_another_partition_of_the_same_size_is_not_taken_for_the_first() -> None:
    asked = from_lists([[0], [1]])
    first, second = (Partition(0, from_lists([[term]]), np.ones(2), Metric.COSINE) for term in (0, 1))
    assert search_partition(first, asked, 1).positions.tolist() == [[0], [-1]]
    assert search_partition(second, asked, 1).positions.tolist() == [[-1], [0]]


def test_without_a_cluster_it_says_what_to_do() -> None:
    pytest.importorskip("ray", reason="Ray, an optional extra, is not installed")
    with pytest.raises(RayMissingError, match="local_cluster"):
        top_k_distributed([], from_lists([]), 1)


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    pytest.importorskip("ray", reason="Ray, an optional extra, is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Ray's own start
        with local_cluster(2):
            yield


@pytest.fixture(scope="module")
def material() -> tuple[list[Partition], Compositions, Found]:
    pool = synthetic(FREQUENCY, 2_000, 3)
    information = layout.information_of(pool, 120)
    asked = synthetic(FREQUENCY, 300, 4)
    return partitions_of(pool, information, Metric.COSINE, 3), asked, top_k(build(pool, information), asked, 10)


@pytest.mark.usefixtures("cluster")
def test_tasks_give_what_one_process_gives(material: tuple[list[Partition], Compositions, Found]) -> None:
    partitions, asked, expected = material
    assert same(top_k_distributed(partitions, asked, 10, batch=70), expected)
    assert top_k_distributed(partitions, asked.part(0, 0), 10).positions.shape == (0, 10)


def wait_for_death(folder: Path, partition: Partition, compositions: Compositions, k: int) -> Found:
    """The first task of the second partition says which process it is and waits; every later one works."""
    if partition.first and not (folder / "taken").exists():
        (folder / "taken").touch()
        (folder / "who").write_text(str(os.getpid()))  # a pipe: the reader is woken
        signal.pause()
    with (folder / f"done-{partition.first}").open("a") as done:
        done.write("x")
    return search_partition(partition, compositions, k)


@pytest.mark.usefixtures("cluster")
def test_the_partition_of_a_killed_worker_is_done_again(
    material: tuple[list[Partition], Compositions, Found], tmp_path: Path
) -> None:
    partitions, asked, expected = material
    killed: list[int] = []

    def kill() -> None:
        killed.append(int((tmp_path / "who").read_text()))
        os.kill(killed[0], signal.SIGKILL)

    os.mkfifo(tmp_path / "who")
    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    found = top_k_distributed(partitions, asked, 10, work=partial(wait_for_death, tmp_path))
    killer.join(10)
    assert killed
    assert (
        not Path(f"/proc/{killed[0]}/cmdline").exists() or b"ray" not in Path(f"/proc/{killed[0]}/cmdline").read_bytes()
    )
    assert same(found, expected)
    assert {path.name for path in tmp_path.glob("done-*")} == {f"done-{part.first}" for part in partitions}
