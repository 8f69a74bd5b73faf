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
    cnki,
    google_page,
    india,
    json_lines,
    lens_csv,
    ops,
    ops_dump,
    ops_json,
    patentscope,
    patentsview,
    plain_table,
    st36,
    st96,
    uspto,
    uspto_brs,
    uspto_grant_list,
    uspto_greenbook,
    uspto_pap,
    uspto_search,
    uspto_sgml,
)
from erdem.literature.formats.archive_files import is_archive, is_split
from erdem.literature.formats.faults import CLASSIFICATION_FILE, TEXT_WITHOUT_NUMBERS, UNKNOWN_FORMAT
from erdem.literature.formats.model import Claim, Ingredient, Priority, Publication, Step
from erdem.literature.formats.registry import Format, Head
from erdem.literature.formats.table import workbook_text
from erdem.literature.formats.xml_documents import root_name

# An archive holds files in the formats below; each is read as if it were given alone.
ARCHIVE: Final = archives.format_of(lambda source, name: read(source, "auto", name=name))

# Every format of the project, in the order in which they are tried. A new one is a module and a line here.
FORMATS: Final[tuple[Format, ...]] = (
    ARCHIVE,
    uspto.FORMAT,
    uspto_sgml.FORMAT,
    uspto_pap.FORMAT,
    uspto_greenbook.FORMAT,
    uspto_brs.FORMAT,
    uspto_grant_list.CSV,
    uspto_grant_list.JSON,
    cnipa.FORMAT,
    ops.FORMAT,
    st36.FORMAT,
    st96.FORMAT,
    google_page.FORMAT,
    patentscope.FORMAT,
    lens_csv.FORMAT,
    india.FORMAT,
    patentsview.FORMAT,
    cnki.FORMAT,
    plain_table.FORMAT,
    ops_json.FORMAT,
    ops_dump.FORMAT,
    uspto_search.FORMAT,
    json_lines.LENS,
    json_lines.GOOGLE,
    json_lines.FORMAT,
)

# Files of the classification, which come with the documents but hold none.
CLASSIFICATION_ROOTS: Final = frozenset({"CPCMasterClassificationFile", "class-scheme"})

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
    if root in CLASSIFICATION_ROOTS:
        raise UnreadableError(CLASSIFICATION_FILE.at(file, root=root))
    table = plain_table.complaint(head, file)
    if table:
        raise UnreadableError(table)
    if plain_table.is_running_text(head):
        raise UnreadableError(TEXT_WITHOUT_NUMBERS.at(file))
    raise UnreadableError(UNKNOWN_FORMAT.at(file, known=", ".join(one.label for one in FORMATS)))


def _head(source: Source, file: str) -> Head:
    stream = peek_bytes(source, file)
    if not stream.head:
        raise UnreadableError(EMPTY_FILE.at(file))
    if is_archive(stream.head):
        return Head(stream.head, "")
    if is_workbook(stream.head):
        return Head(stream.head, workbook_text(source, file))
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
