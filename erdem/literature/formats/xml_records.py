"""Records of one large XML document one by one, in bounded memory and without losing the others to a broken one.

A delivery of an office is often a single document of many thousand records (`exchange-document`, `PRSRecord`). It is cut
at the start and end tags of the records; each is parsed on its own, wrapped in the root element with the namespaces
declared so far. What is true for documents holds here: no document type is resolved, no entity defined by the file is
accepted. Several such documents may be joined end to end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from erdem.lib.reading import Problem, Source, UnreadableError, open_bytes, utf8_blocks
from erdem.lib.reading.lines import wide_encoding
from erdem.lib.reading.problems import EMPTY_FILE
from erdem.literature.formats.faults import XML_CUT_OFF, XML_TOO_LONG
from erdem.literature.formats.xml_documents import (
    DECLARATION,
    MARK,
    MAX_DOCUMENT,
    ROOT,
    Wrapper,
    XmlDocument,
    declared_encoding,
    parse_document,
    prolog,
    readable,
    refused_entity,
    safe_parser,
)

LONGEST_TAG: Final = 1 << 13
NAMESPACE: Final = re.compile(rb"""\s(xmlns(?::[\w.-]+)?)\s*=\s*("[^"<]*"|'[^'<]*')""")


class Part(NamedTuple):
    """A stretch of a file: what lies outside of records, a record (None when it is too long), or the end of a
    document.
    """

    line: int
    sort: str
    data: bytes | None


class Cutter:
    """The bytes of a file, held as far as needed to find the next tag."""

    def __init__(self, blocks: Iterator[bytes], limit: int) -> None:
        self.blocks = blocks
        self.limit = limit
        self.held = bytearray()
        self.line = 1

    def find(self, pattern: re.Pattern[bytes], start: int = 0) -> tuple[re.Match[bytes] | None, bool]:
        """The next match at or after `start`, and whether bytes before it had to be given up as too many."""
        over = False
        while True:
            if match := pattern.search(self.held, start):
                return match, over
            start = max(start, len(self.held) - LONGEST_TAG)
            if len(self.held) > self.limit:
                over = True
                self.take(start)
                start = 0
            block = next(self.blocks, None)
            if block is None:
                return None, over
            self.held += block

    def take(self, size: int) -> bytes:
        """The next bytes, counted and let go."""
        data = bytes(self.held[:size])
        self.line += data.count(b"\n")
        del self.held[:size]
        return data


def split_records(blocks: Iterator[bytes], tags: Sequence[str], limit: int) -> Iterator[Part]:
    """The parts of a file in their order; a record goes from its start tag to its end tag, outer ones first."""
    cutter = Cutter(blocks, limit)
    names = "|".join(map(re.escape, tags)).encode()
    outside = re.compile(
        rb"<((?:[\w.-]{1,40}:)?(?:" + names + rb"))(?=[\s/>])(?:[^\"'<>]|\"[^\"<]*\"|'[^'<]*')*>|" + re.escape(MARK)
    )
    mark = 0  # a declaration just met belongs to the document that follows
    while True:
        match, _ = cutter.find(outside, mark)
        line = cutter.line
        if match is None:
            yield Part(line, "between", cutter.take(len(cutter.held)))
            yield Part(cutter.line, "end", b"")
            return
        name, start_tag = match[1], match[0]
        yield Part(line, "between", cutter.take(match.start()))
        if name is None:
            yield Part(cutter.line, "end", b"")
            mark = len(MARK)
        else:
            mark = 0
            yield _cut_record(cutter, name, start_tag)


def _cut_record(cutter: Cutter, name: bytes, start_tag: bytes) -> Part:
    """A record up to its end tag, or up to the next document when the end tag is missing."""
    line = cutter.line
    if start_tag.endswith(b"/>"):
        return Part(line, "record", cutter.take(len(start_tag)))
    inside = re.compile(rb"</" + re.escape(name) + rb"\s*>|" + re.escape(MARK))
    match, over = cutter.find(inside, len(start_tag))
    size = len(cutter.held)
    if match is not None:
        size = match.start() if match[0] == MARK else match.end()
    over = over or size > cutter.limit
    data = cutter.take(size)
    return Part(line, "record", None if over else data)


class Enclosing:
    """The document that records stand in: its declaration, root element and namespaces, as far as it was seen."""

    def __init__(self, file: str, *, wide: bool) -> None:
        self.file = file
        self.wide = wide
        self.parser = safe_parser()
        self.line = 1
        self.before = b""
        self.after = b""
        self.records = 0
        self.refused: Problem | None = None
        self.root = b""
        self.namespaces: dict[bytes, bytes] = {}

    def between(self, part: Part) -> None:
        """Take in what lies outside of records."""
        data = part.data or b""
        if self.records == 0:
            self.line = self.line if self.before else part.line
            self.before += data
            self.refused = refused_entity(self._prolog()[1], self.file, self.line)
        self.after = data
        if b"xmlns" in data:
            self.namespaces.update(
                (one[1], one[2]) for one in NAMESPACE.finditer(data) if one[1] not in self.namespaces
            )

    def record(self, part: Part, limit: int) -> XmlDocument | Problem | None:
        """The next record parsed, or the problem in its place; None when the whole document was refused."""
        if self.records == 0:
            found = ROOT.match(self.before, self._prolog()[0])
            self.root = found[0][1:] if found else b""
        self.records += 1
        if self.refused:
            return None
        if part.data is None:
            return XML_TOO_LONG.at(self.file, part.line, limit=limit)
        parsed = parse_document(
            part.data, self.file, part.line, wide=self.wide, parser=self.parser, wrapper=self._wrapper()
        )
        if isinstance(parsed, XmlDocument) and self.root:
            return parsed._replace(root=parsed.root[0])
        return parsed

    def _prolog(self) -> tuple[int, bytes]:
        declaration = DECLARATION.match(self.before)
        return prolog(self.before, declaration.end() if declaration else 0)

    def _wrapper(self) -> Wrapper:
        encoding = b"UTF-8" if self.wide else declared_encoding(self.before).encode()
        declaration = b'<?xml version="1.0" encoding="' + encoding + b'"?>'
        if not self.root:
            return Wrapper(declaration)
        spaces = b"".join(b" " + name + b"=" + value for name, value in self.namespaces.items())
        return Wrapper(declaration + b"<" + self.root + spaces + b">", b"</" + self.root + b">")

    def close(self) -> XmlDocument | Problem | None:
        """What is to be said at the end of a document: it was refused, it breaks off, or it holds no record."""
        if self.refused:
            return self.refused.with_raw(readable(self.before) if self.records == 0 else "")
        if self.records == 0:
            return parse_document(self.before, self.file, self.line, wide=self.wide) if self.before.strip() else None
        if self.root and b"</" + self.root not in self.after:
            return XML_CUT_OFF.at(self.file, root=self.root.decode(errors="replace"))
        return None


def read_records(
    source: Source, name: str, tags: Sequence[str], limit: int = MAX_DOCUMENT
) -> Iterator[XmlDocument | Problem]:
    """Every record of a file under one of these names (without prefix), or the problem in its place. A document without
    any record comes whole, so that the reader can say what it is.
    """
    try:
        with open_bytes(source, name) as stream:
            if not stream.head:
                yield EMPTY_FILE.at(name)
                return
            wide = bool(wide_encoding(stream.head))
            enclosing = Enclosing(name, wide=wide)
            for part in split_records(utf8_blocks(stream), tags, limit):
                found: XmlDocument | Problem | None = None
                if part.sort == "between":
                    enclosing.between(part)
                elif part.sort == "record":
                    found = enclosing.record(part, limit)
                else:
                    found = enclosing.close()
                    enclosing = Enclosing(name, wide=wide)
                if found is not None:
                    yield found
    except UnreadableError as error:
        yield error.problem
