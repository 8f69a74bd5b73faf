"""Read any file safely as a stream of text lines: compression, encoding, length and binary content are
judged by content, in bounded memory, and every trouble is a `Problem` with file, line and field instead of
an exception."""

from erdem.lib.reading.lines import (
    MAX_LINE,
    Line,
    LineDecoder,
    head_text,
    lines_of,
    read_lines,
    text_encoding,
    utf8_blocks,
)
from erdem.lib.reading.problems import FAULTS, Fault, Problem, UnreadableError
from erdem.lib.reading.streams import (
    ByteStream,
    Source,
    open_bytes,
    peek_bytes,
    recognise_binary,
    source_name,
)

__all__ = [
    "FAULTS",
    "MAX_LINE",
    "ByteStream",
    "Fault",
    "Line",
    "LineDecoder",
    "Problem",
    "Source",
    "UnreadableError",
    "head_text",
    "lines_of",
    "open_bytes",
    "peek_bytes",
    "read_lines",
    "recognise_binary",
    "source_name",
    "text_encoding",
    "utf8_blocks",
]
