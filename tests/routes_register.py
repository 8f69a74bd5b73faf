"""The part of the table of access that belongs to the way into the register."""

from __future__ import annotations

from typing import Any

from tests.route import HIDDEN, LOCKED_METHOD, MOVED, OK, REFUSED, UNCLEAR, Arguments, Route, all_of, signed_in
from tests.world import World

GONE = 410
KEEPERS = (MOVED, OK, HIDDEN, OK, HIDDEN)
OFFICE = (MOVED, REFUSED, HIDDEN, MOVED, HIDDEN)


def _closed(world: World) -> tuple[Any, ...]:
    return (world.register.closed.number,)


def _in_kin(world: World) -> tuple[Any, ...]:
    return (world.register.in_kin.number,)


def _notice(world: World) -> tuple[Any, ...]:
    return (world.register.notice.number,)


def _closed_notice(world: World) -> tuple[Any, ...]:
    return (world.register.closed_notice.number,)


def _act(act: str) -> Arguments:
    return lambda world: (world.register.in_kin.number, act)


def _on_notice(act: str) -> Arguments:
    return lambda world: (world.register.on_notice.number, act)


def _open_record(world: World) -> tuple[Any, ...]:
    return (world.open_record.number,)


OBJECTION = {"text": "示例异议内容", "name": "示例·某人", "contact": "示例电话"}
REGISTER = (
    Route("knowledge:queue", signed_in()),
    Route("knowledge:queue", signed_in(), "filtered", query="kind=kin&who=mine&sort=-name"),
    Route("knowledge:register-rules", all_of(OK)),
    Route("knowledge:record-register", KEEPERS, "before the public, D2", _closed),
    Route("knowledge:record-register", KEEPERS, "compared with kin, D2", _in_kin),
    Route("knowledge:record-register", (MOVED, REFUSED, REFUSED, OK, REFUSED), "registered, of nobody", _open_record),
    Route("knowledge:register-act", signed_in(LOCKED_METHOD), "not asked this way", _act("take")),
    Route("knowledge:register-act", OFFICE, "take the case", _act("take"), "post"),
    Route("knowledge:register-act", OFFICE, "look for kin", _act("find_kin"), "post"),
    Route("knowledge:register-act", OFFICE, "end the comparison", _act("settle_kin"), "post"),
    Route("knowledge:register-act", (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN), "no such act", _act("nothing"), "post"),
    Route("knowledge:register-act", OFFICE, "end the notice", _on_notice("end_notice"), "post"),
    Route("knowledge:record-versions", KEEPERS, "", _closed),
    Route("knowledge:record-versions", (MOVED, REFUSED, REFUSED, OK, REFUSED), "registered, of nobody", _open_record),
    Route("knowledge:record-versions", KEEPERS, "two compared", _in_kin, query="a=1&b=1"),
    Route(
        "knowledge:record-restore",
        (MOVED, REFUSED, REFUSED, UNCLEAR, REFUSED),
        "without a reason",
        lambda world: (world.open_record.number, 1),
        "post",
    ),
    Route("knowledge:record-remove", (MOVED, OK, HIDDEN, REFUSED, HIDDEN), "", _closed),
    Route("knowledge:record-remove", (MOVED, UNCLEAR, HIDDEN, REFUSED, HIDDEN), "no reason", _closed, "post"),
    Route("knowledge:record-detail", all_of(GONE), "removed", lambda world: (world.register.removed.number,)),
    Route(
        "knowledge:record-detail",
        (HIDDEN, GONE, HIDDEN, GONE, HIDDEN),
        "removed, D2",
        lambda world: (world.register.hidden_removed.number,),
    ),
    Route("knowledge:public-notices", all_of(OK)),
    Route("knowledge:public-notice", all_of(OK), "", _notice),
    Route("knowledge:public-notice", all_of(OK), "after an objection", _notice, query="sent=1"),
    Route("knowledge:public-notice", (HIDDEN, OK, HIDDEN, OK, HIDDEN), "within the community", _closed_notice),
    Route("knowledge:public-notice", all_of(HIDDEN), "no such number", lambda _: ("GS-2026-9999",)),
    Route("knowledge:public-notice-object", all_of(MOVED), "", _notice, "post", OBJECTION),
    Route("knowledge:public-notice-object", all_of(UNCLEAR), "nothing written", _notice, "post"),
    Route(
        "knowledge:public-notice-object",
        (HIDDEN, MOVED, HIDDEN, MOVED, HIDDEN),
        "within the community",
        _closed_notice,
        "post",
        OBJECTION,
    ),
    Route(
        "knowledge:expert-review",
        (MOVED, *(HIDDEN,) * 4),
        "of an expert",
        lambda world: (world.register.assignment.pk,),
    ),
    Route("knowledge:kin-hint", (MOVED, HIDDEN, HIDDEN, HIDDEN, OK), "", lambda world: (world.register.hint.pk,)),
    Route(
        "knowledge:kin-hint",
        (MOVED, HIDDEN, HIDDEN, HIDDEN, MOVED),
        "",
        lambda world: (world.register.hint.pk,),
        "post",
        {"answer": "tell"},
    ),
)
