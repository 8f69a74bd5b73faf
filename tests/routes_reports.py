"""The part of the table of access that belongs to use reports, audits, what is due, what arrived, and the figures of fairness."""

from __future__ import annotations

from typing import Any

from tests.route import HIDDEN, MOVED, OK, REFUSED, UNCLEAR, Arguments, Route, nothing, signed_in
from tests.world import World


def _of(name: str, *more: Any) -> Arguments:
    return lambda world: (getattr(world.reports, name), *more)


def _file(world: World) -> tuple[Any, ...]:
    return (world.reports.draft, world.reports.file)


PARTIES = (MOVED, OK, OK, OK, HIDDEN)
MEMBERS = (MOVED, OK, HIDDEN, HIDDEN, HIDDEN)
FIRM_UNCLEAR = (MOVED, REFUSED, UNCLEAR, REFUSED, HIDDEN)
OFFICE_UNCLEAR = (MOVED, REFUSED, REFUSED, UNCLEAR, HIDDEN)
ONE_OF_BOTH_UNCLEAR = (MOVED, REFUSED, UNCLEAR, UNCLEAR, HIDDEN)
FIRM = (MOVED, REFUSED, OK, REFUSED, REFUSED)
OFFICERS = (MOVED, REFUSED, REFUSED, OK, REFUSED)
EMPTY = {"x": "1"}
REPORTS = (
    Route("sharing:report-list", signed_in()),
    Route("sharing:report-list", signed_in(), "missing ones", query="state=late"),
    Route("sharing:report-detail", PARTIES, "accepted", _of("accepted")),
    Route("sharing:report-detail", PARTIES, "handed in", _of("submitted")),
    Route("sharing:report-detail", PARTIES, "being written", _of("draft")),
    Route("sharing:report-detail", PARTIES, "expected", _of("expected")),
    Route("sharing:report-line-add", FIRM_UNCLEAR, "empty", _of("draft"), "post", EMPTY),
    Route("sharing:report-line-remove", (MOVED, REFUSED, MOVED, REFUSED, HIDDEN), "", _of("draft", 1), "post", EMPTY),
    Route("sharing:report-file-add", FIRM_UNCLEAR, "no file", _of("draft"), "post", EMPTY),
    Route("sharing:report-file", (MOVED, HIDDEN, OK, HIDDEN, HIDDEN), "of a report that is being written", _file),
    Route("sharing:report-submit", (MOVED, REFUSED, MOVED, REFUSED, HIDDEN), "", _of("draft"), "post", EMPTY),
    Route("sharing:report-accept", (MOVED, REFUSED, REFUSED, MOVED, HIDDEN), "", _of("submitted"), "post", EMPTY),
    Route("sharing:report-return", OFFICE_UNCLEAR, "without a reason", _of("submitted"), "post", EMPTY),
    Route("sharing:report-correct", FIRM_UNCLEAR, "without a reason", _of("accepted"), "post", EMPTY),
    Route("sharing:audit-list", signed_in()),
    Route("sharing:audit-draw", (MOVED, REFUSED, REFUSED, MOVED, REFUSED), "", nothing, "post", {"wanted": "1"}),
    Route("sharing:audit-detail", PARTIES, "", _of("audit")),
    Route("sharing:audit-answer", FIRM_UNCLEAR, "no file", _of("audit"), "post", EMPTY),
    Route("sharing:audit-close", OFFICE_UNCLEAR, "nothing said", _of("audit"), "post", EMPTY),
    Route("sharing:obligation-detail", PARTIES, "in money", _of("money")),
    Route("sharing:obligation-detail", PARTIES, "in kind", _of("kind")),
    Route("sharing:milestone-reach", ONE_OF_BOTH_UNCLEAR, "empty", _of("milestone"), "post", EMPTY),
    Route("sharing:delivery-report", ONE_OF_BOTH_UNCLEAR, "empty", _of("kind"), "post", EMPTY),
    Route(
        "sharing:delivery-answer",
        (MOVED, REFUSED, REFUSED, REFUSED, HIDDEN),
        "by who is no steward",
        _of("delivery"),
        "post",
        {"answer": "confirm"},
    ),
    Route("sharing:delivery-file", PARTIES, "", _of("delivery")),
    Route("sharing:community-benefit", MEMBERS, "", _of("community")),
    Route("sharing:community-benefit-file", MEMBERS, "PDF", _of("community", "pdf")),
    Route("sharing:community-benefit-file", MEMBERS, "table", _of("community", "xlsx")),
    Route("sharing:firm-benefit", FIRM),
    Route("sharing:firm-benefit-file", FIRM, "PDF", lambda _world: ("pdf",)),
    Route("sharing:firm-benefit-file", FIRM, "table", lambda _world: ("xlsx",)),
    Route("sharing:fairness", OFFICERS),
    Route("sharing:fairness-file", OFFICERS),
)
