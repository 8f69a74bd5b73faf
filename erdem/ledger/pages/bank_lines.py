"""What the page of one bank line shows: what it is, or what it may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment
from erdem.ledger.matching import Candidate
from erdem.ledger.models import BankAccount, BankLine, BankMatch
from erdem.ledger.pages.bank import REASONS, other_side, start
from erdem.ledger.pages.payments import Link, amount
from erdem.ledger.payment_choices import MatchKind
from erdem.ledger.queries import bank as reads

MOST_OTHERS: Final = 100


@dataclass(frozen=True)
class LinePage:
    """One bank line, and choosing what it is."""

    account: BankAccount
    line: BankLine
    title: str
    trail: tuple[Link, ...]
    facts: tuple[dict[str, Any], ...]
    match: dict[str, Any] | None
    candidates: tuple[dict[str, Any], ...]
    others: tuple[dict[str, Any], ...]


def line_page(actor: Actor, line: BankLine) -> LinePage:
    """Build the page of one bank line."""
    account = line.bank_account
    match = reads.matches_of(actor, [line]).get(line.pk)
    found = [] if match else reads.candidates_for(actor, account, [line])[line.pk]
    return LinePage(
        account=account,
        line=line,
        title=_("%(amount)s on %(day)s") % {"amount": amount(line.amount, account.unit), "day": iso_date(line.day)},
        trail=start(account, line.serial or iso_date(line.day)),
        facts=tuple(_facts(line)),
        match=_match(account, line, match) if match else None,
        candidates=tuple(_candidates(account, found)),
        others=tuple(_others(actor, account, line, found)) if match is None else (),
    )


def _facts(line: BankLine) -> Iterator[dict[str, Any]]:
    facts = (
        (_("other side"), line.counterparty),
        (_("account of the other side"), line.counterparty_number),
        (_("what the bank says"), line.reference),
        (_("serial number"), line.serial),
        (_("balance after it"), amount(line.balance, line.bank_account.unit) if line.balance is not None else ""),
    )
    yield from ({"term": term, "value": value} for term, value in facts if value)


def _match(account: BankAccount, line: BankLine, match: BankMatch) -> dict[str, Any]:
    key = [account.pk, line.pk]
    order = match.payment.order.number if match.payment else ""
    return {
        "what": f"{match.get_kind_display()} {other_side(match)}".strip(),
        "who": _("by machine: it was exact and the only one")
        if match.automatic
        else match.made_by and match.made_by.get_full_name(),
        "when": iso_moment(match.made_at),
        "reasons": "，".join(str(REASONS.get(reason, reason)) for reason in match.reasons),
        "undo": reverse("payments:line-undo", args=key),
        "receipt": reverse("payments:line-receipt", args=key) if match.entry_id and line.amount > 0 else "",
        "order": reverse("payments:payment-detail", args=[order]) if order else "",
        "keeps": match.kind in (MatchKind.PAYMENT, MatchKind.RETURN),
    }


def _who(match: BankMatch) -> str:
    if match.automatic:
        return _("by machine: it was exact and the only one")
    return match.made_by.get_full_name() if match.made_by else ""


def _candidates(account: BankAccount, found: list[Candidate]) -> Iterator[dict[str, Any]]:
    payments, accounts = reads.described(found)
    for each in found:
        payment, due = payments.get(each.key), accounts.get(each.key)
        who = payment.payee.name if payment and each.kind == "payment" else due.payee.name if due and due.payee else ""
        yield {
            "act": each.kind,
            "key": each.key,
            "who": who,
            "what": payment.reference if payment and each.kind == "payment" else _("what is due"),
            "amount": amount(payment.amount, account.unit) if payment and each.kind == "payment" else "",
            "reasons": "，".join(str(REASONS[reason]) for reason in each.reasons),
            "with": ",".join(each.reasons),
        }


def _others(actor: Actor, account: BankAccount, line: BankLine, found: list[Candidate]) -> Iterator[dict[str, Any]]:
    """What else a person may say: an account from which it is due, or a payment that came back."""
    proposed = {each.key for each in found}
    if line.amount < 0:
        for payment in reads.waiting_payments(account).select_related("payee")[:MOST_OTHERS]:
            if payment.pk not in proposed:
                yield _other("payment", payment.pk, payment.reference, payment.payee.name, payment.amount, account)
        return
    for due, owed in reads.open_dues(actor, account):
        if due.pk not in proposed:
            yield _other(
                "due", due.pk, pgettext("bank line", "due"), due.payee.name if due.payee else "", owed, account
            )
    for payment in reads.returnable(account, line.amount)[:MOST_OTHERS]:
        yield _other(
            "return", payment.pk, pgettext("bank line", "returned"), payment.payee.name, payment.amount, account
        )


def _other(act: str, key: int, what: str, who: str, fen: int, account: BankAccount) -> dict[str, Any]:
    return {"act": act, "key": key, "label": f"{what} · {who} · {amount(fen, account.unit)}"}
