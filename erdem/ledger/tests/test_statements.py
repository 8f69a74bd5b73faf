"""Statements run page by page from any balance and tell a party what arrived; old money in escrow shows its age."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.ledger import queries, services
from erdem.ledger.choices import AccountKind, Unit
from erdem.ledger.queries import overview, statements
from erdem.ledger.services import Line
from erdem.ledger.tests.books import Books, open_books

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def books(people: People) -> Books:
    return open_books(people)


def test_pages_of_a_statement_are_the_statement(books: Books, people: People) -> None:
    days = [TODAY() - dt.timedelta(days=age) for age in (40, 40, 40, 9, 9, 3, 0, 0)]
    for place, day in enumerate(days):
        books.royalty(1000 + 7 * (place + 1), day)
    since, until = TODAY() - dt.timedelta(days=40), TODAY()
    with acting_as(people.holder):
        before, whole = queries.statement(people.holder, books.owed, since, until)
        start = ""
        seen: list[statements.Line] = []
        while True:
            page = statements.statement_page(people.holder, books.owed, since, until, start=start, size=3)
            seen += page.lines
            assert (page.before, page.after) == (before, whole[-1].balance)
            if not page.older:
                break
            start = page.older
    assert [(line.day, line.amount, line.balance) for line in reversed(seen)] == [
        (line.day, line.amount, line.balance) for line in whole
    ]


def test_a_page_of_a_hidden_account_is_empty_and_nonsense_begins_at_the_newest(books: Books, people: People) -> None:
    books.royalty()
    with acting_as(people.holder):
        hidden = statements.statement_page(people.holder, books.other, TODAY(), TODAY())
        odd = statements.statement_page(people.holder, books.owed, TODAY(), TODAY(), start="x.y")
    assert (hidden.after, hidden.lines) == (0, ())
    assert len(odd.lines) == 1


def test_a_party_is_told_what_is_due_what_arrived_and_what_waits(books: Books, people: People) -> None:
    books.royalty(10_000)
    books.post(Line(books.owed, 3000), Line(books.bank, -3000))
    given: dict[str, Any] = {"actor": books.keeper, "payee": books.first, "unit": Unit.CNY}
    with acting_as(books.keeper):
        services.charge_fee(**given, amount=100, what_for="示例：转账费", day=TODAY())
        services.park_unclaimed(**given, amount=900, reason="示例：联系不上")
        services.record_promise(
            actor=books.keeper, book=books.book, day=TODAY(), memo="示例", by=books.firm, to=books.first,
            unit=Unit.PLANT, amount=8,
        )  # fmt: skip
    with acting_as(people.holder):
        (payee,) = statements.own_payees(people.holder)
        standing = statements.standing_of(people.holder, payee)
    money, kind = standing.money["CNY"], standing.kinds["plant"]
    assert (money.due, money.arrived, money.fees, money.waits, money.in_escrow) == (9000, 3000, 100, 5000, 900)
    assert (kind.promised, kind.delivered, kind.outstanding) == (8, 0, 8)
    with acting_as(people.applicant):
        (firm,) = statements.own_payees(people.applicant)
        theirs = statements.standing_of(people.applicant, firm)
    assert (theirs.money["CNY"].owes, theirs.kinds["plant"].to_give) == (10_000, 8)


def test_what_an_entry_did_is_told_to_its_parties_alone(books: Books, people: People) -> None:
    entry = books.post(Line(books.other, 5), Line(books.bank, -5))
    for actor, told in (
        (people.stranger, "bank"),
        (books.keeper, "bank"),
        (people.holder, None),
        (people.applicant, None),
    ):
        with acting_as(actor):
            assert nature(entry.pk) == told


def nature(pk: int) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_nature(%s)", [pk])
        return cursor.fetchone()[0]


def test_money_in_escrow_grows_old_and_what_came_first_leaves_first(books: Books) -> None:
    ages = (1400, 800, 200, 10)
    for days in ages:
        day = TODAY() - dt.timedelta(days=days)
        books.royalty(1100, day)
        with acting_as(books.keeper):
            services.park_unclaimed(
                actor=books.keeper, payee=books.first, unit=Unit.CNY, amount=100, reason="示例", day=day
            )
    with acting_as(books.keeper):
        services.claim(actor=books.keeper, payee=books.first, unit=Unit.CNY, amount=130, reason="示例：领取")
        (age,) = overview.escrow_ages(books.keeper, books.book)
        assert (age.amounts, age.total) == ((100, 100, 70, 0), 270)
        assert age.oldest == TODAY() - dt.timedelta(days=800)
        services.claim(actor=books.keeper, payee=books.first, unit=Unit.CNY, amount=270, reason="示例：领取")
        assert overview.escrow_ages(books.keeper, books.book) == []


def test_figures_of_a_book_add_up_in_every_unit(books: Books) -> None:
    books.royalty()
    books.post(Line(books.bank, 500), Line(books.due, -500))
    with acting_as(books.keeper):
        found = overview.figures(books.keeper, books.book)
    assert sum(found["CNY"].values()) == 0
    assert (found["CNY"][AccountKind.BANK], found["CNY"][AccountKind.DUE]) == (500, 9501)
    with acting_as(SYSTEM):
        assert sum(held for _account, held in queries.trial_balance(SYSTEM, books.book)) == 0
