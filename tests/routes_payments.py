"""The part of the table of access that belongs to payments and bank accounts: for officers of the office that keeps the book."""

from __future__ import annotations

from typing import Any

from erdem.base.actor import SYSTEM, acting_as
from erdem.ledger.models import PayeeHold
from tests.route import HIDDEN, LOCKED_METHOD, MOVED, OK, REFUSED, UNCLEAR, Arguments, Route, nothing, signed_in
from tests.world import World


def office(status: int = OK) -> tuple[int, ...]:
    """What the officer gets; the public is sent to the login page, others are told whose business it is."""
    return (MOVED, REFUSED, REFUSED, status, REFUSED)


def _draft(world: World, *more: Any) -> tuple[Any, ...]:
    return (world.payments.draft.number, *more)


def _paid(*more: Any) -> Arguments:
    return lambda world: (world.payments.paid.number, *more)


def _draft_with(*more: Any) -> Arguments:
    return lambda world: _draft(world, *more)


def _none(*more: Any) -> Arguments:
    return lambda _world: ("PO-2026-9999", *more)


def _bank(*more: Any) -> Arguments:
    return lambda world: (world.payments.bank.pk, *more)


def _file(world: World) -> tuple[Any, ...]:
    return (world.payments.file.pk,)


def _line(world: World) -> tuple[Any, ...]:
    return (world.payments.bank.pk, world.payments.line.pk)


def _matched(world: World) -> tuple[Any, ...]:
    return (world.payments.bank.pk, world.payments.matched.pk)


def _hold(_world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        return (PayeeHold.objects.get().pk,)


REASON = {"reason": "示例原因"}
PAYMENTS = (
    Route("payments:payment-list", office()),
    Route("payments:payment-list", office(), "sorted and filtered", query="sort=-total&status=settled"),
    Route("payments:payment-export", office(), "", lambda _: ("xlsx",)),
    Route("payments:payment-export", office(HIDDEN), "no such format", lambda _: ("doc",)),
    Route("payments:payment-new", office(), "", _bank()),
    Route("payments:payment-new", office(HIDDEN), "no such account", lambda _: (10**6,)),
    Route("payments:payment-new", office(UNCLEAR), "an empty form", _bank(), "post"),
    Route("payments:payment-detail", office(), "a draft", _draft),
    Route("payments:payment-detail", office(), "settled", _paid()),
    Route("payments:payment-detail", office(HIDDEN), "no such number", _none()),
    Route("payments:payment-step", office(MOVED), "proposed", _draft_with("propose"), "post"),
    Route("payments:payment-step", office(MOVED), "a step without a reason is asked for", _draft_with("approve")),
    Route("payments:payment-step", office(), "the reason", _draft_with("cancel")),
    Route("payments:payment-step", office(MOVED), "cancelled", _draft_with("cancel"), "post", REASON),
    Route("payments:payment-step", office(HIDDEN), "no such step", _draft_with("settle"), "post"),
    Route("payments:payment-run", signed_in(LOCKED_METHOD), "not asked this way", _draft),
    Route("payments:payment-run", office(MOVED), "not with the bank", _draft, "post"),
    Route("payments:payment-progress", office(286), "nothing runs", _draft),
    Route("payments:payment-lines", office(), "the list", _draft_with("xlsx")),
    Route("payments:payment-lines", office(HIDDEN), "no file for the bank yet", _draft_with("csv")),
    Route("payments:payment-lines", office(), "the file for the bank", _paid("csv")),
    Route("payments:line-edit", office(), "", _draft_with(1)),
    Route("payments:line-edit", office(HIDDEN), "no such line", _draft_with(9)),
    Route("payments:line-edit", office(MOVED), "taken out", _draft_with(1), "post", {"strike": "1"}),
    Route("payments:line-returned", office(), "", _paid(1)),
    Route("payments:line-returned", office(UNCLEAR), "no reason", _paid(1), "post"),
    Route("payments:line-voucher", office(), "", _paid(1)),
    Route("payments:line-voucher", office(HIDDEN), "not paid", _draft_with(1)),
    Route("payments:stop-list", office()),
    Route("payments:stop-list", office(UNCLEAR), "an empty form", nothing, "post"),
    Route("payments:stop-lift", office(), "", _hold),
    Route("payments:stop-lift", office(MOVED), "lifted", _hold, "post", REASON),
    Route("payments:bank-list", office()),
    Route("payments:bank-new", office()),
    Route("payments:bank-new", office(UNCLEAR), "an empty form", nothing, "post"),
    Route("payments:bank-detail", office(), "", _bank()),
    Route("payments:bank-detail", office(), "all lines", _bank(), query="show=all&sort=amount"),
    Route("payments:bank-detail", office(HIDDEN), "no such account", lambda _: (10**6,)),
    Route("payments:bank-lines", office(), "", _bank("csv")),
    Route("payments:bank-match", signed_in(LOCKED_METHOD), "not asked this way", _bank()),
    Route("payments:bank-match", office(MOVED), "", _bank(), "post"),
    Route("payments:bank-import", office(), "", _bank()),
    Route("payments:bank-import", office(UNCLEAR), "no file", _bank(), "post"),
    Route("payments:file-detail", office(), "", _file),
    Route("payments:file-progress", office(286), "nothing runs", _file),
    Route("payments:file-columns", office(MOVED), "imported already", _file, "post"),
    Route("payments:file-confirm", office(MOVED), "a second time", _file, "post"),
    Route("payments:bank-line", office(), "waits", _line),
    Route("payments:bank-line", office(), "matched", _matched),
    Route("payments:bank-line", office(MOVED), "parked", _line, "post", {"act": "park"}),
    Route("payments:line-undo", office(), "", _matched),
    Route("payments:line-undo", office(HIDDEN), "not matched", _line),
    Route("payments:line-undo", office(MOVED), "undone", _matched, "post", REASON),
    Route("payments:line-receipt", office(HIDDEN), "nothing came in", _matched),
)
