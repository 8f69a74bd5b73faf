"""Reads an XLS or XLSX workbook in a process of its own: `python -m erdem.lib.workbook_process PATH`.

A damaged or hostile workbook can make the reader ask for any amount of memory, which ends the process that
asks. So the reading is done here, under limits, and the rows go to standard output as JSON Lines: an object
opens a sheet (`sheet`, `merges`), arrays are its rows from row 1, and `{"end": true}` says that nothing is
missing. Trouble that can be named is an object `{"error": "password" | "damaged", "reason": ...}`.
"""

from __future__ import annotations

import datetime
import json
import resource
import sys
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

MEMORY = 2 << 30
SECONDS = 120


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    write = sys.stdout.write
    for item in workbook_items(sys.argv[1]):
        write(json.dumps(item, ensure_ascii=True) + "\n")


def workbook_items(path: str) -> Iterator[dict[str, object] | list[str]]:
    try:
        book = CalamineWorkbook.from_path(path)
        for meta in book.sheets_metadata:
            if meta.visible == SheetVisibleEnum.Visible:
                yield from sheet_items(book.get_sheet_by_name(meta.name))
    except PasswordError:
        yield {"error": "password", "reason": ""}
    except (CalamineError, OSError, ValueError) as error:
        yield {"error": "damaged", "reason": str(error)}
    else:
        yield {"end": True}


def sheet_items(sheet: CalamineSheet) -> Iterator[dict[str, object] | list[str]]:
    merges = [[*start, *end] for start, end in sheet.merged_cell_ranges or ()]
    yield {"sheet": sheet.name, "merges": merges}
    if sheet.start is None:
        return
    blank = [""] * sheet.start[1]
    for values in sheet.iter_rows():
        yield blank + [cell_text(value) for value in values]


def cell_text(value: object) -> str:
    """The text a person sees in a cell, without surrounding space."""
    if isinstance(value, str):
        return value.replace("_x000D_", "").strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return str(value)


if __name__ == "__main__":
    main()
