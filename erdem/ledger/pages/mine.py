"""What the own statement shows, in large words: what is due, what has arrived, what waits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, number
from erdem.ledger.amounts import amount_text, unit_name
from erdem.ledger.choices import AccountKind
from erdem.ledger.models import Account
from erdem.ledger.pages.books import Page, exports
from erdem.ledger.queries import statements
from erdem.ledger.queries.statements import Kind, Money, Standing

RECENT = 8
BEGINNING = dt.date(1900, 1, 1)


def mine_page(actor: Actor) -> Page:
    """Return how each own payee stands, in all books."""
    standings = [statements.standing_of(actor, payee) for payee in statements.own_payees(actor)]
    return {
        "title": _("What is due to you and what has arrived"),
        "payees": [_payee(actor, each) for each in standings],
    }


def _payee(actor: Actor, standing: Standing) -> Page:
    payee = standing.payee
    ward = payee.organisation_id not in actor.organisation_ids and payee.user_id != actor.user_id
    return {
        "name": payee.name,
        "name_mn": payee.name_mn,
        "book": payee.book.name,
        "keeper": payee.book.keeper.name,
        "ward": ward,
        "plain": [item for money in standing.money.values() for item in money_items(money)]
        + [item for kind in standing.kinds.values() for item in kind_items(kind)],
        "recent": _recent(actor, standing.accounts),
        "pdf": [
            {"label": _("Statement in Chinese (PDF)"), "url": reverse("ledger:mine-pdf", args=[payee.pk, "zh"])},
            {"label": _("Statement in Mongolian (PDF)"), "url": reverse("ledger:mine-pdf", args=[payee.pk, "mn"])},
        ],
        "exports": exports("ledger:mine-export", payee.pk),
    }


def money_items(money: Money) -> list[dict[str, str]]:
    """Return what one currency means to the party, in words and amounts; what is nothing is left out."""
    told = [
        (_("Due to you so far"), money.due),
        (_("Arrived"), money.arrived),
        (_("Fees taken off"), money.fees),
        (_("Waits to be paid"), money.waits),
        (_("Kept in escrow"), money.in_escrow),
        (_("You still have to pay"), money.owes),
    ]
    always = 2 if money.account else 0
    return [
        {"term": term, "value": amount_text(amount, money.unit)}
        for place, (term, amount) in enumerate(told)
        if amount or place < always
    ]


def kind_items(kind: Kind) -> list[dict[str, str]]:
    """Return what one benefit in kind means to the party."""
    items = []
    if kind.promised or kind.delivered:
        told = {
            "promised": number(kind.promised),
            "delivered": number(kind.delivered),
            "open": number(kind.outstanding),
        }
        text = _("%(promised)s promised, %(delivered)s delivered, %(open)s still to come") % told
        items.append({"term": unit_name(kind.unit), "value": text})
    if kind.to_give:
        items.append(
            {
                "term": unit_name(kind.unit),
                "value": _("%(count)s still to be given by you") % {"count": number(kind.to_give)},
            }
        )
    return items


def _recent(actor: Actor, accounts: list[Account]) -> list[dict[str, Any]]:
    """Return the newest movements over all accounts, told from the party's side."""
    found = []
    for account in accounts:
        page = statements.statement_page(actor, account, BEGINNING, timezone.localdate(), size=RECENT)
        found += [(line.day, line.pk, account, line) for line in page.lines]
    found.sort(key=lambda each: each[:2], reverse=True)
    natures = statements.natures([line.entry_id for _day, _pk, _account, line in found[:RECENT]])
    return [
        {
            "time": iso_date(line.day),
            "text": f"{amount_text(abs(line.amount), account.unit)} · "
            f"{told_as(account, line.amount, natures.get(line.entry_id, ''))}",
            "note": line.memo,
            "url": reverse("ledger:entry", args=[account.book_id, line.number]),
        }
        for _day, _pk, account, line in found[:RECENT]
    ]


def told_as(account: Account, amount: int, nature: str = "") -> str:
    """Say a movement from the side of the party."""
    more = amount < 0
    if account.kind == AccountKind.OWED and not more and nature in (AccountKind.BANK, AccountKind.FEE):
        return _("was paid to you") if nature == AccountKind.BANK else _("was taken for a fee")
    words = {
        AccountKind.OWED: (_("became due to you"), _("left what is due to you: moved or taken back")),
        AccountKind.UNCLAIMED: (_("went into escrow"), _("came out of escrow")),
        AccountKind.DISPUTED: (_("went into escrow as disputed"), _("came out of escrow")),
        AccountKind.DUE: (_("was paid by you or taken back"), _("became due from you")),
        AccountKind.PROMISED: (
            _("was promised to you, or given by you"),
            _("is to be given by you, or was taken back"),
        ),
        AccountKind.DELIVERED: (_("delivery taken back"), _("was delivered to you")),
    }
    return words[AccountKind(account.kind)][0 if more else 1]
