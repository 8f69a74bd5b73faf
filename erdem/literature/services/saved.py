"""Saving searches: keep one, change how it is told, share it, remove it, mark its hits as read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.literature.choices import AlertRhythm
from erdem.literature.models import SavedSearch, SavedSearchHit
from erdem.literature.policies import can_change_search, can_keep_work
from erdem.literature.queries.saved import UNREAD, stored_choice
from erdem.literature.queries.searching_shapes import SearchRequest
from erdem.literature.services.alerts import look_first
from erdem.people.models import User

MOST_SEARCHES: Final = 200


@dataclass(frozen=True)
class Telling:
    """How a search is called, how often its new hits are told, and with which office it is shared."""

    name: str
    rhythm: str = AlertRhythm.AT_ONCE
    by_mail: bool = False
    organisation_id: int | None = None


@transaction.atomic
def save_search(*, actor: Actor, asked: SearchRequest, telling: Telling) -> SavedSearch:
    """Keep a search and look once, so that what it finds today does not count as new.

    Saving the same search under the same name again returns the kept one: a second press of the button changes nothing.

    Raises:
        PermissionRefused: nobody is logged in.
        RuleBroken: no name, another search of that name, a foreign office, or too many searches.
        QueryError: the search line cannot be read.
    """
    require(can_keep_work(actor))
    owner = User.objects.select_for_update(no_key=True).get(pk=actor.user_id or 0)  # a second press waits here
    told = _checked(actor, telling)
    held = SavedSearch.objects.filter(owner=owner)
    same = held.filter(name=told.name).first()
    chosen = stored_choice(asked)
    if same is not None and (same.query, same.chosen) == (asked.query, chosen):
        return same
    if same is not None:
        raise RuleBroken(_("You have a saved search of this name already. Give this one another name."), field="name")
    if held.count() >= MOST_SEARCHES:
        raise RuleBroken(_("You keep %(count)s searches. Remove one first.") % {"count": MOST_SEARCHES})
    search = SavedSearch(
        owner=owner,
        name=told.name,
        query=asked.query,
        chosen=chosen,
        rhythm=told.rhythm,
        by_mail=told.by_mail,
        organisation_id=told.organisation_id,
    )
    search.save(force_insert=True)
    total = look_first(actor, search)
    audit.record(actor, action="literature.save_search", target=search, detail={"total": total})
    return search


@transaction.atomic
def change_search(*, actor: Actor, search: SavedSearch, telling: Telling) -> SavedSearch:
    """Rename a search, change how it is told or with whom it is shared. What it asks stays: save another one for that.

    Raises:
        PermissionRefused: it is somebody else's.
        RuleBroken: it was removed meanwhile, no name, another search of that name, or a foreign office.
    """
    locked = _locked(actor, search)
    told = _checked(actor, telling)
    if SavedSearch.objects.filter(owner_id=locked.owner_id, name=told.name).exclude(pk=locked.pk).exists():
        raise RuleBroken(_("You have a saved search of this name already. Give this one another name."), field="name")
    locked.name, locked.rhythm, locked.by_mail = told.name, told.rhythm, told.by_mail
    locked.organisation_id = told.organisation_id
    locked.save(update_fields=["name", "rhythm", "by_mail", "organisation"])
    detail = {"rhythm": told.rhythm, "by_mail": told.by_mail, "shared": told.organisation_id is not None}
    audit.record(actor, action="literature.change_search", target=locked, detail=detail)
    return locked


@transaction.atomic
def remove_search(*, actor: Actor, search: SavedSearch) -> None:
    """Remove a search with what it found; the publications stay. Removing it twice changes nothing.

    Raises:
        PermissionRefused: it is somebody else's.
    """
    require(can_change_search(actor, search))
    locked = SavedSearch.objects.select_for_update().filter(pk=search.pk).first()
    if locked is not None:
        audit.record(actor, action="literature.remove_search", target=locked)
        locked.delete()


@transaction.atomic
def mark_read(*, actor: Actor, search: SavedSearch | None = None, hit_ids: Sequence[int] | None = None) -> int:
    """Mark new hits as read: those named, all of one search, or all of all own searches. Return how many were unread."""
    require(can_keep_work(actor))
    if search is not None:
        require(can_change_search(actor, search))
    unread = SavedSearchHit.objects.filter(UNREAD, search__owner_id=actor.user_id or 0)
    unread = unread.filter(search=search) if search is not None else unread
    unread = unread.filter(pk__in=hit_ids) if hit_ids is not None else unread
    marked = SavedSearchHit.objects.filter(pk__in=unread.values("pk")).update(read_at=timezone.now())
    if marked:
        audit.record(actor, action="literature.mark_read", target=search, detail={"hits": marked})
    return marked


@transaction.atomic
def stop_mail(*, actor: Actor) -> int:
    """Send the person no more e-mail about saved searches; return how many searches sent some. They go on looking."""
    require(can_keep_work(actor))
    stopped = SavedSearch.objects.filter(owner_id=actor.user_id or 0, by_mail=True).update(by_mail=False)
    if stopped:
        audit.record(actor, action="literature.stop_mail", detail={"searches": stopped})
    return stopped


def _locked(actor: Actor, search: SavedSearch) -> SavedSearch:
    require(can_change_search(actor, search))
    locked = SavedSearch.objects.select_for_update().filter(pk=search.pk).first()
    if locked is None:
        raise RuleBroken(_("This search was removed meanwhile. Nothing was changed."))
    return locked


def _checked(actor: Actor, telling: Telling) -> Telling:
    name = telling.name.strip()
    if not name:
        raise RuleBroken(_("Give it a name by which you know it again."), field="name")
    if telling.organisation_id is not None and telling.organisation_id not in actor.organisation_ids:
        raise RuleBroken(_("You may share only with an organisation you belong to."), field="organisation")
    return Telling(name, telling.rhythm, telling.by_mail, telling.organisation_id)
