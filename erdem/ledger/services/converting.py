"""From one currency into another: never without a rate and its source, and both stay readable beside the entry."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.ledger.choices import CURRENCIES, AccountKind, LineKind, Unit
from erdem.ledger.models import Account, Book, Entry
from erdem.ledger.policies import can_keep
from erdem.ledger.services.accounts import account_of
from erdem.ledger.services.posting import Document, Line, Working, post


@dataclass(frozen=True)
class Rate:
    """How many units of the second currency one of the first is, exactly, and where that is said (bank, date, page)."""

    value: Fraction
    source: str


@transaction.atomic
def convert(
    *,
    actor: Actor,
    book: Book,
    day: dt.date,
    memo: str,
    from_account: Account,
    to_account: Account,
    amount: int,
    rate: Rate,
    document: Document | None = None,
) -> Entry:
    """Move an amount from an account in one currency into one in another: a pair of movements, each balanced in its currency.

    Both are one entry, so that nobody takes back one half. ``amount`` has the sign of the movement into ``to_account``: negative
    when a debt changes its currency. The counter-value is rounded half away from nothing, and that is said.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: there is no rate or no source of it, the currencies are the same or no currencies, or the database refuses.
    """
    require(can_keep(actor, book))
    _require_rate(from_account, to_account, rate)
    exact = amount * rate.value
    received = (1 if exact > 0 else -1) * int(abs(exact) + Fraction(1, 2))
    given_up = account_of(book, AccountKind.EXCHANGE, Unit(from_account.unit))
    taken_up = account_of(book, AccountKind.EXCHANGE, Unit(to_account.unit))
    lines = [
        Line(from_account, -amount),
        Line(given_up, amount),
        Line(taken_up, -received),
        Line(to_account, received),
    ]
    return post(
        actor=actor,
        book=book,
        day=day,
        memo=memo,
        lines=lines,
        document=document,
        calculation=_workings(from_account, to_account, amount, received, rate),
    )


def _workings(given: Account, taken: Account, amount: int, received: int, rate: Rate) -> list[Working]:
    exact = amount * rate.value
    with override("zh-hans"):
        stated = _("1 %(given)s = %(rate)s %(taken)s; source: %(source)s") % {
            "given": given.unit,
            "rate": rate.value,
            "taken": taken.unit,
            "source": rate.source.strip(),
        }
        rounding = "" if exact == received else f" ({_('rounded half up')})"
    return [Working(stated, LineKind.RATE), Working(f"{amount} × {rate.value} = {exact} → {received}{rounding}")]


def _require_rate(given: Account, taken: Account, rate: Rate) -> None:
    if given.unit == taken.unit or given.unit not in CURRENCIES or taken.unit not in CURRENCIES:
        raise RuleBroken(
            _("A conversion goes from one currency into another. Choose two accounts in different currencies.")
        )
    if rate.value <= 0 or not rate.source.strip():
        raise RuleBroken(
            _(
                "A conversion needs its rate and where the rate is from. Write both; nothing was converted without them."
            ),
            field="rate",
        )
