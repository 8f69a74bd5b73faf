"""What the office that keeps a book looks at: its figures, its accounts, how old the money in escrow is."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.ledger.choices import CURRENCIES, AccountKind, PlaceGround
from erdem.ledger.models import Account, Book, ClosedPeriod, Entry, Guardianship, HeirShare, Payee, Posting
from erdem.ledger.policies import (
    kept,
    visible_accounts,
    visible_entries,
    visible_guardianships,
    visible_heir_shares,
    visible_in_accounts,
)
from erdem.ledger.queries.balances import balance, trial_balance
from erdem.ledger.queries.statements import payees_of

__all__ = [
    "BOUNDS",
    "Account",
    "Age",
    "Book",
    "Entry",
    "Payee",
    "books_kept",
    "closed_periods",
    "entries",
    "escrow_ages",
    "figures",
    "find_entry",
    "get_account",
    "get_book",
    "guardians_of",
    "heirs_of",
    "identified_as",
    "journal_rows",
    "left_behind",
    "mark_of",
    "postings_of",
    "postings_of_many",
]

LEFT_BEHIND = (AccountKind.OWED, AccountKind.UNCLAIMED, AccountKind.DISPUTED)
"""What is owed to a payee, and what is kept for it in escrow: it moves to whoever takes its place."""

BOUNDS = (3, 12, 36)
"""Months at which money in escrow passes from one column of the age list to the next."""


@dataclass(frozen=True)
class Age:
    """An account in escrow: what it holds by age, oldest last (0–3, 3–12, 12–36, over 36 months), and since when."""

    account: Account
    amounts: tuple[int, int, int, int]
    oldest: dt.date

    @property
    def total(self) -> int:
        """All that it holds, in smallest units."""
        return sum(self.amounts)


def books_kept(actor: Actor) -> QuerySet[Book]:
    """Return the books of the actor's office."""
    return Book.objects.filter(kept(actor, "")).select_related("keeper").order_by("name", "pk")


def get_book(actor: Actor, pk: int) -> Book | None:
    """Return a book of the actor's office, or None."""
    return books_kept(actor).filter(pk=pk).first()


def figures(actor: Actor, book: Book) -> dict[str, dict[str, int]]:
    """Return by unit and by kind of account what they hold together; what is still to be given in kind stands as ``to_give``."""
    found: dict[str, dict[str, int]] = {}
    for account, held in trial_balance(actor, book):
        by_kind = found.setdefault(account.unit, {})
        key = "to_give" if account.kind == AccountKind.PROMISED and held > 0 else account.kind
        by_kind[key] = by_kind.get(key, 0) + held
    return dict(sorted(found.items(), key=lambda each: (each[0] not in CURRENCIES, each[0])))


def get_account(actor: Actor, pk: int) -> Account | None:
    """Return an account that the actor sees, or None."""
    return Account.objects.filter(visible_accounts(actor), pk=pk).select_related("payee", "book__keeper").first()


def find_entry(actor: Actor, book_id: int, number: int) -> Entry | None:
    """Return an entry that the actor sees, by book and number, or None."""
    found = Entry.objects.filter(visible_entries(actor), book_id=book_id, number=number)
    return found.select_related("book__keeper", "posted_by", "reversal_of", "reversal").first()


def entries(actor: Actor, book: Book, words: str = "") -> QuerySet[Entry]:
    """Return the entries of a book, newest first; ``words`` of the text, or a number."""
    found = Entry.objects.filter(visible_entries(actor), book=book).select_related(
        "posted_by", "reversal_of", "reversal"
    )
    if words.strip().isdecimal() and len(words.strip()) < 10:
        found = found.filter(number=int(words.strip()))
    elif words.strip():
        found = found.filter(Q(memo__icontains=words.strip()))
    return found.order_by("-number")


def postings_of(actor: Actor, entry: Entry) -> QuerySet[Posting]:
    """Return the lines of an entry that the actor sees."""
    found = Posting.objects.filter(visible_in_accounts(actor), entry=entry)
    return found.select_related("account__payee", "account__book").order_by("pk")


def journal_rows(actor: Actor, book: Book, since: dt.date, until: dt.date) -> QuerySet[Posting]:
    """Return every line of a book between two days, by number of the entry."""
    found = Posting.objects.filter(visible_in_accounts(actor), account__book=book, day__gte=since, day__lte=until)
    return found.select_related("entry", "account__payee").order_by("entry__number", "pk")


def closed_periods(actor: Actor, book: Book) -> QuerySet[ClosedPeriod]:
    """Return the closed periods of a book, the last first."""
    return ClosedPeriod.objects.filter(kept(actor), book=book).select_related("closed_by").order_by("-until")


def guardians_of(actor: Actor, payee: Payee) -> QuerySet[Guardianship]:
    """Return who acts or acted for a payee."""
    return Guardianship.objects.filter(visible_guardianships(actor), payee=payee).select_related("book__keeper")


def heirs_of(actor: Actor, payee: Payee) -> QuerySet[HeirShare]:
    """Return the heirs who have taken the place of a payee."""
    return HeirShare.objects.filter(visible_heir_shares(actor), payee=payee).select_related("heir").order_by("pk")


def identified_as(actor: Actor, payee: Payee) -> HeirShare | None:
    """Return who an unknown payee turned out to be, or None."""
    return heirs_of(actor, payee).filter(ground=PlaceGround.IDENTIFIED).first()


def left_behind(actor: Actor, payee: Payee) -> list[tuple[Account, int]]:
    """Return what is owed to a payee or kept for it, account by account, in smallest units; nothing that is empty."""
    found = Account.objects.filter(visible_accounts(actor), payee=payee, kind__in=LEFT_BEHIND).select_related("book")
    found = found.order_by("pk")
    return [(account, -held) for account in found if (held := balance(account))]


def mark_of(held: list[tuple[Account, int]]) -> str:
    """Return a mark of what was seen, which changes with every amount."""
    return hashlib.sha256(",".join(f"{account.pk}:{amount}" for account, amount in held).encode()).hexdigest()


def escrow_ages(actor: Actor, book: Book, day: dt.date | None = None, words: str = "") -> list[Age]:
    """Return what waits in escrow at the end of a day, by age: what came first leaves first; ``words`` of the payee's name."""
    at = day or timezone.localdate()
    only: dict[str, Any] = {"kind__in": [AccountKind.UNCLAIMED, AccountKind.DISPUTED]}
    if words.strip():
        only["payee_id__in"] = list(payees_of(actor, book, words).values_list("pk", flat=True))
    accounts = {account.pk: account for account, _held in trial_balance(actor, book, at, **only)}
    ages = []
    for pk, months, oldest in _by_age(list(accounts), at):
        ages.append(Age(accounts[pk], (months[0], months[1], months[2], months[3]), oldest))
    return sorted(ages, key=lambda age: (age.oldest, age.account.pk))


_FIRST_IN_FIRST_OUT = """
    WITH moved AS (
        SELECT p.account_id, p.day, -p.amount AS put,
            sum(-p.amount) FILTER (WHERE p.amount < 0) OVER (PARTITION BY p.account_id ORDER BY p.day, p.id) AS so_far,
            coalesce(sum(p.amount) FILTER (WHERE p.amount > 0) OVER (PARTITION BY p.account_id), 0) AS taken
        FROM ledger_posting AS p WHERE p.account_id = ANY (%s) AND p.day <= %s
    ), left_over AS (
        SELECT account_id, day, least(put, so_far - taken) AS amount FROM moved WHERE put > 0 AND so_far > taken
    )
    SELECT account_id, array[
        coalesce(sum(amount) FILTER (WHERE day > one), 0), coalesce(sum(amount) FILTER (WHERE day <= one AND day > two), 0),
        coalesce(sum(amount) FILTER (WHERE day <= two AND day > three), 0), coalesce(sum(amount) FILTER (WHERE day <= three), 0)
    ]::bigint[], min(day)
    FROM left_over, (SELECT %s::date - %s::interval, %s::date - %s::interval, %s::date - %s::interval) AS b (one, two, three)
    GROUP BY account_id
"""


def _by_age(keys: list[int], at: dt.date) -> list[tuple[int, list[int], dt.date]]:
    bounds = [value for months in BOUNDS for value in (at, f"{months} months")]
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_IN_FIRST_OUT, [keys, at, *bounds])
        return [(pk, [int(each) for each in amounts], oldest) for pk, amounts, oldest in cursor.fetchall()]


def postings_of_many(actor: Actor, entry_ids: list[int]) -> QuerySet[Posting]:
    """Return the lines of some entries that the actor sees."""
    found = Posting.objects.filter(visible_in_accounts(actor), entry_id__in=entry_ids)
    return found.select_related("account__payee", "account__book").order_by("entry_id", "pk")
