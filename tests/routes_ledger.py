"""The part of the table of access that belongs to the books: the office keeps them, each party reads what concerns it."""

from __future__ import annotations

from typing import Any

from erdem.base.actor import SYSTEM, acting_as
from erdem.ledger.models import Account, Book, Entry, Guardianship, Payee
from tests.route import HIDDEN, MOVED, OK, REFUSED, UNCLEAR, Arguments, Route, signed_in
from tests.world import World

OFFICE = (MOVED, HIDDEN, HIDDEN, OK, HIDDEN)
DONE = (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN)
WRONG_FORM = (MOVED, HIDDEN, HIDDEN, UNCLEAR, HIDDEN)
OWN = (MOVED, OK, HIDDEN, HIDDEN, HIDDEN)
TOUCHED = (MOVED, OK, OK, OK, OK)
NAME = "示例惠益账"


def _book(world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        return (Book.objects.get(name=NAME).pk,)


def _payee(name: str, *more: str) -> Arguments:
    def found(world: World) -> tuple[Any, ...]:
        with acting_as(SYSTEM):
            payee = Payee.objects.get(book__name=NAME, name=name)
            return (payee.book_id, payee.pk, *more)

    return found


def _own(*more: str) -> Arguments:
    return lambda world: (_payee("示例持有社区")(world)[1], *more)


def _guardian(world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        held = Guardianship.objects.get(name="示例·监护人")
        return (held.book_id, held.payee_id, held.pk)


def _entry(world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        found = Entry.objects.filter(book__name=NAME, memo="示例分成").order_by("number")
        return found.values_list("book_id", "number")[0]


def _account(*more: str) -> Arguments:
    def found(world: World) -> tuple[Any, ...]:
        with acting_as(SYSTEM):
            account = Account.objects.get(book__name=NAME, kind="owed", payee__name="示例持有社区")
            return (account.pk, *more)

    return found


def _kind(kind: str) -> Arguments:
    return lambda world: (*_book(world), kind)


FRESH = {"kind": "person", "name": "示例·新收款人", "name_mn": "", "known": "", "acts_through": ""}
TWICE = {**FRESH, "name": "示例企业"}
GUARDIAN = {"name": "示例·监护人乙", "username": "", "document": "示例证明", "since": "2026-01-01", "until": ""}

LEDGER = (
    Route("ledger:overview", (MOVED, MOVED, MOVED, OK, MOVED), "payees come to their statement"),
    Route("ledger:mine", signed_in()),
    Route("ledger:mine-pdf", OWN, "Chinese", _own("zh")),
    Route("ledger:mine-pdf", OWN, "Mongolian", _own("mn")),
    Route("ledger:mine-export", OWN, "XLSX", _own("xlsx")),
    Route("ledger:account", (MOVED, OK, HIDDEN, OK, HIDDEN), "owed to a community", _account()),
    Route("ledger:account-export", (MOVED, OK, HIDDEN, OK, HIDDEN), "CSV", _account("csv")),
    Route("ledger:trial", OFFICE, "", _book),
    Route("ledger:trial-export", OFFICE, "XLSX", _kind("xlsx")),
    Route("ledger:journal", OFFICE, "", _book),
    Route("ledger:journal-export", OFFICE, "XLSX", _kind("xlsx")),
    Route("ledger:entry", TOUCHED, "that touches four parties", _entry),
    Route("ledger:entry-reverse", (MOVED, REFUSED, REFUSED, OK, REFUSED), "", _entry),
    Route("ledger:entry-reverse", (MOVED, REFUSED, REFUSED, UNCLEAR, REFUSED), "no reason", _entry, "post"),
    Route("ledger:close", OFFICE, "", _book),
    Route("ledger:close", WRONG_FORM, "a day ahead", _book, "post", {"until": "2999-01-01"}),
    Route("ledger:escrow", OFFICE, "", _book),
    Route("ledger:escrow-export", OFFICE, "CSV", _kind("csv")),
    Route("ledger:payees", OFFICE, "", _book),
    Route("ledger:payee-new", OFFICE, "", _book),
    Route("ledger:payee-new", DONE, "added", _book, "post", FRESH),
    Route("ledger:payee-new", WRONG_FORM, "the same name", _book, "post", TWICE),
    Route("ledger:payee", OFFICE, "", _payee("示例企业")),
    Route("ledger:payee-edit", OFFICE, "", _payee("示例企业")),
    Route("ledger:payee-edit", DONE, "saved", _payee("示例企业"), "post", {"name": "示例企业改"}),
    Route("ledger:payee-close", OFFICE, "", _payee("示例企业")),
    Route("ledger:payee-close", WRONG_FORM, "still owed", _payee("示例持有社区"), "post", {"reason": "示例"}),
    Route("ledger:payee-reopen", DONE, "who has heirs stays closed", _payee("示例·老人"), "post"),
    Route("ledger:guardian-new", OFFICE, "", _payee("示例·孩子")),
    Route("ledger:guardian-new", DONE, "entered", _payee("示例·孩子"), "post", GUARDIAN),
    Route("ledger:guardian-end", DONE, "", _guardian, "post"),
    Route("ledger:heirs-new", OFFICE, "", _payee("示例·孩子")),
    Route("ledger:heirs-new", WRONG_FORM, "no heirs", _payee("示例·孩子"), "post", {"shares": "1/2,1/2"}),
    Route("ledger:payee-identify", OFFICE, "", _payee("示例·孩子")),
    Route("ledger:payee-identify", WRONG_FORM, "no party named", _payee("示例·孩子"), "post", {"reason": "示例"}),
    Route("ledger:escrow-move", OFFICE, "", _payee("示例持有社区", "park")),
    Route(
        "ledger:escrow-move",
        DONE,
        "into escrow",
        _payee("示例持有社区", "park"),
        "post",
        {"unit": "CNY", "amount": "0.10", "reason": "示例"},
    ),
    Route(
        "ledger:escrow-move",
        WRONG_FORM,
        "more than is owed",
        _payee("示例持有社区", "dispute"),
        "post",
        {"unit": "CNY", "amount": "99999999", "reason": "示例"},
    ),
)
