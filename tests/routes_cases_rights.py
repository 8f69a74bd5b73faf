"""The part of the table of access that belongs to P4–P8: cases of the officer's office, a roster, one page without account."""

from __future__ import annotations

from typing import Any

from erdem.cases.pages.rights import THERE
from tests.route import HIDDEN, MOVED, OK, REFUSED, UNCLEAR, Arguments, Route, all_of, nothing, signed_in
from tests.world import World

OFFICE = (MOVED, HIDDEN, HIDDEN, OK, HIDDEN)
UNCLEAR_TO_OFFICE = (MOVED, HIDDEN, HIDDEN, UNCLEAR, HIDDEN)
HIDDEN_TO_ALL = signed_in(HIDDEN)
REFUSED_TO_OFFICE = (MOVED, HIDDEN, HIDDEN, REFUSED, HIDDEN)
FOR_OFFICERS = (MOVED, REFUSED, REFUSED, OK, REFUSED)


def case(kind: str, *more: Any) -> Arguments:
    """A case of the world, and what follows it in the address."""
    return lambda world: (getattr(world.cases.rights, kind).number, *more)


def _question(world: World) -> tuple[Any, ...]:
    return (world.cases.rights.misuse.number, world.cases.rights.question.pk)


def _package(world: World) -> tuple[Any, ...]:
    return (world.cases.rights.patent.number, world.cases.rights.transfer.pk)


def _provider(world: World) -> tuple[Any, ...]:
    return (world.cases.rights.provider.pk,)


CASES_RIGHTS = (
    Route("cases:aid-roster", signed_in()),
    Route("cases:aid-provider-add", FOR_OFFICERS),
    Route(
        "cases:aid-provider-add", (MOVED, REFUSED, REFUSED, UNCLEAR, REFUSED), "nothing written", nothing, "post", {}
    ),
    Route("cases:aid-provider-change", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "", _provider),
    Route("cases:aid-provider-availability", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _provider, "post", {}),
    Route("cases:aid-rate", all_of(HIDDEN), "a link that does not open", lambda _world: ("x",)),
    Route(
        "cases:misuse-new",
        (MOVED, REFUSED, REFUSED, HIDDEN, REFUSED),
        "no such finding",
        lambda _world: ("XS-2026-0000",),
    ),
    *(
        Route(f"cases:{name}", OFFICE, "", case("misuse"))
        for name in ("misuse-ask", "misuse-choose", "misuse-submit", "rights-period")
    ),
    Route("cases:misuse-ask", UNCLEAR_TO_OFFICE, "nothing asked", case("misuse"), "post", {"question": ""}),
    Route("cases:misuse-answer", REFUSED_TO_OFFICE, "for the community alone", _question),
    *(
        Route(f"cases:{name}", OFFICE, "", case("patent"))
        for name in ("patent-request", "patent-check", "patent-package", "patent-transfer")
    ),
    Route("cases:patent-check", UNCLEAR_TO_OFFICE, "incomplete", case("patent"), "post", {"note": "示例"}),
    Route("cases:patent-package-file", OFFICE, "", _package),
    *(
        Route(
            f"cases:patent-follow-{step}",
            OFFICE if step == "withdraw" else HIDDEN_TO_ALL,
            "" if step == "withdraw" else "not yet there",
            case("patent"),
        )
        for step in THERE
    ),
    Route("cases:aid-application", OFFICE, "", case("aid")),
    Route("cases:aid-application", HIDDEN_TO_ALL, "of another kind", case("patent")),
    Route("cases:aid-assign", OFFICE, "", case("aid")),
    Route("cases:aid-release", OFFICE, "", case("aid")),
    Route("cases:aid-opinion", REFUSED_TO_OFFICE, "for who takes part", case("aid")),
    Route("cases:aid-feedback", OFFICE, "", case("aid")),
    Route("cases:aid-feedback", UNCLEAR_TO_OFFICE, "too early", case("aid"), "post", {}),
    Route("cases:review-new", OFFICE, "", case("patent")),
    Route("cases:review-new", UNCLEAR_TO_OFFICE, "nothing written", case("patent"), "post", {}),
    Route("cases:review-organ", OFFICE, "", case("review")),
    Route("cases:review-decide", HIDDEN_TO_ALL, "not yet there", case("review")),
    Route("cases:review-judge", HIDDEN_TO_ALL, "not yet there", case("review")),
    Route("cases:case-paper", OFFICE, "PDF", case("aid", "opinion", "pdf")),
    Route("cases:case-paper", HIDDEN_TO_ALL, "of no known kind", case("aid", "observation", "pdf")),
)
