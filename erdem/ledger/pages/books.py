"""What the pages of the books show: figures, accounts, statements, journal, entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.base.policy import Denied
from erdem.ledger.amounts import amount_text, cell, figure, unit_name, working_text
from erdem.ledger.choices import CURRENCIES, AccountKind, LineKind, Unit
from erdem.ledger.models import Account, Book, Entry
from erdem.ledger.policies import can_keep
from erdem.ledger.queries import overview as reads
from erdem.ledger.queries import statements
from erdem.ledger.queries.balances import trial_balance

PER_PAGE = 30
Page = dict[str, Any]


@dataclass(frozen=True)
class Link:
    """Words and where they lead."""

    label: str
    url: str


@dataclass(frozen=True)
class FormPage:
    """A page with one form."""

    title: str
    form: forms.Form
    button: str
    back: str
    note: str
    kind: str


def form_page(title: str, form: forms.Form, button: str, back: str, *, note: str, stop: bool) -> FormPage:
    """Return a page with one form."""
    return FormPage(title, form, button, back, note, "stop" if stop else "main")


def trail(book: Book, *more: Link) -> list[Link]:
    """Return the way to a page of a book."""
    return [Link(_("Benefit ledger"), reverse("ledger:overview")), *more]


def exports(name: str, *arguments: object, query: str = "") -> list[Link]:
    """Return the tables to take away."""
    return [
        Link(kind.upper(), reverse(name, args=[*arguments, kind]) + (f"?{query}" if query else ""))
        for kind in ("xlsx", "csv")
    ]


def last_month() -> str:
    """Return the last day of the month before this one."""
    return (timezone.localdate().replace(day=1) - dt.timedelta(days=1)).isoformat()


def overview_page(actor: Actor, books: list[Book]) -> Page:
    """Return the books of an office with their figures; each leads to the accounts behind it."""
    return {
        "title": _("Ledger of benefits"),
        "books": [_book(actor, book) for book in books],
        "mine": statements.own_payees(actor).exists(),
    }


def _book(actor: Actor, book: Book) -> Page:
    closed = reads.closed_periods(actor, book).first()
    found = reads.figures(actor, book)
    return {
        "book": book,
        "closed": iso_date(closed.until) if closed else "",
        "money": [_row(book, unit, held, money_columns()) for unit, held in found.items() if unit in CURRENCIES],
        "kinds": [_row(book, unit, held, kind_columns()) for unit, held in found.items() if unit not in CURRENCIES],
    }


def money_columns() -> tuple[tuple[str, tuple[str, ...], int, str], ...]:
    """Return the columns of money: words, kinds of accounts, sign, and the kind that the figure leads to."""
    return (
        (_("At the bank"), (AccountKind.BANK,), 1, AccountKind.BANK),
        (_("Due from enterprises"), (AccountKind.DUE,), 1, AccountKind.DUE),
        (_("Owed to payees"), (AccountKind.OWED,), -1, AccountKind.OWED),
        (_("In escrow"), (AccountKind.UNCLAIMED, AccountKind.DISPUTED), -1, "escrow"),
    )


def kind_columns() -> tuple[tuple[str, tuple[str, ...], int, str], ...]:
    """Return the columns of benefits in kind."""
    return (
        (_("Promised"), (AccountKind.PROMISED,), -1, AccountKind.PROMISED),
        (_("Delivered"), (AccountKind.DELIVERED,), 1, AccountKind.DELIVERED),
        (_("Still to come"), ("to_give",), 1, AccountKind.PROMISED),
    )


def _row(book: Book, unit: str, held: dict[str, int], columns: Any) -> Page:
    address = reverse("ledger:trial", args=[book.pk])
    items = []
    for label, kinds, sign, leads in columns:
        amount = sign * sum(held.get(kind, 0) for kind in kinds)
        url = reverse("ledger:escrow", args=[book.pk]) if leads == "escrow" else f"{address}?kind={leads}&unit={unit}"
        items.append({"label": label, "value": figure(amount, unit), "url": url})
    return {
        "unit": unit_name(unit),
        "items": items,
        "fees": figure(-held.get(AccountKind.FEE, 0), unit),
        "fees_url": f"{address}?kind=fee&unit={unit}",
    }


def _only(query: Mapping[str, str]) -> dict[str, str]:
    only = {}
    if query.get("kind") in AccountKind.values:
        only["kind"] = str(query["kind"])
    if query.get("unit") in Unit.values:
        only["unit"] = str(query["unit"])
    return only


def trial_page(actor: Actor, book: Book, query: Mapping[str, str]) -> Page:
    """Return the accounts of a book, unit by unit, each adding up to nothing when none is left out."""
    only = _only(query)
    units: dict[str, list[tuple[Account, int]]] = {}
    for account, held in trial_balance(actor, book, None, **only):
        units.setdefault(account.unit, []).append((account, held))
    return {
        "title": _("Accounts of “%(book)s”") % {"book": book.name},
        "trail": trail(book),
        "filtered": bool(only),
        "all_url": reverse("ledger:trial", args=[book.pk]),
        "units": [
            {
                "name": unit_name(unit),
                "rows": [_account_row(account, held) for account, held in rows],
                "total": figure(sum(held for _account, held in rows), unit),
            }
            for unit, rows in units.items()
        ],
        "exports": exports("ledger:trial-export", book.pk, query=urlencode(only)),
    }


def _account_row(account: Account, held: int) -> Page:
    return {
        "kind": account.get_kind_display(),
        "payee": account.payee.name if account.payee else "",
        "held": figure(held, account.unit),
        "empty": not held,
        "url": reverse("ledger:account", args=[account.pk]),
    }


def trial_heads() -> list[str]:
    """Return the columns of the trial balance as a table."""
    return [pgettext("ledger", "account"), _("payee"), _("unit"), _("Balance"), _("Balance in smallest units")]


def trial_rows(actor: Actor, book: Book, query: Mapping[str, str]) -> Iterator[list[Any]]:
    """Yield the trial balance row by row."""
    for account, held in trial_balance(actor, book, None, **_only(query)):
        name = account.payee.name if account.payee else ""
        yield [account.get_kind_display(), name, account.unit, cell(held, account.unit), held]


def journal_page(actor: Actor, book: Book, query: Mapping[str, str]) -> Page:
    """Return the entries of a book, newest first, each with its lines."""
    words = query.get("q", "")
    page = Paginator(reads.entries(actor, book, words), PER_PAGE).get_page(query.get("page"))
    lines: dict[int, list[Any]] = {}
    for posting in reads.postings_of_many(actor, [entry.pk for entry in page]):
        lines.setdefault(posting.entry_id, []).append(posting)
    rows = [_entry_row(entry, lines.get(entry.pk, [])) for entry in page]
    return {
        "title": _("Journal of “%(book)s”") % {"book": book.name},
        "trail": trail(book),
        "words": words,
        "rows": rows,
        "page": page,
        "exports": exports("ledger:journal-export", book.pk),
    }


def _entry_row(entry: Entry, postings: list[Any]) -> Page:
    return {
        "number": entry.number,
        "day": iso_date(entry.day),
        "memo": entry.memo,
        "url": reverse("ledger:entry", args=[entry.book_id, entry.number]),
        "taken_back": hasattr(entry, "reversal"),
        "takes_back": entry.reversal_of.number if entry.reversal_of else 0,
        "lines": [_line(posting) for posting in postings],
    }


def _line(posting: Any) -> Page:
    account = posting.account
    kind = account.get_kind_display()
    return {
        "account": f"{kind} · {account.payee.name}" if account.payee else kind,
        "url": reverse("ledger:account", args=[account.pk]),
        "amount": amount_text(posting.amount, account.unit),
        "note": working_text(posting.note, account.unit),
        "out": posting.amount < 0,
    }


def journal_heads() -> list[str]:
    """Return the columns of the journal as a table."""
    account = pgettext("ledger", "account")
    amounts = [_("unit"), _("amount"), _("Amount in smallest units")]
    return [_("No."), _("day"), _("what for"), account, _("payee"), *amounts, _("calculation"), _("takes back")]


def journal_rows(actor: Actor, book: Book, since: dt.date, until: dt.date) -> Iterator[list[Any]]:
    """Yield the journal line by line."""
    for posting in reads.journal_rows(actor, book, since, until):
        entry, account = posting.entry, posting.account
        yield [
            entry.number, entry.day, entry.memo, account.get_kind_display(), account.payee.name if account.payee else "",
            account.unit, cell(posting.amount, account.unit), posting.amount, working_text(posting.note, account.unit),
            entry.reversal_of.number if entry.reversal_of else "",
        ]  # fmt: skip


def entry_page(actor: Actor, entry: Entry) -> Page:
    """Return one entry: its lines as far as this person sees them, and how it was calculated."""
    book, keeps = entry.book, not isinstance(can_keep(actor, entry.book), Denied)
    reversal = getattr(entry, "reversal", None)
    way = [Link(_("Journal"), reverse("ledger:journal", args=[book.pk]))] if keeps else []
    words = dict(LineKind.choices)
    return {
        "title": _("Entry %(number)s") % {"number": entry.number},
        "lead": entry.memo,
        "trail": trail(book, *way),
        "keeps": keeps,
        "facts": [
            {"term": pgettext("entry", "Book"), "value": book.name},
            {"term": _("day"), "value": iso_date(entry.day)},
            {"term": _("Entered"), "value": f"{iso_date(entry.posted_at)} {_by(entry) if keeps else ''}".strip()},
        ],
        "lines": [_line(posting) for posting in reads.postings_of(actor, entry)],
        "calculation": [
            ("" if line.kind == LineKind.STEP else str(words[line.kind]), line.text)
            for line in entry.calculation.order_by("position")
        ],
        "takes_back": _other(entry.reversal_of),
        "taken_back": _other(reversal),
        "reverse_url": ""
        if not keeps or reversal or entry.reversal_of
        else reverse("ledger:entry-reverse", args=[book.pk, entry.number]),
    }


def _by(entry: Entry) -> str:
    return entry.posted_by.get_full_name() or entry.posted_by.username if entry.posted_by else ""


def _other(entry: Entry | None) -> Link | None:
    if entry is None:
        return None
    return Link(str(entry.number), reverse("ledger:entry", args=[entry.book_id, entry.number]))


def account_page(actor: Actor, account: Account, since: dt.date, until: dt.date, start: str) -> Page:
    """Return the statement of an account: the newest movements of a period, with the balance after each."""
    found = statements.statement_page(actor, account, since, until, start=start)
    span = {"since": since.isoformat(), "until": until.isoformat()}
    keeps = not isinstance(can_keep(actor, account.book), Denied)
    way = [Link(_("Accounts"), reverse("ledger:trial", args=[account.book_id]))] if keeps else []
    title = f"{account.get_kind_display()} · {account.payee.name}" if account.payee else account.get_kind_display()
    return {
        "title": title,
        "trail": trail(account.book, *way),
        "lead": _("%(unit)s, in the book “%(book)s”") % {"unit": unit_name(account.unit), "book": account.book.name},
        **span,
        "before": figure(found.before, account.unit),
        "after": figure(found.after, account.unit),
        "sense": sense(account),
        "rows": [
            {
                "day": iso_date(line.day),
                "number": line.number,
                "url": reverse("ledger:entry", args=[account.book_id, line.number]),
                "memo": line.memo,
                "note": working_text(line.note, account.unit),
                "amount": figure(line.amount, account.unit),
                "balance": figure(line.balance, account.unit),
            }
            for line in found.lines
        ],
        "started": bool(start),
        "newest": f"?{urlencode(span)}",
        "older": f"?{urlencode({**span, 'start': found.older})}" if found.older else "",
        "exports": exports("ledger:account-export", account.pk, query=urlencode(span)),
    }


def sense(account: Account) -> str:
    """Say what the sign of a balance means, in words for somebody who keeps no books."""
    if account.kind in (AccountKind.OWED, AccountKind.UNCLAIMED, AccountKind.DISPUTED, AccountKind.FEE):
        return _("A minus means: the office owes this, or keeps it.")
    if account.kind == AccountKind.PROMISED:
        return _("A plus means: still to be given. A minus means: was promised to this party.")
    if account.kind == AccountKind.DUE:
        return _("A plus means: still to be paid.")
    return _("A plus means: it is there.")


def statement_heads() -> list[str]:
    """Return the columns of a statement as a table."""
    return [
        pgettext("ledger", "account"), _("day"), _("No."), _("what for"), _("calculation"), _("unit"), _("amount"), _("Balance"),
        _("Amount in smallest units"), _("Balance in smallest units"),
    ]  # fmt: skip


def statement_rows(actor: Actor, account: Account, since: dt.date, until: dt.date) -> list[list[Any]]:
    """Return the statement of a period, oldest first, with the balances before and after."""
    found = statements.statement_page(actor, account, since, until, size=100_000)
    name = str(account.get_kind_display())

    def row(day: dt.date, text: str, held: int) -> list[Any]:
        return [name, day, "", text, "", account.unit, "", cell(held, account.unit), "", held]

    lines = [
        [
            name, line.day, line.number, line.memo, working_text(line.note, account.unit), account.unit,
            cell(line.amount, account.unit), cell(line.balance, account.unit), line.amount, line.balance,
        ]
        for line in reversed(found.lines)
    ]  # fmt: skip
    return [row(since, _("Balance before"), found.before), *lines, row(until, _("Balance after"), found.after)]
