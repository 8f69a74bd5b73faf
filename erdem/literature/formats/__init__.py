"""Patent literature files as a stream of publications: `detect` what a file is, `read` what it holds.

Plain Python, bounded memory, nothing raises for what a file contains: trouble comes as a `Problem` in its
place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from erdem.lib.reading import Problem, Source, UnreadableError, peek_bytes, source_name, utf8_blocks
from erdem.lib.reading.lines import LineDecoder, text_encoding
from erdem.lib.reading.problems import EMPTY_FILE
from erdem.lib.tabular import is_workbook
from erdem.literature.formats import (
    archives,
    cnipa,
    json_lines,
    lens_csv,
    ops,
    ops_dump,
    ops_json,
    patentscope,
    st36,
    st96,
    uspto,
    uspto_search,
)
from erdem.literature.formats.archive_files import is_archive, is_split
from erdem.literature.formats.faults import FORMAT_NOT_SUPPORTED, UNKNOWN_FORMAT
from erdem.literature.formats.model import Claim, Ingredient, Priority, Publication, Step
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.xml_documents import root_name

# An archive holds files in the formats below; each is read as if it were given alone.
ARCHIVE: Final = archives.format_of(lambda source, name: read(source, "auto", name=name))

# Every format of the project, in the order in which they are tried. A new one is a module and a line here.
FORMATS: Final[tuple[Format, ...]] = (
    ARCHIVE,
    uspto.FORMAT,
    cnipa.FORMAT,
    ops.FORMAT,
    st36.FORMAT,
    st96.FORMAT,
    patentscope.FORMAT,
    lens_csv.FORMAT,
    ops_json.FORMAT,
    ops_dump.FORMAT,
    uspto_search.FORMAT,
    json_lines.LENS,
    json_lines.FORMAT,
)

NOT_YET: Final = {
    "patent-application-publication": ("a USPTO application of 2001 to 2004 (PAP)", "the XML v4 of 2005 or later"),
    "PATDOC": ("a USPTO grant of 2001 to 2004 (SGML)", "the XML v4 of 2005 or later"),
}

__all__ = [
    "FORMATS",
    "Claim",
    "Format",
    "Ingredient",
    "Priority",
    "Problem",
    "Publication",
    "Step",
    "detect",
    "format_names",
    "read",
]


def format_names() -> tuple[str, ...]:
    """What `read` accepts as `format`, beside `auto`."""
    return tuple(one.name for one in FORMATS)


def detect(source: Source, name: str = "") -> str:
    """Name of the format a file is in. Raises `UnreadableError` when there is none or it cannot be read.

    A binary stream must be seekable and is put back where it stood.
    """
    file = source_name(source, name)
    if is_split(source):
        return ARCHIVE.name
    head = _head(source, file)
    for one in FORMATS:
        if one.sniff(head):
            return one.name
    root = root_name(head.data)
    if root in NOT_YET:
        what, instead = NOT_YET[root]
        raise UnreadableError(FORMAT_NOT_SUPPORTED.at(file, what=what, instead=instead))
    raise UnreadableError(UNKNOWN_FORMAT.at(file, known=", ".join(one.label for one in FORMATS)))


def _head(source: Source, file: str) -> Head:
    stream = peek_bytes(source, file)
    if not stream.head:
        raise UnreadableError(EMPTY_FILE.at(file))
    if is_archive(stream.head) or is_workbook(stream.head):
        return Head(stream.head, "")
    data = b"".join(utf8_blocks(stream))
    if data.lstrip().startswith(b"<"):
        return Head(data, data.decode(errors="replace"))
    return Head(data, LineDecoder(file, text_encoding(stream)).decode(data)[0])


def read(source: Source, format: str = "auto", *, name: str = "") -> Iterator[Publication | Problem]:  # noqa: A002 - the word of the command line
    """Every publication of a file and every problem, in the order of the file. Never raises for its content.

    Raises ValueError for an unknown `format`.
    """
    file = source_name(source, name)
    if format == "auto":
        try:
            format = detect(source, file)  # noqa: A001 - see above
        except UnreadableError as error:
            yield error.problem
            return
    reader = next((one for one in FORMATS if one.name == format), None)
    if reader is None:
        raise ValueError(f"there is no format {format}; known are {', '.join(format_names())}")
    yield from reader.read(source, file)
