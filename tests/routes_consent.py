"""The part of the table of access that belongs to consent, disclosure, leaks and the check for state secrets."""

from __future__ import annotations

from typing import Any

from tests.route import HIDDEN, MOVED, OK, REFUSED, UNCLEAR, Arguments, Route, nothing, signed_in
from tests.world import World


def _of(name: str, *more: Any) -> Arguments:
    return lambda world: (getattr(world.consents, name).number, *more)


def _proof(name: str) -> Arguments:
    return lambda world: (getattr(world.consents, name).number, "given")


def _own(world: World) -> tuple[Any, ...]:
    return (world.own_draft.number,)


def _open(world: World) -> tuple[Any, ...]:
    return (world.open_record.number,)


def _file(world: World) -> tuple[Any, ...]:
    return (world.consents.asked.number, world.consents.evidence.pk)


def _leak(world: World) -> tuple[Any, ...]:
    return (world.consents.leak.pk,)


HOLDER_AND_OFFICE = (MOVED, OK, HIDDEN, OK, HIDDEN)
HOLDER = (MOVED, OK, HIDDEN, HIDDEN, HIDDEN)
DAYS = {"happened_on": "2026-11-01", "learned_on": "2026-11-02", "place": "示例网页"}
CONSENT = (
    Route("knowledge:secrecy-check", (MOVED, OK, REFUSED, OK, OK)),
    Route("knowledge:secrecy-check", (MOVED, OK, REFUSED, OK, OK), "it is one", nothing, "post", {"answer": "yes"}),
    Route(
        "knowledge:secrecy-check",
        (MOVED, UNCLEAR, REFUSED, UNCLEAR, UNCLEAR),
        "no, without a name",
        nothing,
        "post",
        {"answer": "no"},
    ),
    Route("knowledge:consent-list", signed_in()),
    Route("knowledge:consent-list", signed_in(), "given ones", query="status=given"),
    Route("knowledge:consent-detail", HOLDER_AND_OFFICE, "given by the holder's community", _of("given")),
    Route("knowledge:consent-detail", HOLDER, "about a secret", _of("secret")),
    Route("knowledge:consent-detail", (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN), "of a person", _of("personal")),
    Route("knowledge:consent-edit", HOLDER_AND_OFFICE, "being prepared", _of("draft")),
    Route(
        "knowledge:consent-edit", (MOVED, UNCLEAR, HIDDEN, UNCLEAR, HIDDEN), "empty", _of("draft"), "post", {"do": "x"}
    ),
    Route("knowledge:consent-step", (MOVED, MOVED, HIDDEN, MOVED, HIDDEN), "put it", _of("draft", "ask"), "post"),
    Route("knowledge:consent-answer", HOLDER_AND_OFFICE, "", _of("asked")),
    Route(
        "knowledge:consent-answer",
        (MOVED, UNCLEAR, HIDDEN, UNCLEAR, HIDDEN),
        "empty",
        _of("asked"),
        "post",
        {"answer": "give"},
    ),
    Route("knowledge:consent-decide", HOLDER_AND_OFFICE, "the elder's page", _of("asked")),
    Route(
        "knowledge:consent-decide",
        (MOVED, MOVED, HIDDEN, UNCLEAR, HIDDEN),
        "agree",
        _of("asked"),
        "post",
        {"choice": "give"},
    ),
    Route("knowledge:consent-withdraw", (MOVED, OK, HIDDEN, REFUSED, HIDDEN), "", _of("given")),
    Route(
        "knowledge:consent-withdraw",
        (MOVED, MOVED, HIDDEN, REFUSED, HIDDEN),
        "",
        _of("given"),
        "post",
        {"reason": "示例"},
    ),
    Route("knowledge:consent-attach", HOLDER_AND_OFFICE, "", _of("asked")),
    Route(
        "knowledge:consent-attach",
        (MOVED, UNCLEAR, HIDDEN, UNCLEAR, HIDDEN),
        "no file",
        _of("asked"),
        "post",
        {"kind": "scan"},
    ),
    Route("knowledge:consent-file", HOLDER, "the explanation", _file),
    Route("knowledge:consent-evidence", HOLDER_AND_OFFICE, "given by the holder's community", _proof("given")),
    Route("knowledge:consent-evidence", HOLDER, "about a secret", _proof("secret")),
    Route("knowledge:consent-evidence", (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN), "never given", _proof("asked")),
    Route("knowledge:consent-form-pdf", HOLDER_AND_OFFICE, "", _of("asked")),
    Route("knowledge:consent-receipt-pdf", HOLDER_AND_OFFICE, "", _of("withdrawn")),
    Route("knowledge:leak-list", signed_in()),
    Route("knowledge:leak-detail", HOLDER_AND_OFFICE, "", _leak),
    Route("knowledge:leak-detail", (MOVED, MOVED, HIDDEN, MOVED, HIDDEN), "end it", _leak, "post", {"reason": "示例"}),
    Route("knowledge:record-consents", HOLDER_AND_OFFICE, "of a draft, D2", _own),
    Route("knowledge:record-consents", signed_in(), "of an open record", _open),
    Route("knowledge:consent-new", HOLDER_AND_OFFICE, "which subject", _own),
    Route("knowledge:consent-new", HOLDER_AND_OFFICE, "the question", _own, query="subject=tk_collective"),
    Route("knowledge:consent-new", (MOVED, REFUSED, REFUSED, OK, REFUSED), "of an open record", _open),
    Route("knowledge:record-checklist", HOLDER_AND_OFFICE, "", _own),
    Route("knowledge:record-checklist", (MOVED, MOVED, HIDDEN, MOVED, HIDDEN), "", _own, "post", {"shown-B1": "1"}),
    Route("knowledge:record-disclosure", HOLDER_AND_OFFICE, "", _own),
    Route(
        "knowledge:record-disclosure",
        (MOVED, UNCLEAR, HIDDEN, UNCLEAR, HIDDEN),
        "nothing chosen",
        _own,
        "post",
        {"x": "1"},
    ),
    Route("knowledge:leak-new", HOLDER_AND_OFFICE, "", _own),
    Route("knowledge:leak-new", (MOVED, MOVED, HIDDEN, MOVED, HIDDEN), "", _own, "post", DAYS),
)
