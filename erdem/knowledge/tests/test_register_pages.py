"""Pages of the way into the register: the queue, a record's way, notices, votes, versions; without scripts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.models import ExpertAssignment, Objection, PublicNotice, Record, YearlyReview
from erdem.knowledge.queries.queue import QueueFilter, arrange, tasks
from erdem.knowledge.tests.factories import a_formula, community_of, make_record
from erdem.knowledge.tests.registering import run_out, some_experts, taken_to
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db


def as_person(client: Client, actor: Actor) -> Client:
    client.force_login(user_of(actor), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def act(client: Client, record: Record, name: str, **data: Any) -> Any:
    return client.post(reverse("knowledge:register-act", args=[record.number, name]), data)


def test_an_officer_takes_a_record_the_whole_way_through_the_pages(client: Client, people: People) -> None:
    record, experts = make_record(status="submitted"), some_experts()
    as_person(client, people.officer)
    page = reverse("knowledge:record-register", args=[record.number])
    assert "轮到当地办公室：核查同意书" in client.get(page).content.decode()
    assert act(client, record, "take").status_code == 302
    act(client, record, "confirm_consent")
    wrong = act(client, record, "classify", tk_class="2", tk_type="2.5")
    assert wrong.status_code == 422
    assert "请至少选一个主题组" in wrong.content.decode()
    act(client, record, "classify", tk_class="2", tk_type="2.5", subject_groups=["MED"])
    act(client, record, "find_kin")
    act(client, record, "settle_kin")
    for expert in experts:
        act(client, record, "assign", expert=expert.user_id)
    for expert in experts:
        with acting_as(expert):
            asked = ExpertAssignment.objects.get(user_id=expert.user_id or 0)
        address = reverse("knowledge:expert-review", args=[asked.pk])
        other = as_person(Client(), expert)
        assert other.post(address, {"interest": "none"}).status_code == 302
        assert other.post(address, {"vote": "yes"}).status_code == 422
        assert other.post(address, {"vote": "yes", "opinion": "示例意见"}).status_code == 302
    assert "示例意见" in client.get(page).content.decode()
    act(client, record, "give_notice")
    with acting_as(SYSTEM):
        assert Record.objects.get().status == "public_notice"
    run_out(record)
    act(client, record, "end_notice")
    act(client, record, "end_notice")
    with acting_as(SYSTEM):
        assert Record.objects.get().status == "registered"


def test_pressing_twice_says_that_somebody_was_faster(client: Client, people: People) -> None:
    record = make_record(status="submitted")
    as_person(client, people.officer)
    act(client, record, "confirm_consent")
    again = act(client, record, "confirm_consent")
    assert "别人办理了下一步" in client.get(again.url).content.decode()


def test_kin_is_decided_on_the_page(client: Client, people: People) -> None:
    make_record(a_formula("示例三味散"))
    record = taken_to("kin_check", people.officer, a_formula("示例三味散（抄本）"))
    as_person(client, people.officer)
    act(client, record, "find_kin")
    text = client.get(reverse("knowledge:record-register", args=[record.number])).content.decode()
    assert "共有的药味 100%" in text
    pair = text.split('name="pair" value="')[1].split('"')[0]
    wrong = act(client, record, "decide_kin", pair=pair)
    assert wrong.status_code == 422
    answer = {"pair": pair, f"k{pair}-verdict": "variant", f"k{pair}-reason": "示例：同方异名"}
    assert act(client, record, "decide_kin", **answer).status_code == 302
    assert "示例：同方异名" in client.get(reverse("knowledge:record-register", args=[record.number])).content.decode()
    assert act(client, record, "decide_kin", pair="999999").status_code == 404


def test_the_public_reads_a_notice_and_objects_without_an_account(client: Client, people: People) -> None:
    content = a_formula("示例公示散", community_id=community_of(people.holder), summary="示例一句话")
    record = taken_to("public_notice", people.officer, content, some_experts())
    assert "示例公示散" in client.get(reverse("knowledge:public-notices")).content.decode()
    with acting_as(SYSTEM):
        notice = PublicNotice.objects.get()
    page = reverse("knowledge:public-notice", args=[notice.number])
    text = client.get(page).content.decode()
    assert "示例一句话" in text
    assert "还有20天" in text
    assert "待核" in text
    assert record.number not in text
    sent = {"text": "示例异议内容", "name": "示例·某人", "contact": "示例电话"}
    assert client.post(f"{page}object/", {"text": "示例"}).status_code == 422
    for _time in range(2):
        done: Any = client.post(f"{page}object/", sent)
        assert "已收到您的异议" in client.get(done.url).content.decode()
    assert "示例异议内容" not in client.get(page).content.decode()
    with acting_as(SYSTEM):
        assert Objection.objects.count() == 1
    as_person(client, people.officer)
    office = client.get(reverse("knowledge:record-register", args=[record.number])).content.decode()
    assert "示例电话" in office
    as_person(client, people.holder)
    community = client.get(reverse("knowledge:record-register", args=[record.number])).content.decode()
    assert "示例异议内容" in community
    assert "示例电话" not in community


def test_versions_are_compared_word_by_word_and_brought_back(client: Client, people: People) -> None:
    own = community_of(people.holder)
    record = make_record(
        a_formula("示例三味散", community_id=own, text="诃子三两"), status="draft", actor=people.holder
    )
    with acting_as(people.holder):
        changed = a_formula("示例三味散", community_id=own, text="诃子二两", ingredients=())
        services.change_record(actor=people.holder, record=record, content=changed)
    as_person(client, people.holder)
    page = reverse("knowledge:record-versions", args=[record.number])
    text = client.get(page, {"a": "1", "b": "2"}).content.decode()
    assert "<del>三</del><ins>二</ins>" in text
    assert "<del>川楝子，少许</del>" in text
    assert client.get(page, {"a": "x", "b": "9999999"}).status_code == 200
    restore = reverse("knowledge:record-restore", args=[record.number, 1])
    assert client.post(restore, {"seen": "2"}).status_code == 422
    assert client.post(restore, {"seen": "2", "reason": "示例"}).status_code == 302
    with acting_as(SYSTEM):
        assert Record.objects.get().text == "诃子三两"


def test_each_role_finds_what_waits_for_it(client: Client, people: People) -> None:
    own = community_of(people.holder)
    make_record(a_formula("待核查"), status="submitted")
    returned = make_record(a_formula("退回的", community_id=own), status="submitted")
    ended = taken_to("public_notice", people.officer, a_formula("到期的"), some_experts())
    (expert,) = some_experts(1)
    judged = taken_to("expert_review", people.officer, a_formula("待审的"))
    registered = make_record(a_formula("在册的", community_id=own))
    run_out(ended)
    with acting_as(people.officer):
        services.return_record(actor=people.officer, record=returned, reason="示例")
        services.assign_expert(actor=people.officer, record=judged, user_id=expert.user_id or 0)
    with acting_as(SYSTEM):
        YearlyReview.objects.filter(record=registered).update(due_on=timezone.localdate() - dt.timedelta(days=1))
    expected = {
        people.officer: {"consent", "notice", "experts"},
        people.holder: {"returned", "yearly"},
        expert: {"vote"},
        people.applicant: set(),
        people.stranger: set(),
    }
    for actor, kinds in expected.items():
        with acting_as(actor):
            found = tasks(actor)
            assert {task.kind for task in found} == kinds, actor.label
            assert arrange(found, QueueFilter(kind="vote")) == [task for task in found if task.kind == "vote"]
        assert as_person(client, actor).get("/knowledge/queue/?sort=-since").status_code == 200
    text = as_person(client, people.holder).get("/knowledge/queue/").content.decode()
    assert "已超1天" in text
    assert "有2件事等您，其中1件已超期" in text


def test_the_yearly_review_is_written_on_the_page(client: Client, people: People) -> None:
    record = make_record(a_formula(community_id=community_of(people.holder)))
    as_person(client, people.holder)
    assert act(client, record, "yearly").status_code == 422
    assert act(client, record, "yearly", outcome="right").status_code == 302
    with acting_as(SYSTEM):
        assert YearlyReview.objects.filter(outcome="right").count() == 1


def test_the_cost_of_the_queue_hardly_grows_with_what_waits(client: Client, people: People) -> None:
    as_person(client, people.officer)
    costs = []
    for count in (2, 12):
        for at in range(count):
            make_record(a_formula(f"示例{count}-{at}"), status="submitted")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/knowledge/queue/").status_code == 200
        costs.append(len(caught))
    assert costs[0] == costs[1]
