"""The content of a record as plain values: what a form or a file gives and a service writes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from typing import Any

CHILDREN = ("names", "origins", "sources", "places", "ingredients", "steps", "materials", "products")


@dataclass(frozen=True, slots=True)
class NameLine:
    """Another name."""

    name: str
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class OriginLine:
    """A claimed origin with its source."""

    claim: str
    source: str
    place_code: str | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source."""

    title: str
    kind: str = "other"
    author: str = ""
    period: str = ""
    edition: str = ""
    chapter: str = ""
    page: str = ""
    site: str = ""
    year: int | None = None
    date_text: str = ""
    proves: str = ""
    quotation: str = ""


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place by its code of today, or what was written when no division answers to it."""

    code: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class IngredientLine:
    """An ingredient as written."""

    name: str
    dose: str = ""
    processing: str = ""
    part: str = ""
    in_method: bool = False


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as written."""

    operation: str
    materials: str = ""
    tool: str = ""
    temperature: str = ""
    duration: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True)
class RecordContent:
    """Everything a person writes about a piece of knowledge. The first of ``places`` is the one that counts and numbers it.

    ``line`` is where it stood in a file, 0 when it was written by hand.
    """

    kind: str
    name: str
    tk_class: str
    name_mn: str = ""
    name_mn_checked: bool = False
    name_other: str = ""
    tk_type: str = ""
    subject_groups: tuple[str, ...] = ()
    ich_category: str = ""
    item_code: str = ""
    level: str = ""
    batch: int | None = None
    list_year: int | None = None
    protection_unit: str = ""
    diffusion_tier: str = "D2"
    diffusion_reason: str = ""
    confidence: str = "unknown"
    confidence_note: str = ""
    known_since_year: int | None = None
    known_since_text: str = ""
    known_since_confidence: str = ""
    community_id: int | None = None
    holder_type: str = ""
    people_group: str = ""
    tradition: str = ""
    vitality: str = "unknown"
    biological_source: str = ""
    summary: str = ""
    text: str = ""
    indication: str = ""
    lineage: str = ""
    note: str = ""
    book: str = ""
    is_demonstration: bool = False
    source_key: str = ""
    extra: dict[str, Any] = field(default_factory=dict, hash=False)
    names: tuple[NameLine, ...] = ()
    origins: tuple[OriginLine, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    places: tuple[PlaceLine, ...] = ()
    ingredients: tuple[IngredientLine, ...] = ()
    steps: tuple[StepLine, ...] = ()
    materials: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    line: int = 0

    @property
    def place_codes(self) -> tuple[str, ...]:
        """Codes of the places that answer to a division, in order, each once."""
        return tuple(dict.fromkeys(place.code for place in self.places if place.code))

    @property
    def all_names(self) -> tuple[str, ...]:
        """The name and the other names, each once."""
        given = (self.name, self.name_other, *(name.name for name in self.names))
        return tuple(dict.fromkeys(name for name in given if name))


SCALARS = tuple(
    item.name
    for item in fields(RecordContent)
    if item.name not in (*CHILDREN, "community_id", "line", "source_key", "is_demonstration")
)


def fingerprint(content: RecordContent) -> str:
    """Identity of content that brings none of its own: kind, name, book and body, so that a second import meets it."""
    told: dict[str, Any] = {key: getattr(content, key) for key in ("kind", "name", "book", "text")}
    for key in ("ingredients", "steps"):  # `asdict` of the whole takes ten times as long
        told[key] = [{name: getattr(line, name) for name in line.__slots__} for line in getattr(content, key)]
    digest = hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return f"content:{digest[:32]}"
