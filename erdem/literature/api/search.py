"""Searching and what can be searched."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noted
from ninja import Query, Router

from erdem.base.actor import Actor
from erdem.base.api import actor_of, cursor_expired, needs, read_cursor, write_cursor
from erdem.literature import queries
from erdem.literature.api.shapes import Asked, Found, Holdings
from erdem.literature.queries import SearchRequest, SearchResult, programs
from erdem.literature.queries.searching_shapes import FACETS, MOST
from erdem.literature.queries.strategy import also_words, understood_words
from erdem.literature.search.language.display import parts
from erdem.literature.search.language.render import render

router = Router(tags=[noted("Search")])
STEADY: Final = ("newest", "oldest", "number")
"""Orders in which an update of the index puts hits between others and moves none."""


@router.get("/search", response=Found, summary=noted("Search the publications"), **needs("search:read"))
def search(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """One page of hits, with counts and an explanation where asked for."""
    return _found(actor_of(request), asked)


@router.post("/search", response=Found, summary=noted("Search with a long line"), **needs("search:read"))
def search_long(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """The same for search lines that are too long for an address. Nothing is written."""
    return _found(actor_of(request), asked)


@router.get("/corpus", response=Holdings, summary=noted("What is held and searched"), **needs("search:read"))
def corpus(request: HttpRequest) -> dict[str, Any]:
    """How much is held, from which sources, and how much of it is in the search index."""
    actor = actor_of(request)
    held = queries.holdings(actor)
    return {
        "corpus": queries.corpus(actor),
        "total": held.total,
        "chinese": held.chinese,
        "foreign": held.foreign,
        "full_text": held.full_text,
        "facts_only": held.facts_only,
        "sources": [{"name": name, "publications": count} for name, count in held.sources],
    }


def _found(actor: Actor, asked: Asked) -> dict[str, Any]:
    wanted = _request(asked)
    digest = _digest(wanted)
    offset = _offset(actor, asked, wanted, digest) if asked.cursor else 0
    shown = SearchRequest(
        query=wanted.query,
        chosen=wanted.chosen,
        order=wanted.order,
        offset=offset,
        limit=max(1, min(asked.limit, MOST - offset)),
        collapse=wanted.collapse,
        facets=FACETS if asked.facets and not offset else (),
        switched_off=wanted.switched_off,
    )
    result = queries.run_search(actor, shown)
    rows = queries.hit_rows(actor, result, start=offset + 1)
    said = programs.briefs([row.publication for row in rows])
    return {
        "total": result.total,
        "families": result.families,
        "hits": [
            {
                "publication": publication,
                "passages": ["".join(piece.text for piece in passage) for passage in row.passages],
                "more_in_family": row.more_in_family,
            }
            for row, publication in zip(rows, said, strict=True)
        ],
        "next": _next(result, shown, digest),
        "facets": _counts(result),
        "understood": _understood(result) if asked.explain else None,
        "warnings": list(result.warnings),
        "corpus": result.corpus,
        "took_ms": result.took_ms,
    }


def _request(asked: Asked) -> SearchRequest:
    ticked = {
        facet: tuple(dict.fromkeys(getattr(asked, f"{facet}_" if facet == "class" else facet))) for facet in FACETS
    }
    return SearchRequest(
        query=asked.q,
        chosen={facet: values for facet, values in ticked.items() if values},
        order=asked.order,
        collapse=not asked.all,
        switched_off=tuple(asked.off),
    )


def _digest(wanted: SearchRequest) -> str:
    """Return a mark of what is asked, so that a cursor goes on with its own search only."""
    chosen = {facet: list(values) for facet, values in wanted.chosen.items()}
    asked = [wanted.query, chosen, wanted.order, wanted.collapse, list(wanted.switched_off)]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]


def _offset(actor: Actor, asked: Asked, wanted: SearchRequest, digest: str) -> int:
    """Return where to go on: the same place while the index is the same, else behind the last hit that was shown.

    Raises:
        Problem: the cursor is of another search, too old, or the hits have been put in another order since.
    """
    cursor = read_cursor("search", asked.cursor)
    if cursor["of"] != digest:
        raise cursor_expired(_("This cursor belongs to another search."))
    if cursor["version"] == queries.corpus(actor).version:
        return int(cursor["offset"])
    if wanted.order in STEADY and not wanted.collapse:
        ids = queries.matching_ids(actor, wanted)
        if cursor["last"] in ids:
            return ids.index(cursor["last"]) + 1
    raise cursor_expired(_("The collection has changed since the page before, and the order of the hits with it."))


def _next(result: SearchResult, shown: SearchRequest, digest: str) -> str | None:
    count = result.total if result.families is None or not shown.collapse else result.families
    offset = shown.offset + shown.limit
    if offset >= min(count, MOST) or not result.hits:
        return None
    content = {
        "of": digest,
        "version": result.corpus.version,
        "offset": offset,
        "last": result.hits[-1].publication_id,
    }
    return write_cursor("search", content)


def _counts(result: SearchResult) -> dict[str, list[dict[str, Any]]]:
    label = queries.facet_labels()
    return {
        facet: [{"value": value, "label": label(facet, value), "count": count} for value, count in counts]
        for facet, counts in result.facets.items()
    }


def _understood(result: SearchResult) -> dict[str, Any]:
    return {
        "words": understood_words(result.parsed),
        "query": render(result.parsed.node),
        "parts": [
            {
                "kind": part.kind,
                "field": part.field,
                "typed": part.typed,
                "values": part.values,
                "also": also_words(part),
            }
            for part in parts(result.parsed)
        ],
    }
