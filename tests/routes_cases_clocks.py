"""The part of the table of access that belongs to the clocks of cases: the one of the world is with the officer's office."""

from __future__ import annotations

from typing import Any

from erdem.base.actor import SYSTEM, acting_as
from erdem.cases.models import CaseClock
from erdem.cases.queries.feeds import token_of
from tests.route import HIDDEN, MOVED, OK, UNCLEAR, Arguments, Route, signed_in
from tests.world import World

OF_THE_OFFICE = (MOVED, HIDDEN, HIDDEN, OK, HIDDEN)
UNCLEAR_TO_THE_OFFICE = (MOVED, HIDDEN, HIDDEN, UNCLEAR, HIDDEN)


def clock_of(step: str) -> Arguments:
    """A clock of the complaint of the world, by its rule."""

    def arguments(world: World) -> tuple[Any, ...]:
        case = world.cases.complaint
        with acting_as(SYSTEM):
            return (case.number, CaseClock.objects.get(case=case, rule__step=step).pk)

    return arguments


def feed_of(world: World) -> tuple[Any, ...]:
    """The feed of the officer of the world."""
    with acting_as(SYSTEM):
        return (token_of(world.people.officer),)


EXTENDED = clock_of("check_clue_found")
CASES_CLOCKS = (
    Route("cases:days", signed_in()),
    Route("cases:days", signed_in(), "of the own cases", query="mine=yes"),
    Route("cases:days-feed", (OK, OK, OK, OK, OK), "the address is the key", feed_of),
    Route("cases:days-feed", (HIDDEN,) * 5, "a made-up address", lambda _world: ("1-" + "0" * 40,)),
    Route("cases:clock", OF_THE_OFFICE, "", EXTENDED),
    Route("cases:clock", signed_in(HIDDEN), "of no such case", lambda _world: ("TS000000-2026-0001", 1)),
    *(
        Route(f"cases:clock-{name}", OF_THE_OFFICE, "the question", EXTENDED)
        for name in ("pause", "resume", "extend", "decide", "stop")
    ),
    *(
        Route(f"cases:clock-{name}", UNCLEAR_TO_THE_OFFICE, "without a reason", EXTENDED, "post", {"reason": ""})
        for name in ("pause", "extend", "decide", "stop")
    ),
)
