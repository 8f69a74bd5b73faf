"""The part of the table of access that belongs to certificates: how one stands is for whoever has its number, the rest is not."""

from __future__ import annotations

from typing import Any

from tests.route import HIDDEN, LOCKED_METHOD, MOVED, OK, REFUSED, UNCLEAR, Route, all_of, signed_in
from tests.world import World
from tests.world_certificates import NO_SUCH

OFFICE = (MOVED, REFUSED, REFUSED, OK, REFUSED)
COMMUNITY = (MOVED, OK, HIDDEN, HIDDEN, HIDDEN)


def _open(world: World) -> tuple[Any, ...]:
    return (world.certificates.open.number,)


def _secret(world: World) -> tuple[Any, ...]:
    return (world.certificates.secret.number,)


def _none(_world: World) -> tuple[Any, ...]:
    return (NO_SUCH,)


def _record(world: World) -> tuple[Any, ...]:
    return (world.open_record.number,)


def _closed(world: World) -> tuple[Any, ...]:
    return (world.register.closed.number,)


def _of_open(world: World) -> tuple[Any, ...]:
    return (world.open_record.number, world.certificates.open.number)


def _of_secret(world: World) -> tuple[Any, ...]:
    return (world.certificates.secret_record.number, world.certificates.secret.number)


def _crossed(world: World) -> tuple[Any, ...]:
    return (world.open_record.number, world.certificates.secret.number)


CERTIFICATES = (
    Route("certificates:certificate", all_of(OK), "of an open record", _open),
    Route("certificates:certificate", all_of(OK), "of a secret record, revoked", _secret),
    Route("certificates:certificate", all_of(HIDDEN), "no such number", _none),
    Route("certificates:certificate", all_of(HIDDEN), "no number at all", lambda _: ("示例",)),
    Route("certificates:public-file", all_of(OK), "of an open record", _open),
    Route("certificates:public-file", all_of(OK), "of a secret record: number and dates", _secret),
    Route("certificates:public-file", all_of(HIDDEN), "no such number", _none),
    Route("certificates:evidence", all_of(OK), "of an open record", _open),
    Route("certificates:evidence", all_of(OK), "of a secret record: says nothing of it", _secret),
    Route("certificates:evidence", all_of(HIDDEN), "no such number", _none),
    Route("certificates:revocation", all_of(OK), "of a secret record: says nothing of it", _secret),
    Route("certificates:revocation", all_of(HIDDEN), "never revoked", _open),
    Route("knowledge:certificate-list", signed_in()),
    Route("knowledge:certificate-list", signed_in(), "sorted", query="sort=-number"),
    Route("knowledge:certificate-export", signed_in(), arguments=lambda _: ("csv",)),
    Route("knowledge:record-certificates", OFFICE, "registered, of nobody", _record),
    Route("knowledge:record-certificates", (MOVED, OK, HIDDEN, OK, HIDDEN), "before the public, D2", _closed),
    Route("knowledge:certificate-issue", signed_in(LOCKED_METHOD), "not asked this way", _record),
    Route("knowledge:certificate-issue", (MOVED, REFUSED, REFUSED, MOVED, REFUSED), "a second time", _record, "post"),
    Route("knowledge:certificate-issue", (MOVED, REFUSED, HIDDEN, REFUSED, HIDDEN), "not registered", _closed, "post"),
    Route("knowledge:certificate-file", OFFICE, "of an open record", _of_open),
    Route("knowledge:certificate-file", COMMUNITY, "of a secret record", _of_secret),
    Route("knowledge:certificate-file", (MOVED, REFUSED, REFUSED, HIDDEN, REFUSED), "of another record", _crossed),
    Route("knowledge:certificate-revoke", OFFICE, "", _of_open),
    Route("knowledge:certificate-revoke", (MOVED, REFUSED, REFUSED, UNCLEAR, REFUSED), "no reason", _of_open, "post"),
    Route(
        "knowledge:certificate-revoke",
        (MOVED, REFUSED, HIDDEN, HIDDEN, HIDDEN),
        "of a secret record, by an elder",
        _of_secret,
        "post",
        {"reason": "mistake"},
    ),
)
