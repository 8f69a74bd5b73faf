"""A book to try things on: an enterprise that owes, two communities that are owed, kept by the officer's office."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.ledger import queries, services
from erdem.ledger.choices import AccountKind, PayeeKind, Unit
from erdem.ledger.models import Account, Book, Entry, Payee
from erdem.ledger.services import Document, Line, Party
from erdem.people.models import Organisation


@dataclass
class Books:
    """The book, its parties, and the accounts that most tests use."""

    keeper: Actor
    book: Book
    firm: Payee
    first: Payee
    second: Payee
    due: Account
    owed: Account
    other: Account
    bank: Account

    def post(self, *lines: Line, day: dt.date | None = None, document: Document | None = None) -> Entry:
        """Enter lines as the office that keeps the book."""
        with acting_as(self.keeper):
            return services.post(
                actor=self.keeper,
                book=self.book,
                day=day or timezone.localdate(),
                memo="示例：分红",
                lines=lines,
                document=document,
            )

    def royalty(self, fen: int = 10001, day: dt.date | None = None) -> Entry:
        """Enter that the enterprise owes an amount, most of it to the first community."""
        return self.post(Line(self.due, fen), Line(self.owed, -(fen - 1000), "70/30"), Line(self.other, -1000), day=day)

    def balance(self, account: Account, day: dt.date | None = None) -> int:
        """Return what an account holds, as the system sees it."""
        with acting_as(SYSTEM):
            return queries.balance(account, day)

    def account(self, kind: AccountKind, payee: Payee | None = None, unit: Unit = Unit.CNY) -> Account:
        """Return an account, opened by the office when there is none."""
        with acting_as(self.keeper):
            return services.account_of(self.book, kind, unit, payee)


def open_books(people: People) -> Books:
    """Open the book."""
    keeper = people.officer
    with acting_as(keeper):
        office = Organisation.objects.get(pk=next(iter(keeper.organisation_ids)))
        book = services.open_book(actor=keeper, keeper=office, name="示例惠益账")

        def party(kind: PayeeKind, name: str, of: Actor) -> Payee:
            known = Party(kind, name, organisation_id=next(iter(of.organisation_ids)))
            return services.add_payee(actor=keeper, book=book, party=known)

        firm = party(PayeeKind.ENTERPRISE, "示例企业", people.applicant)
        first = party(PayeeKind.COMMUNITY, "示例持有社区", people.holder)
        second = party(PayeeKind.COMMUNITY, "示例外地社区", people.stranger)
        return Books(
            keeper,
            book,
            firm,
            first,
            second,
            services.account_of(book, AccountKind.DUE, Unit.CNY, firm),
            services.account_of(book, AccountKind.OWED, Unit.CNY, first),
            services.account_of(book, AccountKind.OWED, Unit.CNY, second),
            services.account_of(book, AccountKind.BANK, Unit.CNY),
        )
