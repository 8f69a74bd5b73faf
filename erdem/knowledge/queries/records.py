"""Reads of records: one record, lists with filters, rows for screening."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.db.models import Q, QuerySet, prefetch_related_objects

from erdem.base.actor import Actor, significant_digits
from erdem.knowledge.choices import AccessLevel, Status
from erdem.knowledge.models import Record
from erdem.knowledge.policies import visible_records
from erdem.lib.folding import fold

SORTS = {
    "name": ("sort_key", "number"),
    "number": ("number",),
    "updated": ("updated_at", "number"),
    "known": ("known_since_year", "sort_key", "number"),
}
CHUNK = 1000
LINES = (
    "names",
    "origins__place",
    "sources",
    "places__place",
    "ingredients__substance",
    "steps",
    "materials__substance",
    "products",
)
"""What hangs on a record and is shown with it."""


@dataclass(frozen=True)
class RecordFilter:
    """What a list is narrowed to; blank means everything."""

    search: str = ""
    kind: str = ""
    status: str = ""
    tk_class: str = ""
    tk_type: str = ""
    tier: str = ""
    place: str = ""
    ich_category: str = ""
    group: str = ""
    book: str = ""
    substance: str = ""
    written: str = ""
    mine: bool = False
    sort: str = "name"

    def narrow(self, found: QuerySet[Record], actor: Actor) -> QuerySet[Record]:
        """Apply the filters."""
        for word in fold(self.search).split():
            found = found.filter(search_text__contains=word)
        plain = {
            "kind": self.kind,
            "status": self.status,
            "tk_class": self.tk_class,
            "tk_type": self.tk_type,
            "diffusion_tier": self.tier,
            "ich_category": self.ich_category,
            "book": self.book,
        }
        found = found.filter(**{name: value for name, value in plain.items() if value})
        if self.place:
            found = found.filter(place_search__contains=f" {significant_digits(self.place)}")
        if self.group:
            found = found.filter(subject_groups__contains=[self.group])
        if self.substance:
            found = found.filter(ingredients__substance__key=self.substance).distinct()
        if self.written:
            found = found.filter(ingredients__name=self.written).distinct()
        if self.mine:
            found = found.filter(holders__overlap=list(actor.organisation_ids))
        return found

    def order(self) -> tuple[str, ...]:
        """Return the fields to sort by; an unknown sort falls back to the name."""
        name = self.sort.removeprefix("-")
        fields = SORTS.get(name, SORTS["name"])
        return tuple(f"-{field}" for field in fields) if self.sort.startswith("-") and name in SORTS else fields


def records(actor: Actor) -> QuerySet[Record]:
    """Return the records the actor sees."""
    return Record.objects.filter(visible_records(actor))


def record_list(actor: Actor, wanted: RecordFilter | None = None) -> QuerySet[Record]:
    """Return the records of a list, with their place and community."""
    wanted = wanted or RecordFilter()
    return wanted.narrow(records(actor), actor).select_related("place", "community").order_by(*wanted.order())


def kept_records(actor: Actor, wanted: RecordFilter) -> QuerySet[Record]:
    """Return those of a list that not everybody who is signed in reads in full: what is noted when a list is taken away."""
    return record_list(actor, wanted).filter(level_signed_in__lt=AccessLevel.FULL)


class RecordPages(Sequence[Record]):
    """A list as a paginator takes it: how many there are, and the rows of a page by their ids.

    The ids are found in an index that holds all that decides who reads (``sql/wall.sql``), so that
    records that are not shown are not read. What was searched for in the text has no index: its ids are read once. So are few
    ids: looked for in the order of the list, a page of them could walk past every record that is not shown.
    """

    FEW = 500

    def __init__(self, found: QuerySet[Record], *, at_once: bool = False) -> None:
        self._found = found
        self.ids: QuerySet[Record, int] = found.select_related(None).values_list("pk", flat=True)
        self._all: list[int] | None = list(self.ids) if at_once else None

    def __len__(self) -> int:
        if self._all is not None:
            return len(self._all)
        number = self._found.count()
        if number <= self.FEW:
            self._all = list(self.ids) if number else []
        return number

    @overload
    def __getitem__(self, part: int) -> Record: ...
    @overload
    def __getitem__(self, part: slice) -> list[Record]: ...
    def __getitem__(self, part: int | slice) -> Record | list[Record]:
        """Return one record, or those of a part, in order."""
        if isinstance(part, int):
            return self[part : part + 1][0]
        ids = list(self.ids[part]) if self._all is None else self._all[part]
        rows = {record.pk: record for record in self.rows(ids)}
        return [rows[pk] for pk in ids if pk in rows]

    def rows(self, ids: Iterable[int]) -> QuerySet[Record]:
        """Return the records of these ids, in no order; whoever sees no longer one of them does not get it."""
        return self._found.filter(pk__in=list(ids)).order_by()


def record_pages(actor: Actor, wanted: RecordFilter | None = None) -> RecordPages:
    """Return the records of a list to be cut into pages."""
    wanted = wanted or RecordFilter()
    return RecordPages(record_list(actor, wanted), at_once=bool(wanted.search or wanted.substance or wanted.written))


def _whole(found: QuerySet[Record]) -> QuerySet[Record]:
    return found.select_related("place", "community", "created_by").prefetch_related(*LINES)


def get_record(actor: Actor, number: str) -> Record | None:
    """Return a record, or None when there is none that the actor sees. Its lines are read when they are asked for."""
    if "\x00" in number:
        return None
    return records(actor).filter(number=number).select_related("place", "community", "created_by").first()


def get_whole_record(actor: Actor, number: str) -> Record | None:
    """Return a record with all its lines, for pages that show them; None when there is none that the actor sees."""
    record = get_record(actor, number)
    if record is not None:
        prefetch_related_objects([record], *LINES)
    return record


def records_by_id(actor: Actor, ids: Iterable[int]) -> dict[int, Record]:
    """Return whole records by their id."""
    return {record.pk: record for record in _whole(records(actor).filter(pk__in=list(ids)))}


def screening_rows(actor: Actor, ids: Iterable[int] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the registered records in the shape the overlap engine reads, in the order of their ids."""
    found = records(actor).filter(status=Status.REGISTERED)
    if ids is not None:
        found = found.filter(pk__in=list(ids))
    found = found.order_by("pk").prefetch_related(
        "names", "ingredients__substance", "steps", "materials", "products", "places__place"
    )
    for record in found.iterator(chunk_size=CHUNK):
        yield screening_row(record)


def screening_row(record: Record) -> dict[str, Any]:
    """Return one record in the shape the overlap engine reads."""
    return {
        "id": record.pk,
        "number": record.number,
        "kind": record.kind,
        "name": record.name,
        "names": [record.name, *(name.name for name in record.names.all())],
        "ingredients": [
            {
                "herb": line.name,
                "dose": line.dose or None,
                "processing": line.processing or None,
                "part": line.part or None,
                "substance": line.substance.key if line.substance else None,
            }
            for line in record.ingredients.all()
        ],
        "materials": [line.name for line in record.materials.all()],
        "steps": [
            {
                "op": line.operation,
                "materials": line.materials or None,
                "tool": line.tool or None,
                "temp": line.temperature or None,
                "time": line.duration or None,
            }
            for line in record.steps.all()
        ],
        "products": [line.name for line in record.products.all()],
        "indication": record.indication,
        "text": record.text,
        "book": record.book,
        "known_since": record.known_since_year,
        "known_since_text": record.known_since_text,
        "confidence": record.confidence,
        "item_code": record.item_code,
        "places": [line.place.name if line.place else line.text for line in record.places.all()],
        "place": record.place_id,
    }


def books(actor: Actor) -> list[str]:
    """Return the old books that records the actor sees were taken from."""
    found = records(actor).exclude(book="").order_by("book").values_list("book", flat=True)
    return list(found.distinct())


def same_names(actor: Actor, name: str, *, besides: int | None = None) -> QuerySet[Record]:
    """Return visible records that bear this name, to warn before a second record of the same thing is begun."""
    folded = fold(name)
    found = records(actor).filter(Q(name=name) | Q(names__name=name) | Q(names__folded=folded)).distinct()
    return found.exclude(pk=besides) if besides else found
