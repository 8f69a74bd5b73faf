"""The part of the table of access that belongs to the logs: public, but for the evidence of what is not."""

from __future__ import annotations

from typing import Any

from tests.route import HIDDEN, MOVED, OK, UNCLEAR, Route, all_of
from tests.routes_certificates import CERTIFICATES
from tests.world import World


def _log(_world: World) -> tuple[Any, ...]:
    return ("register",)


def _no_log(_world: World) -> tuple[Any, ...]:
    return ("another",)


def _tile(_world: World) -> tuple[Any, ...]:
    return ("register", "entries/000.p/1")


def _beside(_world: World) -> tuple[Any, ...]:
    return ("register", "../keys/register.key")


def _closed(world: World) -> tuple[Any, ...]:
    return (world.register.closed.number, 1)


def _entry(_world: World) -> tuple[Any, ...]:
    return ("register", 0)


def _no_entry(_world: World) -> tuple[Any, ...]:
    return ("register", 1 << 70)


def _head(_world: World) -> tuple[Any, ...]:
    return (1,)


NOT_FOR_THESE = (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN)
"""Heads of the audit trail are for auditors and the region's office."""


def _stamp(world: World) -> tuple[Any, ...]:
    return ("register", world.stamp.pk)


def _other_log(world: World) -> tuple[Any, ...]:
    return ("audit", world.stamp.pk)


NOTARY = (
    *CERTIFICATES,
    Route("notary:verify", all_of(OK)),
    Route("notary:verify", all_of(UNCLEAR), "nothing sent", method="post"),
    Route("notary:verifier", all_of(OK)),
    Route("notary:log-detail", all_of(OK), arguments=_log),
    Route("notary:log-detail", all_of(HIDDEN), "no such log", _no_log),
    Route("notary:log-checkpoint", all_of(OK), arguments=_log),
    Route("notary:log-key", all_of(OK), arguments=_log),
    Route("notary:log-entry", all_of(OK), arguments=_entry),
    Route("notary:log-entry", all_of(HIDDEN), "not there", _no_entry),
    Route("notary:log-tile", all_of(HIDDEN), "not of this size", _tile),
    Route("notary:log-tile", all_of(HIDDEN), "beside the log", _beside),
    Route("notary:audit-heads", NOT_FOR_THESE),
    Route("notary:audit-evidence", NOT_FOR_THESE, arguments=_head),
    Route("notary:stamp-token", all_of(OK), arguments=_stamp),
    Route("notary:stamp-token", all_of(HIDDEN), "of another log", _other_log),
    Route("notary:stamp-archive", all_of(OK), arguments=_stamp),
    Route("notary:stamp-checkpoint", all_of(OK), arguments=_stamp),
    Route("knowledge:version-evidence", (MOVED, OK, HIDDEN, OK, HIDDEN), "closed", _closed),
)
