"""A payment run that is killed loses nothing and pays nothing twice; two who act at once: one wins, the other reads why."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connections
from django.utils import translation

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.ledger import services
from erdem.ledger.models import BankLine, PaymentOrder, StatementFile
from erdem.ledger.payment_choices import OrderStatus
from erdem.ledger.tests.crashing import Watched, child
from erdem.ledger.tests.paying import STATEMENT_HEAD, make_desk, second_officer

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = (3, 12, 21, 28, 33, 40, 52, 67)
"""Words to the database before which a run is killed: within a line, between two, before a commit."""


def test_a_run_killed_at_steps_and_at_random_moments_loses_nothing_and_pays_nothing_twice() -> None:
    desk, chance = make_desk(payees=8), random.Random(7)
    watched = Watched(desk)
    for step in STEPS:
        order = desk.sent(*[10] * 8)
        child(watched, desk.one, order.pk, step=step)
        watched.check()
        child(watched, desk.one, order.pk, seconds=chance.uniform(0.02, 0.15))
        watched.check()
        services.run_order(actor=desk.one, order_id=order.pk)
    watched.check(at_rest=True)
    assert watched.is_well, watched.told
    assert watched.kills >= len(STEPS)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do several things in threads that begin together; return what each returned or raised."""
    gate, results = threading.Barrier(len(acts)), [object()] * len(acts)

    def do(place: int, act: Callable[[], object]) -> None:
        try:
            with translation.override("en"):
                gate.wait(10)
                results[place] = act()
        except (RuleBroken, PermissionRefused) as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.concurrency
def test_of_two_who_approve_at_once_one_wins_and_the_other_reads_why() -> None:
    desk = make_desk()
    (office,) = desk.one.organisation_ids
    third = second_officer(office)
    order = desk.move(desk.draft(100), "propose")

    def approve(actor: Actor) -> Callable[[], object]:
        def act() -> object:
            with acting_as(actor):
                return services.move_order(actor=actor, order=order, step="approve")

        return act

    results = at_once(approve(desk.two), approve(third))
    assert sorted(type(result).__name__ for result in results) == ["PaymentOrder", "RuleBroken"]
    (refused,) = [result for result in results if isinstance(result, RuleBroken)]
    assert "was first" in str(refused)


@pytest.mark.concurrency
def test_two_orders_at_once_never_pay_more_than_is_owed() -> None:
    desk = make_desk()
    (office,) = desk.one.organisation_ids
    officers = (desk.one, desk.two, second_officer(office))
    results = at_once(*[partial(desk.draft, 6_000, 6_000, actor=each) for each in officers])
    assert sorted(type(result).__name__ for result in results) == ["PaymentOrder", "RuleBroken", "RuleBroken"]
    with acting_as(SYSTEM):
        assert PaymentOrder.objects.count() == 1


@pytest.mark.concurrency
def test_a_run_started_twice_pays_once() -> None:
    desk = make_desk(payees=6)
    order = desk.sent(*[100] * 6)
    results = at_once(*[lambda: services.run_order(actor=desk.one, order_id=order.pk)] * 2)
    assert all(isinstance(result, PaymentOrder) for result in results), results
    assert desk.balance(desk.bank.account) == -600
    with acting_as(SYSTEM):
        assert PaymentOrder.objects.get().status == OrderStatus.SETTLED


@pytest.mark.concurrency
def test_the_same_file_by_two_people_at_once_comes_in_once() -> None:
    desk = make_desk()
    rows = "".join(f"2026-11-01,,{number}.00,,甲,,茶,\n" for number in range(1, 60))
    content = (STATEMENT_HEAD + rows).encode()

    def hand_in(actor: Actor) -> Callable[[], object]:
        def act() -> object:
            with acting_as(actor):
                file = services.receive_statement(
                    actor=actor, bank_account=desk.bank, content=content, file_name="示例.csv"
                )
            with acting_as(actor):
                return services.confirm_statement(actor=actor, file=file)

        return act

    results = at_once(hand_in(desk.one), hand_in(desk.two))
    assert all(isinstance(result, StatementFile) for result in results), results
    with acting_as(SYSTEM):
        assert (StatementFile.objects.count(), BankLine.objects.count()) == (1, 59)


@pytest.mark.concurrency
def test_of_two_clicks_at_the_same_moment_one_order_comes() -> None:
    desk = make_desk()
    first, second = at_once(lambda: desk.draft(100), lambda: desk.draft(100))
    assert isinstance(first, PaymentOrder)
    assert first == second
