"""The collections and saved searches of the owner of the key."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as noted
from ninja import Query, Router

from erdem.base.api import actor_of, needs, read_cursor, write_cursor
from erdem.literature.api.shapes import Added, Adding, Collections, Items, NewHits, Paging, SavedSearches
from erdem.literature.queries import collections, find_by_number, programs, saved
from erdem.literature.services import collections as services

router = Router(tags=[noted("Collections and saved searches")])
MOST_LISTED = 1_000


@router.get("/collections", response=Collections, summary=noted("Collections"), **needs("work:read"))
def collection_list(request: HttpRequest) -> dict[str, Any]:
    """The own ones first, then those shared with the owner's organisations."""
    actor = actor_of(request)
    return {
        "collections": [programs.collection_row(actor, one) for one in collections.collections(actor)[:MOST_LISTED]]
    }


@router.get(
    "/collections/{int:number}", response=Items, summary=noted("What lies in a collection"), **needs("work:read")
)
def collection_items(request: HttpRequest, number: int, paging: Query[Paging]) -> dict[str, Any]:
    """The last added first. New items do not move the pages that follow."""
    actor = actor_of(request)
    collection = get_object_or_404(collections.collections(actor), pk=number)
    found = collections.items(actor, collection)
    rows, go_on = _page(found, f"collection.{number}", paging)
    return {
        "collection": programs.collection_row(actor, collection),
        "items": list(programs.item_rows(rows)),
        "next": go_on,
    }


@router.post(
    "/collections/{int:number}/publications",
    response=Added,
    summary=noted("Add publications to a collection"),
    **needs("work:write"),
)
def collection_add(request: HttpRequest, number: int, adding: Adding) -> dict[str, Any]:
    """Numbers that are not held are told and the others added. Sending the same again adds nothing."""
    actor = actor_of(request)
    collection = get_object_or_404(collections.collections(actor), pk=number)
    found = {typed: find_by_number(actor, typed) for typed in adding.publications}
    ids = [publication.pk for publication in found.values() if publication is not None]
    came = services.Added(0, 0)
    if ids:
        came = services.add_publications(actor=actor, collection=collection, publication_ids=ids, note=adding.note)
    unknown = [typed for typed, publication in found.items() if publication is None]
    return {"added": came.added, "held": came.held, "unknown": unknown}


@router.get("/saved-searches", response=SavedSearches, summary=noted("Saved searches"), **needs("work:read"))
def saved_search_list(request: HttpRequest) -> dict[str, Any]:
    """The own ones first, those with new hits before the others."""
    actor = actor_of(request)
    return {"saved_searches": [programs.search_row(actor, one) for one in saved.searches(actor)[:MOST_LISTED]]}


@router.get(
    "/saved-searches/{int:number}/hits",
    response=NewHits,
    summary=noted("New hits of a saved search"),
    **needs("work:read"),
)
def saved_search_hits(request: HttpRequest, number: int, paging: Query[Paging]) -> dict[str, Any]:
    """What it has found since it was saved, the last found first. Reading them here does not mark them as read."""
    actor = actor_of(request)
    search = get_object_or_404(saved.searches(actor), pk=number)
    rows, go_on = _page(saved.new_hits(actor, search).order_by("-pk"), f"saved.{number}", paging)
    return {"hits": list(programs.hit_rows(rows)), "next": go_on}


def _page(found: Any, kind: str, paging: Paging) -> tuple[list[Any], str | None]:
    """Return one page of rows ordered by descending key, and the cursor behind it: rows that come later move nothing."""
    rest = found.filter(pk__lt=read_cursor(kind, paging.cursor)["last"]) if paging.cursor else found
    rows = list(rest[: paging.limit + 1])
    shown = rows[: paging.limit]
    return shown, write_cursor(kind, {"last": shown[-1].pk}) if len(rows) > paging.limit else None
