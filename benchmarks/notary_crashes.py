"""Kill a process that enters and integrates leaves, or its database, and see that nothing is lost, doubled or forked.

    python benchmarks/notary_crashes.py [--rounds 240] [--seed 1] [--batches 1000]

First a child is killed before each change of the disk and each word to the database, one after the other, until one comes to its
end; then children are killed with SIGKILL at random moments, in every tenth round the database server with its processes instead,
until there were so many kills. After each kill: every acknowledged leaf is in the database, none stands twice, the monitor finds
nothing, and the published checkpoint extends every one seen before. At the end everything that waits is taken up, and the log is
compared with the database leaf by leaf. `signed twice` would be two roots for one size, whether published or not.

Uses an installation of its own with its durability. SIGKILL stops a process, not a machine: what a loss of power does depends on
the disk and is not tested here. Exit code 1 when lost, doubled or forks is not nought, or the monitor found something.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
EVERY: Final = 10
"""Rounds of which one kills the database."""
COMING_UP: Final = 60.0


def main() -> int:
    """Run the rounds and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=240, help="kills, those at steps included")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batches", type=int, default=1000, help="batches that a child enters if it is let")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="erdem-notary-crashes-") as folder:
        os.environ["ERDEM_HOME"], os.environ["ERDEM_DEMONSTRATION"] = folder, "no"
        os.environ.pop("ERDEM_DATABASE_URL", None)
        from erdem.web.cli.session import ready_database

        held = ready_database()
        begun = time.monotonic()
        watched, stepped, servers = run_rounds(held, Path(folder) / "postgres", options)
        seconds = round(time.monotonic() - begun)
        held.cleanup()
    figures = {"at_steps": stepped, "of_the_database": servers, "heads_signed": len(watched.heads), "seconds": seconds}
    print(json.dumps({**figures, "findings": watched.findings[:5]}), file=sys.stderr)
    print(watched.told)
    return int(not watched.is_well)


def run_rounds(held: Any, data: Path, options: argparse.Namespace) -> tuple[Any, int, int]:
    """Kill at each step, then at random; return what was watched, how many kills were at steps and of the database."""
    from erdem.notary.tests.crashing import Watched, child, settle

    watched, chance, servers = Watched(), random.Random(options.seed), 0
    step = 1
    while not child(watched, chance.randrange(2**32), step=step):
        watched.check()
        step += 1
    stepped = watched.kills
    while watched.kills < options.rounds and watched.is_well:
        of_server = watched.kills % EVERY == EVERY - 1
        kill = (lambda _pid: kill_postgres(data)) if of_server else None
        moment = chance.uniform(0.005, 0.5)
        child(watched, chance.randrange(2**32), seconds=moment, batches=options.batches, kill=kill)
        if of_server:
            servers += 1
            come_up(held, data)
        watched.check()
        print(
            json.dumps({"kills": watched.kills, "acknowledged": len(watched.acknowledged)}), file=sys.stderr, flush=True
        )
    settle(watched)
    return watched, stepped, servers


def kill_postgres(data: Path) -> None:
    """Kill the server and all its processes."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        head = int((data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        children = subprocess.run(
            ["ps", "--ppid", str(head), "-o", "pid="], capture_output=True, text=True, check=False
        )
        for number in (head, *map(int, children.stdout.split())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)


def come_up(held: Any, data: Path) -> None:
    """Start the server again; it may need a moment until what was killed is gone."""
    import psycopg

    from erdem.base import server

    until = time.monotonic() + COMING_UP
    while True:
        try:
            held.ensure_postgres_running()
            server.owner_connection(data).close()
        except (psycopg.Error, subprocess.SubprocessError, OSError, AssertionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.3)  # nobody says when the processes that were killed are gone
        else:
            return


if __name__ == "__main__":
    sys.exit(main())
