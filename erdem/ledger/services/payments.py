"""Payment orders: made from what is owed, proposed by one officer, approved by another, handed to the bank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment
from erdem.base.numbering import document_number
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.ledger.choices import AccountKind, Unit
from erdem.ledger.models import Account, BankAccount, Book, Payee, PayeeHold, PaymentLine, PaymentOrder
from erdem.ledger.payment_choices import WRITABLE, HoldKind, LineState, OrderStatus
from erdem.ledger.policies import can_handle_order, can_keep
from erdem.ledger.queries.payments import holds_of
from erdem.ledger.services.accounts import account_of
from erdem.ledger.services.faults import broken
from erdem.ledger.services.payment_faults import PAYMENT_SENTENCES
from erdem.ledger.workflow import PAYMENT_ORDER

SERIES = "PO"
JUST_NOW = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Wanted:
    """One payee of an order: what to pay from which account, and where to, as the payee gave it."""

    account_id: int
    amount: int
    holder_name: str = ""
    bank_name: str = ""
    bank_number: str = ""


@transaction.atomic
def open_bank_account(*, actor: Actor, book: Book, name: str, bank: str, number: str, unit: Unit) -> BankAccount:
    """Enter an account that the office has at a bank.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the number is none, or the book has an account in this currency.
    """
    require(can_keep(actor, book))
    tidy = "".join(number.split()).upper().replace("-", "")
    held = account_of(book, AccountKind.BANK, unit)
    made = BankAccount(book=book, name=name.strip(), bank=bank.strip(), number=tidy, unit=unit, account=held)
    with broken():
        made.save(force_insert=True)
    audit.record(actor, action="ledger.open_bank_account", target=made, organisation_id=book.keeper_id)
    return made


@transaction.atomic
def hold_payee(*, actor: Actor, payee: Payee, kind: HoldKind, reason: str) -> PayeeHold:
    """Stop payments to a payee; lines on their way are left out when their turn comes.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: no reason, or they are stopped already.
    """
    require(can_keep(actor, payee.book))
    hold = PayeeHold(payee=payee, kind=kind, reason=reason.strip()[:500], begun_by_id=actor.user_id)
    with broken():
        hold.save(force_insert=True)
    detail = {"payee": payee.pk, "kind": str(kind)}
    audit.record(actor, action="ledger.hold_payee", target=hold, organisation_id=payee.book.keeper_id, detail=detail)
    return hold


@transaction.atomic
def release_payee(*, actor: Actor, hold: PayeeHold, reason: str) -> PayeeHold:
    """Let payments to a payee go on; what was left out meanwhile goes into a new order.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: no reason, or it was lifted already.
    """
    book = hold.payee.book
    require(can_keep(actor, book))
    hold.ended_at, hold.ended_by_id, hold.end_reason = timezone.now(), actor.user_id, reason.strip()[:500]
    with broken():
        hold.save(update_fields=["ended_at", "ended_by", "end_reason"])
    audit.record(actor, action="ledger.release_payee", target=hold, organisation_id=book.keeper_id)
    return hold


@transaction.atomic
def draft_order(
    *, actor: Actor, bank_account: BankAccount, day: dt.date, memo: str, wanted: Sequence[Wanted]
) -> PaymentOrder:
    """Begin an order with its lines, in one act. The same order of a moment ago, from a second click, is returned as it is.

    Raises:
        PermissionRefused: the actor does not keep the book, or is a machine.
        RuleBroken: nobody is to be paid, more than is owed, another currency, a payee whose payments are stopped.
    """
    book = bank_account.book
    order = PaymentOrder(
        book=book,
        bank_account=bank_account,
        unit=bank_account.unit,
        day=day,
        memo=memo.strip()[:300],
        drafted_by_id=actor.user_id or 0,
    )
    require(can_handle_order(actor, order))
    if not wanted:
        raise RuleBroken(_("Choose at least one payee."), field="payees")
    again = _drafted_just_now(order, wanted)
    if again is not None:
        return again
    lines = _lines_of(order, wanted)
    order.number = document_number(SERIES, timezone.localdate().year)
    with broken():
        order.save(force_insert=True)
        for line in lines:
            line.reference = f"{order.number}/{line.ordinal}"
        # In the order of the accounts: two who order at once wait for each other and never in a circle.
        PaymentLine.objects.bulk_create(sorted(lines, key=lambda line: line.account_id))
    detail = {"lines": len(lines), "amount": sum(line.amount for line in lines), "unit": order.unit}
    audit.record(actor, action="ledger.draft_order", target=order, organisation_id=book.keeper_id, detail=detail)
    return order


def _drafted_just_now(order: PaymentOrder, wanted: Sequence[Wanted]) -> PaymentOrder | None:
    """Find the same order by the same person; of two clicks in one moment the second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ledger.draft.{order.drafted_by_id}"])
    asked = sorted((one.account_id, one.amount) for one in wanted)
    recent = PaymentOrder.objects.filter(
        bank_account=order.bank_account,
        day=order.day,
        memo=order.memo,
        drafted_by=order.drafted_by_id,
        status=OrderStatus.DRAFT,
        created_at__gt=timezone.now() - JUST_NOW,
    )
    return next((one for one in recent if sorted(one.lines.values_list("account_id", "amount")) == asked), None)


def _lines_of(order: PaymentOrder, wanted: Sequence[Wanted]) -> list[PaymentLine]:
    accounts = {
        account.pk: account
        for account in Account.objects.filter(
            pk__in=[one.account_id for one in wanted], book=order.book, kind=AccountKind.OWED
        ).select_related("payee")
    }
    held = holds_of(account.payee_id for account in accounts.values() if account.payee_id)
    lines = []
    for ordinal, one in enumerate(wanted, 1):
        account = accounts.get(one.account_id)
        if account is None or account.payee is None or account.unit != order.unit:
            raise RuleBroken(_("A line pays what its book owes to its payee, in the currency of the order."))
        if hold := held.get(account.payee.pk):
            raise RuleBroken(_stopped(account.payee, hold))
        lines.append(
            PaymentLine(
                order=order,
                ordinal=ordinal,
                payee=account.payee,
                account=account,
                amount=one.amount,
                holder_name=(one.holder_name or account.payee.name).strip()[:200],
                bank_name=one.bank_name.strip()[:200],
                bank_number="".join(one.bank_number.split())[:64],
            )
        )
    return lines


def _stopped(payee: Payee, hold: PayeeHold) -> str:
    words = {"payee": payee.name, "kind": hold.get_kind_display(), "reason": hold.reason}
    return _("Payments to %(payee)s are stopped: %(kind)s. %(reason)s") % words


@transaction.atomic
def change_line(*, actor: Actor, line: PaymentLine, wanted: Wanted) -> PaymentLine:
    """Correct amount and account of a line before its order is proposed.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the order is fixed, or more would be ordered than is owed.
    """
    require(can_handle_order(actor, line.order))
    _require_writable(line.order)
    line.amount = wanted.amount
    line.holder_name = wanted.holder_name.strip()[:200]
    line.bank_name = wanted.bank_name.strip()[:200]
    line.bank_number = "".join(wanted.bank_number.split())[:64]
    with broken():
        line.save(update_fields=["amount", "holder_name", "bank_name", "bank_number"])
    detail = {"line": line.ordinal, "amount": line.amount}
    audit.record(
        actor, action="ledger.change_line", target=line.order, organisation_id=line.order.book.keeper_id, detail=detail
    )
    return line


@transaction.atomic
def strike_line(*, actor: Actor, line: PaymentLine) -> None:
    """Take a payee out of an order before it is proposed.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the order is fixed.
    """
    order = line.order
    require(can_handle_order(actor, order))
    _require_writable(order)
    with broken():
        line.delete()
    detail = {"line": line.ordinal, "amount": line.amount}
    audit.record(actor, action="ledger.strike_line", target=order, organisation_id=order.book.keeper_id, detail=detail)


@transaction.atomic
def move_order(*, actor: Actor, order: PaymentOrder, step: str, reason: str = "") -> PaymentOrder:
    """Take a step with an order. Doing again what one has just done changes nothing.

    Raises:
        PermissionRefused: the actor may not; approving what one proposed oneself.
        RuleBroken: somebody else was first (says who and when), a reason or a number is missing, nothing is to be paid.
    """
    current = PaymentOrder.objects.select_for_update().get(pk=order.pk)
    taken = _taken(current, step)
    if taken is not None:
        if taken == actor.user_id:
            return current
        raise RuleBroken(_who_was_first(current, step))
    given = _given(actor, current, step, reason)
    with broken():
        take_step(PAYMENT_ORDER, current, step, actor=actor, **given)
    detail = {"step": step, "number": current.number}
    audit.record(
        actor, action=f"ledger.{step}_order", target=current, organisation_id=current.book.keeper_id, detail=detail
    )
    return current


def _taken(order: PaymentOrder, step: str) -> int | None:
    """Return who has taken this step already, when the order stands where it leads."""
    by = {
        "propose": (OrderStatus.PROPOSED, order.proposed_by_id),
        "approve": (OrderStatus.APPROVED, order.approved_by_id),
        "send": (OrderStatus.SENT, order.sent_by_id),
    }
    status, user = by.get(step, ("", None))
    return user if order.status == status else None


def _who_was_first(order: PaymentOrder, step: str) -> str:
    by = {
        "propose": (order.proposed_by, order.proposed_at),
        "approve": (order.approved_by, order.approved_at),
        "send": (order.sent_by, order.sent_at),
    }
    user, moment = by[step]
    words = {"name": user.get_full_name() if user else "", "moment": iso_moment(moment)}
    return _("%(name)s was first, at %(moment)s. Nothing was done twice.") % words


def _given(actor: Actor, order: PaymentOrder, step: str, reason: str) -> dict[str, object]:
    """Return what is written with a step; handing to the bank leaves out whose payments were stopped meanwhile."""
    now = timezone.now()
    if step == "propose":
        _require_numbers(order)
        return {"proposed_by_id": actor.user_id, "proposed_at": now, "status_reason": ""}
    if step == "approve":
        return {"approved_by_id": actor.user_id, "approved_at": now}
    if step == "send":
        require(can_handle_order(actor, order))
        leave_out_stopped(order)
        return {"sent_by_id": actor.user_id, "sent_at": now}
    if step == "settle":
        return {"settled_at": now}
    fallen = {"approved_by_id": None, "approved_at": None} if step == "hand_back" else {}
    return {"status_reason": reason.strip()[:500], **fallen}


def _require_numbers(order: PaymentOrder) -> None:
    missing = order.lines.filter(bank_number="").select_related("payee")
    if names := [line.payee.name for line in missing[:3]]:
        raise RuleBroken(
            _("The account number is missing for: %(names)s. Write it in, or take the payee out of the order.")
            % {"names": "、".join(names)}
        )


def leave_out_stopped(order: PaymentOrder) -> int:
    """Leave out the lines of payees whose payments were stopped since; part of handing the order to the bank."""
    lines = list(order.lines.filter(state=LineState.OPEN).select_related("payee"))
    held = holds_of(line.payee_id for line in lines)
    for line in lines:
        if hold := held.get(line.payee_id):
            refuse(line, _stopped(line.payee, hold))
    return len(held)


def refuse(line: PaymentLine, reason: str) -> None:
    """Leave a line out and say why; the money stays owed. Part of sending and of settling."""
    line.state, line.state_reason = LineState.REFUSED, reason[:500]
    with broken():
        line.save(update_fields=["state", "state_reason"])


def _require_writable(order: PaymentOrder) -> None:
    if order.status not in WRITABLE:
        raise RuleBroken(str(PAYMENT_SENTENCES["payment_order_is_fixed"]))


@transaction.atomic
def note_payments_taken(*, actor: Actor, kind: str, order: PaymentOrder | None = None) -> None:
    """Note that somebody took a table of payments or bank lines away: account numbers are in it."""
    detail = {"kind": kind}
    office = order.book.keeper_id if order else next(iter(actor.organisation_ids), None)
    audit.record(actor, action="ledger.take_payments", target=order, organisation_id=office, detail=detail)
