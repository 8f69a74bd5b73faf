"""What the pages of bank accounts and statements show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment, number
from erdem.ledger.amounts import cell, unit_name
from erdem.ledger.matching import Candidate
from erdem.ledger.models import BankAccount, BankLine, BankMatch, StatementFile
from erdem.ledger.pages.payments import FormPage, Link, amount
from erdem.ledger.payment_choices import FileState
from erdem.ledger.queries import bank as reads
from erdem.ledger.queries import payments as payment_reads

PER_PAGE: Final = 30
REASONS: Final = {
    "reference": _lazy("names the reference"),
    "amount": _lazy("same amount"),
    "amount-with-fee": _lazy("amount with a fee on top"),
    "name": _lazy("same name"),
    "part": _lazy("part of what is due"),
    "more": _lazy("more than is due"),
}
FILE_SHAPES: Final = {
    FileState.CHECKING: "work",
    FileState.CHECKED: "wait",
    FileState.IMPORTING: "work",
    FileState.DONE: "done",
    FileState.UNREADABLE: "over",
}


@dataclass(frozen=True)
class AccountRow:
    """One bank account with book and bank side by side."""

    account: BankAccount
    currency: str
    url: str
    ledger: str
    bank: str
    difference: str
    waiting: int
    shape: str
    state: str


@dataclass(frozen=True)
class LineRow:
    """One bank line, with what it is or may be."""

    line: BankLine
    url: str
    amount: str
    shape: str
    state: str
    note: str


@dataclass(frozen=True)
class AccountPage:
    """One bank account: book and bank, what explains the difference, lines, statements."""

    account: BankAccount
    currency: str
    title: str
    trail: tuple[Link, ...]
    figures: tuple[dict[str, Any], ...]
    explained: tuple[dict[str, Any], ...]
    columns: tuple[dict[str, Any], ...]
    page: Page[BankLine]
    rows: tuple[LineRow, ...]
    filters: tuple[Link, ...]
    exports: tuple[Link, ...]
    files: tuple[dict[str, Any], ...]
    has_lines: bool
    may_match: bool


def start(account: BankAccount | None = None, label: str = "") -> tuple[Link, ...]:
    """Return the path to a page of bank accounts."""
    path = [Link(_("Bank accounts"), reverse("payments:bank-list"))]
    if account is not None:
        path.append(Link(account.name, reverse("payments:bank-detail", args=[account.pk]) if label else ""))
    return (*path, Link(label)) if label else tuple(path)


def list_page(actor: Actor) -> dict[str, Any]:
    """Build the list of bank accounts."""
    rows = [_account_row(reads.reconcile(actor, account)) for account in payment_reads.bank_accounts(actor)]
    open_ones = sum(row.waiting for row in rows)
    title = ngettext("%(count)s bank line waits", "%(count)s bank lines wait", open_ones) % {"count": number(open_ones)}
    if not open_ones:
        title = _("Every bank line is matched") if rows else _("No bank account yet")
    return {"title": title, "rows": rows, "may_open": bool(payment_reads.books_kept(actor))}


def _account_row(found: reads.Reconciliation) -> AccountRow:
    account, difference = found.bank_account, found.difference
    agreed = difference == 0 and not found.unmatched
    return AccountRow(
        account=account,
        currency=unit_name(account.unit),
        url=reverse("payments:bank-detail", args=[account.pk]),
        ledger=amount(found.ledger, account.unit),
        bank=amount(found.bank, account.unit) if found.bank is not None else "–",
        difference=amount(difference, account.unit) if difference is not None else "–",
        waiting=found.unmatched,
        shape="done" if agreed else "new" if difference is None else "due",
        state=_("agrees") if agreed else _("no statement yet") if difference is None else _("to be cleared"),
    )


def account_page(actor: Actor, account: BankAccount, data: QueryDict) -> AccountPage:
    """Build the page of one bank account."""
    found = reads.reconcile(actor, account)
    every = data.get("show") == "all"
    page = Paginator(reads.bank_lines(actor, account, waiting=not every, sort=data.get("sort", "")), PER_PAGE).get_page(
        data.get("page")
    )
    lines, here = list(page), reverse("payments:bank-detail", args=[account.pk])
    matches, candidates = reads.matches_of(actor, lines), reads.candidates_for(actor, account, lines)
    export = reverse("payments:bank-lines", args=[account.pk, "xlsx"])
    return AccountPage(
        account=account,
        currency=unit_name(account.unit),
        title=_title(found),
        trail=start(account),
        figures=tuple(_figures(found)),
        explained=tuple(_explained(found)),
        columns=(
            {"key": "day", "label": _("day")},
            {"key": "name", "label": _("other side")},
            {"key": "amount", "label": _("amount"), "numeric": True},
            {"label": pgettext("bank line", "What it is")},
        ),
        page=page,
        rows=tuple(_line_row(account, line, matches.get(line.pk), candidates.get(line.pk, [])) for line in lines),
        filters=(
            Link(pgettext("bank line", "Waiting"), here if every else ""),
            Link(pgettext("bank line", "All"), "" if every else f"{here}?show=all"),
        ),
        exports=(Link("XLSX", export), Link("CSV", export.replace("xlsx", "csv"))),
        files=tuple(_file_row(file) for file in reads.files_of(actor, account)[:10]),
        has_lines=found.bank is not None or bool(lines) or reads.bank_lines(actor, account).exists(),
        may_match=found.unmatched > 0,
    )


def _title(found: reads.Reconciliation) -> str:
    if found.difference is None:
        return _("No statement tells a balance yet")
    if found.difference == 0 and not found.unmatched:
        return _("Book and bank agree")
    if found.difference == 0:
        return _("Book and bank have the same balance, some lines wait")
    return _("Bank and book differ by %(amount)s") % {"amount": amount(abs(found.difference), found.bank_account.unit)}


def _figures(found: reads.Reconciliation) -> Iterator[dict[str, Any]]:
    unit = found.bank_account.unit
    label = (
        _("Balance at the bank on %(day)s") % {"day": iso_date(found.bank_day)}
        if found.bank_day
        else _("Balance at the bank")
    )
    said = amount(found.bank, unit) if found.bank is not None else "–"
    yield {"label": label, "value": said, "url": "#explained"}
    yield {"label": _("Balance in the book"), "value": amount(found.ledger, unit), "url": "#explained"}
    difference = amount(found.difference, unit) if found.difference is not None else "–"
    yield {"label": _("Difference"), "value": difference, "url": "#explained"}


def _explained(found: reads.Reconciliation) -> Iterator[dict[str, Any]]:
    unit = found.bank_account.unit
    yield {"term": _("Came in, not matched yet"), "value": amount(found.unmatched_in, unit)}
    yield {"term": _("Went out, not matched yet"), "value": amount(found.unmatched_out, unit)}
    yield {"term": _("In the book, not shown by the bank"), "value": amount(-found.not_at_bank, unit)}
    if found.unexplained is not None:
        yield {
            "term": _("Left unexplained: balance before the first statement"),
            "value": amount(found.unexplained, unit),
        }


def _line_row(account: BankAccount, line: BankLine, match: BankMatch | None, found: list[Candidate]) -> LineRow:
    note = "，".join(str(REASONS[reason]) for reason in found[0].reasons) if found and match is None else ""
    if match is not None:
        shape, state = "done", f"{match.get_kind_display()} {other_side(match)}".strip()
    else:
        shape = "due" if found else "wait"
        state = _("%(count)s possible") % {"count": len(found)} if found else _("nothing like it known")
    return LineRow(
        line=line,
        url=reverse("payments:bank-line", args=[account.pk, line.pk]),
        amount=amount(line.amount, account.unit),
        shape=shape,
        state=state,
        note=note,
    )


def other_side(match: BankMatch) -> str:
    """Return which payment, or from whom, a bank line is."""
    if match.payment is not None:
        return match.payment.reference
    return match.account.payee.name if match.account and match.account.payee else ""


def _file_row(file: StatementFile) -> dict[str, Any]:
    return {
        "name": file.file_name,
        "url": reverse("payments:file-detail", args=[file.pk]),
        "when": iso_moment(file.created_at),
        "shape": FILE_SHAPES[FileState(file.state)],
        "state": file.get_state_display(),
        "added": number(file.counts.get("added")) if "added" in file.counts else "–",
    }


def line_heads() -> list[str]:
    """Return the heads of the exported lines."""
    heads = [
        _("day"),
        _("Money in"),
        _("Money out"),
        _("other side"),
        _("account of the other side"),
        _("what the bank says"),
    ]
    return [*heads, _("serial number"), pgettext("bank line", "What it is")]


def line_rows(account: BankAccount, lines: Iterable[BankLine], matches: dict[int, BankMatch]) -> Iterator[list[Any]]:
    """Yield the exported lines."""
    for line in lines:
        match = matches.get(line.pk)
        what = f"{match.get_kind_display()} {other_side(match)}".strip() if match else ""
        said = [line.counterparty, line.counterparty_number, line.reference, line.serial]
        size = cell(abs(line.amount), account.unit)
        moved = [size, ""] if line.amount > 0 else ["", size]
        yield [iso_date(line.day), *moved, *said, what]


def form_page(title: str, form: forms.Form, button: str, account: BankAccount | None, back: str) -> FormPage:
    """Build a page with one form."""
    return FormPage(title, start(account, title), form, button, back, _("Leave it as it is"))
