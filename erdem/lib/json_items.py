"""JSON objects of a file one by one: JSON Lines, a JSON array, or one object that holds a list of records.

JSON Lines are streamed; an array or object is read whole, up to `MAX_DOCUMENT` characters. Broken lines,
broken members, bottomless nesting and characters that no text can hold are problems with their line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain, count
from typing import Any, Final, NamedTuple, NoReturn

from erdem.lib.reading import Fault, Line, Problem, Source, read_lines, source_name

MAX_DOCUMENT: Final = 256 << 20
SUSPECT: Final = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
WRAPPERS: Final = ("items", "records", "data", "results", "entries", "publications", "patents")
GAP: Final = re.compile(r"[\s,]*")

NOT_JSON = Fault(
    "not-json",
    "This line is not valid JSON (%(reason)s) and was skipped. What comes before it is read, in JSON Lines "
    "also what comes after it.",
)
NOT_A_RECORD = Fault(
    "not-a-record",
    "This is %(what)s where a record in braces is expected; it was skipped. The other records are read.",
)
BAD_CHARACTER = Fault(
    "bad-character",
    "The record holds a character that no text can hold (half of a pair, or zero) and was skipped. The other "
    "records are read. Export the record again.",
)
DOCUMENT_TOO_LONG = Fault(
    "document-too-long",
    "The JSON document is longer than %(limit)d characters. Nothing was read. Export it as JSON Lines, one "
    "record a line.",
)


class Item(NamedTuple):
    """A decoded object, its place counted from 0 (of its line, or in its list), the line it begins on and its text."""

    position: int
    line: int
    values: dict[str, Any]
    raw: str


def read_items(source: Source, *, name: str = "") -> Iterator[Item | Problem]:
    """Every object of a file, or the problem in its place."""
    file = source_name(source, name)
    lines = read_lines(source, name=file)
    start: list[Line | Problem] = []
    filled: list[str] = []
    for item in lines:
        start.append(item)
        if isinstance(item, Line) and item.text.strip():
            filled.append(item.text.strip())
        if len(filled) == 2:
            break
    every = chain(start, lines)
    if filled and _is_document(*filled):
        yield from _document_items(every, file)
    else:
        for item in every:
            if isinstance(item, Problem):
                yield item
            elif item.text.strip():
                yield _line_item(item, file)


def _is_document(first: str, second: str = "") -> bool:
    """An array, or an object that goes on over several lines; two objects in two lines are JSON Lines."""
    if first.startswith("["):
        return True
    if not first.startswith("{"):
        return False
    try:
        values = decode(first)
    except ValueError:
        return not second.startswith("{")
    return not second and isinstance(values, dict) and _list_of_records(values) != ""


def decode(text: str) -> Any:
    """JSON by the letter: no NaN, no Infinity. Raises ValueError, also for nesting without end."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a JSON value")


def _reason(error: ValueError) -> str:
    return (error.msg if isinstance(error, json.JSONDecodeError) else str(error))[:120]


def _line_item(line: Line, file: str) -> Item | Problem:
    try:
        values = decode(line.text)
    except ValueError as error:
        return NOT_JSON.at(file, line.number, reason=_reason(error)).with_raw(line.text)
    return _checked(values, line.text, (line.number - 1, line.number), file)


def _checked(values: object, raw: str, place: tuple[int, int], file: str) -> Item | Problem:
    position, line = place
    if not isinstance(values, dict):
        kinds = {list: "a list", str: "text", type(None): "nothing"}
        return NOT_A_RECORD.at(file, line, what=kinds.get(type(values), "a number")).with_raw(raw)
    if SUSPECT.search(raw) and _holds_bad_character(values):
        return BAD_CHARACTER.at(file, line).with_raw(raw)
    return Item(position, line, values, raw)


def _holds_bad_character(values: object) -> bool:
    text = json.dumps(values, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return "\\u0000" in text


def _document_items(lines: Iterator[Line | Problem], file: str) -> Iterator[Item | Problem]:
    parts: list[str] = []
    size = 0
    for item in lines:
        if isinstance(item, Problem):
            yield item
            return
        parts.append(item.text)
        size += len(item.text) + 1
        if size > MAX_DOCUMENT:
            yield DOCUMENT_TOO_LONG.at(file, limit=MAX_DOCUMENT)
            return
    text = "\n".join(parts)
    if text.lstrip().startswith("["):
        yield from _array_items(text, text.index("[") + 1, file)
    else:
        yield from _object_items(text, file)


def _object_items(text: str, file: str) -> Iterator[Item | Problem]:
    try:
        values = decode(text)
    except ValueError as error:
        yield NOT_JSON.at(file, getattr(error, "lineno", 1), reason=_reason(error))
        return
    key = _list_of_records(values)
    if key:
        opened = re.search(rf'"{re.escape(key)}"\s*:\s*\[', text)
        yield from _array_items(text, opened.end() if opened else 0, file)
    else:
        yield _checked(values, text, (0, 1), file)


def _list_of_records(values: dict[str, Any]) -> str:
    """Key of the list of records in a wrapping object; empty when the object is itself a record."""
    for key in WRAPPERS:
        value = values.get(key)
        if isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
            return key
    return ""


def _array_items(text: str, position: int, file: str) -> Iterator[Item | Problem]:
    decoder = json.JSONDecoder(parse_constant=_no_constant)
    line, counted = 1, 0
    for index in count():
        position = GAP.match(text, position).end()  # type: ignore[union-attr] # matches the empty string too
        line, counted = line + text.count("\n", counted, position), position
        if text[position : position + 1] == "]":
            return
        try:
            values, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            reason = _reason(error) if isinstance(error, ValueError) else "nested too deeply"
            yield NOT_JSON.at(file, line, reason=reason)
            return
        yield _checked(values, text[position:end], (index, line), file)
        position = end
