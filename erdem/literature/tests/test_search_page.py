"""The search page: what a line finds, what the boxes count, how mistakes and forms are met."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.literature import queries
from erdem.literature.services import update_index
from erdem.literature.tests.factories import bring_in

pytestmark = pytest.mark.django_db


def page(client: Client, **asked: Any) -> str:
    response = client.get(reverse("literature:publication-list"), asked)
    assert response.status_code == 200
    return response.content.decode()


def found(client: Client, **asked: Any) -> set[str]:
    text = page(client, **asked)
    return {number for number in ("CN105192728B", "CN101361572A", "US5401504A") if f">{number}<" in text}


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("", {"CN105192728B", "CN101361572A", "US5401504A"}),
        ("风干", {"CN105192728B", "CN101361572A"}),
        ("風乾", {"CN105192728B", "CN101361572A"}),
        ("风干 不要牦牛", {"CN101361572A"}),
        ("-风干", {"US5401504A"}),
        ("TURMERIC", {"US5401504A"}),
        ("食盐", {"CN101361572A"}),
        ("示例公司", {"CN105192728B"}),
        ("A23L", {"CN105192728B"}),
        ("A23L13/10", {"CN105192728B"}),
        ("A23C", set()),
        ("风干 2005年以后", {"CN105192728B"}),
        ("2010-2014", set()),
        ("一词不见", set()),
        ("100%_", set()),
    ],
)
def test_the_search_line_is_understood(line: str, numbers: set[str], client: Client, held: None) -> None:
    assert found(client, q=line) == numbers


@pytest.mark.parametrize("indexed", [True, False])
@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("ad:2016", True),
        ("ad:2015..2016", True),
        ("ad:2017", False),
        ("ad:2016-03..2016-05", False),
        ("ad>=2017", False),
    ],
)
def test_a_year_of_filing_is_found_without_its_day(
    line: str, *, is_found: bool, indexed: bool, tmp_path: Path, client: Client
) -> None:
    bring_in(tmp_path, [{"publication": "CN105192728A", "application": "201610503455.X", "title": "示例"}])
    if indexed:
        update_index(actor=SYSTEM)
    assert ("CN105192728A" in page(client, q=line)) == is_found


@pytest.mark.parametrize("line", ["CN 105192728 B", "cn105192728", "ZL201510503455.9", "  201510503455.9 "])
def test_a_line_that_is_one_number_leads_to_the_publication(line: str, client: Client, held: None) -> None:
    response = client.get(reverse("literature:publication-list"), {"q": line})
    assert (response.status_code, response["Location"]) == (302, "/literature/CN105192728B/")
    assert found(client, q=line, office="US") == set()


def test_a_mistake_points_at_the_character(client: Client, held: None) -> None:
    text = page(client, q="风干 xx:牛肉")
    assert re.search(r"<mark>xx:?</mark>", text)
    assert "在第4个字符" in text
    assert reverse("literature:search-form") in text


def test_the_form_is_written_as_a_search_line(client: Client, held: None) -> None:
    address = reverse("literature:search-form")
    asked = {
        "form": "1",
        "all_words": "风干",
        "title": "牦牛",
        "date_field": "date",
        "date_from": "2010",
        "date_to": "2020",
    }
    response = client.get(address, asked, follow=True)
    assert "CN105192728B" in response.content.decode()
    line = response.context["page"].query
    again = client.get(address, {"q": line}).content.decode()
    assert 'value="风干"' in again
    assert 'value="牦牛"' in again
    assert client.get(address, {"form": "1", "all_words": "字" * 900}).status_code == 422
    assert client.get(address, {"q": "风干 OR (牛肉 AND NOT 盐)"}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"type": "invention"}, {"CN105192728B", "CN101361572A", "US5401504A"}),
        ({"class": "A23L"}, {"CN105192728B"}),
        ({"class": "none"}, {"CN101361572A", "US5401504A"}),
        ({"region": "510000"}, {"CN105192728B"}),
        ({"region": "none"}, {"CN101361572A", "US5401504A"}),
        ({"year": "2015-2019"}, {"CN105192728B"}),
        ({"year": "none"}, {"CN101361572A", "US5401504A"}),
        ({"year": ["2015-2019", "none"]}, {"CN105192728B", "CN101361572A", "US5401504A"}),
        ({"office": "US"}, {"US5401504A"}),
        ({"held": "facts"}, {"CN101361572A"}),
        ({"held": "facts", "office": "US"}, set()),
        ({"year": "x", "type": "<b>"}, set()),
        ({"year": ["²", "9" * 4100]}, set()),
    ],
)
def test_each_box_narrows_the_list(asked: dict[str, Any], numbers: set[str], client: Client, held: None) -> None:
    assert found(client, **asked) == numbers


def test_counts_of_a_group_respect_everything_but_the_group_itself(held: None) -> None:
    request = queries.SearchRequest(query="风干", chosen={"office": ("US",)})
    with acting_as(PUBLIC):
        facets = queries.facet_options(queries.run_search(PUBLIC, request), request)
    groups = {facet.name: {option.value: option.count for option in facet.options} for facet in facets}
    assert groups["office"] == {"CN": 2, "US": 0}
    assert groups["type"]["invention"] == 0
    assert groups["held"] == {}


def test_found_words_are_marked_and_everything_else_is_escaped(client: Client, held: None) -> None:
    text = page(client, q="turmeric")
    assert 'Use of &lt;<mark class="er-mark">turmeric</mark>&gt; in wound healing' in text
    assert "<turmeric>" not in text


def test_a_hostile_search_line_is_shown_as_text(client: Client, held: None) -> None:
    text = page(client, q='"><script>alert(1)</script>')
    assert "<script>alert" not in text


def test_each_part_of_the_search_can_be_taken_out(client: Client, held: None) -> None:
    text = page(client, q="风干 A23L", office="CN")
    assert "?q=%E9%A3%8E%E5%B9%B2&amp;office=CN" in text
    assert "?q=A23L&amp;office=CN" in text
    assert "?q=%E9%A3%8E%E5%B9%B2+A23L" in text


def test_the_foot_says_what_is_held(client: Client, held: None) -> None:
    text = page(client, q="一词不见")
    assert "示例来源" in text
    assert "只检索了这里收录的3件文献" in text


def test_the_empty_collection_says_how_to_begin(client: Client) -> None:
    assert "还没有收录文献" in page(client)
