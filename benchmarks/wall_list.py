"""What row-level security costs on the list of records: 100,000 records, a reader in 20 communities, with it on and off.

    python benchmarks/wall_list.py [--records 100000] [--draws 240] [--keep FOLDER] [--plans]

Fills an empty throw-away installation (or one kept from an earlier run) with invented records of a realistic mix: tiers,
states, one or several communities, groups, seasons, ends of consent, permits. The queries are those of the list page, count and
rows, for drawn filters, sorts and pages. Each is run twice, in turns: as the application role with the actor set (row-level
security on) and as the owner, whom it does not bind (off). The policy of the program is part of the query both times. Prints one
JSON object; ``--plans`` prints the plans too. Seconds on the clock depend on what else the machine does, the ratio hardly.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from erdem.base.actor import Actor
    from erdem.knowledge import queries

    Statement = tuple[str, tuple[Any, ...]]

SEED = 20261126
COMMUNITIES, OWN, GRANTS, PER_PAGE = 200, 20, 300, 50
FACTS = Path(__file__).with_name("wall_list.sql")


@dataclass(frozen=True)
class Draw:
    """One list that somebody asks for."""

    name: str
    page: int
    filters: dict[str, str]


@dataclass(frozen=True)
class Taken:
    """Seconds that one draw took: on the clock, and of processor time of the server."""

    name: str
    clock: float
    processor: float


ALONE, TOGETHER = "SET max_parallel_workers_per_gather = 0", "SET max_parallel_workers_per_gather = 2"
"""One process of the server answers; or as many as it takes by itself."""
PLANNED = (
    Draw("plain", 1, {}),
    Draw("plain", 30, {"sort": "-updated"}),
    Draw("place", 1, {"place": "152530"}),
    Draw("search", 1, {"search": "方百"}),
)
"""Lists whose plans are printed."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--draws", type=int, default=240)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--plans", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="erdem-wall-") as folder:
        home = options.keep or Path(folder)
        os.environ["ERDEM_HOME"], os.environ["ERDEM_DEMONSTRATION"] = str(home), "no"
        from erdem.web.cli.session import ready_database

        held = ready_database()
        filled = _fill(options.records)
        print(json.dumps({"filled_s": filled, **_measure(options.draws, plans=options.plans)}, ensure_ascii=False))
        del held


def _fill(count: int) -> float:
    """Make the records with the owner's connection; triggers compute the wall as for anybody."""
    from django.db import connections, transaction

    from erdem.base.actor import SYSTEM, acting_as
    from erdem.people import services as people

    started = time.perf_counter()
    with acting_as(SYSTEM):
        people.load_places(actor=SYSTEM)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM knowledge_record")
        if cursor.fetchone()[0] >= count:
            return 0.0
        cursor.execute(
            "SELECT set_config('bench.records', %s, false), set_config('erdem.kind', 'system', false)", [str(count)]
        )
        for statement in FACTS.read_text(encoding="utf-8").split("-- NEXT"):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE knowledge_record")  # as the server's own housekeeping does after a while
    return round(time.perf_counter() - started, 1)


def _actors() -> dict[str, Actor]:
    """The reader in 20 communities, and others beside: the public, somebody signed in, an officer."""
    from erdem.base.actor import PUBLIC, Actor, ActorKind
    from erdem.people.models import Group, Organisation, User

    own = list(Organisation.objects.filter(kind="community").order_by("pk").values_list("pk", flat=True)[:OWN])
    groups = Group.objects.filter(organisation_id__in=own[: OWN // 2]).values_list("pk", flat=True)
    user = User.objects.get(username="wall-reader").pk
    steward = Actor(
        ActorKind.PERSON,
        user_id=user,
        roles=frozenset({"steward", "bearer"}),
        organisation_ids=frozenset(own),
        speaks_for=frozenset(own),
        group_ids=frozenset(groups),
    )
    officer = Actor(
        ActorKind.PERSON, user_id=user + 1, roles=frozenset({"county_officer"}), place_codes=("152530",),
        organisation_ids=frozenset({10**9}),
    )  # fmt: skip
    return {
        "in 20 communities": steward,
        "public": PUBLIC,
        "signed in": Actor(ActorKind.PERSON, user_id=user + 1),
        "officer": officer,
    }


def _draws(count: int) -> Iterator[Draw]:
    """Draw what is asked for: half of the time the plain list, else a filter; mostly one of the first pages."""
    chance = random.Random(SEED)
    filters: tuple[Callable[[], dict[str, str]], ...] = (
        dict,
        dict,
        dict,
        lambda: {"kind": chance.choice(["formula", "process", "narrative"])},
        lambda: {"tier": chance.choice(["D1", "D2", "D3", "D4"])},
        lambda: {"status": chance.choice(["draft", "submitted", "registered"])},
        lambda: {"place": chance.choice(["152530", "152500", "150600"])},
        lambda: {"search": chance.choice(["方百", "奶", "无此词"])},
    )
    for _number in range(count):
        chosen = chance.choice(filters)()
        sort = chance.choice(["name", "name", "number", "-updated"])
        page = chance.choice([1, 1, 1, 2, 3, chance.randint(4, 40)])
        yield Draw(" ".join(chosen) or "plain", page, {**chosen, "sort": sort})


def _measure(count: int, *, plans: bool) -> dict[str, Any]:
    from django.db import connections

    from erdem.base.actor import SYSTEM, acting_as

    with acting_as(SYSTEM):
        actors = _actors()
    result: dict[str, Any] = {"draws": count, "load": round(os.getloadavg()[0], 1)}
    for who, actor in actors.items():
        times = _times(actor, list(_draws(count if who == "in 20 communities" else max(24, count // 5))))
        result[who] = _figures(times)
    steward = actors["in 20 communities"]
    result["in 20 communities, as installed"] = _figures(_times(steward, list(_draws(count)), TOGETHER))
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*), (SELECT count(*) FROM knowledge_recordface) FROM knowledge_record")
        result["records"], result["faces"] = cursor.fetchone()
    if plans:
        _print_plans(actors["in 20 communities"])
    return result


def _pages(actor: Actor, draw: Draw) -> queries.RecordPages:
    """Return the list as the page cuts it."""
    from erdem.knowledge import queries

    filters: dict[str, Any] = dict(draw.filters)
    return queries.RecordPages(queries.record_list(actor, queries.RecordFilter(**filters)))


def _first_statements(pages: queries.RecordPages, draw: Draw) -> list[Statement]:
    """Return the questions for the number and for the ids of a page; what was searched for in the text asks once for both."""
    if "search" in draw.filters:
        return [pages.ids.query.sql_with_params()]
    first = (draw.page - 1) * PER_PAGE
    counted, values = pages.ids.order_by().query.sql_with_params()
    return [
        (f"SELECT count(*) FROM ({counted}) AS counted", values),
        pages.ids[first : first + PER_PAGE].query.sql_with_params(),
    ]


def _ask(cursor: Any, pages: queries.RecordPages, draw: Draw) -> list[Any]:
    """Ask for one page as the list does: number, ids, rows; few ids are asked for at once."""
    first, *second = _first_statements(pages, draw)
    part = slice((draw.page - 1) * PER_PAGE, draw.page * PER_PAGE)
    found = _run(cursor, *first)
    number = found[0][0] if second else len(found)
    if second and number > pages.FEW:
        found = _run(cursor, *second[0])
    elif second:
        found = _run(cursor, *pages.ids.query.sql_with_params())[part] if number else []
    else:
        found = found[part]
    rows = _run(cursor, *pages.rows(row[0] for row in found).query.sql_with_params()) if found else []
    return [number, found, sorted(rows)]


def _processor(cursor: Any) -> float:
    """Return the seconds of processor time that the server process of a connection has used."""
    stat = (
        Path(f"/proc/{cursor.connection.info.backend_pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    )
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def _times(actor: Actor, draws: list[Draw], processes: str = ALONE) -> dict[str, list[Taken]]:
    """Return for on and off what each draw took, number, ids and rows together; who goes first takes turns.

    When one process of the server answers, its processor time can be told whatever else the machine does.
    """
    from django.db import connections

    from erdem.base.actor import acting_as

    times: dict[str, list[Taken]] = {"on": [], "off": []}
    with acting_as(actor), connections["default"].cursor() as bound, connections["owner"].cursor() as free:
        for cursor in (bound, free):
            cursor.execute(processes)
        for place, draw in enumerate(draws):
            pages = _pages(actor, draw)
            ways = [("on", bound), ("off", free)]
            rows = {}
            for name, cursor in ways if place % 2 else ways[::-1]:
                started, worked = time.perf_counter(), _processor(cursor)
                rows[name] = _ask(cursor, pages, draw)
                times[name].append(Taken(draw.name, time.perf_counter() - started, _processor(cursor) - worked))
            assert rows["on"] == rows["off"], f"both locks do not agree on {draw}"
    return times


def _run(cursor: Any, statement: str, values: tuple[Any, ...]) -> list[Any]:
    cursor.execute(statement, values)
    return list(cursor.fetchall())


def _figures(times: dict[str, list[Taken]]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name, drawn in times.items():
        seconds = sorted(one.clock * 1000 for one in drawn)
        worked = sorted(one.processor * 1000 for one in drawn)  # of the first process alone where several answer
        figures[name] = {
            "p50_ms": round(statistics.median(seconds), 1),
            "p95_ms": round(seconds[int(len(seconds) * 0.95)], 1),
            "total_s": round(sum(seconds) / 1000, 2),
            "processor_mean_ms": round(statistics.mean(worked), 1),
            "processor_p95_ms": round(worked[int(len(worked) * 0.95)]),
        }
    figures["ratio"] = round(figures["on"]["total_s"] / max(figures["off"]["total_s"], 0.001), 2)
    figures["ratio_of_medians"] = round(figures["on"]["p50_ms"] / max(figures["off"]["p50_ms"], 0.001), 2)
    worked = [figures[name]["processor_mean_ms"] for name in ("on", "off")]
    figures["ratio_of_processor_time"] = round(worked[0] / max(worked[1], 0.1), 2)
    kinds = sorted({one.name for one in times["on"]})
    listed = sorted(one.clock * 1000 for one in times["on"] if one.name != "search")
    figures["p95_ms_without_search"] = round(listed[int(len(listed) * 0.95)], 1)
    figures["p50_ms_by_filter"] = {
        kind: [
            round(statistics.median(one.clock * 1000 for one in times[name] if one.name == kind), 1)
            for name in ("on", "off")
        ]
        for kind in kinds
    }
    return figures


def _print_plans(actor: Actor) -> None:
    from django.db import connections

    from erdem.base.actor import acting_as

    with acting_as(actor), connections["default"].cursor() as bound, connections["owner"].cursor() as free:
        for draw in (
            Draw("plain", 1, {}),
            Draw("plain", 30, {"sort": "-updated"}),
            Draw("search", 1, {"search": "方百"}),
        ):
            for (statement, values), what in zip(
                _first_statements(_pages(actor, draw), draw), ("count", "ids"), strict=False
            ):
                for name, cursor in (("on", bound), ("off", free)):
                    cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}", values)
                    print(f"== {draw.name} {draw.filters} page {draw.page}, {what}, row-level security {name}")
                    print("\n".join(row[0] for row in cursor.fetchall()))


if __name__ == "__main__":
    main()
