"""The part of the table of access that belongs to official documents: those of the world hang on the complaint of the officer."""

from __future__ import annotations

from typing import Any

from erdem.cases.forms.details import FORMS
from tests.route import HIDDEN, MOVED, OK, REFUSED, Route
from tests.routes_cases_work import DONE_BY_THE_OFFICE, OF_THE_OFFICE, UNCLEAR_TO_THE_OFFICE, with_case
from tests.world import World

OF_COMPLAINTS = ("agreement", "call-back")
NOBODY = (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN)


def document_of(*more: Any) -> Any:
    """The draft of the world, and what follows it in the address."""
    return lambda world: (world.cases.complaint.number, world.cases.document.pk, *more)


def penalty_of(what: str) -> Any:
    """The penalty of the world, and what is noted in it."""
    return lambda world: (world.cases.penalty.number, what)


def house_of(world: World) -> tuple[Any, ...]:
    """The office of the complaint."""
    return (world.cases.complaint.office_id,)


CASES_PAPERS = (
    Route("cases:document-new", OF_THE_OFFICE, "", with_case("acceptance")),
    Route("cases:document-new", NOBODY, "of another kind of case", with_case("penalty_decision")),
    Route("cases:document-new", DONE_BY_THE_OFFICE, "left blank", with_case("refusal"), "post", {}),
    Route("cases:document", OF_THE_OFFICE, "", document_of()),
    Route("cases:document-edit", OF_THE_OFFICE, "", document_of()),
    Route("cases:document-file", OF_THE_OFFICE, "Word file of a draft", document_of("docx")),
    Route("cases:document-file", NOBODY, "of no known kind", document_of("exe")),
    Route(
        "cases:document-step",
        (MOVED, HIDDEN, HIDDEN, REFUSED, HIDDEN),
        "approve the own draft",
        document_of("approve"),
        "post",
        {},
    ),
    Route("cases:document-step", NOBODY, "no such step", document_of("burn"), "post", {}),
    Route("cases:document-void", OF_THE_OFFICE, "the question", document_of()),
    Route("cases:document-void", UNCLEAR_TO_THE_OFFICE, "without a reason", document_of(), "post", {}),
    Route("cases:numbering", (MOVED, REFUSED, REFUSED, OK, REFUSED), "", house_of),
    *(
        Route("cases:case-detail-new", OF_THE_OFFICE, what, penalty_of(what))
        for what in FORMS
        if what not in OF_COMPLAINTS
    ),
    *(Route("cases:case-detail-new", OF_THE_OFFICE, what, with_case(what)) for what in OF_COMPLAINTS),
    Route("cases:case-detail-new", NOBODY, "of another kind of case", with_case("decision")),
    Route("cases:case-detail-new", UNCLEAR_TO_THE_OFFICE, "nothing written", penalty_of("decision"), "post", {}),
    Route(
        "cases:case-detail-new",
        UNCLEAR_TO_THE_OFFICE,
        "nothing open",
        penalty_of("measure-extend"),
        "post",
        {"reason": "示例"},
    ),
)
