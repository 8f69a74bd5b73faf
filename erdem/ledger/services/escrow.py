"""Money that waits: nobody claims it, or several do. It moves between what is owed and escrow, always with a reason."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.ledger import queries
from erdem.ledger.choices import AccountKind, Unit
from erdem.ledger.models import Account, Entry, Payee
from erdem.ledger.policies import can_keep
from erdem.ledger.services.accounts import account_of
from erdem.ledger.services.posting import Document, Line, post
from erdem.ledger.services.sharing_out import Shares, shared_out


@transaction.atomic
def park_unclaimed(
    *,
    actor: Actor,
    payee: Payee,
    unit: Unit,
    amount: int,
    reason: str,
    day: dt.date | None = None,
    document: Document | None = None,
) -> Entry:
    """Put what is owed to somebody unknown, without account or not reachable into escrow.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: no reason is given, or less is owed than this.
    """
    return _into(AccountKind.UNCLAIMED, actor, payee, unit, amount, reason, day, document)


@transaction.atomic
def dispute(
    *,
    actor: Actor,
    payee: Payee,
    unit: Unit,
    amount: int,
    reason: str,
    day: dt.date | None = None,
    document: Document | None = None,
) -> Entry:
    """Put what several claim into escrow until it is settled.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: no reason is given, or less is owed than this.
    """
    return _into(AccountKind.DISPUTED, actor, payee, unit, amount, reason, day, document)


@transaction.atomic
def claim(
    *,
    actor: Actor,
    payee: Payee,
    unit: Unit,
    amount: int,
    reason: str,
    to: Payee | None = None,
    day: dt.date | None = None,
    document: Document | None = None,
) -> Entry:
    """Take unclaimed money out of escrow: it is owed again, to the payee or to who turned out to be the one (``to``).

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: no reason is given, or escrow holds less than this.
    """
    require(can_keep(actor, payee.book))
    held = _held(AccountKind.UNCLAIMED, payee, unit, amount, reason)
    owed = account_of(payee.book, AccountKind.OWED, unit, to or payee)
    lines = [Line(held, amount), Line(owed, -amount)]
    return post(
        actor=actor, book=payee.book, day=day or timezone.localdate(), memo=reason, lines=lines, document=document
    )


@transaction.atomic
def settle_dispute(
    *,
    actor: Actor,
    payee: Payee,
    unit: Unit,
    amount: int,
    reason: str,
    shares: Shares,
    day: dt.date | None = None,
    document: Document | None = None,
) -> Entry:
    """Take disputed money out of escrow and owe it to whom it belongs by the settlement, split exactly.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: no reason is given, escrow holds less than this, or the shares are not the whole.
    """
    require(can_keep(actor, payee.book))
    held = _held(AccountKind.DISPUTED, payee, unit, amount, reason)
    lines = [
        Line(held, amount),
        *(
            Line(account_of(payee.book, AccountKind.OWED, unit, each), -part, note)
            for each, part, note in shared_out(amount, shares)
            if part
        ),
    ]
    return post(
        actor=actor, book=payee.book, day=day or timezone.localdate(), memo=reason, lines=lines, document=document
    )


def _into(
    kind: AccountKind,
    actor: Actor,
    payee: Payee,
    unit: Unit,
    amount: int,
    reason: str,
    day: dt.date | None,
    document: Document | None,
) -> Entry:
    require(can_keep(actor, payee.book))
    owed = _held(AccountKind.OWED, payee, unit, amount, reason)
    escrow = account_of(payee.book, kind, unit, payee)
    lines = [Line(owed, amount), Line(escrow, -amount)]
    return post(
        actor=actor, book=payee.book, day=day or timezone.localdate(), memo=reason, lines=lines, document=document
    )


def _held(kind: AccountKind, payee: Payee, unit: Unit, amount: int, reason: str) -> Account:
    """Return the account that the money leaves, locked until the end of the transaction: two officers do not move it twice."""
    if not reason.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reason")
    if amount <= 0:
        raise RuleBroken(_("Write an amount above nothing."), field="amount")
    account = account_of(payee.book, kind, unit, payee)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(ledger_lock_of_account(%s))", [account.pk])
    if -queries.balance(account) < amount:
        raise RuleBroken(
            _("There is less than this for the payee. Look at its account; nothing was moved."), field="amount"
        )
    return account
