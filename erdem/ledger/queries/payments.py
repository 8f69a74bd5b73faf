"""Reads of payments: what is owed and free to order, orders, the payments to one payee."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from erdem.base.actor import Actor
from erdem.ledger.choices import AccountKind
from erdem.ledger.models import Account, BankAccount, Book, Payee, PayeeHold, PaymentLine, PaymentOrder
from erdem.ledger.payment_choices import LineState, OrderStatus
from erdem.ledger.policies import kept, visible_accounts, visible_holds, visible_payments

__all__ = [
    "Owed",
    "PaymentLine",
    "PaymentOrder",
    "balances_of",
    "bank_accounts",
    "books_kept",
    "get_line",
    "get_order",
    "holds",
    "holds_of",
    "order_lines",
    "orders",
    "owed_list",
    "payees_kept",
    "payments_to",
]
SORTS = {"number": "id", "day": "day", "status": "status", "total": "total"}
# One statement for many accounts: which accounts a reader sees is then found out once, not once an account.
_BALANCES = """
SELECT a, coalesce(k.amount, 0) + coalesce((
    SELECT sum(p.amount) FROM ledger_posting AS p WHERE p.account_id = a AND p.day > coalesce(k.until, '-infinity')), 0)
FROM unnest(%s::bigint[]) AS a LEFT JOIN LATERAL ledger_last_kept(a, 'infinity') AS k ON true
"""
_SINCE = """
SELECT c.account_id, min(c.day) FROM (
    SELECT p.account_id, p.day, p.amount, sum(-p.amount) FILTER (WHERE p.amount < 0) OVER own AS running,
        sum(p.amount) FILTER (WHERE p.amount > 0) OVER (PARTITION BY p.account_id) AS paid
    FROM ledger_posting AS p WHERE p.account_id = ANY (%s) WINDOW own AS (PARTITION BY p.account_id ORDER BY p.day, p.id)
) AS c WHERE c.amount < 0 AND c.running > coalesce(c.paid, 0) GROUP BY c.account_id
"""


@dataclass(frozen=True)
class Owed:
    """What is owed to one payee in one currency: in all, on its way in other orders, and since when the oldest of it."""

    account: Account
    payee: Payee
    amount: int
    ordered: int
    since: dt.date | None
    hold: PayeeHold | None
    last: PaymentLine | None
    """The last line that was written for the payee: where the money went then."""

    @property
    def free(self) -> int:
        """What may still be ordered."""
        return max(0, self.amount - self.ordered)


def books_kept(actor: Actor) -> QuerySet[Book]:
    """Return the books that the actor's office keeps."""
    return Book.objects.filter(kept(actor, "")).select_related("keeper").order_by("name", "id")


def payees_kept(actor: Actor) -> QuerySet[Payee]:
    """Return the payees of the office's books to whom payments are not stopped."""
    found = Payee.objects.filter(kept(actor), closed_on__isnull=True)
    stopped = PayeeHold.objects.filter(payee=OuterRef("pk"), ended_at__isnull=True)
    return found.filter(~Exists(stopped)).order_by("name", "id")


def bank_accounts(actor: Actor) -> QuerySet[BankAccount]:
    """Return the office's accounts at banks."""
    return (
        BankAccount.objects.filter(kept(actor)).select_related("book", "account").order_by("book__name", "unit", "id")
    )


def holds_of(payees: Iterable[int]) -> dict[int, PayeeHold]:
    """Return which of these payees are paid nothing for the time being."""
    return {hold.payee_id: hold for hold in PayeeHold.objects.filter(payee_id__in=list(payees), ended_at__isnull=True)}


def holds(actor: Actor) -> QuerySet[PayeeHold]:
    """Return the stops in force."""
    found = PayeeHold.objects.filter(visible_holds(actor), ended_at__isnull=True)
    return found.select_related("payee__book", "begun_by")


def owed_list(actor: Actor, bank_account: BankAccount) -> list[Owed]:
    """Return what a book owes in the currency of its bank account, what has waited longest first."""
    accounts = Account.objects.filter(
        visible_accounts(actor), book=bank_account.book_id, kind=AccountKind.OWED, unit=bank_account.unit
    ).select_related("payee")
    known = {account.pk: account for account in accounts}
    owed = {key: -amount for key, amount in balances_of(list(known)).items() if amount < 0}
    since = _since(list(owed))
    rows = sorted((since.get(key) or dt.date.max, key, amount) for key, amount in owed.items())
    ordered = _ordered(list(owed))
    held = holds_of(account.payee_id for account in known.values() if account.payee_id)
    last = _last_lines(actor, list(known))
    return [
        Owed(known[key], payee, amount, ordered.get(key, 0), since.get(key), held.get(payee.pk), last.get(payee.pk))
        for _day, key, amount in rows
        if (payee := known[key].payee) is not None
    ]


def balances_of(accounts: list[int]) -> dict[int, int]:
    """Return the balance of each of these accounts today; of a hidden one it is nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES, [accounts])
        return {int(key): int(amount) for key, amount in cursor.fetchall()}


def _since(accounts: list[int]) -> dict[int, dt.date]:
    """Return since when the oldest of what is owed waits: what is paid, pays the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [accounts])
        return {int(key): day for key, day in cursor.fetchall()}


def _ordered(accounts: list[int]) -> dict[int, int]:
    found = PaymentLine.objects.filter(account_id__in=accounts, state=LineState.OPEN)
    found = found.exclude(order__status=OrderStatus.CANCELLED)
    return dict(found.values_list("account_id").annotate(total=Sum("amount")).order_by())


def _last_lines(actor: Actor, accounts: list[int]) -> dict[int, PaymentLine]:
    found = PaymentLine.objects.filter(visible_payments(actor), account_id__in=accounts).exclude(bank_number="")
    return {line.payee_id: line for line in found.order_by("payee_id", "-id").distinct("payee_id")}


def orders(actor: Actor, sort: str = "", status: str = "") -> QuerySet[PaymentOrder]:
    """Return the orders of the office, with the sum and the number of their lines, in an order of `SORTS`."""
    wanted = SORTS.get(sort.removeprefix("-"), "id")
    way = wanted if sort and not sort.startswith("-") and sort in SORTS else f"-{wanted}"
    found = PaymentOrder.objects.filter(kept(actor)).select_related(
        "book", "bank_account", "proposed_by", "approved_by"
    )
    if status in OrderStatus.values:
        found = found.filter(status=status)
    counted = found.annotate(
        total=Sum("lines__amount"),
        count=Count("lines"),
        paid=Count("lines", filter=Q(lines__state=LineState.PAID)),
        out=Count("lines", filter=Q(lines__state__in=(LineState.REFUSED, LineState.BOUNCED))),
    )
    return counted.order_by(way, "-id")


def get_order(actor: Actor, number: str) -> PaymentOrder | None:
    """Return an order of the office, or None."""
    return orders(actor).filter(number=number).select_related("drafted_by", "sent_by", "book__keeper").first()


def order_lines(actor: Actor, order: PaymentOrder) -> QuerySet[PaymentLine]:
    """Return the lines of an order, in their order."""
    found = PaymentLine.objects.filter(visible_payments(actor), order=order)
    return found.select_related("payee", "entry", "account").order_by("ordinal")


def get_line(actor: Actor, order: PaymentOrder, ordinal: int) -> PaymentLine | None:
    """Return a line of an order, or None."""
    return (
        order_lines(actor, order).filter(ordinal=ordinal).select_related("order__book", "order__bank_account").first()
    )


def payments_to(actor: Actor, payee: Payee) -> QuerySet[PaymentLine]:
    """Return the payments made to a payee, newest first: for its own statement. Others see none of them."""
    found = PaymentLine.objects.filter(
        visible_payments(actor), payee=payee, state__in=(LineState.PAID, LineState.BOUNCED)
    )
    return found.select_related("entry", "account").order_by("-settled_on", "-id")
