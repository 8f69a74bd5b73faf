"""Entries of files and seeds as content. One entry is a mapping with the keys of the seed files; unknown keys are kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import resources
from typing import Any

from erdem.knowledge.choices import Confidence, Kind, SourceKind, SubjectGroup, Tier
from erdem.knowledge.content import (
    IngredientLine,
    NameLine,
    OriginLine,
    PlaceLine,
    RecordContent,
    SourceLine,
    StepLine,
)
from erdem.lib.folding import fold, fold_name

Entry = Mapping[str, Any]

SEEDS = ("records.jsonl", "ich_items.jsonl", "formulas.jsonl")
_SHORT = (
    "name_mn",
    "tk_class",
    "tk_type",
    "ich_category",
    "level",
    "diffusion_tier",
    "known_since_confidence",
    "tradition",
)
_LONG = ("name_other", "diffusion_reason", "protection_unit", "biological_source", "people_group", "summary", "lineage")
_READ = frozenset(
    [
        "id",
        "name",
        "names",
        "alias",
        "aliases",
        "kind",
        "tk_class",
        "tk_type",
        "subject_groups",
        "ich_category",
        "ich_code",
        "item_code",
        "code",
        "level",
        "batch",
        "year",
        "name_mn",
        "name_mn_checked",
        "name_other",
        "diffusion_tier",
        "diffusion_reason",
        "confidence",
        "confidence_note",
        "known_since",
        "known_since_year",
        "known_since_text",
        "known_since_confidence",
        "earliest_known",
        "places",
        "place_codes",
        "places_unresolved",
        "place_code",
        "tradition",
        "protection_unit",
        "biological_source",
        "people_group",
        "summary",
        "lineage",
        "text",
        "indication",
        "note",
        "book",
        "author",
        "dynasty",
        "chapter",
        "page",
        "edition",
        "sources",
        "origins",
        "ingredients",
        "steps",
        "materials",
        "products",
        "holder_type",
        "vitality",
        "demonstration",
        "source",
        "source_key",
        "category",
        "category_code",
        "declaring_place",
        "code_ascii",
    ]
)
_LEVELS = {"high": "high", "medium": "medium", "low": "low"}
_MODERN = ("现代", "当代", "近代")
_CENTURY = re.compile(r"(\d{1,2})世纪")
# Class and type of an item of the heritage list that names none: by category, provisional like the types themselves.
_BY_CATEGORY = {
    "I": ("4", "4.3"),
    "II": ("4", "4.3"),
    "III": ("4", "4.3"),
    "IV": ("4", "4.3"),
    "V": ("4", "4.3"),
    "VI": ("4", "4.4"),
    "VII": ("3", "3.6"),
    "VIII": ("3", "3.6"),
    "IX": ("2", "2.3"),
    "X": ("4", "4.4"),
}
_PROCESS_CATEGORIES = ("VIII", "IX")


def content_of(entry: Entry, *, line: int = 0) -> RecordContent:
    """Return the content of one entry. Values of an unexpected sort are read as text or left out, never guessed."""
    category = _text(entry, "ich_category") or _text(entry, "category_code")
    tk_class, tk_type = _BY_CATEGORY.get(category, ("", ""))
    known = _number(entry.get("known_since_year", entry.get("known_since")))
    known_text = _text(entry, "known_since_text") or _text(entry, "earliest_known")
    confidence, confidence_note = _confidence(entry)
    name = _text(entry, "name")
    content = RecordContent(
        kind=_kind(entry, category),
        name=name,
        tk_class=_text(entry, "tk_class") or tk_class,
        confidence=confidence,
        confidence_note=confidence_note,
        known_since_year=known if known is not None else _century(known_text),
        known_since_text=known_text,
        source_key=_key(entry, name),
        item_code=_text(entry, "ich_code") or _text(entry, "item_code") or _text(entry, "code"),
        batch=_number(entry.get("batch")),
        list_year=_number(entry.get("year")) if "batch" in entry else None,
        is_demonstration=bool(entry.get("demonstration")),
        name_mn_checked=bool(entry.get("name_mn_checked")),
        line=line,
        extra={key: value for key, value in entry.items() if key not in _READ and value not in (None, "", [])},
    )
    scalars = {
        key: _text(entry, key) for key in (*_SHORT, *_LONG, "text", "indication", "note", "book") if entry.get(key)
    }
    scalars.setdefault("ich_category", category)
    scalars.setdefault("tk_type", tk_type)
    scalars.setdefault("diffusion_tier", Tier.PUBLIC if "batch" in entry else Tier.NARROW)
    return replace(content, **scalars, **_lines(entry, content))


def _lines(entry: Entry, content: RecordContent) -> dict[str, Any]:
    sources = tuple(_sources(entry))
    groups = tuple(group for group in _texts(entry.get("subject_groups")) if group in SubjectGroup.values)
    return {
        "names": tuple(_names(entry, content.name)),
        "places": tuple(_places(entry)),
        "sources": sources,
        "origins": tuple(_origins(entry)),
        "ingredients": tuple(_ingredients(entry)),
        "steps": tuple(_steps(entry)),
        "materials": tuple(_texts(entry.get("materials"))),
        "products": tuple(_texts(entry.get("products"))),
        "subject_groups": groups or ((SubjectGroup.HERITAGE,) if "batch" in entry else ()),
    }


def seed_entries(name: str) -> Iterator[dict[str, Any]]:
    """Yield the entries of one of the package's own seed files."""

    with (resources.files("erdem.knowledge") / "seeds" / name).open(encoding="utf-8") as stream:
        for text in stream:
            if text.strip():
                yield json.loads(text)


def seed_contents(name: str) -> Iterator[RecordContent]:
    """Yield the contents of one of the package's own seed files, all marked as demonstration."""
    for line, entry in enumerate(seed_entries(name), start=1):
        yield replace(content_of(entry, line=line), is_demonstration=True)


def _text(entry: Entry, key: str) -> str:
    value = entry.get(key)
    return "" if value is None or isinstance(value, (dict, list)) else str(value).strip()


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [part.strip() for part in re.split(r"[;；、,，]", value) if part.strip()]
    if isinstance(value, (list, tuple)):
        return [str(part).strip() for part in value if isinstance(part, (str, int, float)) and str(part).strip()]
    return []


def _number(value: Any) -> int | None:
    try:
        return int(str(value).strip())
    except ValueError:
        return None


def _century(text: str) -> int | None:
    """Return the last year of a century that is named: 13世纪 was over in 1300."""
    found = _CENTURY.search(fold(text))
    return int(found.group(1)) * 100 if found else None


def _kind(entry: Entry, category: str) -> str:
    given = _text(entry, "kind")
    if given in Kind.values:
        return given
    if entry.get("ingredients"):
        return Kind.FORMULA
    return Kind.PROCESS if entry.get("steps") or category in _PROCESS_CATEGORIES else Kind.NARRATIVE


def _key(entry: Entry, name: str) -> str:
    given = _text(entry, "source_key") or _text(entry, "id")
    return f"{given}:{fold_name(name)}"[:150] if given else ""


def _confidence(entry: Entry) -> tuple[str, str]:
    """Split “medium-low: several pages agree” into the lower level named and the reason."""
    text = _text(entry, "confidence")
    if not text:
        return Confidence.HIGH if "batch" in entry else Confidence.UNKNOWN, _text(entry, "confidence_note")
    head, _colon, rest = text.partition(":")
    named = [part for part in head.strip().lower().split("-") if part in _LEVELS]
    if not named:
        return (Confidence.MEDIUM if entry.get("book") else Confidence.UNKNOWN), text
    lowest = min(named, key=("low", "medium", "high").index)
    return _LEVELS[lowest], rest.strip() or _text(entry, "confidence_note")


def _names(entry: Entry, name: str) -> Iterator[NameLine]:
    seen = {name}
    for key in ("alias", "aliases", "names"):
        for other in _texts(entry.get(key)):
            if other not in seen:
                seen.add(other)
                yield NameLine(other)


def _places(entry: Entry) -> Iterator[PlaceLine]:
    codes = _texts(entry.get("place_codes")) or _texts(entry.get("place_code"))
    written = _texts(entry.get("places"))
    unresolved = set(_texts(entry.get("places_unresolved")))
    known = [text for text in written if text not in unresolved]
    for at, code in enumerate(codes):
        yield PlaceLine(code, known[at] if len(known) == len(codes) else "")
    for text in written if not codes else sorted(unresolved):
        yield PlaceLine(None, text)


def _origins(entry: Entry) -> Iterator[OriginLine]:
    for origin in _mappings(entry.get("origins")):
        claim, source = _text(origin, "claim"), _text(origin, "source")
        if claim and source:
            yield OriginLine(claim, source, _text(origin, "place_code") or None, _text(origin, "period"))
    declaring, source = _text(entry, "declaring_place"), _text(entry, "source")
    if declaring and source:
        yield OriginLine(declaring, source, _text(entry, "place_code") or None)


def _sources(entry: Entry) -> Iterator[SourceLine]:
    book = _text(entry, "book")
    if book:
        modern = _text(entry, "dynasty") in _MODERN
        yield SourceLine(
            title=book,
            kind=SourceKind.MEDICINE_LIST if modern else SourceKind.CLASSIC,
            author=_text(entry, "author").strip("—"),
            period=_text(entry, "dynasty"),
            chapter=_text(entry, "chapter")[:200],
            edition=_text(entry, "edition"),
            page=_text(entry, "page"),
            year=_number(entry.get("known_since")),
        )
    for source in _mappings(entry.get("sources")):
        title = _text(source, "title")
        if title:
            yield _source(source, title)
    if _text(entry, "source") and "batch" in entry:
        yield SourceLine(title=_text(entry, "source"), kind=SourceKind.OFFICIAL_LIST, year=_number(entry.get("year")))


def _source(source: Entry, title: str) -> SourceLine:
    kind = _text(source, "kind")
    given = {
        key: _text(source, key)
        for key in ("author", "period", "edition", "chapter", "page", "site", "date_text", "proves", "quotation")
    }
    return SourceLine(
        title=title,
        kind=kind if kind in SourceKind.values else SourceKind.OTHER,
        year=_number(source.get("year")),
        **given,
    )


def _ingredients(entry: Entry) -> Iterator[IngredientLine]:
    for line in _mappings(entry.get("ingredients")):
        name = _text(line, "herb") or _text(line, "name")
        if name:
            yield IngredientLine(
                name=name,
                dose=_text(line, "dose") or _interval(line),
                processing=_text(line, "processing"),
                part=_text(line, "part"),
                in_method=bool(line.get("in_method")),
            )


def _interval(line: Entry) -> str:
    low, high, unit = _text(line, "lo"), _text(line, "hi"), _text(line, "unit")
    if not low:
        return ""
    return f"{low}{unit}" if not high or high == low else f"{low}–{high}{unit}"


def _steps(entry: Entry) -> Iterator[StepLine]:
    for line in _mappings(entry.get("steps")):
        operation = _text(line, "op") or _text(line, "operation")
        if operation:
            yield StepLine(
                operation=operation,
                materials=_text(line, "materials"),
                tool=_text(line, "tool"),
                temperature=_text(line, "temp") or _text(line, "temperature"),
                duration=_text(line, "time") or _text(line, "duration"),
                product=_text(line, "product"),
            )


def _mappings(value: Any) -> Iterable[Entry]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []
