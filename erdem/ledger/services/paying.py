"""Settling an order: each line in a transaction of its own, entered once however often it is tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from erdem.base import audit, jobs
from erdem.base.actor import Actor, acting_as
from erdem.base.formatting import money_from_fen
from erdem.base.policy import RuleBroken, require
from erdem.ledger.choices import AccountKind, Unit
from erdem.ledger.models import Book, ClosedPeriod, Entry, PaymentLine, PaymentOrder
from erdem.ledger.payment_choices import LineState, OrderStatus
from erdem.ledger.policies import can_handle_order, can_keep
from erdem.ledger.queries.balances import balance
from erdem.ledger.queries.payments import holds_of
from erdem.ledger.services.accounts import account_of
from erdem.ledger.services.faults import broken
from erdem.ledger.services.matching_many import PAYMENT, payment_memo
from erdem.ledger.services.payments import _stopped, move_order, refuse
from erdem.ledger.services.posting import Document, Line, post, reverse

RUN = "ledger.run_order"


@transaction.atomic
def start_run(*, actor: Actor, order: PaymentOrder) -> PaymentOrder:
    """Have an order settled in the background; a second click finds it on its way.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the order is not with the bank.
    """
    require(can_handle_order(actor, order))
    current = PaymentOrder.objects.select_for_update().get(pk=order.pk)
    if current.status != OrderStatus.SENT:
        raise RuleBroken(
            _("Only an order that is with the bank is settled. Reload the page to see where it stands now.")
        )
    total = current.lines.filter(state=LineState.OPEN).count()
    progress = jobs.announce(RUN, actor=actor, total=total)
    current.progress_id = progress.pk
    current.save(update_fields=["progress_id", "updated_at"])
    app.configure_task(RUN, lock=f"{RUN}:{current.pk}").defer(
        order_id=current.pk, user_id=actor.user_id, progress_id=str(progress.pk)
    )
    detail = {"number": current.number, "lines": total}
    audit.record(
        actor, action="ledger.start_run", target=current, organisation_id=current.book.keeper_id, detail=detail
    )
    return current


def run_order(
    *, actor: Actor, order_id: int, on_progress: Callable[[int], None] | None = None, day: dt.date | None = None
) -> PaymentOrder:
    """Settle what is open of an order, line by line, and close it. Interrupted anywhere it is simply run again.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the order is not with the bank.
    """
    with acting_as(actor):
        order = PaymentOrder.objects.select_related("book").get(pk=order_id)
        waiting = list(order.lines.filter(state=LineState.OPEN).order_by("ordinal").values_list("pk", flat=True))
    for done, line_id in enumerate(waiting, 1):
        with acting_as(actor):
            settle_line(actor=actor, line_id=line_id, day=day)
        if on_progress:
            on_progress(done)
    with acting_as(actor):
        return close_order(actor=actor, order=order)


@transaction.atomic
def close_order(*, actor: Actor, order: PaymentOrder) -> PaymentOrder:
    """Close an order of which nothing is open any more; closing it again, or too early, changes nothing.

    Raises:
        PermissionRefused: the actor does not keep the book.
    """
    current = PaymentOrder.objects.select_for_update().get(pk=order.pk)
    if current.status != OrderStatus.SENT or current.lines.filter(state=LineState.OPEN).exists():
        return current
    return move_order(actor=actor, order=current, step="settle")


@transaction.atomic
def settle_line(*, actor: Actor, line_id: int, day: dt.date | None = None, fee: int = 0) -> PaymentLine:
    """Enter a payment, with the fee that the bank took as a line of its own; or leave it out and say why. Once.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the order is not with the bank, or the fee is less than nothing.
    """
    line = PaymentLine.objects.select_for_update(of=("self",)).select_related("order__book", "payee").get(pk=line_id)
    order = line.order
    require(can_keep(actor, order.book))
    if line.state != LineState.OPEN:
        return line
    if order.status != OrderStatus.SENT:
        raise RuleBroken(
            _("Only an order that is with the bank is settled. Reload the page to see where it stands now.")
        )
    _one_at_a_time(line)
    if why := _why_not(line):
        refuse(line, why)
        detail = {"line": line.reference}
        audit.record(
            actor, action="ledger.refuse_payment", target=order, organisation_id=order.book.keeper_id, detail=detail
        )
        return line
    _pay(actor, line, day or timezone.localdate(), fee)
    return line


def _one_at_a_time(line: PaymentLine) -> None:
    """Let two who pay from one account wait for each other before either holds anything."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ledger.owed.{line.account_id}"])


def _why_not(line: PaymentLine) -> str:
    if hold := holds_of([line.payee_id]).get(line.payee_id):
        return _stopped(line.payee, hold)
    if line.payee.closed_on is not None:
        return _("%(payee)s was closed: %(reason)s") % {"payee": line.payee.name, "reason": line.payee.closed_reason}
    owed = -balance(line.account)
    if owed < line.amount:
        return _("Only %(owed)s is owed by now; the rest was taken back or is in dispute.") % {
            "owed": money_from_fen(max(owed, 0))
        }
    return ""


def _pay(actor: Actor, line: PaymentLine, day: dt.date, fee: int) -> None:
    order = line.order
    lines = [
        Line(line.account, line.amount, line.reference),
        Line(order.bank_account.account, -line.amount - fee, line.reference),
    ]
    if fee:
        lines.append(Line(account_of(order.book, AccountKind.FEE, Unit(order.unit)), fee, line.reference))
    with broken():
        entry = post(
            actor=actor,
            book=order.book,
            day=open_day(order.book, day),
            memo=payment_memo(line),
            lines=lines,
            document=Document(PAYMENT, str(line.pk)),
        )
        line.state, line.entry, line.fee, line.settled_on = LineState.PAID, entry, fee, entry.day
        line.save(update_fields=["state", "entry", "fee", "settled_on"])


def open_day(book: Book, day: dt.date) -> dt.date:
    """Return the day itself, or today when its period is closed: what the bank did late is entered late."""
    closed = ClosedPeriod.objects.filter(book=book, until__gte=day).exists()
    return timezone.localdate() if closed else day


@transaction.atomic
def bounce_line(*, actor: Actor, line: PaymentLine, reason: str) -> Entry:
    """Note that the bank returned a payment: its entry is taken back, and the money is owed again.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: it was not paid, was returned already, or no reason is given.
    """
    current = (
        PaymentLine.objects.select_for_update(of=("self",)).select_related("order__book", "entry__book").get(pk=line.pk)
    )
    require(can_keep(actor, current.order.book))
    if current.state != LineState.PAID or current.entry is None:
        raise RuleBroken(_("Only a payment that was made is returned, and once."))
    with broken():
        back = reverse(actor=actor, entry=current.entry, memo=reason)
        current.state, current.state_reason = LineState.BOUNCED, reason.strip()[:500]
        current.save(update_fields=["state", "state_reason"])
    return back
