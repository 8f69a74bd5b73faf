"""The part of the table of access that belongs to the working calendar and the periods."""

from __future__ import annotations

from typing import Any

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import ClockRule, LocalHoliday
from tests.route import HIDDEN, MOVED, OK, REFUSED, Route, all_of
from tests.world import World


def _rule(_world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        return (ClockRule.objects.get(process="P1", step="mediation", valid_to=None).pk,)


def _holiday(_world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        return (LocalHoliday.objects.values_list("pk", flat=True)[0],)


_KEPT = (MOVED, REFUSED, REFUSED, REFUSED, REFUSED)
_QUESTION = "rule=P1:accept_or_refuse&start=2026-02-12"
CLOCKS = (
    Route("clocks:year", all_of(OK)),
    Route("clocks:year", all_of(OK), "a year not announced, a place", query="year=2027&place=152530"),
    Route("clocks:year", all_of(HIDDEN), "beyond the years known", query="year=1900"),
    Route("clocks:rules", all_of(OK)),
    Route("clocks:rules", all_of(OK), "of one process", query="process=P3"),
    Route("clocks:rules-export", all_of(OK)),
    Route("clocks:due", all_of(OK)),
    Route("clocks:due", all_of(OK), "with an answer", query=_QUESTION),
    Route("clocks:due", all_of(OK), "without a rule that day", query="rule=P4:close&start=2020-01-01"),
    Route("clocks:moved", all_of(OK), "nothing", lambda _: (2027,)),
    Route("clocks:moved-export", all_of(OK), "nothing", lambda _: (2027,)),
    Route("clocks:load", _KEPT, "by the region's office"),
    Route("clocks:load", _KEPT, "by the region's office", method="post", data={"year": "2027"}),
    Route("clocks:local", _KEPT, "by the region's office"),
    Route("clocks:switch", _KEPT, "by the region's office", _holiday, "post", {"active": "yes"}),
    Route("clocks:version", _KEPT, "by the region's office", _rule),
)
