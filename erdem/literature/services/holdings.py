"""What is held of the documents that a batch concerns: publications with the keys of the rows that belong to them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import MD5

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
from erdem.literature.services.said import digest

TextKey = tuple[str, int, str]
EventKey = tuple[dt.date | None, str, str]


@dataclass(slots=True)
class Held:
    """A publication with what is known of its rows. ``texts`` maps unit, ordinal and language to the MD5 of the text."""

    publication: Publication
    is_new: bool = False
    changed: bool = False
    texts: dict[TextKey, str] = field(default_factory=dict)
    codes: set[tuple[str, str]] = field(default_factory=set)
    parties: list[Party] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)
    events: dict[EventKey, LegalEvent] = field(default_factory=dict)
    sources: set[tuple[str, str]] = field(default_factory=set)
    family_id: str = ""
    has_ingredients: bool = False
    has_steps: bool = False


def event_key(event: LegalEvent) -> EventKey:
    """What makes two events the same."""
    return event.date, event.code, digest(event.text)


def held_for(keys: Iterable[str], stems: Iterable[str], applications: Iterable[str]) -> list[Held]:
    """Load what is held under the keys, stems or applications; the number of queries does not depend on theirs."""
    stems, applications = set(stems), set(applications) - {""}
    keys = set(keys) | stems | applications
    found = Publication.objects.filter(
        Q(number_key__in=keys) | Q(number_stem__in=stems) | Q(application_key__in=applications)
    )
    by_id = {publication.pk: Held(publication) for publication in found.order_by("pk")}
    if by_id:
        _load_texts(by_id)
        _load_rows(by_id)
    return list(by_id.values())


def _load_texts(by_id: dict[int, Held]) -> None:
    texts = TextUnit.objects.filter(publication__in=by_id).order_by()
    for identifier, unit, ordinal, language, md5 in texts.values_list(
        "publication_id", "unit", "ordinal", "language", MD5("text")
    ):
        by_id[identifier].texts[unit, ordinal, language] = md5
    codes = Classification.objects.filter(publication__in=by_id).order_by()
    for identifier, scheme, code in codes.values_list("publication_id", "scheme", "code"):
        by_id[identifier].codes.add((scheme, code))


def _load_rows(by_id: dict[int, Held]) -> None:
    for party in Party.objects.filter(publication__in=by_id).order_by("publication_id", "role", "ordinal"):
        by_id[party.publication_id].parties.append(party)
    for priority in Priority.objects.filter(publication__in=by_id).order_by("publication_id", "ordinal"):
        by_id[priority.publication_id].priorities.append(priority)
    for event in LegalEvent.objects.filter(publication__in=by_id).order_by("pk"):
        by_id[event.publication_id].events[event_key(event)] = event
    said = SourceRecord.objects.filter(publication__in=by_id).order_by()
    for identifier, name, snapshot in said.values_list("publication_id", "name", "snapshot"):
        by_id[identifier].sources.add((name, snapshot))
    ingredients = StatedIngredient.objects.filter(publication__in=by_id).order_by()
    for identifier in ingredients.values_list("publication", flat=True).distinct():
        by_id[identifier].has_ingredients = True
    for identifier in (
        StatedStep.objects.filter(publication__in=by_id).order_by().values_list("publication", flat=True).distinct()
    ):
        by_id[identifier].has_steps = True


class Index:
    """Held publications by number, stem and application."""

    def __init__(self, held: Iterable[Held] = ()) -> None:
        self.all: list[Held] = []
        self.by_key: dict[str, Held] = {}
        self.by_stem: dict[str, list[Held]] = defaultdict(list)
        self.by_application: dict[str, list[Held]] = defaultdict(list)
        for one in held:
            self.place(one)

    def place(self, held: Held) -> Held:
        """Take a publication in."""
        publication = held.publication
        self.all.append(held)
        self.by_key[publication.number_key] = held
        self.by_stem[publication.number_stem].append(held)
        if publication.application_key:
            self.by_application[publication.application_key].append(held)
        return held

    def renamed(self, held: Held, old_key: str) -> None:
        """Find a publication under its new number from now on."""
        del self.by_key[old_key]
        self.by_key[held.publication.number_key] = held
        self.by_stem[held.publication.number_stem].append(held)
