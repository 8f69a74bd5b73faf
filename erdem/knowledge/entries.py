"""Entries of files and seeds as content of records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import resources
from typing import Any, Final

from erdem.knowledge import formats
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
from erdem.knowledge.formats import TKEntry
from erdem.lib.folding import fold, fold_name
from erdem.lib.reading import Problem

SEEDS: Final = ("records.jsonl", "ich_items.jsonl", "formulas.jsonl")
_LEVELS: Final = {"high": "high", "medium": "medium", "low": "low"}
_MODERN: Final = ("现代", "当代", "近代")
_CENTURY: Final = re.compile(r"(?<!\d)(\d{1,2})世纪")
_YEAR: Final = re.compile(r"-?\d{1,4}")
_CODE: Final = re.compile(r"\d{6}(\d{3}|\d{6})?")
# Class and type where the file names none: by category of the heritage list, else by kind. Provisional like the types themselves.
_BY_CATEGORY: Final = {
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
_BY_KIND: Final = {Kind.FORMULA: ("2", "2.5"), Kind.PROCESS: ("3", ""), Kind.NARRATIVE: ("4", "")}
_LIST: Final = "国家级非物质文化遗产代表性项目名录"


def content_of(entry: TKEntry) -> RecordContent:
    """Return the content of one entry of a file."""
    tk_class, tk_type = _class_of(entry)
    tier, tier_reason = _tier_of(entry)
    confidence, confidence_note = _confidence(entry)
    return RecordContent(
        kind=entry.kind,
        name=entry.name[:200],
        name_mn=entry.name_mn[:200],
        name_mn_checked=entry.name_mn_checked,
        name_other=entry.name_other[:200],
        tk_class=tk_class,
        tk_type=tk_type,
        subject_groups=_groups(entry),
        ich_category=entry.ich_category,
        item_code=entry.item_code[:40],
        level=entry.level,
        batch=entry.batch,
        list_year=entry.list_year,
        protection_unit=entry.protection_unit[:200],
        diffusion_tier=tier,
        diffusion_reason=tier_reason[:300],
        confidence=confidence,
        confidence_note=confidence_note,
        known_since_year=_year(entry.known_since),
        known_since_text="" if entry.known_since.isdigit() else entry.known_since[:300],
        known_since_confidence=entry.known_since_confidence[:100],
        people_group=entry.people_group[:100],
        tradition=entry.tradition[:100],
        vitality=entry.vitality or "unknown",
        text=entry.text,
        indication=entry.indication,
        note=entry.note,
        book=entry.book[:200] if _is_classic(entry) else "",
        is_demonstration=entry.demonstration,
        source_key=f"{entry.id}:{fold_name(entry.name)}"[:150] if entry.id_given else "",
        extra=dict(entry.extra),
        line=entry.source_line,
        **_lines(entry),
    )


def read_contents(
    source: Any,
    format: str = "auto",  # noqa: A002 - as in `formats.read`
    *,
    name: str = "",
    chosen: Mapping[str, str] | None = None,
) -> Iterator[RecordContent | Problem]:
    """Yield the content of every entry of a file, and every problem, in the order of the file."""
    for item in formats.read(source, format, name=name, chosen=chosen):
        yield item if isinstance(item, Problem) else content_of(item)


def seed_contents(name: str) -> Iterator[RecordContent]:
    """Yield the contents of one of the package's own seed files, all marked as demonstration.

    Raises:
        ValueError: a line of the seed cannot be read.
    """
    with resources.as_file(resources.files("erdem.knowledge") / "seeds" / name) as path:
        for item in formats.read(path, "jsonl", keep_repeated=True):
            if not isinstance(item, Problem):
                yield replace(content_of(item), is_demonstration=True)
            elif not item.kept:
                raise ValueError(str(item))


def seed_substances() -> Iterator[dict[str, Any]]:
    """Yield the rows of the package's own lexicon."""
    with (resources.files("erdem.knowledge") / "seeds" / "substances.jsonl").open(encoding="utf-8") as stream:
        for text in stream:
            if text.strip():
                yield json.loads(text)


def _lines(entry: TKEntry) -> dict[str, Any]:
    return {
        "names": tuple(NameLine(name[:200]) for name in dict.fromkeys(entry.aliases) if name != entry.name),
        "places": tuple(_places(entry)),
        "sources": tuple(_sources(entry)),
        "origins": tuple(_origins(entry)),
        "ingredients": tuple(_ingredients(entry)),
        "steps": tuple(_steps(entry)),
        "materials": tuple(name[:200] for name in entry.materials),
        "products": tuple(name[:200] for name in entry.products),
    }


def _is_list_item(entry: TKEntry) -> bool:
    return entry.batch is not None and bool(entry.item_code)


def _is_classic(entry: TKEntry) -> bool:
    return bool(entry.sources) and _source_kind(entry.sources[0]) == SourceKind.CLASSIC


def _class_of(entry: TKEntry) -> tuple[str, str]:
    if entry.tk_class:
        return entry.tk_class, entry.tk_type if entry.tk_type.startswith(f"{entry.tk_class}.") else ""
    if entry.tk_type:
        return entry.tk_type[0], entry.tk_type
    return _BY_CATEGORY.get(entry.ich_category) or _BY_KIND[Kind(entry.kind)]


def _tier_of(entry: TKEntry) -> tuple[str, str]:
    """Without a tier in the file, only what old books and the national list have published counts as public."""
    if entry.tier:
        return entry.tier, entry.tier_reason
    if _is_list_item(entry):
        return Tier.PUBLIC, entry.tier_reason or "item of the published national list"
    if _is_classic(entry):
        return Tier.PUBLIC, entry.tier_reason or f"published in {entry.book}"
    return Tier.NARROW, entry.tier_reason


def _groups(entry: TKEntry) -> tuple[str, ...]:
    given = tuple(group for group in dict.fromkeys(entry.subject_groups) if group in SubjectGroup.values)
    return given or ((SubjectGroup.HERITAGE,) if _is_list_item(entry) else ())


def _confidence(entry: TKEntry) -> tuple[str, str]:
    """Split “medium-low: several pages agree” into the lower level named and the reason."""
    text = entry.confidence
    if not text:
        return (Confidence.HIGH if _is_list_item(entry) else Confidence.UNKNOWN), ""
    head, _colon, rest = text.partition(":")
    named = [part for part in head.strip().lower().split("-") if part in _LEVELS]
    if not named:
        return (Confidence.MEDIUM if _is_classic(entry) else Confidence.UNKNOWN), text
    lowest = min(named, key=("low", "medium", "high").index)
    return _LEVELS[lowest], rest.strip()


def _year(text: str) -> int | None:
    """Return a year written as a number, or the last year of a named century: 13世纪 was over in 1300."""
    if _YEAR.fullmatch(text.strip()):
        return int(text)
    found = _CENTURY.search(fold(text))
    return int(found.group(1)) * 100 if found else None


def _places(entry: TKEntry) -> Iterator[PlaceLine]:
    """Pair codes and names when there are as many of both; a name that is a code counts as one."""
    codes, written = entry.place_codes, entry.places
    if codes and len(codes) == len(written):
        for code, text in zip(codes, written, strict=True):
            yield PlaceLine(code, "" if text == code else text[:100])
        return
    for code in codes:
        yield PlaceLine(code)
    for text in written:
        yield PlaceLine(text) if _CODE.fullmatch(text) else PlaceLine(None, text[:100])


def _origins(entry: TKEntry) -> Iterator[OriginLine]:
    for origin in entry.origins:
        listed = origin.source == "declaring place of the list item"
        source = f"{_LIST}，第{entry.batch}批" if listed else origin.source
        if origin.text and source:
            yield OriginLine(origin.text, source[:300], origin.code or None)


def _source_kind(source: formats.Source) -> str:
    if source.kind == SourceKind.CLASSIC and source.dynasty in _MODERN:
        return SourceKind.MEDICINE_LIST
    return source.kind if source.kind in SourceKind.values else SourceKind.OTHER


def _sources(entry: TKEntry) -> Iterator[SourceLine]:
    for source in entry.sources:
        kind = _source_kind(source)
        year = _year(source.year)
        yield SourceLine(
            title=source.title[:300],
            kind=kind,
            author=source.author.strip("—")[:200],
            period=source.dynasty[:60],
            edition=source.edition[:200],
            chapter=source.chapter[:200],
            page=source.page[:60],
            site=source.site[:200],
            year=_year(entry.known_since) if year is None and kind == SourceKind.CLASSIC else year,
            date_text=(source.date_text or (source.year if year is None else ""))[:100],
        )


def _ingredients(entry: TKEntry) -> Iterator[IngredientLine]:
    for line in entry.ingredients:
        yield IngredientLine(
            line.name[:200], line.dose[:200], line.processing[:300], line.part[:100], in_method=line.in_method
        )


def _steps(entry: TKEntry) -> Iterator[StepLine]:
    for line in entry.steps:
        yield StepLine(
            (line.op or line.materials)[:200],
            line.materials[:300],
            line.tool[:200],
            line.temp[:100],
            line.time[:100],
            line.product[:200],
        )
