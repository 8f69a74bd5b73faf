"""The part of the table of access that belongs to everyday work on cases: the one of the world is with the officer's office."""

from __future__ import annotations

from typing import Any

from erdem.base.actor import SYSTEM, acting_as
from erdem.cases.models import CaseNote, Inspection, Party
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


def _party(_world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        return (Party.objects.get(name="示例商行").pk,)


def _note(world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        return (*case_of(world), CaseNote.objects.get(body="示例待审备注").pk)


def _inspection(world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        return (*case_of(world), Inspection.objects.get(place_name="示例商铺").number)


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
    Route("cases:case-bulk", (MOVED, REFUSED, REFUSED, MOVED, REFUSED), "nothing ticked", nothing, "post", {}),
    Route("cases:hand-over", FOR_OFFICERS),
    Route("cases:hand-over", (MOVED, REFUSED, REFUSED, UNCLEAR, REFUSED), "nobody", nothing, "post", {}),
    Route("cases:cover-list", FOR_OFFICERS),
    Route("cases:cover-list", (MOVED, REFUSED, REFUSED, UNCLEAR, REFUSED), "nobody", nothing, "post", {}),
    Route("cases:cover-end", (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN), "none", lambda _world: (999999,), "post"),
    Route("cases:party-list", FOR_OFFICERS),
    Route("cases:party-new", FOR_OFFICERS),
    Route("cases:party-new", (MOVED, REFUSED, REFUSED, UNCLEAR, REFUSED), "nothing written", nothing, "post", {}),
    Route("cases:party-detail", OF_THE_OFFICE, "", _party),
    Route("cases:party-edit", OF_THE_OFFICE, "", _party),
    Route("cases:party-merge", DONE_BY_THE_OFFICE, "with itself", lambda world: _party(world) * 2, "post"),
    Route("cases:case-party-add", OF_THE_OFFICE, "", case_of),
    Route("cases:case-party-remove", (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN), "none", with_case(999999), "post"),
    Route("cases:note-new", OF_THE_OFFICE, "", case_of),
    Route(
        "cases:note-new",
        UNCLEAR_TO_THE_OFFICE,
        "nothing written",
        case_of,
        "post",
        {"audience": "internal", "body": ""},
    ),
    Route("cases:note-review", (MOVED, HIDDEN, HIDDEN, REFUSED, HIDDEN), "the own one", _note),
    Route("cases:evidence-new", OF_THE_OFFICE, "", case_of),
    Route("cases:evidence-new", UNCLEAR_TO_THE_OFFICE, "nothing written", case_of, "post", {}),
    Route("cases:evidence-detail", OF_THE_OFFICE, "", with_case(1)),
    Route(
        "cases:evidence-check", (MOVED, HIDDEN, HIDDEN, REFUSED, HIDDEN), "added by the officer", with_case(1), "post"
    ),
    Route("cases:evidence-custody", OF_THE_OFFICE, "", with_case(1)),
    Route("cases:evidence-file", OF_THE_OFFICE, "what for", with_case(1)),
    Route(
        "cases:evidence-file", UNCLEAR_TO_THE_OFFICE, "a thing without a file", with_case(1), "post", {"why": "示例"}
    ),
    Route("cases:evidence-redact", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "a thing without a file", with_case(1)),
    Route("cases:evidence-page", (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN), "a thing without a file", with_case(1, 1)),
    Route("cases:inspection-new", OF_THE_OFFICE, "", case_of),
    Route("cases:inspection-offline", OF_THE_OFFICE, "", case_of),
    Route("cases:inspection-upload", OF_THE_OFFICE, "", case_of),
    Route("cases:inspection-upload", UNCLEAR_TO_THE_OFFICE, "no file", case_of, "post", {}),
    Route("cases:inspection-detail", OF_THE_OFFICE, "", _inspection),
    Route("cases:inspection-pdf", OF_THE_OFFICE, "", _inspection),
)
