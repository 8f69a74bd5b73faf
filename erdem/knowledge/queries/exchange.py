"""Records as content, and the rows of the tables in which they are taken out for changing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from erdem.base.actor import Actor
from erdem.knowledge.choices import AccessLevel, LabelCode, Status
from erdem.knowledge.content import (
    SCALARS,
    IngredientLine,
    NameLine,
    OriginLine,
    PlaceLine,
    RecordContent,
    SourceLine,
    StepLine,
)
from erdem.knowledge.formats.cell_values import Register
from erdem.knowledge.models import LabelUse, Record
from erdem.knowledge.queries.records import CHUNK, RecordFilter, record_list, records
from erdem.people import queries as people

LINES = ("names", "origins", "sources", "places", "ingredients", "steps", "materials", "products", "label_uses")


@dataclass(frozen=True)
class TakenRecord:
    """A record as it leaves: its content, and what the reader is told beside it."""

    record: Record
    content: RecordContent

    @property
    def is_restricted(self) -> bool:
        """Say whether the public may not read all of it at all times."""
        record = self.record
        is_open = record.status == Status.REGISTERED and record.level_public >= AccessLevel.FULL
        return not is_open or record.open_dates is not None

    @property
    def level(self) -> str:
        """How much of it the public may know: A0 to A5."""
        return f"A{self.record.level_public if self.record.status == Status.REGISTERED else 0}"

    @property
    def labels(self) -> str:
        """The labels that communities have put on it."""
        codes = dict.fromkeys(use.code for use in self.record.label_uses.all() if use.removed_at is None)
        return "、".join(f"{LabelCode(code).label} ({code})" for code in codes)


def lines(record: Record, name: str) -> Any:
    """Return the lines of a record: fetched beforehand without asking a manager for each, which takes longer than the lines."""
    fetched = getattr(record, "_prefetched_objects_cache", {}).get(name)
    return getattr(record, name).all() if fetched is None else fetched


def content_of_record(record: Record) -> RecordContent:
    """Return all that is written in a record, as a form or a file would give it."""
    scalars: dict[str, Any] = {name: getattr(record, name) for name in SCALARS}
    scalars["subject_groups"] = tuple(record.subject_groups)
    return RecordContent(
        **scalars,
        community_id=record.community_id,
        source_key=record.source_key,
        is_demonstration=record.is_demonstration,
        names=tuple(NameLine(line.name, line.language) for line in lines(record, "names")),
        origins=tuple(
            OriginLine(line.claim, line.source, line.place_id, line.period) for line in lines(record, "origins")
        ),
        sources=tuple(
            SourceLine(*(getattr(line, name) for name in SourceLine.__slots__)) for line in lines(record, "sources")
        ),
        places=tuple(PlaceLine(line.place_id, line.text) for line in lines(record, "places")),
        ingredients=tuple(
            IngredientLine(line.name, line.dose, line.processing, line.part, line.in_method)
            for line in lines(record, "ingredients")
        ),
        steps=tuple(StepLine(*(getattr(line, name) for name in StepLine.__slots__)) for line in lines(record, "steps")),
        materials=tuple(line.name for line in lines(record, "materials")),
        products=tuple(line.name for line in lines(record, "products")),
    )


def with_lines(found: QuerySet[Record]) -> QuerySet[Record]:
    """Fetch the lines of records together with them."""
    return found.prefetch_related(*LINES)


def records_by_number(actor: Actor, numbers: Iterable[str]) -> dict[str, Record]:
    """Return the records of these numbers that the actor sees, with their lines."""
    found = with_lines(records(actor).filter(number__in=list(numbers)))
    return {record.number: record for record in found}


def may_leave(found: QuerySet[Record]) -> QuerySet[Record]:
    """Leave out what a label keeps in the house: what is secret or sacred is read here and taken nowhere."""
    kept = LabelUse.objects.filter(record_id=OuterRef("pk"), code=LabelCode.SECRET_SACRED, removed_at__isnull=True)
    return found.exclude(Exists(kept))


def records_to_take(actor: Actor, wanted: RecordFilter) -> QuerySet[Record]:
    """Return the records that fit, that the actor reads in full, and that may leave the house."""
    return may_leave(record_list(actor, wanted))


def taken_records(actor: Actor, wanted: RecordFilter) -> Iterator[TakenRecord]:
    """Yield the records to take with their content."""
    for record in with_lines(records_to_take(actor, wanted)).iterator(chunk_size=CHUNK):
        yield TakenRecord(record, content_of_record(record))


def register_names(language: str = "zh") -> Register:
    """Return the names by which tables call communities and divisions."""
    return Register(
        {row.pk: row.name for row in people.organisations("community")},
        {place.code: place.name for place in people.places()},
        language,
    )
