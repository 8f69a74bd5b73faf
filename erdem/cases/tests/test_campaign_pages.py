"""The pages of campaigns and typical cases, from plan to report, for two counties."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from erdem.base.actor import acting_as
from erdem.base.testing.actors import People
from erdem.cases import redaction
from erdem.cases.models import Campaign, CampaignOffice, CampaignTarget, Case, TypicalCase
from erdem.cases.tests.factories import make_case, office_of
from erdem.cases.tests.scene_campaigns import Scene, campaign_scene, neighbours
from erdem.cases.tests.test_case_pages import client_of
from erdem.cases.tests.test_typical_cases import an_expert, closed_case

pytestmark = pytest.mark.django_db
HOME = "/cases/campaigns/"


def words(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def sent(client: Client, url: str, given: dict[str, Any]) -> None:
    answer = client.post(url, given)
    assert answer.status_code == 302, answer.content.decode()[:4000]


@pytest.fixture
def scene(people: People) -> Scene:
    return campaign_scene(people)


def test_a_campaign_is_planned_in_a_browser(people: People) -> None:
    client, today = client_of(people.officer), timezone.localdate().isoformat()
    assert client.post(f"{HOME}new/", {}).status_code == 422
    given = {
        "office": office_of(people.officer).pk,
        "title": "示例行动",
        "theme": "示例",
        "begins_on": today,
        "ends_on": "2020-01-01",
        "places": ["152530"],
    }
    assert "2020-01-01" in client.post(f"{HOME}new/", given).content.decode()
    sent(client, f"{HOME}new/", {**given, "ends_on": today})
    with acting_as(people.officer):
        made = Campaign.objects.get()
    page = words(client, f"{HOME}{made.number}/")
    assert "示例行动" in page
    assert "/edit/" in page
    sent(
        client,
        f"{HOME}{made.number}/edit/",
        {**given, "ends_on": today, "goals": "新目标", "seen_version": made.version},
    )
    stale = client.post(f"{HOME}{made.number}/edit/", {**given, "ends_on": today, "seen_version": made.version})
    assert (stale.status_code, "其间已有人改动" in stale.content.decode()) == (422, True)


def test_the_list_is_made_worked_off_and_taken_away(people: People, scene: Scene) -> None:
    client, base = client_of(people.officer), f"{HOME}{scene.campaign.number}/"
    proposals = words(client, f"{base}targets/propose/")
    assert "village:" in proposals
    assert client.post(f"{base}targets/propose/", {}).status_code == 422
    key = proposals.split('name="target" value="')[1].split('"')[0]
    sent(client, f"{base}targets/propose/", {"target": key})
    sent(
        client,
        f"{base}targets/add/",
        {"kind": "market", "name": "示例集市", "place_code": "152530", "knows": "有人举报"},
    )
    again = client.post(f"{base}targets/add/", {"kind": "market", "name": "示例集市"})
    assert (again.status_code, "已在行动中" in again.content.decode()) == (422, True)
    with acting_as(people.officer):
        market = CampaignTarget.objects.get(name="示例集市")
    target = f"{base}targets/{market.ordinal}/"
    assert "有人举报" in words(client, target)
    scene.run()
    result = {
        "visited_on": timezone.localdate().isoformat(),
        "first_officer": scene.officer.user_id,
        "second_officer": scene.second.user_id,
        "result": "corrected",
        "note": "当场撤下",
    }
    assert client.post(f"{target}result/", {**result, "second_officer": scene.officer.user_id}).status_code == 422
    sent(client, f"{target}result/", result)
    sent(client, f"{target}case/", {"kind": "report", "subject": "trademark", "title": "示例线索", "facts": "示例"})
    with acting_as(people.officer):
        case = Case.objects.get(title="示例线索")
    assert "示例集市" in words(client, f"/cases/{case.number}/")
    rows = list(csv.reader(io.StringIO(client.get(f"{base}targets/export.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert any("示例集市" in row and case.number in row for row in rows)
    assert zipfile.is_zipfile(io.BytesIO(client.get(f"{base}targets/export.xlsx").content))
    sheet = client.get(f"{base}targets/list.pdf").content
    assert "示例集市" in redaction.text_of(sheet)
    for name in ("plan.pdf", "plan.docx", "report.pdf", "report.docx"):
        assert client.get(f"{base}{name}").status_code == 200, name


def test_a_name_is_neutral_in_the_table(scene: Scene) -> None:
    scene.target("=示例公式")
    table = (
        client_of(scene.officer).get(f"{HOME}{scene.campaign.number}/targets/export.csv").content.decode("utf-8-sig")
    )
    assert "'=示例公式" in table


def test_the_shared_file_is_there_for_who_is_invited_alone(people: People, scene: Scene) -> None:
    near, _colleague = neighbours()
    lead, guest = client_of(people.officer), client_of(near)
    base = f"{HOME}{scene.campaign.number}/"
    words(guest, base, 404)
    words(client_of(people.stranger), base, 404)
    words(Client(), base, 302)
    sent(lead, f"{base}offices/invite/", {"office": office_of(near).pk})
    assert scene.campaign.title in words(guest, HOME)
    with acting_as(near):
        part = CampaignOffice.objects.get()
    assert guest.get(f"{base}targets/add/").status_code == 403
    declined = guest.post(f"{base}offices/{part.pk}/answer/", {"answer": "no"})
    assert declined.status_code == 422
    sent(guest, f"{base}offices/{part.pk}/answer/", {"answer": "yes"})
    sent(guest, f"{base}targets/add/", {"kind": "firm", "name": "示例邻店"})
    assert "示例邻店" in words(lead, base)
    assert guest.get(f"{base}edit/").status_code == 403
    assert "step/approve" not in words(guest, base)


def test_a_stale_step_says_where_it_stands(scene: Scene) -> None:
    client = client_of(scene.officer)
    answer = client.get(f"{HOME}{scene.campaign.number}/step/finish/", follow=True)
    assert "没有执行" in answer.content.decode()


def test_a_typical_case_begins_on_the_page_of_its_case(people: People) -> None:
    client, case = client_of(people.officer), make_case(people.officer)
    assert "typical/new" not in words(client, f"/cases/{case.number}/")
    assert "已结" in client.post(f"/cases/{case.number}/typical/new/", follow=True).content.decode()
    case = closed_case(people.officer, ("enterprise", "示例乳业有限公司", "respondent"))
    assert "typical/new" in words(client, f"/cases/{case.number}/")
    answer = client.post(f"/cases/{case.number}/typical/new/")
    page = words(client, answer["Location"])
    assert "某公司" in page
    assert "typical/new" not in words(client, f"/cases/{case.number}/")
    given = {"title": "示例案", "facts": "示例乳业有限公司如何", "handling": "示例", "legal_note": "示例"}
    with acting_as(people.officer):
        version = TypicalCase.objects.get().version
    sent(client, f"{answer['Location']}edit/", {**given, "hides_rights": "on", "seen_version": version})
    assert "<mark>示例乳业有限公司</mark>" in words(client, answer["Location"])
    expert = an_expert()
    refused = client.post(f"{answer['Location']}submit/", {"checker": expert.user_id, "seen_version": version + 1})
    assert (refused.status_code, "当事人名称" in refused.content.decode()) == (422, True)
    words(client_of(expert), answer["Location"], 404)
    words(client_of(people.stranger), answer["Location"], 404)
