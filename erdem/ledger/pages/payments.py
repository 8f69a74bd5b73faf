"""What the pages of payment orders show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment, money_from_fen, number
from erdem.base.jobs import progress_of
from erdem.base.models import JobState
from erdem.ledger.amounts import cell, unit_name
from erdem.ledger.choices import Unit
from erdem.ledger.forms.payments import OrderForm
from erdem.ledger.models import BankAccount, PayeeHold, PaymentLine, PaymentOrder
from erdem.ledger.payment_choices import SIGNED, WRITABLE, LineState, OrderStatus
from erdem.ledger.policies import can_approve_order
from erdem.ledger.queries import payments as reads
from erdem.ledger.workflow import PAYMENT_ORDER

__all__ = [
    "SIGNED",
    "FormPage",
    "Link",
    "ListPage",
    "NewPage",
    "OrderPage",
    "amount",
    "holds_page",
    "line_heads",
    "line_rows",
    "list_heads",
    "list_page",
    "list_rows",
    "new_page",
    "order_page",
    "start",
]
PER_PAGE: Final = 50
EXPORTS: Final = ("csv", "xlsx")
LINE_SHAPES: Final = {
    LineState.OPEN: "wait",
    LineState.PAID: "done",
    LineState.REFUSED: "stop",
    LineState.BOUNCED: "over",
}
WITH_REASON: Final = ("hand_back", "cancel")


@dataclass(frozen=True)
class Link:
    """An address with its words; without an address the place where the reader is."""

    label: Any
    url: str = ""


@dataclass(frozen=True)
class OrderRow:
    """One order of the list."""

    order: PaymentOrder
    url: str
    shape: str
    total: str
    lines: str


@dataclass(frozen=True)
class ListPage:
    """All orders of the office."""

    title: str
    columns: tuple[dict[str, Any], ...]
    page: Page[PaymentOrder]
    exports: tuple[Link, ...]
    filters: tuple[Link, ...]
    accounts: tuple[BankAccount, ...]
    holds: int

    @property
    def rows(self) -> Iterator[OrderRow]:
        """The rows of this page."""
        return map(_row, self.page)


@dataclass(frozen=True)
class LineRow:
    """One line of an order."""

    line: PaymentLine
    shape: str
    amount: str
    where: str
    edit: str
    bounce: str
    voucher: str


@dataclass(frozen=True)
class OrderPage:
    """One order with what can be done."""

    order: PaymentOrder
    title: str
    trail: tuple[Link, ...]
    shape: str
    lines: tuple[LineRow, ...]
    steps: tuple[dict[str, Any], ...]
    stages: tuple[dict[str, Any], ...]
    facts: tuple[dict[str, Any], ...]
    figures: tuple[dict[str, Any], ...]
    exports: tuple[Link, ...]
    waits_for_another: bool
    may_run: bool
    progress: dict[str, Any] | None


@dataclass(frozen=True)
class NewPage:
    """Choosing whom to pay."""

    bank_account: BankAccount
    title: str
    trail: tuple[Link, ...]
    form: OrderForm
    held: tuple[reads.Owed, ...]
    nothing: bool


@dataclass(frozen=True)
class FormPage:
    """A page with one form."""

    title: str
    trail: tuple[Link, ...]
    form: forms.Form
    button: str
    back: str
    stays: str
    note: str = ""
    strike: str = ""


def start(label: str = "") -> tuple[Link, ...]:
    """Return the path to a page of payments."""
    first = Link(_("Payments"), reverse("payments:payment-list"))
    return (first, Link(label)) if label else (first,)


def amount(fen: int | None, unit: str) -> str:
    """Return an amount with its currency where it is not the yuan."""
    said = money_from_fen(fen)
    return said if unit == Unit.CNY else f"{said} {unit}"


def _row(order: PaymentOrder) -> OrderRow:
    counted = vars(order)
    left_out = counted.get("out") or 0
    said = _("%(paid)s of %(count)s paid") % {"paid": counted.get("paid") or 0, "count": counted.get("count") or 0}
    return OrderRow(
        order=order,
        url=reverse("payments:payment-detail", args=[order.number]),
        shape=PAYMENT_ORDER.shapes[order.status],
        total=amount(counted.get("total") or 0, order.unit),
        lines=said + ("，" + _("%(count)s left out") % {"count": left_out} if left_out else ""),
    )


def list_page(actor: Actor, data: QueryDict) -> ListPage:
    """Build the list."""
    sort, status = data.get("sort", ""), data.get("status", "")
    found = reads.orders(actor, sort, status)
    count = found.count()
    tail = f"?sort={sort}&status={status}" if sort or status else ""
    exports = tuple(Link(kind.upper(), reverse("payments:payment-export", args=[kind]) + tail) for kind in EXPORTS)
    here = reverse("payments:payment-list")
    filters = [Link(pgettext("payment order", "All"), here if status else "")]
    filters += [
        Link(label, "" if value == status else f"{here}?status={value}") for value, label in OrderStatus.choices
    ]
    title = ngettext("%(count)s payment order", "%(count)s payment orders", count) % {"count": number(count)}
    return ListPage(
        title=title if count or status else _("No payment order yet"),
        columns=(
            {"key": "number", "label": _("number")},
            {"label": _("what for")},
            {"key": "day", "label": _("day")},
            {"key": "total", "label": _("amount"), "numeric": True},
            {"key": "status", "label": _("status")},
        ),
        page=Paginator(found, PER_PAGE).get_page(data.get("page")),
        exports=exports if count else (),
        filters=tuple(filters),
        accounts=tuple(reads.bank_accounts(actor)),
        holds=reads.holds(actor).count(),
    )


def order_page(actor: Actor, order: PaymentOrder) -> OrderPage:
    """Build the page of one order."""
    lines = list(reads.order_lines(actor, order))
    waits = order.status == OrderStatus.PROPOSED and not can_approve_order(actor, order)
    progress = _progress(order)
    return OrderPage(
        order=order,
        title=order.memo,
        trail=start(order.number),
        shape=PAYMENT_ORDER.shapes[order.status],
        lines=tuple(_line(order, line) for line in lines),
        steps=tuple(_step(order, step) for step in PAYMENT_ORDER.available(actor, order) if step.name != "settle"),
        stages=tuple(_stages(order)),
        facts=tuple(_facts(order)),
        figures=tuple(_figures(order, lines)),
        exports=tuple(_exports(order)),
        waits_for_another=waits,
        may_run=order.status == OrderStatus.SENT and not (progress and progress["moving"]),
        progress=progress,
    )


def _progress(order: PaymentOrder) -> dict[str, Any] | None:
    if order.status != OrderStatus.SENT or order.progress_id is None:
        return None
    found = progress_of(order.progress_id)
    if found is None:
        return None
    total = found.total or 1
    return {
        "moving": found.state in (JobState.QUEUED, JobState.RUNNING),
        "percent": min(100, found.done * 100 // total),
        "words": _("%(done)s of %(total)s payments entered") % {"done": number(found.done), "total": number(total)},
        "failed": found.state == JobState.FAILED,
        "url": reverse("payments:payment-progress", args=[order.number]),
    }


def _step(order: PaymentOrder, step: Any) -> dict[str, Any]:
    return {
        "label": step.label,
        "kind": "" if step.emphasis == "plain" else step.emphasis,
        "url": reverse("payments:payment-step", args=[order.number, step.name]),
        "asks": step.name in WITH_REASON,
    }


def _stages(order: PaymentOrder) -> Iterator[dict[str, Any]]:
    """The two signatures and what follows, for the row of stages."""
    done = {
        OrderStatus.DRAFT: 0, OrderStatus.RETURNED: 0, OrderStatus.PROPOSED: 1, OrderStatus.APPROVED: 2,
        OrderStatus.SENT: 3, OrderStatus.SETTLED: 4, OrderStatus.CANCELLED: 0,
    }[OrderStatus(order.status)]  # fmt: skip
    signed = (
        (pgettext("payment order", "Proposed"), order.proposed_by, order.proposed_at),
        (pgettext("payment order", "Approved"), order.approved_by, order.approved_at),
        (pgettext("payment order", "With the bank"), order.sent_by, order.sent_at),
        (pgettext("payment order", "Settled"), None, order.settled_at),
    )
    for place, (label, who, when) in enumerate(signed):
        state = "done" if place < done else "now" if place == done and order.status != OrderStatus.CANCELLED else ""
        note = "  ".join(part for part in (who.get_full_name() if who else "", iso_moment(when)) if part)
        yield {"label": label, "note": note if place < done else "", "state": state}


def _facts(order: PaymentOrder) -> Iterator[dict[str, Any]]:
    yield {"term": _("Paid from"), "value": f"{order.bank_account.name} {order.bank_account}"}
    yield {"term": pgettext("ledger", "book"), "value": order.book.name}
    yield {"term": _("day"), "value": iso_date(order.day)}
    yield {"term": _("currency"), "value": unit_name(order.unit)}
    yield {"term": _("Drafted by"), "value": order.drafted_by.get_full_name()}


def _figures(order: PaymentOrder, lines: list[PaymentLine]) -> Iterator[dict[str, Any]]:
    def total(*states: str) -> str:
        return amount(sum(line.amount for line in lines if line.state in states), order.unit)

    yield {"label": _("Whole order"), "value": total(*LineState.values), "url": "#lines"}
    yield {"label": pgettext("payment order", "Paid"), "value": total(LineState.PAID), "url": "#lines"}
    yield {"label": _("Left out or returned"), "value": total(LineState.REFUSED, LineState.BOUNCED), "url": "#lines"}


def _exports(order: PaymentOrder) -> Iterator[Link]:
    yield Link(_("List of the order (XLSX)"), reverse("payments:payment-lines", args=[order.number, "xlsx"]))
    if order.status in SIGNED:
        yield Link(_("File for online banking (CSV)"), reverse("payments:payment-lines", args=[order.number, "csv"]))


def _line(order: PaymentOrder, line: PaymentLine) -> LineRow:
    key = [order.number, line.ordinal]
    writable, paid = order.status in WRITABLE, line.state == LineState.PAID
    return LineRow(
        line=line,
        shape=LINE_SHAPES[LineState(line.state)],
        amount=amount(line.amount, order.unit),
        where=" ".join(part for part in (line.holder_name, line.bank_name, line.bank_number) if part),
        edit=reverse("payments:line-edit", args=key) if writable else "",
        bounce=reverse("payments:line-returned", args=key) if paid else "",
        voucher=reverse("payments:line-voucher", args=key) if line.entry_id else "",
    )


def new_page(bank_account: BankAccount, form: OrderForm, owed: list[reads.Owed]) -> NewPage:
    """Build the page on which payees are chosen."""
    return NewPage(
        bank_account=bank_account,
        title=_("Whom to pay from %(account)s") % {"account": bank_account.name},
        trail=start(_("New payment order")),
        form=form,
        held=tuple(one for one in owed if one.hold is not None),
        nothing=not form.owed,
    )


def holds_page(actor: Actor, form: forms.Form) -> dict[str, Any]:
    """Build the page of stops."""
    rows: list[PayeeHold] = list(reads.holds(actor))
    return {"title": _("Payees that are not paid"), "trail": start(_("Stopped payments")), "rows": rows, "form": form}


def list_heads() -> list[str]:
    """Return the heads of the exported list."""
    return [
        _("number"),
        _("what for"),
        _("day"),
        _("amount"),
        _("currency"),
        _("status"),
        pgettext("payment order", "Proposed"),
        pgettext("payment order", "Approved"),
    ]


def list_rows(found: Iterable[PaymentOrder]) -> Iterator[list[Any]]:
    """Yield the rows of the exported list."""
    for order in found:
        who = [user.get_full_name() if user else "" for user in (order.proposed_by, order.approved_by)]
        total = cell(vars(order).get("total") or 0, order.unit)
        yield [order.number, order.memo, iso_date(order.day), total, order.unit, order.get_status_display(), *who]


def line_heads(kind: str) -> list[str]:
    """Return the heads of the list of an order, or of the file for online banking."""
    heads = [
        _("line"),
        _("name of the account"),
        _("account number"),
        _("bank"),
        _("amount"),
        _("currency"),
        pgettext("payment", "reference"),
    ]
    return heads if kind == "csv" else [*heads, _("payee"), _("state"), _("reason"), _("day")]


def line_rows(order: PaymentOrder, lines: Iterable[PaymentLine], kind: str) -> Iterator[list[Any]]:
    """Yield the lines; into the file for online banking only what is to be paid, with amounts as exact text."""
    for line in lines:
        if kind == "csv" and line.state in (LineState.REFUSED, LineState.BOUNCED):
            continue
        row = [line.ordinal, line.holder_name, line.bank_number, line.bank_name, cell(line.amount, order.unit)]
        row += [order.unit, line.reference]
        if kind != "csv":
            row += [line.payee.name, line.get_state_display(), line.state_reason, iso_date(line.settled_on)]
        yield row
