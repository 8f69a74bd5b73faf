"""What every importer of traditional knowledge gives: one `TKEntry`, whatever the file it came from.

Texts are as written. Closed lists (`kind`, `tk_class`, `tk_type`, `ich_category`, `level`, `tier`,
`vitality`) hold the slugs of the register or are empty. Division codes are passed on as written: the places
app judges them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """Where the knowledge is written down or who told it. `year` and `date_text` are as written."""

    title: str
    kind: str = ""
    author: str = ""
    dynasty: str = ""
    edition: str = ""
    chapter: str = ""
    page: str = ""
    year: str = ""
    date_text: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """A claimed place of origin and what the claim rests on."""

    text: str
    code: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Ingredient:
    """An ingredient with every part as written; `in_method` when it is named only in the preparation."""

    name: str
    dose: str = ""
    processing: str = ""
    part: str = ""
    in_method: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a process, every part as written."""

    op: str
    materials: str = ""
    tool: str = ""
    temp: str = ""
    time: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True)
class TKEntry:
    """One piece of traditional knowledge as a file tells it.

    `id` is the file's own identifier, or the number of its line counted from 0 (of its row in a table).
    `extra` keeps scalar fields of JSON Lines that have no place here.
    """

    id: str
    kind: str
    name: str
    name_mn: str = ""
    name_other: str = ""
    name_mn_checked: bool = False
    aliases: tuple[str, ...] = ()
    tk_class: str = ""
    tk_type: str = ""
    subject_groups: tuple[str, ...] = ()
    ich_category: str = ""
    item_code: str = ""
    level: str = ""
    batch: int | None = None
    list_year: int | None = None
    protection_unit: str = ""
    tier: str = ""
    tier_reason: str = ""
    origins: tuple[Origin, ...] = ()
    sources: tuple[Source, ...] = ()
    places: tuple[str, ...] = ()
    place_codes: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    vitality: str = ""
    people_group: str = ""
    tradition: str = ""
    ingredients: tuple[Ingredient, ...] = ()
    steps: tuple[Step, ...] = ()
    materials: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    text: str = ""
    indication: str = ""
    confidence: str = ""
    known_since: str = ""
    known_since_confidence: str = ""
    note: str = ""
    demonstration: bool = False
    source_format: str = ""
    source_line: int = 0
    source_place: str = ""
    id_given: bool = False
    snapshot: str = ""
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def book(self) -> str:
        """Title of the first source."""
        return self.sources[0].title if self.sources else ""
