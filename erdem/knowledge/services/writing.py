"""Turning content into rows: the record's own fields and its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Model

from erdem.base.bulk import insert_rows
from erdem.knowledge.content import SCALARS, RecordContent
from erdem.knowledge.models import (
    Ingredient,
    Material,
    Origin,
    ProcessStep,
    Product,
    Record,
    RecordName,
    RecordPlace,
    Source,
)
from erdem.lib.folding import fold, fold_name
from erdem.lib.quantity import Quantity, parse_quantity, spread_shared

FOREIGN = "\0"


@lru_cache(maxsize=4096)
def _syllables(name: str) -> tuple[str, ...]:
    """Return the pinyin of a folded name; what is not Chinese stands marked as it is."""
    from pypinyin import lazy_pinyin  # its dictionary takes half a second to load: every start would wait

    return tuple(lazy_pinyin(name, errors=lambda written: FOREIGN + written))


def sort_key_of(name: str) -> str:
    """Return the pinyin of a name, syllable by syllable, for sorting."""
    return " ".join(part.removeprefix(FOREIGN) for part in _syllables(fold(name)))[:400]


def _spelled(name: str) -> tuple[str, str]:
    """Return the pinyin of a folded name written out and by initials."""
    parts = _syllables(name)
    whole = "".join(part.removeprefix(FOREIGN) for part in parts)
    return whole, "".join(part.removeprefix(FOREIGN) if part.startswith(FOREIGN) else part[0] for part in parts)


def search_text_of(content: RecordContent, number: str) -> str:
    """Return the folded text in which lists search: names, codes, pinyin written out and by initials."""
    names = content.all_names
    folded = [fold_name(name) for name in names]
    spelled = [part for name in folded for part in _spelled(name)]
    parts = (number, content.item_code, content.name_mn, content.book, *names, *folded, *spelled)
    return " ".join(dict.fromkeys(fold(part) for part in parts if part))


def fill_record(record: Record, content: RecordContent) -> None:
    """Set the record's own fields from content; the number must be known already."""
    for name in SCALARS:
        value = getattr(content, name)
        setattr(record, name, list(value) if name == "subject_groups" else value)
    record.community_id = content.community_id
    codes = content.place_codes
    record.place_id = codes[0] if codes else None
    record.place_search = "".join(f" {code}" for code in codes)
    record.sort_key = sort_key_of(content.name)
    record.search_text = search_text_of(content, record.number)


@dataclass
class Lines:
    """Rows of the child tables, collected for one or many records and written together."""

    substances: Mapping[str, int]
    rows: dict[type[Model], list[Any]] = field(default_factory=dict)

    def _add(self, model: type[Model], made: Iterable[Any]) -> None:
        self.rows.setdefault(model, []).extend(made)

    def collect(self, record: Record, content: RecordContent) -> None:
        """Add the lines of one record."""
        self._add(RecordName, _names(record, content))
        self._add(RecordPlace, _places(record, content))
        self._add(Ingredient, self._ingredients(record, content))
        self._add(Material, self._materials(record, content))
        self._add(
            Origin,
            (
                Origin(
                    record=record,
                    ordinal=ordinal,
                    claim=line.claim,
                    source=line.source,
                    place_id=line.place_code,
                    period=line.period,
                )
                for ordinal, line in enumerate(content.origins)
            ),
        )
        self._add(Source, (_row(Source, record, at, line) for at, line in enumerate(content.sources)))
        self._add(ProcessStep, (_row(ProcessStep, record, at, line) for at, line in enumerate(content.steps)))
        self._add(Product, (Product(record=record, ordinal=at, name=name) for at, name in enumerate(content.products)))

    def _materials(self, record: Record, content: RecordContent) -> Iterable[Material]:
        for ordinal, name in enumerate(content.materials):
            substance = self.substances.get(fold_name(name))
            yield Material(record=record, ordinal=ordinal, name=name, substance_id=substance)

    def _ingredients(self, record: Record, content: RecordContent) -> Iterable[Ingredient]:
        amounts = spread_shared(parse_quantity(line.dose) for line in content.ingredients)
        for ordinal, (line, amount) in enumerate(zip(content.ingredients, amounts, strict=True)):
            folded = fold_name(line.name)
            yield Ingredient(
                record=record,
                ordinal=ordinal,
                name=line.name,
                folded=folded,
                substance_id=self.substances.get(folded),
                part=line.part,
                processing=line.processing,
                dose=line.dose,
                in_method=line.in_method,
                **_amount(amount),
            )

    def write(self) -> None:
        """Insert all collected rows."""
        for rows in self.rows.values():
            insert_rows(rows)

    def replace(self, record: Record) -> None:
        """Put the collected rows in place of the record's present ones."""
        for model in self.rows:
            model._default_manager.filter(record=record).delete()
        self.write()


def _amount(amount: Quantity) -> dict[str, Any]:
    return {
        "quantity_kind": amount.kind.value,
        "low": amount.lo,
        "high": amount.hi,
        "unit": amount.unit,
        "dimension": amount.dimension.value if amount.is_numeric else "",
        "inherited": amount.inherited,
    }


def _row(model: Any, record: Record, ordinal: int, line: Any) -> Any:
    values = {name: getattr(line, name) for name in line.__slots__}
    return model(record=record, ordinal=ordinal, **values)


def _names(record: Record, content: RecordContent) -> Iterable[RecordName]:
    seen: set[str] = set()
    for line in content.names:
        if line.name not in seen:
            seen.add(line.name)
            yield RecordName(
                record=record,
                ordinal=len(seen),
                name=line.name,
                language=line.language,
                folded=fold_name(line.name),
            )


def _places(record: Record, content: RecordContent) -> Iterable[RecordPlace]:
    seen: set[str] = set()
    for ordinal, line in enumerate(content.places):
        if line.code and line.code in seen:
            continue
        seen.add(line.code or "")
        if line.code or line.text.strip():
            yield RecordPlace(record=record, ordinal=ordinal, place_id=line.code, text=line.text)
