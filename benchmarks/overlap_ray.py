"""The overlap kernel as Ray tasks over partitions of the pool, with 1 and 2 workers, beside one process.

    python benchmarks/overlap_ray.py [TK.jsonl.gz] [--compositions 400000] [--partitions 2] [--workers 1 2] [--rounds 3]

Prints one JSON object: compositions a second on the clock for one process with one thread and for each number of workers (the
best of the rounds, the cluster being up and the code compiled), the ratio of the last to the first number of workers, and
whether all answers are the same. Without a file the pool is the seeds of the package. Needs the extra `distributed`.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from erdem.overlap import engine
from erdem.overlap.engine.kernel import Compositions, Metric, build, synthetic, top_k
from erdem.overlap.engine.kernel.distributed import local_cluster, partitions_of, top_k_distributed
from erdem.overlap.engine.kernel.search import Found
from erdem.overlap.engine.kernel_pool import kernel_pool
from erdem.web.cli.material import own_lexicon
from erdem.web.cli.measuring import machine
from erdem.web.cli.measuring_kernel import SEED, versions

TOP = 10


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the measurement and prints it."""
    options = _options(arguments)
    load = os.getloadavg()[0]
    pool = _pool(options.tk)
    numbered = kernel_pool(pool.index, pool.compositions)
    frequency = np.bincount(numbered.compositions.terms, minlength=numbered.information.size)
    asked = synthetic(frequency, options.compositions, SEED)
    index = build(numbered.compositions, numbered.information)
    alone, expected = _best(lambda part: top_k(index, part, TOP), asked, options.rounds)
    partitions = partitions_of(numbered.compositions, numbered.information, Metric.COSINE, options.partitions)
    rates: dict[int, float] = {}
    same = True
    for workers in options.workers:
        with local_cluster(workers):
            rates[workers], found = _best(lambda part: top_k_distributed(partitions, part, TOP), asked, options.rounds)
        same &= np.array_equal(found.positions, expected.positions) and np.array_equal(found.scores, expected.scores)
    figures: dict[str, Any] = {
        "one_process_per_s": alone,
        "ray_per_s": {str(workers): rate for workers, rate in rates.items()},
        "scaling": round(rates[options.workers[-1]] / rates[options.workers[0]], 2),
        "same": same,
        "compositions": options.compositions,
        "pool": len(pool.records),
        "partitions": len(partitions),
        "load_before": round(load, 2),
        "load_after": round(os.getloadavg()[0], 2),
        "versions": versions(),
        "machine": machine(),
    }
    print(json.dumps(figures))


def _best(work: Callable[[Compositions], Found], asked: Compositions, rounds: int) -> tuple[float, Found]:
    found = work(asked.part(0, min(1_000, len(asked))))
    best = 0.0
    for _ in range(rounds):
        started = time.perf_counter()
        found = work(asked)
        best = max(best, len(asked) / (time.perf_counter() - started))
    return round(best, 1), found


def _pool(path: Path | None) -> engine.Pool:
    if path is not None:
        return engine.prepare(engine.read_tk(path)[0], own_lexicon())
    with resources.as_file(resources.files("erdem.knowledge") / "seeds" / "formulas.jsonl") as own:
        return engine.prepare(engine.read_tk(own)[0], own_lexicon())


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tk", nargs="?", type=Path)
    parser.add_argument("--compositions", type=int, default=400_000)
    parser.add_argument("--partitions", type=int, default=2)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
