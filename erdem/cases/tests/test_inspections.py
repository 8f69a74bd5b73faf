"""Inspections on site: two officers, the form without a network, wrong files."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from erdem.base.actor import Actor, acting_as
from erdem.base.policy import RuleBroken
from erdem.base.testing.actors import People
from erdem.cases import redaction
from erdem.cases.forms.inspections import FORMAT
from erdem.cases.models import Case, Inspection
from erdem.cases.services import record_inspection
from erdem.cases.tests.factories import make_case, site
from erdem.cases.tests.test_case_pages import address, client_of
from erdem.cases.tests.test_desk import colleague

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people: People) -> Case:
    return make_case(people.officer)


@pytest.fixture
def second(people: People) -> Actor:
    return colleague(people.officer)


def test_two_officers_of_the_office_inspect(people: People, case: Case, second: Actor) -> None:
    with acting_as(people.officer):
        for wrong in (
            site(people.officer, people.officer),
            site(people.officer, people.stranger),
            site(people.officer, second, told_rights=False),
            site(people.officer, second, ended_at=timezone.now() + dt.timedelta(days=1)),
            site(people.officer, second, findings=" "),
            site(people.officer, second, items=({"what": "示例", "finding": "x", "note": ""},)),
        ):
            with pytest.raises(RuleBroken):
                record_inspection(actor=people.officer, case=case, new=wrong)
        assert not Inspection.objects.exists()
        made = record_inspection(actor=people.officer, case=case, new=site(people.officer, second))
    assert made.number.startswith("JC152530-")


def offline(of: Case, first: Actor, second: Actor, **given: object) -> SimpleUploadedFile:
    now = timezone.localtime()
    base = {
        "format": FORMAT,
        "case": of.number,
        "key": "a" * 32,
        "place_name": "示例商铺",
        "address": "示例街1号",
        "begun_at": (now - dt.timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
        "ended_at": (now - dt.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        "first_officer": str(first.user_id),
        "second_officer": str(second.user_id),
        "certificates": ["示例01", "示例02"],
        "told_rights": True,
        "items": [{"what": "标签", "finding": "bad", "note": "无产地"}],
        "findings": "示例发现",
    }
    return SimpleUploadedFile("x.json", json.dumps({**base, **given}).encode())


def test_the_form_without_a_network_is_handed_in_once(people: People, case: Case, second: Actor) -> None:
    client, url = client_of(people.officer), address("inspection-upload", case.number)
    page = client.get(address("inspection-offline", case.number)).content.decode()
    assert case.number in page
    assert "/*DATA*/null" not in page
    assert client.post(url, {"file": offline(case, people.officer, second)}).status_code == 302
    again = client.post(url, {"file": offline(case, people.officer, second)})
    assert (again.status_code, "没有重复登记" in again.content.decode()) == (422, True)
    with acting_as(people.officer):
        (made,) = Inspection.objects.all()
    assert made.items == [{"what": "标签", "finding": "bad", "note": "无产地"}]
    pdf = client.get(address("inspection-pdf", case.number, made.number))
    assert pdf.content.startswith(b"%PDF")
    assert "示例商铺" in redaction.text_of(pdf.content)


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "x"},
        {"case": "TS-other"},
        {"first_officer": "999999"},
        {"begun_at": "yesterday"},
        {"items": {}},
        {"items": [1]},
        {"findings": " "},
        {"told_rights": "yes"},
        {"place_name": 1},
    ],
    ids=lambda value: "-".join(value),
)
def test_a_wrong_file_of_the_form_is_refused_in_words(
    people: People, case: Case, second: Actor, wrong: dict[str, object]
) -> None:
    url = address("inspection-upload", case.number)
    answer = client_of(people.officer).post(url, {"file": offline(case, people.officer, second, **wrong)})
    assert answer.status_code == 422
    with acting_as(people.officer):
        assert not Inspection.objects.exists()
