"""The part of the table of access that belongs to the interface for programs: keys alone open it, but for what asks for none."""

from __future__ import annotations

from typing import Any

from tests.route import HIDDEN, KEYLESS, OK, Route, all_of
from tests.world import World


def _publication(world: World) -> tuple[Any, ...]:
    return (world.publication.number_key,)


def _collection(world: World) -> tuple[Any, ...]:
    return (world.work.collection.pk,)


def _saved(world: World) -> tuple[Any, ...]:
    return (world.work.search.pk,)


PROGRAMS = (
    Route("api-reference", all_of(OK)),
    Route("api-openapi", all_of(OK)),
    Route("api:api-root", all_of(HIDDEN), "no operation"),
    Route("api:search", all_of(KEYLESS), "a login in the browser opens nothing"),
    Route("api:search_long", all_of(KEYLESS), method="post"),
    Route("api:corpus", all_of(KEYLESS)),
    Route("api:publication_record", all_of(KEYLESS), "", _publication),
    Route("api:publication_family", all_of(KEYLESS), "", _publication),
    Route("api:publication_similar", all_of(KEYLESS), "", _publication),
    Route("api:collection_list", all_of(KEYLESS)),
    Route("api:collection_items", all_of(KEYLESS), "", _collection),
    Route("api:collection_add", all_of(KEYLESS), "", _collection, "post"),
    Route("api:saved_search_list", all_of(KEYLESS)),
    Route("api:saved_search_hits", all_of(KEYLESS), "", _saved),
)
