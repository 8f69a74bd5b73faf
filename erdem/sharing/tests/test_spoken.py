"""A community where nobody has an account answers before two officers, with scan or recording; its silence is no consent."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge.models import Record
from erdem.knowledge.tests.factories import community_of
from erdem.knowledge.tests.stewards import steward_for
from erdem.people.models import Membership
from erdem.people.tests.factories import make_user, user_of
from erdem.sharing import queries, services
from erdem.sharing.choices import Answer, RequestStatus
from erdem.sharing.content import RecordAnswer, SpokenContent
from erdem.sharing.models import AccessRequest, HolderDecision, HolderQuestion, SpokenAnswer
from erdem.sharing.request_jobs import tend_requests
from erdem.sharing.tests.requesting import a_held_record, asked

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAPER, CALL = b"%PDF-1.4\n%%EOF\n", b"ID3\x03\x00" + b"\0" * 64


@pytest.fixture
def record(people: People) -> Record:
    return a_held_record(people)


@pytest.fixture
def request_(people: People, record: Record) -> AccessRequest:
    """A request that was put to a community where nobody has an account."""
    return asked(people, record)


@pytest.fixture
def second(people: People) -> Actor:
    """Another officer of the same office."""
    return officer_like(people.officer)


def officer_like(officer: Actor) -> Actor:
    """Return another person of the same office."""
    (office,) = officer.organisation_ids
    with acting_as(SYSTEM):
        user = make_user("示例同事")
        Membership.objects.create(user=user, organisation_id=office, role="county_officer")
    return dataclasses.replace(officer, user_id=user.pk, label="示例同事")


def question_of(request: AccessRequest) -> HolderQuestion:
    with acting_as(SYSTEM):
        return HolderQuestion.objects.select_related("request").get(request=request)


def content(**given: Any) -> SpokenContent:
    values: dict[str, Any] = {
        "how": "paper",
        "said_by": "示例长者",
        "capacity": "示例嘎查达",
        "said_on": timezone.localdate(),
        "evidence": PAPER,
        "file_name": "示例答复.pdf",
        "basis": "示例会议决议",
    }
    return SpokenContent(**{**values, **given})


def decisions(request: AccessRequest, agrees: bool = True) -> list[RecordAnswer]:
    with acting_as(SYSTEM):
        return [RecordAnswer(each.pk, agrees, 4) for each in request.records.all()]


def take_down(actor: Actor, request: AccessRequest, agrees: bool = True, **given: Any) -> SpokenAnswer:
    question = question_of(request)
    with acting_as(actor):
        return services.take_down_answer(
            actor=actor, question=question, decisions=decisions(request, agrees), content=content(**given)
        )


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor), backend=BACKEND)
    return client


def test_the_answer_counts_once_a_second_officer_has_confirmed_it(
    people: People, request_: AccessRequest, second: Actor
) -> None:
    spoken = take_down(people.officer, request_)
    assert question_of(request_).answer == Answer.WAITING
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        services.confirm_spoken(actor=people.officer, spoken=spoken)
    for _click in range(2):
        with acting_as(second):
            services.confirm_spoken(actor=second, spoken=spoken)
    found = question_of(request_)
    assert (found.answer, found.given, found.answered_by_id) == (Answer.AGREED, "paper", second.user_id)
    with acting_as(SYSTEM):
        assert AccessRequest.objects.get(pk=request_.pk).status == RequestStatus.NEGOTIATING
        assert HolderDecision.objects.count() == 1
        trail = list(AuditEntry.objects.filter(action__in=("sharing.take_down_answer", "sharing.confirm_spoken")))
    assert [each.action for each in sorted(trail, key=lambda each: each.pk)] == [
        "sharing.take_down_answer",
        "sharing.confirm_spoken",
    ]
    assert all(each.detail["how"] == "paper" for each in trail)


def test_a_no_ends_the_request_and_needs_no_basis(people: People, request_: AccessRequest, second: Actor) -> None:
    spoken = take_down(people.officer, request_, agrees=False, basis="", how="phone", evidence=CALL, file_name="a.mp3")
    with acting_as(second):
        services.confirm_spoken(actor=second, spoken=spoken)
    with acting_as(SYSTEM):
        assert AccessRequest.objects.get(pk=request_.pk).status == RequestStatus.REFUSED


def test_silence_is_no_consent_also_for_who_has_no_account(people: People, request_: AccessRequest) -> None:
    take_down(people.officer, request_)
    with acting_as(SYSTEM):
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        HolderQuestion.objects.update(due_on=yesterday)
        AccessRequest.objects.update(due_on=yesterday)
    tend_requests()
    assert question_of(request_).answer == Answer.SILENT
    with acting_as(SYSTEM):
        assert AccessRequest.objects.get(pk=request_.pk).status == RequestStatus.REFUSED


def test_without_proof_that_fits_nothing_is_taken_down(people: People, request_: AccessRequest) -> None:
    for given, field in (
        ({"evidence": b""}, "evidence"),
        ({"evidence": b"words only"}, "evidence"),
        ({"how": "phone"}, "evidence"),
        ({"evidence": CALL}, "evidence"),
        ({"how": "gesture"}, "how"),
        ({"basis": " "}, "basis"),
        ({"said_on": timezone.localdate() + dt.timedelta(days=1)}, "said_on"),
        ({"said_on": timezone.localdate() - dt.timedelta(days=1)}, "said_on"),
        ({"said_by": " "}, ""),
    ):
        with pytest.raises(RuleBroken) as caught:
            take_down(people.officer, request_, **given)
        assert caught.value.field == field or not field
    with acting_as(SYSTEM):
        assert not SpokenAnswer.objects.exists()


def test_where_somebody_has_an_account_the_office_takes_nothing_down(
    people: People, request_: AccessRequest, in_english: None
) -> None:
    steward_for(community_of(people.holder))
    with pytest.raises(RuleBroken, match="has an account"):
        take_down(people.officer, request_)
    with acting_as(people.officer):
        assert queries.without_account(people.officer, request_) == []


def test_an_answer_put_aside_stays_readable_and_another_is_taken_down(
    people: People, request_: AccessRequest, second: Actor, in_english: None
) -> None:
    spoken = take_down(people.officer, request_)
    with pytest.raises(RuleBroken, match="taken down already"):
        take_down(second, request_)
    with acting_as(second):
        with pytest.raises(RuleBroken, match="reason"):
            services.put_spoken_aside(actor=second, spoken=spoken, reason=" ")
        services.put_spoken_aside(actor=second, spoken=spoken, reason="示例：听错了")
        with pytest.raises(RuleBroken):
            services.confirm_spoken(actor=second, spoken=spoken)
    assert take_down(second, request_).pk != spoken.pk


def test_only_the_office_that_handles_the_request_takes_down_and_nobody_else_reads_it(
    people: People, request_: AccessRequest
) -> None:
    spoken = take_down(people.officer, request_)
    for actor in (people.applicant, people.holder, people.stranger):
        with pytest.raises(PermissionRefused):
            take_down(actor, request_)
    for actor, sees in ((people.applicant, False), (people.stranger, False), (people.holder, True)):
        with acting_as(actor):
            assert bool(queries.spoken_of(actor, spoken.question)) is sees
            assert SpokenAnswer.objects.exists() is sees


def raw(actor: Actor, statement: str, *values: Any) -> bool:
    """Say whether a statement in plain SQL changed anything, as the database sees the actor."""
    with acting_as(actor), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement, values)
                changed = bool(cursor.rowcount > 0)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                return changed
        except DatabaseError:
            return False


def test_the_database_keeps_two_people_and_the_proof(people: People, request_: AccessRequest, second: Actor) -> None:
    spoken = take_down(people.officer, request_)
    confirm = "UPDATE sharing_spokenanswer SET confirmed_by_id = %s, confirmed_at = now() WHERE id = %s"
    answer = (
        "UPDATE sharing_holderquestion SET answer = 'agreed', given = 'paper', answered_by_id = %s, answered_at = now()"
    )
    attacks: list[tuple[Actor, str, tuple[Any, ...]]] = [
        (people.officer, confirm, (people.officer.user_id, spoken.pk)),
        (people.officer, confirm, (second.user_id, spoken.pk)),
        (people.applicant, confirm, (people.applicant.user_id, spoken.pk)),
        (people.stranger, confirm, (people.stranger.user_id, spoken.pk)),
        (people.officer, "UPDATE sharing_spokenanswer SET conditions = 'x' WHERE id = %s", (spoken.pk,)),
        (second, "UPDATE sharing_spokenanswer SET decisions = '[]' WHERE id = %s", (spoken.pk,)),
        (people.officer, "DELETE FROM sharing_spokenanswer WHERE id = %s", (spoken.pk,)),
        (people.officer, answer, (people.officer.user_id,)),
        (SYSTEM, answer, (people.officer.user_id,)),
    ]
    for actor, statement, values in attacks:
        assert not raw(actor, statement, *values), (actor.label, statement)
    assert question_of(request_).answer == Answer.WAITING


def test_officers_use_the_pages(people: People, request_: AccessRequest, second: Actor) -> None:
    at = f"/sharing/requests/{request_.number}/spoken/{community_of(people.holder)}/"
    one, two = client_of(people.officer), client_of(second)
    assert at in one.get(f"/sharing/requests/{request_.number}/").content.decode()
    with acting_as(SYSTEM):
        (key,) = request_.records.values_list("pk", flat=True)
    data = {
        "how": "paper", "said_by": "示例长者", "capacity": "示例嘎查达", "said_on": timezone.localdate().isoformat(),
        "basis": "示例会议决议", f"answer-{key}": "yes", f"level-{key}": "3",
        "evidence": SimpleUploadedFile("示例答复.pdf", PAPER),
    }  # fmt: skip
    assert one.post(at, {**data, "evidence": ""}).status_code == 422
    data["evidence"] = SimpleUploadedFile("示例答复.pdf", PAPER)
    assert one.post(at, data)["Location"] == at
    with acting_as(SYSTEM):
        spoken = SpokenAnswer.objects.get()
    assert one.post(f"{at}decide/", {"do": "confirm"}).status_code == 403
    file = two.get(f"{at}{spoken.pk}/file/")
    assert file.getvalue() == PAPER
    for _click in range(2):
        assert two.post(f"{at}decide/", {"do": "confirm"})["Location"] == f"/sharing/requests/{request_.number}/"
    with acting_as(SYSTEM):
        assert HolderDecision.objects.get().level == 3
    page = client_of(people.applicant).get(f"/sharing/requests/{request_.number}/").content.decode()
    assert "示例长者" not in page
    assert "第二人" in page
