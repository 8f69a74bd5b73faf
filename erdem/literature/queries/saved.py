"""Reads of saved searches: what they ask, who may change them, and what is new in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.literature.choices import AlertRhythm
from erdem.literature.models import SavedSearch, SavedSearchHit
from erdem.literature.policies import visible_search_hits, visible_searches
from erdem.literature.queries.searching_shapes import FACETS, QueryError, SearchRequest

SWITCHED_OFF: Final = "off"
UNREAD: Final = Q(is_new=True, read_at__isnull=True)
WEEK: Final = 7
MORNING: Final = 6
"""The local hour from which the daily and weekly searches of a day are run."""


def stored_choice(request: SearchRequest) -> dict[str, list[str]]:
    """Return the ticked boxes and the parts taken out, as a saved search keeps them."""
    kept = {facet: list(values) for facet, values in request.chosen.items() if values}
    return {**kept, SWITCHED_OFF: list(request.switched_off)} if request.switched_off else kept


def request_of(search: SavedSearch, *, order: str = "newest") -> SearchRequest:
    """Return what a saved search asks, families not folded: each publication counts. Boxes no longer known are left out."""
    chosen: dict[str, Any] = search.chosen if isinstance(search.chosen, dict) else {}
    return SearchRequest(
        query=search.query,
        chosen={facet: tuple(map(str, chosen[facet])) for facet in FACETS if chosen.get(facet)},
        order=order,
        collapse=False,
        facets=(),
        switched_off=tuple(map(str, chosen.get(SWITCHED_OFF, ()))),
    )


def fault_words(error: QueryError) -> str:
    """Say in the reader's language why a search line cannot be read."""
    params: Mapping[str, str | int] = error.params
    return _(error.template) % params


def searches(actor: Actor) -> QuerySet[SavedSearch]:
    """Return the searches the actor may see, the own ones first, each with ``unread``, the number of new unread hits."""
    found = SavedSearch.objects.filter(visible_searches(actor)).select_related("organisation", "owner")
    unread = SavedSearchHit.objects.filter(UNREAD, search=OuterRef("pk")).order_by().values("search")
    counted = Coalesce(Subquery(unread.annotate(count=Count("pk")).values("count")), 0)
    own = ExpressionWrapper(Q(owner_id=actor.user_id or 0), output_field=BooleanField())
    return found.annotate(unread=counted, own=own).order_by("-own", "-unread", "name", "pk")


def get_search(actor: Actor, number: int) -> SavedSearch | None:
    """Return a search the actor may see, or None."""
    return searches(actor).filter(pk=number).first()


def new_hits(actor: Actor, search: SavedSearch) -> QuerySet[SavedSearchHit]:
    """Return what a search has found since it was saved, unread first, the newest first."""
    found = SavedSearchHit.objects.filter(visible_search_hits(actor), search=search, is_new=True)
    return found.select_related("publication").defer("publication__search_text").order_by("-read_at", "-pk")


def unread_count(actor: Actor) -> int:
    """Count the new hits of the actor's own searches that were not read yet. One query."""
    if actor.user_id is None:
        return 0
    return SavedSearchHit.objects.filter(UNREAD, visible_search_hits(actor), search__owner_id=actor.user_id).count()


def searches_to_look(now: dt.datetime, *, after_import: bool) -> list[int]:
    """Return the searches of open accounts whose time has come, for the machinery.

    After an import: those told at once. Otherwise, from six in the morning: the daily ones not run on this local day, those
    told at once as well (a changed word list finds more without an import), and the weekly ones last run seven days ago.
    """
    wanted = SavedSearch.objects.filter(owner__is_active=True).exclude(rhythm=AlertRhythm.OFF).order_by("pk")
    if after_import:
        return list(wanted.filter(rhythm=AlertRhythm.AT_ONCE).values_list("pk", flat=True))
    local = timezone.localtime(now)
    is_morning = local.hour >= MORNING
    return [
        key
        for key, rhythm, last in wanted.values_list("pk", "rhythm", "last_run_at")
        if is_due(
            AlertRhythm.WEEKLY if rhythm == AlertRhythm.WEEKLY else AlertRhythm.DAILY,
            last,
            local.date(),
            is_morning=is_morning,
        )
    ]


def is_due(rhythm: str, last: dt.datetime | None, day: dt.date, *, is_morning: bool) -> bool:
    """Say whether something of this rhythm, last done at ``last``, is to be done on a local day."""
    if rhythm == AlertRhythm.OFF:
        return False
    if rhythm == AlertRhythm.AT_ONCE or last is None:
        return True
    passed = (day - timezone.localtime(last).date()).days
    return is_morning and passed >= (WEEK if rhythm == AlertRhythm.WEEKLY else 1)


def people_to_mail() -> list[int]:
    """Return the accounts that have new hits in searches also told by e-mail, for the machinery."""
    waiting = SavedSearchHit.objects.filter(UNREAD, mailed_at__isnull=True, search__by_mail=True)
    waiting = waiting.exclude(search__rhythm=AlertRhythm.OFF).exclude(search__owner__email="")
    owners = waiting.filter(search__owner__is_active=True).order_by().values_list("search__owner_id", flat=True)
    return sorted(set(owners.distinct()))
