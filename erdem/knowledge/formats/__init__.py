"""Files of traditional knowledge as a stream of entries: CSV, XLS, XLSX, JSON Lines (also `.gz`).

Plain Python, nothing raises for what a file contains: every refused record is a `Problem` with file, line
and field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Final

from erdem.knowledge.formats.columns import COLUMNS
from erdem.knowledge.formats.detecting import detect, is_table
from erdem.knowledge.formats.entries import Place, read_entry
from erdem.knowledge.formats.faults import REPEATED_ID, REPEATED_RECORD
from erdem.knowledge.formats.heritage_list import read_heritage_list, starts_heritage_list
from erdem.knowledge.formats.model import Ingredient, Origin, Source, Step, TKEntry
from erdem.knowledge.formats.tables import read_table
from erdem.knowledge.formats.template import template_csv, template_xlsx
from erdem.lib import reading
from erdem.lib.json_items import read_items
from erdem.lib.reading import Problem, UnreadableError, source_name

FORMATS: Final = ("jsonl", "csv", "xlsx")
BODY: Final = attrgetter("kind", "name", "item_code", "origins", "sources", "ingredients", "steps", "materials", "text")

__all__ = [
    "COLUMNS",
    "FORMATS",
    "Ingredient",
    "Origin",
    "Problem",
    "Source",
    "Step",
    "TKEntry",
    "detect",
    "read",
    "template_csv",
    "template_xlsx",
]


def read(
    source: reading.Source,
    format: str = "auto",  # noqa: A002 - the word of the command line
    *,
    name: str = "",
    keep_repeated: bool = False,
    chosen: Mapping[str, str] | None = None,
) -> Iterator[TKEntry | Problem]:
    """Every entry of a file and every problem, in the order of the file.

    An entry that says the same as an earlier one, or uses its identifier, is a problem unless
    `keep_repeated`. `chosen` says what the heads of a table mean where their words do not. Raises ValueError
    for an unknown `format`.
    """
    file = source_name(source, name)
    if format == "auto":
        try:
            format = "csv" if chosen and not is_table(source, file) else detect(source, file)  # noqa: A001 - see above
        except UnreadableError as error:
            yield error.problem
            return
    if format not in FORMATS:
        raise ValueError(f"there is no format {format}; known are {', '.join(FORMATS)}")
    if format != "jsonl" and starts_heritage_list(source, file):
        yield from read_heritage_list(source, file)  # the list numbers its items itself: two of one name are two
        return
    entries = _read_json(source, file) if format == "jsonl" else read_table(source, file, chosen)
    yield from entries if keep_repeated else _without_repeated(entries, file)


def _read_json(source: reading.Source, file: str) -> Iterator[TKEntry | Problem]:
    for item in read_items(source, name=file):
        if isinstance(item, Problem):
            yield item
            continue
        place = Place(file, item.line, str(item.position), f"line {item.line}")
        entry, problems = read_entry(item.values, place, item.raw)
        yield from problems
        if entry is not None:
            yield entry


def _without_repeated(entries: Iterator[TKEntry | Problem], file: str) -> Iterator[TKEntry | Problem]:
    seen: dict[int, str] = {}
    ids: dict[str, str] = {}
    for item in entries:
        if isinstance(item, Problem):
            yield item
            continue
        mark = fingerprint(item)
        if mark in seen:
            yield REPEATED_RECORD.at(file, item.source_line, "name", name=item.name, first=seen[mark])
        elif item.id_given and item.id in ids:
            yield REPEATED_ID.at(file, item.source_line, "id", id=item.id, first=ids[item.id])
        else:
            seen[mark] = ids[item.id] = item.source_place
            yield item


def fingerprint(entry: TKEntry) -> int:
    """Hash of what makes two entries of one file the same: kind, name, code, origins, sources and body."""
    return hash(BODY(entry))
