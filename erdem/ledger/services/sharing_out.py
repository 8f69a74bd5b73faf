"""Sharing an amount out among payees, to the last unit, with the rule written beside each part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.ledger.choices import CURRENCIES, AccountKind, Unit
from erdem.ledger.models import Account, Book, Entry, HeirShare, Payee
from erdem.ledger.policies import can_keep
from erdem.ledger.services.accounts import account_of
from erdem.ledger.services.posting import Document, Line, Working, post
from erdem.ledger.sums import Share, SplitProblem, split

Shares = Sequence[tuple[Payee, Fraction]]


@dataclass(frozen=True)
class Fee:
    """What is kept for a fee before the rest is shared out, in smallest units, and what it is for: a line of its own."""

    amount: int
    what_for: str


@transaction.atomic
def post_shared(
    *,
    actor: Actor,
    book: Book,
    day: dt.date,
    memo: str,
    debtor: Account,
    amount: int,
    unit: Unit,
    shares: Shares,
    calculation: Sequence[str | Working] = (),
    document: Document | None = None,
    fees: Sequence[Fee] = (),
) -> Entry:
    """Enter that a debtor owes an amount which belongs to several payees, each by its share.

    Args:
        debtor: the account into which it goes: due from an enterprise, or the bank when it has come already.
        amount: smallest units of ``unit``, more than nothing.
        shares: payees with their exact parts of the whole, together 1.
        calculation: how the amount came about, line by line; every payee of the entry reads it, so name no payee in it.
        document: what it rests on; it is entered once.
        fees: taken off first, each on the account of fees and never silently netted.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the shares are not the whole, a payee stands twice, the unit is no currency or not the debtor's, or the
            database refuses the entry. Nothing was entered.
    """
    require(can_keep(actor, book))
    _require_amount(debtor, amount, unit, fees)
    rest = amount - sum(fee.amount for fee in fees)
    lines = [Line(debtor, amount)]
    if fees:
        kept = account_of(book, AccountKind.FEE, unit)
        lines += [Line(kept, -fee.amount, fee.what_for) for fee in fees]
    lines += [
        Line(account_of(book, AccountKind.OWED, unit, payee), -part, note)
        for payee, part, note in shared_out(rest, shares)
        if part
    ]
    return post(actor=actor, book=book, day=day, memo=memo, lines=lines, document=document, calculation=calculation)


def shared_out(amount: int, shares: Shares) -> list[tuple[Payee, int, str]]:
    """Return for each payee its part of an amount and how it came about, in the order of the shares.

    Raises:
        RuleBroken: the shares are not the whole, one is below nothing, or a payee stands twice.
    """
    shares = in_place_of(shares)
    try:
        parts = split(amount, [Share(_key(payee), part) for payee, part in shares])
    except SplitProblem as problem:
        raise RuleBroken(
            _("The shares must name each payee once and be 100 % together, none below nothing. Nothing was entered.")
        ) from problem
    return [(payee, parts[_key(payee)], _rule(amount, part, parts[_key(payee)])) for payee, part in shares]


def in_place_of(shares: Shares) -> list[tuple[Payee, Fraction]]:
    """Return the shares with heirs in the place of payees who have died; who inherits and shares too has one sum of both."""
    waiting, found = list(shares), dict[int, tuple[Payee, Fraction]]()
    twice = len({payee.pk for payee, _part in shares}) != len(shares)
    while waiting and not twice:
        names = [payee.pk for payee, _part in waiting]
        heirs: dict[int, list[HeirShare]] = {}
        for each in HeirShare.objects.filter(payee_id__in=names).select_related("heir").order_by("pk"):
            heirs.setdefault(each.payee_id, []).append(each)
        following: list[tuple[Payee, Fraction]] = []
        for payee, part in waiting:
            if payee.pk in heirs:
                following += [
                    (each.heir, part * Fraction(each.numerator, each.denominator)) for each in heirs[payee.pk]
                ]
            else:
                found[payee.pk] = (payee, part + (found[payee.pk][1] if payee.pk in found else 0))
        waiting = following
    return list(shares) if twice else list(found.values())


def _key(payee: Payee) -> str:
    return f"{payee.pk:019}"  # keys sort like numbers: of two who were cut alike, who was added first gets the unit


def _rule(amount: int, part: Fraction, given: int) -> str:
    """Say how a part came about. The books are written in the language of the office, whoever enters."""
    exact = amount * part
    with override("zh-hans"):
        said = f"{amount} × {part} = {_mixed(exact)}"
        if exact.denominator == 1:
            return said
        rule = _("largest remainder, one unit more") if abs(given) > abs(exact) else _("largest remainder, cut")
        return f"{said} → {given} ({rule})"


def _mixed(value: Fraction) -> str:
    whole, rest = divmod(abs(value.numerator), value.denominator)
    sign = "−" if value < 0 else ""
    return f"{sign}{whole}" if not rest else f"{sign}{whole} {rest}/{value.denominator}"


def _require_amount(debtor: Account, amount: int, unit: Unit, fees: Sequence[Fee]) -> None:
    if debtor.unit != unit or unit not in CURRENCIES:
        raise RuleBroken(_("The account of the debtor is kept in another unit. Nothing was entered."))
    if amount <= 0 or any(fee.amount <= 0 for fee in fees):
        raise RuleBroken(_("Only an amount above nothing is shared out. To take something back, reverse its entry."))
    if sum(fee.amount for fee in fees) > amount:
        raise RuleBroken(_("The fees are larger than the amount. Nothing was entered."))
