"""The patent search as pages, alerts, reports and the interface for programs use it."""

from __future__ import annotations

import time
from collections.abc import Iterable

from django.db.models import Max

from erdem.base.actor import Actor
from erdem.literature.models import Classification, ImportRun, IndexChange, Publication
from erdem.literature.queries.detail import get_publication
from erdem.literature.queries.listing import publications
from erdem.literature.queries.searching_plain import plain_facets, plain_hits, plain_ids
from erdem.literature.queries.searching_shapes import MOST, Corpus, Parsed, SearchHit, SearchRequest, SearchResult
from erdem.literature.queries.terms import understand


def read_query(request: SearchRequest) -> Parsed:
    """Read the search line of a request.

    Raises:
        QueryError: the line cannot be read; the error says where and why.
    """
    return understand(request.query)


def run_search(actor: Actor, request: SearchRequest) -> SearchResult:
    """Answer a request: one page of hits, totals and facets.

    Raises:
        QueryError: the search line cannot be read; the error says where and why.
    """
    began = time.monotonic()
    parsed = read_query(request)
    total, hits = plain_hits(actor, request, parsed)
    return SearchResult(
        total=total,
        families=None,
        hits=hits,
        facets=plain_facets(actor, request, parsed),
        parsed=parsed,
        warnings=(),
        corpus=corpus(actor),
        took_ms=round((time.monotonic() - began) * 1000),
    )


def matching_ids(actor: Actor, request: SearchRequest, *, most: int = MOST) -> list[int]:
    """Return the keys of at most ``most`` publications that match, in the order asked for, families not folded.

    Raises:
        QueryError: the search line cannot be read.
    """
    return plain_ids(actor, request, read_query(request), most=most)


def corpus(actor: Actor) -> Corpus:
    """Say what is searched today."""
    count = publications(actor).count()
    newest = ImportRun.objects.aggregate(last=Max("finished_at"))["last"]
    return Corpus("database", count, count, newest, IndexChange.objects.count())


def similar_ids(actor: Actor, publication: Publication, limit: int = 10) -> list[SearchHit]:
    """Return documents near to one, the nearest first, without the document itself."""
    classes = Classification.objects.filter(publication=publication).values("main_group")
    near = publications(actor).filter(classifications__main_group__in=classes).exclude(pk=publication.pk)
    rows = near.order_by("-year", "number_key").values_list("pk", "family_id").distinct()[:limit]
    return [SearchHit(key, family_id=family) for key, family in rows]


def publications_by_id(actor: Actor, ids: Iterable[int]) -> list[Publication]:
    """Return publications in the order of their keys; those that are gone are left out. One query."""
    wanted = list(ids)
    found = publications(actor).defer("search_text").in_bulk(wanted)
    return [found[key] for key in wanted if key in found]


def find_by_number(actor: Actor, text: str) -> Publication | None:
    """Return a publication by its number in any spelling, by its application number, or None."""
    return get_publication(actor, text.strip())
