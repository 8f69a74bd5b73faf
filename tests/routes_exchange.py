"""The part of the table of access that belongs to taking records out and bringing them back."""

from __future__ import annotations

from tests.route import Route, signed_in

EXCHANGE = (
    Route("knowledge:record-take-out", signed_in(), "all fields, CSV", lambda _: ("csv",)),
    Route("knowledge:record-take-out", signed_in(), "all fields, XLSX", lambda _: ("xlsx",)),
)
