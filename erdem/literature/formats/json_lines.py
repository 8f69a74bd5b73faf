"""JSON Lines (also `.gz`), JSON arrays, and objects holding one list: the interchange format of the
project.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from erdem.lib.json_items import read_items
from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats import lens_json
from erdem.literature.formats.json_record import read_record
from erdem.literature.formats.model import Publication
from erdem.literature.formats.registry import Format, Head

START: Final = re.compile(r"\s*(?:\{|\[\s*[\[{\]])")


def sniff(head: Head) -> bool:
    return START.match(head.text) is not None


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    """Each object by its own shape, so that a file may mix Lens records with others."""
    file = source_name(source, name)
    for item in read_items(source, name=file):
        if isinstance(item, Problem):
            yield item
            continue
        shape = lens_json.read_record if lens_json.is_lens(item.values) else read_record
        publication, problems = shape(item.values, file, item.line, item.raw)
        yield from problems
        if publication is not None:
            yield publication


LENS = Format("lens-jsonl", "Lens JSON Lines", lens_json.sniff, read)
FORMAT = Format("jsonl", "JSON Lines", sniff, read)
