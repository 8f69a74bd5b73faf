"""A request from the first word to the terms."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as, job_actor
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge.models import Holding, LabelUse, Record
from erdem.knowledge.tests.factories import a_formula, community_of, make_record
from erdem.knowledge.tests.stewards import steward_for
from erdem.people.models import User
from erdem.sharing import queries, services
from erdem.sharing.choices import Answer, LabelVerdict, RequestStatus
from erdem.sharing.content import ApprovalContent, NamedRecord
from erdem.sharing.models import AccessRequest, HolderQuestion
from erdem.sharing.request_jobs import tend_requests
from erdem.sharing.tests.requesting import a_draft, a_held_record, a_request, answer, asked, negotiating, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(people: People) -> Record:
    """A record of one community."""
    return a_held_record(people)


@pytest.fixture
def shared(people: People) -> Record:
    """A record of two communities."""
    return a_held_record(people, people.stranger, name="示例共有方")


@pytest.fixture
def stewards(people: People) -> tuple[Actor, Actor]:
    """The stewards of the two."""
    return steward_for(community_of(people.holder)), steward_for(community_of(people.stranger))


def fresh(actor: Actor, request: AccessRequest) -> AccessRequest:
    with acting_as(actor):
        return AccessRequest.objects.get(pk=request.pk)


def overdue(request: AccessRequest) -> None:
    """Let the last day of all questions be yesterday."""
    with acting_as(SYSTEM):
        HolderQuestion.objects.filter(request=request).update(due_on=timezone.localdate() - dt.timedelta(days=1))


def test_a_request_goes_from_the_first_word_to_the_terms(people: People, record: Record) -> None:
    request = negotiating(people, record)
    assert request.status == RequestStatus.NEGOTIATING
    with acting_as(people.applicant):
        (agreed,) = queries.agreed_records(request)
        ways = [(move.status, move.side) for move in queries.moves_of(people.applicant, request)]
    assert (agreed.communities, agreed.level) == ((community_of(people.holder),), 4)
    assert ways == [
        ("draft", "applicant"),
        ("submitted", "applicant"),
        ("asking", "office"),
        ("negotiating", "system"),
    ]


def test_it_names_only_records_that_the_applicant_may_know(people: People) -> None:
    secret = a_held_record(people, name="示例秘方", diffusion_tier="D1")
    draft = a_draft(people)
    for number in (secret.number, "TK-152530-9999"):
        with acting_as(people.applicant), pytest.raises(RuleBroken, match=number):
            services.name_records(actor=people.applicant, access_request=draft, records=[NamedRecord(number)])


def test_a_record_that_nobody_holds_is_refused_with_the_way_to_find_its_holders(
    people: People, in_english: None
) -> None:
    draft = a_draft(people, make_record(a_formula("示例无主方", diffusion_tier="D3")))
    with acting_as(people.applicant), pytest.raises(RuleBroken, match="found by a call"):
        services.submit_request(actor=people.applicant, access_request=draft)


def test_a_foreign_request_waits_for_each_approval(people: People, record: Record) -> None:
    request = submitted(people, record, controller_name="示例外方", controller_country="JP")
    with acting_as(people.officer):
        services.accept_request(actor=people.officer, access_request=request)
        assert request.status == RequestStatus.APPROVALS
        with pytest.raises(RuleBroken):
            services.accept_request(actor=people.officer, access_request=request)
        for approval in queries.approvals_of(people.officer, request):
            content = ApprovalContent(not_needed="示例理由：不涉及")
            services.record_approval(actor=people.officer, approval=approval, content=content)
        request.refresh_from_db()
        services.accept_request(actor=people.officer, access_request=request)
    assert request.status == RequestStatus.ASKING


def test_a_label_against_commerce_refuses_the_record_until_the_community_is_asked_all_the_same(
    people: People, record: Record
) -> None:
    with acting_as(SYSTEM):
        LabelUse.objects.create(record=record, community_id=community_of(people.holder), code="tknc")
    request = submitted(people, record, purpose="commercial")
    with acting_as(people.officer):
        (named,) = queries.requested_of(people.officer, request)
        assert (named.label_verdict, named.label_code) == (LabelVerdict.REFUSED, "tknc")
        with pytest.raises(RuleBroken):
            services.accept_request(actor=people.officer, access_request=request)
        services.escalate_record(actor=people.officer, requested=named)
        request.refresh_from_db()
        services.accept_request(actor=people.officer, access_request=request)
    assert request.status == RequestStatus.ASKING


def test_a_community_agrees_to_a_part(people: People, record: Record, stewards: tuple[Actor, Actor]) -> None:
    other = a_held_record(people, name="示例另一方")
    request = asked(people, record, other)
    question = answer(stewards[0], request, "yes", "no")
    assert question.answer == Answer.PARTLY
    request = fresh(people.applicant, request)
    with acting_as(people.applicant):
        assert [each.requested.record_id for each in queries.agreed_records(request)] == [record.pk]
    assert request.status == RequestStatus.NEGOTIATING


def test_silence_is_no_consent(people: People, record: Record) -> None:
    request = asked(people, record)
    with acting_as(SYSTEM), pytest.raises(RuleBroken):
        services.close_questions(actor=SYSTEM, access_request=request)
    overdue(request)
    with acting_as(SYSTEM):
        services.close_questions(actor=SYSTEM, access_request=request)
    request = fresh(people.applicant, request)
    with acting_as(people.applicant):
        assert request.status == RequestStatus.REFUSED
        assert [each.answer for each in queries.questions_of(people.applicant, request)] == [Answer.SILENT]


@pytest.mark.parametrize("how", ["nothing said", "one of the two said it", "both said it", "both said it, label"])
def test_all_communities_agree_unless_each_of_them_asks_for_less(
    people: People, shared: Record, stewards: tuple[Actor, Actor], how: str
) -> None:
    choosing = {"nothing said": 0, "one of the two said it": 1}.get(how, 2)
    for steward in stewards[:choosing]:
        (community,) = steward.speaks_for
        with acting_as(steward):
            services.choose_quorum(actor=steward, record=shared, community_id=community, needed=1)
    if how.endswith("label"):
        with acting_as(SYSTEM):
            LabelUse.objects.create(record=shared, community_id=community_of(people.holder), code="tkmc")
    request = asked(people, shared)
    answer(stewards[0], request, "yes")
    answer(stewards[1], request, "no")
    expected = RequestStatus.NEGOTIATING if how == "both said it" else RequestStatus.REFUSED
    assert fresh(people.applicant, request).status == expected


def test_a_community_that_came_to_hold_the_record_is_asked_before_anything_goes_on(
    people: People, record: Record, stewards: tuple[Actor, Actor]
) -> None:
    request = asked(people, record)
    with acting_as(SYSTEM):
        Holding.objects.create(record=record, community_id=community_of(people.stranger))
    answer(stewards[0], request, "yes")
    assert fresh(people.applicant, request).status == RequestStatus.ASKING
    answer(stewards[1], request, "yes")
    request = fresh(people.applicant, request)
    with acting_as(people.applicant):
        (agreed,) = queries.agreed_records(request)
    assert (request.status, len(agreed.communities)) == (RequestStatus.NEGOTIATING, 2)


def test_a_holder_stops_a_request_without_a_reason_until_the_permit(
    people: People, record: Record, stewards: tuple[Actor, Actor]
) -> None:
    request = negotiating(people, record)
    with acting_as(stewards[1]), pytest.raises(PermissionRefused):
        services.veto_request(actor=stewards[1], access_request=request)
    with acting_as(stewards[0]):
        services.veto_request(actor=stewards[0], access_request=request)
    assert request.status == RequestStatus.VETOED
    assert request.ended_by_community_id == community_of(people.holder)


def test_an_answer_stands(people: People, shared: Record, stewards: tuple[Actor, Actor]) -> None:
    request = asked(people, shared)
    answer(stewards[0], request, "yes")
    with pytest.raises(RuleBroken):
        answer(stewards[0], request, "no")


def test_an_office_gives_reasons_and_handles_nothing_of_its_own(people: People, record: Record) -> None:
    request = submitted(people, record)
    with acting_as(people.officer):
        with pytest.raises(RuleBroken):
            services.reject_request(actor=people.officer, access_request=request, reason=" ")
        services.return_request(actor=people.officer, access_request=request, reason="示例：缺联系方式")
    with acting_as(people.applicant):
        services.edit_request(
            actor=people.applicant, access_request=request, content=a_request(contact="示例新联系方式")
        )
        request = services.submit_request(actor=people.applicant, access_request=request)
        assert request.status == RequestStatus.SUBMITTED
    with acting_as(people.officer):
        services.reject_request(actor=people.officer, access_request=request, reason="示例理由")
    assert request.status == RequestStatus.REJECTED
    own = make_own(people, record)
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        services.accept_request(actor=people.officer, access_request=own)


def make_own(people: People, record: Record) -> AccessRequest:
    with acting_as(people.officer):
        own = services.create_request(actor=people.officer, content=a_request(), records=[NamedRecord(record.number)])
        return services.submit_request(actor=people.officer, access_request=own)


def test_an_applicant_takes_a_request_back(people: People, record: Record) -> None:
    request = asked(people, record)
    with acting_as(people.applicant):
        services.withdraw_request(actor=people.applicant, access_request=request)
    assert request.status == RequestStatus.WITHDRAWN


def test_a_change_of_use_is_a_new_request_that_names_the_old_one(people: People, record: Record) -> None:
    first = negotiating(people, record)
    with acting_as(people.applicant):
        second = services.create_request(actor=people.applicant, content=a_request(purpose="media"), follows=first)
    assert second.follows_id == first.pk
    with acting_as(people.stranger), pytest.raises(RuleBroken):
        services.create_request(actor=people.stranger, content=a_request(), follows=first)


def test_the_night_ends_the_asking_and_lets_lapse_what_nobody_completes(people: People, record: Record) -> None:
    silent, returned, running = asked(people, record), submitted(people, record), asked(people, record)
    with acting_as(people.officer):
        services.return_request(actor=people.officer, access_request=returned, reason="示例：缺合作方")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    overdue(silent)
    night = job_actor("sharing.tend_requests")
    with acting_as(night):
        AccessRequest.objects.filter(pk__in=[silent.pk, returned.pk]).update(due_on=yesterday)
    tend_requests()
    states = [fresh(SYSTEM, each).status for each in (silent, returned, running)]
    assert states == [RequestStatus.REFUSED, RequestStatus.LAPSED, RequestStatus.ASKING]


def test_holders_are_reminded_before_the_end_and_once(
    people: People, record: Record, stewards: tuple[Actor, Actor], mailoutbox: list[Any]
) -> None:
    with acting_as(SYSTEM):
        User.objects.filter(pk=stewards[0].user_id or 0).update(email="steward@example.org")
    request = asked(people, record)
    night = job_actor("sharing.tend_requests")
    assert services.remind_holders(actor=night) == 0
    with acting_as(SYSTEM):
        HolderQuestion.objects.filter(request=request).update(due_on=timezone.localdate() + dt.timedelta(days=5))
    assert services.remind_holders(actor=night) == 1
    assert services.remind_holders(actor=night) == 0
    (letter,) = mailoutbox
    assert request.number in letter.body
    assert record.name not in letter.body + letter.subject
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        services.remind_holders(actor=people.officer)
