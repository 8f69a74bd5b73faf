"""The patent search as pages, alerts, reports and the interface for programs use it.

The index answers. While there is none, on a fresh installation or after an upgrade, the database does: slower, by characters
instead of words and newest first, and the result says so. The index holds no rights: what it finds is read from the
database under the reader's own, so that a document that is gone is dropped, and who may see nothing is told nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.literature.models import IndexChange, Publication
from erdem.literature.policies import visible_changes, visible_publications
from erdem.literature.queries.detail import get_publication
from erdem.literature.queries.searching_documents import documents_of
from erdem.literature.queries.searching_expansion import expander
from erdem.literature.queries.searching_index import (
    Counts,
    Found,
    first_ids,
    index_documents,
    index_folder,
    index_store,
    look_up,
    look_up_similar,
)
from erdem.literature.queries.searching_plain import plain_facets, plain_hits, plain_ids, plain_similar
from erdem.literature.queries.searching_shapes import MOST, Corpus, Parsed, SearchHit, SearchRequest, SearchResult
from erdem.literature.search.language.parser import parse
from erdem.literature.search.language.problems import Remark


def read_query(request: SearchRequest) -> Parsed:
    """Read the search line of a request.

    Raises:
        QueryError: the line cannot be read; the error says where and why.
    """
    return parse(request.query, expander=expander(), switched_off=request.switched_off)


LARGE: Final = 100_000
"""Documents beyond which the collection is not counted for every search."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the index or the database found, before rights are looked at."""

    found: Found
    facets: Counts
    warnings: tuple[str, ...] = ()


def run_search(actor: Actor, request: SearchRequest) -> SearchResult:
    """Answer a request: one page of hits, totals and facets.

    Raises:
        QueryError: the search line cannot be read; the error says where and why.
    """
    began = time.monotonic()
    searched = corpus(actor)
    if not searched.publications_in_database:
        return _nothing(request, searched)
    parsed = read_query(request)
    answer = _ask_index(request, parsed) or _ask_database(actor, request, parsed)
    return SearchResult(
        total=answer.found.total,
        families=answer.found.families,
        hits=_still_there(actor, answer.found.hits),
        facets=answer.facets,
        parsed=parsed,
        warnings=(*map(_sentence, parsed.warnings), *answer.warnings),
        corpus=searched,
        took_ms=round((time.monotonic() - began) * 1000),
    )


def matching_ids(actor: Actor, request: SearchRequest, *, most: int = MOST) -> list[int]:
    """Return the keys of at most ``most`` publications that match, in the order asked for, families not folded.

    Raises:
        QueryError: the search line cannot be read.
    """
    if not _publications(actor).exists():
        return []
    parsed = read_query(request)
    found = first_ids(request, parsed, most=most)
    return plain_ids(actor, request, parsed, most=most) if found is None else _visible(actor, found)


def corpus(actor: Actor) -> Corpus:
    """Say what is searched at this moment. Three queries at most."""
    held = _publications(actor)
    newest = held.order_by("-pk").values_list("created_at", flat=True).first()
    state = index_store().state()
    if not state.generation or state.unreadable:
        count = held.count()
        return Corpus(f"database.{count}", count, count, newest, 0)
    documents = index_documents()
    version = f"{state.generation}.{state.position.position or 0}.{documents}"
    if newest is None:
        return Corpus(version, documents, 0, None, 0)
    if actor.is_machine:
        waiting = IndexChange.objects.filter(visible_changes(actor)).count()
        return Corpus(version, documents, held.count(), newest, waiting)
    count = held.count() if documents < LARGE else _count_at(str(index_folder()), version, held)
    return Corpus(version, documents, count, newest, max(0, count - documents))


def _count_at(folder: str, version: str, held: QuerySet[Publication]) -> int:
    """Count a large collection once for each commit of the index: it takes longer than the search itself."""
    if _counted.get(folder, ("", 0))[0] != version:
        _counted[folder] = (version, held.count())
    return _counted[folder][1]


_counted: Final[dict[str, tuple[str, int]]] = {}


def similar_ids(actor: Actor, publication: Publication, limit: int = 10) -> list[SearchHit]:
    """Return documents near to one, the nearest first, without itself and its family; one of each other family."""
    document = next(documents_of([publication.pk]), None)
    found = look_up_similar(document, limit) if document else ()
    hits = plain_similar(actor, publication, limit) if found is None else found
    return list(_still_there(actor, hits))


def publications_by_id(actor: Actor, ids: Iterable[int]) -> list[Publication]:
    """Return publications in the order of their keys; those that are gone are left out. One query."""
    wanted = list(ids)
    found = _publications(actor).defer("search_text").in_bulk(wanted)
    return [found[key] for key in wanted if key in found]


def find_by_number(actor: Actor, text: str) -> Publication | None:
    """Return a publication by its number in any spelling, by its application number, or None."""
    return get_publication(actor, text.strip())


def _ask_index(request: SearchRequest, parsed: Parsed) -> _Answer | None:
    """Return what the index finds, None when there is no index."""
    answer = look_up(request, parsed)
    if answer is None:
        return None
    found, facets = answer
    too_deep = _("Hits are listed up to number %(most)s. Narrow the search to see the rest.") % {"most": f"{MOST:,}"}
    return _Answer(found, facets, (too_deep,) if found.is_too_deep else ())


def _ask_database(actor: Actor, request: SearchRequest, parsed: Parsed) -> _Answer:
    note = _(
        "The search index is being prepared. Until it is ready the database is searched: more slowly, and the hits are"
        " not ordered by relevance."
    )
    found = Found(*plain_hits(actor, request, parsed))
    return _Answer(found, plain_facets(actor, request, parsed), (note,))


def _nothing(request: SearchRequest, searched: Corpus) -> SearchResult:
    """What an actor finds who may see nothing, and anybody in an empty collection."""
    return SearchResult(0, 0, (), dict.fromkeys(request.facets, ()), read_query(request), (), searched, 0)


def _publications(actor: Actor) -> QuerySet[Publication]:
    return Publication.objects.filter(visible_publications(actor)).order_by()


def _visible(actor: Actor, ids: list[int]) -> list[int]:
    held = set(_publications(actor).filter(pk__in=ids).values_list("pk", flat=True))
    return [key for key in ids if key in held]


def _still_there(actor: Actor, hits: Iterable[SearchHit]) -> tuple[SearchHit, ...]:
    given = tuple(hits)
    held = set(_visible(actor, [hit.publication_id for hit in given]))
    return tuple(hit for hit in given if hit.publication_id in held)


def _sentence(remark: Remark) -> str:
    params: Mapping[str, str | int] = remark.params
    return _(remark.template) % params
