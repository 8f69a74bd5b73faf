"""The part of the table of access that belongs to figures about cases: for officers and auditors."""

from __future__ import annotations

from tests.route import HIDDEN, MOVED, OK, REFUSED, Route

FOR_OFFICERS = (MOVED, REFUSED, REFUSED, OK, REFUSED)
CASES_FIGURES = (
    Route("cases:figures", FOR_OFFICERS),
    Route("cases:figures", FOR_OFFICERS, "of a quarter that is over", query="period=quarter&day=2026-08-01"),
    Route("cases:figures-cases", FOR_OFFICERS, "behind what was received", query="what=received"),
    Route("cases:figures-cases", FOR_OFFICERS, "behind no figure", query="what=x&facet=x.y&key=x"),
    Route("cases:figures-export", FOR_OFFICERS, "as a workbook", lambda _world: ("xlsx",)),
    Route("cases:figures-export", FOR_OFFICERS, "as a long list", lambda _world: ("csv",)),
    Route(
        "cases:figures-export",
        (MOVED, REFUSED, REFUSED, HIDDEN, REFUSED),
        "as something else",
        lambda _world: ("doc",),
    ),
)
