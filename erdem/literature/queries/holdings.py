"""What the collection holds, for the foot of the list."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock
from typing import Final

from django.db.models import Count, Q, QuerySet

from erdem.base.actor import Actor
from erdem.literature.choices import Coverage
from erdem.literature.models import Publication
from erdem.literature.policies import visible_publications
from erdem.literature.queries.documents import publications
from erdem.literature.queries.searching import LARGE
from erdem.literature.queries.searching_index import index_documents

KEPT_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the collection holds, for the foot of the list."""

    total: int
    chinese: int
    full_text: int
    facts_only: int
    sources: tuple[tuple[str, int], ...]

    @property
    def foreign(self) -> int:
        """Documents of offices other than the Chinese."""
        return self.total - self.chinese


def holdings(actor: Actor) -> Holdings:
    """Count the collection by what is held and where it came from (its first source). Two queries.

    A large collection is counted at most once a minute; for everybody else in that minute it is one small query.
    """
    held = publications(actor).order_by()
    if index_documents() < LARGE:
        return _counted(held)
    # SECURITY: what is kept is told only to those who see publications, by the same rule as it was counted with.
    return _counts.newest(visible_publications(actor), held) if held.exists() else _NOTHING


class _Counts:
    """The counts of this process by the rule they were counted with."""

    def __init__(self) -> None:
        self._counting = Lock()
        self._kept: dict[Q, tuple[float, Holdings | None]] = {}

    def newest(self, rule: Q, held: QuerySet[Publication]) -> Holdings:
        """Return counts of the last minute, or the ones before while another thread counts."""
        until, known = self._kept.get(rule, (0.0, None))
        if known is not None and (time.monotonic() < until or self._counting.locked()):
            return known
        with self._counting:
            counted = _counted(held)
            self._kept[rule] = (time.monotonic() + KEPT_SECONDS, counted)
        return counted


def _counted(held: QuerySet[Publication]) -> Holdings:
    by_kind = list(held.values_list("country", "coverage").annotate(count=Count("pk")))
    sources = held.values_list("sources__0__name").annotate(count=Count("pk")).order_by("-count", "sources__0__name")
    return Holdings(
        total=sum(count for _country, _coverage, count in by_kind),
        chinese=sum(count for country, _coverage, count in by_kind if country == "CN"),
        full_text=sum(count for _country, coverage, count in by_kind if coverage == Coverage.FULL_TEXT),
        facts_only=sum(count for _country, coverage, count in by_kind if coverage in (Coverage.FACTS, Coverage.TITLE)),
        sources=tuple((str(name or "—"), count) for name, count in sources),
    )


_NOTHING: Final = Holdings(0, 0, 0, 0, ())
_counts: Final = _Counts()
