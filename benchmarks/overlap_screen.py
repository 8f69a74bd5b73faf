"""Time and memory of screening a pool of formulas against a set of patents, beside a simple baseline.

    python benchmarks/overlap_screen.py TK.jsonl.gz LITERATURE.jsonl [--pairs PAIRS.jsonl] [--lexicon FILE] [--patents 100]

Prints one JSON object: seconds since the process began (interpreter and imports included), processor seconds (the fairer
figure on a busy machine), peak memory, the machine, the pool; and plain Jaccard over the same canonical sets in the
same run: its seconds and, with --pairs, the figures of both sides.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from erdem.overlap import engine
from erdem.overlap.engine.formula.items import items_of

LEXICON = Path(__file__).resolve().parent.parent / "erdem" / "knowledge" / "seeds" / "substances.jsonl"
START_FIELD = 19  # of /proc/self/stat behind the name of the program: ticks from the boot to the start


def seconds_since_start() -> float:
    """Wall seconds since this process began; since the boot clock counts in ticks, to a hundredth."""
    stat, uptime = Path("/proc/self/stat"), Path("/proc/uptime")
    if not stat.exists():
        return time.process_time()
    ticks = int(stat.read_text().rpartition(")")[2].split()[START_FIELD])
    return float(uptime.read_text().split()[0]) - ticks / os.sysconf("SC_CLK_TCK")


@dataclass
class Laps:
    """Seconds between marks, the first counted from the start of the process."""

    last: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)

    def mark(self, name: str) -> None:
        """Ends a lap."""
        now = seconds_since_start()
        self.seconds[name] = round(now - self.last, 2)
        self.last = now


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the measurement and prints it."""
    options = _options(arguments)
    laps = Laps()
    lexicon = engine.load_seed(options.lexicon)
    records, _ = engine.read_tk(options.tk)
    laps.mark("start_to_read")
    pool = engine.prepare(records, lexicon)
    laps.mark("prepare")
    patents = engine.read_literature(options.literature)[0][: options.patents]
    matches = sum(len(found) for _, found in engine.screen_all(pool, patents, options.top))
    laps.mark("screen")
    report: dict[str, object] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}",
        "pool": len(pool.records),
        "patents": len(patents),
        "matches": matches,
        "seconds": laps.seconds | {"total": round(laps.last, 2)},
        "processor_seconds": round(time.process_time(), 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "engine": engine.ENGINE_VERSION,
        "lexicon": lexicon.version,
        "baseline": "Jaccard over the same canonical sets, full scan",
        "baseline_seconds": _time_jaccard(pool, patents),
    }
    if options.pairs:
        pairs = [row for _, row in engine.read_rows(options.pairs) if isinstance(row, dict)]
        report["engine_figures"] = engine.evaluate(pool, pairs)
        report["baseline_figures"] = _evaluate_jaccard(pool, pairs)
    print(json.dumps(report, ensure_ascii=False, indent=1))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time and memory of screening.")
    parser.add_argument("tk", type=Path)
    parser.add_argument("literature", type=Path)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--lexicon", type=Path, default=LEXICON)
    parser.add_argument("--patents", type=int, default=100)
    parser.add_argument("--top", type=int, default=10)
    return parser.parse_args(arguments)


def _sets(pool: engine.Pool) -> list[frozenset[str]]:
    return [frozenset(item.id for item in items) for items in pool.compositions]


def _jaccard_order(sets: Sequence[frozenset[str]], claimed: frozenset[str]) -> list[int]:
    scores = [len(one & claimed) / (len(one | claimed) or 1) for one in sets]
    return sorted(range(len(sets)), key=lambda position: -scores[position])


def _claimed(pool: engine.Pool, patent: engine.Patent) -> frozenset[str]:
    parsed = engine.parse_patent(patent, pool.canonicalise)
    return frozenset(item.id for item in items_of(parsed.ingredients, pool.canonicalise))


def _time_jaccard(pool: engine.Pool, patents: Sequence[engine.Patent]) -> float:
    started = time.perf_counter()
    sets = _sets(pool)
    for patent in patents:
        _jaccard_order(sets, _claimed(pool, patent))
    return round(time.perf_counter() - started, 2)


def _evaluate_jaccard(pool: engine.Pool, pairs: Sequence[dict[str, object]]) -> dict[str, float]:
    sets = _sets(pool)
    first, ten, count = 0, 0, 0
    for line, pair in enumerate(pairs):
        patent, _ = engine.patent(pair, line)
        wanted = pair.get("relevant")
        if patent is None or not isinstance(wanted, list):
            continue
        count += 1
        keys = {str(key) for key in wanted}
        order = _jaccard_order(sets, _claimed(pool, patent))[:10]
        hits = [rank for rank, position in enumerate(order) if str(pool.records[position].id) in keys]
        first += bool(hits) and hits[0] == 0
        ten += bool(hits)
    return {"queries": count, "R@1": round(first / max(count, 1), 4), "R@10": round(ten / max(count, 1), 4)}


if __name__ == "__main__":
    main()
