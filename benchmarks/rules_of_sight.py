"""How long it takes to write a query with a rule of who sees what, anew and kept: the part of a page that no database does.

    python benchmarks/rules_of_sight.py [--rounds 50]

Writes the query for the rows of every model for three readers. The baseline of the same run is a new day each time: then every
rule and its statement are made anew, also those that are nested in it, as it was before they were kept. Needs no database.
Prints one JSON object: milliseconds for all models together and for those that take longest, both ways.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from itertools import count
from typing import Any
from unittest import mock

APPS = ("base", "people", "knowledge", "literature", "overlap", "ledger", "notary", "sharing", "cases")
SHOWN = 3
Rule = Callable[[Any], Any]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=50)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(ERDEM_HOME=folder, ERDEM_SECRET_KEY="only-for-measuring-" * 3)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erdem.web.settings")
        import django

        django.setup()
        print(json.dumps(_figures(options.rounds), ensure_ascii=False, indent=1))


def _rules() -> dict[type[Any], Rule]:
    return {model: rule for app in APPS for model, rule in import_module(f"erdem.{app}.policies").VISIBLE.items()}


def _readers() -> dict[str, Any]:
    from erdem.base.actor import PUBLIC, Actor, ActorKind

    here = frozenset({1})
    officer = Actor(ActorKind.PERSON, user_id=1, roles=frozenset({"county_officer"}), place_codes=("152530",))
    steward = Actor(ActorKind.PERSON, user_id=2, roles=frozenset({"steward"}), organisation_ids=here, speaks_for=here)
    return {"officer": officer, "steward": steward, "public": PUBLIC}


def _figures(rounds: int) -> dict[str, Any]:
    rules = _rules()
    found = {name: _of_reader(reader, rules, rounds) for name, reader in _readers().items()}
    return {"rules": len(rules), "rounds": rounds, **found, "machine": _machine()}


def _of_reader(reader: Any, rules: dict[type[Any], Rule], rounds: int) -> dict[str, Any]:
    first = dt.date(2026, 1, 1)
    days = (first + dt.timedelta(days=number) for number in count())
    kept = {model: _milliseconds(partial(_write, model, rule, reader), rounds) for model, rule in rules.items()}
    with mock.patch("django.utils.timezone.localdate", side_effect=days):
        anew = {model: _milliseconds(partial(_write, model, rule, reader), rounds) for model, rule in rules.items()}
    longest = {
        model.__name__: {"kept_ms": round(kept[model], 3), "anew_ms": round(anew[model], 3)}
        for model in sorted(anew, key=lambda one: -anew[one])[:SHOWN]
    }
    return {
        "all_kept_ms": round(sum(kept.values()), 2),
        "all_anew_ms": round(sum(anew.values()), 2),
        "longest": longest,
    }


def _write(model: Any, rule: Rule, reader: Any) -> None:
    from django.core.exceptions import EmptyResultSet

    with contextlib.suppress(EmptyResultSet):  # a rule that lets nothing through needs no statement
        model._default_manager.filter(rule(reader)).query.sql_with_params()


def _milliseconds(act: Callable[[], Any], rounds: int) -> float:
    act()
    started = time.process_time()
    for _round in range(rounds):
        act()
    return (time.process_time() - started) / rounds * 1000


def _machine() -> str:
    load = os.getloadavg()[0]
    return f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, load {load:.1f}"


if __name__ == "__main__":
    main()
