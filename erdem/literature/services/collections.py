"""Collections of publications: make, change, fill, rate, take out, put back, remove."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.formatting import number
from erdem.base.policy import RuleBroken, require
from erdem.literature.models import Collection, CollectionItem, Publication
from erdem.literature.policies import can_change_collection, can_fill_collection, can_keep_work
from erdem.literature.queries.documents import publications
from erdem.people.models import User

MOST_COLLECTIONS: Final = 200
MOST_ITEMS: Final = 10_000
MOST_AT_ONCE: Final = 1_000
"""Publications that one press of a button adds: all that are ticked, or the first of a search."""
LONGEST_NOTE: Final = 4_000
HIGHEST_RATING: Final = 5


@dataclass(frozen=True)
class Heading:
    """How a collection is called, what it is for, and with which office it is shared."""

    name: str
    note: str = ""
    organisation_id: int | None = None


@dataclass(frozen=True)
class Added:
    """What came of adding: so many are new in the collection, so many lay in it already."""

    added: int
    held: int


@transaction.atomic
def make_collection(*, actor: Actor, heading: Heading) -> Collection:
    """Make a collection; making one of the same name again returns the one there is.

    Raises:
        PermissionRefused: nobody is logged in.
        RuleBroken: no name, a foreign office, or too many collections.
    """
    require(can_keep_work(actor))
    owner = User.objects.select_for_update(no_key=True).get(pk=actor.user_id or 0)  # a second press waits here
    given = _checked(actor, heading)
    held = Collection.objects.filter(owner=owner)
    same = held.filter(name=given.name).first()
    if same is not None:
        return same
    if held.count() >= MOST_COLLECTIONS:
        raise RuleBroken(_("You keep %(count)s collections. Remove one first.") % {"count": MOST_COLLECTIONS})
    collection = Collection(owner=owner, name=given.name, note=given.note, organisation_id=given.organisation_id)
    collection.save(force_insert=True)
    audit.record(actor, action="literature.make_collection", target=collection)
    return collection


@transaction.atomic
def change_collection(*, actor: Actor, collection: Collection, heading: Heading) -> Collection:
    """Rename a collection, change its note or with whom it is shared.

    Raises:
        PermissionRefused: it is somebody else's.
        RuleBroken: it was removed meanwhile, no name, another one of that name, or a foreign office.
    """
    require(can_change_collection(actor, collection))
    given = _checked(actor, heading)
    locked = Collection.objects.select_for_update().filter(pk=collection.pk).first()
    if locked is None:
        raise RuleBroken(_("This collection was removed meanwhile. Nothing was changed."))
    if Collection.objects.filter(owner_id=locked.owner_id, name=given.name).exclude(pk=locked.pk).exists():
        raise RuleBroken(_("You have a collection of this name already. Give this one another name."), field="name")
    locked.name, locked.note, locked.organisation_id = given.name, given.note, given.organisation_id
    locked.save(update_fields=["name", "note", "organisation", "updated_at"])
    audit.record(
        actor,
        action="literature.change_collection",
        target=locked,
        detail={"shared": given.organisation_id is not None},
    )
    return locked


@transaction.atomic
def remove_collection(*, actor: Actor, collection: Collection) -> None:
    """Remove a collection with its notes and ratings; the publications stay. Removing it twice changes nothing.

    Raises:
        PermissionRefused: it is somebody else's.
    """
    require(can_change_collection(actor, collection))
    locked = Collection.objects.select_for_update().filter(pk=collection.pk).first()
    if locked is not None:
        audit.record(
            actor, action="literature.remove_collection", target=locked, detail={"items": locked.items.count()}
        )
        locked.delete()


@transaction.atomic
def add_publications(*, actor: Actor, collection: Collection, publication_ids: Sequence[int], note: str = "") -> Added:
    """Add publications with a note; what lies in the collection already keeps its own note and rating.

    Two people who add the same at once get one item. Publications that are gone are passed over.

    Raises:
        PermissionRefused: the collection is not the actor's nor shared with the actor's office.
        RuleBroken: nothing to add, more than `MOST_AT_ONCE`, or the collection would pass `MOST_ITEMS`.
    """
    require(can_fill_collection(actor, collection))
    wanted = list(dict.fromkeys(publication_ids))
    if not wanted:
        raise RuleBroken(_("Tick at least one publication."))
    if len(wanted) > MOST_AT_ONCE:
        raise RuleBroken(_("At most %(count)s publications are added at once.") % {"count": number(MOST_AT_ONCE)})
    items = CollectionItem.objects.filter(collection=collection)
    held = items.filter(publication__in=wanted).count()
    if items.count() + len(wanted) - held > MOST_ITEMS:
        message = _("A collection holds at most %(count)s publications. Make another one for these.")
        raise RuleBroken(message % {"count": number(MOST_ITEMS)})
    there = publications(actor).filter(pk__in=wanted).in_bulk()
    made = [
        CollectionItem(collection=collection, publication_id=key, note=_note(note), added_by=actor.label[:200])
        for key in wanted
        if key in there
    ]
    before = items.count()
    CollectionItem.objects.bulk_create(made, ignore_conflicts=True)
    added = items.count() - before
    audit.record(
        actor, action="literature.add_publications", target=collection, detail={"asked": len(wanted), "added": added}
    )
    return Added(added, len(made) - added)


@transaction.atomic
def collect(
    *, actor: Actor, collection: Collection | None, name: str, publication_ids: Sequence[int], note: str = ""
) -> tuple[Collection, Added]:
    """Add publications to a new collection of that name, or to the given one where no name is; all of it or nothing.

    Raises:
        PermissionRefused, RuleBroken: as `make_collection` and `add_publications`; neither name nor collection is given.
    """
    if name.strip():
        collection = make_collection(actor=actor, heading=Heading(name))
    if collection is None:
        raise RuleBroken(_("Choose a collection, or write the name of a new one."), field="name")
    return collection, add_publications(actor=actor, collection=collection, publication_ids=publication_ids, note=note)


def fingerprint(item: CollectionItem) -> str:
    """Return a mark of what an item says, so that a form can tell whether somebody wrote meanwhile."""
    return hashlib.sha256(f"{item.rating}\n{item.note}".encode()).hexdigest()[:16]


@transaction.atomic
def annotate_item(*, actor: Actor, item: CollectionItem, note: str, rating: int, seen: str = "") -> CollectionItem:
    """Write note and rating (0–5) of a publication in a collection. ``seen`` is the fingerprint the writer had before.

    Raises:
        PermissionRefused: the collection is not the actor's nor shared with the actor's office.
        RuleBroken: taken out or changed by somebody else meanwhile; the rating is none; the note is too long.
    """
    require(can_fill_collection(actor, item.collection))
    if not 0 <= rating <= HIGHEST_RATING:
        raise RuleBroken(_("A rating goes from 0 to 5."), field="rating")
    locked = CollectionItem.objects.select_for_update().filter(pk=item.pk).first()
    if locked is None:
        raise RuleBroken(_("Somebody took this publication out of the collection meanwhile. Nothing was saved."))
    if seen and seen != fingerprint(locked) and (locked.note, locked.rating) != (_note(note), rating):
        message = _(
            "Somebody wrote about this publication while you did. Your words are not saved yet; compare them with what"
            " stands there now and save again."
        )
        raise RuleBroken(message, field="note")
    locked.note, locked.rating = _note(note), rating
    locked.save(update_fields=["note", "rating"])
    audit.record(actor, action="literature.annotate_item", target=locked, detail={"rating": rating})
    return locked


@transaction.atomic
def take_out(*, actor: Actor, collection: Collection, item_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Take publications out of a collection; return what `put_back` needs to undo it.

    Raises:
        PermissionRefused: the collection is not the actor's nor shared with the actor's office.
    """
    require(can_fill_collection(actor, collection))
    items = CollectionItem.objects.select_for_update().filter(collection=collection, pk__in=item_ids[:MOST_AT_ONCE])
    taken = [
        {"publication": item.publication_id, "note": item.note, "rating": item.rating, "added_by": item.added_by}
        for item in items.order_by("pk")
    ]
    if taken:
        items.delete()
        audit.record(actor, action="literature.take_out", target=collection, detail={"items": len(taken)})
    return taken


@transaction.atomic
def put_back(*, actor: Actor, collection: Collection, taken: Sequence[dict[str, Any]]) -> int:
    """Put back what was taken out, with notes and ratings; what lies there again meanwhile is left alone.

    Raises:
        PermissionRefused: the collection is not the actor's nor shared with the actor's office.
    """
    require(can_fill_collection(actor, collection))
    held = Publication.objects.in_bulk([one["publication"] for one in taken])
    items = [
        CollectionItem(
            collection=collection,
            publication_id=one["publication"],
            note=one["note"],
            rating=one["rating"],
            added_by=one["added_by"],
        )
        for one in taken
        if one["publication"] in held
    ]
    CollectionItem.objects.bulk_create(items, ignore_conflicts=True)
    if items:
        audit.record(actor, action="literature.put_back", target=collection, detail={"items": len(items)})
    return len(items)


def _note(text: str) -> str:
    note = text.strip()
    if len(note) > LONGEST_NOTE:
        raise RuleBroken(
            _("A note holds at most %(count)s characters.") % {"count": number(LONGEST_NOTE)}, field="note"
        )
    return note


def _checked(actor: Actor, heading: Heading) -> Heading:
    name = heading.name.strip()
    if not name:
        raise RuleBroken(_("Give it a name by which you know it again."), field="name")
    if heading.organisation_id is not None and heading.organisation_id not in actor.organisation_ids:
        raise RuleBroken(_("You may share only with an organisation you belong to."), field="organisation")
    return Heading(name, _note(heading.note), heading.organisation_id)
