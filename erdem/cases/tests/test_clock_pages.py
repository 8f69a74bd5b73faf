"""The page of a clock says why its last day is that day; what is done there is done once; the feed opens by its address alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from erdem.base.actor import acting_as
from erdem.base.testing.actors import People
from erdem.cases.models import CaseClock
from erdem.cases.queries.feeds import actor_of_token, token_of
from erdem.cases.services import assign_case, take_case_step
from erdem.cases.tests.factories import make_case
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people: People) -> Client:
    signed = Client()
    signed.force_login(user_of(people.officer))
    return signed


def test_the_page_says_step_by_step_why_the_day_is_that_day(client: Client, people: People) -> None:
    case = make_case(people.officer, received_on=dt.date(2026, 2, 12))
    with acting_as(people.officer):
        clock = CaseClock.objects.get(case=case)
    page = client.get(reverse("cases:clock", args=[case.number, clock.pk])).content.decode()
    assert "截止日推算过程" in page
    assert "2026年2月12日" in page
    assert "春节" in page
    assert "待核" in page


def test_a_period_is_interrupted_with_its_document(client: Client, people: People) -> None:
    case = make_case(people.officer)
    with acting_as(people.officer):
        take_case_step(actor=people.officer, case=case, step="accept")
        clock = CaseClock.objects.select_related("rule").get(case=case, rule__step="mediation")
    address = reverse("cases:clock-pause", args=[case.number, clock.pk])
    given = {"cause": clock.rule.pauses[0], "reason": "送检"}
    assert client.post(address, given).status_code == 422
    assert client.post(address, {**given, "paper": "示例委托书"}).status_code == 302
    assert client.post(address, {**given, "paper": "示例委托书"}).status_code == 422
    with acting_as(people.officer):
        clock.refresh_from_db()
        assert clock.state == "paused"


def test_the_feed_names_cases_by_number_alone_and_ends_with_the_password(client: Client, people: People) -> None:
    case = make_case(people.officer, title="示例机密标题")
    with acting_as(people.officer):
        assign_case(actor=people.officer, case=case, handler_id=people.officer.user_id)
    token = token_of(people.officer)
    answer = Client().get(reverse("cases:days-feed", args=[token]))
    text = answer.content.decode().replace("\r\n ", "")
    assert answer["Content-Type"].startswith("text/calendar")
    assert case.number in text
    assert "示例机密标题" not in text
    assert "accept_or_refuse" not in text
    user = user_of(people.officer)
    user.set_password("示例-another-2")
    user.save()
    assert actor_of_token(token) is None
    assert Client().get(reverse("cases:days-feed", args=[token])).status_code == 404


@pytest.mark.parametrize("token", ["", "1-", "1-x", "-abc", "9" * 40 + "-x", "１-x"])
def test_a_made_up_token_opens_nothing(token: str) -> None:
    assert actor_of_token(token) is None


def test_the_list_of_days_goes_by_month(client: Client, people: People) -> None:
    case = make_case(people.officer)
    page = client.get(reverse("cases:days")).content.decode()
    assert f"{case.number}/clocks/" in page
    assert f"{case.number} {case.title}" in page
    assert "受理或不予受理" in page
    assert "accept_or_refuse" not in page
    assert "只看我的案件" in page
