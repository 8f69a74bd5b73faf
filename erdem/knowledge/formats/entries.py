"""One decoded record as a `TKEntry`: the shapes of JSON Lines, and of table rows turned into the same fields.

Accepted beside the fields of `TKEntry`: formulas of books (`book`, `author`, `dynasty`, `chapter`,
`ingredients` with `herb`, `dose`, `processing`), collected records (`ich_code`, `earliest_known`,
`lo`/`hi`/`unit` of an ingredient), items of the national heritage list (`code`, `sub_code`, `category`,
`declaring_place`, `county_code`, `batch`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from erdem.knowledge.formats import values
from erdem.knowledge.formats.cells import read_ingredients, read_list, read_origins, read_steps
from erdem.knowledge.formats.faults import NO_NAME, PATENT_RECORD, UNKNOWN_KIND, UNKNOWN_TIER, UNKNOWN_VALUE
from erdem.knowledge.formats.model import Ingredient, Origin, Source, Step, TKEntry
from erdem.lib.fields import Record
from erdem.lib.reading import Problem

NAMES: Final = ("name", "name_zh", "title")
USED: Final = frozenset(
    [
        "id",
        "kind",
        "name",
        "name_zh",
        "title",
        "name_mn",
        "name_other",
        "name_mn_checked",
        "aliases",
        "alias",
        "tk_class",
        "tk_type",
        "subject_groups",
        "ich_category",
        "category",
        "category_code",
        "item_code",
        "ich_code",
        "code",
        "code_ascii",
        "level",
        "batch",
        "list_year",
        "year",
        "protection_unit",
        "tier",
        "diffusion_tier",
        "tier_reason",
        "diffusion_reason",
        "origins",
        "declaring_place",
        "county_code",
        "city_code",
        "place_code",
        "sources",
        "book",
        "author",
        "dynasty",
        "chapter",
        "places",
        "place_codes",
        "status",
        "vitality",
        "people_group",
        "tradition",
        "ingredients",
        "composition",
        "steps",
        "materials",
        "products",
        "text",
        "indication",
        "indications",
        "confidence",
        "known_since",
        "earliest_known",
        "known_since_confidence",
        "note",
        "demonstration",
        "city",
        "county",
        "geocoded",
        "inheritors",
    ]
)
PATENT_KEYS: Final = frozenset({"publication", "pub", "patent", "publicationKey"})
CRAFTS: Final = frozenset({"VII", "VIII", "IX"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: its line, the identifier it gets when it brings none, and what to call the place."""

    file: str
    line: int
    default_id: str
    shown: str
    form: str = "jsonl"


def read_entry(fields: dict[str, Any], place: Place, raw: str) -> tuple[TKEntry | None, list[Problem]]:
    """The entry of one record (None when it was refused) and the problems met."""
    record = Record(fields, place.file, place.line)
    if not fields.keys().isdisjoint(PATENT_KEYS):
        return None, [PATENT_RECORD.at(place.file, place.line)]
    name = record.text(*NAMES) or record.text("name_mn", "name_other")
    if not name:
        return None, [NO_NAME.at(place.file, place.line, "name")]
    kind, refused = _kind(record)
    tier, secret = _tier(record)
    if refused or secret:
        return None, [problem for problem in (refused, secret) if problem]
    entry = _build(record, name, kind, tier, place, raw)
    return entry, record.problems


def _kind(record: Record) -> tuple[str, Problem | None]:
    """The kind as said, else what the content shows; a kind written in the class column counts too."""
    said = record.text("kind")
    if said:
        slug = values.find(values.KINDS, said)
        if not slug:
            known = values.known(values.KINDS)
            return "", UNKNOWN_KIND.at(record.file, record.line, "kind", value=said, known=known)
        return slug, None
    in_class = values.find(values.KINDS, record.text("tk_class"))
    if in_class:
        return in_class, None
    if record.first("ingredients", "composition")[0]:
        return "formula", None
    crafted = record.first("steps", "materials")[0] or _category(record) in CRAFTS
    return "process" if crafted else "narrative", None


def _tier(record: Record) -> tuple[str, Problem | None]:
    said = record.text("tier", "diffusion_tier")
    slug = values.find(values.TIERS, said) if said else ""
    if said and not slug:
        known = values.known(values.TIERS)
        return "", UNKNOWN_TIER.at(record.file, record.line, "tier", value=said, known=known)
    return slug, None


def _build(record: Record, name: str, kind: str, tier: str, place: Place, raw: str) -> TKEntry:
    own_id = record.text("id", "sub_code")
    book_formula = kind == "formula" and bool(record.first("book")[0])
    return TKEntry(
        id=own_id or place.default_id,
        kind=kind,
        name=name,
        name_mn=record.text("name_mn"),
        name_other=record.text("name_other"),
        name_mn_checked=record.values.get("name_mn_checked") is True,
        aliases=_listed(record, "aliases", "alias"),
        tk_class=_class(record) or ("2" if book_formula else ""),
        tk_type=_chosen(record, values.TYPES, "tk_type") or ("2.5" if book_formula else ""),
        subject_groups=_listed(record, "subject_groups"),
        ich_category=_category(record),
        item_code=record.text("item_code", "ich_code", "code"),
        level=_chosen(record, values.LEVELS, "level") or ("national" if "sub_code" in record.values else ""),
        batch=_whole(record, "batch"),
        list_year=_whole(record, "list_year") or (_whole(record, "year") if "sub_code" in record.values else None),
        protection_unit=record.text("protection_unit"),
        tier=tier,
        tier_reason=record.text("tier_reason", "diffusion_reason"),
        origins=_origins(record),
        sources=_sources(record),
        places=_places(record),
        place_codes=_codes(record),
        status=_listed(record, "status"),
        vitality=_chosen(record, values.VITALITY, "vitality"),
        people_group=record.text("people_group"),
        tradition=record.text("tradition"),
        ingredients=_ingredients(record),
        steps=_steps(record),
        materials=_listed(record, "materials"),
        products=_listed(record, "products"),
        text=record.long_text("text"),
        indication="；".join(_listed(record, "indication", "indications", whole=True)),
        confidence=record.text("confidence"),
        known_since=record.text("known_since", "earliest_known"),
        known_since_confidence=record.text("known_since_confidence"),
        note=record.text("note"),
        demonstration=record.values.get("demonstration") is True,
        source_format=place.form,
        source_line=record.line,
        source_place=place.shown,
        id_given=bool(own_id),
        snapshot=hashlib.sha256(raw.encode()).hexdigest(),
        extra=_extra(record),
    )


def _listed(record: Record, *names: str, whole: bool = False) -> tuple[str, ...]:
    """A list of texts; one text is split as in a table cell unless it is to stay whole."""
    name, value = record.first(*names)
    if isinstance(value, str):
        return (record.text(name),) if whole else read_list(value)
    return record.texts(name) if name else ()


def _chosen(record: Record, words: values.Words, name: str) -> str:
    """A slug of a closed list; an unknown word is left out and said."""
    said = record.text(name)
    if not said:
        return ""
    slug = values.find(words, said)
    if not slug:
        known = values.known(words)
        record.problems.append(
            UNKNOWN_VALUE.at(record.file, record.line, name, kept=True, value=said[:60], known=known)
        )
    return slug


def _class(record: Record) -> str:
    """The class; a kind written in its column is no mistake."""
    if values.find(values.KINDS, record.text("tk_class")):
        return values.find(values.CLASSES, record.text("tk_class"))
    return _chosen(record, values.CLASSES, "tk_class")


def _category(record: Record) -> str:
    for name in ("ich_category", "category_code", "category"):
        if record.first(name)[0]:
            return _chosen(record, values.CATEGORIES, name)
    return values.find(values.CATEGORIES, record.text("item_code", "ich_code").partition("-")[0])


def _whole(record: Record, name: str) -> int | None:
    number = record.number(name)
    return int(number) if number is not None and number.is_integer() else None


def _origins(record: Record) -> tuple[Origin, ...]:
    name, value = record.first("origins", "declaring_place")
    if name == "declaring_place":
        code = record.text("county_code", "city_code", "place_code")
        return (Origin(record.text(name), code, "declaring place of the list item"),)
    if isinstance(value, str):
        return read_origins(value)
    return tuple(
        Origin(member.text("text", "claim", "place"), member.text("code", "place_code"), member.text("source"))
        for member in record.objects("origins")
    )


def _places(record: Record) -> tuple[str, ...]:
    """Places as written; the declaring place of a list item when it carries no code."""
    listed = _listed(record, "places")
    return listed if listed or _codes(record) else tuple(filter(None, [record.text("declaring_place")]))


def _codes(record: Record) -> tuple[str, ...]:
    listed = _listed(record, "place_codes")
    return listed or tuple(filter(None, [record.text("county_code", "place_code", "city_code")]))


def _sources(record: Record) -> tuple[Source, ...]:
    """The list of sources; else the book; else the national list for an item of it."""
    if "sub_code" in record.values:
        title, site = "国家级非物质文化遗产代表性项目名录", record.text("ihchina_url", "source")
        return (Source(title, "official list", year=record.text("year"), page=record.text("code"), site=site),)
    if record.first("book")[0]:
        author, dynasty, chapter = (record.text(part) for part in ("author", "dynasty", "chapter"))
        return (Source(record.text("book"), "classic", author, dynasty, chapter=chapter),)
    found = []
    for member in record.objects("sources"):
        title = member.text("title", "name")
        found.append(
            Source(
                title,
                member.text("kind"),
                member.text("author"),
                dynasty=member.text("dynasty", "period"),
                edition=member.text("edition"),
                chapter=member.text("chapter"),
                page=member.text("page"),
                year=member.text("year"),
                date_text=member.text("date_text", "date"),
                site=member.text("site", "url"),
            )
        )
        record.problems += member.problems
    return tuple(source for source in found if source.title)


def _ingredients(record: Record) -> tuple[Ingredient, ...]:
    name, value = record.first("ingredients", "composition", "ancient")
    if isinstance(value, str):
        return read_ingredients(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(one for part in value for one in read_ingredients(part))
    if isinstance(value, list) and all(isinstance(part, list) for part in value):
        return tuple(Ingredient(str(part[0]), " ".join(map(str, part[1:2]))) for part in value if part)
    found = []
    for index, member in enumerate(record.objects(name) if name else ()):
        written = member.text("herb", "name")
        if not written:
            record.wrong(f"{name}[{index}]", member.values, "a herb or name")
            continue
        dose = member.text("dose", "amount") or _range(member)
        in_method = member.values.get("in_method") is True
        found.append(Ingredient(written, dose, member.text("processing"), member.text("part"), in_method))
        record.problems += member.problems
    return tuple(found)


def _range(member: Record) -> str:
    """`lo`, `hi` and `unit` as one written amount."""
    low, high = member.number("lo"), member.number("hi")
    if low is None and high is None:
        return ""
    bounds = dict.fromkeys(f"{bound:g}" for bound in (low, high) if bound is not None)
    return "~".join(bounds) + member.text("unit")


def _steps(record: Record) -> tuple[Step, ...]:
    name, value = record.first("steps")
    if isinstance(value, str):
        return read_steps(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(one for part in value for one in read_steps(part))
    found = []
    for member in record.objects(name) if name else ():
        op = member.text("op", "operation")
        parts = (member.text("materials"), member.text("tool"), member.text("temp", "temperature"))
        found.append(Step(op, *parts, member.text("time", "duration"), member.text("product")))
    return tuple(step for step in found if step.op or step.materials)


def _extra(record: Record) -> dict[str, str]:
    """Texts and numbers that have no field, so that nothing a file says is lost."""
    return {
        key: str(value)
        for key, value in record.values.items()
        if key not in USED and isinstance(value, (str, int, float)) and value != ""
    }
