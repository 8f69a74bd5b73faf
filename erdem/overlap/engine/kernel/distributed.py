"""The kernel as Ray tasks over partitions of the pool: the same answer, on as many machines as there are.

A partition is a row of positions with the weights of the whole pool. A score needs nothing but the formula, the composition and
the weights, and its sums are exact, so a partition gives its formulas the scores that one process gives them. The k best of
all are among the k best of each partition; merging them by score and position gives the list of one process.

A task changes nothing outside, so when its worker dies, Ray runs it again elsewhere (`RETRIES` times). Ray is the optional extra
`distributed` and is imported only here, when a function is called.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from erdem.overlap.engine.kernel.compositions import Compositions
from erdem.overlap.engine.kernel.layout import KernelIndex, build
from erdem.overlap.engine.kernel.search import Found, top_k
from erdem.overlap.engine.kernel.similarity import Doubles, Metric
from erdem.overlap.engine.kernel.storage import Identity, identity

RETRIES = 3
BATCH = 20_000  # compositions a task
IN_FLIGHT = 4  # batches that are out at a time
STORE_BYTES = 256 << 20
KEPT = 4  # indexes of partitions that a worker keeps


class RayMissingError(Exception):
    """Ray is not installed, or no cluster is connected; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Formulas `first` and on of the pool, with the information of every substance."""

    first: int
    pool: Compositions
    information: Doubles
    metric: Metric


_indexes: dict[Identity, KernelIndex] = {}

Work = Callable[[Partition, Compositions, int], Found]


def partitions_of(pool: Compositions, information: Doubles, metric: Metric, count: int) -> list[Partition]:
    """The pool in `count` parts of like size, in order; fewer when it has fewer formulas."""
    bounds = np.linspace(0, len(pool), max(1, min(count, len(pool))) + 1).astype(int).tolist()
    return [Partition(first, pool.part(first, last), information, metric) for first, last in pairwise(bounds)]


def search_partition(partition: Partition, compositions: Compositions, k: int) -> Found:
    """What a task does: the k best of one partition, with positions of the whole pool."""
    found = top_k(_index_of(partition), _owned(compositions), k)
    return Found(np.where(found.positions >= 0, found.positions + partition.first, -1), found.scores)


def merge(parts: list[Found], k: int) -> Found:
    """The k best of several lists, by score and then position, as one process orders them."""
    positions = np.concatenate([part.positions for part in parts], axis=1)
    scores = np.concatenate([part.scores for part in parts], axis=1)
    order = np.lexsort((positions, -scores), axis=1)[:, :k]
    return Found(np.take_along_axis(positions, order, axis=1), np.take_along_axis(scores, order, axis=1))


def top_k_distributed(
    partitions: list[Partition], compositions: Compositions, k: int, batch: int = BATCH, work: Work = search_partition
) -> Found:
    """`top_k` over the whole pool by tasks on the connected cluster. `work` is what a task runs.

    Raises:
        RayMissingError: Ray is not installed or no cluster is connected.
        ray.exceptions.WorkerCrashedError: a task lost its worker more than `RETRIES` times.
    """
    ray = _ray()
    if not ray.is_initialized():
        raise RayMissingError("no Ray cluster is connected; call ray.init first, or use local_cluster")

    def run(partition: Partition, asked: Compositions, k: int) -> Found:
        return work(partition, asked, k)

    task = ray.remote(num_cpus=1, max_retries=RETRIES)(run)
    stored = [ray.put(partition) for partition in partitions]
    pending: deque[list[Any]] = deque()
    done: list[Found] = []
    for first in range(0, len(compositions), batch):
        asked = ray.put(compositions.part(first, min(first + batch, len(compositions))))
        pending.append([task.remote(partition, asked, k) for partition in stored])
        if len(pending) == IN_FLIGHT:
            done.append(merge(ray.get(pending.popleft()), k))
    done.extend(merge(ray.get(found), k) for found in pending)
    if not done:
        return Found(np.empty((0, k), dtype=np.int32), np.empty((0, k)))
    return Found(np.concatenate([one.positions for one in done]), np.concatenate([one.scores for one in done]))


@contextmanager
def local_cluster(workers: int) -> Iterator[None]:
    """A Ray cluster of this machine only, with so many workers; nothing of it reaches the network. Raises RayMissingError."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    ray = _ray()
    ray.init(
        num_cpus=workers,
        include_dashboard=False,
        log_to_driver=False,
        logging_level="ERROR",
        object_store_memory=STORE_BYTES,
        _node_ip_address="127.0.0.1",
    )
    try:
        yield
    finally:
        ray.shutdown()


def _ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise RayMissingError(
            "Ray is not installed; it comes with the extra: pip install erdem[distributed]"
        ) from error
    return ray


def _index_of(partition: Partition) -> KernelIndex:
    """The index of a partition, kept in the process for its next task."""
    key = identity(partition.pool, partition.information, "", partition.metric)
    if key not in _indexes:
        if len(_indexes) == KEPT:
            _indexes.clear()
        _indexes[key] = build(_owned(partition.pool), np.array(partition.information), partition.metric)
    return _indexes[key]


def _owned(compositions: Compositions) -> Compositions:
    """Writable copies: arrays of Ray's object store are read-only, for which the code would be compiled once more."""
    return Compositions(np.array(compositions.starts), np.array(compositions.terms), np.array(compositions.unknown))
