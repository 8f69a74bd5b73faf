"""The queues of a page: each count is what the queue holds, whoever reads it, and a row costs no query of its own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.cases.choices import Outcome
from erdem.cases.models import Case
from erdem.cases.queries import queues
from erdem.cases.queries.queues import Narrowing, cases_in, reach_of, settled, tally
from erdem.cases.services import assign_case
from erdem.cases.tests.factories import make_case
from erdem.cases.tests.test_case_pages import address, client_of
from erdem.people.choices import OrganisationKind, Role
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(people: People) -> list[Case]:
    """Six open cases, of them two handled by the officer, one late; one late without a handler. And one that is closed."""
    made = [make_case(people.officer, title=f"示例案件{number}") for number in range(7)]
    with acting_as(people.officer):
        for each in made[:2]:
            assign_case(actor=people.officer, case=each, handler_id=people.officer.user_id)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    with acting_as(SYSTEM):
        Case.objects.filter(pk__in=[made[1].pk, made[2].pk]).update(due_on=yesterday)
        Case.objects.filter(pk=made[6].pk).update(closed_at=timezone.now(), outcome=Outcome.values[0])
    return made


def held(actor: Actor) -> dict[str, int]:
    counts = tally(actor, reach_of(actor)).counts
    return {queue: min(cases_in(actor, queue, Narrowing()).count(), queues.COUNTED + 1) for queue in counts}


@pytest.mark.parametrize("counted", [1000, 2, 0])
def test_each_count_is_what_the_queue_holds(
    people: People, cases: list[Case], counted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "COUNTED", counted)
    region = make_actor(OrganisationKind.OFFICE, "示例自治区局", Role.REGION_OFFICER, "150000")
    for actor in (*people.all(), region):
        with acting_as(actor):
            found = tally(actor, reach_of(actor))
            assert found.counts == held(actor)
    with acting_as(people.officer):
        found = tally(people.officer, reach_of(people.officer))
    assert found.late == 1
    whole = {"mine": 2, "team": 6, "unassigned": 4, "overdue": 2, "part": 0, "all": 7}
    assert found.counts == {queue: min(count, counted + 1) for queue, count in whole.items()}


@pytest.mark.parametrize("named", [5000, 3])
def test_words_find_the_same_by_keys_and_without(
    people: People, cases: list[Case], named: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "NAMED", named)
    with acting_as(people.officer):
        rows = cases_in(people.officer, "all", Narrowing(words="示例案件", sort="-title"))
        assert [each.title for each in settled(people.officer, rows)] == [
            f"示例案件{number}" for number in range(6, -1, -1)
        ]


def test_a_row_costs_no_query(people: People, cases: list[Case]) -> None:
    client, page = client_of(people.officer), address("case-list")
    asked = []
    for queue in ("mine", "team", "team"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page, {"queue": queue}).status_code == 200
        asked.append(len(captured))
    assert asked[1] == asked[2] <= asked[0]
    exported = []
    for queue in ("mine", "team"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address("case-export", "xlsx"), {"queue": queue}).status_code == 200
        exported.append(len(captured))
    assert exported[0] == exported[1]


def test_what_hangs_on_a_case_is_asked_of_that_case() -> None:
    """“In the cases that I see” would have the database gather all of them, for one clock too."""
    with connection.cursor() as cursor:
        cursor.execute(
            r"SELECT tablename, policyname FROM pg_policies WHERE tablename LIKE 'cases\_%%'"
            r" AND concat(qual, ' ', with_check) ~ 'IN \( SELECT \w+\.\w+\s+FROM \w+'"
        )
        assert cursor.fetchall() == []
