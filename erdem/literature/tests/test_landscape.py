"""The landscape: each figure is exact, opens to its publications and survives what people type."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erdem.base.actor import PUBLIC, SYSTEM, acting_as, tell_database
from erdem.literature.pages.landscape import landscape_page
from erdem.literature.queries.landscape import Chart, landscape
from erdem.literature.queries.searching_shapes import SearchRequest
from erdem.literature.services import update_index
from erdem.literature.tests.factories import bring_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(tmp_path: Path) -> None:
    bring_in(tmp_path)


def charts(query: str = "") -> dict[str, Chart]:
    with acting_as(PUBLIC):
        return {chart.slug: chart for chart in landscape(PUBLIC, SearchRequest(query=query)).charts}


@pytest.mark.usefixtures("held")
def test_it_counts_what_the_search_finds() -> None:
    found = charts("风干")
    assert [(row.label, row.value) for row in found["years"].rows] == [("2015", 1)]
    assert found["years"].unknown == 1
    assert [(row.label, row.value) for row in found["applicants"].rows] == [("示例公司", 1)]
    assert found["applicants"].unknown == 1
    assert found["classes"].rows[0].label.startswith("A23L")
    assert [(row.label, row.value) for row in found["places"].rows] == [("四川", 1)]
    assert [row.value for row in found["offices"].rows] == [2]
    assert sum(row.value for row in found["standing"].rows) + found["standing"].unknown == 2


@pytest.mark.usefixtures("held")
def test_years_without_filings_are_shown_as_nought(tmp_path: Path) -> None:
    more = [{"publication": "CN109999999A", "title": "示例", "filing_date": "2018-01-02"}]
    bring_in(tmp_path, more, "示例二.jsonl")
    assert [row.value for row in charts()["years"].rows] == [1, 0, 0, 1]


@pytest.mark.usefixtures("held")
def test_the_number_of_queries_does_not_depend_on_the_number_of_hits(tmp_path: Path) -> None:
    with CaptureQueriesContext(connection) as few:
        charts()
    more = [{"publication": f"CN10999{n:04d}A", "title": "示例", "applicant": f"示例{n}"} for n in range(60)]
    bring_in(tmp_path, more, "示例三.jsonl")
    with CaptureQueriesContext(connection) as many:
        charts()
    assert len(many) <= len(few)


@pytest.mark.usefixtures("held")
def test_the_page_shows_tables_without_scripts_and_each_figure_opens() -> None:
    page = Client().get(reverse("literature:landscape"), {"q": "风干"}).content.decode()
    assert page.count("<figure") == 6
    assert "示例公司" in page
    assert "literature/?q=" in page
    assert "style=" not in page.partition("<figure")[2].partition("</figure>")[0]


def test_a_search_without_hits_says_what_to_do() -> None:
    page = Client().get(reverse("literature:landscape"), {"q": "没有这样的词"}).content.decode()
    assert "没有可统计的文献" in page


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_figures_can_be_taken_away(kind: str) -> None:
    answer = Client().get(reverse("literature:landscape-export", args=[kind]), {"q": "风干"})
    assert answer.status_code == 200
    if kind == "csv":
        assert "示例公司" in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("line", ["((((", '"', "NOT", "ti:", "a" * 30_000, "\x00", "ad:99999999"])
def test_a_line_that_cannot_be_understood_never_breaks_the_page(line: str) -> None:
    assert Client().get(reverse("literature:landscape"), {"q": line}).status_code in (200, 302)
    assert Client().get(reverse("literature:landscape-export", args=["csv"]), {"q": line}).status_code in (200, 302)


@pytest.mark.usefixtures("held")
def test_an_actor_the_database_does_not_know_counts_nothing() -> None:
    """The second lock: the same question finds three publications once the actor is set, and none before."""
    tell_database(None)
    assert landscape(PUBLIC, SearchRequest()).counted == 0
    with acting_as(PUBLIC):
        assert landscape(PUBLIC, SearchRequest()).counted == 3


@pytest.mark.parametrize("indexed", [False, True])
def test_every_figure_opens_to_just_its_publications(*, indexed: bool, held: None) -> None:
    if indexed:
        update_index(actor=SYSTEM)
    with acting_as(PUBLIC):
        page = landscape_page(PUBLIC, SearchRequest(query="风干"))
    opened = 0
    for chart in page.charts:
        for row in chart.rows:
            if row.url:
                shown = Client().get(row.url, follow=True).content.decode()
                assert f">{row.value}件文献<" in shown, (chart.chart.slug, row.label, row.url)
                opened += 1
    assert opened >= 5
