"""Reads of bank statements: their lines, what waits for a match and what it may be, and what explains the difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken
from erdem.ledger.choices import AccountKind
from erdem.ledger.matching import Candidate, Due, Dues, Payment, Payments, Said
from erdem.ledger.models import Account, BankAccount, BankLine, BankMatch, PaymentLine, Posting, StatementFile
from erdem.ledger.payment_choices import LineState, MatchKind, OrderStatus
from erdem.ledger.policies import kept, visible_accounts, visible_files, visible_in_accounts, visible_matches
from erdem.ledger.queries.balances import balance
from erdem.ledger.queries.payments import balances_of

__all__ = [
    "BankAccount",
    "BankLine",
    "Reconciliation",
    "StatementFile",
    "bank_lines",
    "candidates_for",
    "described",
    "dues_to_match",
    "files_of",
    "get_bank_account",
    "get_bank_line",
    "get_due",
    "get_file",
    "get_payment",
    "in_force",
    "matches_of",
    "open_dues",
    "payments_to_match",
    "reconcile",
    "returnable",
    "said_by",
    "waiting_payments",
]
LINE_SORTS = {"day": "day", "amount": "amount", "name": "counterparty"}


@dataclass(frozen=True)
class Reconciliation:
    """Book and bank side by side, in smallest units. ``bank`` is None when no statement told a balance.

    ``bank - ledger`` is explained by: money in and out that the bank has and the book not yet (``unmatched_in``,
    ``unmatched_out``), and what the book has and no bank line shows (``not_at_bank``).
    """

    bank_account: BankAccount
    ledger: int
    bank: int | None
    bank_day: dt.date | None
    unmatched_in: int
    unmatched_out: int
    unmatched: int
    not_at_bank: int

    @property
    def difference(self) -> int | None:
        """What the bank has more than the book."""
        return None if self.bank is None else self.bank - self.ledger

    @property
    def unexplained(self) -> int | None:
        """What is left of the difference when all that is known is taken off: an opening balance that was never entered."""
        if self.difference is None:
            return None
        return self.difference - self.unmatched_in - self.unmatched_out + self.not_at_bank


def get_bank_account(actor: Actor, key: int) -> BankAccount | None:
    """Return an account of the office at a bank, or None."""
    return BankAccount.objects.filter(kept(actor), pk=key).select_related("book__keeper", "account").first()


def get_file(actor: Actor, key: UUID | str) -> StatementFile | None:
    """Return a statement that was handed in, or None."""
    found = StatementFile.objects.filter(visible_files(actor), pk=key)
    return found.select_related("bank_account__book", "blob", "handed_in_by").first()


def files_of(actor: Actor, bank_account: BankAccount) -> QuerySet[StatementFile]:
    """Return the statements of an account, newest first."""
    return StatementFile.objects.filter(visible_files(actor), bank_account=bank_account).select_related("handed_in_by")


def in_force() -> QuerySet[BankMatch]:
    """Return matches that were not undone."""
    return BankMatch.objects.filter(undone_at__isnull=True)


def bank_lines(actor: Actor, bank_account: BankAccount, *, waiting: bool = False, sort: str = "") -> QuerySet[BankLine]:
    """Return the lines of an account, newest first; only those without a match when these are wanted."""
    found = BankLine.objects.filter(visible_files(actor), bank_account=bank_account)
    if waiting:
        found = found.filter(~Exists(in_force().filter(line=OuterRef("pk"))))
    wanted = LINE_SORTS.get(sort.removeprefix("-"), "day")
    way = wanted if sort and not sort.startswith("-") and sort in LINE_SORTS else f"-{wanted}"
    return found.order_by(way, "-id")


def get_bank_line(actor: Actor, bank_account: BankAccount, key: int) -> BankLine | None:
    """Return one line of an account, or None."""
    found = BankLine.objects.filter(visible_files(actor), bank_account=bank_account, pk=key)
    return found.select_related("bank_account__book__keeper", "bank_account__account").first()


def matches_of(actor: Actor, lines: Iterable[BankLine]) -> dict[int, BankMatch]:
    """Return the match in force of each of these lines."""
    found = in_force().filter(visible_matches(actor), line__in=list(lines))
    found = found.select_related("payment__payee", "payment__order", "account__payee", "entry__book__keeper", "made_by")
    return {match.line_id: match for match in found}


def waiting_payments(bank_account: BankAccount) -> QuerySet[PaymentLine]:
    """Return payments from an account, made or on their way, that no bank line shows yet."""
    matched = in_force().filter(payment=OuterRef("pk"), kind=MatchKind.PAYMENT)
    return PaymentLine.objects.filter(
        Q(state=LineState.PAID) | Q(state=LineState.OPEN, order__status=OrderStatus.SENT),
        ~Exists(matched),
        order__bank_account=bank_account,
    ).order_by("id")


def payments_to_match(bank_account: BankAccount) -> Payments:
    """Return these payments, ready to be looked up."""
    rows = waiting_payments(bank_account).values_list("id", "amount", "holder_name", "reference", "state")
    return Payments(
        [Payment(key, amount, name, ref, state == LineState.PAID) for key, amount, name, ref, state in rows]
    )


def dues_to_match(bank_account: BankAccount) -> Dues:
    """Return what is due to the book in the currency of its bank account, ready to be looked up."""
    accounts = Account.objects.filter(
        book_id=bank_account.book_id, kind=AccountKind.DUE, unit=bank_account.unit
    ).select_related("payee")
    known = {account.pk: account for account in accounts}
    found = balances_of(list(known))
    return Dues([Due(key, amount, _name(known[key])) for key, amount in found.items() if amount > 0])


def _name(account: Account) -> str:
    return account.payee.name if account.payee else ""


def candidates_for(actor: Actor, bank_account: BankAccount, lines: Iterable[BankLine]) -> dict[int, list[Candidate]]:
    """Return what each of these lines may be, the best first; the whole account is looked at once."""
    payments, dues = payments_to_match(bank_account), dues_to_match(bank_account)
    return {
        line.pk: (dues if line.amount > 0 else payments).candidates(said_by(line))[:5]
        for line in lines
        if line.bank_account_id == bank_account.pk and get_bank_account(actor, bank_account.pk)
    }


def said_by(line: BankLine) -> Said:
    """Return what a bank line says, for matching."""
    return Said(line.amount, line.counterparty, f"{line.reference} {line.serial}")


def described(keys: Iterable[Candidate]) -> tuple[dict[int, PaymentLine], dict[int, Account]]:
    """Return the payments and the accounts that candidates name."""
    wanted = list(keys)
    payments = PaymentLine.objects.filter(pk__in=[each.key for each in wanted if each.kind == "payment"])
    accounts = Account.objects.filter(pk__in=[each.key for each in wanted if each.kind == "due"])
    return (
        {line.pk: line for line in payments.select_related("payee", "order")},
        {account.pk: account for account in accounts.select_related("payee")},
    )


def reconcile(actor: Actor, bank_account: BankAccount) -> Reconciliation:
    """Return book and bank side by side, as of today."""
    last = bank_lines(actor, bank_account).filter(balance__isnull=False).order_by("-day", "-id").first()
    waiting = bank_lines(actor, bank_account, waiting=True)
    sums = waiting.aggregate(into=Sum("amount", filter=Q(amount__gt=0)), out=Sum("amount", filter=Q(amount__lt=0)))
    return Reconciliation(
        bank_account=bank_account,
        ledger=balance(bank_account.account),
        bank=last.balance if last else None,
        bank_day=last.day if last else None,
        unmatched_in=sums["into"] or 0,
        unmatched_out=sums["out"] or 0,
        unmatched=waiting.count(),
        not_at_bank=_not_at_bank(actor, bank_account),
    )


def _not_at_bank(actor: Actor, bank_account: BankAccount) -> int:
    """Return what the book moved on the account without a bank line that shows it."""
    moved = Posting.objects.filter(visible_in_accounts(actor), account=bank_account.account)
    total = moved.aggregate(total=Sum("amount"))["total"] or 0
    matched = in_force().filter(visible_matches(actor), line__bank_account=bank_account)
    shown = matched.aggregate(total=Sum("line__amount"))["total"] or 0
    return int(total - shown)


def open_dues(actor: Actor, bank_account: BankAccount) -> list[tuple[Account, int]]:
    """Return what is due to the book, to choose from by hand."""
    found = Account.objects.filter(
        visible_accounts(actor), book=bank_account.book_id, kind=AccountKind.DUE, unit=bank_account.unit
    ).select_related("payee")
    known = list(found.order_by("payee__name", "id"))
    balances = balances_of([account.pk for account in known])
    return [(account, balances[account.pk]) for account in known]


def returnable(bank_account: BankAccount, amount: int) -> QuerySet[PaymentLine]:
    """Return payments of an amount that the bank may have returned, the latest first."""
    found = PaymentLine.objects.filter(
        order__bank_account=bank_account, state__in=(LineState.PAID, LineState.BOUNCED), amount=amount
    )
    matched = in_force().filter(payment=OuterRef("pk"), kind=MatchKind.RETURN)
    return found.filter(~Exists(matched)).select_related("payee", "order").order_by("-id")


def get_due(actor: Actor, key: int) -> Account:
    """Return an account from which money is due.

    Raises:
        RuleBroken: there is none that the actor sees.
    """
    found = Account.objects.filter(visible_accounts(actor), pk=key, kind=AccountKind.DUE).first()
    if found is None:
        raise RuleBroken(_("Choose what this line is."))
    return found


def get_payment(actor: Actor, key: int) -> PaymentLine:
    """Return a payment of the office.

    Raises:
        RuleBroken: there is none that the actor sees.
    """
    found = PaymentLine.objects.filter(kept(actor, "order__book__"), pk=key)
    line = found.select_related("order__book__keeper", "order__bank_account__account", "payee", "account").first()
    if line is None:
        raise RuleBroken(_("Choose what this line is."))
    return line
