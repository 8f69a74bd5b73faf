"""One batch of documents against what is already held: find, fill what is empty, add what is missing, save together.

Held fields are never overwritten, so that a second, poorer source takes nothing away. Every batch costs the same number of
queries whatever its size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from erdem.lib.folding import fold_name
from erdem.lib.reading import Problem
from erdem.literature.choices import NumberKind, PublicationType, Stage
from erdem.literature.models import (
    Classification,
    Family,
    Party,
    Publication,
    StatedIngredient,
    StatedStep,
    TextUnit,
)
from erdem.literature.services.faults import DIFFERENT_TITLE
from erdem.literature.services.intake import Intake, coverage_of, searchable

EMPTY: Final[tuple[object, ...]] = (None, "", [], PublicationType.UNKNOWN, Stage.UNKNOWN)
LANGUAGES: Final = ("zh", "en")
_FIELDS: Final = [
    item for item in Publication._meta.concrete_fields if item.name not in ("id", "created_at", "is_demonstration")
]
WRITTEN: Final = [item.name for item in _FIELDS]
COMPARED: Final = [item.attname for item in _FIELDS if item.name != "updated_at"]


@dataclass(slots=True)
class Held:
    """A publication on the shelf with the keys of the rows that belong to it."""

    publication: Publication
    is_new: bool = False
    changed: bool = False
    texts: set[tuple[str, int, str]] = field(default_factory=set)
    codes: set[tuple[str, str]] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    has_ingredients: bool = False
    has_steps: bool = False


class Shelf:
    """The publications that a batch concerns. Use inside a transaction: `put` each document, then `save`."""

    def __init__(self, intakes: Iterable[Intake], *, demonstration: bool = False) -> None:
        self.intakes = list(intakes)
        self.demonstration = demonstration
        self.held: list[Held] = []
        self.by_key: dict[str, Held] = {}
        self.by_stem: dict[str, list[Held]] = defaultdict(list)
        self.by_application: dict[str, list[Held]] = defaultdict(list)
        self.children: dict[type[Any], list[Any]] = defaultdict(list)
        self.problems: list[Problem] = []
        with connection.cursor() as cursor:  # importers take turns, otherwise two of them make one number twice
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('literature.import'))")
        self._load()
        self.families = self._families()

    def _load(self) -> None:
        keys = {intake.key for intake in self.intakes} | {intake.stem for intake in self.intakes}
        applications = {intake.application_key for intake in self.intakes if intake.application_key}
        found = Publication.objects.filter(
            Q(number_key__in=keys | applications) | Q(number_stem__in=keys) | Q(application_key__in=applications)
        )
        by_id: dict[int, Held] = {}
        for publication in found:
            by_id[publication.pk] = self._place(Held(publication))
        for identifier, unit, ordinal, language in TextUnit.objects.filter(publication__in=by_id).values_list(
            "publication_id", "unit", "ordinal", "language"
        ):
            by_id[identifier].texts.add((unit, ordinal, language))
        codes = Classification.objects.filter(publication__in=by_id)
        for identifier, scheme, code in codes.values_list("publication_id", "scheme", "code"):
            by_id[identifier].codes.add((scheme, code))
        for identifier, role in Party.objects.filter(publication__in=by_id).values_list("publication_id", "role"):
            by_id[identifier].roles.add(role)
        for identifier in StatedIngredient.objects.filter(publication__in=by_id).values_list("publication", flat=True):
            by_id[identifier].has_ingredients = True
        for identifier in StatedStep.objects.filter(publication__in=by_id).values_list("publication", flat=True):
            by_id[identifier].has_steps = True

    def _families(self) -> Mapping[str, Family]:
        keys = sorted({intake.family_key for intake in self.intakes if intake.family_key})
        Family.objects.bulk_create([Family(key=key) for key in keys], ignore_conflicts=True)
        return {family.key: family for family in Family.objects.filter(key__in=keys)}

    def _place(self, held: Held) -> Held:
        publication = held.publication
        self.held.append(held)
        self.by_key[publication.number_key] = held
        self.by_stem[publication.number_stem].append(held)
        if publication.application_key:
            self.by_application[publication.application_key].append(held)
        return held

    def find(self, intake: Intake) -> Held | None:
        """Return the publication a document is, known perhaps under a poorer number."""
        if intake.key in self.by_key:
            return self.by_key[intake.key]
        if intake.number_kind == NumberKind.APPLICATION:
            same = sorted(self.by_application[intake.application_key], key=lambda held: held.publication.number_key)
            return same[0] if same else None
        if not intake.kind:
            same = self.by_stem[intake.stem]
            return same[0] if len(same) == 1 else None
        return self.by_key.get(intake.stem) or self.by_key.get(intake.application_key)

    def put(self, intake: Intake) -> Held:
        """Take a document in: a new publication, or what is missing of a known one."""
        held = self.find(intake)
        if held is None:
            held = self._place(Held(_fresh(intake, demonstration=self.demonstration), is_new=True, changed=True))
        elif intake.kind and not held.publication.kind_code and held.publication.number_key != intake.key:
            self._rename(held, intake)
        before = _state(held.publication)
        self._say_if_titles_differ(held.publication, intake)
        self._fill(held, intake)
        added = self._add_rows(held, intake)
        publication = held.publication
        publication.coverage = coverage_of(
            {unit for unit, _ordinal, _language in held.texts},
            has_facts=held.has_ingredients or held.has_steps,
        )
        held.changed = held.changed or added or _state(publication) != before
        return held

    def _rename(self, held: Held, intake: Intake) -> None:
        publication = held.publication
        del self.by_key[publication.number_key]
        publication.number, publication.number_key, publication.number_stem = intake.number, intake.key, intake.stem
        publication.number_kind = intake.number_kind
        self.by_key[intake.key] = held
        self.by_stem[intake.stem].append(held)
        held.changed = True

    def _say_if_titles_differ(self, publication: Publication, intake: Intake) -> None:
        other = intake.titles.get(publication.title_language, "")
        if other and publication.title and fold_name(other) != fold_name(publication.title):
            file, line = intake.place
            self.problems.append(
                DIFFERENT_TITLE.at(
                    file, line, "title", kept=True, number=publication.number, held=publication.title[:200]
                )
            )

    def _fill(self, held: Held, intake: Intake) -> None:
        publication = held.publication
        for name, value in intake.scalars.items():
            if getattr(publication, name) in EMPTY and value not in EMPTY:
                setattr(publication, name, value)
        if not publication.application_key and intake.application_key:
            publication.application_key = intake.application_key
            self.by_application[intake.application_key].append(held)
        if publication.family is None:
            publication.family = self.families.get(intake.family_key)
        publication.year = publication.filing_year or publication.year
        publication.title_language, publication.title = best_title(
            {**intake.titles, **({publication.title_language: publication.title} if publication.title else {})}
        )
        publication.remarks = list(dict.fromkeys([*publication.remarks, *intake.remarks]))
        if held.is_new and not publication.sources:
            publication.unseen = intake.unseen
        else:
            publication.unseen = [note for note in publication.unseen if note in intake.unseen]
        _add_source(publication, intake)
        known = publication.search_text
        lines = [line for line in searchable(intake).splitlines() if line not in known]
        publication.search_text = "\n".join(part for part in (known, *lines) if part)

    def _add_rows(self, held: Held, intake: Intake) -> bool:
        rows: list[Any] = []
        for text in intake.texts:
            key = (text.unit, text.ordinal, text.language)
            if key not in held.texts:
                held.texts.add(key)
                rows.append(text)
        for code in intake.classifications:
            if (code.scheme, code.code) not in held.codes:
                held.codes.add((code.scheme, code.code))
                rows.append(code)
        rows += [party for party in intake.parties if party.role not in held.roles]
        held.roles |= {party.role for party in intake.parties}
        if not held.has_ingredients:
            rows += intake.ingredients
            held.has_ingredients = bool(intake.ingredients)
        if not held.has_steps:
            rows += intake.steps
            held.has_steps = bool(intake.steps)
        for row in rows:
            row.publication = held.publication
            self.children[type(row)].append(row)
        return bool(rows)

    def save(self) -> list[Held]:
        """Write everything; return the publications that are new or changed."""
        touched = [held for held in self.held if held.changed]
        Publication.objects.bulk_create([held.publication for held in touched if held.is_new])
        now = timezone.now()
        known = [held.publication for held in touched if not held.is_new]
        for publication in known:
            publication.updated_at = now
        Publication.objects.bulk_create(known, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN)
        for model in (TextUnit, Classification, Party, StatedIngredient, StatedStep):
            rows = self.children[model]
            for row in rows:
                row.publication_id = row.publication.pk
            model._default_manager.bulk_create(rows)
        return touched


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


def _add_source(publication: Publication, intake: Intake) -> None:
    entry = {key: value for key, value in intake.source.items() if value}
    identity = (entry.get("name"), entry.get("snapshot"))
    if all((held.get("name"), held.get("snapshot")) != identity for held in publication.sources):
        publication.sources = [*publication.sources, entry]


def best_title(titles: Mapping[str, str]) -> tuple[str, str]:
    """Language and text of the title to show: Chinese, else English, else any."""
    for language in (*LANGUAGES, *titles):
        if titles.get(language):
            return language, titles[language]
    return "", ""
