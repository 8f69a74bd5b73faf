"""Between the content of a record and the cells of the table for changing: `write_cell` and `read_cell`.

``read_cell(column, write_cell(column, value)) == value`` for everything a record can hold, but for blanks and line breaks at
the very ends of a text and the sort of its line breaks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from erdem.knowledge.content import (
    IngredientLine,
    NameLine,
    OriginLine,
    PlaceLine,
    SourceLine,
    StepLine,
)
from erdem.knowledge.formats.layout import FLAGS, LANGUAGES, LONGEST_CELL, SOURCES, Field
from erdem.knowledge.formats.lines import LineError, Part, join, read_line, split_lines, write_line
from erdem.knowledge.formats.values import Words, find
from erdem.lib.cell_guard import guard, restore

TOO_LONG_TO_SHOW: Final = "⟨长文本，未放入本表，请勿改动本单元格 / too long for a cell, leave as it is⟩"
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CODE: Final = re.compile(r"(\d{6}(?:\d{3}|\d{6})?)\b.*", re.DOTALL)
_WHOLE: Final = re.compile(r"[-−–]?\d{1,9}(?:[.,]0+)?")
_LINES: Final[Mapping[str, Any]] = {
    "names": NameLine,
    "places": PlaceLine,
    "origins": OriginLine,
    "sources": SourceLine,
    "ingredients": IngredientLine,
    "steps": StepLine,
}


class CellError(ValueError):
    """A cell cannot be read: the code of the fault, what was written, and what may be written."""

    def __init__(self, code: str, value: str, known: str = "") -> None:
        super().__init__(value)
        self.code, self.value, self.known = code, value, known


@dataclass(frozen=True)
class Register:
    """What cells name by their names: communities and divisions. Ids never stand in a table."""

    organisations: Mapping[int, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    language: str = "zh"

    def organisation(self, name: str) -> int:
        """Return the organisation of a name.

        Raises:
            CellError: none bears it, or several do.
        """
        found = [key for key, each in self.organisations.items() if each == name]
        if len(found) != 1:
            raise CellError("unknown-community", name)
        return found[0]


def write_cell(column: Field, value: Any, register: Register) -> str | int:
    """Return what stands in the cell: numbers as numbers, text guarded against spreadsheet programs."""
    if isinstance(value, int) and column.shape == "whole":
        return value
    text = guard(plain(_written(column, value, register)))
    return text if len(text) < LONGEST_CELL else TOO_LONG_TO_SHOW


def plain(text: str) -> str:
    """Return a text as cells keep it: one sort of line break, no control characters, no blanks at the ends."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _written(column: Field, value: Any, register: Register) -> str:
    if value is None or value == "" or value == ():
        return ""
    if column.shape == "choice" and column.words is not None:
        return shown(column.words, str(value), column, register)
    if column.shape == "flag":
        return shown(FLAGS, "yes" if value else "no", column, register)
    if column.shape == "list" and column.words is not None:
        return join(shown(column.words, each, column, register) for each in value)
    if column.shape == "organisation":
        return register.organisations.get(value, "")
    return join(_lines(column, value, register)) if column.shape == "lines" else str(value)


def shown(words: Words, slug: str, column: Field | None, register: Register) -> str:
    """Return the word for a slug in the language of the table."""
    names, coded = words.get(slug, ()), column is not None and column.coded
    if register.language.startswith("zh"):
        word = names[0] if names else slug
    else:
        word = next((name for name in names if name.isascii()), slug) if coded else slug
    return f"{slug} {word}" if coded and word != slug else word


def _lines(column: Field, value: Any, register: Register) -> Iterable[str]:
    if column.field == "extra":
        return (_extra_line(key, each) for key, each in value.items())
    return (_line(column, each, register) for each in value)


def _line(column: Field, line: Any, register: Register) -> str:
    if isinstance(line, str):
        return write_line(line, ())
    first = getattr(line, column.first.field) if column.first else ""
    labels = [
        (part.zh if register.language.startswith("zh") else (part.names or (part.field,))[0], part)
        for part in column.parts
    ]
    return write_line(first or "", [(label, _part(part, line, register)) for label, part in labels])


def _part(part: Part, line: Any, register: Register) -> str:
    if isinstance(line, PlaceLine) and part.field == "name":
        return register.places.get(line.code or "", "")
    value = getattr(line, part.field)
    if part.field == "language":
        return "" if value == "zh" else shown(LANGUAGES, value, None, register)
    if part.field == "kind":
        return shown(SOURCES, value, None, register)
    if isinstance(value, bool):
        return shown(FLAGS, "yes", None, register) if value else ""
    return "" if value is None else str(value)


def _extra_line(key: str, value: Any) -> str:
    if isinstance(value, str) and value:
        return write_line(key, [("内容", value)])
    return write_line(key, [("JSON", json.dumps(value, ensure_ascii=False, sort_keys=True))])


def read_cell(column: Field, cell: str, register: Register) -> Any:
    """Return what a cell stands for. An empty cell is the empty value of its field.

    Raises:
        CellError: it cannot be read.
    """
    text = plain(restore(plain(cell))) if cell else ""
    return _READERS[column.shape](column, text, register)


def _read_text(column: Field, text: str, _register: Register) -> str:
    if column.required and not text:
        raise CellError("empty-required", "")
    if column.longest and len(text) > column.longest:
        raise CellError("too-long", text[:60], str(column.longest))
    return text


def _read_choice(column: Field, text: str, _register: Register) -> str:
    empty = {"diffusion_tier": "D2", "confidence": "unknown", "vitality": "unknown"}.get(column.field, "")
    if not text:
        return _read_text(column, "", _register) or empty
    return _slug(column.words or Words({}), text)


def _slug(words: Words, text: str) -> str:
    slug = find(words, text) or find(words, text.partition(" ")[0])
    if not slug:
        known = "、".join(f"{slug} {names[0]}" if names else slug for slug, names in words.items())
        raise CellError("unknown-word", text[:60], known)
    return slug


def _read_whole(column: Field, text: str, _register: Register) -> int | None:
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        raise CellError("not-whole", text[:60])
    number = int(re.split(r"[.,]", re.sub("[−–]", "-", text))[0])
    low, high = column.bounds or (number, number)
    if not low <= number <= high:
        raise CellError("out-of-bounds", text, f"{low}–{high}")
    return number


def _read_flag(_column: Field, text: str, _register: Register) -> bool:
    return bool(text) and _slug(FLAGS, text) == "yes"


def _read_list(column: Field, text: str, _register: Register) -> tuple[str, ...]:
    parts = [part for part in re.split(r"[\n;；、]", text) if part.strip()] if text else []
    return tuple(dict.fromkeys(_slug(column.words or Words({}), part.strip()) for part in parts))


def _read_organisation(_column: Field, text: str, register: Register) -> int | None:
    return register.organisation(text) if text else None


def _read_lines(column: Field, text: str, register: Register) -> Any:
    try:
        lines = [read_line(line, column.parts) for line in split_lines(text)]
    except LineError as error:
        raise CellError("unreadable-line", error.what, error.known) from error
    if column.field == "extra":
        return dict(_extra(key, parts) for key, parts in lines)
    if column.field in ("materials", "products"):
        return tuple(_bounded(first, column.first) for first, _parts in lines)
    return tuple(_read_one(column, first, parts) for first, parts in lines)


def _read_one(column: Field, first: str, parts: dict[str, str]) -> Any:
    if column.field == "places":
        return _place(first, parts)
    if not first.strip() or (column.field == "origins" and not parts.get("source", "").strip()):
        raise CellError(
            "incomplete-line", first[:60], column.parts[0].zh if first.strip() else (column.first or Part("", "")).zh
        )
    given: dict[str, Any] = {
        part.field: _bounded(parts[part.field], part) for part in column.parts if part.field in parts
    }
    for name, convert in _CONVERTED.items():
        if name in given and (name, column.field) != ("kind", "names"):
            given[name] = convert(given[name])
    key = column.first.field if column.first else ""
    return _LINES[column.field](**{key: _bounded(first, column.first)}, **given)


def _place(first: str, parts: dict[str, str]) -> PlaceLine:
    found = _CODE.fullmatch(first)
    text = parts.get("text", "" if found else first)
    if not found and not text.strip():
        raise CellError("incomplete-line", "", "区划代码")
    return PlaceLine(found[1] if found else None, _bounded(text, Part("text", "原文", (), 100)))


def _bounded(text: str, part: Part | None) -> str:
    if part is not None and part.longest and len(text) > part.longest:
        raise CellError("too-long", text[:60], str(part.longest))
    return text


def _year(text: str) -> int | None:
    return _read_whole(Field("year", "", "", bounds=(-3000, 2200)), text, Register())


def _extra(key: str, parts: dict[str, str]) -> tuple[str, Any]:
    if "json" not in parts:
        return key, parts.get("text", "")
    try:
        return key, json.loads(parts["json"])
    except ValueError as error:
        raise CellError("unreadable-line", parts["json"][:60], "JSON") from error


_CONVERTED: Final[Mapping[str, Callable[[str], Any]]] = {
    "language": lambda text: _slug(LANGUAGES, text),
    "kind": lambda text: _slug(SOURCES, text),
    "in_method": lambda text: _slug(FLAGS, text) == "yes",
    "place_code": lambda text: found[1] if (found := _CODE.fullmatch(text)) else None,
    "year": _year,
}
_READERS: Final[Mapping[str, Callable[[Field, str, Register], Any]]] = {
    "text": _read_text,
    "choice": _read_choice,
    "whole": _read_whole,
    "flag": _read_flag,
    "list": _read_list,
    "organisation": _read_organisation,
    "lines": _read_lines,
}
