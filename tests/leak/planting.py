"""Canary words in every text field of every table that belongs to a record, found by walking the models.

A table belongs to a record when its foreign keys lead to one. Its rows are copies of a row that the world has, one for each
card, with a new word in each text field. A new table that the world has no row of, or whose rows cannot be copied, fails; so
does a new text field that no word fits into and that gives no reason in `tables.TECHNICAL`.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, models, transaction
from django.db.models import Q

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge.models import Record
from tests.leak import tables
from tests.leak.canary import Canary, Words
from tests.leak.cards import Card

TEXTS = (models.CharField, models.TextField)
_LONGEST = len("zqx100001kanari")


def family() -> dict[type[models.Model], str]:
    """Return every table that belongs to a record and the foreign key that leads there, parents before children."""
    found: dict[type[models.Model], str] = {Record: ""}
    everything = [model for model in apps.get_models(include_auto_created=True) if model not in found]
    grown = True
    while grown:
        grown = False
        for model in everything:
            key = None if model in found else _way(model, found)
            if key:
                found[model], grown = key, True
    return found


def _way(model: type[models.Model], known: dict[type[models.Model], str]) -> str | None:
    """Return the foreign key of a table that leads into the family, one that must be set before one that may be empty."""
    keys = [each for each in model._meta.fields if isinstance(each, models.ForeignKey) and each.related_model in known]
    keys = [each for each in keys if f"{model._meta.label}.{each.name}" not in tables.NO_WAY]
    keys.sort(key=lambda each: (each.null, each.related_model is not Record))
    return keys[0].name if keys else None


def bound(model: type[models.Model]) -> set[str]:
    """Return the fields whose values the database limits to a list or a form."""
    found: set[str] = set()
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            found |= set(_limited(constraint.condition))
    return found


def _limited(condition: Any) -> Iterator[str]:
    if not isinstance(condition, Q):
        return
    for part in condition.children:
        if isinstance(part, tuple):
            name, _sep, lookup = str(part[0]).partition("__")
            if (
                lookup == "in"
                or (lookup == "regex" and part[1] != r"\S")
                or (not lookup and isinstance(part[1], str) and part[1])
            ):
                yield name
        else:
            yield from _limited(part)


def is_text(field: Any) -> bool:
    """Say whether a field holds words that somebody wrote: not a choice from a list."""
    if isinstance(field, ArrayField):
        return is_text(field.base_field)
    return (
        isinstance(field, (*TEXTS, models.JSONField)) and not field.choices and not isinstance(field, models.UUIDField)
    )


def planted_fields(model: type[models.Model]) -> list[Any]:
    """Return the fields of a table that get a word."""
    limited, label = bound(model), model._meta.label
    return [
        field
        for field in model._meta.concrete_fields
        if is_text(field) and field.name not in limited and f"{label}.{field.name}" not in tables.TECHNICAL
        and field is not model._meta.pk
    ]  # fmt: skip


def too_short(model: type[models.Model]) -> list[str]:
    """Return text fields into which no word fits and that do not say why they need none."""
    return [
        f"{model._meta.label}.{field.name}"
        for field in planted_fields(model)
        if model._meta.label != "knowledge.RecordFace"
        and isinstance(field, models.CharField)
        and field.max_length
        and field.max_length < _LONGEST
    ]


class Planter:
    """Plants one card after the other and remembers which words stand where."""

    def __init__(self, actors: dict[str, Actor]) -> None:
        self.actors = actors
        self.words = Words()
        self.counter = itertools.count(70001)
        self.canaries: dict[str, Canary] = {}
        self.rows: dict[type[models.Model], dict[str, models.Model]] = {}
        self.problems: list[str] = []
        self._examples: dict[type[models.Model], models.Model] = {}

    def word(self, card: str, rule: str, where: str) -> str:
        """Return a new word and remember it."""
        word = self.words.new()
        self.canaries[word] = Canary(word, card, rule, where)
        return word

    def fill(self, row: models.Model, card: str, rule: str = "") -> dict[str, Any]:
        """Set a word in each text field of a row; return what was set."""
        changed: dict[str, Any] = {}
        model = type(row)
        for field in planted_fields(model):
            told = rule or tables.rule_of(model._meta.label, field.name)
            where = f"{model._meta.db_table}.{field.column}"
            value = self._filled(field, getattr(row, field.name), card, told, where)
            setattr(row, field.name, value)
            changed[field.name] = value
        return changed

    def _filled(self, field: Any, value: Any, card: str, rule: str, where: str) -> Any:
        if isinstance(field, ArrayField):
            return [self.word(card, rule, where)]
        if isinstance(field, models.JSONField):
            return self._within(copy.deepcopy(value), card, rule, where)
        return self.word(card, rule, where)

    def _within(self, value: Any, card: str, rule: str, where: str) -> Any:
        """Add a word to each text in a structure that is written in words rather than in codes."""
        if isinstance(value, dict):
            return {key: self._within(part, card, rule, where) for key, part in value.items()}
        if isinstance(value, list):
            return [self._within(part, card, rule, where) for part in value]
        if isinstance(value, str) and not value.isascii():
            return value + self.word(card, rule, where)
        return value

    def plant(self, cards: list[Card], records: dict[str, Record]) -> None:
        """Plant every table: the records themselves first, then copies of rows of the world in the order of the family."""
        ways = family()
        self.rows[Record] = dict(records)
        self._examples = {
            model: example for model in ways if (example := model._default_manager.order_by("pk").first())
        }
        for model, way in ways.items():
            if model is Record:
                self._plant_records(cards, records)
            elif model._meta.label not in tables.MADE_OTHERWISE:
                self._copy(model, way, cards)
        assert not self.problems, "\n".join(self.problems)

    def _plant_records(self, cards: list[Card], records: dict[str, Record]) -> None:
        for card in cards:
            record = records[card.key]
            self.canaries[record.number] = Canary(record.number, card.key, "title", "knowledge_record.number")
            Record.objects.filter(pk=record.pk).update(**self.fill(record, card.key))

    def _copy(self, model: type[models.Model], way: str, cards: list[Card]) -> None:
        label = model._meta.label
        example = self._examples.get(model)
        if example is None:
            self.problems.append(f"The world has no row of {label}: add one to tests/world.py.")
            return
        above: Any = model._meta.get_field(way).related_model
        parents = self.rows.get(above, {})
        made: dict[str, models.Model] = {}
        for card in cards:
            if card.key not in parents or not tables.is_planted(label, card):
                continue
            row = copy.copy(example)
            row._state = copy.copy(example._state)
            row.pk = model._meta.pk.get_default() if model._meta.pk.has_default() else None
            setattr(row, way, parents[card.key])
            for name, value in tables.GIVEN.get(label, {}).items():
                setattr(row, name, value(card, self) if callable(value) else value)
            self.fill(row, card.key)
            made[card.key] = row
        try:
            with acting_as(self._writer(model, example)), transaction.atomic():
                model._default_manager.bulk_create(made.values())
        except (DatabaseError, ValueError) as error:
            self.problems.append(f"{label} is not copied: {error}. Say in tests/leak/tables.py what a copy needs.")
            return
        self.rows[model] = made
        self._note_keys(model, made)

    def _writer(self, model: type[models.Model], example: models.Model) -> Actor:
        """Return in whose name rows of a table are written."""
        field = tables.WRITTEN_BY.get(model._meta.label)
        wanted = getattr(example, field) if field else None
        return next((actor for actor in self.actors.values() if wanted and actor.user_id == wanted), SYSTEM)

    def _note_keys(self, model: type[models.Model], made: dict[str, models.Model]) -> None:
        if isinstance(model._meta.pk, models.UUIDField):
            for card, row in made.items():
                rule = tables.rule_of(model._meta.label, "pk")
                self.canaries[str(row.pk)] = Canary(str(row.pk), card, rule, f"{model._meta.db_table}.id")
