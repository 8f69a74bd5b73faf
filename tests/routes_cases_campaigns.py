"""The part of the table of access that belongs to campaigns and typical cases, which in the world are the officer's office's."""

from __future__ import annotations

from typing import Any

from erdem.base.actor import SYSTEM, acting_as
from tests.route import HIDDEN, LOCKED_METHOD, MOVED, OK, REFUSED, UNCLEAR, Arguments, Route, all_of, nothing, signed_in
from tests.world import World

OF_THE_OFFICE = (MOVED, HIDDEN, HIDDEN, OK, HIDDEN)
DONE_BY_THE_OFFICE = (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN)
REFUSED_TO_THE_OFFICE = (MOVED, HIDDEN, HIDDEN, REFUSED, HIDDEN)
UNCLEAR_TO_THE_OFFICE = (MOVED, HIDDEN, HIDDEN, UNCLEAR, HIDDEN)
FOR_OFFICERS = (MOVED, REFUSED, REFUSED, OK, REFUSED)
NOT_THERE = signed_in(HIDDEN)


def running(*more: Any) -> Arguments:
    """The campaign that runs, and what follows it in the address."""
    return lambda world: (world.cases.campaigns.running.number, *more)


def planned(*more: Any) -> Arguments:
    """The campaign that is planned."""
    return lambda world: (world.cases.campaigns.planned.number, *more)


def target(*more: Any) -> Arguments:
    """The target of the campaign that runs."""
    return lambda world: (world.cases.campaigns.running.number, world.cases.campaigns.target.ordinal, *more)


def draft(*more: Any) -> Arguments:
    """The typical case that is being written."""
    return lambda world: (world.cases.campaigns.draft.pk, *more)


def _part(world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        return (world.cases.campaigns.running.number, world.cases.campaigns.running.parts.get().pk)


CASES_CAMPAIGNS = (
    Route("cases:campaign-list", signed_in()),
    Route("cases:campaign-list", signed_in(), "of one state", query="status=running"),
    Route("cases:campaign-new", FOR_OFFICERS),
    Route("cases:campaign-new", (MOVED, REFUSED, REFUSED, UNCLEAR, REFUSED), "nothing written", nothing, "post", {}),
    Route("cases:campaign", OF_THE_OFFICE, "", running()),
    Route("cases:campaign", OF_THE_OFFICE, "sorted", running(), query="sort=-score"),
    Route("cases:campaign", NOT_THERE, "no such number", lambda _world: ("ZX000000-2026-0001",)),
    Route("cases:campaign-edit", OF_THE_OFFICE, "", planned()),
    Route("cases:campaign-edit", UNCLEAR_TO_THE_OFFICE, "nothing written", planned(), "post", {}),
    Route("cases:campaign-report", OF_THE_OFFICE, "", running()),
    Route("cases:campaign-report", UNCLEAR_TO_THE_OFFICE, "nothing written", running(), "post", {}),
    Route("cases:campaign-step", OF_THE_OFFICE, "the question", running("finish")),
    Route("cases:campaign-step", REFUSED_TO_THE_OFFICE, "who wrote the plan approves it", planned("approve")),
    Route("cases:campaign-step", UNCLEAR_TO_THE_OFFICE, "without a reason", planned("give_up"), "post", {}),
    Route("cases:campaign-step", NOT_THERE, "no such step", running("leap")),
    Route("cases:campaign-invite", OF_THE_OFFICE, "", running()),
    Route("cases:campaign-invite", UNCLEAR_TO_THE_OFFICE, "nobody", running(), "post", {}),
    Route("cases:campaign-answer", REFUSED_TO_THE_OFFICE, "of another office", _part),
    Route("cases:campaign-answer", NOT_THERE, "none", running(999999)),
    Route("cases:campaign-end-part", OF_THE_OFFICE, "the question", _part),
    Route("cases:campaign-end-part", UNCLEAR_TO_THE_OFFICE, "without a reason", _part, "post", {}),
    Route("cases:campaign-file", OF_THE_OFFICE, "the plan as issued", running("plan", "pdf")),
    Route("cases:campaign-file", NOT_THERE, "of no known kind", running("plan", "exe")),
    Route("cases:target-propose", OF_THE_OFFICE, "", running()),
    Route("cases:target-propose", UNCLEAR_TO_THE_OFFICE, "nothing ticked", running(), "post", {}),
    Route("cases:target-add", OF_THE_OFFICE, "", running()),
    Route("cases:target-add", UNCLEAR_TO_THE_OFFICE, "nothing written", running(), "post", {}),
    Route("cases:target-print", OF_THE_OFFICE, "", running()),
    Route("cases:target-export", OF_THE_OFFICE, "CSV", running("csv")),
    Route("cases:target-export", NOT_THERE, "of no known kind", running("exe")),
    Route("cases:target", OF_THE_OFFICE, "", target()),
    Route("cases:target", NOT_THERE, "none", running(999)),
    Route("cases:target-arrange", OF_THE_OFFICE, "", target()),
    Route("cases:target-arrange", UNCLEAR_TO_THE_OFFICE, "nothing chosen", target(), "post", {}),
    Route("cases:target-move", DONE_BY_THE_OFFICE, "", target(), "post", {"way": "earlier"}),
    Route("cases:target-move", (MOVED, *all_of(LOCKED_METHOD)[1:]), "not asked this way", target()),
    Route("cases:target-knows", OF_THE_OFFICE, "", target()),
    Route("cases:target-knows", UNCLEAR_TO_THE_OFFICE, "nothing written", target(), "post", {}),
    Route("cases:target-result", OF_THE_OFFICE, "", target()),
    Route("cases:target-result", UNCLEAR_TO_THE_OFFICE, "nothing written", target(), "post", {}),
    Route("cases:target-case", OF_THE_OFFICE, "", target()),
    Route("cases:target-case", UNCLEAR_TO_THE_OFFICE, "nothing written", target(), "post", {}),
    Route("cases:typical-list", signed_in()),
    Route("cases:typical", OF_THE_OFFICE, "", draft()),
    Route("cases:typical", NOT_THERE, "none", lambda _world: (999999,)),
    Route("cases:typical-edit", OF_THE_OFFICE, "", draft()),
    Route("cases:typical-edit", UNCLEAR_TO_THE_OFFICE, "nothing sent", draft(), "post", {}),
    Route("cases:typical-submit", OF_THE_OFFICE, "", draft()),
    Route("cases:typical-submit", UNCLEAR_TO_THE_OFFICE, "nobody", draft(), "post", {}),
    Route("cases:typical-check", REFUSED_TO_THE_OFFICE, "who was not asked", draft()),
    Route("cases:typical-step", OF_THE_OFFICE, "the question", draft("drop")),
    Route("cases:typical-step", DONE_BY_THE_OFFICE, "not at that state", draft("publish")),
    Route("cases:typical-step", NOT_THERE, "no such step", draft("leap")),
    Route(
        "cases:typical-new",
        DONE_BY_THE_OFFICE,
        "there is one already",
        lambda world: (world.cases.campaigns.closed.number,),
        "post",
    ),
    Route("typical:list", all_of(OK)),
    Route("typical:list", all_of(OK), "of a subject", query="subject=consumer"),
    Route("typical:read", all_of(OK), "", lambda world: (world.cases.campaigns.published.number,)),
    Route("typical:read", all_of(HIDDEN), "no such number", lambda _world: ("DX000000-2026-0001",)),
)
