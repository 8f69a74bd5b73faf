"""Documents of the SGML age of the American office: grants of 2001 to 2004 and applications of 2001 to 2004.

They are cut apart at the root element, because not all begin with an XML declaration, and parsed as XML once
the named characters are written out. A document in which end tags are left out, as SGML allows, is closed by
the rules below and read with a remark. As for all XML files, the document type is cut off and never
resolved, and a document that defines entities of its own is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from lxml import etree

from erdem.lib.reading import Problem, Source, UnreadableError, open_bytes, utf8_blocks
from erdem.lib.reading.lines import wide_encoding
from erdem.lib.reading.problems import EMPTY_FILE
from erdem.literature.formats.faults import BROKEN_XML, XML_TOO_LONG
from erdem.literature.formats.uspto_entities import with_characters
from erdem.literature.formats.xml_documents import (
    DECLARATION,
    MARK,
    MAX_DOCUMENT,
    declared_encoding,
    prolog,
    readable,
    refused_entity,
    safe_parser,
    split_documents,
)

DEEPEST: Final = 200
LONGEST_BEGINNING: Final = 1 << 20
TAG: Final = re.compile(r"<(/?)([A-Za-z][\w.-]{0,60})([^<>]*)>|<[!?][^<>]*>")
COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
NO_TAGS: Final = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "&quot;"})
ATTRIBUTE: Final = re.compile(r"""([A-Za-z][\w-]{0,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


class Dialect(NamedTuple):
    """What a document type says about tags: its root, elements without content, and whether an open element ends where
    another one starts (first name, second name), because it never holds it.
    """

    root: str
    empty: frozenset[str]
    ends: Callable[[str, str], bool]


class OldDocument(NamedTuple):
    """A parsed document, the line of the file it begins on, its bytes, and what had to be mended."""

    line: int
    root: etree._Element
    data: bytes
    remarks: tuple[str, ...] = ()

    def text(self) -> str:
        return readable(self.data)


def read_old_documents(
    source: Source, name: str, dialect: Dialect, limit: int = MAX_DOCUMENT
) -> Iterator[OldDocument | Problem]:
    """Every document of a file, or the problem in its place."""
    try:
        with open_bytes(source, name) as stream:
            if not stream.head:
                yield EMPTY_FILE.at(name)
            wide = bool(wide_encoding(stream.head))
            parser = safe_parser()
            for line, data in _whole_documents(utf8_blocks(stream), dialect.root.encode(), limit):
                if data is None:
                    yield XML_TOO_LONG.at(name, line, limit=limit)
                elif not data.isspace():
                    yield _parse(data, (name, line), dialect, "utf-8" if wide else declared_encoding(data), parser)
    except UnreadableError as error:
        yield error.problem


def _whole_documents(blocks: Iterator[bytes], root: bytes, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Documents with what stands before their root: a declaration, a document type, both or nothing."""
    before = list[bytes]()
    first = size = 0
    for line, data in split_documents(blocks, limit, (MARK, b"<!DOCTYPE " + root, b"<" + root)):
        first = first if before else line
        if data is not None and b"<" + root not in data and size < LONGEST_BEGINNING:
            before.append(data)
            size += len(data)
            continue
        yield first, None if data is None else b"".join((*before, data))
        before.clear()
        size = 0
    if before:
        yield first, b"".join(before)


def _parse(
    data: bytes, place: tuple[str, int], dialect: Dialect, encoding: str, parser: etree.XMLParser
) -> OldDocument | Problem:
    declaration = DECLARATION.match(data)
    root_at, subset = prolog(data, declaration.end() if declaration else 0)
    refused = refused_entity(subset, *place)
    if refused:
        return refused.with_raw(readable(data))
    markup, unknown = with_characters(_decoded(data[root_at:], encoding))
    remarks = [f"characters of unknown names are left as written: {', '.join(unknown)}"] if unknown else []
    if not markup.startswith("<" + dialect.root):
        return BROKEN_XML.at(*place, reason=f"there is no <{dialect.root}>").with_raw(readable(data))
    try:
        root = etree.fromstring(markup.encode(), parser)
    except etree.XMLSyntaxError as error:
        mended = _mended(markup, dialect, parser)
        if mended is None:
            return BROKEN_XML.at(*place, reason=(error.msg or "syntax")[:120]).with_raw(readable(data))
        root = mended
        remarks.append("tags of the document are not closed; it was read by the order of its parts")
    return OldDocument(place[1], root, data, tuple(remarks))


def _mended(markup: str, dialect: Dialect, parser: etree.XMLParser) -> etree._Element | None:
    try:
        return etree.fromstring(closed(markup, dialect).encode(), parser)
    except etree.XMLSyntaxError:
        return None


def _decoded(data: bytes, encoding: str) -> str:
    """UTF-8 or as declared; what is neither is read as the Western characters of that time."""
    for one in ("utf-8", encoding):
        try:
            return data.decode(one)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def closed(markup: str, dialect: Dialect) -> str:
    """The same markup as XML: each element closed, at the latest with the one around it; stray end tags and `<` that
    begin no tag are taken for text or left out. References must be the predefined ones.
    """
    text = _without_comments(markup)
    out: list[str] = []
    opened: list[str] = []
    position = 0
    for tag in TAG.finditer(text):
        out.append(_escaped(text[position : tag.start()]))
        position = tag.end()
        if tag[2]:
            _put_tag(tag, dialect, out, opened)
        if tag[1] and not opened:
            break
    out += [f"</{name}>" for name in reversed(opened)]
    return "".join(out)


def _put_tag(tag: re.Match[str], dialect: Dialect, out: list[str], opened: list[str]) -> None:
    end, name, rest = tag[1], tag[2], tag[3]
    if end:
        ended = next((place for place in reversed(range(len(opened))) if opened[place] == name), None)
    else:
        ended = next((place for place, one in enumerate(opened) if dialect.ends(one, name)), None)
    if ended is not None:
        out += [f"</{one}>" for one in reversed(opened[ended:])]
        del opened[ended:]
    if end:
        return
    if name in dialect.empty or rest.endswith("/"):
        out.append(f"<{name}{_attributes(rest)}/>")
    elif len(opened) < DEEPEST:
        out.append(f"<{name}{_attributes(rest)}>")
        opened.append(name)


def _attributes(rest: str) -> str:
    found = {one[1]: one[2] or one[3] or one[4] or "" for one in ATTRIBUTE.finditer(rest)}
    return "".join(f' {name}="{_escaped(value)}"' for name, value in found.items())


def _escaped(text: str) -> str:
    """References stay as they are; what would be taken for a tag does not."""
    return text.translate(NO_TAGS)


def _without_comments(text: str) -> str:
    head, end, rest = text.rpartition("-->")
    return COMMENT.sub("", head + end) + rest
