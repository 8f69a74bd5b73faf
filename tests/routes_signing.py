"""The part of the table of access that belongs to signing: an agreement is for its parties and the office in charge."""

from __future__ import annotations

from typing import Any

from erdem.base.actor import SYSTEM, acting_as
from erdem.sharing.services.signing_seal import current
from tests.route import HIDDEN, MOVED, OK, REFUSED, UNCLEAR, Route, signed_in
from tests.world import World
from tests.world_signing import REQUEST

SEEN = (MOVED, OK, OK, OK, HIDDEN)
OFFICE = (MOVED, REFUSED, REFUSED, OK, HIDDEN)
NOBODY = (MOVED, REFUSED, REFUSED, REFUSED, HIDDEN)
"""The steward of the community signs, who is none of the five."""


def _request(_world: World) -> tuple[Any, ...]:
    return (REQUEST,)


def _first(_world: World) -> tuple[Any, ...]:
    return (REQUEST, 1)


def _second(_world: World) -> tuple[Any, ...]:
    return (REQUEST, 2)


def _third(_world: World) -> tuple[Any, ...]:
    return (REQUEST, 3)


def _page(world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        return (REQUEST, current(world.envelope).sha256, 1)


SIGNING = (
    Route("signing:to-sign", signed_in()),
    Route("signing:envelope", SEEN, "", _request),
    Route("signing:envelope", signed_in(HIDDEN), "no such request", lambda _: ("AR-2026-0000",)),
    Route("signing:envelope", (MOVED, UNCLEAR, UNCLEAR, UNCLEAR, HIDDEN), "no day given", _request, "post"),
    Route("signing:cancel", OFFICE, "", _request),
    Route("signing:cancel", (MOVED, REFUSED, REFUSED, UNCLEAR, HIDDEN), "no reason", _request, "post"),
    Route("signing:file", SEEN, "", _request),
    Route("signing:evidence", signed_in(HIDDEN), "not signed by all", _request),
    Route("signing:page", SEEN, "", _page),
    Route("signing:page", signed_in(HIDDEN), "of another file", lambda _: (REQUEST, "0" * 64, 1)),
    Route("signing:sign", NOBODY, "for the steward", _second),
    Route("signing:sign", NOBODY, "for the steward", _second, "post"),
    Route("signing:sign", (MOVED, REFUSED, MOVED, REFUSED, HIDDEN), "has signed", _first),
    Route("signing:sign", signed_in(HIDDEN), "no such place", _third),
    Route("signing:refuse", NOBODY, "for the steward", _second),
    Route("signing:refuse", NOBODY, "for the steward", _second, "post"),
    Route("signing:wet-ink", OFFICE, "", _second),
    Route("signing:wet-ink", (MOVED, REFUSED, REFUSED, UNCLEAR, HIDDEN), "no file", _second, "post"),
    Route("signing:confirm", OFFICE, "", _second),
    Route("signing:confirm", (MOVED, REFUSED, REFUSED, UNCLEAR, HIDDEN), "not compared", _second, "post"),
    Route("signing:scan", SEEN, "", _second),
    Route("signing:scan", signed_in(HIDDEN), "no scan", _first),
)
