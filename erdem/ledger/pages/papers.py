"""The statement as a paper: in Chinese, and in Mongolian script with the Chinese word beside each Mongolian one."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from erdem.base.actor import Actor
from erdem.base.documents import render_pdf
from erdem.base.formatting import iso_date, long_date
from erdem.ledger.amounts import amount_text, figure, unit_name, working_text
from erdem.ledger.choices import AccountKind
from erdem.ledger.models import Account, Payee
from erdem.ledger.pages.books import sense
from erdem.ledger.pages.mine import kind_items, money_items
from erdem.ledger.queries import statements

LANGUAGES: Final = ("zh", "mn")
MOST = 400
"""Movements of an account that one paper shows; more are taken away as a table."""
COLUMNS, HEADS = 14, 3
SHORTENED = 24
HEADING: Final = "ᠠᠰᠢᠭ ᠤᠨ ᠳᠠᠩᠰᠠ"
"""“Book of benefits”. This and the words below await a native reader, and the paper says so."""
WORDS: Final = {
    "name": ("ᠨᠡᠷ᠎ᠡ", "姓名"),
    "book": ("ᠳᠠᠩᠰᠠ", "账套"),
    "span": ("ᠬᠤᠭᠤᠴᠠᠭ᠎ᠠ", "期间"),
    "day": ("ᠡᠳᠦᠷ", "日期"),
    "what_for": ("ᠤᠴᠢᠷ", "摘要"),
    "amount": ("ᠲᠣᠭ᠎ᠠ", "金额"),
    "balance": ("ᠦᠯᠡᠳᠡᠭᠳᠡᠯ", "余额"),
    "due": ("ᠠᠪᠬᠤ ᠶᠣᠰᠤᠲᠠᠢ", "应得"),
    "arrived": ("ᠢᠷᠡᠭᠰᠡᠨ", "已到账"),
    "fees": ("ᠬᠠᠰᠤᠭᠰᠠᠨ", "手续费"),
    "waits": ("ᠬᠦᠯᠢᠶᠡᠵᠦ ᠪᠤᠢ", "待付"),
    "in_escrow": ("ᠬᠠᠳᠠᠭᠠᠯᠠᠭᠰᠠᠨ", "代管"),
    "owes": ("ᠲᠥᠯᠦᠬᠦ", "应付"),
    "promised": ("ᠠᠮᠠᠯᠠᠭᠰᠠᠨ", "已承诺"),
    "delivered": ("ᠬᠦᠷᠭᠡᠭᠰᠡᠨ", "已交付"),
    "to_give": ("ᠥᠭᠬᠦ", "待交付"),
}
ACCOUNTS: Final = {
    AccountKind.OWED: ("ᠠᠪᠬᠤ ᠶᠣᠰᠤᠲᠠᠢ", "应付给您"),
    AccountKind.UNCLAIMED: ("ᠬᠠᠳᠠᠭᠠᠯᠠᠭᠰᠠᠨ", "代管（无人认领）"),
    AccountKind.DISPUTED: ("ᠬᠠᠳᠠᠭᠠᠯᠠᠭᠰᠠᠨ", "代管（有争议）"),
    AccountKind.DUE: ("ᠲᠥᠯᠦᠬᠦ", "应由您支付"),
    AccountKind.PROMISED: ("ᠠᠮᠠᠯᠠᠭᠰᠠᠨ", "承诺的实物和服务"),
    AccountKind.DELIVERED: ("ᠬᠦᠷᠭᠡᠭᠰᠡᠨ", "已交付的实物和服务"),
}


def statement_paper(actor: Actor, payee: Payee, since: dt.date, until: dt.date, language: str) -> bytes:
    """Return the statement of a period as PDF.

    Raises:
        DocumentError: the fonts of documents were not built.
    """
    standing = statements.standing_of(actor, payee)
    with override("zh-hans"):
        if language == "mn":
            return render_pdf(
                "ledger/statement_mn.typ", _mongolian(actor, standing, since, until), issued_at=timezone.now()
            )
        return render_pdf("ledger/statement.typ", _chinese(actor, standing, since, until), issued_at=timezone.now())


def _chinese(actor: Actor, standing: statements.Standing, since: dt.date, until: dt.date) -> dict[str, Any]:
    payee = standing.payee
    plain = [item for money in standing.money.values() for item in money_items(money)]
    plain += [item for kind in standing.kinds.values() for item in kind_items(kind)]
    return {
        "title": _("Statement of benefits: %(name)s") % {"name": payee.name},
        "office": payee.book.keeper.name,
        "date": long_date(timezone.localdate()),
        "number": payee.book.name,
        "language": "zh",
        "notice": _("From the ledger of benefits. Ask the office that keeps the book about any line."),
        "facts": [
            [_("name"), payee.name],
            [_("Period"), f"{iso_date(since)} – {iso_date(until)}"],
            *([[_("acts through"), payee.acts_through]] if payee.acts_through else []),
        ],
        "standing_heading": _("As it stands today"),
        "standing": [[item["term"], item["value"]] for item in plain] or [["—", _("Nothing has been entered yet.")]],
        "accounts": [_account(actor, account, since, until) for account in standing.accounts],
        "explained": _(
            "What arrived was paid through the bank. Fees stand as lines of their own. Amounts in different currencies, and"
            " money and benefits in kind, are never added up."
        ),
    }


def _account(actor: Actor, account: Account, since: dt.date, until: dt.date) -> dict[str, Any]:
    found = statements.statement_page(actor, account, since, until, size=MOST)
    lines = [
        [
            iso_date(line.day),
            str(line.number),
            f"{line.memo}\n{working_text(line.note, account.unit)}" if line.note else line.memo,
            figure(line.amount, account.unit),
            figure(line.balance, account.unit),
        ]
        for line in reversed(found.lines)
    ]
    before = [iso_date(since), "", _("Balance before") if not found.older else _("Older lines: take the table away")]
    return {
        "name": f"{account.get_kind_display()} · {unit_name(account.unit)}",
        "sense": sense(account),
        "head": [_("day"), _("No."), _("what for"), _("amount"), _("Balance")],
        "rows": [
            [*before, "", figure(found.before, account.unit)],
            *lines,
            [iso_date(until), "", _("Balance after"), "", figure(found.after, account.unit)],
        ],
    }


def _mongolian(actor: Actor, standing: statements.Standing, since: dt.date, until: dt.date) -> dict[str, Any]:
    payee = standing.payee
    shown: list[list[Any]] = []
    for money in standing.money.values():
        told = {name: getattr(money, name) for name in ("due", "arrived", "fees", "waits", "in_escrow", "owes")}
        shown += [
            [WORDS[name], amount_text(amount, money.unit)]
            for name, amount in told.items()
            if amount or (money.account and name in ("due", "arrived"))
        ]
    for kind in standing.kinds.values():
        told = {name: getattr(kind, name) for name in ("promised", "delivered", "to_give")}
        shown += [[WORDS[name], amount_text(amount, kind.unit)] for name, amount in told.items() if amount]
    return {
        "title": f"{payee.name} {iso_date(since)} – {iso_date(until)}",
        "heading": HEADING,
        "office": payee.book.keeper.name,
        "name": payee.name,
        "name_mn": payee.name_mn,
        "awaits": _("The Mongolian words on this paper await a native reader; the Chinese ones beside them count."),
        "facts": [[WORDS["book"], payee.book.name], [WORDS["span"], f"{iso_date(since)}至{iso_date(until)}"]],
        "standing": shown,
        "heads": [WORDS["day"], WORDS["what_for"], WORDS["amount"], WORDS["balance"]],
        "sheets": _sheets([part for account in standing.accounts for part in _columns(actor, account, since, until)]),
    }


def _columns(actor: Actor, account: Account, since: dt.date, until: dt.date) -> list[dict[str, Any]]:
    found = statements.statement_page(actor, account, since, until, size=MOST)
    rows = [
        [
            iso_date(line.day),
            line.memo if len(line.memo) <= SHORTENED else f"{line.memo[: SHORTENED - 1]}…",
            figure(line.amount, account.unit),
            figure(line.balance, account.unit),
        ]
        for line in reversed(found.lines)
    ]
    kind, unit = ACCOUNTS[AccountKind(account.kind)], unit_name(account.unit)
    name = (kind[0], f"{kind[1]} {unit}")
    return [{"name": name, "rows": rows[start : start + COLUMNS]} for start in range(0, len(rows), COLUMNS)]


def _sheets(parts: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Put accounts side by side as long as a sheet has room; each takes two columns for its heads."""
    sheets: list[list[dict[str, Any]]] = []
    room = 0
    for part in parts:
        needed = len(part["rows"]) + HEADS
        if needed > room:
            sheets.append([])
            room = COLUMNS + HEADS
        sheets[-1].append(part)
        room -= needed
    return sheets
