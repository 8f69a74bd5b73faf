"""Reads of collections: the list, what lies in one, rows to take away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.literature.models import Collection, CollectionItem
from erdem.literature.policies import visible_collection_items, visible_collections
from erdem.literature.queries.documents import publications

LONGEST_KEY: Final = 60
ORDERS: Final = ("added", "rating", "newest", "number")
_NEWEST: Final = F("publication__year").desc(nulls_last=True)
_ORDER_BY: Final[dict[str, tuple[Any, ...]]] = {
    "added": ("-pk",),
    "rating": ("-rating", "-pk"),
    "newest": (_NEWEST, "publication__number_key"),
    "number": ("publication__number_key",),
}


@dataclass(frozen=True)
class Selection:
    """What of a collection is shown: items rated at least ``rating``, in one of `ORDERS`."""

    rating: int = 0
    order: str = ORDERS[0]


def collections(actor: Actor) -> QuerySet[Collection]:
    """Return the collections the actor may see, the own ones first, with ``size`` and ``last_added``."""
    own = ExpressionWrapper(Q(owner_id=actor.user_id or 0), output_field=BooleanField())
    found = Collection.objects.filter(visible_collections(actor)).select_related("organisation", "owner")
    return found.annotate(size=Count("items"), last_added=Max("items__added_at"), own=own).order_by(
        "-own", "name", "pk"
    )


def get_collection(actor: Actor, number: int) -> Collection | None:
    """Return a collection the actor may see, or None."""
    return collections(actor).filter(pk=number).first()


def items(actor: Actor, collection: Collection, selection: Selection | None = None) -> QuerySet[CollectionItem]:
    """Return what lies in a collection with its publications, as selected. One query."""
    chosen = selection or Selection()
    found = CollectionItem.objects.filter(visible_collection_items(actor), collection=collection)
    found = found.filter(rating__gte=chosen.rating) if chosen.rating else found
    found = found.select_related("publication", "collection").defer("publication__search_text")
    return found.order_by(*_ORDER_BY.get(chosen.order, _ORDER_BY["added"]))


def ids_of(actor: Actor, keys: Sequence[str]) -> list[int]:
    """Return the publications with these number keys in the order given; what cannot be a key or is not held is left out."""
    wanted = [key for key in dict.fromkeys(keys) if len(key) <= LONGEST_KEY and "\x00" not in key]
    found = dict(publications(actor).filter(number_key__in=wanted).values_list("number_key", "pk"))
    return [found[key] for key in wanted if key in found]


def get_item(actor: Actor, collection: Collection, item_id: int) -> CollectionItem | None:
    """Return one item of a collection, or None."""
    return items(actor, collection).filter(pk=item_id).first()


def ratings(actor: Actor, collection: Collection) -> dict[int, int]:
    """Count the items of each rating."""
    found = CollectionItem.objects.filter(visible_collection_items(actor), collection=collection).order_by()
    return dict(found.values_list("rating").annotate(count=Count("pk")))


def item_notes(actor: Actor, collection: Collection, selection: Selection) -> tuple[list[int], dict[int, str]]:
    """Return the publications of a collection in order, and what was noted on each, with its rating."""
    rows = list(items(actor, collection, selection).values_list("publication_id", "rating", "note"))
    said = {key: " ".join(filter(None, (f"{rating}/5" if rating else "", note))) for key, rating, note in rows}
    return [key for key, _rating, _note in rows], said


def item_heads() -> list[str]:
    """Return the heads of the table to take away."""
    return [
        _("Number"),
        _("Title"),
        _("Applicants"),
        _("Filing date"),
        _("Publication date"),
        _("Legal status"),
        _("Rating"),
        _("Note"),
        _("Added by"),
        _("Added on"),
    ]


def item_rows(actor: Actor, collection: Collection, selection: Selection) -> Iterator[list[Any]]:
    """Yield a row for each item. One query."""
    for item in items(actor, collection, selection):
        publication = item.publication
        yield [
            publication.number,
            publication.title,
            publication.applicants,
            iso_date(publication.filing_date),
            iso_date(publication.publication_date),
            publication.status,
            item.rating or "",
            item.note,
            item.added_by,
            iso_date(item.added_at),
        ]
