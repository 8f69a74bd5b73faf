"""The pages of cases: queues with their counts, opening, steps, handlers, and what an old page is told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.cases.models import Case
from erdem.cases.pages.acts import ACTS
from erdem.cases.services import assign_case, take_case_step
from erdem.cases.tests.factories import make_case, office_of
from erdem.people.choices import OrganisationKind, Role
from erdem.people.tests.factories import make_actor, user_of

pytestmark = pytest.mark.django_db


def client_of(actor: Actor) -> Client:
    """Return a browser in which the person is signed in."""
    client = Client(headers={"accept-language": "zh-hans"})
    with acting_as(SYSTEM):
        client.force_login(user_of(actor))
    return client


@pytest.fixture
def case(people: People) -> Case:
    return make_case(people.officer)


def address(name: str, *args: object) -> str:
    return reverse(f"cases:{name}", args=args)


def test_queues_count_what_they_hold(people: People) -> None:
    mine, late, _nobody = (make_case(people.officer) for _ in range(3))
    with acting_as(people.officer):
        assign_case(actor=people.officer, case=mine, handler_id=people.officer.user_id)
    with acting_as(SYSTEM):
        Case.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - dt.timedelta(days=1))
    page = client_of(people.officer).get(address("case-list")).context["page"]
    counts = {str(each["url"]).rsplit("=", 1)[1]: each["count"] for each in page.queues}
    assert counts == {"mine": "1", "team": "3", "unassigned": "2", "overdue": "1", "all": "3"}
    assert [row["number"] for row in page.rows] == [mine.number]
    overdue = client_of(people.officer).get(address("case-list"), {"queue": "overdue"}).context["page"]
    assert [row["number"] for row in overdue.rows] == [late.number]


def test_a_list_is_narrowed_by_all_that_is_asked(people: People) -> None:
    old = make_case(people.officer, title="示例酒标投诉", received_on=dt.date(2026, 1, 5), subject="trademark")
    make_case(people.officer)
    client = client_of(people.officer)
    for asked in (
        {"q": "酒标"},
        {"q": old.number},
        {"subject": "trademark"},
        {"to": "2026-01-05"},
        {"from": "2026-01-05", "to": "2026-01-31", "kind": "complaint", "status": "received", "place": "152530"},
    ):
        page = client.get(address("case-list"), {"queue": "team", **asked}).context["page"]
        assert [row["number"] for row in page.rows] == [old.number], asked
    unknown = client.get(
        address("case-list"), {"queue": "x", "kind": "x", "from": "2026-02-30", "page": "x", "sort": "x"}
    )
    assert unknown.status_code == 200
    nothing = client.get(address("case-list"), {"queue": "team", "q": "无此案"})
    assert "没有符合全部条件的案件" in nothing.content.decode()


def test_the_table_to_take_away_is_a_workbook(people: People, case: Case) -> None:
    answer = client_of(people.officer).get(address("case-export", "xlsx"), {"queue": "team"})
    assert answer.content[:2] == b"PK"


def test_an_officer_opens_a_case_for_a_call(people: People) -> None:
    client = client_of(people.officer)
    given = {
        "kind": "complaint",
        "channel": "12315",
        "subject": "consumer",
        "received_on": timezone.localdate().isoformat(),
        "title": "示例来电投诉",
        "office": office_of(people.officer).pk,
    }
    answer = client.post(address("case-new"), given)
    with acting_as(people.officer):
        made = Case.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address("case-detail", made.number))
    assert (made.channel, made.place_code) == ("12315", "152530")
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    refused = client.post(address("case-new"), {**given, "received_on": tomorrow})
    assert refused.status_code == 422
    assert "收到日期晚于今天" in refused.content.decode()


def test_a_step_is_taken_once_however_often_the_button_is_pressed(people: People, case: Case) -> None:
    client = client_of(people.officer)
    url = address("case-step", case.number, "accept")
    assert client.get(url).status_code == 200
    assert client.post(url, {"seen_version": case.version}).status_code == 302
    again = client.post(url, {"seen_version": case.version}, follow=True)
    assert "本次操作未生效：案件已处于“调解中”" in again.content.decode()
    with acting_as(people.officer):
        assert [act.step for act in case.events.exclude(step="draft_document")] == ["begin", "accept"]


def test_who_acts_from_an_old_page_is_told_and_nothing_is_done(people: People, case: Case) -> None:
    client = client_of(people.officer)
    with acting_as(people.officer):
        assign_case(actor=people.officer, case=case, handler_id=people.officer.user_id)
    answer = client.post(address("case-step", case.number, "accept"), {"seen_version": case.version})
    assert answer.status_code == 422
    assert "本次操作未生效" in answer.content.decode()
    with acting_as(people.officer):
        assert Case.objects.get(pk=case.pk).status == "received"


def test_a_reason_that_is_missing_is_asked_for_at_its_field(people: People, case: Case) -> None:
    answer = client_of(people.officer).post(
        address("case-step", case.number, "refuse"), {"seen_version": case.version, "reason": "  "}
    )
    assert answer.status_code == 422
    assert 'id="id_reason_error"' in answer.content.decode()


def test_an_unknown_step_is_not_there(people: People, case: Case) -> None:
    assert client_of(people.officer).get(address("case-step", case.number, "fly")).status_code == 404


def test_the_case_page_shows_the_steps_and_the_record(people: People, case: Case) -> None:
    with acting_as(people.officer):
        take_case_step(actor=people.officer, case=case, step="accept")
    words = client_of(people.officer).get(address("case-detail", case.number)).content.decode()
    for expected in ("登记达成协议", "登记案件", "受理投诉", "全过程记录", case.number):
        assert expected in words
    assert address("case-step", case.number, "refuse") not in words


def test_a_lawyer_is_asked_to_take_part_and_leaves(people: People, case: Case) -> None:
    lawyer = make_actor(OrganisationKind.INSTITUTION, "示例律师事务所", Role.EXPERT)
    office, own = client_of(people.officer), client_of(lawyer)
    assert own.get(address("case-detail", case.number)).status_code == 404
    with acting_as(SYSTEM):
        name = user_of(lawyer).username
    office.post(address("case-member-add", case.number), {"username": name, "role": "lawyer"})
    page = own.get(address("case-list")).context["page"]
    assert [row["number"] for row in page.rows] == [case.number]
    seen = own.get(address("case-detail", case.number))
    assert seen.status_code == 200
    assert "受理投诉" not in seen.content.decode()
    with acting_as(people.officer):
        (member,) = case.members.all()
    office.post(address("case-member-release", case.number, member.pk))
    assert own.get(address("case-detail", case.number)).status_code == 404


def test_every_act_that_a_service_notes_has_a_name() -> None:
    import re
    from pathlib import Path

    noted = set()
    for file in (Path(__file__).parent.parent / "services").glob("*.py"):
        noted |= set(re.findall(r'(?:note_event|_noted)\(\s*\w+,\s*\w+(?:\.\w+)*,\s*"(\w+)"', file.read_text()))
    assert noted
    assert noted - set(ACTS) == set()
