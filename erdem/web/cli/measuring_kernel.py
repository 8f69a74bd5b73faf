"""Measures the kernel of the overlap engine beside three other ways to the same ten formulas, on the same arrays.

The others are the product of sparse matrices that keeps the best (`sparse_dot_topn`), the plain product of scipy with a
partition of each row, and an inverted index in plain Python. All take the rows of the kernel's own index: the square root
of its weights, of length one. The synthetic compositions mean nothing; they are made outside the measured time. A pool
smaller than wanted is filled up with invented formulas, and the figures say so.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from erdem.overlap.engine import Pool
    from erdem.overlap.engine.kernel import Compositions, Found, KernelIndex

TOP = 10
BATCH = 50_000  # compositions at a time; the ways take turns, so that a busy moment meets them all
SEED = 20_261_126
CHECKED = 300  # compared with the score of every formula
SCIPY_SAMPLE = 2_000
PYTHON_SAMPLE = 200
TOLERANCE = 1e-5  # of float32 sums


@dataclass
class Clock:
    """Seconds on the clock, seconds of processor time of this process, and pieces of one way."""

    seconds: float = 0.0
    processor_seconds: float = 0.0
    pieces: int = 0

    def time(self, work: Callable[[], Any], pieces: int) -> Any:
        """Do the work and add what it took."""
        started, used = time.perf_counter(), time.process_time()
        done = work()
        self.seconds += time.perf_counter() - started
        self.processor_seconds += time.process_time() - used
        self.pieces += pieces
        return done

    @property
    def rate(self) -> float | None:
        """Pieces a second; None when there were none."""
        return round(self.pieces / max(self.seconds, 1e-9), 1) if self.pieces else None


@dataclass
class Clocks:
    """The clocks of the four ways."""

    kernel: Clock = field(default_factory=Clock)
    sparse_dot_topn: Clock = field(default_factory=Clock)
    scipy: Clock = field(default_factory=Clock)
    python: Clock = field(default_factory=Clock)


def measure_kernel(pool: Pool, formulas: int, compositions: int, threads: int) -> dict[str, Any]:
    """Return rates, their ratio, whether the answers are those of brute force, sizes and the memory of this process."""
    from erdem.overlap.engine.kernel import top_k

    load = os.getloadavg()[0]
    rows, information = _formulas(pool, formulas)
    with tempfile.TemporaryDirectory() as folder:
        index, opened = _mapped(pool, rows, information, Path(folder) / "index")
        batches = _batches(np.bincount(rows.terms, minlength=index.weights.size), compositions)
        first = next(batches)
        top_k(
            index, first.part(0, min(10, len(first))), TOP
        )  # compiled or read from the cache outside the measured time
        clocks, agrees, memory = Clocks(), True, 0.0
        exact = _is_exact(index, first)
        others = Others(index, threads)
        for number, batch in enumerate(_chain(first, batches)):
            found = clocks.kernel.time(partial(top_k, index, batch, TOP, threads), len(batch))
            memory = memory or _peak_mb()
            agrees &= others.compare(clocks, batch, found, sampled=number == 0)
    return {
        **_rates(clocks),
        "exact": exact,
        "exact_checked": min(CHECKED, compositions),
        "agrees": agrees,
        "synthetic_compositions": compositions,
        "formulas": index.size,
        "invented_formulas": index.size - len(pool.records),
        "substances": int(index.weights.size),
        "threads": threads,
        "index_mb": round(index.bytes_held / 1e6, 2),
        "index_open_seconds": round(opened, 4),
        "kernel_peak_mb": memory,
        "peak_mb": _peak_mb(),
        "load_before": round(load, 2),
        "versions": versions(),
    }


def _rates(clocks: Clocks) -> dict[str, Any]:
    kernel, product = clocks.kernel.rate or 0.0, clocks.sparse_dot_topn.rate
    return {
        "compositions_per_s": kernel,
        "sparse_dot_topn_per_s": product,
        "ratio": round(kernel / product, 2) if product else None,
        "scipy_per_s": clocks.scipy.rate,
        "scipy_sample": clocks.scipy.pieces,
        "python_per_s": clocks.python.rate,
        "python_sample": clocks.python.pieces,
        "kernel_seconds": round(clocks.kernel.seconds, 3),
        "kernel_processor_seconds": round(clocks.kernel.processor_seconds, 3),
        "sparse_dot_topn_seconds": round(clocks.sparse_dot_topn.seconds, 3),
        "sparse_dot_topn_processor_seconds": round(clocks.sparse_dot_topn.processor_seconds, 3),
    }


def is_installed(name: str) -> bool:
    """Say whether a package can be imported."""
    return importlib.util.find_spec(name) is not None


def versions() -> dict[str, str | None]:
    """Versions of what is compared; None for what is not installed."""
    names = ("numba", "numpy", "scipy", "sparse_dot_topn", "ray")
    return {name: importlib.metadata.version(name) if is_installed(name) else None for name in names}


def _formulas(pool: Pool, wanted: int) -> tuple[Compositions, Any]:
    """The formulas of the pool, and when they are fewer than wanted, invented ones of like sizes and frequency."""
    from erdem.overlap.engine.kernel import layout, synthetic
    from erdem.overlap.engine.kernel_pool import kernel_pool

    numbered = kernel_pool(pool.index, pool.compositions)
    own, size = numbered.compositions, numbered.information.size
    if len(own) >= wanted:
        return own, numbered.information
    most = min(int(np.quantile(np.diff(own.starts), 0.95)), size)
    invented = synthetic(np.bincount(own.terms, minlength=size), wanted - len(own), SEED - 1, (min(2, most), most))
    filled = own.followed_by(invented)
    return filled, layout.information_of(filled, size)


def _mapped(pool: Pool, compositions: Compositions, information: Any, folder: Path) -> tuple[KernelIndex, float]:
    from erdem.overlap.engine.kernel import Metric, build, storage

    made_from = storage.identity(compositions, information, pool.lexicon.version, Metric.COSINE)
    storage.save(build(compositions, information), folder, made_from)
    started = time.perf_counter()
    return storage.load(folder, made_from), time.perf_counter() - started


def _batches(frequency: Any, count: int) -> Iterator[Compositions]:
    from erdem.overlap.engine.kernel import synthetic

    held = int(np.count_nonzero(frequency))
    sizes = (min(3, held), min(19, held))
    for number, start in enumerate(range(0, count, BATCH)):
        yield synthetic(frequency, min(BATCH, count - start), SEED + number, sizes)


def _chain(first: Compositions, rest: Iterator[Compositions]) -> Iterator[Compositions]:
    yield first
    yield from rest


def _is_exact(index: KernelIndex, batch: Compositions) -> bool:
    from erdem.overlap.engine.kernel import brute_force, top_k

    sample = batch.part(0, min(CHECKED, len(batch)))
    found, truth = top_k(index, sample, TOP), brute_force(index, sample, TOP)
    return np.array_equal(found.positions, truth.positions) and np.array_equal(found.scores, truth.scores)


def _peak_mb() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6, 1)


class Others:
    """The other ways, those of them that can run here."""

    def __init__(self, index: KernelIndex, threads: int) -> None:
        """Prepare their side of the pool, outside the measured time."""
        self.index = index
        self.threads = threads
        self.has_scipy = is_installed("scipy")
        self.has_topn = self.has_scipy and is_installed("sparse_dot_topn")
        self.turned = self._rows(index.pool).T.tocsr() if self.has_scipy else None

    def compare(self, clocks: Clocks, batch: Compositions, found: Found, *, sampled: bool) -> bool:
        """Measure one batch; say whether the scores are the kernel's, as far as float32 tells. Samples come once."""
        agrees = True
        if self.has_topn:
            rows = self._rows(batch)
            product = clocks.sparse_dot_topn.time(lambda: self._topn(rows), len(batch))
            agrees &= _agree(self._dense_best(product), found.scores)
        if sampled and self.has_scipy:
            part = batch.part(0, min(SCIPY_SAMPLE, len(batch)))
            rows = self._rows(part)
            agrees &= _agree(clocks.scipy.time(lambda: self._partitioned(rows), len(part)), found.scores[: len(part)])
        if sampled:
            part = batch.part(0, min(PYTHON_SAMPLE, len(batch)))
            scan = PythonScan(self.index)
            asked = [row.tolist() for row in part]
            best = clocks.python.time(lambda: [scan.best(row) for row in asked], len(part))
            agrees &= _agree(np.array(best), found.scores[: len(part)])
        return agrees

    def _rows(self, compositions: Compositions) -> Any:
        from scipy import sparse

        weights = self.index.weights[compositions.terms].astype(np.float64)
        owner = np.repeat(np.arange(len(compositions)), np.diff(compositions.starts))
        totals = np.bincount(owner, weights, len(compositions))
        values = np.sqrt(weights / totals[owner]).astype(np.float32)
        shape = (len(compositions), self.index.weights.size)
        return sparse.csr_matrix((values, compositions.terms, compositions.starts.astype(np.int32)), shape=shape)

    def _topn(self, rows: Any) -> Any:
        from sparse_dot_topn import sp_matmul_topn

        return sp_matmul_topn(rows, self.turned, top_n=TOP, sort=True, n_threads=self.threads)

    def _dense_best(self, product: Any) -> Any:
        best = np.zeros((product.shape[0], TOP), dtype=np.float32)
        sizes = np.diff(product.indptr)
        owner = np.repeat(np.arange(product.shape[0]), sizes)
        best[owner, np.arange(owner.size) - product.indptr[:-1][owner]] = product.data
        return best

    def _partitioned(self, rows: Any) -> Any:
        top = min(TOP, self.index.size)
        best = np.zeros((rows.shape[0], TOP), dtype=np.float32)
        for start in range(0, rows.shape[0], 500):
            scores = (rows[start : start + 500] @ self.turned).toarray()
            chosen = np.argpartition(scores, -top, axis=1)[:, -top:]
            best[start : start + 500, :top] = -np.sort(-np.take_along_axis(scores, chosen, axis=1), axis=1)
        return best


class PythonScan:
    """The inverted index in plain Python: dictionaries and lists, no arrays."""

    def __init__(self, index: KernelIndex) -> None:
        """Make the posting lists."""
        self.weights = index.weights.tolist()
        self.totals: list[float] = []
        self.holders: dict[int, list[int]] = defaultdict(list)
        for position, row in enumerate(index.pool):
            members = row.tolist()
            self.totals.append(sum(self.weights[term] for term in members))
            for term in members:
                self.holders[term].append(position)

    def best(self, asked: list[int]) -> list[float]:
        """Return the ten highest cosines."""
        matched: dict[int, float] = defaultdict(float)
        for term in asked:
            weight = self.weights[term]
            for position in self.holders.get(term, ()):
                matched[position] += weight
        whole = sum(self.weights[term] for term in asked)
        scores = sorted(((common / (whole * self.totals[at]) ** 0.5) for at, common in matched.items()), reverse=True)
        return (scores + [0.0] * TOP)[:TOP]


def _agree(others: Any, scores: Any) -> bool:
    return bool(np.allclose(others, scores, atol=TOLERANCE, rtol=0))
