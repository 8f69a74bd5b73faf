"""Looking again for saved searches: what matches now and was not met before is new, and is told exactly once."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app as queue
from procrastinate.exceptions import AlreadyEnqueued

from erdem.base import audit
from erdem.base.actor import Actor, acting_as
from erdem.base.policy import require
from erdem.literature.models import SavedSearch
from erdem.literature.policies import can_change_search
from erdem.literature.queries.saved import request_of
from erdem.literature.queries.searching import matching_ids
from erdem.literature.queries.searching_shapes import QueryError

logger = logging.getLogger(__name__)

MOST_FOLLOWED: Final = 50_000
"""Publications of one search that are kept apart. Of a search that finds more, only the newest so many are watched."""
LOOK: Final = "literature.look_again"
CHUNK: Final = 10_000
LATE: Final = dt.timedelta(days=1)
"""How much longer than since the last run a publication may have been held to count as new in a search above the bound."""

_MEET = """
INSERT INTO literature_savedsearchhit (search_id, publication_id, is_new, found_at)
SELECT %s, one.id, %s AND (%s OR one.created_at > %s), %s
FROM literature_publication AS one WHERE one.id = ANY(%s)
ORDER BY one.id ON CONFLICT (search_id, publication_id) DO NOTHING RETURNING is_new
"""


@dataclass(frozen=True)
class Look:
    """What a look found: how many publications match, at most one more than the bound, and how many of them are new."""

    total: int
    new: int

    @property
    def is_bounded(self) -> bool:
        """Say whether the search finds more than is watched."""
        return self.total > MOST_FOLLOWED


@transaction.atomic
def look_again(*, actor: Actor, search_id: int) -> Look:
    """Run a saved search and keep what it has not met before as new hits.

    A publication is met once for each search (a unique row), so nothing is told twice, whatever runs at the same time; one
    that was held before and matches only now is new as well. Publications that were deleted take their hits with them. A
    search that was removed meanwhile gives an empty look. Above `MOST_FOLLOWED` matches only the newest are compared, and
    only those that came in since the last look are told.

    Raises:
        PermissionRefused: the search is somebody else's.
        QueryError: the search line cannot be read any more.
    """
    search = SavedSearch.objects.select_for_update().filter(pk=search_id).first()
    if search is None:
        return Look(0, 0)
    require(can_change_search(actor, search))
    look = _look(actor, search)
    audit.record(actor, action="literature.look_again", target=search, detail={"total": look.total, "new": look.new})
    return look


def look_first(actor: Actor, search: SavedSearch) -> int:
    """Look for a search that is just being saved: what it finds is known, not new. Return how many match."""
    return _look(actor, search).total


def request_look_again() -> None:
    """Have the searches told at once run when the search has taken something up; one waiting request is enough."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        queue.configure_task(LOOK, queueing_lock=LOOK).defer()


def look_for_all(actor: Actor, search_ids: Iterable[int]) -> int:
    """Run searches one by one, each in its own transaction; return how many new hits there are.

    One that cannot be read any more is passed over and logged; its page says so to the owner.
    """
    new = 0
    for search_id in search_ids:
        try:
            with acting_as(actor):
                new += look_again(actor=actor, search_id=search_id).new
        except QueryError:
            logger.warning("saved search %s cannot be read any more", search_id)
    return new


def _look(actor: Actor, search: SavedSearch) -> Look:
    ids = matching_ids(actor, request_of(search), most=MOST_FOLLOWED + 1)
    now = timezone.now()
    is_first, since = search.last_run_at is None, (search.last_run_at or now) - LATE
    is_exact = max(len(ids), search.last_total) <= MOST_FOLLOWED
    new = 0
    with connection.cursor() as cursor:
        for start in range(0, min(len(ids), MOST_FOLLOWED), CHUNK):
            part = ids[start : min(start + CHUNK, MOST_FOLLOWED)]
            cursor.execute(_MEET, [search.pk, not is_first, is_exact, since, now, part])
            new += sum(1 for (is_new,) in cursor.fetchall() if is_new)
    search.last_run_at, search.last_total = now, len(ids)
    search.save(update_fields=["last_run_at", "last_total"])
    return Look(len(ids), new)
