"""Benefits in kind: promised, delivered. Counted in their own units on their own accounts, never as money.

A promise puts what is outstanding on the promised account of who promised (positive) and what was promised on that of who is to
have it (negative). A delivery moves it on: less is outstanding, and the delivered account of who has it grows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.ledger.choices import AccountKind, LineKind, Unit
from erdem.ledger.models import Book, Entry, Payee
from erdem.ledger.policies import can_keep
from erdem.ledger.services.accounts import account_of
from erdem.ledger.services.posting import Document, Line, Working, post


@transaction.atomic
def record_promise(
    *,
    actor: Actor,
    book: Book,
    day: dt.date,
    memo: str,
    by: Payee,
    to: Payee,
    unit: Unit,
    amount: int,
    calculation: Sequence[str | Working] = (),
    document: Document | None = None,
) -> Entry:
    """Enter that ``by`` promised ``to`` so many whole pieces, days, heads.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the unit is money, nothing is promised, or the database refuses the entry.
    """
    require(can_keep(actor, book))
    _require_some(amount, by, to)
    outstanding = account_of(book, AccountKind.PROMISED, unit, by)
    promised = account_of(book, AccountKind.PROMISED, unit, to)
    lines = [Line(outstanding, amount), Line(promised, -amount)]
    return post(actor=actor, book=book, day=day, memo=memo, lines=lines, document=document, calculation=calculation)


@transaction.atomic
def record_delivery(
    *,
    actor: Actor,
    book: Book,
    day: dt.date,
    memo: str,
    by: Payee,
    to: Payee,
    unit: Unit,
    amount: int,
    evidence: str,
    document: Document | None = None,
) -> Entry:
    """Enter that ``to`` has so many of what ``by`` promised. More than promised may be delivered: it is then a gift, and shows.

    Args:
        evidence: where the proof of the delivery is: a receipt, minutes, a photograph with its number.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: no evidence is named, the unit is money, nothing is delivered, or the database refuses the entry.
    """
    require(can_keep(actor, book))
    _require_some(amount, by, to)
    if not evidence.strip():
        raise RuleBroken(_("Name what proves the delivery: a receipt, minutes, a photograph."), field="evidence")
    outstanding = account_of(book, AccountKind.PROMISED, unit, by)
    delivered = account_of(book, AccountKind.DELIVERED, unit, to)
    return post(
        actor=actor,
        book=book,
        day=day,
        memo=memo,
        lines=[Line(delivered, amount), Line(outstanding, -amount)],
        document=document,
        calculation=[Working(evidence, LineKind.EVIDENCE)],
    )


def _require_some(amount: int, by: Payee, to: Payee) -> None:
    if amount <= 0:
        raise RuleBroken(_("Write how many, as a whole number above nothing."), field="amount")
    if by.pk == to.pk:
        raise RuleBroken(_("Nobody promises or delivers to himself. Choose two parties."), field="to")
