"""Who reads published documents, who brings them in, and who sees what people make of search results."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied
from erdem.literature.models import (
    Classification,
    Collection,
    CollectionItem,
    Family,
    ImportProblem,
    ImportRun,
    IndexChange,
    LegalEvent,
    Party,
    Priority,
    Publication,
    QuarantinedRecord,
    SavedSearch,
    SavedSearchHit,
    SearchReport,
    SourceRecord,
    StatedIngredient,
    StatedStep,
    TextUnit,
)

EVERYTHING = Q()
NOTHING = Q(pk__in=[])
WRITERS = ("county_officer", "region_officer", "expert")


def visible_publications(_actor: Actor) -> Q:
    """Published documents are public: every actor reads them all."""
    return EVERYTHING


def visible_runs(actor: Actor) -> Q:
    """Import runs are seen by those who may import."""
    return EVERYTHING if can_import(actor) else NOTHING


def can_import(actor: Actor, _record: object = None) -> Decision:
    """Officers, experts and the installation itself bring literature in."""
    if actor.is_machine or actor.has_role(*WRITERS):
        return ALLOWED
    return Denied(_("Only officers and experts bring literature in. Send your file to the office of your banner."))


def visible_changes(actor: Actor) -> Q:
    """What the search index still has to take up concerns machines only."""
    return EVERYTHING if actor.is_machine else NOTHING


def can_feed_index(actor: Actor, _record: object = None) -> Decision:
    """The installation itself keeps the search index."""
    if actor.is_machine:
        return ALLOWED
    return Denied(_("The search index is kept by the installation itself. Use the command “erdem index”."))


def _own_or_shared(actor: Actor, owner: str, organisation: str) -> Q:
    if actor.is_machine:
        return EVERYTHING
    if actor.user_id is None:
        return NOTHING
    return Q(**{owner: actor.user_id}) | Q(**{f"{organisation}__in": actor.organisation_ids})


def visible_searches(actor: Actor) -> Q:
    """A saved search is seen by its owner and by the office it is shared with."""
    return _own_or_shared(actor, "owner_id", "organisation_id")


def visible_search_hits(actor: Actor) -> Q:
    """The hits of a saved search are seen by those who see the search."""
    return _own_or_shared(actor, "search__owner_id", "search__organisation_id")


def visible_collections(actor: Actor) -> Q:
    """A collection is seen by its owner and by the office it is shared with."""
    return _own_or_shared(actor, "owner_id", "organisation_id")


def visible_collection_items(actor: Actor) -> Q:
    """What lies in a collection is seen by those who see the collection."""
    return _own_or_shared(actor, "collection__owner_id", "collection__organisation_id")


def visible_reports(actor: Actor) -> Q:
    """A search report is seen by who wrote it and by the office it was written in."""
    return _own_or_shared(actor, "user_id", "organisation_id")


def can_keep_work(actor: Actor, _record: object = None) -> Decision:
    """Everybody with an account keeps searches, collections and reports."""
    if actor.user_id is not None or actor.is_machine:
        return ALLOWED
    return Denied(_("Log in to keep searches, collections and reports."))


def can_change_search(actor: Actor, search: SavedSearch) -> Decision:
    """Only the owner changes a saved search; the office it is shared with reads it."""
    if actor.is_machine or (actor.user_id is not None and search.owner_id == actor.user_id):
        return ALLOWED
    return Denied(_("Only the person who saved this search changes it. Save your own copy of it."))


def can_change_collection(actor: Actor, collection: Collection) -> Decision:
    """Only the owner renames, shares or removes a collection."""
    if actor.is_machine or (actor.user_id is not None and collection.owner_id == actor.user_id):
        return ALLOWED
    return Denied(_("Only the person who made this collection changes it. You may add to it and take out of it."))


def can_fill_collection(actor: Actor, collection: Collection) -> Decision:
    """The owner, and the office it is shared with, add publications, notes and ratings."""
    if can_change_collection(actor, collection) or collection.organisation_id in actor.organisation_ids:
        return ALLOWED
    return Denied(_("This collection is not shared with you."))


_PUBLIC: tuple[type[Model], ...] = (
    Family,
    Publication,
    TextUnit,
    Classification,
    Party,
    Priority,
    LegalEvent,
    SourceRecord,
    StatedIngredient,
    StatedStep,
)
VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    **dict.fromkeys(_PUBLIC, visible_publications),
    ImportRun: visible_runs,
    ImportProblem: visible_runs,
    QuarantinedRecord: visible_runs,
    IndexChange: visible_changes,
    SavedSearch: visible_searches,
    SavedSearchHit: visible_search_hits,
    Collection: visible_collections,
    CollectionItem: visible_collection_items,
    SearchReport: visible_reports,
}
