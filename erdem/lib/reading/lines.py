"""Text lines of any file with their numbers, decoded by what the bytes are, never by guesswork that garbles.

UTF-8 with or without byte order mark, UTF-16 and UTF-32 with a mark (or plain by the pattern of zero bytes)
and GB18030 are read. GB18030 is accepted only where the text looks like Chinese; anything else is refused,
because Latin-1 or Big5 read as GB18030 gives plausible nonsense.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from erdem.lib.reading.problems import (
    BROKEN_ENCODING,
    BROKEN_UTF16,
    EMPTY_FILE,
    LINE_TOO_LONG,
    NOT_TEXT,
    NUL_IN_LINE,
    UNKNOWN_ENCODING,
    Problem,
    UnreadableError,
)
from erdem.lib.reading.streams import ByteStream, Source, open_bytes, peek_bytes, recognise_binary

MAX_LINE: Final = 16 * 1024 * 1024
CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f]")

WIDE_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Line(NamedTuple):
    """A line without its line break; `damaged` when bytes had to be replaced by U+FFFD."""

    number: int
    text: str
    damaged: bool = False


def read_lines(
    source: Source, *, name: str = "", limit: int = MAX_LINE, keep_damaged: bool = False
) -> Iterator[Line | Problem]:
    """Every line of a file, or the problem in its place. Never raises for what a file contains.

    `limit` is the longest line in bytes; a longer one is skipped in bounded memory. With `keep_damaged` a
    line with invalid bytes comes as a damaged `Line`, else as a problem.
    """
    try:
        with open_bytes(source, name) as stream:
            yield from lines_of(stream, limit=limit, keep_damaged=keep_damaged)
    except UnreadableError as error:
        yield error.problem


def lines_of(stream: ByteStream, *, limit: int = MAX_LINE, keep_damaged: bool = False) -> Iterator[Line | Problem]:
    """Lines of an open stream. Raises `UnreadableError` when the whole is not text or breaks off."""
    decoder = LineDecoder(stream.name, text_encoding(stream))
    for number, raw in split_lines(utf8_blocks(stream), limit):
        if raw is None:
            yield LINE_TOO_LONG.at(stream.name, number, limit=limit)
        elif b"\x00" in raw:
            yield NUL_IN_LINE.at(stream.name, number)
        else:
            text, wrong = decoder.decode(raw)
            if wrong is None:
                yield Line(number, text)
            elif keep_damaged:
                yield Line(number, text, damaged=True)
            else:
                yield BROKEN_ENCODING.at(stream.name, number, encoding=decoder.label, byte=wrong)


def head_text(source: Source, name: str = "") -> str:
    """The beginning of a file as text, for recognising its format; raises `UnreadableError`.

    A binary stream must be seekable and is put back where it stood.
    """
    stream = peek_bytes(source, name)
    decoder = LineDecoder(stream.name, text_encoding(stream))
    return decoder.decode(b"".join(utf8_blocks(stream)))[0]


def wide_encoding(head: bytes) -> str:
    """`utf-16-le` and the like for text in wide characters, else an empty string."""
    for mark, encoding in WIDE_MARKS:
        if head.startswith(mark):
            return encoding
    if b"\x00" not in head[:4096] or recognise_binary(head):
        return ""
    sample = head[: len(head) // 2 * 2]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even and odd:
        return ""
    encoding = "utf-16-be" if even else "utf-16-le"
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return ""
    return "" if CONTROL.search(text) else encoding


def text_encoding(stream: ByteStream) -> str | None:
    """`utf-8`, `gb18030`, or None while only ASCII was seen. Raises `UnreadableError` for what is not
    text.
    """
    head = stream.head
    if not head:
        next(stream.blocks, b"")  # raises what is wrong with a file that breaks off at once
        raise UnreadableError(EMPTY_FILE.at(stream.name))
    if wide_encoding(head):
        return "utf-8"
    what = recognise_binary(head) or ("binary data" if b"\x00" in head else "")
    if what:
        raise UnreadableError(NOT_TEXT.at(stream.name, what=what))
    return None if head.isascii() else _narrow_encoding(stream.name, head)


def _narrow_encoding(name: str, head: bytes) -> str:
    if _is_utf8(head):
        return "utf-8"
    if looks_like_gb18030(head):
        return "gb18030"
    rows = [row for row in head.split(b"\n")[:-1] if not row.isascii()]
    if rows and sum(map(_is_utf8, rows)) * 2 > len(rows):
        return "utf-8"
    raise UnreadableError(UNKNOWN_ENCODING.at(name))


def _is_utf8(data: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def looks_like_gb18030(data: bytes) -> bool:
    """Whether bytes are valid GB18030 *and* look like Chinese text.

    Measured on the double bytes: most lie in the GB 2312 area of Chinese characters and punctuation, and
    next to none in the rows of kana, Greek and Cyrillic, which Big5 text falls into.
    """
    try:
        codecs.getincrementaldecoder("gb18030")().decode(data)
    except UnicodeDecodeError:
        return False
    total = chinese = odd = 0
    index, size = 0, len(data) - 1
    while index < size:
        lead, trail = data[index], data[index + 1]
        if lead < 0x80:
            index += 1
            continue
        four = 0x30 <= trail <= 0x39
        total += 1
        chinese += not four and trail >= 0xA1 and (0xB0 <= lead <= 0xF7 or 0xA1 <= lead <= 0xA3)
        odd += not four and trail >= 0xA1 and 0xA4 <= lead <= 0xA9
        index += 4 if four else 2
    return total > 0 and chinese >= 0.6 * total and odd <= 0.05 * total


class LineDecoder:
    """Decodes lines one by one; settles between UTF-8 and GB18030 at the first line that is not ASCII."""

    def __init__(self, name: str, encoding: str | None) -> None:
        self.name = name
        self.encoding = encoding

    @property
    def label(self) -> str:
        return (self.encoding or "UTF-8 or GB18030").upper()

    def decode(self, raw: bytes) -> tuple[str, int | None]:
        """The text and the 1-based place of the first invalid byte, or None when all is well."""
        try:
            text = raw.decode(self.encoding or "utf-8")
        except UnicodeDecodeError as error:
            if self.encoding is None and looks_like_gb18030(raw):
                self.encoding = "gb18030"
                return raw.decode("gb18030", "replace"), None
            return raw.decode(self.encoding or "utf-8", "replace"), error.start + 1
        if self.encoding is None and not raw.isascii():
            self.encoding = "utf-8"
        return text, None


def utf8_blocks(stream: ByteStream) -> Iterator[bytes]:
    """The blocks without byte order mark, wide characters turned into UTF-8, and lone CR line ends into
    LF.
    """
    encoding = wide_encoding(stream.head)
    blocks = _narrow(stream, encoding) if encoding else _without_mark(stream.blocks)
    if not encoding and b"\r" in stream.head and b"\n" not in stream.head:
        return (block.replace(b"\r", b"\n") for block in blocks)
    return blocks


def _without_mark(blocks: Iterator[bytes]) -> Iterator[bytes]:
    yield next(blocks, b"").removeprefix(codecs.BOM_UTF8)
    yield from blocks


def _narrow(stream: ByteStream, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    first = True
    try:
        for block in stream.blocks:
            text = decoder.decode(block)
            yield (text.removeprefix("\ufeff") if first else text).encode()
            first = first and not text
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        raise UnreadableError(BROKEN_UTF16.at(stream.name)) from error


def split_lines(blocks: Iterator[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Number and bytes of each line; None for a line longer than `limit`, which is passed over unread."""
    number, parts, size, over = 1, list[bytes](), 0, False
    for block in blocks:
        *whole, rest = block.split(b"\n")
        for piece in whole:
            if over or size + len(piece) > limit:
                yield number, None
            else:
                yield number, (b"".join((*parts, piece)) if parts else piece).removesuffix(b"\r")
            number, parts, size, over = number + 1, [], 0, False
        size += len(rest)
        over = over or size > limit
        parts = [] if over else [*parts, rest]
    if over:
        yield number, None
    elif last := b"".join(parts):
        yield number, last.removesuffix(b"\r")
