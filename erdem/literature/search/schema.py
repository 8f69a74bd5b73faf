"""The fields of the index and how a document fills them.

Default text is one field (`all`) without positions, where terms of the title count three times and of the claims twice:
that ranks title over claims over the rest at the cost of a single field. Each part of the document has an exact field with
positions (`x_…`) for words of that part and for phrases. Nothing is stored but numbers to sort, count and collapse by.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

import tantivy

from erdem.literature.search.analysis import Analysed, analyse, pinyin_terms
from erdem.literature.search.dictionary import Dictionary
from erdem.literature.search.document import (
    LARGEST_ID,
    IndexDocument,
    class_terms,
    day,
    number_order,
    place_level,
    subclass_of,
)

SCHEMA_VERSION: Final = 2
NOT_OBTAINED: Final = "none"
"""The value of a class, an applicant or a place that no source gave: it is counted and can be ticked too."""
ALL: Final = "all"
MONGOLIAN: Final = "mn"
# Part of the document: its attribute, its exact field, how often its terms count in the default text.
PARTS: Final[dict[str, tuple[str, str, int]]] = {
    "ti": ("titles", "x_ti", 3),
    "ab": ("abstracts", "x_ab", 1),
    "cl": ("claims", "x_cl", 2),
    "de": ("descriptions", "x_de", 1),
    "fa": ("facts", "x_fa", 1),
    "pa": ("applicants", "x_pa", 1),
    "in": ("inventors", "x_in", 1),
    "ot": ("others", "x_ot", 1),
}
PLACE_NAMES: Final = "x_pl"
EXACT: Final = (*(exact for _, exact, _ in PARTS.values()), PLACE_NAMES)
DEFAULT_EXACT: Final = EXACT[:-1]
PINYIN: Final = {"pa": "py_pa", "in": "py_in"}
NUMBERS: Final = ("pn", "an", "pr")
CLASSES: Final = ("ic", "cpc", "lo")
PLACE: Final = "place"
STATUS: Final = "status"
# Facet or filter: its field. `class` and `region` filter by any level, see `searcher`.
FACET_FIELDS: Final = {
    "type": "type",
    "stage": "stage",
    "class": "subclass",
    "region1": "place1",
    "region2": "place2",
    "region3": "place3",
    "office": "office",
    "held": "held",
    "status": STATUS,
    "applicant": "applicant",
    "language": "language",
    "replaced": "replaced",
}
INTEGERS: Final = ("id", "family", "ad", "pd", "prd", "year", "newest", "oldest", "number")
_UNKNOWN_LAST: Final = 3000_00_00
_LONGEST_NAME: Final = 200


def build() -> tantivy.Schema:
    """The schema of version `SCHEMA_VERSION`."""
    builder = tantivy.SchemaBuilder()
    for name in INTEGERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in (ALL, MONGOLIAN, *PINYIN.values()):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in EXACT:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in (*NUMBERS, *CLASSES, PLACE):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACET_FIELDS.values():
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def register(index: tantivy.Index) -> None:
    """Give an opened index its tokenizers; they are not kept on disk."""
    whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("whitespace", whitespace)


def line(document: IndexDocument, dictionary: Dictionary) -> str:
    """The values of a document by field as JSON, as the index takes them; text is cheap to hand between processes."""
    values = {name: value for name, value in _values(document, dictionary) if value or isinstance(value, int)}
    return json.dumps(values, ensure_ascii=False)


def _values(document: IndexDocument, dictionary: Dictionary) -> Iterable[tuple[str, Any]]:
    yield from _texts(document, dictionary)
    for part, name in PINYIN.items():
        yield name, [terms for terms in map(pinyin_terms, getattr(document, PARTS[part][0])) if terms]
    yield from _integers(document)
    yield "pn", _kept(document.number_key, document.number_stem)
    yield "an", _kept(*document.application_keys)
    yield "pr", _kept(*document.priority_keys)
    for name, symbols in (("ic", document.ipc), ("cpc", document.cpc), ("lo", document.locarno)):
        yield name, _kept(*(term for symbol in symbols for term in class_terms(symbol)))
    yield PLACE, _kept(*document.places)
    yield from _facets(document)


def _texts(document: IndexDocument, dictionary: Dictionary) -> Iterable[tuple[str, Any]]:
    everything: list[str] = []
    keys: list[str] = []
    for attribute, exact, times in PARTS.values():
        found = _analysed(getattr(document, attribute), dictionary)
        everything += [one.words for one in found if one.words] * times
        keys += [one.mongolian for one in found if one.mongolian] * times
        yield exact, [one.exact for one in found if one.exact]
    yield ALL, everything
    yield MONGOLIAN, keys
    yield PLACE_NAMES, [one.exact for one in _analysed(document.place_names, dictionary) if one.exact]


def _analysed(texts: Iterable[str], dictionary: Dictionary) -> list[Analysed]:
    return [analyse(text, dictionary) for text in texts]


def _integers(document: IndexDocument) -> Iterable[tuple[str, int]]:
    filed, published = day(document.filing_day), day(document.publication_day)
    year = document.year or (filed or published) // 1_00_00
    listed = published or filed or day(year * 1_00_00 + 1_01)
    yield "id", document.id
    yield "family", document.family or -document.id  # a document without family is one of its own
    yield "ad", filed
    yield "pd", published
    yield "prd", day(document.priority_day)
    yield "year", year if day(year * 1_00_00 + 1_01) else 0
    yield "newest", listed * LARGEST_ID + document.id
    yield "oldest", (listed or _UNKNOWN_LAST) * LARGEST_ID + document.id
    yield "number", number_order(document.number_key)


def _facets(document: IndexDocument) -> Iterable[tuple[str, list[str]]]:
    yield "type", _kept(document.kind)
    yield "stage", _kept(document.stage)
    yield "subclass", _kept(*map(subclass_of, document.ipc)) or [NOT_OBTAINED]
    for level in (1, 2, 3):
        yield f"place{level}", _kept(*(code for code in document.places if place_level(code) == level))
    if not any(document.places):
        yield "place1", [NOT_OBTAINED]
    yield "office", _kept(document.office)
    yield "held", _kept(document.held)
    yield STATUS, _kept(document.status)
    yield "applicant", _kept(*(name.strip()[:_LONGEST_NAME] for name in document.applicants)) or [NOT_OBTAINED]
    yield "language", _kept(*document.languages)
    yield "replaced", ["yes" if document.replaced else "no"]


def _kept(*values: str) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
