"""Clocks begin and end with the steps of a case, stand still with a document, and are extended by a second person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.clock import Paper
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases.models import Case, CaseClock, CaseClockEvent, ClockAlarm
from erdem.cases.services import (
    StepGiven,
    ask_extension,
    assign_case,
    decide_extension,
    take_case_step,
    tell_alarms,
    tend_clocks,
)
from erdem.cases.tests.factories import make_case, office_of
from erdem.people import queries, services
from erdem.people.choices import Role
from erdem.people.tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(people: People) -> Actor:
    """A second officer of the same office."""
    with acting_as(SYSTEM):
        user = make_user("示例同事")
        services.add_member(actor=SYSTEM, organisation=office_of(people.officer), user=user, role=Role.COUNTY_OFFICER)
        return queries.actor_of(user)


def clock_of(case: Case, step: str) -> CaseClock:
    """Return the clock of a case by its rule."""
    return CaseClock.objects.select_related("rule", "case").get(case=case, rule__step=step)


def test_a_complaint_is_received_on_a_clock_of_seven_working_days(people: People) -> None:
    case = make_case(people.officer, received_on=dt.date(2026, 2, 12))
    with acting_as(people.officer):
        clock = clock_of(case, "accept_or_refuse")
        # 13 and 14 February 2026 (a Saturday worked), then the Spring Festival until 23 February.
        assert case.due_on == clock.due_on
        assert clock.rule.confidence != "V"
        assert clock.due_on is not None
        assert clock.due_on > dt.date(2026, 2, 24)


def test_the_steps_of_a_case_move_its_clocks(people: People) -> None:
    case = make_case(people.officer)
    with acting_as(people.officer):
        case = take_case_step(actor=people.officer, case=case, step="accept")
        assert clock_of(case, "accept_or_refuse").state == "met"
        mediation = clock_of(case, "mediation")
        assert case.due_on == mediation.due_on
        with pytest.raises(RuleBroken):
            take_case_step(actor=people.officer, case=case, step="begin_test", given=StepGiven(reason="送检"))
        given = StepGiven(reason="送检", paper=Paper("示例检测委托书"))
        case = take_case_step(actor=people.officer, case=case, step="begin_test", given=given)
        assert clock_of(case, "mediation").state == "paused"
        case = take_case_step(actor=people.officer, case=case, step="end_test")
        resumed = clock_of(case, "mediation")
        assert resumed.state == "running"
        assert resumed.due_on is not None
        assert mediation.due_on is not None
        assert resumed.due_on >= mediation.due_on
        case = take_case_step(actor=people.officer, case=case, step="settle")
        assert case.due_on is None


def test_more_time_is_granted_by_a_second_person(people: People, colleague: Actor) -> None:
    case = make_case(people.officer)
    with acting_as(SYSTEM):
        from erdem.cases.services.case_clocks import start_case_clock

        clock = start_case_clock(actor=SYSTEM, case=case, step="check_clue_found")
    before = clock.due_on
    assert before is not None
    with acting_as(people.officer):
        assign_case(actor=people.officer, case=case, handler_id=people.officer.user_id)
        clock = clock_of(case, "check_clue_found")
        asked = ask_extension(actor=people.officer, clock=clock, reason="示例情况复杂")
        with pytest.raises(RuleBroken):
            ask_extension(actor=people.officer, clock=clock, reason="再一次")
        with pytest.raises(PermissionRefused):
            decide_extension(actor=people.officer, asked=asked, grant=True)
    with acting_as(colleague):
        decide_extension(actor=colleague, asked=asked, grant=True)
        after = clock_of(case, "check_clue_found").due_on
        assert after is not None
        assert after > before
        with pytest.raises(RuleBroken):
            decide_extension(actor=colleague, asked=asked, grant=True)


def test_a_miss_is_noted_once_and_told_to_office_and_region(people: People) -> None:
    case = make_case(people.officer, received_on=timezone.localdate() - dt.timedelta(days=60))
    with acting_as(SYSTEM):
        from erdem.people.models import User

        User.objects.filter(pk=people.officer.user_id or 0).update(email="officer@example.org")
    done = tend_clocks(actor=SYSTEM)
    assert (done.missed, done.alarms) == (1, 3)
    assert tend_clocks(actor=SYSTEM).alarms == 0
    assert tell_alarms(actor=SYSTEM) == 1
    assert tell_alarms(actor=SYSTEM) == 0
    assert case.number in mail.outbox[0].body
    assert case.title not in mail.outbox[0].body
    with acting_as(people.officer):
        take_case_step(actor=people.officer, case=case, step="accept")
        assert clock_of(case, "accept_or_refuse").state == "missed_met"
        assert ClockAlarm.objects.count() == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_caseclock SET due_on = '2099-01-01' WHERE case_id = %s",
        "UPDATE cases_caseclock SET state = 'stopped' WHERE case_id = %s",
        "UPDATE cases_caseclock SET started_on = '2026-11-01' WHERE case_id = %s",
        "UPDATE cases_case SET due_on = NULL WHERE id = %s",
        "DELETE FROM cases_caseclock WHERE case_id = %s",
        "DELETE FROM cases_caseclockevent WHERE clock_id IN (SELECT id FROM cases_caseclock WHERE case_id = %s)",
        "UPDATE cases_caseclockevent SET reason = 'x' WHERE clock_id IN"
        " (SELECT id FROM cases_caseclock WHERE case_id = %s)",
    ],
)
def test_plain_sql_of_an_officer_does_not_move_a_clock(people: People, statement: str) -> None:
    case = make_case(people.officer)
    with acting_as(people.officer):
        before = list(CaseClock.objects.values())
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [case.pk])
                touched = cursor.rowcount
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except DatabaseError:
            touched = 0
        assert touched == 0
        assert list(CaseClock.objects.values()) == before
        case.refresh_from_db()
        assert case.due_on is not None


def test_a_night_that_is_stopped_goes_on_where_it_was(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the first part wrote stays with its entry in the trail; the rest is done the next time, nothing twice."""
    from erdem.base import audit

    for _number in range(4):
        make_case(people.officer, received_on=timezone.localdate() - dt.timedelta(days=60))
    recorded = audit.record
    kept: list[dict[str, int]] = []

    def stopped(*given: Any, **facts: Any) -> Any:
        if kept:
            raise RuntimeError
        kept.append(facts["detail"])
        return recorded(*given, **facts)

    monkeypatch.setattr(audit, "record", stopped)
    with pytest.raises(RuntimeError):
        tend_clocks(actor=SYSTEM, at_once=2)
    monkeypatch.undo()
    again = tend_clocks(actor=SYSTEM, at_once=2)
    assert [kept[0]["missed"], again.missed] == [2, 2]
    with acting_as(SYSTEM):
        breaches = CaseClockEvent.objects.filter(kind="breached").values_list("clock_id", flat=True)
        assert len(breaches) == len(set(breaches)) == 4
        assert ClockAlarm.objects.count() == kept[0]["alarms"] + again.alarms
    assert tend_clocks(actor=SYSTEM, at_once=2) == type(again)(0, 0, 0)
