"""The part of the table of access that belongs to requests for access: the one of the world is with its holders now."""

from __future__ import annotations

from typing import Any

from erdem.base.actor import SYSTEM, acting_as
from erdem.sharing.models import AccessRequest, Approval, RequestedRecord, SpokenAnswer
from tests.route import HIDDEN, MOVED, OK, REFUSED, UNCLEAR, Arguments, Route, nothing, signed_in
from tests.world import World

NUMBER = "AR-2026-9001"


def _request(_world: World) -> tuple[Any, ...]:
    return (NUMBER,)


def _step(name: str) -> Arguments:
    return lambda _world: (NUMBER, name)


def _approval(_world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        return (NUMBER, Approval.objects.get(request__number=NUMBER).pk)


def _requested(_world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        return (NUMBER, RequestedRecord.objects.get(request__number=NUMBER).pk)


def _quorum(world: World) -> tuple[Any, ...]:
    return (NUMBER, world.shared_record.number)


def _community(world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        return (NUMBER, AccessRequest.objects.get(number=NUMBER).asked[0])


def _proof(world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        return (*_community(world), SpokenAnswer.objects.get(question__request__number=NUMBER).pk)


OF_ITS_PARTIES = (MOVED, OK, OK, OK, HIDDEN)
CLOSED = (MOVED, REFUSED, REFUSED, REFUSED, HIDDEN)
OF_THE_OFFICE = (MOVED, REFUSED, REFUSED, OK, HIDDEN)
OF_THE_APPLICANT = (MOVED, REFUSED, OK, REFUSED, HIDDEN)
REASON = {"reason": "示例"}
REQUESTS = (
    Route("sharing:request-list", signed_in()),
    Route("sharing:request-list", signed_in(), "of the own house", query="of=own&status=asking&sort=-due_on"),
    Route("sharing:request-export", signed_in(), "XLSX", lambda _world: ("xlsx",)),
    Route("sharing:request-export", signed_in(), "CSV", lambda _world: ("csv",)),
    Route("sharing:request-new", signed_in()),
    Route("sharing:request-new", signed_in(UNCLEAR), "nothing written", nothing, "post", {"do": "save"}),
    Route("sharing:request-new", signed_in(), "look up", nothing, "post", {"do": "find", "words": "示例"}),
    Route("sharing:request-detail", OF_ITS_PARTIES, "", _request),
    Route("sharing:request-edit", CLOSED, "submitted already", _request),
    Route("sharing:request-submit", CLOSED, "submitted already", _request, "post"),
    Route("sharing:request-step", CLOSED, "stop it, without speaking for a community", _step("veto")),
    Route("sharing:request-step", CLOSED, "stop it, without speaking for a community", _step("veto"), "post", REASON),
    Route("sharing:request-step", OF_THE_APPLICANT, "take it back", _step("withdraw")),
    Route("sharing:request-step", OF_THE_OFFICE, "turn it down", _step("reject")),
    Route(
        "sharing:request-step",
        (MOVED, REFUSED, REFUSED, UNCLEAR, HIDDEN),
        "without a reason",
        _step("reject"),
        "post",
        {"do": "go"},
    ),
    Route("sharing:request-step", (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN), "no such step", _step("issue")),
    Route("sharing:request-check", OF_THE_OFFICE, "", _request),
    Route("sharing:request-accept", (MOVED, REFUSED, REFUSED, UNCLEAR, HIDDEN), "accepted already", _request, "post"),
    Route("sharing:approval-record", (MOVED, REFUSED, REFUSED, UNCLEAR, HIDDEN), "too late", _approval, "post"),
    Route("sharing:approval-file", OF_ITS_PARTIES, "", _approval),
    Route("sharing:record-escalate", CLOSED, "asked already", _requested, "post"),
    Route("sharing:request-answer", (MOVED, OK, HIDDEN, HIDDEN, HIDDEN), "", _request),
    Route(
        "sharing:request-answer", (MOVED, REFUSED, HIDDEN, HIDDEN, HIDDEN), "by no steward", _request, "post", REASON
    ),
    Route("sharing:spoken-answer", OF_THE_OFFICE, "", _community),
    Route(
        "sharing:spoken-answer",
        (MOVED, REFUSED, REFUSED, UNCLEAR, HIDDEN),
        "nothing written",
        _community,
        "post",
        {"said_by": "示例"},
    ),
    Route(
        "sharing:spoken-decide",
        (MOVED, REFUSED, REFUSED, UNCLEAR, HIDDEN),
        "no reason to put it aside",
        _community,
        "post",
        {"do": "aside"},
    ),
    Route("sharing:spoken-file", (MOVED, OK, HIDDEN, OK, HIDDEN), "", _proof),
    Route("sharing:record-quorum", (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN), "by no steward", _quorum),
)
