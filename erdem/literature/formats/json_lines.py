"""JSON Lines (also `.gz`), JSON arrays, and objects holding one list: the interchange format of the
project.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from erdem.lib.json_items import Item, read_items
from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats import google, lens_json
from erdem.literature.formats.faults import NO_PUBLICATIONS, SCHEMA_ONLY
from erdem.literature.formats.json_record import is_foreign, read_record
from erdem.literature.formats.model import Publication
from erdem.literature.formats.registry import Format, Head

START: Final = re.compile(r"\s*(?:\{|\[\s*[\[{\]])")
FOREIGN_AT_MOST: Final = 50
Shape = Callable[[dict[str, Any], str, int, str], tuple[Publication | None, list[Problem]]]


def sniff(head: Head) -> bool:
    return START.match(head.text) is not None


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    """Each object by its own shape, so that a file may mix Lens records with others.

    A file that begins with 50 records of which none has a field of a publication (or has only such ones) holds other
    things; it ends in one problem.
    """
    file = source_name(source, name)
    foreign: list[Item] = []
    known = False
    for item in read_items(source, name=file):
        if isinstance(item, Problem):
            yield item
        elif not known and google.is_schema(item.values):
            yield SCHEMA_ONLY.at(file)
            return
        elif not known and is_foreign(item.values) and len(foreign) < FOREIGN_AT_MOST:
            foreign.append(item)
        else:
            known = known or not is_foreign(item.values)
            if not known:
                break
            for one in (*foreign, item):
                yield from _publication(one, file)
            foreign.clear()
    if foreign:
        yield NO_PUBLICATIONS.at(file, fields=", ".join(list(foreign[0].values)[:8])[:200])


def _publication(item: Item, file: str) -> Iterator[Publication | Problem]:
    publication, problems = _shape(item.values)(item.values, file, item.line, item.raw)
    for problem in problems:
        yield problem if problem.kept else problem.with_raw(item.raw)
    if publication is not None:
        yield publication


def _shape(values: dict[str, Any]) -> Shape:
    if lens_json.is_lens(values):
        return lens_json.read_record
    return google.read_record if google.is_google(values) else read_record


LENS = Format("lens-jsonl", "Lens JSON Lines", lens_json.sniff, read)
GOOGLE = Format("google-bigquery", "Google Patents JSON Lines", google.sniff, read)
FORMAT = Format("jsonl", "JSON Lines", sniff, read)
