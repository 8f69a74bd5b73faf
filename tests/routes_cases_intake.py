"""The part of the table of access that belongs to the public side of complaints: a filing is for who filed alone."""

from __future__ import annotations

from typing import Any

from tests.route import HIDDEN, LOCKED_METHOD, MOVED, OK, REFUSED, UNCLEAR, Route, all_of
from tests.world import World

GONE = 410
OF_THE_FILER = (GONE, OK, GONE, GONE, GONE)
FOR_OFFICERS = (MOVED, REFUSED, REFUSED, OK, REFUSED)
DONE_BY_OFFICERS = (MOVED, REFUSED, REFUSED, MOVED, REFUSED)
UNCLEAR_TO_OFFICERS = (MOVED, REFUSED, REFUSED, UNCLEAR, REFUSED)
NOT_THERE = (MOVED, REFUSED, REFUSED, HIDDEN, REFUSED)
DONE_BY_THE_FILER = (GONE, MOVED, GONE, GONE, GONE)


def _own(world: World) -> tuple[Any, ...]:
    return (world.cases.intake.own.number,)


def _by_receipt(world: World) -> tuple[Any, ...]:
    return (world.cases.intake.by_receipt.number,)


def _own_file(world: World) -> tuple[Any, ...]:
    return (*_own(world), world.cases.intake.own_file_id)


def _file_by_receipt(world: World) -> tuple[Any, ...]:
    return (*_by_receipt(world), world.cases.intake.file_id)


def _crossed(world: World) -> tuple[Any, ...]:
    return (*_own(world), world.cases.intake.file_id)


def _unlock(world: World) -> tuple[Any, ...]:
    return (world.cases.intake.unlock_id,)


def _waiting_unlock(world: World) -> tuple[Any, ...]:
    return (world.cases.intake.waiting_unlock_id,)


def _none(_world: World) -> tuple[Any, ...]:
    return ("SJ152530-2026-9999",)


CASES_INTAKE = (
    Route("complaints", all_of(OK)),
    Route("complaints", all_of(OK), "asked on", query="subject=patent_infringement&place=152530"),
    Route("complaints", all_of(OK), "the way", query="subject=crime&place=152530"),
    Route("complain:router", all_of(OK)),
    Route("complain:start", all_of(LOCKED_METHOD), "not asked this way"),
    Route("complain:start", all_of(MOVED), "no such form", method="post", data={"form": "F99"}),
    Route("complain:step", all_of(GONE), "nothing begun", lambda _: (1,)),
    Route("complain:review", all_of(GONE), "nothing begun"),
    Route("complain:review", all_of(GONE), "nothing begun", method="post"),
    Route("complain:drop", all_of(MOVED), method="post"),
    Route("complain:track", all_of(OK)),
    Route("complain:track", all_of(UNCLEAR), "nothing typed", method="post"),
    Route("complain:leave", all_of(MOVED), method="post"),
    Route("complain:filing", OF_THE_FILER, "handed in by an account", _own),
    Route("complain:filing", all_of(GONE), "handed in without an account", _by_receipt),
    Route("complain:filing", all_of(GONE), "no such number", _none),
    Route("complain:say", DONE_BY_THE_FILER, "", _own, "post", {"body": "示例"}),
    Route("complain:say", (GONE, UNCLEAR, GONE, GONE, GONE), "nothing written", _own, "post"),
    Route("complain:add", (GONE, UNCLEAR, GONE, GONE, GONE), "no file", _own, "post"),
    Route("complain:withdraw", DONE_BY_THE_FILER, "", _own, "post"),
    Route("complain:withdraw", all_of(GONE), "of somebody else", _by_receipt, "post"),
    Route("complain:file", (HIDDEN, OK, HIDDEN, HIDDEN, HIDDEN), "of an account", _own_file),
    Route("complain:file", all_of(HIDDEN), "of a receipt", _file_by_receipt),
    Route("complain:file", all_of(HIDDEN), "of another filing", _crossed),
    Route("cases:filing-list", FOR_OFFICERS),
    Route("cases:filing-list", FOR_OFFICERS, "all of them", query="show=all"),
    Route("cases:filing-new", FOR_OFFICERS),
    Route("cases:filing-new", FOR_OFFICERS, "a form chosen", query="form=F10&subject=consumer"),
    Route(
        "cases:filing-new",
        UNCLEAR_TO_OFFICERS,
        "nothing written",
        method="post",
        query="form=F10&subject=consumer",
    ),
    Route("cases:filing-detail", FOR_OFFICERS, "", _by_receipt),
    Route("cases:filing-detail", NOT_THERE, "no such number", _none),
    Route("cases:filing-open", DONE_BY_OFFICERS, "", _by_receipt, "post", {"kinds": "report"}),
    Route("cases:filing-open", UNCLEAR_TO_OFFICERS, "no kind", _by_receipt, "post"),
    Route("cases:filing-join", UNCLEAR_TO_OFFICERS, "no such case", _by_receipt, "post", {"case": "示例"}),
    Route("cases:filing-pass-on", DONE_BY_OFFICERS, "", _by_receipt, "post", {"body": "health", "reason": "示例理由"}),
    Route("cases:filing-pass-on", UNCLEAR_TO_OFFICERS, "no reason", _by_receipt, "post"),
    Route("cases:filing-take-back", DONE_BY_OFFICERS, "not passed on", _by_receipt, "post"),
    Route("cases:filing-say", DONE_BY_OFFICERS, "", _by_receipt, "post", {"body": "示例"}),
    Route("cases:filing-say", UNCLEAR_TO_OFFICERS, "nothing written", _by_receipt, "post"),
    Route("cases:filing-add", UNCLEAR_TO_OFFICERS, "no file", _by_receipt, "post"),
    Route("cases:filing-file", FOR_OFFICERS, "", _file_by_receipt),
    Route("cases:filing-file", NOT_THERE, "of another filing", _crossed),
    Route("cases:unlock-list", FOR_OFFICERS),
    Route("cases:unlock-ask", DONE_BY_OFFICERS, "", _by_receipt, "post", {"reason": "示例理由"}),
    Route("cases:unlock-ask", UNCLEAR_TO_OFFICERS, "no reason", _by_receipt, "post"),
    Route("cases:unlock-decide", DONE_BY_OFFICERS, "", _waiting_unlock, "post", {"do": "approve"}),
    Route("cases:unlock-decide", NOT_THERE, "no such request", lambda _: (10**9,), "post", {"do": "approve"}),
    Route("cases:identity-open", FOR_OFFICERS, "approved by a second officer", _unlock, "post"),
    Route("cases:identity-open", DONE_BY_OFFICERS, "not approved", _waiting_unlock, "post"),
)
