"""XML documents of a file one by one, parsed without trusting them.

Weekly files hold many documents joined end to end, each beginning with `<?xml`; a broken one must not cost
the others. The document type declaration is cut off before parsing and never resolved. A document that
defines entities of its own is refused: this closes both the expansion bomb and the reading of other files.
Only the five predefined entities and character references are expanded. Pictures declared as unparsed
entities (`NDATA`) do no harm.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple

from lxml import etree

from erdem.lib.reading import Problem, Source, UnreadableError, open_bytes, utf8_blocks
from erdem.lib.reading.lines import wide_encoding
from erdem.lib.reading.problems import EMPTY_FILE, LONGEST_RAW
from erdem.literature.formats.faults import BROKEN_XML, XML_ENTITY, XML_EXTERNAL, XML_TOO_LONG

MAX_DOCUMENT: Final = 64 << 20
MARK: Final = b"<?xml "

DECLARATION: Final = re.compile(rb"\s*<\?xml\s[^>]*?\?>")
PLAIN_ENCODINGS: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
SAID_ENCODING: Final = re.compile(r"""(\s*<\?xml\s[^>]*?encoding\s*=\s*["'])([^"'>]*)(["'])""")
ENCODING: Final = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
FILLER: Final = re.compile(rb"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
DOCTYPE: Final = re.compile(
    rb"""<!DOCTYPE(?:[^"'\[>]|"[^"]*"|'[^']*')*"""
    rb"""(?:\[(?P<subset>(?:[^"'\]<]|"[^"]*"|'[^']*'|<!--.*?-->|<\?.*?\?>|<)*?)\]\s*)?>""",
    re.DOTALL,
)
ENTITY: Final = re.compile(
    rb"""<!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[^\s"'>]+)\s*(?P<rest>(?:[^"'>]|"[^"]*"|'[^']*')*)"""
)
ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")


class Wrapper(NamedTuple):
    """What makes a record of a larger document a small document of its own: text before and after it."""

    head: bytes = b""
    tail: bytes = b""


NO_WRAPPER: Final = Wrapper()


class XmlDocument(NamedTuple):
    """A parsed document or record, the line of the file it begins on, its bytes and what they were wrapped in."""

    line: int
    root: etree._Element
    data: bytes
    wrapper: Wrapper = NO_WRAPPER

    def text(self) -> str:
        """The document as a small UTF-8 file of the same format, to be corrected and read again."""
        return readable(self.wrapper.head + self.data + self.wrapper.tail)


def read_documents(source: Source, name: str, limit: int = MAX_DOCUMENT) -> Iterator[XmlDocument | Problem]:
    """Every document of a file, or the problem in its place."""
    try:
        with open_bytes(source, name) as stream:
            if not stream.head:
                yield EMPTY_FILE.at(name)
            wide = bool(wide_encoding(stream.head))
            parser = safe_parser()
            for line, data in split_documents(utf8_blocks(stream), limit):
                if data is None:
                    yield XML_TOO_LONG.at(name, line, limit=limit)
                elif not data.isspace():
                    yield parse_document(data, name, line, wide=wide, parser=parser)
    except UnreadableError as error:
        yield error.problem


def split_documents(
    blocks: Iterator[bytes], limit: int, marks: tuple[bytes, ...] = (MARK,)
) -> Iterator[tuple[int, bytes | None]]:
    """First line and bytes of each document, which begins with one of the `marks`; None for one longer than
    `limit`, which is passed over unread.
    """
    held, line, over, seen = bytearray(), 1, False, 1
    find = _finder(held, marks)
    overlap = max(map(len, marks))
    for block in blocks:
        held += block
        while (cut := find(seen)) >= 0:
            with memoryview(held) as view:
                yield line, None if over or cut > limit else bytes(view[:cut])
            line += held.count(b"\n", 0, cut)
            del held[:cut]
            over, seen = False, 1
        seen = max(1, len(held) - overlap)
        if over or len(held) > limit:
            over = True
            drop = max(0, len(held) - overlap)
            line += held.count(b"\n", 0, drop)
            del held[:drop]
            seen = 1
    if held:
        yield line, None if over else bytes(held)


def _finder(held: bytearray, marks: tuple[bytes, ...]) -> Callable[[int], int]:
    """Where the next of the marks begins at or after a place, -1 for nowhere."""
    if len(marks) == 1:
        return partial(held.find, marks[0])
    pattern = re.compile(b"|".join(map(re.escape, marks)))

    def find(start: int) -> int:
        match = pattern.search(held, start)
        return match.start() if match else -1

    return find


def parse_document(
    data: bytes,
    name: str,
    line: int,
    *,
    wide: bool = False,
    parser: etree.XMLParser | None = None,
    wrapper: Wrapper = NO_WRAPPER,
) -> XmlDocument | Problem:
    """Parse one document; what is dangerous or broken comes back as a problem that carries it."""
    whole = wrapper.head + data + wrapper.tail if wrapper.head else data
    declaration = DECLARATION.match(whole)
    root_at, subset = prolog(whole, declaration.end() if declaration else 0)
    refused = refused_entity(subset, name, line)
    if refused:
        return refused.with_raw(readable(whole))
    body = whole[root_at:]
    try:
        encoding = "utf-8" if wide else declared_encoding(whole)
        if encoding not in PLAIN_ENCODINGS:
            body = body.decode(encoding).encode()
        root = etree.fromstring(body, parser or safe_parser())
    except etree.XMLSyntaxError as error:
        broken_at = line + whole.count(b"\n", 0, root_at) + (error.lineno or 1) - 1
        return BROKEN_XML.at(name, broken_at, reason=_reason(error)).with_raw(readable(whole))
    except (UnicodeDecodeError, LookupError) as error:
        return BROKEN_XML.at(name, line, reason=str(error)[:120]).with_raw(readable(whole))
    return XmlDocument(line, root, data, wrapper)


def declared_encoding(data: bytes) -> str:
    """The encoding that the XML declaration names, in small letters; UTF-8 when it names none."""
    declaration = DECLARATION.match(data)
    declared = ENCODING.search(declaration[0]) if declaration else None
    return declared[1].decode().lower() if declared else "utf-8"


def readable(data: bytes) -> str:
    """A document as text that says UTF-8 of itself; empty when it is too long to be shown to a person."""
    if len(data) > 4 * LONGEST_RAW:
        return ""
    text = next((text for one in ("utf-8", declared_encoding(data), "gb18030") if (text := _decoded(data, one))), "")
    text = text or data.decode("utf-8", "replace")
    declaration = SAID_ENCODING.match(text)
    return text if declaration is None else f"{declaration[1]}UTF-8{declaration[3]}{text[declaration.end() :]}"


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return ""


def safe_parser() -> etree.XMLParser:
    """A parser that expands nothing, loads nothing and stops at absurd depth; it may serve many documents in turn."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )


def _reason(error: etree.XMLSyntaxError) -> str:
    return re.sub(r",? \(?line \d+.*", "", error.msg or "syntax")[:120]


def prolog(data: bytes, start: int) -> tuple[int, bytes]:
    """Where the root element begins, and the internal subset of the document type declaration."""
    subset = b""
    position = start
    while True:
        if filler := FILLER.match(data, position):
            position = filler.end()
        elif data.startswith(b"<!DOCTYPE", position) and (doctype := DOCTYPE.match(data, position)):
            subset += doctype["subset"] or b""
            position = doctype.end()
        else:
            return position, subset


def refused_entity(subset: bytes, name: str, line: int) -> Problem | None:
    """The problem of an internal subset that defines entities; None for all others."""
    for entity in ENTITY.finditer(subset):
        shown = entity["name"].decode(errors="replace")[:60]
        outside = re.match(rb"(SYSTEM|PUBLIC)\b", entity["rest"])
        if outside and not entity["parameter"] and re.search(rb"\sNDATA\s", entity["rest"]):
            continue
        return (XML_EXTERNAL if outside else XML_ENTITY).at(name, line, entity=shown)
    return None


def root_name(head: bytes) -> str:
    """Name of the root element in the beginning of a file, without prefix; empty when it is no XML."""
    declaration = DECLARATION.match(head)
    position, _ = prolog(head, declaration.end() if declaration else 0)
    match = ROOT.match(head, position)
    return match[1].decode() if match else ""
