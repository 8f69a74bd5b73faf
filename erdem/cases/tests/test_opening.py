"""A case is opened with a number, moves along its machine, and is seen by who works on it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.clock import Paper
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases.models import Case, CaseEvent, CaseLink
from erdem.cases.queries.cases import cases_of, get_case
from erdem.cases.services import (
    StepGiven,
    add_member,
    assign_case,
    link_cases,
    note_agreement,
    release_member,
    take_case_step,
)
from erdem.cases.tests.factories import make_case
from erdem.people.choices import OrganisationKind, Role
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people: People) -> Case:
    return make_case(people.officer)


def seen_by(actor: Actor, case: Case) -> bool:
    """Say whether both locks show the case."""
    with acting_as(actor):
        by_database = Case.objects.filter(pk=case.pk).exists()
        assert cases_of(actor).filter(pk=case.pk).exists() == by_database
    return by_database


def test_a_case_is_numbered_by_kind_division_and_year(people: People, case: Case) -> None:
    other = make_case(people.officer)
    head, number = case.number.rsplit("-", 1)
    assert head == f"TS152530-{case.received_on.year}"
    assert other.number == f"{head}-{int(number) + 1:04d}"
    with acting_as(people.officer):
        assert [act.step for act in case.events.all()] == ["begin"]


def test_only_officers_open_cases(people: People) -> None:
    for actor in (people.holder, people.applicant, people.stranger):
        with pytest.raises(PermissionRefused):
            make_case(actor)


def test_a_case_is_seen_by_its_office_and_nobody_else(people: People, case: Case) -> None:
    neighbour = make_actor(OrganisationKind.OFFICE, "示例邻旗市场监督管理局", Role.COUNTY_OFFICER, "152531")
    same_town = make_actor(OrganisationKind.OFFICE, "示例旗文化局", Role.COUNTY_OFFICER, "152530")
    region = make_actor(OrganisationKind.OFFICE, "示例自治区局", Role.REGION_OFFICER, "150000")
    assert seen_by(people.officer, case)
    assert seen_by(region, case)
    for actor in (neighbour, same_town, people.holder, people.applicant, people.stranger):
        assert not seen_by(actor, case)


def test_a_complaint_goes_its_way_to_the_archive(people: People, case: Case) -> None:
    with acting_as(people.officer):
        for step, given in (
            ("accept", StepGiven()),
            ("begin_test", StepGiven(reason="送检", paper=Paper("示例检测委托书"))),
            ("end_test", StepGiven()),
            ("settle", StepGiven()),
            ("archive", StepGiven()),
        ):
            if step == "archive":
                note_agreement(
                    actor=people.officer, case=case, form="waived", terms="示例当场退款", agreed_on=timezone.localdate()
                )
            case = take_case_step(actor=people.officer, case=case, step=step, given=given)
        assert (case.status, case.outcome, case.is_open) == ("archived", "settled", False)
        acts = list(case.events.values_list("step", "from_status", "to_status"))
    assert acts[-1] == ("archive", "settled", "archived")
    with acting_as(SYSTEM):
        trail = AuditEntry.objects.filter(target_type="cases.case", target_id=str(case.pk))
        assert trail.filter(action="cases.take_case_step").count() == 5


def test_a_step_that_needs_a_reason_is_refused_without_one(people: People, case: Case) -> None:
    with acting_as(people.officer), pytest.raises(RuleBroken):
        take_case_step(actor=people.officer, case=case, step="refuse")


def test_who_acts_on_an_old_page_is_told(people: People, case: Case) -> None:
    with acting_as(people.officer):
        old = case.version
        assign_case(actor=people.officer, case=case, handler_id=people.officer.user_id)
        with pytest.raises(RuleBroken, match="刷新"):
            take_case_step(actor=people.officer, case=case, step="accept", given=StepGiven(seen_version=old))


def test_nobody_of_another_office_handles_a_case(people: People, case: Case) -> None:
    with acting_as(people.officer), pytest.raises(RuleBroken):
        assign_case(actor=people.officer, case=case, handler_id=people.stranger.user_id)


def test_somebody_from_outside_sees_a_case_while_taking_part(people: People, case: Case) -> None:
    lawyer = make_actor(OrganisationKind.INSTITUTION, "示例律师事务所", Role.EXPERT)
    with acting_as(people.officer):
        member = add_member(actor=people.officer, case=case, user_id=lawyer.user_id or 0, role="lawyer")
    assert seen_by(lawyer, case)
    with acting_as(lawyer), pytest.raises((PermissionRefused, RuleBroken)):
        take_case_step(actor=lawyer, case=case, step="accept")
    with acting_as(people.officer):
        release_member(actor=people.officer, member=member)
    assert not seen_by(lawyer, case)


def test_cases_are_linked_once(people: People, case: Case) -> None:
    other = make_case(people.officer)
    with acting_as(people.officer):
        link_cases(actor=people.officer, source=case, case=other)
        with pytest.raises(RuleBroken):
            link_cases(actor=people.officer, source=case, case=other)
        assert CaseLink.objects.count() == 1
        assert get_case(people.officer, other.number) == other


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_case SET status = 'archived' WHERE id = %s",
        "UPDATE cases_case SET taking_part = '{1}' WHERE id = %s",
        "UPDATE cases_case SET number = 'X' WHERE id = %s",
        "UPDATE cases_case SET received_on = '2020-01-01' WHERE id = %s",
        "DELETE FROM cases_case WHERE id = %s",
        "UPDATE cases_caseevent SET note = 'x' WHERE case_id = %s",
        "DELETE FROM cases_caseevent WHERE case_id = %s",
    ],
)
def test_plain_sql_of_an_officer_does_not_rewrite_a_case(people: People, case: Case, statement: str) -> None:
    with acting_as(people.officer):
        before = Case.objects.values().get(pk=case.pk), list(CaseEvent.objects.values())
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [case.pk])
                touched = cursor.rowcount
        except DatabaseError:
            touched = 0
        assert touched == 0
        assert (Case.objects.values().get(pk=case.pk), list(CaseEvent.objects.values())) == before
