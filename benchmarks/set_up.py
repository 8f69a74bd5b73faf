"""Seconds from `erdem run` to the first page, on a fresh data folder and again on the same one.

    python benchmarks/set_up.py [--make] [--screened] [--limit 300]

With --make it is `make run`, which also prepares what is not there yet: run it a second time to measure the product
and not the network.
Prints one JSON object: for both starts the seconds until `/` answers with a page and until the program names its
logins; with --screened also until the demonstration county is compared with its literature. Serves on loopback only,
and removes the data folder at the end.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GREETING, SCREENED = "Erdem is running", "Demonstration county: finished"


class Stopped(RuntimeError):
    """The program ended before it served a page."""


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], home: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the product as a newcomer does, and stop it as Ctrl-C does."""
    environment = {**os.environ, "ERDEM_HOME": str(home)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(60)


def until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path, limit: float, started: float
) -> float:
    """Return the seconds since the start when something became true."""
    while time.perf_counter() - started < limit:
        if ready():
            return round(time.perf_counter() - started, 2)
        if process.poll() is not None:
            raise Stopped(log.read_text(encoding="utf-8")[-2000:])
        threading.Event().wait(0.05)
    raise Stopped(f"not ready after {limit:.0f} s:\n" + log.read_text(encoding="utf-8")[-2000:])


def answers(address: str) -> bool:
    """Say whether a whole page comes."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return bool(answer.status == 200 and b"</html>" in answer.read())
    except (OSError, urllib.error.HTTPError):
        return False


def start(home: Path, *, make: bool, screened: bool, limit: float) -> dict[str, float]:
    """Start once and measure."""
    port, log = free_port(), home.with_suffix(".log")
    plain = [sys.executable, "-m", "erdem.web.cli", "run", "--port", str(port)]
    started = time.perf_counter()
    with running(["make", "-s", "run", f"RUN_OPTIONS=--port {port}"] if make else plain, home, log) as process:

        def says(words: str) -> Callable[[], bool]:
            return lambda: words in log.read_text(encoding="utf-8", errors="replace")

        def seconds(ready: Callable[[], bool]) -> float:
            return until(ready, process, log, limit, started)

        found = {"first_page": seconds(lambda: answers(f"http://127.0.0.1:{port}/")), "logins": seconds(says(GREETING))}
        if screened:
            found["screened"] = seconds(says(SCREENED))
    return found


def main() -> None:
    """Measure a first and a second start."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--make", action="store_true", help="measure `make run` instead of `erdem run`")
    parser.add_argument("--screened", action="store_true", help="wait until the demonstration county is compared")
    parser.add_argument("--limit", type=float, default=300, help="seconds after which to give up")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="erdem-set-up-"))
    folder.chmod(0o755)  # the embedded server runs as another user when we are root
    try:
        first = start(folder / "home", make=options.make, screened=options.screened, limit=options.limit)
        second = start(folder / "home", make=options.make, screened=False, limit=options.limit)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    print(json.dumps({"first_start": first, "second_start": second, "load": os.getloadavg()[0], "machine": machine}))


if __name__ == "__main__":
    main()
