"""Pages of places: old codes, search, counts, downloads; and the own account."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import RuleBroken
from erdem.base.testing.actors import People
from erdem.people import pages, place_figures, queries, services
from erdem.people.place_figures import PlaceFigure
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offer one figure of our own, and nothing else."""
    monkeypatch.setattr(place_figures, "_offered", {})
    counts = {"152530": 3, "152529": 2, "150402": 5}
    place_figures.offer(
        PlaceFigure("things", "示例数", "示例数（个）", lambda _actor: counts, lambda code: f"/things/?place={code}")
    )


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor), backend=BACKEND)
    return client


def text(answer: Any) -> str:
    decoded: str = answer.content.decode()
    return decoded


def test_an_old_code_says_until_when_it_held_and_what_it_is_today() -> None:
    with acting_as(SYSTEM):
        page = pages.place_page(PUBLIC, "150427")
    assert page is not None
    assert page.retired is not None
    assert page.retired.sentence.startswith("150427 赤峰县")
    assert [place.code for place in page.retired.successors] == ["150402", "150403", "150404"]


def test_an_old_division_with_a_last_year_names_it() -> None:
    with acting_as(SYSTEM):
        page = pages.place_page(PUBLIC, "152301")
    assert page is not None
    assert page.retired is not None
    assert "1999年止" in page.retired.sentence
    assert "科尔沁区" in page.retired.sentence


def test_a_division_names_its_earlier_codes(client: Client) -> None:
    answer = text(client.get(reverse("people:place-detail", args=["150502"])))
    assert "152301" in answer
    assert "通辽市" in answer


def test_a_code_that_never_was_leads_to_a_plain_page(client: Client) -> None:
    answer = client.get(reverse("people:place-detail", args=["999999"]))
    assert answer.status_code == 404
    assert "没有这个页面" in text(answer) or "没有这一页" in text(answer) or "<h1>" in text(answer)


@pytest.mark.parametrize(
    ("words", "code"),
    [("正蓝旗", "152530"), ("蓝", "152530"), ("zhenglan", "152530"), ("zheng lan", "152530"), ("152530", "152530")],
)
def test_search_finds_by_name_pinyin_and_code(words: str, code: str) -> None:
    assert code in [place.code for place in queries.find_places(words)]


@pytest.mark.parametrize("words", ["150427", "赤峰县"])
def test_search_finds_what_no_longer_exists(client: Client, words: str) -> None:
    answer = text(client.get(reverse("people:place-list"), {"q": words}))
    assert "150427 赤峰县" in answer


@pytest.mark.parametrize("words", ["不存在的地方", "<script>", "%", "'; DROP TABLE people_place; --", "9" * 300])
def test_a_search_that_finds_nothing_says_what_was_searched(client: Client, words: str) -> None:
    answer = client.get(reverse("people:place-list"), {"q": words})
    assert answer.status_code == 200
    assert "查过了现行116个区划" in text(answer)
    assert "<script>" not in text(answer).split("<main", 1)[1]


def test_counts_add_up_from_banner_to_league(figure: None) -> None:
    with acting_as(SYSTEM):
        page = pages.place_page(PUBLIC, "152500")
    assert page is not None
    assert page.figures[0].value == "5"
    assert page.figures[0].url == "/things/?place=152500"
    assert {row.code: row.counts[0] for row in page.children if row.counts[0]} == {"152529": 2, "152530": 3}


def test_the_list_has_all_103_as_tiles_and_in_tables(figure: None) -> None:
    with acting_as(SYSTEM):
        page = pages.place_list(PUBLIC, "", "things")
    assert page.gram is not None
    assert len(page.gram.tiles) == 103
    assert page.gram.values["152530"] == 3
    assert page.gram.total == 10
    assert (len(page.leagues), sum(len(league.banners) for league in page.leagues)) == (12, 103)


def test_an_unknown_figure_falls_back_to_the_first(figure: None) -> None:
    with acting_as(SYSTEM):
        assert pages.place_list(PUBLIC, "", "nonsense").figure == "things"


def test_a_figure_is_offered_only_to_those_it_concerns(figure: None, people: People) -> None:
    place_figures.offer(PlaceFigure("own", "", "", lambda _: {}, lambda _: "", lambda actor: actor.has_role("bearer")))
    assert [each.slug for each in place_figures.offered(PUBLIC)] == ["things"]
    assert [each.slug for each in place_figures.offered(people.holder)] == ["things", "own"]


def test_the_officer_sees_the_own_county_ringed(figure: None, people: People) -> None:
    with acting_as(people.officer):
        page = pages.place_list(people.officer, "", "")
    assert page.gram is not None
    assert page.gram.own == "152530"


def test_the_data_can_be_taken_away(figure: None, client: Client) -> None:
    rows = list(csv.reader(io.StringIO(client.get(reverse("people:place-export-csv")).content.decode("utf-8-sig"))))
    assert len(rows) == 117
    assert ["152530", "正蓝旗", "旗", "锡林郭勒盟", "3"] in rows
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(reverse("people:place-export-xlsx")).content))
    assert len(book.get_sheet_by_index(0).to_python()) == 117


def test_the_list_costs_the_same_number_of_queries_however_many_rows(
    figure: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        client.get(reverse("people:place-list"))


def test_a_person_changes_the_own_details_and_the_language(people: People) -> None:
    client = signed_in(people.holder)
    answer = client.post(reverse("account"), {"display_name": "示例新名", "display_name_mn": "ᠡᠷᠳᠡᠮ", "language": "en"})
    assert answer.status_code == 302
    user = user_of(people.holder)
    assert (user.display_name, user.display_name_mn, user.language) == ("示例新名", "ᠡᠷᠳᠡᠮ", "en")
    assert answer.cookies["erdem_language"].value == "en"
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="people.change_profile").count() == 1


def test_a_blank_name_is_refused_with_the_form(people: People) -> None:
    answer = signed_in(people.holder).post(reverse("account"), {"display_name": " ", "language": "zh-hans"})
    assert answer.status_code == 422
    assert "er-err" in text(answer)


def test_the_public_has_no_profile() -> None:
    with acting_as(PUBLIC), pytest.raises(RuleBroken):
        services.change_profile(actor=PUBLIC, display_name="示例")


def test_the_account_shows_role_organisation_and_place(people: People) -> None:
    answer = text(signed_in(people.officer).get(reverse("account")))
    for words in ("旗县经办", "示例旗市场监督管理局", "正蓝旗", "两步验证"):
        assert words in answer
