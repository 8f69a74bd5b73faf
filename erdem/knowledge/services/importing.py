"""Bringing in many records at once, the same way for files, seeds and the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils import timezone

from erdem.base import audit, events
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.bulk import insert_rows
from erdem.base.numbering import next_numbers
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.choices import Status
from erdem.knowledge.content import PlaceLine, RecordContent, fingerprint
from erdem.knowledge.events import RecordsImported
from erdem.knowledge.faults import ALREADY_REGISTERED, KEPT_ELSEWHERE, OUTSIDE_SCOPE, REPEATED_IN_FILE, WRONG_CONTENT
from erdem.knowledge.formats.heritage_list import PREFIX as HERITAGE_LIST
from erdem.knowledge.models import Record
from erdem.knowledge.policies import can_import, can_register
from erdem.knowledge.queries.lexicon import substances_by_name
from erdem.knowledge.services.history import version_of
from erdem.knowledge.services.places import PlaceReader
from erdem.knowledge.services.proving import prove_versions
from erdem.knowledge.services.records import check_scope, names_in, printed_number, series_of, tidy
from erdem.knowledge.services.writing import Lines, fill_record
from erdem.lib.reading import Problem


@dataclass(frozen=True)
class ImportOptions:
    """How entries are taken: entered at once or as drafts, whose they are, and which place counts when none is named."""

    file: str = ""
    register: bool = False
    default_place: str | None = None
    community_id: int | None = None
    demonstration: bool = False
    columns: dict[str, str] = field(default_factory=dict, hash=False)
    """Which field each head of the file means where a person chose it; an empty field is not read."""

    @property
    def scope(self) -> str:
        """What keeps the entries of one importer apart from those of another."""
        if self.community_id is not None:
            return f"community-{self.community_id}|"
        return f"place-{self.default_place}|" if self.default_place else ""


@dataclass
class ImportOutcome:
    """What became of a batch: ``kept`` were or would be written, ``known`` were there already.

    Of a table for changing ``changed`` rows were or would be written over their records, ``unchanged`` say what these say.
    """

    read: int = 0
    kept: int = 0
    known: int = 0
    rejected: int = 0
    changed: int = 0
    unchanged: int = 0
    record_ids: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, other: ImportOutcome) -> None:
        """Add the outcome of the next batch."""
        self.read += other.read
        self.kept += other.kept
        self.known += other.known
        self.rejected += other.rejected
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.record_ids += other.record_ids
        self.problems += other.problems


@dataclass
class Importer:
    """Carries what has been seen from batch to batch of one file."""

    actor: Actor
    options: ImportOptions
    lines_by_key: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places = PlaceReader(self.options.file)

    def check(self, entries: Sequence[RecordContent]) -> tuple[list[RecordContent], ImportOutcome]:
        """Return the entries as they would be written, and what there is to say. Writes nothing."""
        require(can_import(self.actor))
        outcome = ImportOutcome(read=len(entries))
        prepared = [(self._prepare(entry), entry) for entry in entries]
        prepared = self._apart(prepared)
        known = _numbers_by_key([content.source_key for content, _entry in prepared])
        good = [made for content, _entry in prepared if (made := self._made_good(content, known, outcome)) is not None]
        outcome.kept = len(good)
        return good, outcome

    def _apart(self, prepared: list[tuple[RecordContent, RecordContent]]) -> list[tuple[RecordContent, RecordContent]]:
        """Give an entry a key of its own where the key belongs to a closed record that somebody else brought in.

        Saying that the key is taken would tell a stranger that the closed record exists.
        """
        keys = [content.source_key for content, _entry in prepared]
        open_keys = set(Record.objects.filter(source_key__in=keys).values_list("source_key", flat=True))
        with acting_as(SYSTEM):
            foreign = set(
                Record.objects.filter(source_key__in=keys)
                .exclude(created_by_id=self.actor.user_id or 0)
                .values_list("source_key", flat=True)
            )
        closed = foreign - open_keys
        return [
            (replace(content, source_key=f"{content.source_key[:180]}|{self.actor.user_id}"), entry)
            if content.source_key in closed
            else (content, entry)
            for content, entry in prepared
        ]

    def _prepare(self, entry: RecordContent) -> RecordContent:
        key = entry.source_key or fingerprint(entry)
        places = entry.places
        listed = key.startswith(
            HERITAGE_LIST
        )  # an item of the public list is one, whoever brings it in, and keeps its place
        if not any(place.code for place in places) and self.options.default_place and not listed:
            places = (PlaceLine(self.options.default_place), *places)
        return replace(
            entry,
            source_key=(key if listed else f"{self.options.scope}{key}")[:200],
            community_id=entry.community_id if listed else self.options.community_id or entry.community_id,
            is_demonstration=entry.is_demonstration or self.options.demonstration,
            places=places,
        )

    def _made_good(self, content: RecordContent, known: dict[str, str], outcome: ImportOutcome) -> RecordContent | None:
        """Return an entry with the places of today, or None when it is not taken."""
        file, line, key = self.options.file, content.line or None, content.source_key
        if key in known:
            outcome.known += 1
            fault = ALREADY_REGISTERED if known[key] else KEPT_ELSEWHERE
            outcome.problems.append(fault.at(file, line, "name", kept=True, number=known[key]))
            return None
        if key in self.lines_by_key:
            outcome.known += 1
            first = self.lines_by_key[key]
            outcome.problems.append(REPEATED_IN_FILE.at(file, line, "name", kept=True, first=first))
            return None
        self.lines_by_key[key] = content.line
        made, problems = self._checked(content)
        outcome.problems += problems
        if any(not problem.kept for problem in problems):
            outcome.rejected += 1
            return None
        return made

    def _checked(self, content: RecordContent) -> tuple[RecordContent, list[Problem]]:
        file, line = self.options.file, content.line or None
        made, problems = self.places.settle(content)
        if any(not problem.kept for problem in problems):
            return made, problems
        try:
            made = tidy(made)
            check_scope(self.actor, _unsaved(made))
        except RuleBroken as broken:
            fault = OUTSIDE_SCOPE if broken.field in ("place", "community", "diffusion_tier") else WRONG_CONTENT
            problems.append(fault.at(file, line, broken.field or "", reason=str(broken)))
        return made, problems

    @transaction.atomic
    def write(self, entries: Sequence[RecordContent]) -> ImportOutcome:
        """Check and write one batch in one transaction; leaves one audit entry when anything was written."""
        good, outcome = self.check(entries)
        records = self._write_records(good)
        if records:
            outcome.record_ids = [record.pk for record in records]
            audit.record(
                self.actor,
                action="knowledge.import_entries",
                place_code=self.options.default_place or "",
                organisation_id=self.options.community_id,
                detail={"records": len(records), "registered": self.options.register},
            )
            events.publish(RecordsImported(tuple(outcome.record_ids)))
        return outcome

    def _write_records(self, contents: list[RecordContent]) -> list[Record]:
        records = _numbered(contents, self.actor)
        insert_rows(records)
        lines = Lines(substances_by_name({name for content in contents for name in names_in(content)}))
        for record, content in zip(records, contents, strict=True):
            lines.collect(record, content)
        lines.write()
        versions = [version_of(self.actor, record, content) for record, content in zip(records, contents, strict=True)]
        insert_rows(versions)
        prove_versions(self.actor, versions)
        if self.options.register and records:
            self._register(records)
        return records

    def _register(self, records: list[Record]) -> None:
        for record in records:
            require(can_register(self.actor, record))
        now = timezone.now()
        written = Record.objects.filter(pk__in=[record.pk for record in records])
        written.update(status=Status.SUBMITTED, submitted_at=now)
        written.update(status=Status.REGISTERED, registered_at=now)


def import_entries(
    *, actor: Actor, entries: Iterable[RecordContent], options: ImportOptions | None = None
) -> ImportOutcome:
    """Import entries in one go. Importing the same entries again writes nothing and says which are there.

    Raises:
        PermissionRefused: the actor may not import.
    """
    return Importer(actor, options or ImportOptions()).write(list(entries))


def _numbers_by_key(keys: list[str]) -> dict[str, str]:
    """The number of each record held already; empty when its holders have closed it to the one who asks."""
    with acting_as(SYSTEM):  # the key stays taken when a community closes its record
        held = dict.fromkeys(Record.objects.filter(source_key__in=keys).values_list("source_key", flat=True), "")
    return held | dict(Record.objects.filter(source_key__in=keys).values_list("source_key", "number"))


def _unsaved(content: RecordContent) -> Record:
    record = Record(source_key=content.source_key, is_demonstration=content.is_demonstration)
    codes = content.place_codes
    record.community_id = content.community_id
    record.place_id = codes[0] if codes else None
    record.place_search = "".join(f" {code}" for code in codes)
    record.diffusion_tier = content.diffusion_tier
    return record


def _numbered(contents: list[RecordContent], actor: Actor) -> list[Record]:
    records = [_unsaved(content) for content in contents]
    counts = Counter(series_of(record.place_id) for record in records)
    numbers = {series: iter(next_numbers(series, 0, count)) for series, count in sorted(counts.items())}
    for record, content in zip(records, contents, strict=True):
        series = series_of(record.place_id)
        record.number = printed_number(series, next(numbers[series]))
        record.created_by_id = actor.user_id
        fill_record(record, content)
    return records
