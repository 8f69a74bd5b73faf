"""What the pages of collections show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, number
from erdem.literature.models import Collection, CollectionItem, Publication
from erdem.literature.pages.links import Link
from erdem.literature.policies import can_change_collection, can_fill_collection
from erdem.literature.queries.collections import ORDERS, Selection, collections, items, ratings
from erdem.literature.services.collections import HIGHEST_RATING, MOST_AT_ONCE, fingerprint
from erdem.literature.work_forms import AddForm, CollectionForm, ItemForm

PER_PAGE: Final = 50
EXPORTS: Final = ("csv", "xlsx", "ris")


@dataclass(frozen=True)
class CollectionRow:
    """One collection in the list."""

    collection: Collection
    size: str
    last: str
    url: str
    may_change: bool


@dataclass(frozen=True)
class CollectionListPage:
    """The collections, and the form for another one."""

    rows: tuple[CollectionRow, ...]
    form: CollectionForm
    trail: tuple[Link, ...]


@dataclass(frozen=True)
class ItemRow:
    """One publication in a collection with the form for its note and rating."""

    item: CollectionItem
    publication: Publication
    stars: str
    form: ItemForm
    url: str


@dataclass(frozen=True)
class CollectionPage:
    """What lies in a collection, as selected."""

    row: CollectionRow
    shown: Page[CollectionItem]
    items: tuple[ItemRow, ...]
    choices: tuple[dict[str, str], ...]
    rating: str
    orders: tuple[dict[str, str], ...]
    order: str
    exports: tuple[Link, ...]
    undo: str
    trail: tuple[Link, ...]


@dataclass(frozen=True)
class ItemPage:
    """The form for one item on a page of its own: when something was wrong with it, or somebody wrote meanwhile."""

    row: ItemRow
    back: str
    trail: tuple[Link, ...]


@dataclass(frozen=True)
class FormPage:
    """The form in which a collection is changed."""

    form: CollectionForm
    row: CollectionRow
    trail: tuple[Link, ...]


@dataclass(frozen=True)
class AddPage:
    """The question into which collection publications go. ``keys`` are their numbers; ``whole`` says that all of a search go."""

    form: AddForm
    words: str
    shown: tuple[Publication, ...]
    more: int
    keys: tuple[str, ...]
    whole: bool
    back: str
    trail: tuple[Link, ...]


def list_page(actor: Actor, form: CollectionForm) -> CollectionListPage:
    """Gather the list. One query."""
    return CollectionListPage(tuple(_row(actor, one) for one in collections(actor)), form, _trail(""))


def collection_page(
    actor: Actor, collection: Collection, selection: Selection, page: str, taken: Mapping[str, Any]
) -> CollectionPage:
    """Gather one collection. ``taken`` is what was taken out of it last and can be put back. Three queries."""
    shown = Paginator(items(actor, collection, selection), PER_PAGE).get_page(page)
    counts = ratings(actor, collection)
    url = reverse("literature:collection-detail", args=[collection.pk])
    return CollectionPage(
        row=_row(actor, collection),
        shown=shown,
        items=tuple(item_row(item) for item in shown.object_list),
        choices=_choices(counts),
        rating=str(selection.rating),
        orders=_orders(),
        order=selection.order,
        exports=tuple(
            Link(kind.upper(), f"{url}export.{kind}?rating={selection.rating}&order={selection.order}")
            for kind in EXPORTS
        ),
        undo=_undo(collection, taken),
        trail=_trail(collection.name),
    )


def item_first(item: CollectionItem) -> dict[str, Any]:
    """Return what the form for an item begins with."""
    return {"note": item.note, "rating": item.rating, "seen": fingerprint(item)}


def item_row(item: CollectionItem, form: ItemForm | None = None) -> ItemRow:
    """Compose one item with its form."""
    return ItemRow(
        item=item,
        publication=item.publication,
        stars="★" * item.rating,
        form=form or ItemForm(initial=item_first(item), auto_id=f"item-{item.pk}-%s"),
        url=reverse("literature:collection-item", args=[item.collection_id, item.pk]),
    )


def item_page(item: CollectionItem, form: ItemForm) -> ItemPage:
    """Gather the form for one item."""
    collection = item.collection
    back = reverse("literature:collection-detail", args=[collection.pk])
    trail = (*_trail(collection.name)[:-1], Link(collection.name, back), Link(item.publication.number, ""))
    return ItemPage(item_row(item, form), back, trail)


def form_page(actor: Actor, collection: Collection, form: CollectionForm) -> FormPage:
    """Gather the form for name, note and sharing; also the question before a collection is removed."""
    return FormPage(form, _row(actor, collection), _trail(collection.name))


def add_page(form: AddForm, publications: list[Publication], *, total: int, whole: bool, back: str) -> AddPage:
    """Gather the question; ``publications`` are the first of ``total``."""
    words = ngettext("%(count)s publication is added", "%(count)s publications are added", total)
    shown = tuple(publications[:10])
    return AddPage(
        form=form,
        words=words % {"count": number(min(total, MOST_AT_ONCE))},
        shown=shown,
        more=min(total, MOST_AT_ONCE) - len(shown),
        keys=() if whole else tuple(each.number_key for each in publications),
        whole=whole,
        back=back,
        trail=_trail(_("Add to a collection")),
    )


def fillable(actor: Actor) -> list[tuple[int, str]]:
    """Return the collections that the actor may add to, for the choice of one. One query."""
    return [
        (one.pk, f"{one.name} ({number(getattr(one, 'size', 0))})")
        for one in collections(actor)
        if can_fill_collection(actor, one)
    ]


def _row(actor: Actor, collection: Collection) -> CollectionRow:
    size = getattr(collection, "size", 0)
    return CollectionRow(
        collection=collection,
        size=ngettext("%(total)s publication", "%(total)s publications", size) % {"total": number(size)},
        last=iso_date(getattr(collection, "last_added", None)),
        url=reverse("literature:collection-detail", args=[collection.pk]),
        may_change=bool(can_change_collection(actor, collection)),
    )


def _choices(counts: Mapping[int, int]) -> tuple[dict[str, str], ...]:
    choices = [{"value": "0", "label": _("all ratings")}]
    for least in range(HIGHEST_RATING, 0, -1):
        count = sum(counts.get(rating, 0) for rating in range(least, HIGHEST_RATING + 1))
        label = _("%(stars)s or better (%(count)s)") % {"stars": "★" * least, "count": number(count)}
        choices.append({"value": str(least), "label": label})
    return tuple(choices)


def _orders() -> tuple[dict[str, str], ...]:
    labels = {
        "added": _("last added first"),
        "rating": _("best rated first"),
        "newest": _("newest first"),
        "number": _("by number"),
    }
    return tuple({"value": order, "label": labels[order]} for order in ORDERS)


def _undo(collection: Collection, taken: Mapping[str, Any]) -> str:
    if taken.get("collection") != collection.pk:
        return ""
    count = len(taken["items"])
    words = ngettext("%(count)s publication was taken out.", "%(count)s publications were taken out.", count)
    return words % {"count": number(count)}


def _trail(last: str) -> tuple[Link, ...]:
    first = Link(_("Literature"), reverse("literature:publication-list"))
    if not last:
        return (first, Link(_("Collections"), ""))
    return (first, Link(_("Collections"), reverse("literature:collection-list")), Link(last, ""))
