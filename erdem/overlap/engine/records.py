"""Input records: traditional knowledge on one side, patent literature on the other.

Both are read from plain mappings (JSON objects). A wrong type or a missing name becomes a
`RecordProblem`; the rest of the record is still used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from erdem.lib.quantity import NOTHING, Dimension, Kind, Quantity, parse_quantity, spread_shared
from erdem.overlap.engine.problems import RecordProblem

RecordId = int | str
Span = tuple[int, int]

MAX_INGREDIENTS = 20_000
MAX_NAME = 200
_UNITS = {"parts": "份", "part": "份", "percent": "%", "grams": "g", "pieces": "枚"}


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One ingredient as written; `quantity` is parsed from `dose`; `span` its place in the record's
    text; `substance` the lexicon id that a person has settled for it, if any. Ingredients with one `group` are alternatives of
    a claim: one of them is enough. `preferred` is an amount the claim prefers within its range. `recovered` says that it was
    read from the text of the record because its list lacks it.
    """

    name: str
    dose: str = ""
    processing: str = ""
    quantity: Quantity = NOTHING
    span: Span | None = None
    claim: int | None = None
    optional: bool = False
    substance: str = ""
    group: int | None = None
    preferred: Quantity = NOTHING
    recovered: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a process as written: `ratio` is of solvent to material (8倍量), `mesh` a fineness, `repeats` how often."""

    operation: str
    material: str = ""
    tool: str = ""
    temperature: str = ""
    time: str = ""
    other: str = ""
    span: Span | None = None
    claim: int | None = None
    solvent: str = ""
    ratio: str = ""
    mesh: str = ""
    repeats: str = ""


@dataclass(frozen=True, slots=True)
class TkRecord:
    """One record of traditional knowledge; `year` is the earliest year its source is known from, if any."""

    id: RecordId
    name: str
    ingredients: tuple[Ingredient, ...] = ()
    steps: tuple[Step, ...] = ()
    materials: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    indication: str = ""
    text: str = ""
    book: str = ""
    year: int | None = None
    kind: str = "formula"
    tradition: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Patent:
    """One publication. `claims` are texts in order; structured `ingredients` and `steps` are optional extras."""

    publication: str
    title: str = ""
    abstract: str = ""
    claims: tuple[str, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    steps: tuple[Step, ...] = ()
    product: str = ""
    topic: str = ""
    indication: str = ""
    declared_source: str = ""
    classes: tuple[str, ...] = ()
    priority_date: str = ""
    truncated: bool = False


# Medical traditions a text may name itself after.
_TRADITIONS = (
    ("mongolian", re.compile(r"蒙药|蒙医|蒙成药|蒙古族|mongolian medicine", re.IGNORECASE)),
    ("tibetan", re.compile(r"藏药|藏医|tibetan medicine", re.IGNORECASE)),
    ("uyghur", re.compile(r"维药|维医|维吾尔医", re.IGNORECASE)),
)
_MONGOLIAN_PLACE = re.compile(r"内蒙古|[旗盟]$|锡林郭勒|科尔沁|呼伦贝尔|鄂尔多斯|阿拉善|通辽|兴安|乌兰察布|察哈尔")


def tradition_of(text: str, places: Sequence[str] = ()) -> str:
    """Slug of the medical tradition a text names, else of the places where it is kept, else empty."""
    for slug, words in _TRADITIONS:
        if words.search(text):
            return slug
    return "mongolian" if any(_MONGOLIAN_PLACE.search(place) for place in places) else ""


class Reader:
    """Reads fields of one mapping and collects what is wrong with them."""

    def __init__(self, row: Mapping[str, object], line: int) -> None:
        self.row = row
        self.line = line
        self.problems: list[RecordProblem] = []

    def complain(self, field: str, message: str) -> None:
        """Notes a problem."""
        self.problems.append(RecordProblem(self.line, field, message))

    def text(self, *fields: str) -> str:
        """First of `fields` that holds text; numbers become text; other types are a problem."""
        for field in fields:
            value = self.row.get(field)
            if value is None or value == "":
                continue
            if isinstance(value, str):
                return value
            if isinstance(value, int | float) and not isinstance(value, bool):
                return str(value)
            self.complain(field, f"expected text, found {type(value).__name__}")
        return ""

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts; one text alone is taken as a list of one."""
        value = self.row.get(field)
        if value is None or value == "":
            return ()
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, Sequence):
            self.complain(field, f"expected a list of texts, found {type(value).__name__}")
            return ()
        kept = tuple(item for item in value if isinstance(item, str))
        if len(kept) < len(value):
            self.complain(field, "some entries are not text and were left out")
        return kept

    def rows(self, field: str) -> list[tuple[int, Mapping[str, object]]]:
        """A list of objects with their positions."""
        value = self.row.get(field)
        if value is None:
            return []
        if isinstance(value, str) or not isinstance(value, Sequence):
            self.complain(field, f"expected a list, found {type(value).__name__}")
            return []
        if len(value) > MAX_INGREDIENTS:
            self.complain(field, f"{len(value)} entries, only the first {MAX_INGREDIENTS} are used")
        kept: list[tuple[int, Mapping[str, object]]] = []
        for index, item in enumerate(value[:MAX_INGREDIENTS]):
            if isinstance(item, Mapping):
                kept.append((index, item))
            elif isinstance(item, str) and item.strip():
                kept.append((index, {"herb": item}))
            else:
                self.complain(f"{field}[{index}]", f"expected an object, found {type(item).__name__}")
        return kept


def tk_record(row: object, line: int) -> tuple[TkRecord | None, list[RecordProblem]]:
    """A TK record from one JSON object; None when it is not an object or holds nothing to compare."""
    if not isinstance(row, Mapping):
        return None, [RecordProblem(line, "", f"expected an object, found {type(row).__name__}")]
    reader = Reader(row, line)
    name = reader.text("name", "name_zh", "title")
    if not name.strip():
        reader.complain("name", "the record has no name")
    record = TkRecord(
        id=_identifier(row, line),
        name=name,
        ingredients=_ingredients(reader),
        steps=_steps(reader),
        materials=reader.texts("materials"),
        products=reader.texts("products"),
        indication=reader.text("indication"),
        text=reader.text("text"),
        book=reader.text("book"),
        year=_year(reader),
        kind=reader.text("kind") or "formula",
        tradition=reader.text("tradition") or tradition_of(f"{name} {reader.text('book')}", reader.texts("places")),
        names=tuple(dict.fromkeys(other for other in _other_names(reader) if other != name)),
    )
    if not (record.ingredients or record.steps or record.materials or name.strip()):
        reader.complain("ingredients", "no ingredients, steps or name: nothing to compare")
        return None, reader.problems
    if record.kind == "formula" and not record.ingredients and "ingredients" in row:
        reader.complain("ingredients", "the list of ingredients is empty")
    return record, reader.problems


def _other_names(reader: Reader) -> list[str]:
    """Further names of a record, those in other scripts included."""
    scripts = (reader.text(field) for field in ("name_mn", "name_cyrl", "name_latn", "name_en"))
    return [*reader.texts("names"), *(name for name in scripts if name)]


def patent(row: object, line: int) -> tuple[Patent | None, list[RecordProblem]]:
    """A patent from one JSON object: the literature shape of the command line or a facts row."""
    if not isinstance(row, Mapping):
        return None, [RecordProblem(line, "", f"expected an object, found {type(row).__name__}")]
    reader = Reader(row, line)
    number = reader.text("publication", "patent", "application", "pub", "publication_number")
    title = reader.text("title")
    if not number:
        number = title or f"line {line + 1}"
        reader.complain("publication", f"no number; {number!r} is used instead")
    found = Patent(
        publication=number,
        title=title,
        abstract=reader.text("abstract"),
        claims=reader.texts("claims"),
        ingredients=_ingredients(reader),
        steps=_steps(reader),
        product=reader.text("product"),
        topic=reader.text("topic"),
        indication=reader.text("indication"),
        declared_source=reader.text("declared_source"),
        classes=reader.texts("ipc"),
        priority_date=reader.text("priority_date", "date"),
        truncated=row.get("truncated") is True,
    )
    if not (found.ingredients or found.steps or found.claims or found.abstract or title):
        reader.complain("claims", "no title, abstract, claims or ingredients: nothing to compare")
        return None, reader.problems
    return found, reader.problems


def _identifier(row: Mapping[str, object], line: int) -> RecordId:
    value = row.get("id")
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        return line
    return value


def _year(reader: Reader) -> int | None:
    value = reader.row.get("known_since")
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and -5000 < value < 3000:
        return value
    text = str(value).strip()
    if text.lstrip("-").isdigit() and len(text) < 6:
        return int(text)
    return None


def _ingredients(reader: Reader) -> tuple[Ingredient, ...]:
    found: list[Ingredient] = []
    for index, row in reader.rows("ingredients"):
        name = row.get("herb") or row.get("name") or row.get("substance")
        if not isinstance(name, str) or not name.strip():
            reader.complain(f"ingredients[{index}]", "the ingredient has no name")
            continue
        dose, quantity = _dose(row)
        processing = row.get("processing")
        found.append(
            Ingredient(
                name=name[:MAX_NAME],
                dose=dose,
                processing=processing if isinstance(processing, str) else "",
                quantity=quantity,
                optional=quantity.is_optional or row.get("optional") is True,
                substance=_part(row, "substance"),
            )
        )
    spread = spread_shared(item.quantity for item in found)
    return tuple(
        item if item.quantity is quantity else _with_quantity(item, quantity)
        for item, quantity in zip(found, spread, strict=True)
    )


def _with_quantity(item: Ingredient, quantity: Quantity) -> Ingredient:
    return replace(item, quantity=quantity)


def _dose(row: Mapping[str, object]) -> tuple[str, Quantity]:
    """Dose text and quantity, from `dose` or from `lo`/`hi`/`unit`."""
    dose = row.get("dose")
    if isinstance(dose, str) and dose.strip():
        return dose, parse_quantity(dose[:MAX_NAME])
    if isinstance(dose, int | float) and not isinstance(dose, bool):
        return str(dose), parse_quantity(str(dose))
    low, high = _number(row.get("lo")), _number(row.get("hi"))
    low, high = (high if low is None else low), (low if high is None else high)
    if low is None or high is None:
        return "", NOTHING
    unit = row.get("unit")
    written = _UNITS.get(unit, unit) if isinstance(unit, str) else "份"
    text = f"{low:g}{written}" if low == high else f"{low:g}-{high:g}{written}"
    quantity = parse_quantity(f"{low:g}-{high:g}{written}")
    if not quantity.is_numeric:
        kind = Kind.EXACT if low == high else Kind.RANGE
        quantity = Quantity(text, kind, min(low, high), max(low, high), written, Dimension.OTHER)
    return text, quantity


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < 1e12 else None


def _steps(reader: Reader) -> tuple[Step, ...]:
    found: list[Step] = []
    for index, row in reader.rows("steps"):
        operation = row.get("op") or row.get("operation") or row.get("herb")
        if not isinstance(operation, str) or not operation.strip():
            reader.complain(f"steps[{index}]", "the step names no operation")
            continue
        found.append(
            Step(
                operation=operation[:MAX_NAME],
                material=_part(row, "materials", "material"),
                tool=_part(row, "tool"),
                temperature=_part(row, "temp", "temperature"),
                time=_part(row, "time"),
                other=_part(row, "other"),
            )
        )
    return tuple(found)


def _part(row: Mapping[str, object], *keys: str) -> str:
    for key in keys:
        value = row.get(key)
        if isinstance(value, str):
            return value
        if isinstance(value, list):
            return "、".join(item for item in value if isinstance(item, str))
    return ""
