"""Reading publications."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop as noted
from ninja import Query, Router

from erdem.base.api import actor_of, needs
from erdem.literature import queries
from erdem.literature.api.shapes import Nearest, Publications, Record, Wanted
from erdem.literature.queries import programs

router = Router(tags=[noted("Publications")])
LONGEST_NUMBER = 100


def _publication(request: HttpRequest, number: str) -> Any:
    found = queries.find_by_number(actor_of(request), number) if len(number) <= LONGEST_NUMBER else None
    if found is None:
        raise Http404
    return found


@router.get(
    "/publications/{path:number}/family",
    response=Publications,
    summary=noted("Publications of the same family"),
    **needs("records:read"),
)
def publication_family(request: HttpRequest, number: str) -> dict[str, Any]:
    """The publications of the same invention that are held here, the asked one included; at most 200."""
    found = _publication(request, number)
    return {"publications": programs.briefs(programs.family(actor_of(request), found))}


@router.get(
    "/publications/{path:number}/similar",
    response=Publications,
    summary=noted("Publications near to one"),
    **needs("search:read"),
)
def publication_similar(request: HttpRequest, number: str, nearest: Query[Nearest]) -> dict[str, Any]:
    """The nearest first, one of each other family. Near is no verdict."""
    actor = actor_of(request)
    hits = queries.similar_ids(actor, _publication(request, number), nearest.limit)
    return {"publications": programs.briefs(queries.publications_by_id(actor, [hit.publication_id for hit in hits]))}


@router.get(
    "/publications/{path:number}",
    response=Record,
    summary=noted("All that is held of a publication"),
    **needs("records:read"),
)
def publication_record(request: HttpRequest, number: str, wanted: Query[Wanted]) -> dict[str, Any]:
    """By publication or application number in any spelling."""
    return programs.record(actor_of(request), _publication(request, number), wanted.parts)
