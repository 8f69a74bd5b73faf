"""Pages of the calendar and the periods, as the region's officer uses them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import CalendarYear, ClockRule, LocalHoliday
from erdem.people.models import User
from erdem.people.tests.factories import make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NOTICE = "2027年1月1日至3日,放假,元旦\n2027-02-05 至 2027-02-12,放假,春节\n2027-02-14,上班,春节"
SOURCE = {"year": "2027", "source": "示例：关于2027年放假安排的通知", "notice_number": "示例〔2026〕1号"}


@pytest.fixture
def region(db: None) -> Client:
    with acting_as(SYSTEM):
        actor = make_actor("office", "示例区局", "region_officer", "150000")
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(User.objects.get(pk=actor.user_id or 0))
    return client


def standing(year: int) -> str:
    with acting_as(SYSTEM):
        return str(CalendarYear.objects.get(year=year).standing)


def test_the_year_shows_days_off_and_working_saturdays(client: Client) -> None:
    page = client.get("/calendar/?year=2026").content.decode()
    assert page.count('class="ck-off') > 30
    assert page.count('class="ck-make') > 5
    assert "ck-law" in client.get("/calendar/?year=2027").content.decode()


def test_a_notice_counts_only_once_it_is_confirmed(region: Client, django_capture_on_commit_callbacks: Any) -> None:
    page = region.post("/calendar/load/", {**SOURCE, "rows": NOTICE})
    assert page.status_code == 200
    assert "off by law but not among" in page.content.decode()
    assert standing(2027) == "provisional"
    rows = page.context["preview"].rows
    with django_capture_on_commit_callbacks() as waiting:
        done = region.post("/calendar/load/", {**SOURCE, "rows": rows, "confirmed": "yes"})
    assert (done.status_code, done["Location"]) == (302, "/calendar/2027/moved/")
    assert standing(2027) == "announced"
    assert len(waiting) == 1
    assert "ck-law" not in region.get("/calendar/?year=2027").content.decode()


def test_a_table_is_read_like_pasted_rows(region: Client) -> None:
    file = SimpleUploadedFile("示例.csv", NOTICE.encode())
    page = region.post("/calendar/load/", {**SOURCE, "file": file})
    assert len(page.context["preview"].days) == 12


@pytest.mark.parametrize("rows", ["", "胡乱的话", "2028-01-01,放假,元旦"], ids=["nothing", "nonsense", "another year"])
def test_what_cannot_be_read_is_refused_and_nothing_changes(region: Client, rows: str) -> None:
    page = region.post("/calendar/load/", {**SOURCE, "rows": rows, "confirmed": "yes"})
    assert page.status_code == 422
    assert standing(2027) == "provisional"


def test_a_new_version_of_a_rule_stands_in_the_list_with_the_one_before(region: Client) -> None:
    with acting_as(SYSTEM):
        rule = ClockRule.objects.get(process="P1", step="mediation", valid_to=None)
    given = {"limit": 60, "unit": "WD", "basis": "示例办法第一条", "confidence": "V2", "valid_from": "2027-01-01"}
    assert region.post(f"/calendar/rules/{rule.pk}/version/", {**given, "confidence": "V"}).status_code == 422
    assert region.post(f"/calendar/rules/{rule.pk}/version/", given).status_code == 302
    page = region.get("/calendar/rules/?process=P1").content.decode()
    assert "示例办法第一条" in page
    assert "2026-04-15 – 2026-12-31" in page


def test_a_local_holiday_is_entered_and_switched(region: Client) -> None:
    given = {"place_code": "152500", "day": "2026-07-01", "name": "示例节", "basis": "示例"}
    assert region.post("/calendar/local/", given).status_code == 302
    with acting_as(SYSTEM):
        holiday = LocalHoliday.objects.get(day=dt.date(2026, 7, 1))
    assert '<td class="ck-local' not in region.get("/calendar/?year=2026&place=152530").content.decode()
    region.post(f"/calendar/local/{holiday.pk}/switch/", {"active": "yes"})
    assert '<td class="ck-local' in region.get("/calendar/?year=2026&place=152530").content.decode()
    assert region.post("/calendar/local/", given).status_code == 422


def test_the_calculator_says_why_in_the_language_of_the_reader(client: Client) -> None:
    address = "/calendar/due/?rule=P1:accept_or_refuse&start=2026-02-12"
    chinese = client.get(address).content.decode()
    assert "2026年2月28日是春节调休上班日" in chinese
    assert "待核" in chinese
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "28 February 2026 is a make-up working day" in client.get(address).content.decode()


def test_the_periods_can_be_taken_away(client: Client) -> None:
    answer = client.get("/calendar/rules/export.xlsx?process=P4")
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"
