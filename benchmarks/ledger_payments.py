"""Kill a process that settles payment orders, or its database, and see that nothing is lost and nothing is paid twice.

    python benchmarks/ledger_payments.py [--rounds 200] [--seed 1] [--lines 40]

First a child is killed before each word to the database, one after the other, until one comes to its end; then
children are killed with SIGKILL at random moments, in every tenth round the database server with its processes
instead. After each kill: every line that was acknowledged is paid, no line is paid twice, each paid line has its
entry and each entry its line, and the bank account has moved by exactly what was paid. Then the run is started again.
At the end every order is settled.

Uses an installation of its own with its durability. SIGKILL stops a process, not a machine. Exit code 1 when lost,
paid twice or books wrong is not nought.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
EVERY: Final = 10
"""Rounds of which one kills the database."""


def main() -> int:
    """Run the rounds and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200, help="kills, those at steps included")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lines", type=int, default=40, help="lines of an order")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="erdem-ledger-payments-") as folder:
        os.environ["ERDEM_HOME"], os.environ["ERDEM_DEMONSTRATION"] = folder, "no"
        os.environ.pop("ERDEM_DATABASE_URL", None)
        from erdem.web.cli.session import ready_database

        held = ready_database()
        from erdem.web.testing import fill_template

        fill_template()
        begun = time.monotonic()
        watched, stepped, servers = run_rounds(held, Path(folder) / "postgres", options)
        seconds = round(time.monotonic() - begun)
        held.cleanup()
    machine = {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
    figures = {"at_steps": stepped, "of_the_database": servers, "lines_an_order": options.lines, "seconds": seconds}
    print(json.dumps({**machine, **figures}), file=sys.stderr)
    print(watched.told)
    return int(not watched.is_well)


def run_rounds(held: Any, data: Path, options: argparse.Namespace) -> tuple[Any, int, int]:
    """Kill at each step, then at random; return what was watched, how many kills were at steps and of the database."""
    from erdem.ledger import services
    from erdem.ledger.tests.crashing import Watched, child
    from erdem.ledger.tests.paying import make_desk

    desk, chance, servers = make_desk(payees=options.lines, fen=10**9), random.Random(options.seed), 0
    watched = Watched(desk)
    order, step = desk.sent(100, 100), 1
    while not child(watched, desk.one, order.pk, step=step):
        watched.check()
        step += 1
        if not any(line.state == "open" for line in desk.lines(order)):
            services.run_order(actor=desk.one, order_id=order.pk)  # killed after the last line it is still to be closed
            order = desk.sent(100, 100)
    stepped = watched.kills
    order = desk.sent(*[100] * options.lines)
    while watched.kills < options.rounds and watched.is_well:
        of_server = watched.kills % EVERY == EVERY - 1
        kill = (lambda _pid: kill_postgres(data)) if of_server else None
        ended = child(watched, desk.one, order.pk, seconds=chance.uniform(0.02, 0.6), kill=kill)
        if of_server:
            servers += 1
            come_up(held, data)
        watched.check()
        if ended or not any(line.state == "open" for line in desk.lines(order)):
            services.run_order(actor=desk.one, order_id=order.pk)
            order = desk.sent(*[100] * options.lines)
    services.run_order(actor=desk.one, order_id=order.pk)
    watched.check(at_rest=True)
    return watched, stepped, servers


def kill_postgres(data: Path) -> None:
    """Kill the server and all its processes."""
    from notary_crashes import kill_postgres as kill

    kill(data)


def come_up(held: Any, data: Path) -> None:
    """Start the server again."""
    from notary_crashes import come_up as up

    up(held, data)


if __name__ == "__main__":
    sys.exit(main())
