"""Statements: a page of an account with its running balance, and what a party has to know of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from erdem.base.actor import Actor
from erdem.ledger.choices import CURRENCIES, AccountKind, Unit
from erdem.ledger.models import Account, Book, Payee, Posting
from erdem.ledger.policies import visible_accounts, visible_payees, wards
from erdem.ledger.queries.balances import balance

__all__ = [
    "Kind",
    "Line",
    "Money",
    "Payee",
    "Standing",
    "StatementPage",
    "natures",
    "own_payees",
    "payees_of",
    "standing_of",
    "statement_page",
]

PAGE = 100
ESCROW = (AccountKind.UNCLAIMED, AccountKind.DISPUTED)


@dataclass(frozen=True)
class Line:
    """One movement, with the balance after it. Amounts in smallest units."""

    pk: int
    day: dt.date
    entry_id: int
    number: int
    memo: str
    note: str
    amount: int
    balance: int


@dataclass(frozen=True)
class StatementPage:
    """Some movements of an account, newest first, with the balances at both ends of the period. ``older`` is where to go on."""

    before: int
    after: int
    lines: tuple[Line, ...]
    older: str = ""


def statement_page(
    actor: Actor, account: Account, since: dt.date, until: dt.date, *, start: str = "", size: int = PAGE
) -> StatementPage:
    """Return the newest movements of a period, or those older than ``start``, which is what a page before said in ``older``.

    However many postings an account has, as many are read as are shown: the balance comes from the last closed period.
    """
    if not Account.objects.filter(visible_accounts(actor), pk=account.pk).exists():
        return StatementPage(0, 0, ())
    found = Posting.objects.filter(account_id=account.pk, day__gte=since, day__lte=until)
    after = balance(account, until)
    held = after
    if place := _place(start):
        day, key = place
        found = found.filter(Q(day__lt=day) | Q(day=day, pk__lt=key), day__lte=day)  # the index begins at the last day
        same_day = Posting.objects.filter(account_id=account.pk, day=day, pk__lt=key).aggregate(sum=Sum("amount"))
        held = balance(account, day - dt.timedelta(days=1)) + int(same_day["sum"] or 0)
    columns = ("pk", "day", "entry_id", "entry__number", "entry__memo", "note", "amount")
    rows = list(found.order_by("-day", "-pk").values_list(*columns)[: size + 1])
    lines = []
    for pk, day, entry, number, memo, note, amount in rows[:size]:
        lines.append(Line(pk, day, entry, number, memo, note, amount, held))
        held -= amount
    older = f"{lines[-1].day}.{lines[-1].pk}" if len(rows) > size else ""
    return StatementPage(balance(account, since - dt.timedelta(days=1)), after, tuple(lines), older)


def _place(start: str) -> tuple[dt.date, int] | None:
    day, _dot, key = start.partition(".")
    try:
        return dt.date.fromisoformat(day), int(key)
    except ValueError:
        return None


@dataclass
class Money:
    """What one party has to know of one currency, in smallest units: what was due has arrived, went for fees, or waits."""

    unit: Unit
    arrived: int = 0
    fees: int = 0
    waits: int = 0
    in_escrow: int = 0
    owes: int = 0
    account: Account | None = None
    debts: Account | None = None

    @property
    def due(self) -> int:
        """All that was shared out to the party so far."""
        return self.arrived + self.fees + self.waits + self.in_escrow


@dataclass
class Kind:
    """The same of benefits in kind, in whole pieces: promised to the party and delivered; still to be given by it."""

    unit: Unit
    promised: int = 0
    delivered: int = 0
    to_give: int = 0

    @property
    def outstanding(self) -> int:
        """Promised to the party and not delivered; nothing less than nothing, as gifts happen."""
        return max(self.promised - self.delivered, 0)


@dataclass
class Standing:
    """One payee as it stands in one book."""

    payee: Payee
    money: dict[str, Money] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)


def own_payees(actor: Actor) -> QuerySet[Payee]:
    """Return the payees that a person is, belongs to or acts for, in all books."""
    rule = Q(organisation_id__in=actor.organisation_ids)
    if actor.user_id is not None:
        rule |= Q(user_id=actor.user_id) | Q(pk__in=wards(actor.user_id).values("payee_id"))
    return (
        Payee.objects.filter(visible_payees(actor))
        .filter(rule)
        .select_related("book__keeper")
        .order_by("book_id", "pk")
    )


def payees_of(actor: Actor, book: Book, words: str = "") -> QuerySet[Payee]:
    """Return the payees of a book that the actor sees, by name."""
    found = Payee.objects.filter(visible_payees(actor), book=book).select_related("organisation", "user", "heirs_of")
    if words.strip():
        found = found.filter(Q(name__icontains=words.strip()) | Q(name_mn__icontains=words.strip()))
    return found.order_by("closed_on", "name", "pk")


def standing_of(actor: Actor, payee: Payee) -> Standing:
    """Return what was promised and due to a payee, what arrived, what waits, what it owes."""
    accounts = list(Account.objects.filter(visible_accounts(actor), payee=payee).select_related("book").order_by("pk"))
    standing = Standing(payee, accounts=accounts)
    for account in accounts:
        if account.unit in CURRENCIES:
            _add_money(standing.money.setdefault(account.unit, Money(Unit(account.unit))), account)
        else:
            _add_kind(standing.kinds.setdefault(account.unit, Kind(Unit(account.unit))), account)
    for unit, nature, amount in _taken(accounts):
        if nature == AccountKind.BANK:
            standing.money[unit].arrived += amount
        elif nature == AccountKind.FEE:
            standing.money[unit].fees += amount
    return standing


def _add_money(money: Money, account: Account) -> None:
    held = balance(account)
    if account.kind == AccountKind.OWED:
        money.waits, money.account = -held, account
    elif account.kind in ESCROW:
        money.in_escrow -= held
    elif account.kind == AccountKind.DUE:
        money.owes, money.debts = held, account


def _add_kind(kind: Kind, account: Account) -> None:
    held = balance(account)
    if account.kind == AccountKind.DELIVERED:
        kind.delivered = held
    else:
        kind.promised, kind.to_give = max(-held, 0), max(held, 0)


def natures(entry_ids: list[int]) -> dict[int, str]:
    """Return of entries that a party sees what each did in one word: ``bank``, ``fee``, ``other``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT e, ledger_nature(e) FROM unnest(%s::bigint[]) AS e", [entry_ids])
        return {pk: nature for pk, nature in cursor.fetchall() if nature}


def _taken(accounts: Iterable[Account]) -> list[tuple[str, str, int]]:
    """Return by unit and by what the entry did how much left what is owed: to the bank, for fees, elsewhere."""
    keys = [account.pk for account in accounts if account.kind == AccountKind.OWED or account.kind in ESCROW]
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.unit, ledger_nature(p.entry_id), sum(p.amount)::bigint FROM ledger_posting AS p"
            " JOIN ledger_account AS a ON a.id = p.account_id JOIN ledger_entry AS e ON e.id = p.entry_id"
            " WHERE p.account_id = ANY (%s) AND (p.amount > 0) = (e.reversal_of_id IS NULL) GROUP BY 1, 2",
            [keys],
        )
        return [(unit, nature, int(amount)) for unit, nature, amount in cursor.fetchall()]
