"""Tables of the national list of intangible heritage as collected from ihchina.cn: one item, or one project, a row.

The items (`subitem_id`, `project_num`, …) and the projects (`project_code`, `min_batch`, …) become the same fields as the
list's JSON, so that an item met in both is one record. Codes of divisions outside the region, and of “districts of a city”
that are no division of their own, are left out; the place stays as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from erdem.knowledge.formats.entries import Place, read_entry
from erdem.knowledge.formats.model import TKEntry
from erdem.lib.reading import Problem, Source, UnreadableError, source_name
from erdem.lib.tabular import Row, Sheet, open_sheets

ITEMS: Final = frozenset({"subitem_id", "project_num", "project_name", "batch_no"})
PROJECTS: Final = frozenset({"project_code", "project_name", "min_batch", "subitem_count"})
PREFIX: Final = "ICH-"
REGION: Final = "15"
ROMAN: Final = dict(zip(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"], "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", strict=True))
_MARKUP: Final = re.compile(r"<br\s*/?>.*|_x000D_", re.DOTALL)


def is_heritage_list(heads: list[str]) -> bool:
    """Whether a row of heads is that of the items or of the projects."""
    found = set(heads)
    return found >= ITEMS or found >= PROJECTS


def starts_heritage_list(source: Source, name: str = "") -> bool:
    """Whether a file begins as one of these tables. A stream is put back to its beginning."""
    try:
        with open_sheets(source, name) as sheets:
            sheet = next(sheets, None)
            row = next(sheet.rows, None) if sheet else None
            return isinstance(row, Row) and is_heritage_list(row.cells)
    except UnreadableError:
        return False
    finally:
        if not isinstance(source, (str, Path)):
            source.seek(0)


def read_heritage_list(source: Source, name: str = "") -> Iterator[TKEntry | Problem]:
    """Every item or project, in the order of the table."""
    file = source_name(source, name)
    try:
        with open_sheets(source, name) as sheets:
            for sheet in sheets:
                yield from _read_sheet(sheet, file)
    except UnreadableError as error:
        yield error.problem


def _read_sheet(sheet: Sheet, file: str) -> Iterator[TKEntry | Problem]:
    heads: list[str] = []
    used: set[str] = set()
    for row in sheet.rows:
        if isinstance(row, Problem):
            yield row
        elif not heads:
            heads = row.cells
        else:
            cells = dict(zip(heads, row.cells, strict=False))
            fields = _item(cells, used) if "subitem_id" in cells else _project(cells)
            place = Place(file, row.number, str(row.number - 1), f"line {row.number}", "table")
            entry, problems = read_entry(fields, place, "\t".join(row.cells))
            yield from problems
            if entry is not None:
                yield entry


def _item(cells: dict[str, str], used: set[str]) -> dict[str, Any]:
    number = cells.get("project_num", "")
    key = f"{PREFIX}{number}"
    if key in used:  # a dozen numbers of the list stand at two items
        key = f"{key}+{cells.get('raw_record_id', '')}"
    used.add(key)
    return {
        "id": key,
        "sub_code": number,
        "level": "national",
        "batch": _whole(cells, "batch_no"),
        "year": _whole(cells, "publish_year"),
        "declaring_place": _clean(cells.get("region_raw", "")),
        "county_code": _code(cells),
        "protection_unit": _clean(cells.get("protection_unit_raw", "")),
        "ihchina_url": cells.get("source_url", ""),
        **_project_fields(cells),
    }


def _project(cells: dict[str, str]) -> dict[str, Any]:
    return {
        "id": f"{PREFIX}{cells.get('project_code', '')}",
        "sub_code": cells.get("project_code", ""),
        "level": "national",
        "batch": _whole(cells, "min_batch"),
        "year": _whole(cells, "first_publish_year"),
        "places": [place for place in cells.get("province_list", "").split("、") if place],
        **_project_fields(cells),
    }


def _project_fields(cells: dict[str, str]) -> dict[str, Any]:
    category, _hyphen, number = cells.get("project_code", "").partition("-")
    return {
        "name": _clean(cells.get("project_name", "")),
        "code": f"{ROMAN.get(category, category)}-{number}",
        "category": cells.get("category", ""),
        "category_code": category,
    }


def _code(cells: dict[str, str]) -> str:
    """The county, else the city, else the region itself: of our region only."""
    county, city = cells.get("county_code", ""), cells.get("city_code", "")
    if county.startswith(REGION) and len(county) == 6 and not county.endswith("01"):
        return county
    if city.startswith(REGION) and len(city) == 6:
        return city
    return "150000" if cells.get("province", "").startswith("内蒙古") else ""


def _clean(text: str) -> str:
    """The text without the markup and the cut articles that some cells carry."""
    return _MARKUP.sub("", text).strip()


def _whole(cells: dict[str, str], name: str) -> int | None:
    text = cells.get(name, "")
    return int(text) if text.isdigit() else None
