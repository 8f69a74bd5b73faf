"""How long a page of the queues takes with 100,000 open cases, through the view, as officers with row-level security.

    python benchmarks/cases_queue.py [--cases 100000] [--draws 200] [--keep FOLDER]

Fills an empty throw-away installation (or one kept from an earlier run) with invented cases: nine of ten in the offices of 103
counties, one of ten in the office of the region; a tenth without a handler, a twentieth overdue, some shared, some with people
from outside. An officer of a county, one of the region's office, and somebody who takes part ask for drawn queues, filters,
orders and pages through the whole program (Django's test client: middleware, session, queries, template). The baseline is the
time that the same SQL statements take as the owner of the database, whom row-level security does not bind; it is printed beside
the time that they take as the application role. Prints one JSON object with p50 and p95 in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

SEED = 20261127
COUNTIES = 103
FACTS = Path(__file__).with_name("cases_queue.sql")
QUEUES = ("mine", "mine", "team", "team", "unassigned", "overdue", "all")
"""Queues are drawn from these; most look at their own and at those of the team."""


@dataclass(frozen=True)
class Person:
    """Somebody who looks at queues."""

    name: str
    username: str
    queues: tuple[str, ...] = QUEUES


PEOPLE = (
    Person("officer of a county", "bench-county"),
    Person("officer of the region's office", "bench-region"),
    Person("lawyer who takes part", "bench-lawyer", ("part",)),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="erdem-queue-") as folder:
        home = options.keep or Path(folder)
        os.environ["ERDEM_HOME"], os.environ["ERDEM_DEMONSTRATION"] = str(home), "no"
        from erdem.web.cli.run import load_pages
        from erdem.web.cli.session import ready_database

        held = ready_database()
        filled = _fill(options.cases)
        load_pages()
        print(json.dumps({**_machine(), "filled_s": filled, **_measure(options.draws)}, ensure_ascii=False, indent=1))
        del held


def _machine() -> dict[str, Any]:
    return {"processors": os.cpu_count(), "python": platform.python_version(), "load": round(os.getloadavg()[0], 1)}


def _fill(count: int) -> float:
    """Make offices, officers and cases; the cases by one statement of the owner, whose triggers run as for anybody."""
    from django.db import connections, transaction

    from erdem.base.actor import SYSTEM, acting_as
    from erdem.people import services as people

    started = time.perf_counter()
    with acting_as(SYSTEM):
        people.load_places(actor=SYSTEM)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        if cursor.fetchone()[0] >= count:
            return 0.0
        cursor.execute(
            "SELECT set_config('bench.cases', %s, false), set_config('erdem.kind', 'system', false)", [str(count)]
        )
        for statement in FACTS.read_text(encoding="utf-8").split("-- NEXT"):
            cursor.execute(statement)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the server's own housekeeping does after a while
    return round(time.perf_counter() - started, 1)


def _drawn(person: Person, count: int) -> list[dict[str, str]]:
    """Draw what is asked for: half of the time the plain queue, else a filter, an order, or a later page."""
    chance = random.Random(SEED)
    filters: tuple[dict[str, str], ...] = (
        {},
        {},
        {},
        {"kind": "complaint"},
        {"status": "received"},
        {"subject": "trademark"},
        {"from": "2026-06-01", "to": "2026-09-30"},
        {"place": "152530"},
        {"q": "示例案件77"},
        {"q": "TS152530"},
    )
    orders = ("", "", "", "-received_on", "number", "status", "title", "handler__display_name")
    return [
        {
            "queue": chance.choice(person.queues),
            **chance.choice(filters),
            "sort": chance.choice(orders),
            "page": str(chance.choice((1, 1, 1, 2, 3, 10))),
        }
        for _number in range(count)
    ]


def _measure(draws: int) -> dict[str, Any]:
    from django.db import connection, connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from erdem.base.actor import SYSTEM, acting_as
    from erdem.people.models import User

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE closed_at IS NULL) FROM cases_case")
        result: dict[str, Any] = dict(zip(("cases", "open"), cursor.fetchone(), strict=True))
    result["draws"] = draws
    for person in PEOPLE:
        client = Client(SERVER_NAME="localhost", headers={"accept-language": "zh-hans"})
        with acting_as(SYSTEM):
            client.force_login(User.objects.get(username=person.username))
        drawn = _drawn(person, draws if person.queues == QUEUES else max(20, draws // 5))
        _asked(client, drawn[0])  # templates are compiled once
        times = [(_asked(client, each), each) for each in drawn]
        statements, taken_there = [], []
        for each in drawn[:40]:
            with CaptureQueriesContext(connection) as captured:
                _asked(client, each)
            asked_there = [query for query in captured.captured_queries if "cases_" in query["sql"]]
            statements += [query["sql"] for query in asked_there]
            taken_there += [float(query["time"]) for query in asked_there]
        slowest, asked = max(times, key=lambda pair: pair[0])
        result[person.name] = {
            "view": _figures([taken for taken, _each in times]),
            "slowest": {"ms": round(slowest * 1000, 1), **asked},
            "statements": len(statements),
            "statements_ms_without_row_level_security": _replayed(statements),
            "statements_ms_with_row_level_security": _figures(taken_there),
        }
    return result


def _asked(client: Client, given: dict[str, str]) -> float:
    started = time.perf_counter()
    answer = client.get("/cases/", given)
    taken = time.perf_counter() - started
    if answer.status_code != 200:
        message = f"The queue answered {answer.status_code}."
        raise RuntimeError(message)
    return taken


def _figures(seconds: list[float]) -> dict[str, float]:
    parts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {"p50_ms": round(parts[49] * 1000, 1), "p95_ms": round(parts[94] * 1000, 1), "n": len(seconds)}


def _replayed(statements: list[str]) -> dict[str, float]:
    """Run the same statements again as the owner."""
    from django.db import connections, transaction

    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        return _figures([_run(cursor, statement) for statement in statements])


def _run(cursor: Any, statement: str) -> float:
    started = time.perf_counter()
    cursor.execute(statement.replace("%", "%%"), [])
    cursor.fetchall()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
