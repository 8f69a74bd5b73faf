"""The public pages without an account and without scripts, from the guidance to the receipt and back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.cases.models import CaseMessage, Filing, FilingFile
from erdem.cases.views import public

pytestmark = pytest.mark.django_db
MATTER = {"facts": "示例：包装上冒用地理标志。"}
WHOM = {"respondent_name": "示例商行"}
NAMED = {"named": "yes", "name": "示例举报人", "phone": "000-0000000"}


@pytest.fixture(autouse=True)
def keys(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IDENTITY_KEYS", tmp_path / "keys")
    monkeypatch.setattr(public.SENDING, "limit", 1000)


def filled_in(client: Client, you: dict[str, str] | None = None) -> str:
    """Fill in a report up to the last page and return its token."""
    start = {"form": "F11", "subject": "geographical_indication", "place": "152530"}
    assert client.post("/complain/start/", start).status_code == 302
    for number, answers in enumerate((MATTER, WHOM, you or {"named": "no"}), start=1):
        assert client.post(f"/complain/form/{number}/", answers).status_code == 302
    page = client.get("/complain/form/send/").content.decode()
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def codes(page: str) -> list[str]:
    return re.findall(r'class="cx-code" translate="no">([^<]+)<', page)


def test_a_report_without_a_name_gets_a_receipt_that_opens_it_anywhere(people: People) -> None:
    client = Client()
    sent = client.post("/complain/form/send/", {"token": filled_in(client), "true": "on"})
    code, phrase = codes(sent.content.decode())
    elsewhere = Client()
    assert elsewhere.post("/complain/track/", {"code": code, "phrase": "x"}).status_code == 422
    there = elsewhere.post("/complain/track/", {"code": code, "phrase": phrase})
    page = elsewhere.get(there["Location"])
    assert page.status_code == 200
    assert MATTER["facts"] in page.content.decode()
    assert elsewhere.post(f"{there['Location']}say/", {"body": "示例补充"}).status_code == 302
    assert elsewhere.post("/complain/track/leave/").status_code == 302
    assert elsewhere.get(there["Location"]).status_code == 410
    with acting_as(SYSTEM):
        assert CaseMessage.objects.get().body == "示例补充"


def test_a_double_click_makes_one_filing_and_shows_the_same_receipt(people: People) -> None:
    client = Client()
    data = {"token": filled_in(client), "true": "on"}
    first, second = (codes(client.post("/complain/form/send/", data).content.decode()) for _ in range(2))
    assert first == second
    with acting_as(SYSTEM):
        assert Filing.objects.count() == 1


def test_what_says_who_somebody_is_lies_in_no_session_in_the_clear(people: People) -> None:
    client = Client()
    token = filled_in(client, NAMED)
    kept = str([session.get_decoded() for session in Session.objects.all()])
    for word in (*NAMED.values(), MATTER["facts"], token):
        assert word == "yes" or word not in kept
    client.post("/complain/form/send/", {"token": token, "true": "on"})
    assert client.get("/complain/form/3/").status_code == 410


def test_an_expired_form_says_that_nothing_was_sent(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    token = filled_in(client)
    monkeypatch.setattr("erdem.cases.intake.drafts.LIVES", 0)
    assert client.get("/complain/form/1/").status_code == 410
    assert client.post("/complain/form/send/", {"token": token, "true": "on"}).status_code == 410
    with acting_as(SYSTEM):
        assert not Filing.objects.exists()


def test_a_file_over_the_limit_is_refused_and_what_was_written_stays(people: People) -> None:
    client = Client()
    large = SimpleUploadedFile("大.pdf", b"%PDF" + b"0" * (20 * 1024 * 1024))
    answer = client.post("/complain/form/send/", {"token": filled_in(client), "true": "on", "attached": large})
    assert answer.status_code == 422
    assert "20 MB" in answer.content.decode()
    again = {"true": "on", "attached": SimpleUploadedFile("小.pdf", b"%PDF-1.7")}
    page = client.post("/complain/form/send/", {"token": "示例", **again})
    assert codes(page.content.decode())
    with acting_as(SYSTEM):
        assert FilingFile.objects.get().file_name == "小.pdf"


@pytest.mark.parametrize(
    ("asked", "form", "body"),
    [
        ("subject=consumer&own_use=yes&long_ago=no", "F10", "市场监督管理局"),
        ("subject=consumer&own_use=no&long_ago=no", "F11", "市场监督管理局"),
        ("subject=trademark&wants=stop", "F11", "市场监督管理局"),
        ("subject=patent_infringement&standing=yes&suit=no&agreed=no", "F12", "盟市知识产权局"),
        ("subject=patent_infringement&standing=yes&suit=yes&agreed=no", "F14", "维权援助"),
        ("subject=other&need=aid", "F13", "司法局"),
        ("subject=medicine", "", "蒙中医药"),
        ("subject=crime", "", "公安机关"),
        ("subject=petition", "", "信访"),
    ],
    ids=["complaint", "business", "trademark", "patent", "in court", "aid", "medicine", "crime", "petition"],
)
def test_the_guidance_leads_to_the_form_or_out_to_the_competent_body(
    people: People, asked: str, form: str, body: str
) -> None:
    page = Client().get(f"/complain/?place=152530&{asked}").content.decode()
    shown = page[page.index('id="way"') :]
    assert body in shown
    assert (f'name="form" value="{form}"' in shown) == bool(form)


def test_no_way_is_shown_before_everything_was_answered(people: People) -> None:
    for asked in ("subject=consumer&place=152530", "subject=consumer", "subject=unheard&place=152530", ""):
        page = Client().get(f"/complain/?{asked}")
        assert page.status_code == 200
        assert 'id="way"' not in page.content.decode()


def test_what_is_asked_under_a_condition_is_needed_only_then(people: People) -> None:
    client = Client()
    client.post("/complain/start/", {"form": "F11", "subject": "trademark", "place": "152530"})
    client.post("/complain/form/1/", MATTER)
    client.post("/complain/form/2/", WHOM)
    page = client.get("/complain/form/3/").content.decode()
    field = page[page.index('class="er-field er-field--text cx-if cx-if-named"') :]
    assert "可不填" not in field[: field.index("</div>")]
    assert client.post("/complain/form/3/", {"named": "yes", "name": "示例"}).status_code == 422
    assert client.post("/complain/form/3/", {"named": "no"}).status_code == 302


PATENT_PAGES: tuple[dict[str, str], ...] = (
    {
        "right_number": "ZL000000000000.0",
        "patent_kind": "invention",
        "standing": "owner",
        "no_suit": "on",
        "no_other_route": "on",
    },
    {"respondent_name": "示例商行", "respondent_address": "示例街1号", "respondent_contact": "000-0000000"},
    {"demand": "示例请求", "facts": "示例经过", "grounds": "示例：权利要求1"},
    {"name": "示例权利人", "address": "示例苏木", "phone": "000-0000000"},
)


def test_a_request_for_a_ruling_is_not_sent_without_the_files_that_it_needs(people: People) -> None:
    client = Client()
    client.post("/complain/start/", {"form": "F12", "subject": "patent_infringement", "place": "152530"})
    for number, answers in enumerate(PATENT_PAGES, start=1):
        assert client.post(f"/complain/form/{number}/", answers).status_code == 302
    found = re.search(r'name="token" value="([^"]+)"', client.get("/complain/form/send/").content.decode())
    assert found
    data: dict[str, Any] = {"token": found[1], "true": "on"}
    data["needed_register"] = SimpleUploadedFile("示例一.pdf", b"%PDF-1.7 a")
    refused = client.post("/complain/form/send/", data)
    assert refused.status_code == 422
    assert "请先选择文件" in refused.content.decode()
    data["needed_register"] = SimpleUploadedFile("示例一.pdf", b"%PDF-1.7 a")
    data["needed_standing"] = SimpleUploadedFile("示例二.pdf", b"%PDF-1.7 b")
    assert codes(client.post("/complain/form/send/", data).content.decode())
    with acting_as(SYSTEM):
        names = list(FilingFile.objects.order_by("pk").values_list("file_name", flat=True))
    assert names == ["专利登记簿副本 - 示例一.pdf", "主体资格证明 - 示例二.pdf"]


def test_a_session_that_ends_in_the_middle_of_the_form_loses_nothing_that_was_just_typed(people: People) -> None:
    client = Client()
    client.post("/complain/start/", {"form": "F11", "subject": "trademark", "place": "152530"})
    client.post("/complain/form/1/", MATTER)
    assert MATTER["facts"] in client.get("/complain/form/1/").content.decode()
    Session.objects.all().delete()
    answer = client.post("/complain/form/2/", {"respondent_name": "示例刚刚写下的商行"})
    assert answer.status_code == 410
    assert "示例刚刚写下的商行" in answer.content.decode()
    assert MATTER["facts"] not in answer.content.decode()
    with acting_as(SYSTEM):
        assert not Filing.objects.exists()


def test_who_withdraws_is_told_and_the_office_still_sees_what_was_handed_in(people: People) -> None:
    client = Client()
    sent = client.post("/complain/form/send/", {"token": filled_in(client), "true": "on"})
    code, phrase = codes(sent.content.decode())
    there = client.post("/complain/track/", {"code": code, "phrase": phrase})["Location"]
    assert client.post(f"{there}withdraw/", {"reason": "示例：已自行解决"}).status_code == 302
    assert "您已撤回" in client.get(there).content.decode()
    client.post(f"{there}withdraw/", {"reason": "示例"})
    with acting_as(SYSTEM):
        filing = Filing.objects.get()
        assert (filing.status, filing.withdrawn_at is not None) == ("withdrawn", True)
        assert CaseMessage.objects.count() == 1
