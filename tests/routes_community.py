"""The part of the table of access that belongs to communities, to who holds a record, and to calls for holders.

The holder is a bearer of the community, not its steward; the applicant has proposed a community and asked to join another.
"""

from __future__ import annotations

from typing import Any

from tests.route import HIDDEN, MOVED, OK, REFUSED, UNCLEAR, Arguments, Route, all_of, signed_in
from tests.world import World


def _community(world: World) -> tuple[Any, ...]:
    return (world.communities.profile.pk,)


def _proposed(world: World) -> tuple[Any, ...]:
    return (world.communities.proposed.pk,)


def _with(*more: Any) -> Arguments:
    return lambda world: (world.communities.profile.pk, *more)


def _step(step: str) -> Arguments:
    return lambda world: (world.communities.proposed.pk, step)


def _paper(world: World) -> tuple[Any, ...]:
    return (world.communities.profile.pk, world.communities.paper.pk)


def _request(world: World) -> tuple[Any, ...]:
    return (world.communities.profile.pk, world.communities.request.pk)


def _own_request(world: World) -> tuple[Any, ...]:
    return (world.communities.request.pk,)


def _group(world: World) -> tuple[Any, ...]:
    return (world.communities.profile.pk, world.communities.group.pk)


def _call(world: World) -> tuple[Any, ...]:
    return (world.communities.call.number,)


def _open_record(world: World) -> tuple[Any, ...]:
    return (world.open_record.number,)


def _secret(world: World) -> tuple[Any, ...]:
    return (world.own_secret.number,)


def _shared(world: World) -> tuple[Any, ...]:
    return (world.shared_record.number,)


def _shared_begin(act: str) -> Arguments:
    return lambda world: (world.shared_record.number, act)


def _holding(world: World) -> tuple[Any, ...]:
    return (world.shared_record.number, world.communities.holding)


MEMBERS = (MOVED, OK, REFUSED, REFUSED, REFUSED)
PAPERS = (MOVED, OK, REFUSED, OK, REFUSED)
PROFILE = {"name": "示例再一社区", "holder_type": "C", "place": "152530"}
ANSWER = {"holder_name": "示例", "grounds": "示例", "name": "示例", "contact": "示例"}
COMMUNITY = (
    Route("knowledge:community-list", all_of(OK)),
    Route("knowledge:community-list", all_of(OK), "a name", query="q=示例"),
    Route("knowledge:community-new", signed_in()),
    Route("knowledge:community-new", signed_in(UNCLEAR), "nothing written", method="post", data={"name": ""}),
    Route("knowledge:community-new", signed_in(MOVED), method="post", data=PROFILE),
    Route("knowledge:community-detail", all_of(OK), "", _community),
    Route("knowledge:community-detail", (HIDDEN, HIDDEN, OK, OK, HIDDEN), "only proposed", _proposed),
    Route("knowledge:community-edit", (MOVED, *(REFUSED,) * 4), "by others than its stewards", _community),
    Route("knowledge:community-edit", (MOVED, HIDDEN, OK, OK, HIDDEN), "only proposed", _proposed),
    Route("knowledge:community-step", (MOVED, HIDDEN, REFUSED, MOVED, HIDDEN), "recognise", _step("recognise"), "post"),
    Route("knowledge:community-step", (MOVED, HIDDEN, REFUSED, OK, HIDDEN), "close", _step("close")),
    Route("knowledge:community-custodian", (MOVED, REFUSED, REFUSED, OK, REFUSED), "", _community),
    Route("knowledge:community-papers", PAPERS, "", _community),
    Route(
        "knowledge:community-papers",
        (MOVED, UNCLEAR, REFUSED, UNCLEAR, REFUSED),
        "nothing written",
        _community,
        "post",
        {"title": ""},
    ),
    Route("knowledge:community-paper-file", (MOVED, OK, HIDDEN, OK, HIDDEN), "", _paper),
    Route("knowledge:community-paper-withdraw", (MOVED, REFUSED, HIDDEN, REFUSED, HIDDEN), "by a bearer", _paper),
    Route("knowledge:community-members", MEMBERS, "", _community),
    Route(
        "knowledge:community-invite",
        (MOVED, REFUSED, REFUSED, REFUSED, REFUSED),
        "by a bearer",
        _community,
        "post",
        {"username": "example1", "role": "bearer"},
    ),
    Route("knowledge:community-join", signed_in(MOVED), "", _community, "post"),
    Route(
        "knowledge:community-answer",
        (MOVED, HIDDEN, REFUSED, REFUSED, REFUSED),
        "by a bearer",
        _request,
        "post",
        {"do": "accept"},
    ),
    Route(
        "knowledge:invitation-answer",
        (MOVED, HIDDEN, MOVED, HIDDEN, HIDDEN),
        "taken back by who asked",
        _own_request,
        "post",
        {"do": "withdraw"},
    ),
    Route("knowledge:community-retire", (MOVED, MOVED, REFUSED, REFUSED, REFUSED), "nobody", _with(0), "post"),
    Route("knowledge:community-leave", (MOVED, MOVED, REFUSED, REFUSED, REFUSED), "", _community, "post"),
    Route(
        "knowledge:community-group-new",
        (MOVED, REFUSED, REFUSED, REFUSED, REFUSED),
        "by a bearer",
        _community,
        "post",
        {"kind": "clan", "name": "示例氏族"},
    ),
    Route(
        "knowledge:community-group-place",
        (MOVED, MOVED, REFUSED, REFUSED, REFUSED),
        "",
        _group,
        "post",
        {"do": "declare"},
    ),
    Route("knowledge:community-readings", MEMBERS, "", _community),
    Route("knowledge:community-readings-export", MEMBERS, "CSV", _with("csv")),
    Route("knowledge:community-readings-export", MEMBERS, "XLSX", _with("xlsx")),
    Route("knowledge:record-holders", signed_in(), "of an open record", _open_record),
    Route("knowledge:record-holders", (MOVED, OK, HIDDEN, HIDDEN, HIDDEN), "of a secret record", _secret),
    Route("knowledge:record-holders", signed_in(), "of a record with a public line", _shared),
    Route(
        "knowledge:record-holders-begin",
        (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN),
        "by others than stewards",
        _shared_begin("claim"),
        "post",
    ),
    Route(
        "knowledge:record-holding",
        (MOVED, REFUSED, HIDDEN, REFUSED, HIDDEN),
        "by others than its stewards",
        _holding,
        "post",
        {"do": "leave"},
    ),
    Route("knowledge:call-list", all_of(OK)),
    Route("knowledge:call-detail", all_of(OK), "", _call),
    Route("knowledge:call-detail", all_of(UNCLEAR), "nothing written", _call, "post", {"name": ""}),
    Route("knowledge:call-detail", all_of(MOVED), "answered", _call, "post", ANSWER),
    Route("knowledge:call-new", (MOVED, REFUSED, REFUSED, OK, REFUSED), "", _open_record),
    Route("knowledge:call-decide", (MOVED, REFUSED, REFUSED, OK, REFUSED), "", _call),
    Route("knowledge:call-off", (MOVED, REFUSED, REFUSED, OK, REFUSED), "", _call),
)
