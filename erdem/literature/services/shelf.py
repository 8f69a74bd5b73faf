"""One batch of documents against what is already held: find, fill what is empty, add what is missing, save together.

Held fields are never overwritten, so that a second, poorer source takes nothing away; what each source said stands in its
`SourceRecord`. Every batch costs the same number of queries whatever its size.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import connection
from django.utils import timezone

from erdem.lib.folding import fold_name
from erdem.lib.reading import Problem
from erdem.literature.choices import NumberKind
from erdem.literature.models import (
    Classification,
    LegalEvent,
    Party,
    Priority,
    Publication,
    SourceRecord,
    StatedIngredient,
    StatedStep,
    TextUnit,
)
from erdem.literature.services import families, standing
from erdem.literature.services.faults import DIFFERENT_TITLE
from erdem.literature.services.filling import Filled, fill, fill_status
from erdem.literature.services.holdings import Held, Index, event_key, held_for
from erdem.literature.services.indexing import request_index_update
from erdem.literature.services.intake import Intake

_FIELDS: Final = [
    item for item in Publication._meta.concrete_fields if item.name not in ("id", "created_at", "is_demonstration")
]
WRITTEN: Final = [item.name for item in _FIELDS]
COMPARED: Final = [item.attname for item in _FIELDS if item.name != "updated_at"]
ROWS: Final = (
    TextUnit,
    Classification,
    Party,
    Priority,
    LegalEvent,
    SourceRecord,
    StatedIngredient,
    StatedStep,
)
PARTY_FIELDS: Final = ("region", "address", "country", "province", "city", "county", "postcode", "agency", "place")


class Shelf:
    """The publications that a batch concerns. Use inside a transaction: `put` each document, then `save`."""

    def __init__(self, intakes: Iterable[Intake], *, demonstration: bool = False) -> None:
        taken = list(intakes)
        self.demonstration = demonstration
        self.problems: list[Problem] = []
        self.filled = Filled()
        with connection.cursor() as cursor:  # importers take turns, otherwise two of them make one number twice
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('literature.import'))")
        self.index = Index(
            held_for(
                (intake.key for intake in taken),
                (intake.stem for intake in taken),
                (intake.application_key for intake in taken),
            )
        )
        self.put_in: dict[int, Held] = {}

    def find(self, intake: Intake) -> Held | None:
        """Return the publication a document is, known perhaps under a poorer number."""
        index = self.index
        if intake.key in index.by_key:
            return index.by_key[intake.key]
        if intake.number_kind == NumberKind.APPLICATION:
            same = sorted(index.by_application[intake.application_key], key=lambda held: held.publication.number_key)
            return same[0] if same else None
        if not intake.kind:
            same = index.by_stem[intake.stem]
            return same[0] if len(same) == 1 else None
        return index.by_key.get(intake.stem) or index.by_key.get(intake.application_key)

    def put(self, intake: Intake) -> Held:
        """Take a document in: a new publication, or what is missing of a known one."""
        held = self.find(intake)
        if held is None:
            held = self.index.place(Held(_fresh(intake, demonstration=self.demonstration), is_new=True, changed=True))
        elif intake.kind and not held.publication.kind_code and held.publication.number_key != intake.key:
            self._rename(held, intake)
        self.put_in[id(held)] = held
        before = _state(held.publication)
        self._say_if_titles_differ(held.publication, intake)
        known_application = held.publication.application_key
        added = fill(held, intake, self.filled)
        if held.publication.application_key != known_application:
            self.index.by_application[held.publication.application_key].append(held)
        held.changed = held.changed or added or _state(held.publication) != before
        return held

    def _rename(self, held: Held, intake: Intake) -> None:
        publication, old_key = held.publication, held.publication.number_key
        publication.number, publication.number_key, publication.number_stem = intake.number, intake.key, intake.stem
        publication.number_kind = intake.number_kind
        self.index.renamed(held, old_key)
        held.changed = True

    def _say_if_titles_differ(self, publication: Publication, intake: Intake) -> None:
        other = intake.titles.get(publication.title_language, "")
        if other and publication.title and fold_name(other) != fold_name(publication.title):
            file, line = intake.place
            held = publication.title[:200]
            self.problems.append(
                DIFFERENT_TITLE.at(file, line, "title", kept=True, number=publication.number, held=held)
            )

    def save(self) -> list[Held]:
        """Write everything; return the publications that are new or changed."""
        self._share_events()
        self._settle_families()
        touched = [held for held in self.index.all if held.changed]
        Publication.objects.bulk_create([held.publication for held in touched if held.is_new])
        self._write_known([held.publication for held in touched if not held.is_new])
        for model in ROWS:
            rows = self.filled.rows[model]
            for row in rows:
                row.publication_id = row.publication.pk
            model._default_manager.bulk_create(rows)
        Party.objects.bulk_update(self.filled.parties, PARTY_FIELDS)
        Priority.objects.bulk_update(self.filled.priorities, ["number", "number_key", "country", "date"])
        standing.settle(held.publication for held in touched)
        if touched:
            request_index_update()
        return touched

    def _share_events(self) -> None:
        """Events and standing belong to the application: each of its publications has them, whichever came first."""
        for application in {held.publication.application_key for held in self.put_in.values()} - {""}:
            group = self.index.by_application[application]
            events = {key: event for held in group for key, event in held.events.items()}
            for held in group:
                missing = [event for key, event in events.items() if key not in held.events]
                for event in missing:
                    own = LegalEvent(date=event.date, code=event.code, text=event.text, country=event.country)
                    held.events[event_key(own)] = own
                    self.filled.add(held, own)
                before = held.publication.status_group
                fill_status(held, [other.publication.status for other in group])
                held.changed = held.changed or bool(missing) or before != held.publication.status_group

    def _settle_families(self) -> None:
        members = list(self.put_in.values())
        before = {id(held): held.publication.family_id for held in members}
        named = [(held.publication, _family_keys(held)) for held in members]
        families.Families(named).settle()
        for held in members:
            held.changed = held.changed or held.publication.family_id != before[id(held)]

    def _write_known(self, known: list[Publication]) -> None:
        now = timezone.now()
        for publication in known:
            publication.updated_at = now
        Publication.objects.bulk_create(known, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN)


def _family_keys(held: Held) -> families.Keys:
    publication = held.publication
    return families.keys_of(held.priorities, held.family_id, publication.application_key, publication.filing_date)


def _fresh(intake: Intake, *, demonstration: bool) -> Publication:
    return Publication(
        number=intake.number,
        number_key=intake.key,
        number_stem=intake.stem,
        number_kind=intake.number_kind,
        country=intake.country,
        is_demonstration=demonstration,
    )


def _state(publication: Publication) -> tuple[object, ...]:
    return tuple(getattr(publication, name) for name in COMPARED)
