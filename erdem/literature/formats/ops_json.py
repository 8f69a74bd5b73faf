"""Answers of the European Open Patent Services in JSON: the XML in another spelling, turned back into its tree.

Attributes are keys that begin with `@`, text is the key `$`, repeated elements are lists. The names carry prefixes
(`ops:`, `ftxt:`), which are left off as in XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from erdem.lib.json_items import Item, read_items
from erdem.lib.reading import Problem, Source, source_name
from erdem.literature.formats.faults import XML_NO_RECORDS
from erdem.literature.formats.model import Publication
from erdem.literature.formats.ops import RECORDS, nothing_in, read_record
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.xml_documents import XmlDocument

START: Final = re.compile(
    r'\s*[\[{]\s*(?:\{\s*)?"(?:\w+:)?(?:world-patent-data|exchange-documents?|fulltext-documents?)"'
)
NAME: Final = re.compile(r"(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
UNSPEAKABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DEEPEST: Final = 60


def sniff(head: Head) -> bool:
    return START.match(head.text) is not None


def read(source: Source, name: str = "") -> Iterator[Publication | Problem]:
    """Every publication of a file, and one problem for each answer that holds none."""
    file = source_name(source, name)
    for item in read_items(source, name=file):
        if isinstance(item, Problem):
            yield item
        else:
            yield from _publications(item, file)


def _publications(item: Item, file: str) -> Iterator[Publication | Problem]:
    root = tree(item.values)
    if root is None:
        yield XML_NO_RECORDS.at(file, item.line, root=next(iter(item.values), "")[:60]).with_raw(item.raw)
        return
    records = [one for one in root.iter(*RECORDS) if not any(True for _ in one.iterancestors(*RECORDS))]
    for record in records:
        found = read_record(XmlDocument(item.line, record, etree.tostring(record)), file)
        yield found.with_raw(item.raw) if isinstance(found, Problem) else found
    if not records:
        yield nothing_in(XmlDocument(item.line, root, b""), file).with_raw(item.raw)


def tree(values: dict[str, Any]) -> etree._Element | None:
    """The element that an object stands for; None when its one key is no name of an element."""
    for key, value in values.items():
        name = NAME.fullmatch(key)
        if name and isinstance(value, dict):
            root = etree.Element(name[1])
            _fill(root, value, 0)
            return root
    return None


def _fill(element: etree._Element, values: dict[str, Any], depth: int) -> None:
    for key, value in values.items():
        if key == "$":
            element.text = _text(value)
        elif key.startswith("@"):
            _attribute(element, key[1:], value)
        elif (name := NAME.fullmatch(key)) and depth < DEEPEST:
            for one in value if isinstance(value, list) else [value]:
                child = etree.SubElement(element, name[1])
                if isinstance(one, dict):
                    _fill(child, one, depth + 1)
                else:
                    child.text = _text(one)


def _attribute(element: etree._Element, name: str, value: object) -> None:
    found = NAME.fullmatch(name)
    if found and not name.startswith("xmlns"):
        element.set(found[1], _text(value))


def _text(value: object) -> str:
    return UNSPEAKABLE.sub("", str(value)) if isinstance(value, (str, int, float)) else ""


FORMAT = Format("epo-ops-json", "EPO OPS JSON", sniff, read)
