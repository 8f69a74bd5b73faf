"""Fees: always an entry of their own that the payee sees, never taken off in silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.ledger.choices import AccountKind, Unit
from erdem.ledger.models import Entry, Payee
from erdem.ledger.policies import can_keep
from erdem.ledger.services.accounts import account_of
from erdem.ledger.services.posting import Document, Line, Working, post


@transaction.atomic
def charge_fee(
    *,
    actor: Actor,
    payee: Payee,
    unit: Unit,
    amount: int,
    what_for: str,
    day: dt.date,
    calculation: Sequence[str | Working] = (),
    document: Document | None = None,
) -> Entry:
    """Take a fee from what is owed to a payee.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the amount is not above nothing, it is not said what for, or the database refuses.
    """
    require(can_keep(actor, payee.book))
    if amount <= 0:
        raise RuleBroken(_("Write an amount above nothing."), field="amount")
    owed = account_of(payee.book, AccountKind.OWED, unit, payee)
    kept = account_of(payee.book, AccountKind.FEE, unit)
    return post(
        actor=actor,
        book=payee.book,
        day=day,
        memo=what_for,
        lines=[Line(owed, amount, what_for), Line(kept, -amount, what_for)],
        calculation=calculation,
        document=document,
    )
