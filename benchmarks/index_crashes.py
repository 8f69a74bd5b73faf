"""Kill the writer of the full-text index again and again and see what is left.

    python benchmarks/index_crashes.py [--rounds 20]

Each round starts a process that adds documents and commits every third, kills it with SIGKILL after a random moment, opens
the index and compares: every commit the process had acknowledged must be there, documents beyond it only in whole commits.
Then one document is added and one deleted, timed until an open reader sees it. Prints one JSON object. SIGKILL stops a
process, not a machine: what a loss of power does depends on the disk and is not tested here.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from erdem.literature.search.dictionary import Dictionary
from erdem.literature.search.document import IndexDocument
from erdem.literature.search.language.nodes import Everything
from erdem.literature.search.searcher import Searcher
from erdem.literature.search.store import IndexStore

COMMIT_EVERY = 3
WRITE = "--write"


def write(folder: Path) -> None:
    """What the killed process does: continue from the position and acknowledge each commit on a line."""
    with IndexStore(folder).writer() as writer:
        done = int(writer.position)
        while True:
            done += 1
            writer.replace([IndexDocument(id=done, abstracts=("甘草与地黄同煎" * 40,))])
            if done % COMMIT_EVERY == 0:
                writer.commit(str(done))
                print(done, flush=True)


def kill_once(folder: Path, seconds: float) -> int:
    """Start a writer, let it write for so long after its first commit, kill it; the last commit it acknowledged."""
    writer = subprocess.Popen([sys.executable, __file__, WRITE, str(folder)], stdout=subprocess.PIPE, text=True)
    if writer.stdout is None:
        raise RuntimeError("the writer has no output")
    first = writer.stdout.readline()
    time.sleep(seconds)  # the kill comes at a random moment, not after an event
    os.kill(writer.pid, signal.SIGKILL)
    lines = [first, *writer.stdout.readlines()]
    writer.wait()
    return int(lines[-1])


def milliseconds_until(searcher: Searcher, wanted: int) -> float:
    """How long until an open reader counts so many documents."""
    begun = time.perf_counter()
    while searcher.count(Everything()) != wanted:
        time.sleep(0.001)  # the reader is asked again and again on purpose
    return (time.perf_counter() - begun) * 1000


def one_round(folder: Path, seconds: float) -> dict[str, float | bool]:
    """Kill a writer and look at what is left."""
    acknowledged = kill_once(folder, seconds)
    begun = time.perf_counter()
    store = IndexStore(folder)
    searcher = Searcher(store)
    there = searcher.count(Everything())
    opened = (time.perf_counter() - begun) * 1000
    with store.writer() as writer:
        writer.replace([IndexDocument(id=there + 1, titles=("炙甘草",))])
        writer.commit(str(there))
        added = milliseconds_until(searcher, there + 1)
        writer.delete([there + 1])
        writer.commit(str(there))
        deleted = milliseconds_until(searcher, there)
    store.close()
    whole = there % COMMIT_EVERY == 0 and there >= acknowledged
    return {"whole": whole, "open_ms": opened, "add_ms": added, "delete_ms": deleted}


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the rounds and prints what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(WRITE, type=Path, default=None, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.write is not None:
        write(options.write)
        return
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        IndexStore(Path(folder)).rebuild([], Dictionary(), position="0")
        rounds = [one_round(Path(folder), moments.uniform(0, 0.6)) for _ in range(options.rounds)]
    print(
        json.dumps(
            {
                "rounds": len(rounds),
                "whole": sum(bool(one["whole"]) for one in rounds),
                **{
                    f"{name}_most": round(max(one[name] for one in rounds), 1)
                    for name in ("open_ms", "add_ms", "delete_ms")
                },
            }
        )
    )


if __name__ == "__main__":
    main()
