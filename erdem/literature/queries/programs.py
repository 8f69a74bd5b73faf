"""Publications, collections and saved searches in the shape in which programs read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.urls import reverse

from erdem.base import mail
from erdem.base.actor import Actor
from erdem.literature.choices import Unit
from erdem.literature.models import (
    Collection,
    CollectionItem,
    Family,
    Publication,
    SavedSearch,
    SavedSearchHit,
    TextUnit,
)
from erdem.literature.queries.detail import get_detail
from erdem.literature.queries.documents import publications

PARTS: Final = tuple(Unit.values)
MOST_CHARACTERS: Final = 1_000_000
"""Characters of text in one answer; a part that would pass it is left out and named."""
MOST_IN_FAMILY: Final = 200


def briefs(found: Sequence[Publication]) -> list[dict[str, Any]]:
    """Return what a list says of each publication, in order. One query for the families."""
    families = dict(Family.objects.filter(pk__in={one.family_id for one in found}).values_list("pk", "key"))
    return [brief(one, families.get(one.family_id or 0)) for one in found]


def brief(publication: Publication, family: str | None) -> dict[str, Any]:
    """Return what a list says of a publication."""
    address = reverse("literature:publication-detail", args=[publication.number_key])
    return {
        "key": publication.number_key,
        "number": publication.number,
        "application_number": publication.application_number,
        "office": publication.country,
        "kind_code": publication.kind_code,
        "type": publication.type,
        "stage": publication.stage,
        "status": publication.status,
        "status_group": publication.status_group,
        "standing": publication.standing,
        "title": publication.title,
        "language": publication.title_language,
        "priority_date": publication.priority_date,
        "filing_date": publication.filing_date,
        "publication_date": publication.publication_date,
        "grant_date": publication.grant_date,
        "year": publication.year,
        "applicants": [name.strip() for name in re.split("[;；]", publication.applicants) if name.strip()],
        "family": family,
        "held": publication.coverage,
        "url": mail.whole_address(address),
    }


def record(actor: Actor, publication: Publication, parts: Iterable[str]) -> dict[str, Any]:
    """Return all that is held of a publication, with the texts of the asked parts."""
    detail = get_detail(actor, publication.number_key)
    if detail is None:
        raise LookupError(publication.number_key)
    texts, left_out = _texts(publication, parts)
    return {
        **briefs([publication])[0],
        "classes": list(publication.classifications.order_by("scheme", "ordinal").values("scheme", "code")),
        "parties": list(
            publication.parties.order_by("role", "ordinal").values(
                "role", "name", "address", "country", "region", "agency"
            )
        ),
        "priorities": list(publication.priorities.order_by("ordinal").values("number", "country", "date", "kind")),
        "legal_events": list(publication.legal_events.order_by("date", "id").values("date", "code", "text", "country")),
        "ingredients": [
            {"name": one.name, "amount": one.amount, "processing": one.processing} for one in detail.ingredients
        ],
        "steps": [{"operation": step.operation, "details": step.parts} for step in detail.steps],
        "product": publication.product,
        "indication": publication.indication,
        "declared_source": publication.declared_source,
        "family_members": [str(member) for member in publication.family_members],
        "citations": [str(cited) for cited in publication.citations],
        "sources": [
            {name: str(source.get(name, "")) for name in ("name", "url", "file", "day")}
            for source in publication.sources
        ],
        "not_obtained": list(detail.not_seen),
        "texts": texts,
        "left_out": left_out,
    }


def _texts(publication: Publication, parts: Iterable[str]) -> tuple[list[dict[str, Any]], list[str]]:
    texts: list[dict[str, Any]] = []
    left_out: list[str] = []
    room = MOST_CHARACTERS
    for part in dict.fromkeys(parts):
        rows = TextUnit.objects.filter(publication=publication, unit=part).order_by("language", "ordinal")
        held = list(rows.values("language", "ordinal", "text", "depends_on"))
        size = sum(len(row["text"]) for row in held)
        if size > room:
            left_out.append(part)
            continue
        room -= size
        texts += [{**row, "part": part} for row in held]
    return texts, left_out


def family(actor: Actor, publication: Publication) -> list[Publication]:
    """Return the held publications of the same family, itself included, at most `MOST_IN_FAMILY`."""
    if publication.family_id is None:
        return [publication]
    found = publications(actor).filter(family=publication.family_id).defer("search_text")
    return list(found.order_by("number_key")[:MOST_IN_FAMILY])


def collection_row(actor: Actor, collection: Collection) -> dict[str, Any]:
    """Return what a list says of a collection."""
    return {
        "id": collection.pk,
        "name": collection.name,
        "note": collection.note,
        "size": getattr(collection, "size", 0),
        "own": collection.owner_id == actor.user_id,
        "shared_with": collection.organisation.name if collection.organisation else None,
    }


def item_rows(items: Sequence[CollectionItem]) -> Iterator[dict[str, Any]]:
    """Yield what lies in a collection."""
    for item, said in zip(items, briefs([item.publication for item in items]), strict=True):
        yield {
            "publication": said,
            "note": item.note,
            "rating": item.rating,
            "added_by": item.added_by,
            "added_at": item.added_at,
        }


def search_row(actor: Actor, search: SavedSearch) -> dict[str, Any]:
    """Return what a list says of a saved search."""
    return {
        "id": search.pk,
        "name": search.name,
        "q": search.query,
        "chosen": {facet: list(map(str, values)) for facet, values in search.chosen.items()},
        "rhythm": search.rhythm,
        "unread": getattr(search, "unread", 0),
        "last_run_at": search.last_run_at,
        "own": search.owner_id == actor.user_id,
    }


def hit_rows(hits: Sequence[SavedSearchHit]) -> Iterator[dict[str, Any]]:
    """Yield the new hits of a saved search."""
    for hit, said in zip(hits, briefs([hit.publication for hit in hits]), strict=True):
        yield {"publication": said, "found_at": hit.found_at, "read": hit.read_at is not None}
