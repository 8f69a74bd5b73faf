"""The part of the table of access that belongs to terms: for the parties and the office that handles the request."""

from __future__ import annotations

from typing import Any

from erdem.base.actor import SYSTEM, acting_as
from erdem.sharing.models import AgreementComment
from tests.route import HIDDEN, LOCKED_METHOD, MOVED, OK, REFUSED, UNCLEAR, Route, all_of, signed_in
from tests.world import World
from tests.world_terms import NUMBER

SEEN = (MOVED, OK, OK, OK, HIDDEN)
BY_A_PARTY = (MOVED, REFUSED, OK, REFUSED, HIDDEN)
SPOKEN = (MOVED, MOVED, MOVED, MOVED, HIDDEN)


def _request(_world: World) -> tuple[Any, ...]:
    return (NUMBER,)


def _version(_world: World) -> tuple[Any, ...]:
    return (NUMBER, 1)


def _no_version(_world: World) -> tuple[Any, ...]:
    return (NUMBER, 99)


def _comment(*, private: bool) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        found = AgreementComment.objects.filter(
            version__agreement__request__number=NUMBER, community__isnull=not private
        )
        return (NUMBER, found.order_by("id").values_list("pk", flat=True)[0])


TERMS = (
    Route("terms:library", all_of(OK)),
    Route("terms:detail", SEEN, "", _request),
    Route("terms:version", SEEN, "", _version),
    Route("terms:version", (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN), "no such version", _no_version),
    Route("terms:history", SEEN, "", _request),
    Route("terms:history", (MOVED, HIDDEN, HIDDEN, HIDDEN, HIDDEN), "no such version", _request, query="old=1&new=9"),
    Route("terms:pdf", SEEN, "", _version),
    Route("terms:docx", SEEN, "", _version),
    Route("terms:edit", BY_A_PARTY, "", _request),
    Route("terms:edit", (MOVED, REFUSED, HIDDEN, REFUSED, HIDDEN), "for another party", _request, query="party=999999"),
    Route("terms:edit", (MOVED, REFUSED, UNCLEAR, REFUSED, HIDDEN), "nothing", _request, "post", {"do": "propose"}),
    Route("terms:assent", signed_in(LOCKED_METHOD), "not by a link", _request),
    Route(
        "terms:assent", (MOVED, REFUSED, MOVED, REFUSED, HIDDEN), "as the applicant", _request, "post", {"version": "1"}
    ),
    Route("terms:comment", signed_in(LOCKED_METHOD), "not by a link", _request),
    Route("terms:comment", SPOKEN, "for all", _request, "post", {"version": "1", "text": "示例"}),
    Route("terms:resolve", SPOKEN, "for all", lambda _world: _comment(private=False), "post"),
    Route(
        "terms:resolve",
        (MOVED, MOVED, HIDDEN, HIDDEN, HIDDEN),
        "of a community",
        lambda _world: _comment(private=True),
        "post",
    ),
    Route("terms:extend", (MOVED, REFUSED, REFUSED, OK, HIDDEN), "", _request),
    Route("terms:break-off", BY_A_PARTY, "", _request),
)
