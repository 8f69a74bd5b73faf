"""The pages of figures and the workbook: the same figures, one layout each time, periods read from the address."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse
from python_calamine import CalamineWorkbook

from erdem.base.actor import Actor, acting_as
from erdem.base.testing.actors import People
from erdem.cases.pages import figures as pages
from erdem.cases.pages.figures_book import LAYOUT, book_of, tables_of
from erdem.cases.queries.figures import Asked
from erdem.cases.tests.factories import office_of
from erdem.cases.tests.test_case_pages import client_of
from erdem.cases.tests.test_figures import NEIGHBOUR, TODAY, drawn, put
from erdem.people.choices import OrganisationKind, Role
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Actor:
    return make_actor(OrganisationKind.OFFICE, "示例盟局", Role.REGION_OFFICER, "152500")


def wanted(actor: Actor, **given: str) -> pages.Wanted:
    query = QueryDict(mutable=True)
    query.update(given)
    return pages.wanted_of(actor, query)


def test_two_workbooks_have_the_same_cells_in_the_same_places(people: People, region: Actor) -> None:
    with acting_as(region):
        empty = sheets(book_of(region, wanted(region, day="2026-02-01")))
    drawn({"152530": office_of(people.officer)}, random.Random(4), 40)
    with acting_as(region):
        book = book_of(region, wanted(region, day="2026-08-01"))
        full, tables = sheets(book), tables_of(region, wanted(region, day="2026-08-01"))
    assert list(empty) == list(full)
    assert len(full) == len(tables) + 1
    for name, rows in list(full.items())[1:]:
        before = empty[name]
        assert [row[0] for row in before[:1] + before[2:] if not str(row[0]).startswith("20")] == [
            row[0] for row in rows[:1] + rows[2:] if not str(row[0]).startswith("20")
        ], name
        assert [len(row) for row in before] == [len(row) for row in rows]
        assert before[2] == rows[2], "the heads"
    for table, rows in zip(tables, list(full.values())[1:], strict=True):
        for row, line in zip(table.rows, rows[3:], strict=True):
            numbers = [cell.value for cell in row.cells]
            assert [value if value != "" else None for value in line[1:]] == [
                value if value != "" else None for value in numbers
            ] or any(cell.held_back for cell in row.cells)
            assert all(
                isinstance(value, float | int) or value in ("", "＊") or isinstance(cell.value, str)
                for value, cell in zip(line[1:], row.cells, strict=True)
            ), "numbers are numbers"
    cover = {row[0]: row[1] for row in full["说明"] if row[0]}
    assert cover["表式版本"] == LAYOUT
    assert cover["统计期间"] == "2026年第3季度"
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        for name in (each for each in parts.namelist() if each.startswith("xl/worksheets/sheet")):
            sheet = parts.read(name).decode()
            assert 'paperSize="9"' in sheet
            assert 'orientation="landscape"' in sheet


def sheets(book: bytes) -> dict[str, list[list[Any]]]:
    """Return the cells of a workbook by sheet."""
    opened = CalamineWorkbook.from_filelike(io.BytesIO(book))
    return {name: opened.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in opened.sheet_names}


def test_the_page_shows_the_figures_of_the_workbook(people: People) -> None:
    put(office_of(people.officer), closed_on=dt.date(2026, 8, 10))
    put(office_of(people.officer), kind="report")
    client, asked = client_of(people.officer), {"period": "quarter", "day": "2026-08-15"}
    answer = client.get(reverse("cases:figures"), asked)
    kinds = {row.label: [cell.shown for cell in row.cells] for row in answer.context["page"].tables[0].shown}
    assert kinds == {
        "投诉": ["1", "1", "0", "5", "5"],
        "举报": ["1", "0", "1", "–", "–"],
        "合计": ["2", "1", "1", "5", "5"],
    }
    book = sheets(client.get(reverse("cases:figures-export", args=["xlsx"]), asked).content)
    assert [row[1:4] for row in book["按类型"] if row[0] == "合计"] == [[2, 1, 1]]
    lines = client.get(reverse("cases:figures-export", args=["csv"]), asked).content.decode("utf-8-sig")
    assert "按类型,合计,收到,2" in lines
    assert client.get(reverse("cases:figures-export", args=["doc"])).status_code == 404
    assert "2026年第3季度" in answer.content.decode()


def test_periods_are_read_from_the_address(people: People) -> None:
    for given, first, last in (
        ({"period": "month", "day": "2024-02-10"}, "2024-02-01", "2024-02-29"),
        ({"period": "quarter", "day": "2025-12-31"}, "2025-10-01", "2025-12-31"),
        ({"period": "half", "day": "2026-07-01"}, "2026-07-01", "2026-12-31"),
        ({"period": "year", "day": "2025-05-05"}, "2025-01-01", "2025-12-31"),
        ({"period": "own", "day": "2026-03-09", "until": "2026-03-01"}, "2026-03-01", "2026-03-09"),
    ):
        asked = wanted(people.officer, **given).asked
        assert (asked.first.isoformat(), asked.last.isoformat()) == (first, last)
    odd = wanted(people.officer, period="x", day="2026-02-30", place=NEIGHBOUR, kind="x", subject="x", channel="\x00")
    assert odd.asked == Asked(*pages.span("quarter", TODAY()))


def test_a_period_without_cases_says_so(people: People) -> None:
    answer = client_of(people.officer).get(reverse("cases:figures"), {"period": "month", "day": "2003-01-01"})
    assert answer.context["page"].nothing
    assert "这一期间没有可统计的案件" in answer.content.decode()
