"""Measures the comparison of traditional knowledge with literature: speed, exactness, a fresh process, a plain baseline."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from erdem.web.cli.failures import Refused

if TYPE_CHECKING:
    from erdem.overlap.engine import ParsedPatent, Patent, Pool

TOP = 10
EXACT_PAIRS = 200_000  # records times patents that are scored one by one to see what the candidates lose
LEAST_SECONDS = 1.0


@dataclass(frozen=True)
class Process:
    """What a finished process cost: seconds on the clock, seconds of processor time, the most memory it held."""

    seconds: float
    processor_seconds: float
    peak_mb: float


def plain_rate(work: Callable[[], int]) -> float:
    """Return how many pieces of work are done in a second of processor time; short work is repeated."""
    done, started = 0, time.process_time()
    while not done or time.process_time() - started < LEAST_SECONDS:
        done += work()
    return done / max(time.process_time() - started, 1e-9)


def measure_process(arguments: Sequence[str], accepted: Sequence[int] = (0,)) -> Process:
    """Run `erdem` with these arguments in a process of its own, from its start to its end; nothing of it is shown.

    Raises:
        Refused: the command ended with none of the accepted codes.
    """
    started = time.perf_counter()
    command = [sys.executable, "-m", "erdem.web.cli", *arguments]
    quiet = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    child = os.posix_spawn(sys.executable, command, dict(os.environ), file_actions=quiet)
    _pid, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in accepted:
        raise Refused(f"erdem {' '.join(arguments)} ended with {code}. Run it alone to see why.")
    unit = 1 if sys.platform == "darwin" else 1024
    seconds = time.perf_counter() - started
    return Process(round(seconds, 2), round(used.ru_utime + used.ru_stime, 2), round(used.ru_maxrss * unit / 1e6, 1))


class JaccardIndex:
    """The plain baseline: sets of substances under one name each, an inverted index, the size of the common part.

    It knows that two names mean one substance and nothing else: no grades, no weights, no doses, no text.
    """

    def __init__(self, pool: Pool) -> None:
        """Index the records of a pool."""
        names = ({pool.canonicalise(one.name).id for one in record.ingredients} for record in pool.records)
        self.sets = [frozenset(found) for found in names]
        self.holders: dict[str, list[int]] = defaultdict(list)
        for position, found in enumerate(self.sets):
            for name in found:
                self.holders[name].append(position)

    def best(self, claimed: frozenset[str], top: int = TOP) -> list[tuple[float, int]]:
        """Return the closest records as (share in common, position), best first."""
        common: dict[int, int] = defaultdict(int)
        for name in claimed:
            for position in self.holders.get(name, ()):
                common[position] += 1
        size = len(claimed)
        scored = [(-count / (size + len(self.sets[at]) - count), at) for at, count in common.items()]
        return [(-share, at) for share, at in sorted(scored)[:top]]


def claimed_names(pool: Pool, parsed: ParsedPatent) -> frozenset[str]:
    """Return the substances of a patent under one name each."""
    return frozenset(pool.canonicalise(one.name).id for one in parsed.ingredients)


def highest_difference(pool: Pool, patents: Sequence[ParsedPatent]) -> float | None:
    """Return the highest score at which the first ten change when every record is scored, not the candidates only.

    None when they never change: the choice of candidates lost nothing.
    """
    from erdem.overlap.engine.screening import rank_clusters

    scores: list[float] = []
    for parsed in patents:
        quick = rank_clusters(pool, parsed)[:TOP]
        every = rank_clusters(pool, parsed, exhaustive=True)[:TOP]
        pairs = zip_longest((one.position for one in quick), every)
        scores += [one.score for at, one in pairs if one is not None and one.score > 0 and at != one.position]
    return round(max(scores), 4) if scores else None


def measure_overlap(pool: Pool, patents: Sequence[Patent]) -> dict[str, Any]:
    """Measure the engine and the baseline side by side over the same pool and the same patents."""
    from erdem.overlap import engine

    parsed = [engine.parse_patent(patent, pool.canonicalise) for patent in patents]
    formulas = [one for one in parsed if one.ingredients]
    compositions = [claimed_names(pool, one) for one in formulas]
    index = JaccardIndex(pool)
    from erdem.overlap.engine.screening import rank_clusters

    def engine_work() -> int:
        for one in formulas:
            rank_clusters(pool, one)
        return len(formulas)

    def baseline_work() -> int:
        for one in compositions:
            index.best(one)
        return len(compositions)

    if not formulas:
        message = "No patent of this file states a composition; there is nothing to measure. Name another --literature."
        raise Refused(message)
    fast, plain = plain_rate(engine_work), plain_rate(baseline_work)
    checked = formulas[: max(1, EXACT_PAIRS // len(pool.records))]
    lost_at = highest_difference(pool, checked)
    return {
        "screened_per_s": round(fast, 1),
        "candidates_exact": lost_at is None,
        "candidates_checked": len(checked),
        "differs_from_score": lost_at,
        "jaccard_per_s": round(plain, 1),
        "ratio_to_jaccard": round(fast / plain, 3),
        "compositions": len(formulas),
    }


def measure_screening(tk: Path, literature: Path) -> Process:
    """Run `erdem screen` from process start to the written result."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "found.jsonl"
        arguments = ("screen", "--tk", str(tk), "--literature", str(literature), "--out", str(out))
        return measure_process(arguments)


def machine() -> str:
    """Name the machine as far as it matters for a figure."""
    return (
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, "
        f"numpy {importlib.metadata.version('numpy')}"
    )
