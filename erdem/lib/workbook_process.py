"""Reads an XLS or XLSX workbook in a process of its own: `python -m erdem.lib.workbook_process PATH`.

A damaged or hostile workbook can make the reader ask for any amount of memory, which ends the process that
asks. So the reading is done here, under limits, and the rows go to standard output as JSON Lines: an object
opens a sheet (`sheet`, `merges`, and `unsaved`: cells, as A1, whose formula has an error or no result),
arrays are its rows from row 1, and `{"end": true}` says that nothing is missing. Trouble that can be named
is an object `{"error": "password" | "damaged", "reason": ...}`.
"""

from __future__ import annotations

import datetime
import html
import json
import posixpath
import re
import resource
import sys
import zipfile
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
        unsaved = unsaved_formulas(path)
        for meta in book.sheets_metadata:
            if meta.visible == SheetVisibleEnum.Visible:
                yield from sheet_items(book.get_sheet_by_name(meta.name), unsaved.get(meta.name, []))
    except PasswordError:
        yield {"error": "password", "reason": ""}
    except (CalamineError, OSError, ValueError) as error:
        yield {"error": "damaged", "reason": str(error)}
    else:
        yield {"end": True}


def sheet_items(sheet: CalamineSheet, unsaved: list[str]) -> Iterator[dict[str, object] | list[str]]:
    merges = [[*start, *end] for start, end in sheet.merged_cell_ranges or ()]
    yield {"sheet": sheet.name, "merges": merges, "unsaved": unsaved}
    if sheet.start is None:
        return
    blank = [""] * sheet.start[1]
    for values in sheet.iter_rows():
        yield blank + [cell_text(value) for value in values]


FORMULA = re.compile(rb"<f[ />]")
ERROR = re.compile(rb"<c\b[^>]*? t=\"e\"")
CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]+[0-9]+)"[^>]*?(?:/>|>(.*?)</c>)', re.DOTALL)
MOST_UNSAVED = 1000


def unsaved_formulas(path: str) -> dict[str, list[str]]:
    """Cells of an XLSX whose formula has no result or an error, by sheet: they read as empty and are not."""
    if not zipfile.is_zipfile(path):
        return {}
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name, part in _sheet_parts(archive).items():
            content = archive.read(part) if part in archive.namelist() else b""
            if FORMULA.search(content) or ERROR.search(content):
                cells = [cell[1].decode() for cell in CELL.finditer(content) if _is_unsaved(cell)]
                found[name] = cells[:MOST_UNSAVED]
    return found


def _is_unsaved(cell: re.Match[bytes]) -> bool:
    if ERROR.match(cell[0]):
        return True
    return bool(cell[2] and FORMULA.search(cell[2]) and not re.search(rb"<v>[^<]", cell[2]))


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive that holds each sheet."""
    try:
        book, relations = archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels")
    except KeyError:
        return {}
    targets = {}
    for tag in re.findall(rb"<Relationship\b[^>]*>", relations):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag.decode()))
        targets[given.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", given.get("Target", "")))[1:]
    sheets = {}
    for tag in re.findall(rb"<(?:\w+:)?sheet\b[^>]*>", book):
        given = dict(re.findall(r'([\w:]+)="([^"]*)"', tag.decode()))
        sheets[html.unescape(given.get("name", ""))] = targets.get(given.get("r:id", ""), "")
    return sheets


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
