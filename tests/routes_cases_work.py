"""The part of the table of access that belongs to everyday work on cases: the one of the world is with the officer's office."""

from __future__ import annotations

from typing import Any

from tests.route import HIDDEN, MOVED, OK, REFUSED, UNCLEAR, Arguments, Route, nothing, signed_in
from tests.world import World

OF_THE_OFFICE = (MOVED, HIDDEN, HIDDEN, OK, HIDDEN)
DONE_BY_THE_OFFICE = (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN)
UNCLEAR_TO_THE_OFFICE = (MOVED, HIDDEN, HIDDEN, UNCLEAR, HIDDEN)
FOR_OFFICERS = (MOVED, REFUSED, REFUSED, OK, REFUSED)


def case_of(world: World) -> tuple[Any, ...]:
    """The complaint of the world."""
    return (world.cases.complaint.number,)


def with_case(*more: Any) -> Arguments:
    """The complaint of the world, and what follows it in the address."""
    return lambda world: (*case_of(world), *more)


CASES_WORK = (
    Route("cases:case-list", signed_in()),
    Route(
        "cases:case-list",
        signed_in(),
        "all, narrowed",
        query="queue=all&q=示例&kind=complaint&from=2026-01-01&sort=-due_on",
    ),
    Route("cases:case-export", signed_in(), "XLSX", lambda _world: ("xlsx",)),
    Route("cases:case-export", signed_in(HIDDEN), "of no known kind", lambda _world: ("exe",)),
    Route("cases:case-new", FOR_OFFICERS),
    Route("cases:case-new", (MOVED, REFUSED, REFUSED, UNCLEAR, REFUSED), "nothing written", nothing, "post", {}),
    Route("cases:case-detail", OF_THE_OFFICE, "", case_of),
    Route("cases:case-detail", signed_in(HIDDEN), "no such number", lambda _world: ("TS000000-2026-0001",)),
    Route("cases:case-step", OF_THE_OFFICE, "the question", with_case("accept")),
    Route(
        "cases:case-step", UNCLEAR_TO_THE_OFFICE, "without a reason", with_case("refuse"), "post", {"seen_version": "1"}
    ),
    Route("cases:case-assign", OF_THE_OFFICE, "", case_of),
    Route("cases:case-assign", DONE_BY_THE_OFFICE, "left to the team", case_of, "post", {"handler": ""}),
    Route("cases:case-member-add", OF_THE_OFFICE, "", case_of),
    Route(
        "cases:case-member-add",
        UNCLEAR_TO_THE_OFFICE,
        "nobody",
        case_of,
        "post",
        {"username": "示例无此人", "role": "lawyer"},
    ),
    Route("cases:case-member-release", (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN), "nobody", with_case(999999), "post"),
)
