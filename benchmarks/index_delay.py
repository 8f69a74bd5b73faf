"""Seconds until a document that was written is found, and one that was removed is not, while the program is at work.

    python benchmarks/index_delay.py [--documents 20] [--port 8765] [--import FILE]

Starts `erdem run` on a fresh data folder with the demonstration county. While its literature comes in, while it is screened,
and then at rest, writes and removes single documents and asks the index for each until it agrees. With --import that file
is imported by the command line at the same time in the last phase. Prints one JSON object: for each phase the median and
the largest delay of adding and removing, in milliseconds. Removes the data folder at the end.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 60.0
POLL = 0.01
SAVING, SCREENING = "patent literature", "screening patents"


@dataclass
class Delays:
    """Delays of one phase in seconds."""

    added: list[float] = field(default_factory=list)
    removed: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """Medians and largest values in milliseconds."""
        figures: dict[str, Any] = {"documents": len(self.added)}
        for name, delays in (("add", self.added), ("remove", self.removed)):
            if delays:
                figures[f"{name}_p50_ms"] = round(statistics.median(delays) * 1000)
                figures[f"{name}_max_ms"] = round(max(delays) * 1000)
        return figures


@contextlib.contextmanager
def running(port: int, log: Path) -> Iterator[None]:
    """Run the product as a newcomer does."""
    command = [sys.executable, "-m", "erdem.web.cli", "run", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        wait_for(lambda: "Erdem is running" in log.read_text(errors="replace") or process.poll() is not None, 300)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def wait_for(condition: Callable[[], bool], longest: float = LONGEST) -> float:
    """Wait for a condition; return the seconds it took. TimeoutError when it never holds."""
    began = time.perf_counter()
    while not condition():
        if time.perf_counter() - began > longest:
            raise TimeoutError
        threading.Event().wait(POLL)
    return time.perf_counter() - began


def stage() -> str:
    """What the worker of the demonstration is doing just now, in English; blank when it has finished."""
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.base.models import JobProgress, JobState

    with acting_as(SYSTEM):
        found = JobProgress.objects.filter(name="web.load_demonstration").order_by("-created_at").first()
    return "" if found is None or found.state in (JobState.DONE, JobState.FAILED) else found.message or "starting"


def is_found(key: int) -> bool:
    """Whether the index itself finds a document; the database is not asked."""
    from tantivy import Query

    from erdem.literature.queries.searching_index import index_snapshot

    snapshot = index_snapshot()
    if snapshot is None:
        return False
    return bool(snapshot.searcher.search(Query.term_query(snapshot.schema, "id", key), 1).hits)


def write_and_remove(number: int, delays: Delays) -> None:
    """Write one document as an import does, wait until it is found; remove it, wait until it is not."""
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.literature import services
    from erdem.literature.models import Publication, TextUnit

    name = f"CN9{number:08}A"
    with acting_as(SYSTEM):
        made = Publication.objects.create(
            number=name, number_key=name, number_stem=name[:-1], country="CN", title="示例"
        )
        TextUnit.objects.create(publication=made, unit="claim", ordinal=1, language="zh", text="一种示例方法。")
        services.request_index_update()
    key = made.pk
    delays.added.append(wait_for(lambda: is_found(key)))
    with acting_as(SYSTEM):
        Publication.objects.filter(pk=key).delete()
        services.request_index_update()
    delays.removed.append(wait_for(lambda: not is_found(key)))


def measure(phases: dict[str, Delays], documents: int, file: Path | None) -> None:
    """Measure in each phase of the demonstration, then at rest or beside an import from the command line."""
    number = 0
    while current := stage():
        number += 1
        if current in (SAVING, SCREENING):
            write_and_remove(number, phases.setdefault(current, Delays()))
        else:
            threading.Event().wait(0.1)
    beside = file and subprocess.Popen(
        [sys.executable, "-m", "erdem.web.cli", "import", "literature", str(file)], cwd=ROOT
    )
    at_rest = phases.setdefault(f"importing {file.name}" if file else "at rest", Delays())
    while (beside.poll() is None) if beside else (len(at_rest.added) < documents):
        number += 1
        write_and_remove(number, at_rest)


def main() -> None:
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--import", dest="file", type=Path)
    options = parser.parse_args()
    phases: dict[str, Delays] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ERDEM_HOME"] = folder
        with running(options.port, Path(folder) / "run.log"):
            from erdem.web.cli.session import load_django, start_server

            load_django()
            held = start_server()
            measure(phases, options.documents, options.file and options.file.resolve())
            del held
    print(json.dumps({"cores": os.cpu_count(), **{name: one.figures() for name, one in phases.items()}}))


if __name__ == "__main__":
    main()
