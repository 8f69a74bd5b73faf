"""A payment order takes two officers, pays never more than is owed, and pays each line once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.ledger import queries, services
from erdem.ledger.choices import AccountKind, Unit
from erdem.ledger.models import Entry, PaymentLine, PaymentOrder
from erdem.ledger.payment_choices import HoldKind, LineState, OrderStatus
from erdem.ledger.queries import payments as reads
from erdem.ledger.services import Line, Wanted
from erdem.ledger.tests.paying import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(in_english: None) -> Desk:
    return make_desk()


def test_an_order_goes_from_draft_to_settled_and_pays_each_line_once(desk: Desk) -> None:
    order = desk.sent(10_000, 4_000)
    assert order.number.startswith("PO-")
    settled = services.run_order(actor=desk.one, order_id=order.pk)
    again = services.run_order(actor=desk.one, order_id=order.pk)
    assert settled.status == again.status == OrderStatus.SETTLED
    assert [(line.state, line.entry is not None) for line in desk.lines(order)] == [(LineState.PAID, True)] * 2
    assert [desk.balance(account) for account in desk.owed] == [0, -6_000, -10_000]
    assert desk.balance(desk.bank.account) == -14_000
    with acting_as(SYSTEM):
        assert Entry.objects.filter(document_type="payment_line").count() == 2


def test_who_proposed_it_does_not_approve_it(desk: Desk) -> None:
    order = desk.move(desk.draft(100), "propose")
    with acting_as(desk.one), pytest.raises(PermissionRefused, match="Somebody else"):
        services.move_order(actor=desk.one, order=order, step="approve")
    assert desk.move(order, "approve").approved_by_id == desk.two.user_id


def test_a_second_click_changes_nothing_and_somebody_else_reads_who_was_first(desk: Desk) -> None:
    order = desk.move(desk.draft(100), "propose", "propose", "approve", "approve")
    with acting_as(desk.one), pytest.raises(RuleBroken, match=r"示例复核\d+ was first, at \d{4}-"):
        services.move_order(actor=desk.one, order=order, step="approve")
    desk.move(order, "send", "send")
    with acting_as(SYSTEM):
        taken = AuditEntry.objects.filter(action__in=("ledger.approve_order", "ledger.send_order")).count()
    assert taken == 2


def test_a_machine_signs_nothing(desk: Desk) -> None:
    order = desk.draft(100)
    with acting_as(SYSTEM), pytest.raises(PermissionRefused, match="people"):
        services.move_order(actor=SYSTEM, order=order, step="propose")


@pytest.mark.parametrize(("amount", "word"), [(10_001, "owed"), (0, "more than nothing"), (-5, "more than nothing")])
def test_never_more_than_is_owed_and_never_less_than_something(desk: Desk, amount: int, word: str) -> None:
    with pytest.raises(RuleBroken, match=word):
        desk.draft(amount)
    with acting_as(SYSTEM):
        assert not PaymentOrder.objects.exists()


def test_what_other_orders_pay_counts_until_they_are_cancelled(desk: Desk) -> None:
    first = desk.draft(6_000)
    with pytest.raises(RuleBroken, match="other orders count"):
        desk.draft(4_001)
    desk.draft(4_000)
    desk.move(first, "cancel")
    assert desk.draft(6_000).number


def test_another_currency_and_another_book_are_refused(desk: Desk) -> None:
    with acting_as(desk.one):
        dollars = services.account_of(desk.book, AccountKind.OWED, Unit.USD, desk.payees[0])
        due = services.account_of(desk.book, AccountKind.DUE, Unit.USD, desk.firm)
        services.post(
            actor=desk.one,
            book=desk.book,
            day=timezone.localdate(),
            memo="示例",
            lines=[Line(due, 500), Line(dollars, -500)],
        )
    with pytest.raises(RuleBroken, match="currency of the order"):
        desk.draft(500, accounts=[dollars])
    other = make_desk(office="示例邻旗市场监督管理局")
    with pytest.raises(RuleBroken, match="its book"):
        desk.draft(500, accounts=other.owed)


def test_an_order_is_fixed_once_it_is_proposed_and_writable_again_when_handed_back(desk: Desk) -> None:
    order = desk.draft(100, 200)
    first, second = desk.lines(order)
    wanted = Wanted(first.account_id, 150, "示例", "示例银行", "6222 1111")
    with acting_as(desk.one):
        assert services.change_line(actor=desk.one, line=first, wanted=wanted).bank_number == "62221111"
    desk.move(order, "propose")
    with acting_as(desk.one), pytest.raises(RuleBroken, match="is fixed"):
        services.change_line(actor=desk.one, line=desk.lines(order)[0], wanted=wanted)
    with acting_as(desk.one), pytest.raises(RuleBroken, match="is fixed"):
        services.strike_line(actor=desk.one, line=second)
    with acting_as(desk.two), pytest.raises(RuleBroken, match="reason"):
        services.move_order(actor=desk.two, order=order, step="hand_back", reason=" ")
    back = desk.move(desk.move(order, "approve"), "hand_back")
    assert back.approved_by_id is None
    with acting_as(desk.one):
        services.strike_line(actor=desk.one, line=desk.lines(order)[1])
    assert [line.ordinal for line in desk.lines(order)] == [1]


def test_an_order_without_account_numbers_or_without_lines_is_not_proposed(desk: Desk) -> None:
    with acting_as(desk.one):
        order = services.draft_order(
            actor=desk.one,
            bank_account=desk.bank,
            day=timezone.localdate(),
            memo="示例",
            wanted=[Wanted(desk.owed[0].pk, 5)],
        )
        with pytest.raises(RuleBroken, match="示例社区1"):
            services.move_order(actor=desk.one, order=order, step="propose")
        services.strike_line(actor=desk.one, line=desk.lines(order)[0])
        with pytest.raises(RuleBroken, match="nothing to pay"):
            services.move_order(actor=desk.one, order=order, step="propose")
        with pytest.raises(RuleBroken, match="at least one"):
            services.draft_order(
                actor=desk.one, bank_account=desk.bank, day=timezone.localdate(), memo="示例", wanted=[]
            )


def test_a_payee_stopped_in_the_middle_of_a_run_is_left_out_and_the_others_are_paid(desk: Desk) -> None:
    order = desk.sent(1_000, 2_000, 3_000)

    def stop(done: int) -> None:
        if done == 1:
            with acting_as(desk.two):
                services.hold_payee(
                    actor=desk.two, payee=desk.payees[1], kind=HoldKind.DISPUTED, reason="示例：两个嘎查都主张"
                )

    settled = services.run_order(actor=desk.one, order_id=order.pk, on_progress=stop)
    lines = desk.lines(order)
    assert [line.state for line in lines] == [LineState.PAID, LineState.REFUSED, LineState.PAID]
    assert "两个嘎查都主张" in lines[1].state_reason
    assert settled.status == OrderStatus.SETTLED
    assert desk.balance(desk.owed[1]) == -10_000
    with pytest.raises(RuleBroken, match="are stopped"):
        desk.draft(0, 1_000, accounts=desk.owed[1:2])
    with acting_as(desk.one):
        hold = reads.holds(desk.one).get()
        services.release_payee(actor=desk.one, hold=hold, reason="示例：已裁定")
    assert desk.draft(1_000, accounts=desk.owed[1:2]).number


def test_money_taken_into_dispute_in_the_middle_of_a_run_is_not_paid(desk: Desk) -> None:
    order = desk.sent(9_000, 2_000)
    with acting_as(desk.one):
        disputed = services.account_of(desk.book, AccountKind.DISPUTED, Unit.CNY, desk.payees[0])
        services.post(
            actor=desk.one,
            book=desk.book,
            day=timezone.localdate(),
            memo="示例：争议",
            lines=[Line(desk.owed[0], 5_000), Line(disputed, -5_000)],
        )
    services.run_order(actor=desk.one, order_id=order.pk)
    first, second = desk.lines(order)
    assert (first.state, second.state) == (LineState.REFUSED, LineState.PAID)
    assert "50.00" in first.state_reason


def test_handing_to_the_bank_leaves_out_who_was_stopped_since(desk: Desk) -> None:
    order = desk.move(desk.draft(1_000, 2_000), "propose", "approve")
    with acting_as(desk.two):
        services.hold_payee(actor=desk.two, payee=desk.payees[0], kind=HoldKind.CLOSED, reason="示例：社区已撤销")
        with pytest.raises(RuleBroken, match="already"):
            services.hold_payee(actor=desk.two, payee=desk.payees[0], kind=HoldKind.CLOSED, reason="示例")
    desk.move(order, "send")
    assert [line.state for line in desk.lines(order)] == [LineState.REFUSED, LineState.OPEN]


def test_the_fee_of_the_bank_is_a_line_of_its_own(desk: Desk) -> None:
    order = desk.sent(1_000)
    with acting_as(desk.one):
        line = services.settle_line(actor=desk.one, line_id=desk.lines(order)[0].pk, fee=50)
        fees = services.account_of(desk.book, AccountKind.FEE, Unit.CNY)
        with pytest.raises(RuleBroken, match="nothing or more"):
            services.settle_line(actor=desk.one, line_id=desk.lines(desk.sent(1_000))[0].pk, fee=-50)
    assert line.entry is not None
    assert (desk.balance(desk.bank.account), desk.balance(fees)) == (-1_050, 50)


def test_a_payment_that_the_bank_returned_is_owed_again_and_never_paid_by_the_same_line(desk: Desk) -> None:
    order = desk.sent(1_000)
    services.run_order(actor=desk.one, order_id=order.pk)
    (line,) = desk.lines(order)
    with acting_as(desk.one):
        services.bounce_line(actor=desk.one, line=line, reason="示例：账号有误")
        with pytest.raises(RuleBroken, match="once"):
            services.bounce_line(actor=desk.one, line=line, reason="示例：账号有误")
        assert services.settle_line(actor=desk.one, line_id=line.pk).state == LineState.BOUNCED
    assert desk.balance(desk.owed[0]) == -10_000
    assert desk.draft(10_000).number


def test_the_entry_of_a_payment_is_taken_back_on_its_order_alone(desk: Desk) -> None:
    order = desk.sent(1_000)
    services.run_order(actor=desk.one, order_id=order.pk)
    with acting_as(desk.one):
        entry = desk.lines(order)[0].entry
        assert entry is not None
        with pytest.raises(RuleBroken, match="page of the order"):
            services.reverse(actor=desk.one, entry=entry, memo="示例")


def test_what_was_done_in_a_closed_period_is_entered_today(desk: Desk) -> None:
    order = desk.sent(1_000)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    with acting_as(desk.one):
        services.close_period(actor=desk.one, book=desk.book, until=yesterday)
        line = services.settle_line(actor=desk.one, line_id=desk.lines(order)[0].pk, day=yesterday)
    assert line.settled_on == timezone.localdate()


def test_what_is_owed_longest_comes_first_with_what_is_free() -> None:
    desk = make_desk(days=20)
    order = desk.draft(4_000)
    with acting_as(desk.one):
        owed = reads.owed_list(desk.one, desk.bank)
    assert [one.payee.name for one in owed] == ["示例社区1", "示例社区2", "示例社区3"]
    assert (owed[0].amount, owed[0].ordered, owed[0].free) == (10_000, 4_000, 6_000)
    assert owed[0].since == timezone.localdate() - dt.timedelta(days=20)
    assert owed[0].last == desk.lines(order)[0]


def test_part_of_what_is_owed_makes_the_rest_younger() -> None:
    desk = make_desk(payees=1, days=20)
    desk.owe(desk.owed[0], 500)
    order = desk.sent(10_000)
    services.run_order(actor=desk.one, order_id=order.pk)
    with acting_as(desk.one):
        (left,) = reads.owed_list(desk.one, desk.bank)
    assert (left.amount, left.since) == (500, timezone.localdate())


def test_a_payee_sees_its_own_payments_and_no_order(desk: Desk) -> None:
    order = desk.sent(1_000, 2_000)
    with acting_as(desk.one):
        assert not queries.payments_to(desk.one, desk.payees[0]).exists()
    services.run_order(actor=desk.one, order_id=order.pk)
    with acting_as(desk.one):
        assert [line.amount for line in queries.payments_to(desk.one, desk.payees[0])] == [1_000]
    other = make_desk(office="示例邻旗市场监督管理局")
    with acting_as(other.one):
        assert not PaymentOrder.objects.exists()
        assert not PaymentLine.objects.exists()
        assert not queries.payments_to(other.one, desk.payees[0]).exists()
        with pytest.raises(PermissionRefused):
            services.start_run(actor=other.one, order=order)
