"""Two officers act on one case at the same moment, a thousand times: each time one wins and the other is told.

    python benchmarks/cases_race.py [--pairs 1000] [--keep FOLDER]

Fills an empty throw-away installation (``--keep``: a folder that stays) with one office, two officers and as many complaints as
there are pairs. For each, both officers take a step from the page that they see, in two threads with a connection each that begin
together; which two steps is drawn. Counts who won, who was told in words, and what the record of each case holds. Prints one line
and exits 1 when a pair went another way.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from erdem.base.actor import Actor
    from erdem.cases.models import Case

SEED = 20261127
STEPS = (("accept", "accept"), ("accept", "refuse"), ("ask_completion", "transfer"), ("withdraw", "accept"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the pairs and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="erdem-race-") as folder:
        os.environ["ERDEM_HOME"], os.environ["ERDEM_DEMONSTRATION"] = str(options.keep or folder), "no"
        from erdem.web.cli.session import ready_database

        held = ready_database()
        officers = _officers()
        chance = random.Random(SEED)
        started = time.perf_counter()
        with ThreadPoolExecutor(2) as pool:  # two connections that stay: a new one costs more than the step itself
            ends = [_told_on(number, _pair(pool, officers, chance.choice(STEPS))) for number in range(options.pairs)]
            gate = threading.Barrier(2)
            list(pool.map(_close, (gate, gate)))
        taken = time.perf_counter() - started
        del held
    won, told = sum(end == (1, 1) for end in ends), sum(told for _won, told in ends)
    both, neither = sum(won > 1 for won, _told in ends), sum(won == 0 for won, _told in ends)
    print(
        f"{len(ends)} pairs: {won} won once, {told} told, {both} won twice, {neither} lost;"
        f" {taken:.0f} s on {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    )
    return 0 if won == told == len(ends) else 1


def _officers() -> tuple[Actor, Actor]:
    """Make the office and its two officers."""
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.people import queries, services

    with acting_as(SYSTEM):
        services.load_places(actor=SYSTEM)
        office = services.open_organisation(actor=SYSTEM, kind="office", name="示例局", place_code="152530")
        found = []
        for number in (1, 2):
            user = services.open_account(
                actor=SYSTEM, username=f"race{number}", password="示例-password-1", display_name=f"示例{number}"
            )
            services.add_member(actor=SYSTEM, organisation=office, user=user, role="county_officer")
            found.append(queries.actor_of(user))
    return found[0], found[1]


def _told_on(number: int, end: tuple[int, int]) -> tuple[int, int]:
    """Say on the error stream how far the pairs are."""
    if number % 100 == 99:
        print(f"{number + 1} pairs", file=sys.stderr, flush=True)
    return end


def _close(gate: threading.Barrier) -> None:
    from django.db import connections

    gate.wait(timeout=60)  # each of the two threads closes its own
    connections.close_all()


def _pair(pool: ThreadPoolExecutor, officers: tuple[Actor, Actor], steps: tuple[str, str]) -> tuple[int, int]:
    """Have both act on a new case; return how many won and how many were told.

    Who won stands in the record with the own step; all else there, such as the paper drafted by the step, is theirs too.
    """
    from erdem.base.actor import acting_as

    case = _open(officers[0])
    begin = threading.Barrier(2)
    running = [pool.submit(_act, who, case, step, begin) for who, step in zip(officers, steps, strict=True)]
    ends = [each.result() for each in running]
    with acting_as(officers[0]):
        recorded = list(case.events.exclude(step="begin").values_list("step", "by_id"))
    winners = [(step, who.user_id) for who, step, end in zip(officers, steps, ends, strict=True) if not end]
    taken = [each for each in recorded if each[0] in steps]
    by_others = {by for _step, by in recorded} - {by for _step, by in winners}
    right = sorted(taken) == sorted(winners) and not by_others
    return len(winners) if right else 0, sum("meantime" in end for end in ends)


def _open(officer: Actor) -> Case:
    from django.utils import timezone

    from erdem.base.actor import acting_as
    from erdem.cases.services import NewCase, open_case
    from erdem.people.models import Organisation

    (own,) = officer.organisation_ids
    with acting_as(officer):
        new = NewCase("complaint", "示例投诉", Organisation.objects.get(pk=own), timezone.localdate(), "consumer")
        return open_case(actor=officer, new=new)


def _act(who: Actor, case: Case, step: str, begin: threading.Barrier) -> str:
    """Take a step from the page on which the case is new; return the sentence of a refusal, nothing when it came through."""
    from django.utils import translation

    from erdem.base.actor import acting_as
    from erdem.base.policy import RuleBroken
    from erdem.cases.services import StepGiven, take_case_step

    given: Any = StepGiven(reason="示例理由", seen_version=case.version)
    begin.wait(timeout=60)
    try:
        with translation.override("en"), acting_as(who):
            take_case_step(actor=who, case=case, step=step, given=given)
    except RuleBroken as refused:
        return str(refused)
    return ""


if __name__ == "__main__":
    sys.exit(main())
