"""The part of the table of access that belongs to permits: the register is for all, the rest for parties and office."""

from __future__ import annotations

from typing import Any

from tests.route import HIDDEN, LOCKED_METHOD, MOVED, OK, REFUSED, UNCLEAR, Route, all_of, signed_in
from tests.world import World

CONCERNED = (MOVED, OK, OK, OK, HIDDEN)
OFFICE = (MOVED, REFUSED, REFUSED, OK, HIDDEN)


def _second(world: World) -> tuple[Any, ...]:
    return (world.permits.second.number,)


def _none(_world: World) -> tuple[Any, ...]:
    return ("XK-2026-0000",)


def _request(world: World) -> tuple[Any, ...]:
    return (world.permits.request.number,)


def _step(name: str) -> Any:
    return lambda world: (world.permits.second.number, name)


def _draft(form: str) -> Any:
    return lambda world: (world.permits.second.number, form)


def _draft_file(kind: str) -> Any:
    return lambda world: (world.permits.second.number, "F08", kind)


def _finding(form: str) -> Any:
    return lambda world: (world.open_finding.number, form)


def _finding_file(world: World) -> tuple[Any, ...]:
    return (world.open_finding.number, "F09", "json")


def _withdraw(world: World) -> tuple[Any, ...]:
    return (world.permits.second.number, world.permits.community)


TERM = {"valid_from": "2026-01-01", "expires_on": "2025-01-01"}

PERMITS = (
    Route("permits:register", all_of(OK)),
    Route("permits:register", all_of(OK), "sorted and searched", query="sort=-issued&q=示例"),
    Route("permits:check", all_of(OK)),
    Route("permits:check", all_of(OK), "asked", query="permit=XK-2026-0001&purpose=research"),
    Route("permits:permit", all_of(OK), "", _second),
    Route("permits:permit", all_of(HIDDEN), "no such number", _none),
    Route("permits:permit-json", all_of(OK), "", _second),
    Route("permits:permit-file", all_of(OK), "", _second),
    Route("permits:permit-evidence", all_of(OK), "", _second),
    Route("permits:permit-latest", all_of(OK), "", _second),
    Route("permits:permit-latest", all_of(HIDDEN), "no such number", _none),
    Route("permitting:permit-list", signed_in()),
    Route("permitting:permit-list", signed_in(), "sorted", query="sort=-expires"),
    Route("permitting:permit-export", signed_in(), arguments=lambda _: ("xlsx",)),
    Route("permitting:request-permit", CONCERNED, "", _request),
    Route("permitting:request-permit", (MOVED, *(HIDDEN,) * 4), "no such number", _none),
    Route("permitting:permit-issue", signed_in(LOCKED_METHOD), "not asked this way", _request),
    Route("permitting:permit-issue", (MOVED, REFUSED, REFUSED, UNCLEAR, HIDDEN), "no days", _request, "post", TERM),
    Route("permitting:permit-matter", (MOVED, REFUSED, REFUSED, UNCLEAR, HIDDEN), "no words", _request, "post"),
    Route(
        "permitting:permit-publication", (MOVED, REFUSED, MOVED, REFUSED, HIDDEN), "of the applicant", _request, "post"
    ),
    Route("permitting:permit-step", OFFICE, "", _step("revoke")),
    Route("permitting:permit-step", (MOVED, *(HIDDEN,) * 4), "no such step", _step("expire")),
    Route("permitting:permit-step", (MOVED, REFUSED, REFUSED, UNCLEAR, HIDDEN), "no reason", _step("resume"), "post"),
    Route("permitting:permit-withdraw", (MOVED, REFUSED, REFUSED, REFUSED, HIDDEN), "by an elder", _withdraw),
    Route("permitting:permit-whole-file", CONCERNED, "", _second),
    Route("permitting:permit-draft", CONCERNED, "", _draft("F07")),
    Route("permitting:permit-draft", (MOVED, *(HIDDEN,) * 4), "no such form", _draft("F99")),
    Route("permitting:permit-draft-file", CONCERNED, "as data", _draft_file("json")),
    Route("permitting:permit-draft-file", CONCERNED, "as Word", _draft_file("docx")),
    Route("permitting:finding-draft", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _finding("F08")),
    Route("permitting:finding-draft-file", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _finding_file),
    Route("api:check", all_of(OK), "asks no key", query="permit=XK-2026-0001"),
    Route("api:check", all_of(UNCLEAR), "without a permit"),
)
