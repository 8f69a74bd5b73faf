"""What sort of file it is, by its content."""

from __future__ import annotations

from erdem.knowledge.formats.columns import find_column
from erdem.knowledge.formats.faults import UNKNOWN_FILE
from erdem.knowledge.formats.heritage_list import is_heritage_list
from erdem.knowledge.formats.layout import find_field
from erdem.lib import reading
from erdem.lib.reading import UnreadableError, peek_bytes, source_name
from erdem.lib.tabular import is_workbook, sniff_delimiter


def is_table(source: reading.Source, name: str = "") -> bool:
    """Whether `detect` recognises the file; a table whose heads somebody had to explain is read although it does not."""
    try:
        return bool(detect(source, name))
    except UnreadableError:
        return False


def detect(source: reading.Source, name: str = "") -> str:
    """`jsonl`, `csv` or `xlsx` (also for XLS) by content. Raises `UnreadableError` when it is none of
    them.
    """
    file = source_name(source, name)
    if is_workbook(peek_bytes(source, file).head):
        return "xlsx"
    text = reading.head_text(source, file)
    if text.lstrip()[:1] in ("{", "["):
        return "jsonl"
    head = text.splitlines()[:10]
    mark = sniff_delimiter(head[:5])
    cells = [cell.strip(' "') for line in head for cell in line.split(mark)]
    if (
        is_heritage_list(cells)
        or any(find_column(cell) or find_field(cell) for cell in cells)
        or mark in "".join(head[:1])
    ):
        return "csv"
    raise UnreadableError(UNKNOWN_FILE.at(file))
