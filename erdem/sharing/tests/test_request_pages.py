"""Pages of requests in the browser's eyes: who sees which, what a press does."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.models import LabelUse, Record
from erdem.knowledge.tests.factories import community_of
from erdem.knowledge.tests.stewards import steward_for
from erdem.people.tests.factories import user_of
from erdem.sharing.choices import RequestStatus
from erdem.sharing.models import AccessRequest
from erdem.sharing.tests.requesting import a_held_record, asked, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(people: People) -> Record:
    """A record of one community."""
    return a_held_record(people)


def browser(actor: Actor) -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with acting_as(SYSTEM):
        client.force_login(user_of(actor))
    return client


def a_form(named: Record, **given: Any) -> dict[str, Any]:
    return {
        "title": "示例申请",
        "applicant": "",
        "applicant_kind": "enterprise",
        "applicant_name": "示例企业",
        "contact": "示例电话",
        "country": "CN",
        "purpose": "research",
        "project": "示例研究",
        "methods": ["reading"],
        "use_from": "2026-12-01",
        "use_until": "2028-12-01",
        "ethics_promised": "on",
        "record": [named.number],
        "do": "submit",
        **given,
    }


def the_request() -> AccessRequest:
    with acting_as(SYSTEM):
        return AccessRequest.objects.get()


def page(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_firm_writes_looks_up_a_record_and_submits(people: People, record: Record) -> None:
    client = browser(people.applicant)
    where = reverse("sharing:request-new")
    shown = client.get(where, {"record": record.number}).content.decode()
    assert record.name in shown
    looked = client.post(where, {**a_form(record, record=[], do="find"), "words": record.name})
    assert looked.status_code == 200
    assert f'name="add" value="{record.number}"' in looked.content.decode()
    sent = client.post(where, {**a_form(record, record=[]), "add": record.number})
    assert sent.status_code == 302
    made = the_request()
    assert made.status == RequestStatus.SUBMITTED
    assert made.number in page(client, "sharing:request-list")


def test_what_is_missing_is_said_and_the_draft_is_kept(people: People, record: Record) -> None:
    client = browser(people.applicant)
    sent = client.post(reverse("sharing:request-new"), a_form(record, purpose="commercial"), follow=True)
    assert "The draft is saved." in sent.content.decode()
    assert the_request().status == RequestStatus.DRAFT


def test_a_record_that_may_not_be_known_is_refused_like_one_that_is_not_there(people: People, record: Record) -> None:
    secret = a_held_record(people, name="示例秘方", diffusion_tier="D1")
    client = browser(people.applicant)
    answers = [
        client.post(reverse("sharing:request-new"), a_form(record, record=[number]))
        for number in (secret.number, "TK-152530-9999")
    ]
    texts = [answer.content.decode().replace(secret.number, "X").replace("TK-152530-9999", "X") for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert "no record X that you may know" in texts[0]
    assert "示例秘方" not in texts[0]


def test_the_office_checks_labels_and_approvals_and_asks(people: People, record: Record) -> None:
    with acting_as(SYSTEM):
        LabelUse.objects.create(record=record, community_id=community_of(people.holder), code="tknc")
    made = submitted(people, record, purpose="commercial", leaves_country=True)
    client = browser(people.officer)
    assert made.number in page(client, "web:desk")
    shown = page(client, "sharing:request-check", made.number)
    assert "Ask the community all the same" in shown
    with acting_as(SYSTEM):
        requested, approvals = made.records.get(), list(made.approvals.all())
    client.post(reverse("sharing:record-escalate", args=[made.number, requested.pk]))
    for approval in approvals:
        given = {f"approval{approval.pk}-not_needed": "示例理由"}
        assert (
            client.post(reverse("sharing:approval-record", args=[made.number, approval.pk]), given).status_code == 302
        )
    client.post(reverse("sharing:request-accept", args=[made.number]))
    assert the_request().status == RequestStatus.ASKING


def test_an_elder_reads_and_a_steward_answers_record_by_record(people: People, record: Record) -> None:
    other = a_held_record(people, name="示例另一方")
    made = asked(people, record, other)
    elder = page(browser(people.holder), "sharing:request-answer", made.number)
    assert "A steward of your community gives the answer" in elder
    steward = steward_for(community_of(people.holder))
    client, where = browser(steward), reverse("sharing:request-answer", args=[made.number])
    shown = page(client, "sharing:request-answer", made.number)
    assert "er-btn--main" not in shown  # no choice weighs more
    with acting_as(SYSTEM):
        first, second = made.records.order_by("id")
    half = client.post(where, {f"answer-{first.pk}": "yes", "basis": "示例会议"})
    assert half.status_code == 422
    assert "Say yes or no to each record" in half.content.decode()
    said = {f"answer-{first.pk}": "yes", f"level-{first.pk}": "2", f"answer-{second.pk}": "no", "basis": "示例会议"}
    assert client.post(where, said).status_code == 302
    answered = page(client, "sharing:request-answer", made.number)
    assert "agreed to a part" in answered
    assert answered.index("agrees to this record") < answered.index("does not agree to this record")
    assert client.post(where, said).status_code == 422  # a second press changes nothing
    assert the_request().status == RequestStatus.NEGOTIATING


def test_a_steward_stops_a_request_on_a_page_that_asks_first(people: People, record: Record) -> None:
    made = asked(people, record)
    client = browser(steward_for(community_of(people.holder)))
    where = reverse("sharing:request-step", args=[made.number, "veto"])
    assert "Nobody has to say why" in client.get(where).content.decode()
    assert the_request().status == RequestStatus.ASKING
    client.post(where, {"reason": "", "do": "go"})
    assert the_request().status == RequestStatus.VETOED


def test_who_has_no_part_in_it_meets_nothing(people: People, record: Record) -> None:
    made = asked(people, record)
    client = browser(people.stranger)
    for name in ("request-detail", "request-edit", "request-check", "request-answer"):
        assert client.get(reverse(f"sharing:{name}", args=[made.number])).status_code == 404
    assert made.number not in page(client, "sharing:request-list")


def test_the_list_is_taken_away_as_a_table(people: People, record: Record) -> None:
    asked(people, record)
    answer = browser(people.applicant).get(reverse("sharing:request-export", args=["csv"]))
    assert "示例获取申请" in answer.content.decode("utf-8-sig")
