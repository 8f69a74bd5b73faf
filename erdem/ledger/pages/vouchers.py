"""Vouchers: of a payment that was made, of money that came in."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.documents import render_pdf
from erdem.base.formatting import iso_date, long_date, money_from_fen
from erdem.ledger.amounts import working_text
from erdem.ledger.bank_files import in_capitals
from erdem.ledger.choices import Unit
from erdem.ledger.models import BankLine, BankMatch, Entry, PaymentLine, Posting
from erdem.people.models import User

TEMPLATE = "ledger/voucher.typ"


def number_of(entry: Entry) -> str:
    """Return the number of the voucher of an entry: its year and its number in the book."""
    return f"PZ-{entry.day.year}-{entry.number:06}"


def payment_voucher(line: PaymentLine) -> bytes:
    """Set the voucher of a payment.

    Raises:
        DocumentError: the fonts of printed documents are not ready.
    """
    order, entry = line.order, line.entry
    assert entry is not None  # a voucher is offered of payments that have one
    facts = [
        (_("payee"), line.payee.name),
        (_("name of the account"), line.holder_name),
        (_("account number"), line.bank_number),
        (_("bank"), line.bank_name),
        (_("Paid from"), f"{order.bank_account.name} {order.bank_account}"),
        (_("what for"), order.memo),
        (pgettext("payment", "reference"), line.reference),
    ]
    names = [(_("Proposed by"), _name(order.proposed_by)), (_("Approved by"), _name(order.approved_by))]
    return _set(_("Payment voucher"), entry, line.amount, order.unit, facts, names)


def receipt(line: BankLine, match: BankMatch) -> bytes:
    """Set the voucher of money that came in.

    Raises:
        DocumentError: the fonts of printed documents are not ready.
    """
    account, entry = line.bank_account, match.entry
    assert entry is not None  # a receipt is offered of matches that have one
    payer = match.account.payee.name if match.account and match.account.payee else ""
    facts = [
        (_("Received from"), line.counterparty or payer),
        (_("account of the other side"), line.counterparty_number),
        (_("Received on"), f"{account.name} {account}"),
        (_("Counted as"), f"{match.get_kind_display()} {payer}".strip()),
        (_("what the bank says"), line.reference),
        (_("serial number"), line.serial),
    ]
    names = [(_("Entered by"), _name(match.made_by)), (_("Checked by"), "")]
    return _set(_("Receipt voucher"), entry, line.amount, account.unit, facts, names)


def _name(user: User | None) -> str:
    return user.get_full_name() if user else ""


def _set(
    title: str, entry: Entry, fen: int, unit: str, facts: list[tuple[str, str]], names: list[tuple[str, str]]
) -> bytes:
    postings = entry.postings.select_related("account__payee").order_by("id")
    context: dict[str, Any] = {
        "title": title,
        "number": number_of(entry),
        "office": entry.book.keeper.name,
        "date": long_date(entry.day),
        "notice": _("Printed on %(day)s") % {"day": iso_date(timezone.localdate())},
        "capitals": in_capitals(fen) if unit == Unit.CNY else "",
        "figure": f"{'¥' if unit == Unit.CNY else unit + ' '}{money_from_fen(fen)}",
        "words": {
            "capitals": _("Amount in capitals"),
            "figure": pgettext("voucher", "Amount in figures"),
            "entry": _("Entry %(number)s of the book “%(book)s”") % {"number": entry.number, "book": entry.book.name},
            "sign": _("signature and day"),
        },
        "facts": [list(pair) for pair in facts if pair[1]],
        "head": [pgettext("voucher", "account"), _("Into (debit)"), _("Out of (credit)"), pgettext("voucher", "note")],
        "postings": [_posting(posting) for posting in postings],
        "names": [list(pair) for pair in names],
    }
    return render_pdf(TEMPLATE, context, issued_at=entry.posted_at)


def _posting(posting: Posting) -> list[str]:
    account = posting.account
    shown = f"{account.get_kind_display()} {account.payee.name if account.payee else ''}".strip()
    size = money_from_fen(abs(posting.amount))
    note = working_text(posting.note, account.unit)
    return [shown, size if posting.amount > 0 else "", size if posting.amount < 0 else "", note]
