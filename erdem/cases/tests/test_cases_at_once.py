"""Two officers act on one case at the same moment: one wins, the other is told, and the record holds one act."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from erdem.base.actor import Actor, acting_as
from erdem.base.policy import RuleBroken
from erdem.base.testing.actors import People
from erdem.cases.models import Case
from erdem.cases.services import StepGiven, assign_case, take_case_step
from erdem.cases.tests.factories import make_case
from erdem.cases.tests.test_desk import colleague

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[str]:
    """Do all in threads that begin together, each with a connection of its own; return how each ended."""
    begin = threading.Barrier(len(acts))

    def do(act: Callable[[], object]) -> str:
        begin.wait(timeout=60)
        try:
            act()
        except RuleBroken as refused:
            return str(refused)
        finally:
            connections.close_all()
        return "won"

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(do, act) for act in acts]]


def stepping(actor: Actor, case: Case, step: str) -> Callable[[], object]:
    """Return what an officer does from a page on which the case stands as it is here."""

    def act() -> object:
        with acting_as(actor):
            given = StepGiven(reason="示例理由", seen_version=case.version)
            return take_case_step(actor=actor, case=case, step=step, given=given)

    return act


@pytest.mark.parametrize(
    "steps", [("accept", "accept"), ("accept", "refuse"), ("refuse", "ask_completion")], ids="-".join
)
def test_one_wins_and_the_other_is_told(people: People, steps: tuple[str, str]) -> None:
    second, case = colleague(people.officer), make_case(people.officer)
    ends = together(stepping(people.officer, case, steps[0]), stepping(second, case, steps[1]))
    assert sorted(end == "won" for end in ends) == [False, True]
    (told,) = [end for end in ends if end != "won"]
    assert "本次操作未生效" in told
    with acting_as(people.officer):
        acts = list(case.events.exclude(step__in=["begin", "draft_document"]).values_list("step", "by_id"))
    won = ends.index("won")
    assert acts == [(steps[won], (people.officer, second)[won].user_id)]


def test_who_is_assigned_meanwhile_stops_a_step_from_the_old_page(people: People) -> None:
    second, case = colleague(people.officer), make_case(people.officer)

    def assign() -> object:
        with acting_as(second):
            return assign_case(actor=second, case=case, handler_id=people.officer.user_id)

    ends = together(stepping(people.officer, case, "accept"), assign)
    with acting_as(people.officer):
        now = Case.objects.get(pk=case.pk)
    assert ends[1] == "won"
    assert now.handler_id == people.officer.user_id
    assert (now.status == "mediating") == (ends[0] == "won")
