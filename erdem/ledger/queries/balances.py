"""Balances and statements: the last closed period, and what has come since."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, F, Func, QuerySet, Value
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.ledger.models import Account, Book, Entry, Posting
from erdem.ledger.policies import visible_accounts, visible_entries, visible_in_accounts


@dataclass(frozen=True)
class StatementLine:
    """One line of a statement, with the balance after it. Amounts in smallest units."""

    day: dt.date
    number: int
    memo: str
    note: str
    amount: int
    balance: int


def balance(account: Account, day: dt.date | None = None) -> int:
    """Return the balance of an account at the end of a day, of today when none is named; of a hidden account it is nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_balance(%s, coalesce(%s, erdem_today()))", [account.pk, day])
        return int(cursor.fetchone()[0])


def statement(actor: Actor, account: Account, since: dt.date, until: dt.date) -> tuple[int, list[StatementLine]]:
    """Return the balance before the first day, and each movement of an account up to the last day, oldest first."""
    before = balance(account, since - dt.timedelta(days=1))
    held = before
    lines = []
    found = Posting.objects.filter(visible_in_accounts(actor), account=account, day__gte=since, day__lte=until)
    columns = ("day", "entry__number", "entry__memo", "note", "amount")
    for day, number, memo, note, amount in found.order_by("day", "id").values_list(*columns):
        held += amount
        lines.append(StatementLine(day, number, memo, note, amount, held))
    return before, lines


def trial_balance(actor: Actor, book: Book, day: dt.date | None = None, **only: Any) -> list[tuple[Account, int]]:
    """Return each account of a book that the actor sees with its balance; in every unit they add up to nothing."""
    at = Value(day or timezone.localdate())
    held = Func(F("pk"), at, function="ledger_balance", output_field=BigIntegerField())
    accounts = (
        Account.objects.filter(visible_accounts(actor), book=book, **only)
        .select_related("payee", "book")
        .annotate(held=held)
    )
    return [(account, account.held) for account in accounts.order_by("unit", "kind", "payee__name", "id")]


def journal(actor: Actor, book: Book, since: dt.date, until: dt.date) -> QuerySet[Entry]:
    """Return the entries of a book between two days, by number."""
    found = Entry.objects.filter(visible_entries(actor), book=book, day__gte=since, day__lte=until)
    return found.select_related("posted_by", "reversal_of").order_by("number")
