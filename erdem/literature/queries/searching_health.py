"""Whether the search index holds what the database holds: for the doctor and the command line."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from tantivy import Query

from erdem.base.actor import Actor
from erdem.literature.models import IndexChange, Publication
from erdem.literature.policies import visible_changes, visible_publications
from erdem.literature.queries.searching import corpus
from erdem.literature.queries.searching_expansion import offered_words
from erdem.literature.queries.searching_index import index_snapshot, index_store
from erdem.literature.search import dictionary as words
from erdem.literature.search.snapshot import Snapshot

SAMPLE: Final = 500


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """What was looked at.

    ``missing`` of a sample of publications are not in the index, ``left_over`` of a sample of documents are not in the
    database; changes that wait explain both. ``unreadable`` and ``stale`` name what differs from this program.
    ``advice`` says what to do, blank when all is well.
    """

    version: str
    documents: int
    publications: int
    waiting: int
    missing: int = 0
    left_over: int = 0
    unreadable: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    is_there: bool = False

    @property
    def advice(self) -> str:
        """What to do, in plain English as the command line speaks."""
        if not self.is_there:
            what = "was written by another version of Erdem" if self.unreadable else "is not built yet"
            return f"The index {what}. `erdem run` builds it by itself; without it run `erdem index update`."
        if self.missing or self.left_over:
            return (
                f"Index and database differ ({self.missing} missing, {self.left_over} left over in samples)."
                " Run `erdem index rebuild`."
            )
        if self.waiting:
            return "Changes wait. `erdem run` takes them up within seconds; without it run `erdem index update`."
        return ""

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {**asdict(self), "advice": self.advice}


def index_health(actor: Actor) -> IndexHealth:
    """Compare index and database: counts, a sample of keys both ways, versions. For machines, who see what waits."""
    searched = corpus(actor)
    snapshot = index_snapshot()
    state = index_store().state(words.shared(offered_words()))
    waiting = IndexChange.objects.filter(visible_changes(actor))
    excused = set(waiting.values_list("publication_id", flat=True)) if snapshot else set()
    missing, left_over = _differences(actor, snapshot) if snapshot else (set[int](), set[int]())
    return IndexHealth(
        version=searched.version,
        documents=snapshot.documents if snapshot else 0,
        publications=searched.publications_in_database,
        waiting=waiting.count(),
        missing=len(missing - excused),
        left_over=len(left_over - excused),
        unreadable=state.unreadable,
        stale=state.stale,
        is_there=snapshot is not None,
    )


def _differences(actor: Actor, snapshot: Snapshot) -> tuple[set[int], set[int]]:
    """Publications of a sample that the index lacks, and documents of a sample that the database lacks."""
    held = Publication.objects.filter(visible_publications(actor))
    newest = set(held.order_by("-pk").values_list("pk", flat=True)[:SAMPLE])
    scattered = set(held.order_by("updated_at", "pk").values_list("pk", flat=True)[:SAMPLE])
    sample = newest | scattered
    chosen = Query.term_set_query(snapshot.schema, "id", sorted(sample)) if sample else Query.empty_query()
    indexed = set(_ids(snapshot, chosen, len(sample)))
    shown = set(_ids(snapshot, Query.all_query(), SAMPLE))
    return sample - indexed, shown - set(held.filter(pk__in=shown).values_list("pk", flat=True))


def _ids(snapshot: Snapshot, query: Query, most: int) -> list[int]:
    found = snapshot.searcher.search(query, max(most, 1), count=False)
    return [int(key or 0) for key in snapshot.searcher.fast_field_values("id", [address for _, address in found.hits])]
